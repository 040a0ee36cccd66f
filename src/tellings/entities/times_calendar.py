"""Spans of the calendar: days, weeks, weekends, months, quarters, halves, seasons, years, decades, centuries.

A `Period` has the TIMEX3 value, the granularity and the first and last day.  A date that does not exist ("31 February",
a year 0) raises ValueError.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
FINE = ("time", "day")


@dataclass(frozen=True)
class Period:
    """value: TIMEX3; start and end: first and last day, both included."""

    value: str
    granularity: str
    start: date
    end: date

    @property
    def order(self) -> tuple[date, date]:
        return self.start, self.end


def day(when: date) -> Period:
    return Period(when.isoformat(), "day", when, when)


def ymd(year: int, month: int, number: int) -> Period:
    return day(date(year, month, number))


def week(when: date) -> Period:
    """The ISO week that holds the day."""
    year, number, weekday = when.isocalendar()
    monday = when - timedelta(days=weekday - 1)
    return Period(f"{year:04d}-W{number:02d}", "week", monday, monday + timedelta(days=6))


def weekend(when: date) -> Period:
    """Saturday and Sunday of the day's ISO week."""
    whole = week(when)
    return Period(whole.value + "-WE", "weekend", whole.start + timedelta(days=5), whole.end)


def month(year: int, number: int) -> Period:
    last = calendar.monthrange(year, number)[1]
    return Period(f"{year:04d}-{number:02d}", "month", date(year, number, 1), date(year, number, last))


def quarter(year: int, number: int) -> Period:
    return replace(_months(year, 3 * number - 2, 3), value=f"{year:04d}-Q{number}", granularity="quarter")


def half(year: int, number: int) -> Period:
    return replace(_months(year, 6 * number - 5, 6), value=f"{year:04d}-H{number}", granularity="half")


def season(year: int, code: str, south: bool = False) -> Period:
    """Seasons by months, half a year apart in the two halves of the world; named by the year in which it begins."""
    first = (SEASONS[code] + 5) % 12 + 1 if south else SEASONS[code]
    return replace(_months(year, first, 3), value=f"{year:04d}-{code}", granularity="season")


def year(number: int) -> Period:
    return Period(f"{number:04d}", "year", date(number, 1, 1), date(number, 12, 31))


def decade(first: int) -> Period:
    return Period(f"{first // 10:03d}", "decade", date(max(first, 1), 1, 1), date(first + 9, 12, 31))


def century(number: int) -> Period:
    """The 20th century is 1901 to 2000, value 19."""
    return Period(f"{number - 1:02d}", "century", date(number * 100 - 99, 1, 1), date(number * 100, 12, 31))


def _months(year_: int, first: int, count: int) -> Period:
    start = date(year_, first, 1)
    total = year_ * 12 + first - 1 + count - 1
    last = month(total // 12, total % 12 + 1)
    return Period("", "", start, last.end)


def add_months(when: date, count: int) -> date:
    """The same day of another month, or that month's last."""
    total = when.year * 12 + when.month - 1 + count
    y, m = divmod(total, 12)
    return date(y, m + 1, min(when.day, calendar.monthrange(y, m + 1)[1]))


def shift(when: date, unit: str, count: int) -> date:
    """The day so many units away."""
    if abs(count) > 200_000:
        raise ValueError("too far")
    try:
        match unit:
            case "D" | "N":
                return when + timedelta(days=count)
            case "W" | "WE":
                return when + timedelta(weeks=count)
            case "F":
                return when + timedelta(weeks=2 * count)
            case "MO":
                return add_months(when, count)
            case "Q":
                return add_months(when, 3 * count)
            case "Y":
                return add_months(when, 12 * count)
            case "DE":
                return add_months(when, 120 * count)
            case "CE":
                return add_months(when, 1200 * count)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error
    raise ValueError(unit)


def unit_of(when: date, unit: str, south: bool = False) -> Period:
    """The day's own week, month, year …; a season of that year in its half of the world."""
    match unit:
        case "W":
            return week(when)
        case "WE":
            return weekend(when)
        case "MO":
            return month(when.year, when.month)
        case "Q":
            return quarter(when.year, (when.month + 2) // 3)
        case "Y":
            return year(when.year)
        case "DE":
            return decade(when.year // 10 * 10)
        case "CE":
            return century((when.year + 99) // 100)
        case "SP" | "SU" | "FA" | "WI":
            return season(when.year, unit, south)
    return day(when)


def season_at(when: date, code: str, step: int, south: bool = False) -> Period:
    """The season of that name before (-1), around (0) or after (1) the day."""
    seasons = [season(when.year + n, code, south) for n in (-2, -1, 0, 1, 2)]
    if step < 0:
        return [s for s in seasons if s.end < when][-1]
    if step > 0:
        return next(s for s in seasons if s.start > when)
    return min(seasons, key=lambda s: max((s.start - when).days, (when - s.end).days, 0))
