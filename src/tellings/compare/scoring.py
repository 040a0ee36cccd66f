"""How far two mentions tell of one event: a score, every part of which is a reason with a weight (`data/merging.toml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import log

from tellings.compare.party import Party
from tellings.compare.relations import parties_relation, place_relation, turned
from tellings.compare.timing import apart_days
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.compare.words import tokens

Part = tuple[str, str]  # name of a weight, what shows it
_OTHER_PARTIES = frozenset({"actor_open", "actor_contrary", "recipient_open", "recipient_contrary"})
_OTHER_DEED = frozenset(
    {"mode_contrary", "turned", "time_contrary", "time_background_carried", "place_contrary", "of_a_kind"}
)
# Parts that say that the two name one party on one side.
PARTY_TIES = frozenset(f"{side}_{how}" for side in ("actor", "recipient") for how in ("same", "alike", "like"))
_TIES = PARTY_TIES | frozenset({"time_same", "place_same", "count_same", "trigger", "trigger_kind", "party_crosses"})
_SPEAKER = frozenset({"actor_same", "actor_alike", "actor_like"})
_TRIGGERS = frozenset({"trigger", "trigger_kind"})
CONTRARY = frozenset({"place_contrary", "time_contrary"})
VICTIMS = frozenset({"killed", "injured", "missing"})
_POSSESSIVE = frozenset({"its", "their", "his", "her"})
TOLD_ALIKE = 0.3  # likeness of the words of two sentences, above which they tell a thing in one way
_CLOSED = {"historical": "actual"}


class Rarity:
    """How telling a stem is within these mentions: inverse frequency over sentences."""

    def __init__(self, views: Iterable[View]) -> None:
        sentences = {(v.report.id, v.mention.sentence.start): v.stems for v in views}
        seen: Counter[str] = Counter()
        for stems in sentences.values():
            seen.update(stems)
        total = max(1, len(sentences))
        self._seen = seen
        self._weight = {stem: log(1 + total / (1 + count)) for stem, count in seen.items()}
        self._mass: dict[frozenset[str], float] = {}

    def weight(self, stem: str) -> float:
        return self._weight.get(stem, 0.0)

    def mass(self, stems: frozenset[str]) -> float:
        if stems not in self._mass:
            self._mass[stems] = sum(map(self.weight, sorted(stems)))
        return self._mass[stems]

    def shared(self, stems: frozenset[str]) -> list[str]:
        """Those that stand in another sentence too."""
        return [s for s in stems if self._seen[s] > 1]

    def likeness(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Weighted overlap, 0 to 1, against the shorter sentence."""
        least = min(self.mass(a), self.mass(b))
        return sum(map(self.weight, sorted(a & b))) / least if least else 0.0


def pair_score(
    a: View, b: View, rarity: Rarity, alone: frozenset[str] = frozenset(), bar: float = float("-inf")
) -> tuple[float, tuple[str, ...], frozenset[str]]:
    """A score, its reasons, and the names of its parts; above the threshold the two tell of one event.

    alone: mentions whose report tells of no other event of this type and mode.  bar: reasons are told of scores from here.
    """
    table = weights()
    likeness, parts = _parts(a, b, rarity, alone)
    score = table.score["base"] + table.score["likeness"] * likeness
    names = frozenset(name for name, _ in parts)
    score += sum(table.score[name] for name, _ in parts)
    reasons = [f"words {likeness:.2f}"] if likeness > 0.1 and score >= bar else []
    for name, shown in parts if score >= bar else ():
        if table.score[name] and name != "within":
            reasons.append(f"{name.replace('_', ' ')}: {shown} ({table.score[name]:+.1f})")
    return score, tuple(reasons), names


def tie(a: View, b: View, rarity: Rarity, question: str) -> tuple[float, frozenset[str]]:
    """How far two mentions tell of one event, whatever they answer to one question, and the parts that say so."""
    table = weights()
    likeness, parts = _parts(a, b, rarity, frozenset())
    left_out = _ASKED_BY.get(question, ("count_",))
    kept = [name for name, _ in parts if not name.startswith(left_out)]
    score = table.score["base"] + table.score["likeness"] * likeness + sum(table.score[name] for name in kept)
    return score, frozenset(kept)


# Parts of a score that speak of what a question asks.
_ASKED_BY = {
    "actor": ("actor_", "turned", "other_speaker", "same_speaker"),
    "recipient": ("recipient_", "turned"),
    "when": ("time_", "actor_contrary"),  # who did it and when are often told differently by one side
    "where": ("place_",),
    "status": ("status_",),
}


def _ours(view: View) -> bool:
    """ "Our army": whose it is the words do not say."""
    return bool(view.actors) and all(tokens(p.text)[:1] in (["our"], ["we"]) for p in view.actors)


def _parts(a: View, b: View, rarity: Rarity, alone: frozenset[str]) -> tuple[float, list[Part]]:
    """The likeness of the words, and everything else that speaks for or against."""
    parts: list[Part] = [(_type_part(a, b), a.mention.type)]
    parts += _mode_parts(a, b)
    parts += _kind_parts(a, b)
    parts += _time_parts(a, b)
    parts += _place_parts(a, b)
    parts += _party_parts("actor", a.actors, b.actors)
    parts += _party_parts("recipient", a.recipients, b.recipients)
    parts += _crossing_parts(a, b, parts)
    parts += _count_parts(a, b)
    parts += _figure_parts(a, b, parts)
    parts += _trigger_parts(a, b)
    parts += _report_parts(a, b, parts, alone)
    one_sentence = a.report.id == b.report.id and a.mention.sentence == b.mention.sentence
    likeness = 0.0 if one_sentence else rarity.likeness(a.stems, b.stems)
    parts += _speaker_parts(a, b, parts, likeness)
    return likeness, parts + _status_parts(a, b, parts, likeness)


def _speaker_parts(a: View, b: View, parts: list[Part], likeness: float) -> list[Part]:
    """What one says in two reports is mostly said once, and what another says another time.

    Of whom it is only not known whether he is another ("the official"), the words may show that one thing is told.
    """
    names = {name for name, _ in parts}
    if a.mention.type not in weights().verbal or _ours(a) or _ours(b):
        return []
    if a.report.id != b.report.id and a.mention.type == b.mention.type and names & _SPEAKER:
        return [("same_speaker", "words of one")]
    unknown = "actor_open" in names and "trigger" not in names and likeness < TOLD_ALIKE
    return [("other_speaker", "words of another")] if unknown or "actor_contrary" in names else []


# ---------------------------------------------------------------- types and modes


def type_names(view: View) -> tuple[str, ...]:
    """What the table can call its type: "ASSAULT", "ASSAULT/abduct"."""
    return _type_names(view.mention.type, view.mention.modes)


@cache
def _type_names(kind: str, modes: tuple[str, ...]) -> tuple[str, ...]:
    return (kind, *(f"{kind}/{mode}" for mode in modes))


def types_meet(a: View, b: View) -> bool:
    """The types are one, or the table holds them for near."""
    return a.mention.type == b.mention.type or _names_in(type_names(a), type_names(b), "near")


def types_close(a: View, b: View) -> bool:
    """The types are one, or mostly mean one thing."""
    return a.mention.type == b.mention.type or _pair_in(a, b, "close")


def _type_part(a: View, b: View) -> str:
    if a.mention.type == b.mention.type:
        return "same_type"
    return "close_type" if _pair_in(a, b, "close") else "near_type"


def _pair_in(a: View, b: View, table: str) -> bool:
    return _names_in(type_names(a), type_names(b), table)


@cache
def _names_in(one: tuple[str, ...], other: tuple[str, ...], table: str) -> bool:
    known = getattr(weights(), table)
    return any(frozenset((x, y)) in known for x in one for y in other)


def _mode_parts(a: View, b: View) -> list[Part]:
    x, y = set(a.mention.modes), set(b.mention.modes)
    if not x or not y or a.mention.type != b.mention.type:
        return []
    if x & y:
        return [("mode_same", ", ".join(sorted(x & y)))]
    if any(frozenset((m, n)) in weights().near_modes for m in x for n in y):
        return []
    return [("mode_other" if a.trigger_stems & b.trigger_stems else "mode_contrary", f"{min(x)} / {min(y)}")]


def _kind_parts(a: View, b: View) -> list[Part]:
    """ "Women who have been assaulted" are those of any such deed, and not of the one that another sentence tells."""
    return [("of_a_kind", "one is told of whoever it was done to")] if a.of_a_kind != b.of_a_kind else []


# ---------------------------------------------------------------- when, where, who, how many


def _time_parts(a: View, b: View) -> list[Part]:
    if a.iterated != b.iterated and a.mention.type not in weights().verbal:
        return [("time_iterated", "one is told of several times")]
    if a.background != b.background and not (a.days and b.days and apart_days(a.days, b.days) == 0):
        return [(_background_part(b if a.background else a), "one is told as background")]
    if not a.days or not b.days:
        return []
    gap = apart_days(a.days, b.days)
    short = max((d[1] - d[0]).days for d in (a.days, b.days)) <= 1
    if gap == 0:
        return [("time_same" if short else "time_touches", max(a.days[0], b.days[0]).isoformat())]
    if gap == 1 and not (a.time_firm and b.time_firm):
        return []  # a day carried over from another sentence may be off by one
    if gap == 1:
        recurs = [("time_recurs", "such things recur")] if a.mention.type in weights().recurring else []
        return [("time_next_day", "a day apart"), *recurs]
    return [("time_near" if gap <= 3 else "time_contrary", f"{gap} days apart")]


def _background_part(recent: View) -> str:
    """How surely a mention that is not told as background is of another time than one that is."""
    if recent.mention.status == "future":
        return "time_background"  # what is to come is not long over
    if recent.days:
        return "time_background" if recent.time_firm else "time_background_carried"
    return "time_background_open"


def _place_parts(a: View, b: View) -> list[Part]:
    if not a.place or not b.place:
        return []
    relation = place_relation(a.place, b.place, a.place_firm and b.place_firm)
    if relation in ("apart", "contrary") and a.mention.type in weights().verbal and b.mention.type in weights().verbal:
        return []  # words are said where the speaker is, or of another place
    return [(f"place_{relation}", f"{a.place.name} / {b.place.name}")]


def _party_parts(side: str, xs: tuple[Party, ...], ys: tuple[Party, ...]) -> list[Part]:
    known_x, known_y = [p for p in xs if not p.pointing], [p for p in ys if not p.pointing]
    if not known_x or not known_y:
        return []
    relation, shown = parties_relation(known_x, known_y)
    return [(f"{side}_{relation}", shown)]


def _crossing_parts(a: View, b: View, parts: list[Part]) -> list[Part]:
    """Who strikes in one is struck in the other: two deeds.  In what is said or agreed sides are told both ways."""
    fits = {"actor_same", "actor_alike", "actor_like", "recipient_same", "recipient_alike"}
    if fits & {name for name, _ in parts}:
        return []
    if a.mention.type in weights().directed and b.mention.type in weights().directed:
        shown = turned(a.actors, a.recipients, b.actors, b.recipients)
        return [("turned", shown)] if shown else []
    return [("party_crosses", "a party of one is a party of the other")] if a.ids & b.ids else []


def _count_parts(a: View, b: View) -> list[Part]:
    parts = []
    for c in a.counts:
        for d in b.counts:
            if c.what == d.what:
                meets = (d.high is None or c.low <= d.high) and (c.high is None or d.low <= c.high)
                near = meets and max(c.low, d.low) <= 2 * min(c.low, d.low)  # "at least 15" meets any larger figure
                disputed = c.what == "participants"  # turnouts are told otherwise by everybody
                if near or not (meets or disputed):
                    parts.append(("count_same" if near else "count_apart", f"{c.what} {c.low} / {d.low}"))
    return parts[:2]


def _figure_parts(a: View, b: View, parts: list[Part]) -> list[Part]:
    """ "180 prisoners" on either side: two reports that give such a figure of such people speak of one thing."""
    if a.report.id == b.report.id or any(name == "count_same" for name, _ in parts):
        return []
    for x in a.parties:
        for y in b.parties:
            if x.number and x.number == y.number and x.particular and x.called_as(y):
                return [("figure_same", f"{x.text} / {y.text}")]
    return []


# ---------------------------------------------------------------- words, report, status


def _trigger_parts(a: View, b: View) -> list[Part]:
    shared = a.trigger_stems & b.trigger_stems
    if shared:
        return [("trigger", f"both say {min(shared)}-")]
    if a.kinds & b.kinds:
        return [("trigger_kind", f"{a.trigger} / {b.trigger}")]
    return []


def _report_parts(a: View, b: View, parts: list[Part], alone: frozenset[str]) -> list[Part]:
    names = {name for name, _ in parts}
    if a.report.id != b.report.id:
        # That either tells of one such event only says something if anything ties the two.
        verbal = a.mention.type in weights().verbal  # "criticised" is what many do
        others = verbal and names & {"actor_open", "actor_contrary"}  # and many condemn one attack
        ties = names & (_TIES - _TRIGGERS if others else _TIES) or ("mode_same" in names and not verbal)
        one = a.mention.id in alone and b.mention.id in alone and not names & _OTHER_DEED and bool(ties)
        return [("only_one", "either report tells of one such event")] if one else []
    if a.mention.sentence == b.mention.sentence:
        deed = a.mention.type == b.mention.type and a.mention.type in weights().one_sentence_types
        # "Used water cannon to disperse them": means and end, if one party does both.
        deed |= _pair_in(a, b, "close") and "actor_same" in names
        deed |= _takes_back(a, b) or _takes_back(b, a)
        earlier, later = sorted((a, b), key=lambda v: v.mention.trigger.start)
        owned = "actor_same" in names and _of_the_same(earlier, later)
        deed |= owned
        found = [("one_sentence_deed" if deed else "one_sentence", "one sentence")]
        others = deed and not owned and names & _OTHER_PARTIES and not (_harms(a, b, names) or _harms(b, a, names))
        return [*found, ("one_sentence_others", "of other people")] if others else found
    found = [("title" if a.in_title != b.in_title else "within", "one report")]
    earlier, later = sorted((a, b), key=lambda v: v.mention.trigger.start)
    if _counts_on(earlier, later):
        found.append(("casualties", f"“{later.trigger}” goes on counting"))
    if later.definite and not later.in_title:
        found.append(("definite", f"“{later.trigger}” speaks of what was told"))
    return found


def _harms(means: View, harm: View, names: set[str]) -> bool:
    """ "Fired mortars at the airport, wounding a soldier": what was struck and who was hurt by it."""
    counted = [{c.what for c in v.counts} & VICTIMS for v in (means, harm)]
    by_another = names & {"actor_open", "actor_contrary"} or (not means.actors and harm.actors)
    return bool(counted[1]) and not counted[0] and not by_another and means.mention.status == harm.mention.status


def _of_the_same(earlier: View, later: View) -> bool:
    """ "Boarded a tanker and held its captain": what is done to somebody and to what is theirs, by one party."""
    if (
        not earlier.mention.type == later.mention.type in weights().owned
        or earlier.mention.status != later.mention.status
    ):
        return False
    theirs = any(tokens(p.text)[:1] and tokens(p.text)[0] in _POSSESSIVE for p in later.recipients)
    return theirs and any(not p.pronoun for p in earlier.recipients)


def _takes_back(a: View, b: View) -> bool:
    """ "Called off their strike": of the two verbs one says what became of the other."""
    return (a.mention.type, b.mention.type) in weights().undone


def _counts_on(earlier: View, later: View) -> bool:
    """The sentences after an attack give its victims: no doer, time or place of their own, nothing counted twice."""
    if later.order - earlier.order not in (1, 2) or earlier.in_title or later.actors or earlier.background:
        return False
    mine, theirs = ({c.what for c in v.counts if c.what in VICTIMS} for v in (later, earlier))
    own = (later.days and later.time_firm) or (later.place and later.place_firm)
    return bool(mine and theirs) and not mine & theirs and not own and later.mention.status == earlier.mention.status


def _status_parts(a: View, b: View, parts: list[Part], likeness: float) -> list[Part]:
    x, y = (_CLOSED.get(v.mention.status, v.mention.status) for v in (a, b))
    if x == y:
        return []
    shown = f"{a.mention.status} / {b.mention.status}"
    if "hypothetical" in (x, y):
        return [("status_hypothetical", shown)]
    found = [("status_other", shown)]
    told_alike = likeness >= TOLD_ALIKE or any(name.startswith("trigger") for name, _ in parts)
    if "negated" in (x, y) and not told_alike:
        found.append(("status_denied", "other words"))
    said = {a.mention.type, b.mention.type} <= weights().verbal  # what is said of things to come is said now
    if "future" in (x, y) and not told_alike and not said:
        found.append(("status_to_come", "what is to come is told in other words"))
    return found
