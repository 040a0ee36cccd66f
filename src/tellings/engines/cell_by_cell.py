"""From one cell of the calendar to the next: who may have copied from whom, and which stories go on.

Cells are gone through by date, each with the reports of the days before it.  Copies are looked for by the engine, only
among reports that changed or whose kin did; ties are found meanwhile in this process.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from tellings.compare.calendar import HORIZON, Cell
from tellings.compare.copies import Sample, kin, may_share
from tellings.compare.threads import Placed, ties
from tellings.compare.union import Groups
from tellings.comparing import judged
from tellings.corpus import pieces, queries
from tellings.corpus.spool import Spool
from tellings.engines import comparing_tasks as tasks
from tellings.engines.choose import Engine
from tellings.model import Copy, Judgement

REPORTS_AT_ONCE = 100  # whose copies are looked for in one piece of work


@dataclass(frozen=True, eq=False)
class _Block:
    """The reports of a cell by date, with what is kept of each."""

    rows: Sequence[pieces.Row]
    samples: Mapping[str, Sample]
    weights: Mapping[str, bytes]


@dataclass(eq=False)
class _Search:
    """Copies that are being looked for in a cell.

    was: those (earlier, later) that may be none any more, as JSON; out: pieces of work without a result yet; asked: there are no more.
    """

    was: dict[tuple[str, str], bytes]
    days: dict[str, int | None]
    out: int = 0
    asked: bool = False
    found: list[Copy] = field(default_factory=list)


class CellByCell:
    """changed: reports that the last comparison did not know as they are, each with its sample of then, if it had one."""

    def __init__(
        self,
        connection: Connection,
        spool: Spool,
        engine: Engine,
        human: Sequence[Judgement],
        changed: Mapping[str, Sample | None],
    ) -> None:
        self.connection, self.spool, self.engine, self.changed = connection, spool, engine, changed
        self.same, self.different = judged(human, "same"), judged(human, "different")
        self.touched: set[str] = set()
        self._blocks: dict[Cell, _Block] = {}

    def all(self, plan: Sequence[Cell], dirty: Sequence[Cell], fresh: set[Cell]) -> set[str]:
        """Returns reports whose stories may be others than before.

        plan: all cells; dirty: those that were grouped again; fresh: those of them that the last comparison did not have.
        """
        self.threads = _Threads(pieces.ties(self.connection), everything=len(fresh) == len(plan))
        self.threads.unrest((cell.first, cell.end) for cell in dirty)
        searches: deque[_Search] = deque()

        def asked(search: _Search, families: Sequence[list[str]], own: set[str]) -> Iterator[bytes]:
            for piece in self._families(families, own):
                search.out += 1
                searches.append(search)
                yield piece
            search.asked = True
            self._end(search)

        def work() -> Iterator[bytes]:
            grouped = set(dirty)
            later: list[tuple[_Search, list[list[str]], set[str]]] = []
            for cell, before in _with_those_before(plan):
                again = cell in fresh or any(one in fresh for one in before)
                if again or cell in grouped or any(one in grouped for one in before):
                    search, families = self._search(cell, before, again)
                    own = {row.id for row in self._block(cell).rows}
                    if again:
                        yield from asked(search, families, own)
                    else:
                        later.append((search, families, own))
                self._thread(cell, before)
                self._blocks = {one: block for one, block in self._blocks.items() if one in (*before, cell)}
            # Few reports of many cells: each shard is read once for all of them.
            self.spool.lay_out(report for _, families, _ in later for family in families for report in family)
            for search, families, own in later:
                yield from asked(search, families, own)

        for result in self.engine.map(tasks.find_copies, work()):
            search = searches.popleft()
            search.found += tasks.copied.decode(result)
            search.out -= 1
            self._end(search)
        return self.touched

    def _block(self, cell: Cell) -> _Block:
        if cell not in self._blocks:
            rows = pieces.of_cell(self.connection, cell)
            kept = pieces.sketches(self.connection, [row.id for row in rows])
            self._blocks[cell] = _Block(
                rows,
                {key: Sample.of(key, body, shingles) for key, (body, shingles, _) in kept.items()},
                {key: weights for key, (_, _, weights) in kept.items()},
            )
        return self._blocks[cell]

    def _before(self, cell: Cell, before: Sequence[Cell]) -> Iterator[tuple[pieces.Row, _Block]]:
        """Reports of the days before a cell that its own are held against, by date."""
        for one in before:
            block = self._block(one)
            yield from ((row, block) for row in block.rows if cell.sees(row.day))

    # ------------------------------------------------------------ copies

    def _search(self, cell: Cell, before: Sequence[Cell], again: bool) -> tuple[_Search, list[list[str]]]:
        """Families of kin that are not as they were; again: nothing is known of before."""
        block = self._block(cell)
        own = [block.samples[row.id] for row in block.rows]
        if not again and not any(row.id in self.changed for row in block.rows):
            fresh = [b.samples[row.id] for row, b in self._before(cell, before) if row.id in self.changed]
            gone = [was for one in fresh if (was := self.changed[one.report]) is not None]
            if not may_share(own, [*fresh, *gone]):
                return _Search({}, {}), []
        earlier = [b.samples[row.id] for row, b in self._before(cell, before)]
        now = kin(own, earlier)
        was = pieces.copies_of_cell(self.connection, cell)
        if not again:
            known = {frozenset(family) for family in kin(self._known(own), self._known(earlier))}
            present = {frozenset(family) for family in now}
            now = [some for some in now if frozenset(some) not in known or not self.changed.keys().isdisjoint(some)]
            gone = {report for family in known - present for report in family}
            gone |= {report for family in now for report in family}
            was = {pair: data for pair, data in was.items() if not gone.isdisjoint(pair)}
        days = {row.id: row.day for row in block.rows} | {row.id: row.day for row, _ in self._before(cell, before)}
        return _Search(was, {report: days[report] for family in now for report in family}), now

    def _known(self, samples: Sequence[Sample]) -> list[Sample]:
        """As the last comparison had them."""
        then = [self.changed.get(one.report, one) for one in samples]
        return [one for one in then if one is not None]

    def _families(self, families: Sequence[list[str]], own: set[str]) -> Iterator[bytes]:
        some: list[list[str]] = []
        for family in families:
            some.append(family)
            if sum(map(len, some)) >= REPORTS_AT_ONCE:
                yield self._piece(some, own)
                some = []
        if some:
            yield self._piece(some, own)

    def _piece(self, families: Sequence[list[str]], own: set[str]) -> bytes:
        return tasks.task(
            tasks.Kin(
                families=tuple(tuple(self.spool.records(family)) for family in families),
                own=tuple(report for family in families for report in family if report in own),
            )
        )

    def _end(self, search: _Search) -> None:
        if search.out or not search.asked:
            return
        now = {(one.earlier, one.later): one for one in search.found}
        pieces.put_copies(self.connection, now.values(), search.days, search.was)
        for pair in search.was.keys() | now.keys():
            if pair not in search.was or pair not in now or search.was[pair] != pieces.encode(now[pair]):
                self.touched.update(pair)

    # ------------------------------------------------------------ ties

    def _thread(self, cell: Cell, before: Sequence[Cell]) -> None:
        if cell.whole or cell.undated:
            pieces.put_ties(self.connection, cell.first, cell.end, ())
            return
        self.threads.reach(cell.first)
        if not self.threads.restless(cell):
            return
        was, now = self.threads.of_cell(cell), self._ties(cell, before)
        if was != now:
            pieces.put_ties(self.connection, cell.first, cell.end, now)
            self.threads.put(cell, now)
            if not self.threads.everything:
                self._unsettle({knot for pair in was ^ now for knot in pair}, cell)

    def _ties(self, cell: Cell, before: Sequence[Cell]) -> set[tuple[str, str]]:
        block = self._block(cell)
        recent = [
            (row.id, row.day, self.threads.story(row.knot or row.id), b.weights[row.id])
            for row, b in self._before(cell, before)
        ]
        if not recent:
            return set()
        own = [(row.id, row.day, row.knot or row.id, block.weights[row.id]) for row in block.rows]
        return set(ties(Placed.of(recent), Placed.of(own), self.same, self.different))

    def _unsettle(self, knots: set[str], cell: Cell) -> None:
        """Everything that hangs together with these groups, before and now, is looked at again."""
        whole = pieces.threads(self.connection, knots)
        reports = [report for some in pieces.reports_of_knots(self.connection, whole).values() for report in some]
        self.touched.update(reports)
        later = [day for day in queries.days_of(self.connection, reports) if day and day >= cell.first - HORIZON]
        self.threads.unrest((day, day + 1) for day in later)


def _with_those_before(plan: Sequence[Cell]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each cell with those that hold days before it which its reports are held against."""
    recent: list[Cell] = []
    for cell in plan:
        if cell.whole or cell.undated:
            yield cell, []
            continue
        recent = [one for one in recent if one.end > cell.first - HORIZON]
        yield cell, list(recent)
        recent.append(cell)


class _Threads:
    """Stories as the cells gone through so far have tied them, and the days whose groups later cells must see again.

    everything: every story is told in any case.
    """

    def __init__(self, known: dict[int, set[tuple[str, str]]], everything: bool) -> None:
        self.everything = everything
        self._known = known
        self._order = sorted(known)
        self._at = 0
        self._groups: Groups[str] = Groups()
        self._first: dict[str, str] = {}
        self._unrest: list[tuple[int, int]] = []
        self._until = -1

    def unrest(self, days: Iterable[tuple[int, int]]) -> None:
        """Groups of these days (first, end) are not as later cells knew them."""
        for some in days:
            heapq.heappush(self._unrest, some)

    def reach(self, day: int) -> None:
        """From now on stories are as all ties of cells before this day make them."""
        while self._at < len(self._order) and self._order[self._at] < day:
            self._join(self._known[self._order[self._at]])
            self._at += 1
        while self._unrest and self._unrest[0][0] < day:
            self._until = max(self._until, heapq.heappop(self._unrest)[1])

    def restless(self, cell: Cell) -> bool:
        """Its own groups or those of the days before it changed."""
        return self._until > cell.first - HORIZON or bool(self._unrest and self._unrest[0][0] < cell.end)

    def of_cell(self, cell: Cell) -> set[tuple[str, str]]:
        return self._known.get(cell.first, set())

    def put(self, cell: Cell, ties: set[tuple[str, str]]) -> None:
        if cell.first not in self._known:
            self._order.insert(self._at, cell.first)
        self._known[cell.first] = ties

    def _join(self, ties: Iterable[tuple[str, str]]) -> None:
        for a, b in sorted(ties):
            self._groups.add((a, b))
            least = min(self.story(a), self.story(b))
            self._groups.join(a, b)
            self._first[self._groups.find(a)] = least

    def story(self, knot: str) -> str:
        """The story of a group: its first group by id."""
        if not self._groups.holds(knot):
            return knot
        root = self._groups.find(knot)
        return self._first.get(root, knot)
