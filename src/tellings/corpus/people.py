"""Actors in the catalogue: as single stories have them, and tied together over all stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy import bindparam as bind

from tellings.compare.across import (
    DESCRIBING,
    Appearance,
    Like,
    Linked,
    called_alike,
    joined,
    link,
)
from tellings.comparing import StoryTold
from tellings.corpus import fulltext
from tellings.corpus import schema as s
from tellings.corpus.identity import match
from tellings.corpus.keeping import put_aliases
from tellings.corpus.pieces import portions
from tellings.corpus.records import encode
from tellings.model import Frozen, KnownActor

_appearance = msgspec.json.Decoder(Appearance)
_actor = msgspec.json.Decoder(KnownActor)
Member = tuple[str, str]  # report, the actor's id in it
STATE = "state:"


# ---------------------------------------------------------------- appearances


def remove(connection: Connection, heads: Iterable[str]) -> tuple[dict[Member, str], set[str]]:
    """Take away the actors of these stories; who was which actor, and the names under which others found them."""
    a, m, k = s.appearances.c, s.members.c, s.appearance_keys.c
    was: dict[Member, str] = {}
    keys: set[str] = set()
    for some in portions(heads):
        ids = list(connection.execute(select(a.id).where(a.head.in_(some))).scalars())
        for part in portions(ids):
            rows = connection.execute(select(m.report, m.local, m.actor).where(m.appearance.in_(part)))
            was.update({(report, local): actor for report, local, actor in rows})
            keys |= set(connection.execute(select(k.key).where(k.appearance.in_(part))).scalars())
            connection.execute(delete(s.appearance_keys).where(k.appearance.in_(part)))
            connection.execute(delete(s.members).where(m.appearance.in_(part)))
            connection.execute(delete(s.appearances).where(a.id.in_(part)))
    return was, keys


def add(connection: Connection, told: StoryTold) -> None:
    """Enter the actors of a story, tied to nobody yet."""
    head = told.story.reports[0]
    data = {actor.id: actor for actor in told.actors}
    rows, keys, members = [], [], []
    for one in told.appearances:
        actor = data[one.id]
        rows.append({"id": one.id, "head": head, "since": one.since, "row": encode(one), "data": encode(actor)})
        keys += [{"key": key, "since": one.since, "appearance": one.id} for key in one.keys]
        members += [{"report": report, "local": local, "appearance": one.id} for report, local in actor.members]
    for table, found in ((s.appearances, rows), (s.appearance_keys, keys), (s.members, members)):
        if found:
            connection.execute(insert(table), found)


def was_before(connection: Connection, told: StoryTold) -> dict[Member, str]:
    """Who these were in a catalogue that knew no appearances; takes them out."""
    m = s.members.c
    found: dict[Member, str] = {}
    for some in portions(told.story.reports):
        old = m.report.in_(some), m.appearance.is_(None)
        rows = connection.execute(select(m.report, m.local, m.actor).where(*old))
        found.update({(report, local): actor for report, local, actor in rows})
        connection.execute(delete(s.members).where(*old))
    return found


# ---------------------------------------------------------------- who belongs together


def family(
    connection: Connection, ids: Iterable[str], keys: Iterable[str], judged: Sequence[tuple[str, str, str]]
) -> tuple[list[Appearance], list[Like]]:
    """All appearances that these may be one with, by whatever chain of names; states apart, whose code says it."""
    a, k, n = s.appearances.c, s.appearance_keys.c, s.likes.c
    pairs = [{f"name:{x.lower()}", f"name:{y.lower()}"} for x, y, _ in judged]
    known: set[str] = set()
    names: set[str] = set()
    alike: dict[tuple[str, str], float] = {}
    fresh, todo = set(ids), {key for key in keys if not key.startswith(STATE)}
    while fresh or todo:
        known |= fresh
        for some in portions(fresh):
            found = connection.execute(select(k.key).where(k.appearance.in_(some))).scalars()
            todo |= {key for key in found if key not in names and not key.startswith(STATE)}
        names |= todo
        beside = {name for pair in pairs if pair & todo for name in pair}
        for some in portions(key[5:] for key in todo if key.startswith("name:")):
            for side in (n.a, n.b):
                for x, y, score in connection.execute(select(n.a, n.b, n.score).where(side.in_(some))):
                    alike[x, y] = score
                    beside |= {f"name:{x}", f"name:{y}"}
        fresh = set()
        for some in portions(todo):
            fresh |= set(connection.execute(select(k.appearance).where(k.key.in_(some))).scalars())
        fresh, todo = fresh - known, beside - names
    rows: list[Appearance] = []
    for some in portions(sorted(known)):
        rows += map(_appearance.decode, connection.execute(select(a.row).where(a.id.in_(some))).scalars())
    return rows, [(x, y, score) for (x, y), score in alike.items()]


# ---------------------------------------------------------------- actors


class Orphans(Frozen):
    """What forgetting left: actors that lost their description, names that lost somebody."""

    actors: tuple[str, ...]
    keys: tuple[str, ...]


_orphans = msgspec.json.Decoder(Orphans)


def still_held(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Names that some story still has, of these; the others are forgotten, spellings included."""
    k = s.appearance_keys.c
    keys, held = set(keys), set()
    for some in portions(keys):
        held |= set(connection.execute(select(k.key).where(k.key.in_(some)).distinct()).scalars())
    for some in portions(key[5:] for key in keys - held if key.startswith("name:")):
        for column in (s.sounds.c.name, s.likes.c.a, s.likes.c.b):
            connection.execute(delete(column.table).where(column.in_(some)))
    return held


def orphan(connection: Connection, actors: Iterable[str], keys: Iterable[str]) -> None:
    """Remember for the next comparison that these actors lost their description and these names somebody."""
    known = orphans(connection, keep=True) or Orphans((), ())
    now = Orphans(tuple(sorted({*known.actors, *actors})), tuple(sorted({*known.keys, *keys})))
    connection.execute(delete(s.meta).where(s.meta.c.key == "orphans"))
    connection.execute(insert(s.meta).values(key="orphans", value=encode(now).decode()))


def orphans(connection: Connection, *, keep: bool = False) -> Orphans | None:
    """What forgetting left, once."""
    value = connection.execute(select(s.meta.c.value).where(s.meta.c.key == "orphans")).scalar()
    if value and not keep:
        connection.execute(delete(s.meta).where(s.meta.c.key == "orphans"))
    return _orphans.decode(value) if value else None


class Ties(msgspec.Struct):
    """What linking made of the actors: appearance → actor, actors to describe anew, stories whose actors became others."""

    actor_of: dict[str, str]
    touched: set[str]
    moved: set[str]


def tie(
    connection: Connection,
    fresh: Sequence[str],
    keys: AbstractSet[str],
    was: Mapping[Member, str],
    judged: Sequence[tuple[str, str, str]],
    orphans: Iterable[str] = (),
) -> Ties:
    """Tie the fresh appearances to actors; keys: names that lost somebody; was: who their members were before.

    orphans: actors that are to be described anew in any case.
    """
    ties = Ties({}, {*was.values(), *orphans}, set())
    _tie_states(connection, fresh, ties)
    people, alike = family(connection, [f for f in fresh if f not in ties.actor_of], keys, judged)
    linked = link([p for p in people if p.id not in ties.actor_of], alike, judged)
    parts = _members(connection, [key for one in linked for key in one.members])
    current = _current(connection, parts)
    old: dict[Member, str] = dict(was)
    for key, members in parts.items():
        if current.get(key):
            old.update(dict.fromkeys(members, current[key]))
    groups = {one.members[0]: [part for key in one.members for part in parts[key]] for one in linked}
    gone = set(old.values())
    names, merged = match(old, groups, reserved=_reserved(connection, groups, gone))
    reasons: dict[str, tuple[str, ...]] = {}
    for one in linked:
        now = names[one.members[0]]
        reasons[now] = one.why
        for key in one.members:
            if current.get(key) not in (None, now):
                ties.moved.add(key)
            if current.get(key) != now:
                ties.touched |= {now} | ({current[key]} if current.get(key) else set())
            ties.actor_of[key] = now
    a = s.aliases.c
    aliases: dict[str, str] = {}
    for some in portions(gone):
        aliases.update(map(tuple, connection.execute(select(a.id, a.now).where(a.now.in_(some)))))
    alive = set(names.values())
    aliases = {key: merged.get(now, now) for key, now in aliases.items()} | merged
    put_aliases(connection, gone, {key: now for key, now in aliases.items() if now in alive and key not in alive})
    _write(connection, ties)
    _why(connection, reasons, ties.touched)
    return ties


def _tie_states(connection: Connection, fresh: Sequence[str], ties: Ties) -> None:
    """A state is one actor in all stories."""
    a, k = s.appearances.c, s.appearance_keys.c
    of: dict[str, str] = {}
    for some in portions(fresh):
        rows = connection.execute(select(k.appearance, k.key).where(k.appearance.in_(some), k.key.like(STATE + "%")))
        of.update(map(tuple, rows))
    held_by: dict[str, list[str]] = {}
    for one, key in of.items():
        held_by.setdefault(key, []).append(one)
    for key in sorted(held_by):
        holders = select(k.appearance).where(k.key == key)
        known = select(a.actor).where(a.id.in_(holders), a.actor.is_not(None)).limit(1)
        first = select(k.appearance).where(k.key == key).order_by(k.since, k.appearance).limit(1)
        actor = connection.execute(known).scalar() or connection.execute(first).scalar_one()
        ties.actor_of.update(dict.fromkeys(held_by[key], actor))
        ties.touched.add(actor)


def _members(connection: Connection, ids: Sequence[str]) -> dict[str, list[Member]]:
    m = s.members.c
    found: dict[str, list[Member]] = {key: [] for key in ids}
    for some in portions(ids):
        for key, report, local in connection.execute(
            select(m.appearance, m.report, m.local).where(m.appearance.in_(some)).order_by(m.report, m.local)
        ):
            found[key].append((report, local))
    return found


def _current(connection: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    a = s.appearances.c
    found: dict[str, str | None] = {}
    for some in portions(ids):
        found.update(map(tuple, connection.execute(select(a.id, a.actor).where(a.id.in_(some)))))
    return found


def _reserved(connection: Connection, groups: Iterable[str], gone: AbstractSet[str]) -> set[str]:
    """Ids that other actors go on under."""
    a = s.actors.c
    found: set[str] = set()
    for some in portions(groups):
        found |= set(connection.execute(select(a.id).where(a.id.in_(some))).scalars())
    return found - gone


def _write(connection: Connection, ties: Ties) -> None:
    rows = [{"key": key, "now": actor} for key, actor in ties.actor_of.items()]
    if rows:
        of = update(s.appearances).where(s.appearances.c.id == bind("key")).values(actor=bind("now"))
        connection.execute(of, rows)
        of = update(s.members).where(s.members.c.appearance == bind("key")).values(actor=bind("now"))
        connection.execute(of, rows)


def _why(connection: Connection, reasons: Mapping[str, tuple[str, ...]], touched: AbstractSet[str]) -> None:
    """Describe anew the actors that gained or lost somebody."""
    ids = sorted(touched)
    fulltext.drop_actors(connection, ids)
    for some in portions(ids):
        connection.execute(delete(s.actors).where(s.actors.c.id.in_(some)))
        aliases = _aliases(connection, some)
        rows, texts = [], []
        for key, found in _described(connection, some):
            why = reasons.get(key, ())
            if not why and len(found) > 1 and found[0].kind == "state":
                why = (called_alike(found[0].code or ""),)
            one = joined(Linked(members=(found[0].id,), why=why), found)
            one = replace(one, id=key, aliases=tuple(aliases.get(key, ())))
            rows.append(
                {"id": key, "name": one.name, "kind": one.kind, "code": one.code, "data": encode(one), "events": 0}
            )
            texts.append((key, " ".join((one.name, *one.forms))))
        if rows:
            connection.execute(insert(s.actors), rows)
            fulltext.add_actors(connection, texts)


def _described(connection: Connection, actors: Sequence[str]) -> Iterator[tuple[str, list[KnownActor]]]:
    """Actors that any story has, each with the appearances by which it is described, by date."""
    a = s.appearances.c
    counts = select(a.actor, func.count()).where(a.actor.in_(actors)).group_by(a.actor)
    many = {key for key, count in connection.execute(counts) if count > 2 * DESCRIBING}
    found: dict[str, list[bytes]] = {}
    few = [key for key in actors if key not in many]
    for key, data in connection.execute(
        select(a.actor, a.data).where(a.actor.in_(few)).order_by(a.actor, a.since, a.id)
    ):
        found.setdefault(key, []).append(data)
    for key in sorted(many):
        mine = select(a.data).where(a.actor == key).limit(DESCRIBING)
        first = connection.execute(mine.order_by(a.since, a.id)).scalars()
        last = connection.execute(mine.order_by(a.since.desc(), a.id.desc())).scalars()
        found[key] = [*first, *reversed(list(last))]
    for key, rows in found.items():
        yield key, [_actor.decode(data) for data in rows]


def _aliases(connection: Connection, keys: Sequence[str]) -> dict[str, list[str]]:
    a = s.aliases.c
    found: dict[str, list[str]] = {}
    for key, now in connection.execute(select(a.id, a.now).where(a.now.in_(keys)).order_by(a.id)):
        found.setdefault(now, []).append(key)
    return found


def count_events(connection: Connection, actors: Iterable[str]) -> None:
    """Enter in how many events these actors are."""
    e = s.event_actors.c
    many = select(func.count(e.event.distinct())).where(e.actor == s.actors.c.id).scalar_subquery()
    for some in portions(actors):
        connection.execute(update(s.actors).where(s.actors.c.id.in_(some)).values(events=many))


def actors_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Appearance → actor."""
    return {key: actor for key, actor in _current(connection, ids).items() if actor}


def stories_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Stories in which these appearances are → their reports, by date."""
    a, t, told, r = s.appearances.c, s.stories.c, s.story_reports.c, s.reports.c
    found: dict[str, list[str]] = {}
    for some in portions(ids):
        heads = select(a.head).where(a.id.in_(some))
        rows = (
            select(told.story, r.id)
            .where(t.head.in_(heads), told.story == t.id, told.report == r.id)
            .order_by(func.coalesce(func.nullif(r.published, ""), "9999"), r.id)
        )
        for story, report in connection.execute(rows):
            found.setdefault(story, []).append(report)
    return {story: tuple(dict.fromkeys(reports)) for story, reports in found.items()}
