"""Lists that the explorer turns over: stories by words and filters, an actor's events, what outlets call it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

import msgspec
from sqlalchemy import Connection, case, exists, func, select, text

from tellings.corpus import fulltext
from tellings.corpus import schema as s
from tellings.corpus.queries import alias, ids_like
from tellings.model import EVENT_TYPES, Event, KnownActor, Status, Story

_story = msgspec.json.Decoder(Story)
_event = msgspec.json.Decoder(Event)
_actor = msgspec.json.Decoder(KnownActor)
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


MOST_COUNTED = 1_000  # stories that pass filters; of more it is only told that there are more
MANY_EVENTS = 12_000  # so many events that most stories soon come upon one
MOST_HITS = 8_000  # reports that hold the words


def stories(connection: Connection, wanted: Wanted, most: int, after: int = 0) -> tuple[list[Listed], int, bool]:
    """One page of the stories that pass, in their order; how many pass; and whether there are more than those."""
    values = {
        "terms": fulltext.terms(connection, wanted.words),
        "beginnings": fulltext.terms(connection, wanted.actor, beginnings=True),
    }
    passing = _passing(connection, wanted, values)
    t, e = s.stories.c, s.events.c
    if passing:
        statement = select(t.id).where(*passing).order_by(t.rank).limit(MOST_COUNTED + 1)
        ids = list(connection.execute(statement, values).scalars())
        many, page = len(ids), t.id.in_(ids[after : after + most])
    else:
        many = connection.execute(select(func.count()).select_from(s.stories)).scalar_one()
        page = t.id.in_(select(t.id).order_by(t.rank).limit(most).offset(after))
    voices = select(func.coalesce(func.max(e.voices), 0)).where(e.story == t.id).scalar_subquery()
    clashes = select(func.count()).where(e.story == t.id, e.clashes > 0).scalar_subquery()
    columns = select(t.data, t.reports, t.outlets, t.events, voices, clashes)
    found = [
        Listed(_story.decode(row[0]), *row[1:]) for row in connection.execute(columns.where(page).order_by(t.rank))
    ]
    more = bool(passing) and many > MOST_COUNTED
    return found, min(many, MOST_COUNTED) if more else many, more


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


def _passing(connection: Connection, wanted: Wanted, values: dict) -> list:
    """Conditions on stories."""
    t, told = s.stories.c, s.story_reports.c
    passing = []
    if wanted.words.strip():
        hits = f"{fulltext.holding('search', 'terms', connection)} LIMIT {MOST_HITS}"
        passing.append(
            text(
                f"(stories.id IN ({fulltext.holding('story_search', 'terms', connection)}) OR stories.id IN "
                f"(SELECT story FROM story_reports WHERE report IN (SELECT id FROM ({hits}) AS hits)))"
            )
        )
    if wanted.outlet:
        passing.append(t.id.in_(select(told.story).where(told.outlet == wanted.outlet)))
    actors = _actors(connection, wanted.actor) if wanted.actor else None
    about = _about(wanted, actors)
    if about:
        passing.append(_with_event(connection, about, actors, values))
    return passing


def _about(wanted: Wanted, actors) -> list:
    """Conditions on one event."""
    e, side = s.events.c, s.event_actors.c
    about = []
    if wanted.start:
        about.append(func.coalesce(e.end, e.start) >= wanted.start)
    if wanted.end:
        about.append(func.substr(e.start, 1, 10) <= wanted.end)
    if wanted.type:
        # An expression: out of the index that holds all wishes; the one of types alone leads to the events, which are large.
        about.append(func.coalesce(e.type, "") == wanted.type)
    if wanted.status:
        about.append(e.status == wanted.status)
    if wanted.voices > 0:
        about.append(e.voices >= wanted.voices)
    if wanted.country:
        about.append(e.countries.contains(f" {wanted.country} ", autoescape=True))
    if actors is not None:
        about.append(e.id.in_(select(side.event).where(side.actor.in_(actors))))
    return about


def _with_event(connection: Connection, about: list, actors, values: dict):
    """A story has an event that meets these conditions.

    Where few events do, the stories are those of these events; where many do, story after story is tried until enough
    are found.  actors: ids of those meant, or a query for them; None if any will do.
    """
    e, side = s.events.c, s.event_actors.c
    if actors is None:
        some = select(e.story).where(*about)
    else:  # out of the index alone: the events themselves, which are large, are not read for it
        some = select(side.event).where(side.actor.in_(actors))
    counted = select(func.count()).select_from(some.limit(MANY_EVENTS + 1).subquery())
    if connection.execute(counted, values).scalar_one() > MANY_EVENTS:
        return exists().where(e.story == s.stories.c.id, *about)
    return s.stories.c.id.in_(select(e.story).where(*about))


def _actors(connection: Connection, asked: str):
    """The ids of the actors that are meant."""
    if _ACTOR_ID.fullmatch(asked):
        return [asked]
    return select(text("id")).select_from(
        text(f"({fulltext.holding('actor_search', 'beginnings', connection)}) AS meant")
    )


MOST_CHOICES = 500


def choices(connection: Connection) -> dict[str, list[str]]:
    """What the filters can be set to: the values that are there, the first ones of very many."""
    places = {"country": "events.country", "outlet": "reports.outlet"}
    found = {name: list(_distinct(connection, *place.split("."))) for name, place in places.items()}
    return {"type": list(EVENT_TYPES), "status": list(get_args(Status))} | found


def outlets(connection: Connection) -> list[str]:
    """The names of the outlets, in their order; the first ones of very many."""
    return list(_distinct(connection, "reports", "outlet"))


def _distinct(connection: Connection, table: str, column: str) -> Iterable[str]:
    """The values of a column with an index, each found from the one before: the rest of the table is not read."""
    statement = text(
        f"WITH RECURSIVE found(value) AS (SELECT min({column}) FROM {table} UNION ALL "
        f"SELECT (SELECT min({column}) FROM {table} WHERE {column} > value) FROM found WHERE value IS NOT NULL) "
        "SELECT value FROM found WHERE value IS NOT NULL LIMIT :most"
    )
    return connection.execute(statement, {"most": MOST_CHOICES}).scalars()


def actor(connection: Connection, key: str) -> KnownActor | None:
    """An actor by its id, the start of it, or an id it had before."""
    found = ids_like(connection, "actors", key)
    now = found[0] if len(found) == 1 else alias(connection, key)
    data = connection.execute(select(s.actors.c.data).where(s.actors.c.id == now)).scalar() if now else None
    return _actor.decode(data) if data else None


MANY_OF_ACTOR = 8_000  # events: of more, it is not looked up of which types they are


def course_of(connection: Connection, actor: str, events: int) -> dict[tuple[str, str], int]:
    """(ISO day, type) -> an actor's events of that day; ("", type) -> those without an exact day.  events: how many it has.

    Of very many the types are "", and those of several days stand with the first of these.
    """
    e, side = s.events.c, s.event_actors.c
    if events > MANY_OF_ACTOR:
        counted = select(side.day, func.count(side.event.distinct())).where(side.actor == actor).group_by(side.day)
        return {("" if day == "9999" else day[:10], ""): n for day, n in connection.execute(counted)}
    mine = select(side.event).where(side.actor == actor).distinct().subquery()
    first, last = func.substr(e.start, 1, 10), func.substr(e.end, 1, 10)
    day = case((first == last, first), else_="")
    statement = select(day, e.type, func.count()).join(mine, mine.c.event == e.id).group_by(day, e.type)
    return {(row[0], row[1]): row[2] for row in connection.execute(statement)}


def events_of(connection: Connection, actor: str, most: int = 200, after: int = 0) -> tuple[list[Event], int]:
    """Events in which an actor acts or is acted upon, by day, undated ones last; and how many there are."""
    side, e = s.event_actors.c, s.events.c
    # In the order of an index, so that no more events are looked at than are shown.
    mine = (
        select(side.event, side.day)
        .where(side.actor == actor)
        .group_by(side.day, side.event)
        .order_by(side.day, side.event)
        .limit(most)
        .offset(after)
        .subquery()
    )
    rows = connection.execute(select(e.data).join(mine, mine.c.event == e.id).order_by(mine.c.day, mine.c.event))
    count = connection.execute(select(s.actors.c.events).where(s.actors.c.id == actor)).scalar() or 0
    return [_event.decode(data) for data in rows.scalars()], count


def called(connection: Connection, actor: str) -> list[tuple[str, str, int]]:
    """(outlet, form, how often): what each outlet calls an actor, most used first."""
    c = s.called.c
    statement = select(c.outlet, c.form, c.times).where(c.actor == actor)
    return [tuple(row) for row in connection.execute(statement.order_by(c.outlet, c.times.desc(), c.form))]


def called_by(connection: Connection, actors: list[str], outlets: list[str]) -> dict[str, list[tuple[str, str, int]]]:
    """Actor -> (outlet, form, how often) of these outlets, most used first."""
    c = s.called.c
    found: dict[str, list[tuple[str, str, int]]] = {}
    for start in range(0, len(actors), 500):
        mine = c.actor.in_(actors[start : start + 500]), c.outlet.in_(outlets)
        statement = select(c.actor, c.outlet, c.form, c.times).where(*mine).order_by(c.times.desc(), c.form)
        for row in connection.execute(statement):
            found.setdefault(row[0], []).append(tuple(row[1:]))
    return found


@dataclass(frozen=True)
class Card:
    """What the catalogue knows of a report, without reading it.  dated_by: how the day is known; "" if not kept."""

    id: str
    outlet: str | None
    published: str | None
    title: str
    dated_by: str


def cards(connection: Connection, keys: list[str]) -> dict[str, Card]:
    """Reports by id."""
    r = s.reports.c
    found: dict[str, Card] = {}
    for start in range(0, len(keys), 500):
        statement = select(r.id, r.outlet, r.published, r.title, r.dated_by).where(r.id.in_(keys[start : start + 500]))
        for row in connection.execute(statement):
            found[row[0]] = Card(row[0], row[1], row[2], row[3] or "", row[4] or "")
    return found


def story_of(connection: Connection, report: str) -> Story | None:
    """The story that a report belongs to."""
    t, told = s.stories.c, s.story_reports.c
    data = connection.execute(select(t.data).where(told.story == t.id, told.report == report)).scalar()
    return _story.decode(data) if data else None


@dataclass(frozen=True)
class Acting:
    """An actor in a list.  events: in how many it acts or is acted upon."""

    actor: KnownActor
    events: int


def actors(connection: Connection, words: str, most: int, after: int = 0) -> tuple[list[Acting], int]:
    """One page of the actors whose names hold these beginnings of words, those in most events first; and how many."""
    a = s.actors.c
    passing = []
    if words.strip():
        passing.append(text(f"actors.id IN ({fulltext.holding('actor_search', 'beginnings', connection)})"))
    values = {"beginnings": fulltext.terms(connection, words, beginnings=True)}
    statement = select(a.data, a.events).where(*passing).order_by(a.events.desc(), a.id).limit(most).offset(after)
    rows = [Acting(_actor.decode(row[0]), row[1] or 0) for row in connection.execute(statement, values)]
    count = connection.execute(select(func.count()).select_from(s.actors).where(*passing), values).scalar_one()
    return rows, count
