"""The tables of csv and parquet: columns with their kinds, and rows in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from tellings.corpus import Corpus, queries
from tellings.corpus.pieces import portions
from tellings.corpus.records import Entry
from tellings.export.flat import Flat, flat_events
from tellings.export.selection import Selection
from tellings.model import COUNTED, KnownActor


@dataclass(frozen=True)
class Table:
    """name: of the file.  columns: name -> kind (text, integer, number, flag).  rows: tuples in that order."""

    name: str
    columns: dict[str, str]
    rows: Callable[[Corpus, Selection], Iterator[tuple]]


_EVENT = {
    "event": "text", "story": "text", "story_title": "text", "type": "text", "modes": "text", "contexts": "text", "cameo": "text",
    "status": "text", "actors": "text", "actor_codes": "text", "actor_sectors": "text", "actor_ids": "text", "recipients": "text",
    "recipient_codes": "text", "recipient_sectors": "text", "recipient_ids": "text", "start": "text", "end": "text",
    "granularity": "text", "place": "text", "geonameid": "integer", "lat": "number", "lon": "number", "country": "text",
    "admin1": "text", "precision": "text",
    **{f"{what}_{bound}": "integer" for what in COUNTED for bound in ("low", "high")},
    "tellings": "integer", "outlets": "text", "voices": "integer", "voice_names": "text", "differ": "text", "compatible": "text",
    "background": "flag", "sentence": "text",
}  # fmt: skip


def _events(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    for flat in flat_events(corpus, selection):
        yield _event(flat)


def _event(flat: Flat) -> tuple:
    event, place = flat.event, flat.event.place
    verdicts = {
        name: _joined(v.question for v in event.comparison if v.verdict == name) for name in ("differ", "compatible")
    }
    return (
        event.id, event.story, flat.story.title if flat.text else "", event.type, _joined(event.modes), _joined(event.contexts),
        event.cameo, event.status, *_side(flat.actors), *_side(flat.recipients), flat.day, flat.last_day,
        event.when.granularity if event.when else None, place.name if place else None, place.geonameid if place else None,
        place.lat if place else None, place.lon if place else None, place.country if place else None,
        place.admin1 if place else None, place.precision if place else None,
        *(bound for what in COUNTED for bound in flat.count(what)),
        len(event.tellings), _joined(flat.outlets), len(event.voices), _joined(o.name for o in event.voices), verdicts["differ"],
        verdicts["compatible"], event.background, flat.sentence,
    )  # fmt: skip


def _side(actors: tuple[KnownActor, ...]) -> tuple[str, str, str, str]:
    """Names, codes, sectors, ids: as many in each, in the same order."""
    return (
        _joined(a.name for a in actors),
        _joined(a.code or "" for a in actors),
        _joined(" ".join(a.sectors) for a in actors),
        _joined(a.id for a in actors),
    )


def _joined(values) -> str:
    return "; ".join(values)


_TELLING = {
    "telling": "text", "event": "text", "report": "text", "outlet": "text", "published": "text", "status": "text", "said_by": "text",
    "copy_of": "text", "mentions": "text", "url": "text", "title": "text", "sentences": "text",
}  # fmt: skip


def _tellings(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    for flat in flat_events(corpus, selection):
        for t in flat.event.tellings:
            report = flat.reports[t.report]
            words = " / ".join(" ".join(quote.text.split()) for quote in t.evidence) if flat.text else ""
            yield (
                t.id, t.event, t.report, t.outlet, t.published, t.status, " < ".join(t.chain), t.copy_of, _joined(t.mentions),
                report.url, report.title if flat.text else "", words,
            )  # fmt: skip


_COMPARISON = {
    "event": "text", "question": "text", "verdict": "text", "telling": "text", "outlet": "text", "value": "text", "words": "text",
    "why": "text",
}  # fmt: skip


def _comparison(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    for flat in flat_events(corpus, selection):
        outlets = {t.id: t.outlet for t in flat.event.tellings}
        for verdict in flat.event.comparison:
            for v in verdict.values:
                words = v.text if flat.text else ""
                yield (
                    flat.event.id,
                    verdict.question,
                    verdict.verdict,
                    v.telling,
                    outlets.get(v.telling),
                    v.value,
                    words,
                    verdict.why,
                )


_MENTION = {
    "mention": "text", "event": "text", "telling": "text", "report": "text", "outlet": "text", "published": "text", "type": "text",
    "modes": "text", "contexts": "text", "cameo": "text", "status": "text", "actor_words": "text", "recipient_words": "text",
    "start": "text", "end": "text", "place": "text", "said_by": "text", "attribution": "text", "frame": "text",
    "trigger_start": "integer", "trigger_end": "integer", "trigger": "text", "sentence_start": "integer", "sentence_end": "integer",
    "sentence": "text",
}  # fmt: skip


def _mentions(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    passing = {event.id for event in selection.events(corpus)} if selection.filters or selection.story else None
    for entry in corpus.entries(judged=True):
        with corpus.engine.connect() as connection:
            links = queries.links(connection, entry.report.id)
        yield from _mentions_of(entry, links, passing, text=selection.text)


def _mentions_of(entry: Entry, links: dict, passing: set[str] | None, *, text: bool) -> Iterator[tuple]:
    report, reading = entry.report, entry.reading
    attributions = {a.id: a for a in reading.attributions}
    places = {p.id: p for p in reading.places}

    def words(span) -> str:
        return " ".join(report.text[span.start : span.end].split()) if text else ""

    for m in reading.mentions:
        event, telling = links.get(m.id, (None, None))
        if passing is not None and event not in passing:
            continue
        said = attributions.get(m.attribution or "")
        yield (
            m.id, event, telling, report.id, report.outlet.value, report.published.value, m.type, _joined(m.modes),
            _joined(m.contexts), m.cameo, m.status, _joined(words(p.span) for p in m.actors),
            _joined(words(p.span) for p in m.recipients), m.when.start if m.when else None, m.when.end if m.when else None,
            places[m.place].name if m.place in places else None, " < ".join(v.name for v in said.voices) if said else "",
            said.kind if said else "own", m.frame, m.trigger.start, m.trigger.end, words(m.trigger), m.sentence.start,
            m.sentence.end, words(m.sentence),
        )  # fmt: skip


_ACTOR = {
    "actor": "text",
    "name": "text",
    "kind": "text",
    "code": "text",
    "sectors": "text",
    "forms": "text",
    "unknown": "text",
}


def _actors(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    keys = None
    if selection.filters or selection.story:
        keys = sorted({key for event in selection.events(corpus) for key in (*event.actors, *event.recipients)})
    with corpus.engine.connect() as connection:
        known = queries.each_actor(connection) if keys is None else _chosen(connection, keys)
        for a in known:
            yield a.id, a.name, a.kind, a.code, _joined(a.sectors), _joined(a.forms), _joined(a.unknown)


def _chosen(connection: Connection, keys: list[str]) -> Iterator[KnownActor]:
    for some in portions(keys):
        known = queries.actors(connection, some)
        yield from (known[key] for key in some if key in known)


_REPORT = {
    "report": "text", "outlet": "text", "outlet_basis": "text", "published": "text", "published_basis": "text", "title": "text",
    "url": "text", "byline": "text", "language": "text", "sha256": "text", "source": "text", "shares_reading_of": "text",
    "mentions": "integer", "attributions": "integer",
}  # fmt: skip


def _reports(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    wanted = None
    if selection.filters or selection.story:
        wanted = {report for story in selection.stories(corpus) for report in story.reports}
    for entry in corpus.entries(judged=True):
        r = entry.report
        if wanted is None or r.id in wanted:
            yield (
                r.id, r.outlet.value, r.outlet.basis, r.published.value, r.published.basis, r.title if selection.text else "", r.url,
                r.byline, r.language, r.sha256, r.source, entry.copy_of, len(entry.reading.mentions), len(entry.reading.attributions),
            )  # fmt: skip


_NAMING = {"actor": "text", "name": "text", "outlet": "text", "form": "text", "times": "integer"}


def _namings(corpus: Corpus, selection: Selection) -> Iterator[tuple]:
    names = {row[0]: row[1] for row in _actors(corpus, selection)}
    with corpus.engine.connect() as connection:
        for one in queries.each_naming(connection):
            if one.actor in names:
                yield one.actor, names[one.actor], one.outlet, one.form, len(one.quotes)


TABLES = (
    Table("events", _EVENT, _events),
    Table("tellings", _TELLING, _tellings),
    Table("comparison", _COMPARISON, _comparison),
    Table("mentions", _MENTION, _mentions),
    Table("actors", _ACTOR, _actors),
    Table("reports", _REPORT, _reports),
    Table("namings", _NAMING, _namings),
)
