"""What a page of a story shows, with nothing left to compute: for the terminal and for HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.model import COUNTED, Copy, Event, KnownActor, Quote, Report, Story, Telling, Verdict
from tellings.web import wording

UNNAMED_OUTLET = "outlet unknown"
QUESTIONS = {"actor": "who", "recipient": "whom", "when": "when", "where": "where", "status": "status"}
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
    """What the outlets answer to one question: (words, who says so), the most frequent first."""

    question: str
    verdict: str
    said: tuple[tuple[str, tuple[str, ...]], ...]


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
    answers: tuple[Answers, ...] = ()
    extent: str = ""  # the counts, as the event has them

    @property
    def tells_voices(self) -> bool:
        """Whether naming the voices adds to what the cells say."""
        return bool(self.voices) and self.verdict != "one"


@dataclass(frozen=True)
class Source:
    """A report in the header."""

    report: Report
    outlet: str
    published: str
    basis: str
    copies: tuple[str, ...]


@dataclass(frozen=True)
class Called:
    """How each outlet calls one actor: outlet -> forms, most used first."""

    actor: KnownActor
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wording:
    """One utterance in several wordings, or one number in several phrasings: (outlet, words)."""

    said: tuple[tuple[str, str], ...]
    speaker: str = ""
    value: int | None = None


@dataclass(frozen=True)
class StoryView:
    """A story's page."""

    story: Story
    days: str
    sources: tuple[Source, ...]
    outlets: tuple[str, ...]
    rows: tuple[Row, ...]
    background: tuple[Row, ...]
    wordings: tuple[Wording, ...]
    figures: tuple[Wording, ...]
    called: tuple[Called, ...]
    omitted: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, KnownActor] = field(default_factory=dict)


def story_view(corpus: Corpus, story: Story) -> StoryView:
    """Everything that the page of a story shows."""
    with corpus.engine.connect() as connection:
        events = queries.events(connection, story.id)
        copies = queries.findings(connection, "copies")
        alignments = queries.findings(connection, "alignments", story.id)
        figures = queries.findings(connection, "figures", story.id)
        omissions = queries.findings(connection, "omissions", story.id)
        namings = queries.findings(connection, "namings")
        keys = {key for report in story.reports for key in queries.known_actors(connection, report).values()}
        keys |= {key for event in events for key in (*event.actors, *event.recipients)}
        keys |= {one.speaker for one in alignments if one.speaker}
        actors = queries.actors(connection, sorted(keys))
    reports = {key: corpus.entry(key).report for key in story.reports}
    outlet_of = {key: outlet(report) for key, report in reports.items()}
    sources = tuple(_source(report, copies, outlet_of) for report in _by_day(reports.values()))
    outlets = tuple(dict.fromkeys(source.outlet for source in sources))
    own_year = (story.end or story.start or "")[:4]
    rows = [row_of(event, actors, outlet_of, year=_year(event) != own_year) for event in events]
    titles = {row.event.id: headline(row) for row in rows}
    omitted: dict[str, list[str]] = {}
    for omission in omissions:
        if omission.event in titles:
            omitted.setdefault(omission.outlet, []).append(titles[omission.event])
    return StoryView(
        story=story,
        days=wording.days(story.start, story.end),
        sources=sources,
        outlets=outlets,
        rows=tuple(row for row in rows if not row.event.background),
        background=tuple(row for row in rows if row.event.background),
        wordings=_once(_wording(a.quotes, outlet_of, actors.get(a.speaker or "")) for a in alignments),
        figures=tuple(_wording(f.quotes, outlet_of, None, f.value) for f in figures),
        called=tuple(_called(namings, actors, outlets, reports)),
        omitted={name: tuple(events) for name, events in omitted.items()},
        actors=actors,
    )


def find_story(corpus: Corpus, key: str) -> Story | None:
    """A story by its number in the list, by its id, an id it had before, or the start of its id."""
    with corpus.engine.connect() as connection:
        if key.isdigit():
            return queries.story_at(connection, int(key) - 1)
        found = queries.ids_like(connection, "stories", key) if key.startswith("s-") else []
        if len(found) > 1:
            raise TellingsError("many-stories", f"{len(found)} stories begin with {key!r}", hint="Give more of the id")
        if not found and (now := queries.alias(connection, key)):
            found = [now]
        return queries.story(connection, found[0]) if found else None


def outlet(report: Report) -> str:
    return report.outlet.value or UNNAMED_OUTLET


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


def _year(event: Event) -> str:
    """The year that the reader must be told, if it is not the story's."""
    return (event.when.end or event.when.start or "")[:4] if event.when else ""


def _by_day(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda r: (r.published.value or "9999", r.id))


def _source(report: Report, copies: Sequence[Copy], outlet_of: Mapping[str, str]) -> Source:
    from_whom = [
        f"{c.kind} copy of {outlet_of[c.earlier]}" for c in copies if c.later == report.id and c.earlier in outlet_of
    ]
    value = report.published.value
    return Source(
        report=report,
        outlet=outlet(report),
        published=wording.day(value, year=True) if value else "undated",
        basis=report.published.basis,
        copies=tuple(dict.fromkeys(from_whom)),
    )


# ---------------------------------------------------------------- an event's line


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
        who=_side(event.actors, actors, verdicts.get("actor")),
        whom=_side(event.recipients, actors, verdicts.get("recipient")),
        when=wording.when(event.when, year=year),
        where=_where(event),
        cells=cells,
        verdict=verdict,
        asks=asks,
        voices=tuple(origin.name for origin in event.voices),
        answers=_answers(event, outlet_of),
        extent=", ".join(f"{wording.number(c)} {wording.COUNT_WORDS.get(c.what, c.what)}" for c in event.counts),
    )


def _side(keys: Sequence[str], actors: Mapping[str, KnownActor], verdict: Verdict | None) -> str:
    names = [actors[key].name for key in keys if key in actors]
    if not names and verdict:
        names = [verdict.values[0].text]
    return wording.listed([wording.shortened(name, 60) for name in names], 2)


def _where(event: Event) -> str:
    if event.place is None:
        return ""
    name, country = event.place.name, event.place.country
    return f"{name} ({country})" if country and event.place.precision != "country" else name


def _pieces(
    own: Sequence[Telling], verdicts: Mapping[str, Verdict], event: Event, outlet_of: Mapping[str, str]
) -> tuple[Piece, ...]:
    """What one outlet's tellings say: its word for the act, then whatever the others say otherwise or not at all."""
    ids = {telling.id for telling in own}
    pieces = [Piece(word) for word in _words(verdicts, ids)]
    for question, verdict in verdicts.items():
        mark = verdict.verdict if verdict.verdict in ("differ", "compatible") else ""
        for text in dict.fromkeys(_said(question, v.value, v.text) for v in verdict.values if v.telling in ids):
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
    return " ← ".join(telling.chain[1:])


def _copied(telling: Telling, event: Event, outlet_of: Mapping[str, str]) -> str:
    source = next((t for t in event.tellings if t.id == telling.copy_of), None)
    return outlet_of.get(source.report, source.outlet) if source else ""


def _answers(event: Event, outlet_of: Mapping[str, str]) -> tuple[Answers, ...]:
    """The questions on which there is something to compare: counts always, the others if not all agree."""
    tellings = {t.id: t for t in event.tellings}
    name_of = {t.id: outlet_of.get(t.report, t.outlet) for t in event.tellings}
    found = []
    for verdict in event.comparison:
        if verdict.question in COUNTED or verdict.verdict in ("differ", "compatible"):
            said = [
                (_said(verdict.question, v.value, v.text), name_of[v.telling])
                for v in verdict.values
                if v.telling in name_of
            ]
            found.append(Answers(QUESTIONS.get(verdict.question, verdict.question), verdict.verdict, _grouped(said)))
    verdicts = {verdict.question: verdict for verdict in event.comparison}
    if len(tellings) > 1:
        words = [(word, name_of[key]) for key in tellings for word in _words(verdicts, {key})]
        if len({word.casefold() for word, _ in words}) > 1:
            found.append(Answers("in words", "", _grouped(words)))
    chains = [(chain_of(t), name_of[t.id]) for t in event.tellings if len(t.chain) > 1]
    copies = [(f"from {source}", name_of[t.id]) for t in event.tellings if (source := _copied(t, event, outlet_of))]
    if chains:
        found.append(Answers("said by", "", _grouped(chains)))
    if copies:
        found.append(Answers("copies", "", _grouped(copies)))
    return tuple(found)


def _grouped(said: Sequence[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups: dict[str, tuple[str, list[str]]] = {}
    for text, name in said:
        names = groups.setdefault(text.casefold(), (text, []))[1]
        if name not in names:
            names.append(name)
    return tuple((text, tuple(names)) for text, names in sorted(groups.values(), key=lambda group: -len(group[1])))


def _said(question: str, value: str, text: str) -> str:
    if question in COUNTED:
        return wording.counted(question, value)
    if question == "when":
        return wording.range_of(value) or text
    if question == "status":
        return _STATUS.get(value, "happened")
    if question in ("actor", "recipient"):  # the name rather than "he"
        return wording.listed([wording.shortened(part, 40) for part in value.split("; ")]) or text
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


# ---------------------------------------------------------------- beside the events


def _wording(
    quotes: Sequence[Quote], outlet_of: Mapping[str, str], speaker: KnownActor | None, value: int | None = None
) -> Wording:
    said = tuple((outlet_of.get(q.report, q.report), " ".join(q.text.split())) for q in quotes)
    return Wording(said=said, speaker=speaker.name if speaker else "", value=value)


def _once(wordings: Iterable[Wording]) -> tuple[Wording, ...]:
    """Without those that say the same in another order."""
    return tuple({frozenset(one.said): one for one in reversed(list(wordings))}.values())[::-1]


def _called(
    namings: Sequence, actors: Mapping[str, KnownActor], outlets: Sequence[str], reports: Mapping[str, Report]
) -> list[Called]:
    """Actors that at least two outlets of the story name, those with most different forms first."""
    forms: dict[str, dict[str, dict[str, int]]] = {}
    for naming in namings:
        here = sum(q.report in reports for q in naming.quotes)
        name = naming.outlet or UNNAMED_OUTLET
        if here and naming.actor in actors and name in outlets:
            forms.setdefault(naming.actor, {}).setdefault(name, {})[naming.form] = here
    found = []
    for actor, by_outlet in forms.items():
        if len(by_outlet) > 1:
            ordered = {name: _most_used(counts) for name, counts in by_outlet.items()}
            if any(_tells(form, actors[actor].name) for names in ordered.values() for form in names):
                found.append(Called(actor=actors[actor], forms=ordered))
    return sorted(found, key=lambda c: (-sum(map(len, c.forms.values())), c.actor.name))


def _tells(form: str, name: str) -> bool:
    """Whether a form is more than a part of the name."""
    return not set(form.casefold().split()) <= {*name.casefold().split(), "the", "a", "mr", "ms", "mrs"}


def _most_used(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(wording.distinct(sorted(counts, key=lambda form: (-counts[form], form))))


@dataclass(frozen=True)
class Sums:
    """A story's numbers in a list.  clashes: events on which tellings differ."""

    reports: int = 0
    outlets: int = 0
    events: int = 0
    clashes: int = 0


def story_sums(corpus: Corpus) -> dict[str, Sums]:
    """The numbers of every story."""
    with corpus.engine.connect() as connection:
        return {row[0]: Sums(*row[1:]) for row in queries.story_sums(connection)}
