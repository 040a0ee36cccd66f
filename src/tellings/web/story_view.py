"""What a page of a story shows, with nothing left to compute: for the terminal and for HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tellings.corpus import Corpus, listing, queries
from tellings.corpus.listing import Card
from tellings.errors import TellingsError
from tellings.model import Copy, Event, KnownActor, Quote, Story
from tellings.web import wording
from tellings.web.event_row import Row, row_of


@dataclass(frozen=True)
class Source:
    """A report in the header.  title: its headline, else how it begins."""

    id: str
    outlet: str
    title: str
    day: str | None
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
class Window:
    """Which part of a large story is shown: events from the first one after so many, and the most of everything."""

    after: int = 0
    events: int = 1_000_000
    outlets: int = 1_000_000
    sources: int = 1_000_000


@dataclass(frozen=True)
class StoryView:
    """A story's page.  reports, events, told_by: how many there are of each, shown or not."""

    story: Story
    days: str
    sources: tuple[Source, ...]
    outlets: tuple[str, ...]
    rows: tuple[Row, ...]
    background: tuple[Row, ...]
    wordings: tuple[Wording, ...]
    figures: tuple[Wording, ...]
    called: tuple[Called, ...]
    omitted: Mapping[str, tuple[Row, ...]]
    reports: int
    events: int
    told_by: int
    actors: Mapping[str, KnownActor] = field(default_factory=dict)


def story_view(corpus: Corpus, story: Story, window: Window = Window()) -> StoryView:
    """Everything that the page of a story shows, or a window on it."""
    with corpus.engine.connect() as connection:
        events = queries.events(connection, story.id, window.events, window.after)
        count = queries.event_count(connection, story.id)
        copies = queries.findings(connection, "copies", story.id)
        alignments = queries.findings(connection, "alignments", story.id)
        figures = queries.findings(connection, "figures", story.id)
        omissions = queries.findings(connection, "omissions", story.id)
        cards = listing.cards(connection, list(story.reports))
        keys = {key for event in events for key in (*event.actors, *event.recipients)}
        if len(story.reports) <= window.sources:
            keys |= {key for report in story.reports for key in queries.known_actors(connection, report).values()}
        keys |= {one.speaker for one in alignments if one.speaker}
        actors = queries.actors(connection, sorted(keys))
        namings = [one for one in queries.findings(connection, "namings", story.id) if one.actor in keys]
    outlet_of = {key: card.outlet or wording.UNNAMED_OUTLET for key, card in cards.items()}
    by_day = sorted(cards.values(), key=lambda card: (card.published or "9999", card.id))
    sources = tuple(_source(corpus, card, copies, outlet_of) for card in by_day[: window.sources])
    outlets = tuple(dict.fromkeys(outlet_of[card.id] for card in by_day))
    shown = _telling_most(outlets, events, outlet_of)[: window.outlets]
    copied = {copy.later for copy in copies}
    own_year = (story.end or story.start or "")[:4]
    rows = [row_of(event, actors, outlet_of, year=_year(event) != own_year) for event in events]
    row_by_id = {row.event.id: row for row in rows}
    omitted: dict[str, list[Row]] = {}
    for omission in omissions:
        if omission.event in row_by_id:
            omitted.setdefault(omission.outlet, []).append(row_by_id[omission.event])
    return StoryView(
        story=story,
        days=wording.days(story.start, story.end),
        sources=sources,
        outlets=tuple(outlet for outlet in outlets if outlet in shown),
        rows=tuple(row for row in rows if not row.event.background),
        background=tuple(row for row in rows if row.event.background),
        wordings=_once(_wording(a.quotes, outlet_of, copied, actors.get(a.speaker or "")) for a in alignments),
        figures=_once(_wording(f.quotes, outlet_of, copied, None, f.value) for f in figures),
        called=tuple(_called(namings, actors, shown, set(story.reports))),
        omitted={name: tuple(events) for name, events in omitted.items()},
        reports=len(story.reports),
        events=count,
        told_by=len(outlets),
        actors=actors,
    )


def glance(view: StoryView) -> str:
    """What the page says, in two sentences."""
    rows = [*view.rows, *view.background]
    several = [row for row in rows if row.verdict != "one"]
    if not rows or view.told_by < 2:
        return ""
    counts = {name: sum(row.verdict == name for row in several) for name in ("differ", "compatible", "agree")}
    said = {
        "differ": "the accounts differ on {}",
        "compatible": "on {} one says more than the other",
        "agree": "on {} they agree",
    }
    told = [said[name].format(n) for name, n in counts.items() if n]
    first = f"{len(several)} of {wording.many(len(rows), 'event')} {'is' if len(several) == 1 else 'are'} told by several outlets"
    rest = f"{len(rows) - len(several)} by one only"
    return f"{first}, {rest}." + (f" Of those told by several, {wording.listed(told)}." if told else "")


def _telling_most(outlets: Sequence[str], events: Iterable[Event], outlet_of: Mapping[str, str]) -> list[str]:
    """Outlets, those first that tell most of these events."""
    told = Counter(name for e in events for name in {outlet_of.get(t.report, t.outlet) for t in e.tellings})
    return sorted(outlets, key=lambda outlet: -told[outlet])


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


def _source(corpus: Corpus, card: Card, copies: Sequence[Copy], outlet_of: Mapping[str, str]) -> Source:
    from_whom = [
        f"{c.kind} copy of {outlet_of[c.earlier]}" for c in copies if c.later == card.id and c.earlier in outlet_of
    ]
    return Source(
        id=card.id,
        outlet=outlet_of[card.id],
        title=card.title or wording.shortened(corpus.entry(card.id).report.text, 120),
        day=card.published,
        published=wording.day(card.published, year=True) if card.published else "undated",
        basis=card.dated_by,
        copies=tuple(dict.fromkeys(from_whom)),
    )


# ---------------------------------------------------------------- beside the events


def _wording(
    quotes: Sequence[Quote],
    outlet_of: Mapping[str, str],
    copied: AbstractSet[str],
    speaker: KnownActor | None,
    value: int | None = None,
) -> Wording:
    """What each outlet says, once; that a copy has the words of what it copied tells nothing.  copied: reports that are copies."""
    said: dict[tuple[str, str], None] = {}
    for quote in quotes:
        words = " ".join(quote.text.split())
        if quote.report not in copied or words.casefold() not in {known.casefold() for _, known in said}:
            said[outlet_of.get(quote.report, quote.report), words] = None
    return Wording(said=tuple(said), speaker=speaker.name if speaker else "", value=value)


def _once(wordings: Iterable[Wording]) -> tuple[Wording, ...]:
    """Those that have something beside it, without those that say the same in another order."""
    told = [one for one in wordings if len(one.said) > 1]
    return tuple({frozenset(one.said): one for one in reversed(told)}.values())[::-1]


def _called(
    namings: Sequence, actors: Mapping[str, KnownActor], outlets: Sequence[str], reports: set[str]
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
