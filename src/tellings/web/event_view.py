"""What a page of an event shows: its tellings with their sentences, question by question, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.corpus import Corpus, judgement_log, listing, queries
from tellings.corpus.records import Entry
from tellings.errors import TellingsError
from tellings.model import COUNTED, Event, Judgement, KnownActor, Mention, Place, Quote, Report, Story, Telling
from tellings.web import event_row, wording

ANALYSED_MARKS = frozenset({"title", "caption"})


@dataclass(frozen=True)
class Account:
    """One telling with its report."""

    telling: Telling
    outlet: str
    published: str
    title: str
    sentences: tuple[Quote, ...]
    copied_from: str


@dataclass(frozen=True)
class Question:
    """A verdict in words: per outlet what it says.  why: the reason of the verdict."""

    name: str
    verdict: str
    said: tuple[tuple[str, str], ...]
    why: str

    @property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(answer, who gives it), the most frequent first."""
        return event_row.grouped([(words, outlet) for outlet, words in self.said])


@dataclass(frozen=True)
class EventView:
    """An event's page, or a window on its tellings: accounts, places and mentions are those of the window.

    outlet_of: telling -> outlet, of all tellings.  places: (outlet, place) of every mention that has one.  mentions: (id,
    outlet, the words of its sentence).
    """

    event: Event
    row: event_row.Row
    story: Story | None
    accounts: tuple[Account, ...]
    questions: tuple[Question, ...]
    merges: tuple[Judgement, ...]
    actors: Mapping[str, KnownActor]
    outlet_of: Mapping[str, str]
    places: tuple[tuple[str, Place], ...] = ()
    mentions: tuple[tuple[str, str, str], ...] = ()


def event_view(corpus: Corpus, event: Event, shown: Sequence[Telling] | None = None) -> EventView:
    """Everything that the page of an event shows.  shown: the tellings whose words are shown; all of them if not given."""
    shown = event.tellings if shown is None else shown
    with corpus.engine.connect() as connection:
        story = queries.story(connection, event.story)
        actors = queries.actors(connection, [*event.actors, *event.recipients])
        mentions = [m for t in event.tellings for m in t.mentions]
        merges = judgement_log.judgements_among(connection, mentions)
        cards = listing.cards(connection, list(dict.fromkeys(t.report for t in event.tellings)))
    outlet_of = {key: card.outlet or wording.UNNAMED_OUTLET for key, card in cards.items()}
    entries = {t.report: corpus.entry(t.report) for t in shown}
    reports = {key: entry.report for key, entry in entries.items()}
    view = build(event, reports, actors, story, merges, outlet_of)
    told = list(_told(shown, entries))
    return replace(
        view,
        places=tuple(
            (wording.outlet(entry.report), place) for entry, mention in told if (place := _place(entry, mention))
        ),
        mentions=tuple((m.id, wording.outlet(entry.report), _sentence(entry, m)) for entry, m in told),
    )


def _told(tellings: Iterable[Telling], entries: Mapping[str, Entry]) -> Iterable[tuple[Entry, Mention]]:
    """The mentions of tellings, each with the report that tells it."""
    for telling in tellings:
        entry = entries[telling.report]
        mentions = {mention.id: mention for mention in entry.reading.mentions}
        yield from ((entry, mentions[key]) for key in telling.mentions if key in mentions)


def _place(entry: Entry, mention: Mention) -> Place | None:
    return next((place for place in entry.reading.places if place.id == mention.place), None)


def _sentence(entry: Entry, mention: Mention) -> str:
    return " ".join(entry.report.text[mention.sentence.start : mention.sentence.end].split())


def build(
    event: Event,
    reports: Mapping[str, Report],
    actors: Mapping[str, KnownActor],
    story: Story | None,
    merges: tuple[Judgement, ...] = (),
    outlet_of: Mapping[str, str] | None = None,
) -> EventView:
    """The view out of its parts.  reports: those whose words are shown; outlet_of: report -> outlet, those of `reports` if not given."""
    outlet_of = outlet_of or {key: wording.outlet(report) for key, report in reports.items()}
    tellings = {t.id: t for t in event.tellings}
    return EventView(
        event=event,
        row=event_row.row_of(event, actors, outlet_of, year=True),
        story=story,
        accounts=tuple(
            _account(t, reports[t.report], tellings, outlet_of) for t in event.tellings if t.report in reports
        ),
        questions=tuple(_question(v, tellings, outlet_of) for v in event.comparison),
        merges=merges,
        actors=actors,
        outlet_of={t.id: outlet_of.get(t.report, t.outlet) for t in event.tellings},
    )


def _account(
    telling: Telling, report: Report, tellings: Mapping[str, Telling], outlet_of: Mapping[str, str]
) -> Account:
    source = tellings.get(telling.copy_of or "")
    return Account(
        telling=telling,
        outlet=outlet_of[telling.report],
        published=wording.day(report.published.value, year=True) if report.published.value else "undated",
        title=report.title,
        sentences=tuple(trimmed(quote, report) for quote in telling.evidence),
        copied_from=outlet_of.get(source.report, source.outlet) if source else "",
    )


def trimmed(quote: Quote, report: Report) -> Quote:
    """A sentence without what is left out of the analysis at its ends, such as a dateline between headline and lead."""
    start, end = quote.start, quote.end
    out = [m for m in report.marks if m.kind not in ANALYSED_MARKS and m.start < end and m.end > start]
    for mark in sorted(out, key=lambda m: m.start):
        if not report.text[start : mark.start].strip():
            start = mark.end
    for mark in sorted(out, key=lambda m: -m.end):
        if not report.text[mark.end : end].strip():
            end = mark.start
    if (start, end) == (quote.start, quote.end) or start >= end:
        return quote
    words = report.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return Quote(report=quote.report, start=start, end=end, text=report.text[start:end])


def _question(verdict, tellings: Mapping[str, Telling], outlet_of: Mapping[str, str]) -> Question:
    said = []
    for value in verdict.values:
        telling = tellings.get(value.telling)
        name = outlet_of.get(telling.report, telling.outlet) if telling else value.telling
        text = value.text
        if verdict.question == "when":
            text = f"{value.text} ({wording.range_of(value.value, year=True)})" if value.value else value.text
        elif verdict.question in COUNTED:
            text = f"{wording.counted(verdict.question, value.value)}: “{value.text}”"
        said.append((name, " ".join(text.split())))
    return Question(
        name=event_row.QUESTIONS.get(verdict.question, verdict.question),
        verdict=verdict.verdict,
        said=tuple(said),
        why=verdict.why,
    )


def find_event(corpus: Corpus, key: str) -> Event | None:
    """An event by its id or the start of it, an alias, or a mention of it."""
    with corpus.engine.connect() as connection:
        found = queries.ids_like(connection, "events", key)
        if len(found) > 1:
            raise TellingsError("many-events", f"{len(found)} events begin with {key!r}", hint="Give more of the id")
        if not found:
            mention = queries.mention(connection, key) if key.startswith("m-") else None
            found = [mention[1]] if mention and mention[1] else []
        if not found and (now := queries.alias(connection, key)):
            found = [now]
        return queries.event(connection, found[0]) if found else None
