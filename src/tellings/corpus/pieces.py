"""What comparing goes on from: cells of the calendar, sketches of reports, copies, and ties between groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, true, update
from sqlalchemy import bindparam as bind

from tellings.compare.calendar import Cell
from tellings.compare.union import Groups
from tellings.comparing import Sketch
from tellings.corpus import schema as s
from tellings.corpus.records import encode
from tellings.model import Copy

_copy = msgspec.json.Decoder(Copy)
_MANY = 500  # values in one question


@dataclass(frozen=True)
class Row:
    """A report as the calendar has it.  known: whether the last comparison saw this reading."""

    id: str
    day: int | None
    knot: str | None
    known: bool
    published: str | None = None


def portions(values: Iterable, size: int = _MANY) -> Iterator[list]:
    """Values in lists that fit into one question."""
    values = list(values)
    for start in range(0, len(values), size):
        yield values[start : start + size]


# ---------------------------------------------------------------- cells and reports


def day_counts(connection: Connection) -> dict[int | None, int]:
    day = s.reports.c.day
    return dict(map(tuple, connection.execute(select(day, func.count()).group_by(day))))


def cells(connection: Connection) -> set[Cell]:
    """The cells of the last comparison."""
    c = s.cells.c
    return {Cell(*row) for row in connection.execute(select(c.first, c.end, c.whole))}


def put_cells(connection: Connection, cells: Iterable[Cell]) -> None:
    connection.execute(delete(s.cells))
    rows = [{"first": cell.first, "end": cell.end, "whole": cell.whole} for cell in cells]
    if rows:
        connection.execute(insert(s.cells), rows)


LEFT = "left"  # in `meta`: days that reports left for others since the last comparison


def left_days(connection: Connection, days: Mapping[str, int | None]) -> None:
    """Write down the days of reports that are to get another one; days: report → its day from now on."""
    r = s.reports.c
    left: set[int | None] = set()
    for some in portions(days):
        asked = select(r.id, r.day).where(r.id.in_(some), r.compared.is_not(None))
        left |= {day for report, day in connection.execute(asked) if day != days[report]}
    if left:
        known = take_left_days(connection)
        words = ["-" if day is None else str(day) for day in left | known]
        connection.execute(s.meta.insert().values(key=LEFT, value=" ".join(sorted(words))))


def take_left_days(connection: Connection) -> set[int | None]:
    """The days that were written down, which are so no more."""
    words = connection.execute(select(s.meta.c.value).where(s.meta.c.key == LEFT)).scalar() or ""
    connection.execute(delete(s.meta).where(s.meta.c.key == LEFT))
    return {None if word == "-" else int(word) for word in words.split()}


def new_days(connection: Connection) -> set[int | None]:
    """Days with reports that no comparison saw as they are now."""
    r = s.reports.c
    return set(connection.execute(select(r.day).where(r.compared.is_(None)).distinct()).scalars())


def of_cell(connection: Connection, cell: Cell) -> list[Row]:
    """The reports of a cell, by date."""
    return _rows(connection, _inside(cell))


def _inside(cell: Cell) -> ColumnElement[bool]:
    day = s.reports.c.day
    if cell.whole:
        return true()
    return day.is_(None) if cell.undated else and_(day >= cell.first, day < cell.end)


def _rows(connection: Connection, which: ColumnElement[bool]) -> list[Row]:
    r = s.reports.c
    order = func.coalesce(func.nullif(r.published, ""), "9999")
    found = connection.execute(select(r.id, r.day, r.knot, r.compared, r.published).where(which).order_by(order, r.id))
    return [Row(key, day, knot, bool(compared), published) for key, day, knot, compared, published in found]


def all_reports(connection: Connection) -> list[str]:
    return list(connection.execute(select(s.reports.c.id)).scalars())


def put_knots(connection: Connection, knots: Mapping[str, str]) -> None:
    """Report → the first report of its group; from now on it is compared."""
    statement = update(s.reports).where(s.reports.c.id == bind("key")).values(knot=bind("group"), compared=True)
    rows = [{"key": report, "group": knot} for report, knot in knots.items()]
    if rows:
        connection.execute(statement, rows)


def reports_of_knots(connection: Connection, knots: Iterable[str]) -> dict[str, list[str]]:
    """Knot → its reports, by date."""
    r = s.reports.c
    order = func.coalesce(func.nullif(r.published, ""), "9999")
    found: dict[str, list[str]] = {}
    for some in portions(knots):
        for knot, report in connection.execute(select(r.knot, r.id).where(r.knot.in_(some)).order_by(order, r.id)):
            found.setdefault(knot, []).append(report)
    return found


def knots_of(connection: Connection, reports: Iterable[str]) -> dict[str, str]:
    r = s.reports.c
    found: dict[str, str] = {}
    for some in portions(reports):
        found.update(map(tuple, connection.execute(select(r.id, r.knot).where(r.id.in_(some), r.knot.is_not(None)))))
    return found


# ---------------------------------------------------------------- sketches


def sketches(connection: Connection, reports: Iterable[str]) -> dict[str, tuple[bytes, bytes, bytes]]:
    """Report → digest of its body, sampled shingles, strongest terms; see `copies.Sample` and `threads.packed`."""
    k = s.sketches.c
    found: dict[str, tuple[bytes, bytes, bytes]] = {}
    for some in portions(reports):
        rows = connection.execute(select(k.report, k.body, k.shingles, k.weights).where(k.report.in_(some)))
        found.update({report: (body, shingles, weights) for report, body, shingles, weights in rows})
    return found


def terms(connection: Connection, reports: Iterable[str]) -> dict[str, bytes]:
    """Report → the terms of its opening; see `term_rows.Terms`."""
    k = s.sketches.c
    found: dict[str, bytes] = {}
    for some in portions(reports):
        found.update(map(tuple, connection.execute(select(k.report, k.terms).where(k.report.in_(some)))))
    return found


def put_sketches(connection: Connection, fresh: Sequence[Sketch]) -> None:
    forget_sketches(connection, [one.report for one in fresh])
    rows = [
        {"report": one.report, "body": one.body, "shingles": one.shingles, "weights": b"", "terms": one.terms}
        for one in fresh
    ]
    if rows:
        connection.execute(insert(s.sketches), rows)


def put_weights(connection: Connection, weights: Mapping[str, bytes]) -> None:
    """Report → its strongest terms."""
    statement = update(s.sketches).where(s.sketches.c.report == bind("key")).values(weights=bind("now"))
    rows = [{"key": report, "now": data} for report, data in weights.items()]
    if rows:
        connection.execute(statement, rows)


def forget_sketches(connection: Connection, reports: Iterable[str]) -> None:
    for some in portions(reports):
        connection.execute(delete(s.sketches).where(s.sketches.c.report.in_(some)))


# ---------------------------------------------------------------- copies


def copies_of_cell(connection: Connection, cell: Cell) -> dict[tuple[str, str], bytes]:
    """(earlier, later) → the copy, as JSON: those that the cell's comparison found."""
    c = s.copies.c
    # Those without a day are of a catalogue that knew no cells.
    inside = or_(and_(c.day >= cell.first, c.day < cell.end), c.day.is_(None))
    rows = connection.execute(select(c.earlier, c.later, c.data).where(inside))
    return {(earlier, later): data for earlier, later, data in rows}


def put_copies(
    connection: Connection, copies: Iterable[Copy], days: Mapping[str, int | None], gone: Iterable[tuple[str, str]]
) -> None:
    """Put these copies in place of others.  days: of their reports; gone: (earlier, later) of those that are none any more."""
    c = s.copies.c
    pairs = [{"a": earlier, "b": later} for earlier, later in gone]
    if pairs:
        connection.execute(delete(s.copies).where(c.earlier == bind("a"), c.later == bind("b")), pairs)
    rows = [
        {
            "later": one.later,
            "earlier": one.earlier,
            "day": max(days.get(one.later) or 0, days.get(one.earlier) or 0),
            "data": encode(one),
        }
        for one in copies
    ]
    for some in portions(rows):
        connection.execute(insert(s.copies), some)


def let_go(connection: Connection, reports: Sequence[str]) -> set[str]:
    """Forget the copies of reports that came again, perhaps with another day; returns who was tied to them by a copy or a group."""
    c, r = s.copies.c, s.reports.c
    left: set[str] = set()
    for some in portions(reports):
        mine = or_(c.later.in_(some), c.earlier.in_(some))
        left |= {one for pair in connection.execute(select(c.earlier, c.later).where(mine)) for one in pair}
        left |= set(connection.execute(select(r.id).where(r.knot.in_(some))).scalars())
        connection.execute(delete(s.copies).where(mine))
    return left.difference(reports)


def copies_among(connection: Connection, reports: Sequence[str]) -> list[Copy]:
    """Copies between these reports, in a fixed order."""
    c = s.copies.c
    inside = set(reports)
    found: list[Copy] = []
    for some in portions(reports):
        rows = connection.execute(select(c.earlier, c.data).where(c.later.in_(some)).order_by(c.later, c.earlier))
        found += [_copy.decode(data) for earlier, data in rows if earlier in inside]
    return sorted(found, key=lambda one: (one.later, one.earlier))


# ---------------------------------------------------------------- ties


PERSON = -1  # in place of a cell: a person said that these are one story


def ties_of_cell(connection: Connection, first: int, end: int) -> set[tuple[str, str]]:
    t = s.ties.c
    return set(map(tuple, connection.execute(select(t.a, t.b).where(t.cell >= first, t.cell < end))))


def ties(connection: Connection) -> dict[int, set[tuple[str, str]]]:
    """First day of a cell → its groups' ties; not those by persons."""
    t = s.ties.c
    found: dict[int, set[tuple[str, str]]] = {}
    for cell, a, b in connection.execute(select(t.cell, t.a, t.b).where(t.cell >= 0)):
        found.setdefault(cell, set()).add((a, b))
    return found


def put_ties(connection: Connection, first: int, end: int, ties: Iterable[tuple[str, str]]) -> None:
    """In place of those that are there for these days."""
    t = s.ties.c
    connection.execute(delete(s.ties).where(t.cell >= first, t.cell < end))
    rows = [{"cell": first, "a": a, "b": b} for a, b in sorted(set(ties))]
    if rows:
        connection.execute(insert(s.ties), rows)


def threads(connection: Connection, knots: Iterable[str]) -> dict[str, str]:
    """Knot → the story that it belongs to (its first knot by id), for these knots and all that are tied to them."""
    t = s.ties.c
    found: dict[str, None] = dict.fromkeys(knots)
    edges: list[tuple[str, str]] = []
    frontier = list(found)
    while frontier:
        fresh: dict[str, None] = {}
        for some in portions(frontier):
            for side in (t.a, t.b):
                for a, b in connection.execute(select(t.a, t.b).where(side.in_(some))):
                    edges.append((a, b))
                    fresh.update({knot: None for knot in (a, b) if knot not in found})
        found.update(fresh)
        frontier = list(fresh)
    groups = Groups(found)
    for a, b in edges:
        groups.join(a, b)
    return {knot: min(members) for members in groups.sets() for knot in members}
