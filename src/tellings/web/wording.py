"""Days, counts and names in words, as a page says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from tellings.model import Count, Report, When

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
UNNAMED_OUTLET = "outlet unknown"
COUNT_WORDS = {"injured": "hurt", "participants": "in the crowd"}


def day(value: str | None, *, year: bool = False) -> str:
    """ "2013-04-01" -> "Mon 1 Apr", with the year if asked; what is no date comes back as it is."""
    found = as_date(value)
    if found is None:
        return value or ""
    text = f"{found:%a} {found.day} {_MONTHS[found.month - 1][:3]}"
    return f"{text} {found.year}" if year else text


def month(of: date) -> str:
    """ "Apr 2013"."""
    return f"{_MONTHS[of.month - 1][:3]} {of.year}"


def as_date(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def days(start: str | None, end: str | None) -> str:
    """A range of days as a headline gives it: "1–2 April 2013", "30 March – 2 April 2013"."""
    a, b = as_date(start), as_date(end) or as_date(start)
    if a is None or b is None:
        return ""
    if a == b:
        return f"{a.day} {_MONTHS[a.month - 1]} {a.year}"
    last = f"{b.day} {_MONTHS[b.month - 1]} {b.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{last}"
    if a.year == b.year:
        return f"{a.day} {_MONTHS[a.month - 1]} – {last}"
    return f"{a.day} {_MONTHS[a.month - 1]} {a.year} – {last}"


def range_of(value: str, *, year: bool = False) -> str:
    """A time's value as a verdict compares it ("2013-04-01" or "2013-02-01/2013-02-28"), in words."""
    start, _, end = value.partition("/")
    return period(start, end or start, year=year)


def period(start: str | None, end: str | None, *, year: bool = False) -> str:
    """A resolved time in few words: a day, a whole month, a whole year, or a range."""
    a, b = as_date(start), as_date(end) or as_date(start)
    if a is None or b is None:
        return ""
    if a == b:
        return day(start, year=year)
    if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31):
        return str(a.year) if a.year == b.year else f"{a.year}–{b.year}"
    whole = a.day == 1 and (date.fromordinal(b.toordinal() + 1)).day == 1 if b < date.max else False
    tail = f" {b.year}" if year or a.year != b.year else ""
    if whole and (a.year, a.month) == (b.year, b.month):
        return f"{_MONTHS[a.month - 1][:3]}{tail or f' {a.year}'}"
    first = f"{a.day} {_MONTHS[a.month - 1][:3]}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {_MONTHS[b.month - 1][:3]}{tail}"
    if a.year != b.year:
        first += f" {a.year}"
    return f"{first} – {b.day} {_MONTHS[b.month - 1][:3]}{tail}"


def when(value: When | None, *, year: bool = False) -> str:
    """A time as a page says it; an unresolved one keeps the report's words."""
    if value is None:
        return ""
    return period(value.start, value.end, year=year) or f"“{value.expression}”"


def number(count: Count) -> str:
    """ "8", "90–110", "100 or more"."""
    if count.high is None:
        return f"{count.low:,} or more"
    return f"{count.low:,}" if count.low == count.high else f"{count.low:,}–{count.high:,}"


_BOUNDS = re.compile(r"(\d+)(?:[–-](\d+))?(\+?)")


def bounds(value: str) -> tuple[int, int | None] | None:
    """A number as a verdict compares it ("61", "90–110", "24+"): its bounds, no upper one if it is open; None if it is none."""
    found = _BOUNDS.fullmatch(value)
    if found is None:
        return None
    low = int(found[1])
    return low, None if found[3] else int(found[2] or low)


def counted(what: str, value: str) -> str:
    """("injured", "90–110") -> "90–110 hurt"."""
    value = re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}", value)
    text = f"{value[:-1]} or more" if value.endswith("+") else value
    return f"{text} {COUNT_WORDS.get(what, what)}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """ "A, B and C"; "A, B and 4 others"."""
    names = distinct(names)
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def many(count: int, one: str, more: str | None = None) -> str:
    """(2, "report") -> "2 reports"."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def shortened(text: str, most: int) -> str:
    """One line of at most so many characters, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0]
    return (cut if len(cut) > most // 2 else text[: most - 1]).rstrip(" ,;:–-") + "…"


def distinct(values: Iterable[str]) -> list[str]:
    """Without repetition, in order; case does not make a difference."""
    seen: dict[str, str] = {}
    for value in values:
        seen.setdefault(value.casefold(), value)
    return list(seen.values())


def outlet(report: Report) -> str:
    return report.outlet.value or UNNAMED_OUTLET


def verdict(name: str) -> str:
    """A verdict as a page says it."""
    return "one telling" if name == "one" else name
