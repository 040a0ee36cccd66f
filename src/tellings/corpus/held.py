"""Reading the catalogue: documents and what became of them, reports and the shards that hold them."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from tellings.corpus import schema as s
from tellings.corpus.records import Input


def owners(connection: Connection) -> dict[str, str]:
    """Report id -> the shard that holds its latest reading."""
    return dict(connection.execute(select(s.reports.c.id, s.reports.c.shard)).all())


def stale(connection: Connection, fingerprint: str) -> list[str]:
    """Ids of the reports that were read by another pipeline, copies last."""
    r = s.reports.c
    statement = select(r.id).where(r.fingerprint != fingerprint).order_by(r.copy_of.is_not(None), r.shard, r.id)
    return list(connection.execute(statement).scalars())


def by_body(connection: Connection, key: str, fingerprint: str) -> str | None:
    """The id of a report that this pipeline read (not copied) and that has this body."""
    r = s.reports.c
    statement = select(r.id).where(r.body == key, r.copy_of.is_(None), r.fingerprint == fingerprint).order_by(r.id)
    return connection.execute(statement.limit(1)).scalar()


# Asked for every document of a run or of an export: built once, since building costs more than asking.
_HAS_INPUT = select(s.inputs.c.state, s.inputs.c.stage, s.inputs.c.fingerprint).where(
    s.inputs.c.source == bindparam("source"), s.inputs.c.item == bindparam("report")
)
_FORGOTTEN = select(s.tombstones.c.report).where(s.tombstones.c.report == bindparam("report"))
_SHARD_OF = select(s.reports.c.shard).where(s.reports.c.id == bindparam("report"))


def has_input(connection: Connection, source: str, report: str, fingerprint: str) -> bool:
    row = connection.execute(_HAS_INPUT, {"source": source, "report": report}).first()
    if row is None:
        return False
    return row.state in ("read", "copy") or (row.stage == "read" and row.fingerprint == fingerprint)


def shard_of(connection: Connection, report: str) -> str | None:
    """The shard that holds a report's latest reading."""
    return connection.execute(_SHARD_OF, {"report": report}).scalar()


def is_forgotten(connection: Connection, report: str) -> bool:
    return connection.execute(_FORGOTTEN, {"report": report}).first() is not None


def buried(connection: Connection) -> set[str]:
    """Reports with a tombstone of which something is still there."""
    tomb = select(s.tombstones.c.report)
    left = connection.execute(select(s.reports.c.id).where(s.reports.c.id.in_(tomb))).scalars()
    return {*left, *connection.execute(select(s.inputs.c.item).where(s.inputs.c.item.in_(tomb))).scalars()}


def has_failure(connection: Connection, item: Input) -> bool:
    i = s.inputs.c
    same = (i.source == item.source, i.item == (item.report or ""), i.state == item.state, i.sha256 == item.sha256)
    code = connection.execute(select(i.code).where(*same)).scalar()
    return code is not None and item.failure is not None and code == item.failure.code


def inputs_of(connection: Connection, report: str) -> list[Input]:
    """Where a report came from."""
    i = s.inputs.c
    rows = connection.execute(
        select(i.source, i.state, i.sha256).where(i.item == report, i.state.in_(("read", "copy")))
    )
    return [Input(source=source, state=state, sha256=sha or "", report=report) for source, state, sha in rows]


def failures(connection: Connection) -> list[tuple[str, str, str, str, str, str]]:
    """(source, state, stage, code, message, hint) of every input that gave nothing."""
    i = s.inputs.c
    statement = select(i.source, i.state, i.stage, i.code, i.message, i.hint).where(
        i.state.in_(("unsupported", "failed"))
    )
    return [tuple(row) for row in connection.execute(statement.order_by(i.source))]


def superseded(connection: Connection) -> list[str]:
    """Shards with reports, none of which is the latest, and with no input of their own."""
    live = select(s.reports.c.shard)
    inputs = select(s.inputs.c.shard).where(s.inputs.c.shard.is_not(None))
    statement = select(s.shards.c.shard).where(
        s.shards.c.reports > 0, s.shards.c.shard.not_in(live), s.shards.c.shard.not_in(inputs)
    )
    return list(connection.execute(statement).scalars())


def forget_shard(connection: Connection, name: str) -> None:
    connection.execute(delete(s.shards).where(s.shards.c.shard == name))
