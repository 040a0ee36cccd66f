"""What the catalogue knows of outlets: how much each tells, and what two of them tell of the same stories."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, case, func, select

from tellings.corpus import schema as s
from tellings.model import Event

_event = msgspec.json.Decoder(Event)
TOLD = ("both", "a", "b")


@dataclass(frozen=True)
class Outlet:
    """An outlet in the list."""

    name: str | None
    reports: int


@dataclass(frozen=True)
class Shared:
    """What two outlets tell of the stories that both have.  stories: those looked at, of `many`.

    both, a, b: events told by both, or by one of them.
    """

    stories: tuple[str, ...]
    many: int
    both: int
    a: int
    b: int

    def told(self, by: str) -> int:
        """How many events: those told by both, a, b, or "" for any of these."""
        return {"both": self.both, "a": self.a, "b": self.b}.get(by, self.both + self.a + self.b)


def outlets(connection: Connection, most: int, after: int = 0) -> tuple[list[Outlet], int]:
    """One page of the outlets, those with most reports first; and how many there are."""
    r = s.reports.c
    counted = select(r.outlet, func.count().label("n")).group_by(r.outlet)
    rows = connection.execute(counted.order_by(func.count().desc(), r.outlet).limit(most).offset(after))
    found = [Outlet(*row) for row in rows]
    return found, connection.execute(select(func.count()).select_from(counted.subquery())).scalar_one()


def shared(connection: Connection, a: str, b: str, most_stories: int) -> Shared:
    """The stories that both outlets have, in their order, and who tells their events."""
    t, told = s.stories.c, s.story_reports.c
    common = select(told.story).where(told.outlet == a).intersect(select(told.story).where(told.outlet == b)).subquery()
    passing = t.id.in_(select(common.c.story))
    found = list(connection.execute(select(t.id).where(passing).order_by(t.rank).limit(most_stories)).scalars())
    many = connection.execute(select(func.count()).select_from(common)).scalar_one()
    own = _told(found, a, b).subquery().c
    sums = select(
        func.count(case(((own.by_a == 1) & (own.by_b == 1), 1))),
        func.count(case(((own.by_a == 1) & (own.by_b == 0), 1))),
        func.count(case(((own.by_a == 0) & (own.by_b == 1), 1))),
    )
    return Shared(tuple(found), many, *connection.execute(sums).one())


def events(connection: Connection, within: Shared, a: str, b: str, told: str, most: int, after: int) -> list[Event]:
    """One page of the events that both tell, or only one; told: both, a, b, or "" for any of these."""
    own, e = _told(list(within.stories), a, b).subquery().c, s.events.c
    wanted = {"both": (1, 1), "a": (1, 0), "b": (0, 1)}.get(told)
    statement = select(e.data).where(e.id == own.event).order_by(e.rank).limit(most).offset(after)
    if wanted:
        statement = statement.where(own.by_a == wanted[0], own.by_b == wanted[1])
    return [_event.decode(data) for data in connection.execute(statement).scalars()]


def voices(connection: Connection, within: Shared, outlet: str, most: int) -> list[tuple[str | None, int]]:
    """Whose word an outlet gives in these stories, and how often; None: its own."""
    t, e = s.tellings.c, s.events.c
    statement = (
        select(t.voice, func.count())
        .where(func.coalesce(t.outlet, "") == outlet, t.event == e.id, e.story.in_(within.stories))
        .group_by(t.voice)
        .order_by(func.count().desc(), t.voice)
    )
    return [(row[0], row[1]) for row in connection.execute(statement.limit(most))]


def _told(stories: list[str], a: str, b: str):
    """The events of these stories that one of the two tells: (event, by_a, by_b)."""
    t, e = s.tellings.c, s.events.c
    by_a, by_b = (func.max(case((t.outlet == name, 1), else_=0)) for name in (a, b))
    either = func.coalesce(t.outlet, "").in_(
        (a, b)
    )  # an expression: from the events to their tellings, not from the outlets
    return (
        select(t.event, by_a.label("by_a"), by_b.label("by_b"))
        .where(t.event == e.id, e.story.in_(stories), either)
        .group_by(t.event)
    )


def known(connection: Connection, outlet: str) -> bool:
    """Whether any report is of this outlet."""
    return connection.execute(select(s.reports.c.id).where(s.reports.c.outlet == outlet).limit(1)).first() is not None
