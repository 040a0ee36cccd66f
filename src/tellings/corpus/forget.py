"""Forgetting: a report, its text and everything made of it, out of shards and catalogue; what stays is a tombstone.

The shard that held it is written anew without it before the old one goes, so that a crash loses nothing else; when it
comes between, the next opening finishes the work, since the tombstone is written first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import insert, select

from tellings.corpus import catalogue, queries, shards
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
        gone = queries.buried(connection)
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
            queries.forget_shard(connection, manifest.shard)
        shards.remove(corpus.folder, manifest.shard)
    with corpus.engine.begin() as connection:
        for report in sorted(gone):
            catalogue.forget_report(connection, report)
        queries.set_meta(connection, "compared", "")
    corpus.database.compact()  # words of deleted rows are left in free pages and in the index of words
    corpus.forget_cache()
    return len(touched)


def _names(manifest) -> set[str]:
    return {*manifest.reports, *(item.report for item in manifest.inputs if item.report)}
