"""Reading the catalogue: sums, look-ups by id, everything that compare made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select, text, update

from tellings.compare.called import called_together
from tellings.corpus import fulltext
from tellings.corpus import schema as s
from tellings.corpus.identity import Membership
from tellings.corpus.records import Input, Status
from tellings.model import (
    Alignment,
    Compared,
    Copy,
    Event,
    Figure,
    Judgement,
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


def owners(connection: Connection) -> dict[str, str]:
    """Report id -> the shard that holds its latest reading."""
    return dict(connection.execute(select(s.reports.c.id, s.reports.c.shard)).all())


def state(connection: Connection) -> str:
    """Changes with every shard and every judgement of a person."""
    last = connection.execute(select(func.max(s.shards.c.place))).scalar() or 0
    judged = (
        connection.execute(select(func.max(s.judgements.c.number)).where(s.judgements.c.by != "machine")).scalar() or 0
    )
    return f"shard {last}, judgement {judged}"


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
_KNOWN_ACTORS = select(s.members.c.local, s.members.c.actor).where(s.members.c.report == bindparam("report"))
_LINKS = select(s.mentions.c.id, s.mentions.c.event, s.mentions.c.telling).where(
    s.mentions.c.report == bindparam("report")
)


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


def stories(connection: Connection) -> list[Story]:
    return [
        _story.decode(data)
        for data in connection.execute(select(s.stories.c.data).order_by(s.stories.c.rank)).scalars()
    ]


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


def judgements(connection: Connection, *, by_persons: bool) -> tuple[Judgement, ...]:
    j = s.judgements.c
    mine = j.by != "machine" if by_persons else j.by == "machine"
    asked = select(j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at).where(mine)
    if by_persons:
        return tuple(map(_judgement, connection.execute(asked.order_by(j.number))))
    asked = asked.where(s.stories.c.id == j.story).order_by(s.stories.c.rank, j.number)
    return tuple(map(_judgement, connection.execute(asked)))


def compared(connection: Connection) -> Compared:
    """Everything that compare made, as it gave it."""
    e, t = s.events.c, s.stories.c
    rows = connection.execute(select(e.data).where(t.id == e.story).order_by(t.rank, e.rank)).scalars()
    known = connection.execute(select(s.actors.c.data).order_by(s.actors.c.id)).scalars()
    return Compared(
        stories=tuple(stories(connection)),
        events=tuple(map(_event.decode, rows)),
        actors=tuple(map(_actor.decode, known)),
        judgements=judgements(connection, by_persons=False),
        **{kind: tuple(findings(connection, kind)) for kind in _findings},
    )


def set_meta(connection: Connection, key: str, value: str) -> None:
    if not connection.execute(update(s.meta).where(s.meta.c.key == key).values(value=value)).rowcount:
        connection.execute(s.meta.insert().values(key=key, value=value))


def get_meta(connection: Connection, key: str) -> str | None:
    return connection.execute(select(s.meta.c.value).where(s.meta.c.key == key)).scalar()


def judgements_among(connection: Connection, keys: list[str]) -> tuple[Judgement, ...]:
    """Judgements, of anybody, on pairs of these things."""
    j = s.judgements.c
    rows = connection.execute(
        select(j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at)
        .where(j.a.in_(keys[:900]))
        .order_by(j.number)
    ).all()
    wanted = set(keys)
    return tuple(_judgement(row) for row in rows if row[1] in wanted)


def _judgement(row) -> Judgement:
    a, b, about, verdict, score, reasons, by, at = row
    return Judgement(
        a=a,
        b=b,
        about=about,
        verdict=verdict,
        score=score,
        reasons=tuple(filter(None, reasons.split("\n"))),
        by=by,
        at=at,
    )


def _begins(column, start: str):
    """Conditions for "begins with" that an index answers."""
    return column >= start, column < start + "\U0010ffff"


def search(connection: Connection, words: str, most: int = 50) -> list[Story]:
    """Stories whose titles or reports hold all these words, the best match first."""
    rows = fulltext.stories(connection, words, most)
    return list({story.id: story for story in map(_story.decode, rows)}.values())[:most]


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


def judgements_with(connection: Connection, key: str) -> tuple[Judgement, ...]:
    """Judgements, of anybody, that speak of this thing."""
    j = s.judgements.c
    statement = select(j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at).where((j.a == key) | (j.b == key))
    return tuple(map(_judgement, connection.execute(statement.order_by(j.number)).all()))


# ---------------------------------------------------------------- what comparing asks


def judgements_since(connection: Connection, number: int) -> list[tuple[int, Judgement]]:
    """Judgements of persons after this one in the log."""
    j = s.judgements.c
    rows = connection.execute(
        select(j.number, j.a, j.b, j.about, j.verdict, j.score, j.reasons, j.by, j.at)
        .where(j.number > number, j.by != "machine")
        .order_by(j.number)
    )
    return [(row[0], _judgement(row[1:])) for row in rows]


def reports_judged(connection: Connection, judgements: list[Judgement]) -> set[str]:
    """Reports of which these judgements speak: directly, by a mention, or by somebody's name."""
    m, r = s.mentions.c, s.reports.c
    keys = {key for one in judgements if one.about in ("mention", "type") for key in (one.a, one.b)}
    found: set[str] = set()
    for some in _portions(keys):
        found |= set(connection.execute(select(m.report).where(m.id.in_(some))).scalars())
    named = {key for one in judgements if one.about == "report" for key in (one.a, one.b)}
    for some in _portions(named):
        found |= set(connection.execute(select(r.id).where(r.id.in_(some))).scalars())
    forms = {one.a for one in judgements if one.about == "code"}
    forms |= {form for one in judgements if one.about == "actor" for form in (one.a, one.b)}
    called = text(
        f"SELECT report FROM members WHERE actor IN ({fulltext.holding('actor_search', 'words', connection)})"
    )
    for form in sorted(forms):
        found |= set(connection.execute(called, {"words": fulltext.terms(connection, form)}).scalars())
    return found


def not_compared(connection: Connection) -> list[str]:
    """Reports whose readings the last comparison did not see."""
    r = s.reports.c
    return list(connection.execute(select(r.id).where(r.compared.is_(None))).scalars())


def days_of(connection: Connection, reports: Iterable[str]) -> set[int | None]:
    r = s.reports.c
    found: set[int | None] = set()
    for some in _portions(reports):
        found |= set(connection.execute(select(r.day).where(r.id.in_(some)).distinct()).scalars())
    return found


def dates_of(connection: Connection, reports: Iterable[str]) -> dict[str, str]:
    """Report → when it was published, "9999" if unknown."""
    r = s.reports.c
    found: dict[str, str] = {}
    for some in _portions(reports):
        rows = connection.execute(select(r.id, r.published).where(r.id.in_(some)))
        found.update({key: published or "9999" for key, published in rows})
    return found


def _portions(values: Iterable[str]) -> Iterator[list[str]]:
    values = list(values)
    for start in range(0, len(values), 500):
        yield values[start : start + 500]
