"""Days that have a name: Christmas, Easter Monday, Ramadan, Diwali; "the second day of Eid", "two days after Passover".

What each is called lies in `data/feasts.toml`; on which day a movable one falls, in `data/feasts.tsv` (1980 to 2040).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from tellings.entities import times_calendar as cal
from tellings.entities.times_calendar import Period
from tellings.entities.times_draft import FUTURE, PAST, Draft, Parts, Setting, fixed, unit_name, waiting

_SIGNS = re.compile(r"[a-zà-ÿ0-9]+|['’]s\b|['’]|-")
_LONG = frozenset({"lent", "ramadan", "muharram", "hajj"})  # what is a stretch of time even without "during"
_WHOLE = ("during", "over", "throughout", "through", "of", "for", "until", "since")


@dataclass(frozen=True)
class Feast:
    """One day with a name: `month_day` of a fixed one, else tables of first days, an offset and a length in days."""

    month_day: str = ""
    tables: tuple[str, ...] = ()
    offset: int = 0
    days: int | None = None

    def near(self, year: int) -> list[Period]:
        """Those that begin in the year before, this one and the next, in order."""
        if self.month_day:
            month, number = (int(n) for n in self.month_day.split("-"))
            return [cal.ymd(y, month, number) for y in (year - 1, year, year + 1)]
        found = []
        for table in self.tables:
            for start, days in _days(table):
                first = start + timedelta(days=self.offset)
                if year - 1 <= first.year <= year + 1:
                    last = first + timedelta(days=(self.days or (1 if self.offset else days)) - 1)
                    found.append(_stretch(first, last))
        return sorted(found, key=lambda p: p.start)


@cache
def feasts() -> dict[str, Feast]:
    """Feasts by their bare words: "eid al fitr", "new year s eve"."""
    rows = tomllib.loads(files("tellings.entities.data").joinpath("feasts.toml").read_text("utf-8"))["feast"]
    named = {}
    for row in rows:
        tables = tuple(row.get("tables", ())) or ((row["table"],) if "table" in row else ())
        feast = Feast(row.get("date", ""), tables, row.get("offset", 0), row.get("days"))
        named.update({bare(form): feast for form in row["forms"]})
    return named


def patterns() -> str:
    """Every form as a pattern of the grammar, the longer ones first."""
    rows = tomllib.loads(files("tellings.entities.data").joinpath("feasts.toml").read_text("utf-8"))["feast"]
    forms = sorted((form for row in rows for form in row["forms"]), key=lambda f: (-len(f.split()), -len(f)))
    written = {"-": "DASH?", "'s": "APOSTROPHE", "'": "APOSTROPHE"}
    return "( " + " | ".join(" ".join(written.get(s, s) for s in _SIGNS.findall(form)) for form in forms) + " )"


def bare(words: str) -> str:
    """The words of a form without hyphens and apostrophes."""
    return " ".join(re.findall(r"[a-zà-ÿ0-9]+", words))


@cache
def _days(table: str) -> tuple[tuple[date, int], ...]:
    return _tables()[table]


@cache
def _tables() -> dict[str, tuple[tuple[date, int], ...]]:
    found = {}
    for line in files("tellings.entities.data").joinpath("feasts.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, days = line.partition("\t")
            pairs = (day.partition("+") for day in days.split())
            found[name] = tuple((date.fromisoformat(first), int(length or 1)) for first, _, length in pairs)
    return found


def _stretch(first: date, last: date) -> Period:
    if first == last:
        return cal.day(first)
    value = f"{first.isoformat()}/{last.isoformat()}"
    return Period(value, "interval", first, last)


def _feast(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    feast = feasts()[bare(parts.text("feast"))]
    found = _which(feast, parts, setting, start, end)
    if found is None:
        if setting.published is None and parts.year() is None:
            value = f"XXXX-{feast.month_day}" if feast.month_day else "XXXX"
            return waiting(start, end, value, "year", "day", direction=setting.direction(start, end), partial_year=True)
        return Draft(start, end, "DATE", "", basis="unknown-feast-day")
    whole, basis = found
    return fixed(_part(whole, parts), start, end, basis)


def _which(feast: Feast, parts: Parts, setting: Setting, start: int, end: int) -> tuple[Period, str] | None:
    """The feast that is meant, and by what it is known; None if no year leads to one."""
    year = parts.year()
    if year is not None:
        return next(((p, "absolute") for p in feast.near(year) if p.start.year == year), None)
    here = setting.published
    if here is None:
        return None
    of_year = parts.rel("relyear", "relyear2")
    if of_year is not None:
        return next(
            ((p, setting.basis) for p in feast.near(here.year + of_year) if p.start.year == here.year + of_year), None
        )
    choices = feast.near(here.year)
    rel = parts.rel("rel")
    if rel == -1:
        choices = [p for p in choices if p.end < here][-1:]
    elif rel == 1:
        choices = [p for p in choices if p.start > here][:1]
    direction = setting.direction(start, end)
    nearest = min(choices, key=lambda p: _far(p, here, direction), default=None)
    return None if nearest is None else (nearest, setting.basis)


def _far(period: Period, here: date, direction: int) -> int:
    """Days away, those against the tense counting more."""
    if period.start <= here <= period.end:
        return 0
    ahead = (period.start - here).days if period.start > here else (period.end - here).days
    against = (ahead > 0 and direction == PAST) or (ahead < 0 and direction == FUTURE)
    return abs(ahead) + 200 * against + (20 if ahead > 0 and direction == 0 else 0)


def _part(whole: Period, parts: Parts) -> Period:
    """The day of a feast that the words around it mean; the first one, unless it lasts by its nature."""
    if "eve" in parts:
        return cal.day(whole.start - timedelta(days=1))
    if "nth" in parts:
        word = parts.text("nth")
        if word in ("last", "final", "penultimate"):
            day = whole.end - timedelta(days=word == "penultimate")
        else:
            day = whole.start + timedelta(days=(parts.ordinal("nth") or 1) - 1)
        return cal.unit_of(day, "W") if parts.text("unit") == "week" else cal.day(day)
    match = parts.match
    before = match.words.word(match.start - 1) if match.start else ""
    first = match.words.word(match.start)
    long = bare(parts.text("feast")) in _LONG or whole.end - whole.start > timedelta(days=20) or "holidays" in parts
    if long or before in _WHOLE or first in _WHOLE:
        return whole
    return cal.day(whole.start)


def _beside(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    """ "Two days after Eid", "the week before Easter"."""
    feast = feasts()[bare(parts.text("feast"))]
    found = _which(feast, parts, setting, start, end)
    unit = parts.value("unit", "UNIT")
    count = parts.number("n") if "n" in parts else 1
    if found is None or count is None or count != int(count):
        return None
    period, basis = found
    direction = -1 if parts.text("dir") == "before" else 1
    long = period.end - period.start > timedelta(days=20)
    moved = cal.shift(period.end if direction > 0 and long else period.start, unit, int(count) * direction)
    day = unit in ("D", "N") or (unit in ("W", "F") and "n" in parts)
    if not day and unit_name(unit) == "time":
        return None
    return fixed(cal.day(moved) if day else cal.unit_of(moved, unit), start, end, basis)


MAKERS = {"feast": _feast, "beside-feast": _beside}
