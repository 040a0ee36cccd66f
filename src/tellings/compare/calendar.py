"""Cells of the calendar: stretches of days that hold few enough reports to be compared at once.

The calendar is halved again and again until a cell holds at most `CELL_REPORTS` reports or is one day.  So the cells
depend on nothing but how many reports each day has, and a new report changes the cell of its own day only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tellings.model import Reading, Report

CELL_REPORTS = 600
HORIZON = 10  # days before a cell that its reports are held against
_WHOLE = 1 << 22  # days; the calendar of ISO dates ends before


@dataclass(frozen=True, order=True)
class Cell:
    """Days from `first` up to, but without, `end`, as ordinals; undated reports are in the cell with first 0.

    whole: the only cell, which holds all reports, dated or not.
    """

    first: int
    end: int
    whole: bool = False

    def holds(self, day: int | None) -> bool:
        return self.whole or self.first <= (day or 0) < self.end

    @property
    def undated(self) -> bool:
        return self.end == 1

    def sees(self, day: int | None) -> bool:
        """Whether a report of this day is in the days before the cell that its reports are held against."""
        return not self.whole and not self.undated and bool(day) and self.first - HORIZON <= day < self.first


def cells(counts: Mapping[int | None, int], most: int = CELL_REPORTS) -> list[Cell]:
    """The cells of a corpus, in order, the undated ones last.  counts: day (ordinal; None unknown) → reports."""
    if sum(counts.values()) <= most:
        return [Cell(0, _WHOLE, whole=True)]
    days = sorted((day, n) for day, n in counts.items() if day)
    found: list[Cell] = []
    parts = [(0, _WHOLE, days)] if days else []
    while parts:
        first, end, inside = parts.pop()
        if sum(n for _, n in inside) <= most or end - first == 1:
            found.append(Cell(first, end))
            continue
        middle = (first + end) // 2
        halves = (
            (middle, end, [d for d in inside if d[0] >= middle]),
            (first, middle, [d for d in inside if d[0] < middle]),
        )
        parts += [half for half in halves if half[2]]
    undated = [Cell(0, 1)] if counts.get(None) or counts.get(0) else []
    return [cell if cell.first else Cell(1, cell.end) for cell in sorted(found)] + undated


def day_in_calendar(report: Report, reading: Reading) -> int | None:
    """The day (ordinal) by which a report has its place: of its publication, else the latest day that its text names in full."""
    day = _ordinal(report.published.value)
    if day is not None:
        return day
    named = [_ordinal(w.start) for w in reading.times if w.basis == "absolute" and w.granularity == "day"]
    return max((d for d in named if d is not None), default=None)


def _ordinal(value: str | None) -> int | None:
    try:
        return date.fromisoformat((value or "")[:10]).toordinal()
    except ValueError:
        return None
