"""An event as one line: who, whom, when, where, what each outlet says of it, and on what they clash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from tellings.model import COUNTED, Event, KnownActor, Telling, Value, Verdict
from tellings.web import wording

QUESTIONS = {"actor": "who", "recipient": "whom", "when": "when", "where": "where", "status": "status"}
LONGEST_INITIALS = 4
_NAMED = ("person", "organisation", "group")
_STATUS = {"future": "to come", "hypothetical": "if", "negated": "denied", "historical": "in the past"}


@dataclass(frozen=True)
class Piece:
    """A few words in a cell.  mark: "" plain, differ, compatible, quiet."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """What one outlet says of one event: nothing if there are no tellings."""

    pieces: tuple[Piece, ...] = ()
    tellings: tuple[Telling, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What the outlets answer to one question: (words, who says so), the most frequent first, numbers by size.

    apart: of each answer, whether it contradicts what stands before it.
    """

    question: str
    verdict: str
    said: tuple[tuple[str, tuple[str, ...]], ...]
    apart: tuple[bool, ...] = ()

    @property
    def signed(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """(sign between it and the answer before, words, who says so)."""
        apart = self.apart or (self.verdict == "differ",) * len(self.said)
        return tuple(
            ("" if not n else "≠" if apart[n] else "·", words, names) for n, (words, names) in enumerate(self.said)
        )


@dataclass(frozen=True)
class Row:
    """An event as one line.  verdict: differ, compatible, agree or one; asks: the questions it rests on."""

    event: Event
    who: str
    whom: str
    when: str
    where: str
    cells: Mapping[str, Cell]
    verdict: str
    asks: tuple[str, ...]
    voices: tuple[str, ...]
    behind: tuple[tuple[str, frozenset[str]], ...] = ()  # each voice, and the outlets that give it
    answers: tuple[Answers, ...] = ()
    extent: str = ""  # the counts, as the event has them

    @property
    def tells_voices(self) -> bool:
        """Whether naming the voices adds to what the cells say."""
        return bool(self.voices) and self.verdict != "one"


def headline(row: Row) -> str:
    """An event in one line: "ASSAULT, gunmen → Camp Liberty, 9 Feb"."""
    return ", ".join(filter(None, (kind(row.event), sides(row), row.when or None)))


def kind(event: Event) -> str:
    """Type and modes: "CONSULT visit"."""
    return " ".join((event.type, ", ".join(event.modes))).strip()


def sides(row: Row) -> str:
    """ "A → B"; one side alone if the other is not known."""
    if row.whom:
        return f"{row.who or '?'} → {row.whom}"
    return row.who or "?"


def sides_and_place(row: Row) -> str:
    """ "A → B, Lisbon (PRT)"."""
    return ", ".join(filter(None, (sides(row), row.where)))


def row_of(event: Event, actors: Mapping[str, KnownActor], outlet_of: Mapping[str, str], *, year: bool) -> Row:
    """An event as a line of a story, with what each outlet says of it."""
    verdicts = {verdict.question: verdict for verdict in event.comparison}
    cells: dict[str, Cell] = {}
    for name in dict.fromkeys(outlet_of.values()):
        own = tuple(t for t in event.tellings if outlet_of.get(t.report, t.outlet) == name)
        if own:
            cells[name] = Cell(pieces=_pieces(own, verdicts, event, outlet_of), tellings=own)
    verdict, asks = _overall(event)
    return Row(
        event=event,
        who=_side(event.actors, actors, event, verdicts.get("actor")),
        whom=_side(event.recipients, actors, event, verdicts.get("recipient")),
        when=wording.when(event.when, year=year),
        where=_where(event),
        cells=cells,
        verdict=verdict,
        asks=asks,
        voices=tuple(origin.name for origin in event.voices),
        behind=_behind(event, outlet_of),
        answers=_answers(event, outlet_of),
        extent=", ".join(f"{wording.number(c)} {wording.COUNT_WORDS.get(c.what, c.what)}" for c in event.counts),
    )


def _behind(event: Event, outlet_of: Mapping[str, str]) -> tuple[tuple[str, frozenset[str]], ...]:
    outlets = {t.id: outlet_of.get(t.report, t.outlet) for t in event.tellings}
    return tuple((o.name, frozenset(outlets[t] for t in o.tellings if t in outlets)) for o in event.voices)


def _side(keys: Sequence[str], actors: Mapping[str, KnownActor], event: Event, verdict: Verdict | None) -> str:
    """The names of one side.  Tellings that do not contradict each other name the same people each in its own words: then
    those of one of them, the one that names most by name, else the one that most agree with, copies apart."""
    names = [actors[key].name for key in keys if key in actors]
    if verdict and (not names or (verdict.verdict != "differ" and len(names) > 1)):
        named = {actors[key].name for key in keys if key in actors and actors[key].kind in _NAMED}
        copies = {telling.id for telling in event.tellings if telling.copy_of}
        said = [tuple(v.value.split("; ")) for v in verdict.values if v.telling not in copies] or [
            tuple(verdict.values[0].value.split("; "))
        ]
        names = list(max(said, key=lambda one: (sum(name in named for name in one), said.count(one))))
    return wording.listed([wording.shortened(name, 60) for name in names])


def _where(event: Event) -> str:
    if event.place is None:
        return ""
    name, country = event.place.name, event.place.country
    name = name.title() if name.isupper() and len(name) > LONGEST_INITIALS else name  # as a dateline writes it
    return f"{name} ({country})" if country and event.place.precision != "country" else name


def _pieces(
    own: Sequence[Telling], verdicts: Mapping[str, Verdict], event: Event, outlet_of: Mapping[str, str]
) -> tuple[Piece, ...]:
    """What one outlet's tellings say: its word for the act, then whatever the others say otherwise or not at all."""
    ids = {telling.id for telling in own}
    pieces = [Piece(word) for word in _words(verdicts, ids)]
    for question, verdict in verdicts.items():
        mark = verdict.verdict if verdict.verdict in ("differ", "compatible") else ""
        for text in dict.fromkeys(_said(verdict, v) for v in verdict.values if v.telling in ids):
            if text and (mark or question in COUNTED or (question == "when" and len(event.tellings) == 1)):
                pieces.append(Piece(text, mark))
    if "status" not in verdicts or verdicts["status"].verdict in ("agree", "one"):
        pieces += [Piece(text, "quiet") for text in sorted({_STATUS[t.status] for t in own if t.status in _STATUS})]
    pieces += [Piece(f"via {chain}", "quiet") for chain in dict.fromkeys(map(chain_of, own)) if chain]
    pieces += [
        Piece(f"copied from {name}", "quiet")
        for name in dict.fromkeys(_copied(t, event, outlet_of) for t in own)
        if name
    ]
    return tuple(dict.fromkeys(pieces)) or (Piece("told"),)


def _words(verdicts: Mapping[str, Verdict], tellings: set[str]) -> list[str]:
    """The words that tell of the act: the verdict on the status quotes them."""
    values = verdicts["status"].values if "status" in verdicts else ()
    quoted = [q.text for v in values if v.telling in tellings for q in v.quotes]
    return [f"“{wording.shortened(text, 40)}”" for text in wording.distinct(quoted)]


def chain_of(telling: Telling) -> str:
    """Who says so, within the outlet: "state television ← Okello"; nothing for its own words."""
    return " ← ".join(voices_of(telling))


def voices_of(telling: Telling) -> tuple[str, ...]:
    """Whom the outlet gives the word to; not itself, though it may name itself ("the Forum said in a statement")."""
    return tuple(name for name in telling.chain[1:] if name.casefold() != telling.chain[0].casefold())


def _copied(telling: Telling, event: Event, outlet_of: Mapping[str, str]) -> str:
    source = next((t for t in event.tellings if t.id == telling.copy_of), None)
    return outlet_of.get(source.report, source.outlet) if source else ""


def _answers(event: Event, outlet_of: Mapping[str, str]) -> tuple[Answers, ...]:
    """The questions on which there is something to compare: counts always, the others if not all agree."""
    tellings = {t.id: t for t in event.tellings}
    name_of = {t.id: outlet_of.get(t.report, t.outlet) for t in event.tellings}
    found = []
    for verdict in event.comparison:
        values = [v for v in verdict.values if v.telling in name_of]
        if verdict.question in COUNTED:
            found.append(_counts(verdict, [(v.value, name_of[v.telling]) for v in values]))
        elif verdict.verdict in ("differ", "compatible"):
            said = [(_said(verdict, v), name_of[v.telling]) for v in values]
            told = grouped(said)
            apart = _apart([words for words, _ in told], verdict)
            found.append(Answers(QUESTIONS.get(verdict.question, verdict.question), verdict.verdict, told, apart))
    verdicts = {verdict.question: verdict for verdict in event.comparison}
    if len(tellings) > 1:
        words = [(word, name_of[key]) for key in tellings for word in _words(verdicts, {key})]
        if len({word.casefold() for word, _ in words}) > 1:
            found.append(Answers("in words", "", grouped(words)))
    chains = [(chain, name_of[t.id]) for t in event.tellings if (chain := chain_of(t))]
    copies = [(f"from {source}", name_of[t.id]) for t in event.tellings if (source := _copied(t, event, outlet_of))]
    if chains:
        found.append(Answers("said by", "", grouped(chains)))
    if copies:
        found.append(Answers("copies", "", grouped(copies)))
    return tuple(found)


def _counts(verdict: Verdict, said: Sequence[tuple[str, str]]) -> Answers:
    """Numbers by size.  Two of them contradict each other only if no number would be both, and the verdict says that they
    do: those treated at one clinic need not be all of the hurt."""
    groups = sorted(grouped(said), key=lambda group: _span(group[0]))
    clashing = {frozenset(pair) for pair in verdict.clashes}
    apart: list[bool] = []
    run: list[str] = []  # those since the last sign of contradiction
    for value, _ in groups:
        sign = verdict.verdict == "differ" and any(
            frozenset((value, other)) in clashing if clashing else _span(value)[0] > _span(other)[1] for other in run
        )
        apart.append(sign)
        run = [value] if sign else [*run, value]
    told = tuple((wording.counted(verdict.question, value), names) for value, names in groups)
    return Answers(verdict.question, verdict.verdict, told, tuple(apart))


def _apart(told: Sequence[str], verdict: Verdict) -> tuple[bool, ...]:
    """Of each answer, whether it contradicts one before it; empty if it is not known which do."""
    if not verdict.clashes:
        return ()
    keys = [{v.value for v in verdict.values if _said(verdict, v).casefold() == words.casefold()} for words in told]
    clashing = {frozenset(pair) for pair in verdict.clashes}

    def clash(one: set[str], other: set[str]) -> bool:
        return any(frozenset((a, b)) in clashing for a in one for b in other)

    return tuple(any(clash(own, before) for before in keys[:n]) for n, own in enumerate(keys))


def _span(value: str) -> tuple[float, float]:
    low, high = wording.bounds(value) or (0, None)
    return low, inf if high is None else high


def grouped(said: Sequence[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(words, who says so) out of pairs of words and names, the most frequent first; case makes no difference."""
    groups: dict[str, tuple[str, list[str]]] = {}
    for text, name in said:
        names = groups.setdefault(text.casefold(), (text, []))[1]
        if name not in names:
            names.append(name)
    return tuple((text, tuple(names)) for text, names in sorted(groups.values(), key=lambda group: -len(group[1])))


def _said(verdict: Verdict, said: Value) -> str:
    """An answer in words; a place that is called in several ways by the one that most tellings use ("DPRK" is North Korea)."""
    question, value, text = verdict.question, said.value, said.text
    if question in COUNTED:
        return wording.counted(question, value)
    if question == "when":
        return wording.range_of(value) or text
    if question == "status":
        return _STATUS.get(value, "happened")
    if question in ("actor", "recipient"):  # the name rather than "he"
        return wording.listed([wording.shortened(part, 40) for part in value.split("; ")]) or text
    if question == "where" and value.isdigit():
        text = Counter(v.text for v in verdict.values if v.value == value).most_common(1)[0][0]
    return wording.shortened(text, 60)


def _overall(event: Event) -> tuple[str, tuple[str, ...]]:
    """The least agreeing verdict, and the questions it was given on."""
    if len(event.tellings) < 2:
        return "one", ()
    for name in ("differ", "compatible"):
        asks = tuple(QUESTIONS.get(v.question, v.question) for v in event.comparison if v.verdict == name)
        if asks:
            return name, asks
    return "agree", ()
