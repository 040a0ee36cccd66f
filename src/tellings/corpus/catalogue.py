"""Writing the catalogue: a shard's inputs, reports and mentions; what compare made of them; judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tellings.corpus import fulltext
from tellings.corpus import schema as s
from tellings.corpus.records import Entry, Input, Manifest, encode
from tellings.model import Compared, Event, Judgement, KnownActor, Story

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}  # both know "on conflict"


def add_shard(connection: Connection, manifest: Manifest, entries: Sequence[Entry]) -> None:
    """Enter a shard: a report that was in an earlier shard moves to this one."""
    _put(connection, s.shards, [_shard(manifest)])
    add_inputs(connection, manifest.inputs, manifest.shard, manifest.fingerprint)
    if not entries:
        return
    ids = [{"gone": entry.report.id} for entry in entries]
    connection.execute(delete(s.mentions).where(s.mentions.c.report == bindparam("gone")), ids)
    fresh = _fresh(connection, entries)
    _put(connection, s.reports, [_report(entry, manifest.shard) for entry in entries])
    rows = [row for entry in entries for row in _mentions(entry)]
    _put(connection, s.mentions, rows)
    # A report's text never changes, so it is indexed once.
    fulltext.add_reports(connection, ((e.report.id, e.report.title, e.report.text) for e in fresh))


def _fresh(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Entries whose report the catalogue does not have yet."""
    ids = [entry.report.id for entry in entries]
    known: set[str] = set()
    for start in range(0, len(ids), 500):
        known |= set(
            connection.execute(select(s.reports.c.id).where(s.reports.c.id.in_(ids[start : start + 500]))).scalars()
        )
    return [entry for entry in entries if entry.report.id not in known]


def add_inputs(connection: Connection, inputs: Iterable[Input], shard: str, fingerprint: str) -> None:
    """Enter what became of gathered documents.  A document that failed before and now gives reports has not failed."""
    rows = [_input(item, shard, fingerprint) for item in inputs]
    good = [{"gone": row["source"]} for row in rows if row["state"] in ("read", "copy")]
    if good:
        statement = delete(s.inputs).where(
            s.inputs.c.source == bindparam("gone"), or_(s.inputs.c.state == "unsupported", s.inputs.c.state == "failed")
        )
        connection.execute(statement, good)
    _put(connection, s.inputs, rows)


def _put(connection: Connection, table, rows: list[dict]) -> None:
    if rows:
        statement = _INSERT[connection.dialect.name](table)
        keys = [column.name for column in table.primary_key]
        others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys and c.name in rows[0]}
        action = (
            statement.on_conflict_do_update(index_elements=keys, set_=others)
            if others
            else statement.on_conflict_do_nothing()
        )
        connection.execute(action, rows)


def _shard(manifest: Manifest) -> dict:
    return {
        "shard": manifest.shard,
        "place": manifest.order,
        "fingerprint": manifest.fingerprint,
        "digest": manifest.digest,
        "reports": len(manifest.reports),
    }


def _input(item: Input, shard: str, fingerprint: str) -> dict:
    failure = item.failure
    return {
        "source": item.source,
        "item": item.report or "",
        "state": item.state,
        "sha256": item.sha256,
        "stage": failure.stage if failure else None,
        "code": failure.code if failure else None,
        "message": failure.message if failure else None,
        "hint": failure.hint if failure else None,
        "shard": shard,
        "fingerprint": fingerprint,
    }


def _report(entry: Entry, shard: str) -> dict:
    report = entry.report
    return {
        "id": report.id,
        "shard": shard,
        "outlet": report.outlet.value,
        "published": report.published.value,
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "source": report.source,
        "sha256": report.sha256,
        "body": entry.body,
        "copy_of": entry.copy_of,
        "words": len(report.text.split()),
        "mentions": len(entry.reading.mentions),
        "attributions": len(entry.reading.attributions),
        "fingerprint": entry.reading.fingerprint,
        "dated_by": report.published.basis,
    }


def _mentions(entry: Entry) -> list[dict]:
    return [
        {
            "id": mention.id,
            "report": entry.report.id,
            "type": mention.type,
            "status": mention.status,
            "sentence_start": mention.sentence.start,
            "sentence_end": mention.sentence.end,
        }
        for mention in entry.reading.mentions
    ]


def forget_report(connection: Connection, report: str) -> None:
    """Take away a report and what compare made, which may quote it; what events are made of stays, to keep their ids."""
    own = (s.mentions.c.report, s.inputs.c.item, s.members.c.report, s.story_reports.c.report, s.reports.c.id)
    for column in own:
        connection.execute(delete(column.table).where(column == report))
    fulltext.drop_reports(connection, [report])
    fulltext.drop_stories(connection)
    fulltext.drop_actors(connection)
    connection.execute(delete(s.judgements).where(s.judgements.c.by == "machine"))
    for table in (s.stories, s.events, s.event_actors, s.tellings, s.actors, s.findings):
        connection.execute(delete(table))


def clear_compared(connection: Connection) -> None:
    """Take away what compare made.  Judgements of persons and aliases stay."""
    for table in s.COMPARED:
        connection.execute(delete(table))
    fulltext.drop_stories(connection)
    fulltext.drop_actors(connection)
    connection.execute(delete(s.judgements).where(s.judgements.c.by == "machine"))
    connection.execute(update(s.mentions).values(event=None, telling=None))


def save_compared(connection: Connection, compared: Compared, aliases: Mapping[str, str]) -> None:
    """Put what compare made in place of what it made before.  Judgements of persons stay."""
    clear_compared(connection)
    connection.execute(delete(s.aliases))
    counts: dict[str, int] = {}
    for event in compared.events:
        counts[event.story] = counts.get(event.story, 0) + 1
    outlets = dict(connection.execute(select(s.reports.c.id, s.reports.c.outlet)).all())
    _all(connection, s.stories, [_story(n, story, counts, outlets) for n, story in enumerate(compared.stories)])
    _all(
        connection,
        s.story_reports,
        [
            {"story": story.id, "report": r, "outlet": outlets.get(r)}
            for story in compared.stories
            for r in story.reports
        ],
    )
    codes = {actor.id: actor.code for actor in compared.actors}
    _all(connection, s.events, [_event(n, event, codes) for n, event in enumerate(compared.events)])
    _all(connection, s.event_actors, [row for event in compared.events for row in _sides(event)])
    _all(connection, s.tellings, [row for event in compared.events for row in _tellings(event)])
    acting = Counter(a for e in compared.events for a in {*e.actors, *e.recipients})
    _all(connection, s.actors, [_actor(actor, acting[actor.id]) for actor in compared.actors])
    _all(
        connection,
        s.members,
        [{"report": r, "local": local, "actor": a.id} for a in compared.actors for r, local in a.members],
    )
    _all(connection, s.findings, list(_findings(compared)))
    _all(connection, s.aliases, [{"id": old, "now": now} for old, now in aliases.items()])
    add_judgements(connection, (j for j in compared.judgements if j.by == "machine"))
    links = [
        {"key": mention, "now": event.id, "by": telling.id}
        for event in compared.events
        for telling in event.tellings
        for mention in telling.mentions
    ]
    if links:
        statement = update(s.mentions).where(s.mentions.c.id == bindparam("key"))
        connection.execute(statement.values(event=bindparam("now"), telling=bindparam("by")), links)
    fulltext.add_stories(connection, ((story.id, story.title) for story in compared.stories))
    fulltext.add_actors(connection, ((actor.id, " ".join((actor.name, *actor.forms))) for actor in compared.actors))


def _all(connection: Connection, table, rows: list[dict]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _story(rank: int, story: Story, counts: dict[str, int], outlets: dict[str, str | None]) -> dict:
    return {
        "id": story.id,
        "title": story.title,
        "start": story.start,
        "end": story.end,
        "reports": len(story.reports),
        "outlets": len({outlets.get(report) for report in story.reports}),
        "events": counts.get(story.id, 0),
        "rank": rank,
        "data": encode(story),
    }


def _event(rank: int, event: Event, codes: Mapping[str, str | None]) -> dict:
    place = event.place
    held = [place.country if place else None, *(codes.get(actor) for actor in (*event.actors, *event.recipients))]
    return {
        "id": event.id,
        "story": event.story,
        "type": event.type,
        "status": event.status,
        "start": event.when.start if event.when else None,
        "end": event.when.end if event.when else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "tellings": len(event.tellings),
        "voices": len(event.voices),
        "clashes": sum(verdict.verdict == "differ" for verdict in event.comparison),
        "background": event.background,
        "countries": s.countries(filter(None, held)) or None,
        "rank": rank,
        "data": encode(event),
    }


def _sides(event: Event) -> list[dict]:
    sides = [("actor", actor) for actor in dict.fromkeys(event.actors)]
    sides += [("recipient", actor) for actor in dict.fromkeys(event.recipients)]
    return [{"event": event.id, "side": side, "actor": actor} for side, actor in sides]


def _tellings(event: Event) -> list[dict]:
    return [
        {
            "id": t.id,
            "event": event.id,
            "report": t.report,
            "outlet": t.outlet,
            "voice": t.chain[-1] if len(t.chain) > 1 else None,
        }
        for t in event.tellings
    ]


def _actor(actor: KnownActor, events: int) -> dict:
    row = {"id": actor.id, "name": actor.name, "kind": actor.kind, "code": actor.code}
    return row | {"data": encode(actor), "events": events}


def _findings(compared: Compared) -> Iterable[dict]:
    story_of = {report: story.id for story in compared.stories for report in story.reports}
    for kind in ("copies", "alignments", "figures", "namings", "omissions"):
        for number, value in enumerate(getattr(compared, kind)):
            story = story_of.get(value.later) if kind == "copies" else getattr(value, "story", None)
            row = {"kind": kind, "number": number, "story": story, "data": encode(value)}
            named = kind == "namings"
            yield row | {"actor": value.actor if named else None, "outlet": value.outlet if named else None}


def add_judgements(connection: Connection, judgements: Iterable[Judgement]) -> None:
    """Append to the log."""
    rows = [
        {
            "a": j.a,
            "b": j.b,
            "about": j.about,
            "verdict": j.verdict,
            "score": j.score,
            "reasons": "\n".join(j.reasons),
            "by": j.by,
            "at": j.at,
        }
        for j in judgements
    ]
    _all(connection, s.judgements, rows)
