"""Stretches of time for pictures: days, weeks, months or years, as few as can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tellings.web import wording

MOST = 45


def unit_of(first: date, last: date) -> str:
    """The finest unit of which not too many lie between two days."""
    days = last.toordinal() - first.toordinal() + 1
    if days <= MOST:
        return "day"
    if days <= 7 * MOST:
        return "week"
    return "month" if days <= 30 * MOST else "year"


def start_of(unit: str, day: date) -> date:
    """The first day of the stretch that holds a day."""
    if unit == "week":
        return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def starts(unit: str, days: Sequence[date]) -> Iterator[date]:
    """The first day of every stretch from the first of these days, which are in order, to the last."""
    day, end = start_of(unit, days[0]), start_of(unit, days[-1])
    if unit == "year" and end.year - day.year > MOST:  # stray dates: an empty line would say nothing
        yield from sorted({start_of(unit, one) for one in days})
        return
    while day <= end:
        yield day
        day = _next(unit, day)


def _next(unit: str, day: date) -> date:
    if unit == "year":
        return day.replace(year=day.year + 1)
    if unit == "month":
        return (day + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=7 if unit == "week" else 1)


def words(unit: str, start: date) -> str:
    """A stretch by its first day."""
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return wording.month(start)
    return wording.day(start.isoformat(), year=unit == "week")
