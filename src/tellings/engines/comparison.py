"""Comparing a corpus: only what is new and what it touches, piece by piece on an engine; the twin of `comparing.compare`.

Cells of the calendar with new readings are grouped again, what they may have copied and which earlier stories they go on
with is found out, and the stories that are not made of the same things as before are told anew.  All of it is one
transaction of the catalogue: whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection

from tellings.compare.calendar import CELL_REPORTS, HORIZON, Cell, cells
from tellings.compare.copies import Sample, may_share
from tellings.compare.judging import latest_word
from tellings.compare.threads import Placed, ties, unpacked
from tellings.comparing import judged
from tellings.corpus import Corpus, pieces, queries
from tellings.corpus.spool import Spool
from tellings.engines import comparing_tasks as tasks
from tellings.engines.choose import Engine
from tellings.engines.inprocess import InProcess
from tellings.engines.retelling import Retelling
from tellings.errors import TellingsError
from tellings.model import Judgement

WORTH_SHARING = 200  # new readings; for fewer it takes longer to start workers
Say = Callable[[str], None]


def renew(corpus: Corpus, engine: Engine | None = None, say: Say = lambda step: None) -> int:
    """Bring the comparison up to date with readings and judgements; returns how many stories were told anew.

    corpus: open to write.  engine: where to work; in this process if none is given.
    """
    if not corpus.needs_comparing() and not _other_method(corpus):
        return 0
    with (
        corpus.database.told(),
        corpus.engine.begin() as connection,
        Spool(corpus.folder, queries.owners(connection)) as spool,
    ):
        few = engine is None or len(queries.not_compared(connection)) < WORTH_SHARING
        told = _Renewal(connection, spool, InProcess(_no_pipeline) if few else engine, say).all()
        queries.set_meta(connection, "compared", queries.state(connection))
        queries.set_meta(connection, "method", method())
        return told


def _no_pipeline():
    raise TellingsError("no-pipeline", "comparing reads nothing")


def _other_method(corpus: Corpus) -> bool:
    with corpus.engine.connect() as connection:
        known = queries.get_meta(connection, "method")
    return known is not None and known != method()


@cache
def method() -> str:
    """Changes with everything that a comparison hangs on but the readings: its code and its data."""
    found = hashlib.sha256()
    room = files("tellings")
    folders = [room.joinpath("compare"), room.joinpath("compare").joinpath("data")]
    sources = [one for folder in folders for one in folder.iterdir() if one.is_file()]
    sources += [room.joinpath(name) for name in ("comparing.py", "names.py", "model.py")]
    for one in sorted(sources, key=lambda one: one.name):
        found.update(one.name.encode() + b"\0" + one.read_bytes())
    return found.hexdigest()[:16]


class _Renewal:
    """One comparison.  touched: reports whose stories may be others; restless: days whose groups later cells must see again."""

    def __init__(self, connection: Connection, spool: Spool, engine: Engine, say: Say) -> None:
        self.connection, self.spool, self.engine, self.say = connection, spool, engine, say
        self.human = tuple(latest_word(queries.judgements(connection, by_persons=True)))
        self.touched: set[str] = set()
        self.forced: set[str] = set()
        self.restless: list[tuple[int, int]] = []

    def all(self) -> int:
        plan = cells(pieces.day_counts(self.connection), CELL_REPORTS)
        self._judged()
        dirty = self._dirty(plan)
        self._group(dirty)
        self._copies([cell for cell in plan if cell in dirty or self._sees(cell, dirty)])
        self._thread(plan, dirty)
        self._by_persons()
        pieces.put_cells(self.connection, plan)
        return Retelling(self.connection, self.spool, self.engine, self.human, self.say).all(self.touched, self.forced)

    def _judged(self) -> None:
        """Reports of which something was judged since the last comparison."""
        last = int(queries.get_meta(self.connection, "judged") or 0)
        fresh = queries.judgements_since(self.connection, last)
        self.forced = queries.reports_judged(self.connection, [one for _, one in fresh])
        self.touched |= self.forced
        queries.set_meta(self.connection, "judged", str(max([last, *(number for number, _ in fresh)])))

    def _dirty(self, plan: Sequence[Cell]) -> list[Cell]:
        """Cells that are not as the last comparison had them."""
        known = queries.get_meta(self.connection, "method") == method()
        before = pieces.cells(self.connection) if known else set()
        days = pieces.new_days(self.connection) | queries.days_of(self.connection, self.forced)
        for gone in before - set(plan):
            pieces.put_ties(self.connection, gone.first, gone.first + 1, ())
        dirty = [cell for cell in plan if cell not in before or any(cell.holds(day) for day in days)]
        self.fresh = {cell for cell in dirty if cell not in before}
        if not known:
            self.forced |= {row.id for cell in plan for row in pieces.of_cell(self.connection, cell)}
        return dirty

    def _sees(self, cell: Cell, others: Iterable[Cell]) -> bool:
        return (
            not cell.whole
            and not cell.undated
            and any(
                other.first < cell.first and other.end > cell.first - HORIZON for other in others if not other.undated
            )
        )

    # ------------------------------------------------------------ cells

    def _group(self, dirty: Sequence[Cell]) -> None:
        self.say("stories")
        rows = {cell: pieces.of_cell(self.connection, cell) for cell in dirty}
        self.spool.lay_out(row.id for some in rows.values() for row in some)
        work = (
            tasks.task(
                tasks.Cell(own=tuple(self.spool.records([row.id for row in rows[cell]])), human=self._of_reports())
            )
            for cell in dirty
        )
        for cell, result in zip(dirty, self.engine.map(tasks.group_cell, work), strict=True):
            found = tasks.grouped.decode(result)
            sketches = zip(found.bodies, found.shingles, found.weights, strict=True)
            pieces.put_sketches(
                self.connection, {r: pieces.Sketch(*one) for r, one in zip(found.reports, sketches, strict=True)}
            )
            now = dict(zip(found.reports, found.knots, strict=True))
            self._note_changes(cell, rows[cell], now)
            pieces.put_knots(self.connection, now)
            self.restless.append((cell.first, cell.end))

    def _of_reports(self) -> tuple[Judgement, ...]:
        return tuple(one for one in self.human if one.about == "report")

    def _note_changes(self, cell: Cell, rows: Sequence[pieces.Row], now: dict[str, str]) -> None:
        was: dict[str, set[str]] = {}
        groups: dict[str, set[str]] = {}
        for row in rows:
            if row.knot is not None:
                was.setdefault(row.knot, set()).add(row.id)
            groups.setdefault(now[row.id], set()).add(row.id)
        for row in rows:
            same = (
                row.knot is not None and row.known and was[row.knot] == groups[now[row.id]] and row.knot == now[row.id]
            )
            if cell in self.fresh or not same:
                self.touched.add(row.id)
            if not row.known:
                self.forced.add(row.id)

    def _copies(self, wanted: Sequence[Cell]) -> None:
        self.say("copies")
        days: dict[Cell, dict[str, int | None]] = {}

        def work() -> Iterator[bytes]:
            for cell in wanted:
                own, before = pieces.of_cell(self.connection, cell), pieces.before(self.connection, cell)
                near = set(may_share(self._samples(own), self._samples(before))) if before else set()
                beside = [row for row in before if row.id in near]
                days[cell] = {row.id: row.day for row in (*own, *beside)}
                records = [tuple(self.spool.records([row.id for row in some])) for some in (own, beside)]
                yield tasks.task(tasks.Cell(own=records[0], before=records[1]))

        for cell, result in zip(wanted, self.engine.map(tasks.copy_cell, work()), strict=True):
            was = pieces.copies_of_cell(self.connection, cell)
            pieces.put_copies(self.connection, cell, tasks.copied.decode(result), days.pop(cell))
            now = pieces.copies_of_cell(self.connection, cell)
            for pair in was.keys() | now.keys():
                if was.get(pair) != now.get(pair):
                    self.touched.update(pair)

    def _samples(self, rows: Sequence[pieces.Row]) -> list[Sample]:
        found = pieces.sketches(self.connection, [row.id for row in rows])
        return [Sample.of(row.id, found[row.id].body, found[row.id].shingles) for row in rows if row.id in found]

    # ------------------------------------------------------------ from cell to cell

    def _thread(self, plan: Sequence[Cell], dirty: Sequence[Cell]) -> None:
        fresh = set(dirty)
        for cell in plan:
            if cell.whole or cell.undated:
                pieces.put_ties(self.connection, cell.first, cell.end, ())
            elif cell in fresh or any(a < cell.first and b > cell.first - HORIZON for a, b in self.restless):
                was = pieces.ties_of_cell(self.connection, cell.first, cell.end)
                now = self._ties(cell)
                if was != now:
                    pieces.put_ties(self.connection, cell.first, cell.end, now)
                    self._unsettle({knot for pair in was ^ now for knot in pair}, cell)

    def _ties(self, cell: Cell) -> set[tuple[str, str]]:
        before, own = pieces.before(self.connection, cell), pieces.of_cell(self.connection, cell)
        if not before:
            return set()
        story = pieces.threads(self.connection, {row.knot for row in (*before, *own) if row.knot}, until=cell.first)
        places = [self._placed(rows, story) for rows in (before, own)]
        return set(ties(*places, judged(self.human, "same"), judged(self.human, "different")))

    def _placed(self, rows: Sequence[pieces.Row], story: dict[str, str]) -> list[Placed]:
        found = pieces.sketches(self.connection, [row.id for row in rows])
        return [
            Placed(row.id, row.day, unpacked(found[row.id].weights), story[row.knot])
            for row in rows
            if row.knot and row.id in found
        ]

    def _unsettle(self, knots: set[str], cell: Cell) -> None:
        """Everything that hangs together with these groups, before and now, is looked at again."""
        whole = pieces.threads(self.connection, knots)
        members = pieces.reports_of_knots(self.connection, whole)
        reports = [report for some in members.values() for report in some]
        self.touched.update(reports)
        later = [day for day in queries.days_of(self.connection, reports) if day and day >= cell.first - HORIZON]
        self.restless += [(day, day + 1) for day in later]

    def _by_persons(self) -> None:
        """Reports that a person holds for one story, however far apart."""
        pairs = judged(self.human, "same")
        knots = pieces.knots_of(self.connection, {report for pair in pairs for report in pair})
        now = {(knots[a], knots[b]) for a, b in pairs if a in knots and b in knots and knots[a] != knots[b]}
        was = pieces.ties_of_cell(self.connection, pieces.PERSON, 0)
        if was != now:
            pieces.put_ties(self.connection, pieces.PERSON, 0, now)
            changed = {knot for pair in was ^ now for knot in pair}
            for reports in pieces.reports_of_knots(self.connection, changed).values():
                self.touched.update(reports)
