"""Reading the catalogue: sums, look-ups by id, everything that compare made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from tellings.compare.called import called_together
from tellings.corpus import judgement_log
from tellings.corpus import schema as s
from tellings.corpus.identity import Membership
from tellings.corpus.pieces import portions
from tellings.corpus.records import Status
from tellings.model import (
    Alignment,
    Compared,
    Copy,
    Event,
    Figure,
    KnownActor,
    Naming,
    Omission,
    Story,
)

_story = msgspec.json.Decoder(Story)
_event = msgspec.json.Decoder(Event)
_actor = msgspec.json.Decoder(KnownActor)
_findings = {
    "copies": msgspec.json.Decoder(Copy),
    "alignments": msgspec.json.Decoder(Alignment),
    "figures": msgspec.json.Decoder(Figure),
    "namings": msgspec.json.Decoder(Naming),
    "omissions": msgspec.json.Decoder(Omission),
}


def status(connection: Connection, fingerprint: str | None) -> Status:
    """Sums over inputs, reports and what compare made."""
    states = dict(connection.execute(select(s.inputs.c.state, func.count()).group_by(s.inputs.c.state)).all())
    prints = dict(
        connection.execute(select(s.reports.c.fingerprint, func.count()).group_by(s.reports.c.fingerprint)).all()
    )
    sums = connection.execute(
        select(
            func.count(),
            func.coalesce(func.sum(s.reports.c.words), 0),
            func.coalesce(func.sum(s.reports.c.mentions), 0),
            func.coalesce(func.sum(s.reports.c.attributions), 0),
        )
    ).one()
    return Status(
        gathered=sum(states.values()),
        read=states.get("read", 0),
        copies=states.get("copy", 0),
        unsupported=states.get("unsupported", 0),
        failed=states.get("failed", 0),
        reports=sums[0],
        words=sums[1],
        mentions=sums[2],
        attributions=sums[3],
        stories=_count(connection, s.stories),
        events=_count(connection, s.events),
        shards=_count(connection, s.shards),
        stale=sum(n for found, n in prints.items() if fingerprint is not None and found != fingerprint),
        fingerprints=prints,
        compared=get_meta(connection, "compared") == state(connection),
    )


def _count(connection: Connection, table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def state(connection: Connection) -> str:
    """Changes with every shard and every judgement of a person."""
    last = connection.execute(select(func.max(s.shards.c.place))).scalar() or 0
    judged = (
        connection.execute(select(func.max(s.judgements.c.number)).where(s.judgements.c.by != "machine")).scalar() or 0
    )
    return f"shard {last}, judgement {judged}"


# Asked for every document of a run or of an export: built once, since building costs more than asking.
_KNOWN_ACTORS = select(s.members.c.local, s.members.c.actor).where(s.members.c.report == bindparam("report"))
_LINKS = select(s.mentions.c.id, s.mentions.c.event, s.mentions.c.telling).where(
    s.mentions.c.report == bindparam("report")
)


def stories(connection: Connection) -> list[Story]:
    return [
        _story.decode(data)
        for data in connection.execute(select(s.stories.c.data).order_by(s.stories.c.rank)).scalars()
    ]


AT_ONCE = 500  # rows of a long answer in memory


def each_story(connection: Connection) -> Iterator[Story]:
    """All stories in their order, few of them in memory at a time."""
    statement = select(s.stories.c.data).order_by(s.stories.c.rank).execution_options(yield_per=AT_ONCE)
    yield from map(_story.decode, connection.execute(statement).scalars())


def each_actor(connection: Connection) -> Iterator[KnownActor]:
    """All actors by id, few of them in memory at a time."""
    statement = select(s.actors.c.data).order_by(s.actors.c.id).execution_options(yield_per=AT_ONCE)
    yield from map(_actor.decode, connection.execute(statement).scalars())


def each_naming(connection: Connection) -> Iterator[Naming]:
    """What outlets call actors, over all stories, by actor and outlet; one actor's in memory at a time."""
    f = s.findings.c
    statement = select(f.actor, f.data).where(f.kind == "namings").order_by(f.actor, f.outlet, f.number)
    rows = connection.execute(statement.execution_options(yield_per=AT_ONCE))
    for _, own in groupby(rows, key=lambda row: row[0]):
        yield from called_together(_findings["namings"].decode(row[1]) for row in own)


def each_copy(connection: Connection) -> Iterator[Copy]:
    """All copies, by the later report, few of them in memory at a time."""
    c = s.copies.c
    statement = select(c.data).order_by(c.later, c.earlier).execution_options(yield_per=AT_ONCE)
    yield from map(_findings["copies"].decode, connection.execute(statement).scalars())


def story(connection: Connection, key: str) -> Story | None:
    data = connection.execute(select(s.stories.c.data).where(s.stories.c.id == key)).scalar()
    return _story.decode(data) if data else None


def story_at(connection: Connection, place: int) -> Story | None:
    """The story at a place in the list, from 0."""
    t = s.stories.c
    data = connection.execute(select(t.data).order_by(t.rank).offset(place).limit(1)).scalar()
    return _story.decode(data) if data else None


def events(connection: Connection, story: str, most: int | None = None, after: int = 0) -> list[Event]:
    """The events of a story, in the order in which compare gave them; all of them, or so many after some."""
    statement = select(s.events.c.data).where(s.events.c.story == story).order_by(s.events.c.rank)
    if most is not None:
        statement = statement.limit(most).offset(after)
    return [_event.decode(data) for data in connection.execute(statement).scalars()]


def event_count(connection: Connection, story: str) -> int:
    """How many events a story has."""
    return connection.execute(select(func.count()).where(s.events.c.story == story)).scalar_one()


def story_sums(connection: Connection) -> list[tuple[str, int, int, int, int]]:
    """(story, reports, outlets, events, events on which tellings differ)."""
    clashes = (
        select(s.events.c.story, func.count().label("n"))
        .where(s.events.c.clashes > 0)
        .group_by(s.events.c.story)
        .subquery()
    )
    t = s.stories.c
    statement = select(t.id, t.reports, t.outlets, t.events, func.coalesce(clashes.c.n, 0)).outerjoin(
        clashes, clashes.c.story == t.id
    )
    return [tuple(row) for row in connection.execute(statement)]


def event(connection: Connection, key: str) -> Event | None:
    data = connection.execute(select(s.events.c.data).where(s.events.c.id == key)).scalar()
    return _event.decode(data) if data else None


def event_of_telling(connection: Connection, key: str) -> Event | None:
    """The event of which a telling is an account."""
    t = s.tellings.c
    data = connection.execute(select(s.events.c.data).where(t.id == key, t.event == s.events.c.id)).scalar()
    return _event.decode(data) if data else None


def actors(connection: Connection, keys: list[str] | None = None) -> dict[str, KnownActor]:
    """Actors by id; all of them, or those asked for."""
    statement = select(s.actors.c.id, s.actors.c.data)
    if keys is None:
        return {key: _actor.decode(data) for key, data in connection.execute(statement)}
    found: dict[str, KnownActor] = {}
    for start in range(0, len(keys), 500):
        part = statement.where(s.actors.c.id.in_(keys[start : start + 500]))
        found.update({key: _actor.decode(data) for key, data in connection.execute(part)})
    return found


def findings(connection: Connection, kind: str, story: str | None = None) -> list:
    """Copies, alignments, figures, namings or omissions; those of one story, or all."""
    if kind == "copies":
        c, r = s.copies.c, s.story_reports.c
        statement = select(c.data).order_by(c.later, c.earlier)
        if story is not None:
            statement = statement.where(r.story == story, r.report == c.later)
        return [_findings[kind].decode(data) for data in connection.execute(statement).scalars()]
    f, t = s.findings.c, s.stories.c
    if story is not None:
        statement = select(f.data).where(f.story == story, f.kind == kind).order_by(f.number)
    else:
        statement = select(f.data).where(f.kind == kind, t.id == f.story).order_by(t.rank, f.number)
    found = [_findings[kind].decode(data) for data in connection.execute(statement).scalars()]
    return list(called_together(found)) if kind == "namings" and story is None else found


def mention(connection: Connection, key: str) -> tuple[str, str | None] | None:
    """(report id, event id) of a mention; the id may be shortened as long as it is the only one."""
    rows = connection.execute(
        select(s.mentions.c.id, s.mentions.c.report, s.mentions.c.event).where(*_begins(s.mentions.c.id, key)).limit(2)
    ).all()
    exact = [row for row in rows if row[0] == key] or (rows if len(rows) == 1 else [])
    return (exact[0][1], exact[0][2]) if exact else None


def compared(connection: Connection) -> Compared:
    """Everything that compare made, as it gave it."""
    e, t = s.events.c, s.stories.c
    rows = connection.execute(select(e.data).where(t.id == e.story).order_by(t.rank, e.rank)).scalars()
    known = connection.execute(select(s.actors.c.data).order_by(s.actors.c.id)).scalars()
    return Compared(
        stories=tuple(stories(connection)),
        events=tuple(map(_event.decode, rows)),
        actors=tuple(map(_actor.decode, known)),
        judgements=judgement_log.judgements(connection, by_persons=False),
        **{kind: tuple(findings(connection, kind)) for kind in _findings},
    )


def set_meta(connection: Connection, key: str, value: str) -> None:
    if not connection.execute(update(s.meta).where(s.meta.c.key == key).values(value=value)).rowcount:
        connection.execute(s.meta.insert().values(key=key, value=value))


def get_meta(connection: Connection, key: str) -> str | None:
    return connection.execute(select(s.meta.c.value).where(s.meta.c.key == key)).scalar()


def _begins(column, start: str):
    """Conditions for "begins with" that an index answers."""
    return column >= start, column < start + "\U0010ffff"


def ids_like(connection: Connection, table: str, start: str) -> list[str]:
    """Ids of a table that begin so, the exact one alone if there is one; ten at most."""
    column = s.metadata.tables[table].c.id
    found = list(connection.execute(select(column).where(*_begins(column, start)).limit(10)).scalars())
    return [start] if start in found else found


def alias(connection: Connection, key: str) -> str | None:
    """The id that an old id leads to."""
    return connection.execute(select(s.aliases.c.now).where(s.aliases.c.id == key)).scalar()


def actor_codes(connection: Connection) -> dict[str, str | None]:
    """Country or non-state code of every actor."""
    return {key: code for key, code in connection.execute(select(s.actors.c.id, s.actors.c.code))}


def known_actors(connection: Connection, report: str) -> dict[str, str]:
    """A report's actor ids -> actor ids across reports."""
    return {local: actor for local, actor in connection.execute(_KNOWN_ACTORS, {"report": report})}


def links(connection: Connection, report: str) -> dict[str, tuple[str | None, str | None]]:
    """Mention -> (event, telling) of a report's mentions."""
    return {row[0]: (row[1], row[2]) for row in connection.execute(_LINKS, {"report": report})}


def membership(connection: Connection) -> Membership:
    """What the things of the last comparison are made of."""
    m, r, a = s.mentions.c, s.story_reports.c, s.members.c
    return Membership(
        events=dict(map(tuple, connection.execute(select(m.id, m.event).where(m.event.is_not(None))))),
        stories=dict(map(tuple, connection.execute(select(r.report, r.story)))),
        actors={
            (report, local): actor for report, local, actor in connection.execute(select(a.report, a.local, a.actor))
        },
        aliases=dict(map(tuple, connection.execute(select(s.aliases.c.id, s.aliases.c.now)))),
    )


# ---------------------------------------------------------------- what comparing asks


def not_compared(connection: Connection) -> list[str]:
    """Reports whose readings the last comparison did not see."""
    r = s.reports.c
    return list(connection.execute(select(r.id).where(r.compared.is_(None))).scalars())


def days_of(connection: Connection, reports: Iterable[str]) -> set[int | None]:
    r = s.reports.c
    found: set[int | None] = set()
    for some in portions(reports):
        found |= set(connection.execute(select(r.day).where(r.id.in_(some)).distinct()).scalars())
    return found


def dates_of(connection: Connection, reports: Iterable[str]) -> dict[str, str]:
    """Report → when it was published, "9999" if unknown."""
    r = s.reports.c
    found: dict[str, str] = {}
    for some in portions(reports):
        rows = connection.execute(select(r.id, r.published).where(r.id.in_(some)))
        found.update({key: published or "9999" for key, published in rows})
    return found
