"""Writing the catalogue: a shard's inputs, reports and mentions; what compare made of them; judgements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from tellings.compare.calendar import day_in_calendar
from tellings.corpus import fulltext, pieces
from tellings.corpus import schema as s
from tellings.corpus.records import Entry, Input, Manifest, encode
from tellings.model import Compared, Event, Judgement, Naming, Story

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}  # both know "on conflict"


def add_shard(connection: Connection, manifest: Manifest, entries: Sequence[Entry]) -> None:
    """Enter a shard: a report that was in an earlier shard moves to this one."""
    put(connection, s.shards, [_shard(manifest)])
    add_inputs(connection, manifest.inputs, manifest.shard, manifest.fingerprint)
    if not entries:
        return
    ids = [{"gone": entry.report.id} for entry in entries]
    connection.execute(delete(s.mentions).where(s.mentions.c.report == bindparam("gone")), ids)
    fresh = _fresh(connection, entries)
    reports = [_report(entry, manifest.shard) for entry in entries]
    pieces.left_days(connection, {row["id"]: row["day"] for row in reports})
    put(connection, s.reports, reports)
    rows = [row for entry in entries for row in _mentions(entry)]
    put(connection, s.mentions, rows)
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
    put(connection, s.inputs, rows)


def put(connection: Connection, table, rows: list[dict]) -> None:
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
        "day": day_in_calendar(report, entry.reading),
        "compared": None,
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


def _all(connection: Connection, table, rows: list[dict]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def story_row(story: Story, events: int, reports: Mapping[str, tuple[str | None, str | None]]) -> dict:
    """reports: report → outlet, published."""
    head = story.reports[0]
    return {
        "id": story.id,
        "title": story.title,
        "start": story.start,
        "end": story.end,
        "reports": len(story.reports),
        "outlets": len({reports[report][0] for report in story.reports if report in reports}),
        "events": events,
        "rank": f"{reports.get(head, (None, None))[1] or '9999'}|{head}",
        "data": encode(story),
        "head": head,
    }


def event_row(rank: int, event: Event, codes: Mapping[str, str | None]) -> dict:
    """rank: its place in its story.  codes: actor → country or non-state code."""
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


def side_rows(event: Event) -> list[dict]:
    """Who acts and who is acted upon."""
    day = (event.when.start if event.when and event.when.start else "9999")[:10]
    sides = [("actor", actor) for actor in dict.fromkeys(event.actors)]
    sides += [("recipient", actor) for actor in dict.fromkeys(event.recipients)]
    return [{"event": event.id, "side": side, "actor": actor, "day": day} for side, actor in sides]


def telling_rows(event: Event) -> list[dict]:
    """Its tellings, and whose word they are."""
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


def finding_rows(compared: Compared, namings: Iterable[tuple[str, Naming]]) -> list[dict]:
    """Alignments, figures and omissions, and what outlets call actors (story, naming)."""
    found = [
        {"kind": kind, "story": one.story, "data": encode(one), "actor": None, "outlet": None}
        for kind in ("alignments", "figures", "omissions")
        for one in getattr(compared, kind)
    ]
    return found + [
        {"kind": "namings", "story": story, "data": encode(one), "actor": one.actor, "outlet": one.outlet}
        for story, one in namings
    ]


def add_judgements(connection: Connection, judgements: Iterable[Judgement], story: str | None = None) -> None:
    """Append to the log.  story: in whose comparison the machine found them."""
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
            "story": story,
        }
        for j in judgements
    ]
    _all(connection, s.judgements, rows)
