"""JSON lines: everything, one object a line, each with its kind.  A public interface: docs/formats.md, version below."""

from __future__ import annotations

from collections.abc import Iterator

from tellings import __version__
from tellings.corpus import Corpus, queries
from tellings.corpus.records import Entry
from tellings.export.quoting import Quoter, line, place, quote, quotes, when
from tellings.export.selection import Selection
from tellings.model import Attribution, Copy, Event, KnownActor, Story, Verdict, Voice

VERSION = 1


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    """Header, then story by story its reports with their attributions and mentions, its events and tellings and what was
    found beside them; then the actors, what each outlet calls them, and the copies."""
    selection = selection.prepared(corpus)
    yield line(
        {
            "kind": "export",
            "format": "tellings",
            "version": VERSION,
            "by": f"tellings {__version__}",
            "text": selection.text,
        }
    )
    reports: set[str] = set()
    actors: set[str] = set()
    for story in selection.stories(corpus):
        with corpus.engine.connect() as connection:
            events = [event for event in queries.events(connection, story.id) if selection.passes(event)]
        for event in events:
            actors.update(event.actors, event.recipients)
        for key in story.reports:
            reports.add(key)
            yield from map(line, _report(corpus, corpus.entry(key, judged=True), selection, actors))
        yield from map(line, _story(corpus, story, events, selection))
    if not selection.filters and not selection.story:
        for entry in corpus.entries(judged=True):
            if entry.report.id not in reports:
                yield from map(line, _report(corpus, entry, selection, actors))
    yield from map(line, _across(corpus, selection, reports, actors))


# ---------------------------------------------------------------- one report


def _report(corpus: Corpus, entry: Entry, selection: Selection, actors: set[str]) -> Iterator[dict]:
    """actors: those of the events that pass, whose appearances are told if there are filters; without any, all that appear."""
    report, reading = entry.report, entry.reading
    with corpus.engine.connect() as connection:
        known = queries.known_actors(connection, report.id)
        links = queries.links(connection, report.id)
        passing = _passing(connection, links, selection)
    quoter = Quoter(report, known, text=selection.text)
    yield {
        "kind": "report",
        "id": report.id,
        "outlet": report.outlet.value,
        "outlet_basis": report.outlet.basis,
        "published": report.published.value,
        "published_basis": report.published.basis,
        "published_span": quoter.span(report.published.span),
        "title": report.title if selection.text else "",
        "url": report.url,
        "byline": report.byline,
        "language": report.language,
        "sha256": report.sha256,
        "source": report.source,
        "acquired": report.acquired,
        "shares_reading_of": entry.copy_of,
        "fingerprint": reading.fingerprint,
        "marks": [{"mark": m.kind, "start": m.start, "end": m.end} for m in report.marks],
        "text": report.text if selection.text else "",
    }
    mentions = [m for m in reading.mentions if passing is None or m.id in passing]
    said = {m.attribution for m in mentions}
    for attribution in reading.attributions:
        if passing is None or attribution.id in said:
            yield _attribution(attribution, quoter)
    places = {p.id: p for p in reading.places}
    for mention in mentions:
        event, telling = links.get(mention.id, (None, None))
        yield quoter.mention(mention, places, event, telling)
    for actor in reading.actors:
        key = known.get(actor.id)
        if key and (not selection.filters or key in actors):
            actors.add(key)
            yield {
                "kind": "appearance",
                "actor": key,
                "report": report.id,
                "name": actor.name,
                "spans": quoter.spans(actor.forms),
                "evidence": [
                    {"attribute": e.attribute, "value": e.value, "rule": e.rule, "span": quoter.span(e.span)}
                    for e in actor.evidence
                ],
            }


def _passing(connection, links: dict[str, tuple[str | None, str | None]], selection: Selection) -> set[str] | None:
    """Mentions of events that pass the filters; None if all do."""
    if not selection.filters:
        return None
    events = {event for event, _ in links.values() if event}
    good = {key for key in events if (event := queries.event(connection, key)) and selection.passes(event)}
    return {mention for mention, (event, _) in links.items() if event in good}


def _attribution(one: Attribution, quoter: Quoter) -> dict:
    return {
        "kind": "attribution",
        "id": one.id,
        "report": quoter.report.id,
        "attribution_kind": one.kind,
        "content": quoter.spans(one.content),
        "cue": quoter.span(one.cue),
        "source": quoter.span(one.source),
        "voices": [_voice(voice, quoter) for voice in one.voices],
        "stance": one.stance,
        "rule": one.rule,
        "inside": one.inside,
    }


def _voice(one: Voice, quoter: Quoter) -> dict:
    return {
        "name": one.name,
        "role": one.role,
        "actor": quoter.known.get(one.actor or ""),
        "unnamed": one.unnamed,
        "span": quoter.span(one.span),
        "mention": quoter.span(one.mention),
        "because": one.because,
    }


# ---------------------------------------------------------------- one story


def _story(corpus: Corpus, story: Story, events: list[Event], selection: Selection) -> Iterator[dict]:
    yield {
        "kind": "story",
        "id": story.id,
        "title": story.title if selection.text else "",
        "reports": list(story.reports),
        "start": story.start,
        "end": story.end,
        "countries": list(story.countries),
        "aliases": list(story.aliases),
        "why": list(story.why),
    }
    with corpus.engine.connect() as connection:
        alignments = queries.findings(connection, "alignments", story.id)
        figures = queries.findings(connection, "figures", story.id)
        omissions = queries.findings(connection, "omissions", story.id)
    text = selection.text
    for event in events:
        yield _event(event, text=text)
        for telling in event.tellings:
            yield {
                "kind": "telling",
                "id": telling.id,
                "event": telling.event,
                "report": telling.report,
                "outlet": telling.outlet,
                "published": telling.published,
                "mentions": list(telling.mentions),
                "evidence": quotes(telling.evidence, text=text),
                "chain": list(telling.chain),
                "status": telling.status,
                "copy_of": telling.copy_of,
            }
    for one in alignments:
        yield {
            "kind": "alignment",
            "story": one.story,
            "speaker": one.speaker,
            "spans": quotes(one.quotes, text=text),
            "score": one.score,
            "why": one.why,
        }
    for one in figures:
        yield {"kind": "figure", "story": one.story, "value": one.value, "spans": quotes(one.quotes, text=text)}
    shown = {event.id for event in events}
    for one in omissions:
        if one.event in shown:
            yield {
                "kind": "omission",
                "story": one.story,
                "outlet": one.outlet,
                "event": one.event,
                "told_by": list(one.told_by),
            }


def _event(event: Event, *, text: bool) -> dict:
    return {
        "kind": "event",
        "id": event.id,
        "story": event.story,
        "type": event.type,
        "types": list(event.types),
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "status": event.status,
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "when": when(event.when) if event.when else None,
        "place": place(event.place) if event.place else None,
        "place_report": event.place_report,
        "counts": [{"what": c.what, "low": c.low, "high": c.high} for c in event.counts],
        "background": event.background,
        "tellings": [telling.id for telling in event.tellings],
        "comparison": [_verdict(verdict, text=text) for verdict in event.comparison],
        "voices": [{"name": o.name, "tellings": list(o.tellings), "why": o.why} for o in event.voices],
        "aliases": list(event.aliases),
    }


def _verdict(one: Verdict, *, text: bool) -> dict:
    values = [
        {"telling": v.telling, "value": v.value, "text": v.text if text else "", "spans": quotes(v.quotes, text=text)}
        for v in one.values
    ]
    return {
        "question": one.question,
        "verdict": one.verdict,
        "values": values,
        "why": one.why,
        "clashes": [list(pair) for pair in one.clashes],
    }


# ---------------------------------------------------------------- across stories


def _across(corpus: Corpus, selection: Selection, reports: set[str], actors: set[str]) -> Iterator[dict]:
    whole = not selection.filters and not selection.story
    text = selection.text
    with corpus.engine.connect() as connection:
        for one in queries.each_actor(connection):
            if whole or one.id in actors:
                yield _actor(one, text=text)
        for naming in queries.each_naming(connection):
            if whole or naming.actor in actors:
                spans = quotes(naming.quotes, text=text)
                named = {"actor": naming.actor, "outlet": naming.outlet, "form": naming.form, "spans": spans}
                yield {"kind": "naming"} | named
        for copy in queries.each_copy(connection):
            if whole or {copy.earlier, copy.later} <= reports:
                yield _copy(copy, text=text)


def _copy(one: Copy, *, text: bool) -> dict:
    return {
        "kind": "copy",
        "earlier": one.earlier,
        "later": one.later,
        "copy_kind": one.kind,
        "share": one.share,
        "credit": quote(one.credit, text=text),
        "added": quotes(one.added, text=text),
        "dropped": quotes(one.dropped, text=text),
        "why": one.why,
    }


def _actor(one: KnownActor, *, text: bool) -> dict:
    return {
        "kind": "actor",
        "id": one.id,
        "name": one.name,
        "actor_kind": one.kind,
        "code": one.code,
        "sectors": list(one.sectors),
        "forms": list(one.forms),
        "roles": [
            {
                "code": r.code,
                "sectors": list(r.sectors),
                "attested": r.attested,
                "evidence": quote(r.evidence, text=text),
            }
            for r in one.roles
        ],
        "unknown": list(one.unknown),
        "why": list(one.why),
        "aliases": list(one.aliases),
    }
