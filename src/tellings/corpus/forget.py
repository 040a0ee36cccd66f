"""Forgetting: a report, its text and everything made of it, out of shards and catalogue; what stays is a tombstone.

The shard that held it is written anew without it before the old one goes, so that a crash loses nothing else; when it
comes between, the next opening finishes the work, since the tombstone is written first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from tellings.corpus import fulltext, held, keeping, people, queries, shards
from tellings.corpus import schema as s
from tellings.corpus.store import Corpus
from tellings.errors import TellingsError


def forget(corpus: Corpus, reports: Iterable[str]) -> int:
    """Forget these reports for good; returns how many shards were written anew.  Raises no-such-report."""
    wanted = sorted(set(reports))
    with corpus.engine.connect() as connection:
        known = set(connection.execute(select(s.reports.c.id).where(s.reports.c.id.in_(wanted))).scalars())
    for report in wanted:
        if report not in known:
            raise TellingsError(
                "no-such-report",
                f"there is no report {report}",
                where=str(corpus.path),
                hint="`tellings export` lists their ids",
            )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with corpus.engine.begin() as connection:
        connection.execute(insert(s.tombstones), [{"report": r, "at": now} for r in wanted])
    return finish(corpus)


def finish(corpus: Corpus) -> int:
    """Take out whatever has a tombstone and is still there; returns how many shards were written anew."""
    with corpus.engine.connect() as connection:
        gone = held.buried(connection)
    if not gone:
        return 0
    touched = [manifest for manifest in shards.manifests(corpus.folder) if _names(manifest) & gone]
    for manifest in touched:
        kept = (
            [e for e in shards.read(corpus.folder, manifest.shard) if e.report.id not in gone]
            if manifest.reports
            else []
        )
        inputs = [item for item in manifest.inputs if item.report not in gone]
        if kept or inputs:
            corpus.add(kept, inputs, manifest.fingerprint)
        with corpus.engine.begin() as connection:
            held.forget_shard(connection, manifest.shard)
        shards.remove(corpus.folder, manifest.shard)
    with corpus.engine.begin() as connection:
        for report in sorted(gone):
            _forget(connection, report)
        queries.set_meta(connection, "compared", "")
    corpus.database.compact()  # words of deleted rows are left in free pages and in the index of words
    corpus.forget_cache()
    return len(touched)


def _names(manifest) -> set[str]:
    return {*manifest.reports, *(item.report for item in manifest.inputs if item.report)}


def _forget(connection: Connection, report: str) -> None:
    """Take away a report and what compare made of its story, which may quote it; the other reports are compared again.

    What events are made of stays, to keep their ids.
    """
    r, a = s.reports.c, s.appearances.c
    told = select(s.story_reports.c.story).where(s.story_reports.c.report == report)
    stories = list(connection.execute(told).scalars())
    heads = list(connection.execute(select(s.stories.c.head).where(s.stories.c.id.in_(stories))).scalars())
    actors = list(
        connection.execute(select(a.actor).where(a.head.in_(heads), a.actor.is_not(None)).distinct()).scalars()
    )
    beside = select(s.story_reports.c.report).where(s.story_reports.c.story.in_(stories))
    connection.execute(update(s.reports).where(r.id.in_(beside)).values(compared=None))
    events = select(s.events.c.id).where(s.events.c.story.in_(stories))
    for table in (s.event_actors, s.tellings):
        connection.execute(delete(table).where(table.c.event.in_(events)))
    ids = select(a.id).where(a.head.in_(heads))
    held = select(s.appearance_keys.c.key).where(s.appearance_keys.c.appearance.in_(ids))
    keys = list(connection.execute(held).scalars())
    connection.execute(delete(s.appearance_keys).where(s.appearance_keys.c.appearance.in_(ids)))
    connection.execute(update(s.members).where(s.members.c.appearance.in_(ids)).values(appearance=None))
    connection.execute(delete(s.appearances).where(a.head.in_(heads)))
    keeping.uncount(connection, stories)
    for column in (s.events.c.story, s.findings.c.story, s.judgements.c.story, s.stories.c.id):
        connection.execute(delete(column.table).where(column.in_(stories)))
    connection.execute(delete(s.copies).where(or_(s.copies.c.later == report, s.copies.c.earlier == report)))
    fulltext.drop_stories(connection, stories)
    fulltext.drop_actors(connection, actors)
    connection.execute(delete(s.actors).where(s.actors.c.id.in_(actors)))
    people.orphan(connection, actors, people.still_held(connection, keys))
    day = connection.execute(select(r.day).where(r.id == report)).scalar() or 0
    connection.execute(delete(s.cells).where(s.cells.c.first <= day, s.cells.c.end > day))
    own = (
        s.mentions.c.report,
        s.inputs.c.item,
        s.members.c.report,
        s.story_reports.c.report,
        s.sketches.c.report,
        r.id,
    )
    for column in own:
        connection.execute(delete(column.table).where(column == report))
    fulltext.drop_reports(connection, [report])
