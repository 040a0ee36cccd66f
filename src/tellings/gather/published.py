"""When a report was published: metadata, then the url, then the text; implausible dates are told and not used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

EARLIEST = 1600
AHEAD = timedelta(days=370)

_MONTHS = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_MONTH}\s{{0,3}}{_DAY},?\s{{1,3}}{_YEAR}\b",
        rf"\b{_DAY}(?:\s{{1,3}}of)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}{_YEAR}\b",
        rf"\b{_YEAR}[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}})\b",
        rf"\b{_YEAR},?\s{{1,3}}{_MONTH}\s{{1,3}}{_DAY}\b",
        r"\b(?P<a>\d{1,2})[-./](?P<b>\d{1,2})[-./](?P<year>\d{4})\b",
    )
)
_NO_YEAR = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_MONTH}\s{{0,3}}{_DAY}\b(?!\s?,?\s?\d{{4}})",
        rf"\b{_DAY}\s{{1,3}}{_MONTH}(?!\w)(?!\s?,?\s?\d{{4}})",
    )
)
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})[/_-](?P<month>\d{1,2}|[a-z]{3})[/_-](?P<day>\d{1,2})(?!\d)", re.IGNORECASE
)
_URL_DIGITS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d{2})[/_-]?(?P<month>0?[1-9]|1[0-2]|[a-z]{3})(?=/|$)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?")


@dataclass(frozen=True, slots=True)
class DayFound:
    """A calendar day in a string: ISO date or None if impossible or ambiguous (`problem` says so), and where it stands."""

    value: str | None
    start: int
    end: int
    problem: str = ""


def find_day(text: str, *, limit: int = 400) -> DayFound | None:
    """The first absolute date, with year, in the first `limit` characters."""
    text = text[:limit]
    found = [match for form in _FORMS if (match := form.search(text))]
    if not found:
        return None
    match = min(found, key=lambda m: m.start())
    parts = match.groupdict()
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        if first > 12 and second <= 12:
            day, month = first, second
        elif (second > 12 and first <= 12) or first == second:
            day, month = second, first
        else:
            return DayFound(None, match.start(), match.end(), f"ambiguous-date: {match.group()!r} can be read two ways")
    else:
        day, month = int(parts["day"]), _month(parts["month"])
    value = _iso(int(parts["year"]), month, day)
    problem = "" if value else f"implausible-date: there is no day {match.group()!r}"
    return DayFound(value, match.start(), match.end(), problem)


def find_day_without_year(text: str, *, limit: int = 200) -> tuple[int, int, int, int] | None:
    """Month, day, start, end of a date such as "April 3" """
    for form in _NO_YEAR:
        match = form.search(text[:limit])
        if match and 1 <= int(match["day"]) <= 31:
            return _month(match["month"]), int(match["day"]), match.start(), match.end()
    return None


def from_metadata(value: Any) -> tuple[str | None, str]:
    """ISO date, or date-time with offset where one was given, of a metadata field; else None and the problem."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds"), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str) or not value.strip():
        return None, "" if value in (None, "") else f"unreadable-date: {str(value)[:60]!r}"
    value = " ".join(value.split())[:200]
    if re.fullmatch(r"\d{10}|\d{13}", value):
        return _from_number(int(value))
    if re.fullmatch(r"\d{14}|\d{8}", value):
        iso = _iso(int(value[:4]), int(value[4:6]), int(value[6:8]))
        return iso, "" if iso else f"unreadable-date: {value!r}"
    match = _ISO.search(value)
    if match:
        return _date_time(*match.groups())
    if re.match(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w{0,6},? \d", value):
        try:
            return parsedate_to_datetime(value).isoformat(timespec="seconds"), ""
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    day = find_day(value)
    if day is None:
        return None, f"unreadable-date: {value[:60]!r}"
    return day.value, day.problem


def from_url(url: str | None) -> str | None:
    """The day that a url's path names (/2013/04/02/, 2013-04-02, 20130402)."""
    for form in (_URL_DAY, _URL_DIGITS):
        for match in form.finditer((url or "")[:1000]):
            month = _month(match["month"])
            value = _iso(int(match["year"]), month, int(match["day"])) if month else None
            if value:
                return value
    return None


def month_from_url(url: str | None) -> tuple[int, int] | None:
    """Year and month that a url's path names (/2013/04/)."""
    match = _URL_MONTH.search((url or "")[:1000])
    month = _month(match["month"]) if match else 0
    return (int(match["year"]), month) if match and month else None


def implausible(value: str, now: str) -> str:
    """Why a date cannot be the day of publication, or an empty string.  `now` is the ISO time of acquisition."""
    year = int(value[:4])
    if year < EARLIEST:
        return f"implausible-date: {value} lies before the first newspaper (the year {EARLIEST})"
    limit = date.fromisoformat(now[:10]) + AHEAD
    if date.fromisoformat(value[:10]) > limit:
        return f"implausible-date: {value} lies more than a year in the future"
    return ""


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.get(name.lower().rstrip("."), 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _date_time(day: str, clock: str, offset: str | None) -> tuple[str | None, str]:
    text = f"{day}T{clock if len(clock) > 5 else clock + ':00'}"
    if offset:
        offset = "+00:00" if offset == "Z" else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    try:
        return datetime.fromisoformat(text + (offset or "")).isoformat(timespec="seconds"), ""
    except ValueError:
        return None, f"unreadable-date: {text!r}"


def _from_number(number: float) -> tuple[str | None, str]:
    if 1000 <= number <= 9999 or number != number:
        return None, f"unreadable-date: {number} is no day"
    if 10_000_000 <= number <= 99_991_231 and float(number).is_integer():
        text = str(int(number))
        iso = _iso(int(text[:4]), int(text[4:6]), int(text[6:]))
        if iso and 1600 <= int(text[:4]) <= 2200:
            return iso, ""
    seconds = number / 1000 if abs(number) > 100_000_000_000 else number
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds"), ""
    except (ValueError, OverflowError, OSError):
        return None, f"unreadable-date: {number}"
