"""What a page of a story shows, with nothing left to compute: for the terminal and for HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.corpus import Corpus, listing, queries
from tellings.errors import TellingsError
from tellings.model import Copy, Event, KnownActor, Quote, Report, Story
from tellings.web import wording
from tellings.web.event_row import Row, headline, row_of


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
        copies = queries.findings(connection, "copies", story.id)
        alignments = queries.findings(connection, "alignments", story.id)
        figures = queries.findings(connection, "figures", story.id)
        omissions = queries.findings(connection, "omissions", story.id)
        keys = {key for report in story.reports for key in queries.known_actors(connection, report).values()}
        keys |= {key for event in events for key in (*event.actors, *event.recipients)}
        keys |= {one.speaker for one in alignments if one.speaker}
        actors = queries.actors(connection, sorted(keys))
        namings = listing.namings(connection, sorted(keys))
    reports = {key: corpus.entry(key).report for key in story.reports}
    outlet_of = {key: wording.outlet(report) for key, report in reports.items()}
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
        outlet=wording.outlet(report),
        published=wording.day(value, year=True) if value else "undated",
        basis=report.published.basis,
        copies=tuple(dict.fromkeys(from_whom)),
    )


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
        name = naming.outlet or wording.UNNAMED_OUTLET
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
