"""Lists that the explorer turns over: stories by words and filters, an actor's events, what outlets call it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, and_, exists, func, or_, select, text

from tellings.corpus import schema as s
from tellings.corpus.queries import alias, ids_like
from tellings.model import Event, KnownActor, Naming, Story

_story = msgspec.json.Decoder(Story)
_event = msgspec.json.Decoder(Event)
_naming = msgspec.json.Decoder(Naming)
_actor = msgspec.json.Decoder(KnownActor)
MOST_WORDS = 20
_ACTOR_ID = re.compile(r"a-[0-9a-f]{6,}")


@dataclass(frozen=True)
class Wanted:
    """Which stories: words that they all hold, and one event that meets every other wish.

    start, end: ISO days.  country: ISO alpha-3 or a PLOVER code, of the place or of an actor.  type: PLOVER.
    actor: an id, or the beginnings of words of a name.
    """

    words: str = ""
    start: str = ""
    end: str = ""
    country: str = ""
    type: str = ""
    outlet: str = ""
    status: str = ""
    actor: str = ""
    voices: int = 0


@dataclass(frozen=True)
class Listed:
    """A story with its numbers.  voices: the most that stand behind one event; clashes: events on which tellings differ."""

    story: Story
    reports: int
    outlets: int
    events: int
    voices: int
    clashes: int


def stories(connection: Connection, wanted: Wanted, most: int, after: int = 0) -> tuple[list[Listed], int]:
    """One page of the stories that pass, in their order; and how many pass."""
    passing = _passing(wanted)
    t, e = s.stories.c, s.events.c
    voices = select(func.coalesce(func.max(e.voices), 0)).where(e.story == t.id).scalar_subquery()
    clashes = select(func.count()).where(e.story == t.id, e.clashes > 0).scalar_subquery()
    statement = select(t.data, t.reports, t.outlets, t.events, voices, clashes).where(*passing).order_by(t.rank)
    values = {"terms": terms(wanted.words), "beginnings": beginnings(wanted.actor)}
    rows = connection.execute(statement.limit(most).offset(after), values)
    found = [Listed(_story.decode(row[0]), *row[1:]) for row in rows]
    count = connection.execute(select(func.count()).select_from(s.stories).where(*passing), values).scalar_one()
    return found, count


def days_of(connection: Connection, stories: list[str]) -> dict[str, dict[str, int]]:
    """Story -> ISO day -> events of that day; background and what has no exact day left out."""
    e = s.events.c
    day = func.substr(e.start, 1, 10)
    statement = select(e.story, day, func.count()).where(
        e.story.in_(stories), day == func.substr(e.end, 1, 10), ~e.background
    )
    found: dict[str, dict[str, int]] = {story: {} for story in stories}
    for story, start, count in connection.execute(statement.group_by(e.story, day)):
        found[story][start] = count
    return found


def _passing(wanted: Wanted) -> list:
    t, e, r = s.stories.c, s.events.c, s.reports.c
    passing = []
    if wanted.words.strip():
        passing.append(
            text(
                "(stories.id IN (SELECT id FROM story_search WHERE story_search MATCH :terms) OR stories.id IN "
                "(SELECT story FROM story_reports WHERE report IN (SELECT id FROM search WHERE search MATCH :terms)))"
            )
        )
    about = []
    if wanted.start:
        about.append(func.coalesce(e.end, e.start) >= wanted.start)
    if wanted.end:
        about.append(func.substr(e.start, 1, 10) <= wanted.end)
    if wanted.type:
        about.append(e.type == wanted.type)
    if wanted.status:
        about.append(e.status == wanted.status)
    if wanted.voices > 0:
        about.append(e.voices >= wanted.voices)
    if wanted.country:
        side, actor = s.event_actors.c, s.actors.c
        acts = exists().where(and_(side.event == e.id, side.actor == actor.id, actor.code == wanted.country))
        about.append(or_(e.country == wanted.country, acts))
    if wanted.actor:
        side = s.event_actors.c
        acts = select(side.event).where(side.actor.in_(_actors(wanted.actor)))
        about.append(e.id.in_(acts))
    if about:
        passing.append(exists().where(and_(e.story == t.id, *about)))
    if wanted.outlet:
        told = s.story_reports.c
        passing.append(exists().where(and_(told.story == t.id, told.report == r.id, r.outlet == wanted.outlet)))
    return passing


def _actors(asked: str):
    """The ids of the actors that are meant."""
    if _ACTOR_ID.fullmatch(asked):
        return [asked]
    return select(text("id")).select_from(text("actor_search")).where(text("actor_search MATCH :beginnings"))


def beginnings(words: str) -> str:
    """Beginnings of words as full-text search takes them."""
    kept = [word.replace('"', "").replace("\0", "") for word in words.split()[:MOST_WORDS]]
    return " ".join(f'"{word}"*' for word in kept if word) or '""'


def terms(words: str) -> str:
    """Words as full-text search takes them, each one literally."""
    kept = [word.replace('"', "").replace("\0", "") for word in words.split()[:MOST_WORDS]]
    return " ".join(f'"{word}"' for word in kept if word) or '""'


def choices(connection: Connection) -> dict[str, list[str]]:
    """What the filters can be set to: the values that are there."""
    e = s.events.c
    columns = {"type": e.type, "status": e.status, "country": e.country, "outlet": s.reports.c.outlet}
    return {
        name: list(connection.execute(select(column).where(column.is_not(None)).distinct().order_by(column)).scalars())
        for name, column in columns.items()
    }


def actor(connection: Connection, key: str) -> KnownActor | None:
    """An actor by its id, the start of it, or an id it had before."""
    found = ids_like(connection, "actors", key)
    now = found[0] if len(found) == 1 else alias(connection, key)
    data = connection.execute(select(s.actors.c.data).where(s.actors.c.id == now)).scalar() if now else None
    return _actor.decode(data) if data else None


def events_of(connection: Connection, actor: str, most: int = 200) -> tuple[list[Event], int]:
    """Events in which an actor acts or is acted upon, by day, undated ones last; and how many there are."""
    mine = s.events.c.id.in_(select(s.event_actors.c.event).where(s.event_actors.c.actor == actor))
    e = s.events.c
    rows = connection.execute(select(e.data).where(mine).order_by(e.start.is_(None), e.start, e.rank).limit(most))
    count = connection.execute(select(func.count()).select_from(s.events).where(mine)).scalar_one()
    return [_event.decode(data) for data in rows.scalars()], count


def namings_of(connection: Connection, actor: str) -> list[Naming]:
    """What each outlet calls an actor."""
    return namings(connection, [actor])


def namings(connection: Connection, actors: list[str], outlets: list[str] | None = None) -> list[Naming]:
    """What outlets call actors; of all outlets, or of some."""
    f = s.findings.c
    found: list[Naming] = []
    for start in range(0, len(actors), 500):
        statement = select(f.data).where(f.actor.in_(actors[start : start + 500])).order_by(f.number)
        if outlets is not None:
            statement = statement.where(f.outlet.in_(outlets))
        found += map(_naming.decode, connection.execute(statement).scalars())
    return found


def reports_known(connection: Connection, keys: list[str]) -> dict[str, tuple[str | None, str | None, str]]:
    """Report -> (outlet, published, title), without reading the reports."""
    r = s.reports.c
    found: dict[str, tuple[str | None, str | None, str]] = {}
    for start in range(0, len(keys), 500):
        rows = connection.execute(
            select(r.id, r.outlet, r.published, r.title).where(r.id.in_(keys[start : start + 500]))
        )
        found.update({row[0]: (row[1], row[2], row[3]) for row in rows})
    return found


def story_of(connection: Connection, report: str) -> Story | None:
    """The story that a report belongs to."""
    t, told = s.stories.c, s.story_reports.c
    data = connection.execute(select(t.data).where(told.story == t.id, told.report == report)).scalar()
    return _story.decode(data) if data else None
