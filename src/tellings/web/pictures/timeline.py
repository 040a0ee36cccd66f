"""When it was: the events of a story day by day, one square an event, coloured by whether its tellings agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tellings.web import wording
from tellings.web.event_row import Row, headline
from tellings.web.pictures import stretches

WIDTH, LEFT, RIGHT, BASE = 640, 8, 8, 26
MOST_SQUARES = 400  # more events are drawn as bars
TALLEST = 150
FEWEST = 5  # events: less than that is read quicker than it is seen
EXACT = 7  # days: a longer time has no place on a line of days
ORDER = ("differ", "compatible", "agree", "one")


@dataclass(frozen=True)
class Square:
    """One event; or, in a bar, all of one verdict."""

    x: float
    y: float
    width: float
    height: float
    verdict: str
    words: str
    event: str = ""


@dataclass(frozen=True)
class Bin:
    """A stretch of days.  counts: verdict -> events, in the order of ORDER."""

    start: date
    words: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Tick:
    x: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Timeline:
    """A picture of dated events.  unit: day, week, month or year; undated: events that are not in it, having no exact day."""

    unit: str
    bins: tuple[Bin, ...]
    squares: tuple[Square, ...]
    ticks: tuple[Tick, ...]
    height: int
    undated: int
    base: float
    width: int = WIDTH

    @property
    def verdicts(self) -> tuple[str, ...]:
        return tuple(v for v in ORDER if any(one.counts.get(v) for one in self.bins))

    @property
    def words(self) -> str:
        """What it shows, for who cannot see it."""
        total = sum(one.total for one in self.bins)
        most = max(self.bins, key=lambda one: one.total)
        told = f"{wording.many(total, 'event')} by {self.unit}, from {self.bins[0].words} to {self.bins[-1].words}; most on {most.words}: {most.total}"
        return told.replace(" on ", " in ") if self.unit in ("month", "year") else told


def timeline(rows: Sequence[Row]) -> Timeline | None:
    """The picture of these events; None if too few have a day, or all have the same."""
    dated = [(day, row) for row in rows if (day := _day(row)) is not None]
    days = sorted({day for day, _ in dated})
    if len(days) < 2 or len(dated) < FEWEST:
        return None
    unit = stretches.unit_of(days[0], days[-1])
    starts = list(stretches.starts(unit, days))
    held: dict[date, list[Row]] = {start: [] for start in starts}
    for day, row in dated:
        held[stretches.start_of(unit, day)].append(row)
    bins = tuple(
        Bin(
            start,
            stretches.words(unit, start),
            {v: n for v in ORDER if (n := sum(row.verdict == v for row in held[start]))},
        )
        for start in starts
    )
    most = max(one.total for one in bins)
    wide = (WIDTH - LEFT - RIGHT) / len(bins)
    single = len(dated) <= MOST_SQUARES
    step = min(14.0, TALLEST / most) if single else TALLEST / most
    base = round(most * step + 6, 1)
    squares = []
    for number, one in enumerate(bins):
        at = LEFT + number * wide
        if single:
            squares += _squares(held[one.start], at, wide, step, base)
        else:
            squares += _bars(one, at, wide, step, base)
    return Timeline(
        unit=unit,
        bins=bins,
        squares=tuple(squares),
        ticks=tuple(_ticks(bins, wide)),
        height=int(base) + BASE,
        undated=len(rows) - len(dated),
        base=base,
    )


def _day(row: Row) -> date | None:
    """The event's day; None for a month or a year, which no day stands for."""
    when = row.event.when
    start = wording.as_date(when.start) if when else None
    end = wording.as_date(when.end) if when and when.end else start
    return start if start and end and end.toordinal() - start.toordinal() <= EXACT else None


def _squares(rows: Sequence[Row], at: float, wide: float, step: float, base: float) -> list[Square]:
    """A column, those on which tellings differ at its foot."""
    side = max(step - 2, 1.0)
    ordered = sorted(rows, key=lambda row: ORDER.index(row.verdict))
    return [
        Square(
            x=round(at + (wide - min(side, wide - 1)) / 2, 1),
            y=round(base - (number + 1) * step, 1),
            width=round(min(side, max(wide - 1, 1)), 1),
            height=round(side, 1),
            verdict=row.verdict,
            words=headline(row),
            event=row.event.id,
        )
        for number, row in enumerate(ordered)
    ]


def _bars(one: Bin, at: float, wide: float, step: float, base: float) -> list[Square]:
    found, below = [], 0
    for verdict, count in one.counts.items():
        tall = count * step
        top = base - below * step - tall
        words = f"{one.words}: {count} {'one telling' if verdict == 'one' else verdict}"
        found.append(
            Square(round(at + 0.5, 1), round(top, 1), round(max(wide - 1, 1), 1), round(tall, 1), verdict, words)
        )
        below += count
    return found


def _ticks(bins: Sequence[Bin], wide: float) -> list[Tick]:
    """As many labels as fit, the first and the last among them."""
    every = max(1, -(-len(bins) * 92 // (WIDTH - LEFT - RIGHT)))
    last = len(bins) - 1
    chosen = [n for n in range(0, len(bins), every) if n == 0 or last - n >= every]
    ticks = []
    for number in [*chosen, *([last] if last else [])]:
        x = LEFT + (number + 0.5) * wide
        anchor = "start" if number == 0 and wide < 92 else "end" if number == last and wide < 92 else "middle"
        edge = LEFT if anchor == "start" else WIDTH - RIGHT if anchor == "end" else x
        ticks.append(Tick(round(edge, 1), bins[number].words, anchor))
    return ticks
