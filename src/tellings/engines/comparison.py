"""Comparing a corpus: only what is new and what it touches, piece by piece on an engine; the twin of `comparing.compare`.

Cells of the calendar with new readings are grouped again, what they may have copied and which earlier stories they go on
with is found out, and the stories that are not made of the same things as before are told anew.  All of it is one
transaction of the catalogue: whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection

from tellings.compare.calendar import CELL_REPORTS, Cell, cells
from tellings.compare.copies import Sample
from tellings.compare.judging import latest_word
from tellings.comparing import judged
from tellings.corpus import Corpus, held, judgement_log, pieces, queries, sqlite
from tellings.corpus.spool import Spool
from tellings.engines import comparing_tasks as tasks
from tellings.engines.cell_by_cell import CellByCell
from tellings.engines.choose import Engine
from tellings.engines.inprocess import InProcess
from tellings.engines.retelling import Retelling
from tellings.errors import TellingsError

WORTH_SHARING = 200  # new readings; for fewer it takes longer to start workers
AT_ONCE = 128  # reports whose terms are made in one piece of work
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
        Spool(corpus.folder, held.owners(connection)) as spool,
    ):
        few = engine is None or len(queries.not_compared(connection)) < WORTH_SHARING
        with nullcontext() if few else sqlite.roomy(connection):
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
    """One comparison.  touched: reports whose stories may be others; forced: those whose stories are told in any case.

    parted: those of which a person said with which others they are one story.  anew: everything is compared, since nothing
    is known of this method.  changed: reports with a reading that the last comparison did not see, and those of its samples
    that this one replaced.  left: those that were tied to a report that came again, and perhaps are no more.
    """

    def __init__(self, connection: Connection, spool: Spool, engine: Engine, say: Say) -> None:
        self.connection, self.spool, self.engine, self.say = connection, spool, engine, say
        self.human = tuple(latest_word(judgement_log.judgements(connection, by_persons=True)))
        self.anew = queries.get_meta(connection, "method") != method()
        self.touched: set[str] = set()
        self.forced: set[str] = set()
        self.parted: set[str] = set()
        self.left: set[str] = set()
        self.changed: dict[str, Sample | None] = {}

    def all(self) -> int:
        self.say("terms")
        self._sketch()
        plan = cells(pieces.day_counts(self.connection), CELL_REPORTS)
        self._judged()
        self.say("stories")
        dirty, fresh = self._dirty(plan)
        self._group(dirty, fresh)
        self.say("copies")
        self.spool.lay_out(self.touched)
        self.touched |= CellByCell(self.connection, self.spool, self.engine, self.human, self.changed).all(
            plan, dirty, fresh
        )
        self._by_persons()
        pieces.put_cells(self.connection, plan)
        return Retelling(self.connection, self.spool, self.engine, self.human, self.say).all(self.touched, self.forced)

    # ------------------------------------------------------------ reports

    def _sketch(self) -> None:
        """Make and keep what cells are grouped by, of every reading that is new."""
        wanted = (pieces.all_reports if self.anew else queries.not_compared)(self.connection)
        if not self.anew:
            was = pieces.sketches(self.connection, wanted)
            self.changed = {key: Sample.of(key, *was[key][:2]) if key in was else None for key in wanted}
            self.left = pieces.let_go(self.connection, [key for key in wanted if key in was])
            self.touched |= self.left
        work = (
            tasks.task(tasks.Records(records=tuple(some)))
            for records in self.spool.through(wanted)
            for some in pieces.portions(records, AT_ONCE)
        )
        for result in self.engine.map(tasks.sketch_reports, work):
            pieces.put_sketches(self.connection, tasks.sketched.decode(result))

    def _judged(self) -> None:
        """Reports of which something was judged since the last comparison."""
        last = int(queries.get_meta(self.connection, "judged") or 0)
        fresh = judgement_log.judgements_since(self.connection, last)
        self.forced = judgement_log.reports_judged(self.connection, [one for _, one in fresh])
        # What is said of mentions, types and names changes how a story is told, and not which reports are one story.
        self.parted = judgement_log.reports_judged(self.connection, [one for _, one in fresh if one.about == "report"])
        self.touched |= self.forced
        queries.set_meta(self.connection, "judged", str(max([last, *(number for number, _ in fresh)])))

    # ------------------------------------------------------------ cells

    def _dirty(self, plan: Sequence[Cell]) -> tuple[list[Cell], set[Cell]]:
        """Cells that are not as the last comparison had them, and those of these that it did not have at all."""
        before = set() if self.anew else pieces.cells(self.connection)
        days = pieces.new_days(self.connection) | queries.days_of(self.connection, self.parted | self.left)
        days |= pieces.take_left_days(self.connection)
        for gone in before - set(plan):
            pieces.put_ties(self.connection, gone.first, gone.first + 1, ())
        fresh = set(plan) - before
        dirty = [cell for cell in plan if cell in fresh or any(cell.holds(day) for day in days)]
        if self.anew:
            self.forced.update(pieces.all_reports(self.connection))
        return dirty, fresh

    def _group(self, dirty: Sequence[Cell], fresh: set[Cell]) -> None:
        rows: dict[Cell, list[pieces.Row]] = {}
        human = tuple(one for one in self.human if one.about == "report")

        def work() -> Iterable[bytes]:
            for cell in dirty:
                rows[cell] = pieces.of_cell(self.connection, cell)
                terms = pieces.terms(self.connection, [row.id for row in rows[cell]])
                own = tuple((row.id, row.published, terms[row.id]) for row in rows[cell])
                yield tasks.task(tasks.Cell(own=own, human=human))

        for cell, result in zip(dirty, self.engine.map(tasks.group_cell, work()), strict=True):
            found = tasks.grouped.decode(result)
            pieces.put_weights(self.connection, found.weights)
            own = rows.pop(cell)
            self._note_changes(cell in fresh, own, found.knots)
            new = [row.id for row in own if not row.known or row.knot != found.knots[row.id]]
            pieces.put_knots(self.connection, {report: found.knots[report] for report in new})

    def _note_changes(self, fresh: bool, rows: Sequence[pieces.Row], now: dict[str, str]) -> None:
        was: dict[str, set[str]] = {}
        groups: dict[str, set[str]] = {}
        for row in rows:
            if row.knot is not None:
                was.setdefault(row.knot, set()).add(row.id)
            groups.setdefault(now[row.id], set()).add(row.id)
        for row in rows:
            same = row.known and row.knot == now[row.id] and was[row.knot] == groups[row.knot]
            if fresh or not same:
                self.touched.add(row.id)
            if not row.known:
                self.forced.add(row.id)

    # ------------------------------------------------------------ persons

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
