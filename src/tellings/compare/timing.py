"""Times as days: ranges, their distance, and what a report tells as long over."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

from tellings.model import Mention, When

BACKGROUND_DAYS = 45  # what lies this long before its report is told as background
_YEAR = re.compile(r"\d{4}")


def past_when(when: When | None, status: str, published: date | None, said: bool = False) -> When | None:
    """What has happened lies before its report: "in November" of a report of May is last November, else the time is open.

    said: of words.  What they ask or promise may lie ahead; when they were said, the time does not tell.
    """
    days = day_range(when)
    if when is None or days is None or published is None or status not in ("actual", "historical"):
        return when
    if (days[0] - published).days <= 1:  # a day later may be the time zone's
        return when
    yearless = not _YEAR.search(when.expression)
    if yearless and not said and (days[1] - days[0]).days < 93 and (days[0] - published).days < 366:
        start, end = (_year_before(d) for d in days)
        return replace(when, start=start.isoformat(), end=end.isoformat(), basis="past")
    return replace(when, start=None, end=None, missing="past")


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def in_sentence(when: When | None, mention: Mention) -> bool:
    return bool(when and when.span and mention.sentence.start <= when.span.start < mention.sentence.end)


def day_of(value: str | None) -> date | None:
    """The day of an ISO date or date-time; None if it is not one."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def day_range(when: When | None) -> tuple[date, date] | None:
    """First and last day of a time; None if unresolved."""
    if when is None or not when.start:
        return None
    start, end = day_of(when.start), day_of(when.end or when.start)
    return (start, end or start) if start else None


def one_hour(a: str, b: str) -> bool:
    """Whether two expressions for a time of one day may be of one hour: "Monday evening" and "Monday night"."""
    x, y = _hours(a), _hours(b)
    return not (x and y) or any(x[0] < y[1] + turn and y[0] + turn < x[1] for turn in (-24, 0, 24))


@cache
def _hours(expression: str) -> tuple[int, int] | None:
    said = [h for word, h in day_parts()["hours"].items() if re.search(rf"\b{word}\b", expression.lower())]
    return min(said, key=lambda h: h[1] - h[0]) if said else None


@cache
def day_parts() -> dict:
    return tomllib.loads(files("tellings.compare").joinpath("data/day_parts.toml").read_text("utf-8"))


def apart_days(a: tuple[date, date], b: tuple[date, date]) -> int:
    """Days between two ranges; 0 if they touch or overlap."""
    gap = max(a[0], b[0]) - min(a[1], b[1])
    return max(0, gap.days)


def widen(days: tuple[date, date], by: int) -> tuple[date, date]:
    """A range with `by` days more on both sides, within the calendar."""
    return (
        days[0] - timedelta(days=min(by, (days[0] - date.min).days)),
        days[1] + timedelta(days=min(by, (date.max - days[1]).days)),
    )
