"""Which mentions tell of the same event: blocking, a score that explains itself, and careful joining.

Every part of the score is a reason with a weight; the weights lie in `data/merging.toml`.  Joining goes from the surest
pair down and never joins groups that hold a pair judged different or too contrary.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, log, radians, sin, sqrt

from tellings.compare.union import Groups
from tellings.compare.views import Party, View, apart_days
from tellings.model import Judgement, Place


@dataclass(frozen=True)
class Weights:
    """The merging table."""

    score: dict[str, float]
    near: frozenset[frozenset[str]]
    threshold: float
    threshold_within: float
    veto: float
    one_sentence_types: frozenset[str]
    verbal: frozenset[str]


@cache
def weights() -> Weights:
    data = tomllib.loads(files("tellings.compare").joinpath("data/merging.toml").read_text("utf-8"))
    return Weights(
        score=data["score"],
        near=frozenset(frozenset(pair) for pair in data["near_types"]),
        threshold=data["threshold"],
        threshold_within=data["threshold_within"],
        veto=data["veto"],
        one_sentence_types=frozenset(data["one_sentence_types"]),
        verbal=frozenset(data["verbal_types"]),
    )


class Rarity:
    """How telling a stem is within these mentions: inverse frequency over sentences."""

    def __init__(self, views: Iterable[View]) -> None:
        seen: Counter[str] = Counter()
        sentences = {(v.report.id, v.mention.sentence.start): v.stems for v in views}
        for stems in sentences.values():
            seen.update(stems)
        self._seen = seen
        self._total = max(1, len(sentences))

    def weight(self, stem: str) -> float:
        return log(1 + self._total / (1 + self._seen[stem]))

    def shared(self, stems: frozenset[str]) -> list[str]:
        """Those that stand in another sentence too."""
        return [s for s in stems if self._seen[s] > 1]

    def likeness(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Weighted overlap, 0 to 1, against the shorter sentence."""
        shared = sum(self.weight(s) for s in a & b)
        least = min(sum(map(self.weight, a)), sum(map(self.weight, b)))
        return shared / least if least else 0.0


def merge(views: Sequence[View], judged: dict[frozenset[str], str]) -> tuple[list[list[View]], list[Judgement]]:
    """Groups of views that tell one event, and the judgements behind them.

    First within each report (headline, lead, recap), then across reports, where it counts whether a report tells of
    only one such event.  judged: {mention, mention} → same or different, a person's word, which outranks the score.
    """
    table = weights()
    rarity = Rarity(views)
    by_id = {v.mention.id: v for v in views}
    groups: Groups[str] = Groups(by_id)
    for pair, verdict in sorted(judged.items(), key=lambda item: sorted(item[0])):
        if verdict == "same" and len(pair) == 2 and pair <= set(by_id):
            groups.join(*pair)
    contrary = {pair for pair, verdict in judged.items() if verdict == "different"}
    pairs = candidate_pairs(views, rarity)
    scores: dict[frozenset[str], float] = {}
    log_: list[Judgement] = []
    for within, bar in ((True, table.threshold_within), (False, table.threshold)):
        alone = _alone(views, groups) if not within else frozenset()
        scored = []
        for a, b in pairs:
            if (a.report.id == b.report.id) is not within:
                continue
            score, reasons = pair_score(a, b, rarity, alone)
            pair = frozenset((a.mention.id, b.mention.id))
            scores[pair] = score
            if score <= table.veto:
                contrary.add(pair)
            elif score >= bar and pair not in judged:
                scored.append((score, a.mention.id, b.mention.id, reasons))
        for score, a, b, reasons in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
            if groups.find(a) == groups.find(b) or _joinable(
                groups.members(a), groups.members(b), contrary, scores, table
            ):
                groups.join(a, b)
                log_.append(
                    Judgement(a=a, b=b, about="mention", verdict="same", score=round(score, 2), reasons=reasons)
                )
    return [[by_id[m] for m in members] for members in groups.sets()], log_


def _alone(views: Sequence[View], groups: Groups[str]) -> frozenset[str]:
    """Mentions whose report tells of no other event of their type and mode, background apart."""
    found: dict[tuple, set[str]] = defaultdict(set)
    for v in views:
        for mode in v.mention.modes or ("",):
            found[v.report.id, v.mention.type, mode, v.background].add(groups.find(v.mention.id))
    return frozenset(
        v.mention.id
        for v in views
        if all(len(found[v.report.id, v.mention.type, mode, v.background]) == 1 for mode in v.mention.modes or ("",))
    )


def _joinable(left: list[str], right: list[str], contrary: set, scores: dict, table: Weights) -> bool:
    """No pair across is contrary, and the pairs that were scored agree on the whole."""
    known = []
    for a in left:
        for b in right:
            pair = frozenset((a, b))
            if pair in contrary:
                return False
            if pair in scores:
                known.append(scores[pair])
    return not known or sum(known) / len(known) >= table.threshold * 0.5


# ---------------------------------------------------------------- candidates


def candidate_pairs(views: Sequence[View], rarity: Rarity) -> list[tuple[View, View]]:
    """Pairs of equal or near types that share an actor, a place, a rare word or a day: by blocks, never all with all."""
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for i, v in enumerate(views):
        keys: set[tuple] = {("actor", a) for a in v.ids}
        if v.place:
            keys.add(("place", v.place.geonameid or v.place.name.lower()))
        if v.days and (v.days[1] - v.days[0]).days < 8:
            keys |= {("day", v.days[0].toordinal() // 3), ("day", v.days[0].toordinal() // 3 + 1)}
        for stem in sorted(rarity.shared(v.stems), key=lambda s: (-rarity.weight(s), s))[:6]:
            keys.add(("word", stem))
        keys |= {("trigger", s) for s in v.trigger_stems}
        for key in keys:
            blocks[(_family(v.mention.type), *key)].append(i)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        # A crowded block tells little: there each meets only its neighbours in time and text.
        reach = len(members) if len(members) <= 60 else 60
        for n, i in enumerate(members):
            for j in members[max(0, n - reach) : n]:
                found.add((j, i))
    return [(views[i], views[j]) for i, j in sorted(found) if types_meet(views[i], views[j])]


@cache
def _family(kind: str) -> str:
    """Types that can meet share a block: the smallest name among the near ones, transitively one step."""
    table = weights()
    names = {kind}
    grew = True
    while grew:
        more = {t for pair in table.near if pair & names for t in pair} - names
        grew = bool(more)
        names |= more
    return min(names)


def types_meet(a: View, b: View) -> bool:
    return a.mention.type == b.mention.type or frozenset((a.mention.type, b.mention.type)) in weights().near


# ---------------------------------------------------------------- the score

_OTHER_PARTIES = frozenset({"actor_open", "actor_contrary", "recipient_open", "recipient_contrary"})


def pair_score(a: View, b: View, rarity: Rarity, alone: frozenset[str] = frozenset()) -> tuple[float, tuple[str, ...]]:
    """A score and its reasons; above the threshold the two tell of one event."""
    table = weights().score
    parts: list[tuple[str, str]] = [("same_type" if a.mention.type == b.mention.type else "near_type", a.mention.type)]
    parts += _mode_parts(a, b)
    parts += _time_parts(a, b)
    parts += _place_parts(a, b)
    parts += _party_parts("actor", a.actors, b.actors)
    parts += _party_parts("recipient", a.recipients, b.recipients)
    if a.ids & b.ids and not any(name.endswith("_same") for name, _ in parts):
        parts.append(("party_crosses", "a party of one is a party of the other"))
    parts += _count_parts(a, b)
    if a.trigger_stems & b.trigger_stems:
        parts.append(("trigger", f"both say {sorted(a.trigger_stems & b.trigger_stems)[0]}-"))
    parts += _status_parts(a, b)
    one_sentence = a.report.id == b.report.id and a.mention.sentence == b.mention.sentence
    if one_sentence:
        deed = a.mention.type == b.mention.type and a.mention.type in weights().one_sentence_types
        parts.append(("one_sentence_deed" if deed else "one_sentence", "one sentence"))
        if deed and any(name in _OTHER_PARTIES for name, _ in parts):
            parts.append(("one_sentence_others", "of other people"))
    elif a.report.id == b.report.id:
        parts.append(("title" if a.in_title != b.in_title else "within", "one report"))
        later = max(a, b, key=lambda v: v.mention.trigger.start)
        if later.definite and not later.in_title:
            parts.append(("definite", f"“{later.trigger}” speaks of what was told"))
    elif a.mention.id in alone and b.mention.id in alone:
        parts.append(("only_one", "either report tells of one such event"))
    if a.mention.type in weights().verbal and any(name in ("actor_open", "actor_contrary") for name, _ in parts):
        parts.append(("other_speaker", "words of another"))
    likeness = 0.0 if one_sentence else rarity.likeness(a.stems, b.stems)
    score = table["base"] + table["likeness"] * likeness
    reasons = [f"words {likeness:.2f}"] if likeness > 0.1 else []
    for name, shown in parts:
        score += table[name]
        if name not in ("within",):
            reasons.append(f"{name.replace('_', ' ')}: {shown} ({table[name]:+.1f})")
    return score, tuple(reasons)


def _mode_parts(a: View, b: View) -> list[tuple[str, str]]:
    x, y = set(a.mention.modes), set(b.mention.modes)
    if not x or not y:
        return []
    return [("mode_same", ", ".join(sorted(x & y)))] if x & y else [("mode_contrary", f"{min(x)} / {min(y)}")]


def _time_parts(a: View, b: View) -> list[tuple[str, str]]:
    if a.background != b.background and not (a.days and b.days and apart_days(a.days, b.days) == 0):
        recent = b if a.background else a
        return [("time_background" if recent.days else "time_background_open", "one is told as background")]
    if not a.days or not b.days:
        return []
    gap = apart_days(a.days, b.days)
    short = max((d[1] - d[0]).days for d in (a.days, b.days)) <= 1
    if gap == 0:
        return [("time_same" if short else "time_touches", a.days[0].isoformat())]
    if gap == 1:
        return [("time_next_day", "a day apart")]
    return [("time_near" if gap <= 3 else "time_contrary", f"{gap} days apart")]


def _place_parts(a: View, b: View) -> list[tuple[str, str]]:
    if not a.place or not b.place:
        return []
    relation = place_relation(a.place, b.place)
    return [(f"place_{relation}", f"{a.place.name} / {b.place.name}")]


def place_relation(a: Place, b: Place) -> str:
    """same, within (one holds the other or they are near), contrary, or open."""
    if a.name.lower() == b.name.lower() or (a.geonameid and a.geonameid == b.geonameid):
        return "same"
    if a.country and b.country and a.country != b.country:
        return "contrary"
    if coarse(a) or coarse(b):
        wide = a if coarse(a) else b
        if wide.precision == "admin1" and a.admin1 and b.admin1 and a.admin1 != b.admin1:
            return "contrary"
        return "within"
    if a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None:
        if "within" in a.precision or "within" in b.precision:
            return "open"
        return "within" if kilometres(a, b) < 40 else "contrary"
    return "open"


def coarse(place: Place) -> bool:
    """A whole country or first-level division."""
    return place.precision in ("country", "admin1", "region", "continent")


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance."""
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


def _party_parts(side: str, xs: tuple[Party, ...], ys: tuple[Party, ...]) -> list[tuple[str, str]]:
    if not xs or not ys:
        return []
    relation, shown = parties_relation(xs, ys)
    return [(f"{side}_{relation}", shown)]


def parties_relation(xs: tuple[Party, ...], ys: tuple[Party, ...]) -> tuple[str, str]:
    """same (an actor in common, and no two others apart), partly (in common, but others differ), like (nothing clashes),
    open (nothing known), contrary; and what shows it."""
    rank = {"contrary": 0, "open": 1, "like": 2, "same": 3}
    table = [[party_relation(x, y) for y in ys] for x in xs]
    best, at = max(((rank[r], (i, j)) for i, row in enumerate(table) for j, r in enumerate(row)), key=lambda c: c[0])
    shown = f"{xs[at[0]].text} / {ys[at[1]].text}"
    if best == 3:
        alone_x = [x for i, x in enumerate(xs) if x.named and rank["like"] > max(rank[r] for r in table[i])]
        alone_y = [y for j, y in enumerate(ys) if y.named and rank["like"] > max(rank[row[j]] for row in table)]
        if alone_x and alone_y:
            return "partly", f"{shown}, but {alone_x[0].text} / {alone_y[0].text}"
    return {v: k for k, v in rank.items()}[best], shown


def party_relation(x: Party, y: Party) -> str:
    if x.actor and y.actor and x.actor.id == y.actor.id:
        return "same"
    if x.head == y.head and not (x.named or y.named):
        return "like"
    if x.code and y.code:
        if x.code != y.code:
            return "contrary"
        if not x.sectors or not y.sectors or x.sectors & y.sectors:
            both_people = x.actor and y.actor and x.actor.kind == y.actor.kind == "person"
            return "contrary" if both_people and x.named and y.named else "like"
        return "open"
    return "like" if x.sectors & y.sectors else "open"


def _count_parts(a: View, b: View) -> list[tuple[str, str]]:
    parts = []
    theirs = defaultdict(list)
    for c in b.counts:
        theirs[c.what].append(c)
    for c in a.counts:
        for d in theirs.get(c.what, ()):
            meets = c.low <= (d.high if d.high is not None else 10**9) and d.low <= (
                c.high if c.high is not None else 10**9
            )
            parts.append(("count_same" if meets else "count_apart", f"{c.what} {c.low} / {d.low}"))
    return parts[:2]


def _status_parts(a: View, b: View) -> list[tuple[str, str]]:
    x, y = a.mention.status, b.mention.status
    if x == y or "historical" in (x, y):
        return []
    if "hypothetical" in (x, y):
        return [("status_hypothetical", f"{x} / {y}")]
    return [("status_other", f"{x} / {y}")]
