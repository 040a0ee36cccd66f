"""Fiscal years: by the country that is spoken of, since states begin theirs in different months."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from tellings.entities import times_calendar as cal
from tellings.entities.times_calendar import Period
from tellings.entities.times_draft import Draft, Parts, Setting, fixed, waiting


@cache
def beginnings() -> dict[str, tuple[int, int, bool]]:
    """ISO alpha-3 -> month and day on which the fiscal year begins, and whether it is called by the year of its beginning."""
    tables = tomllib.loads(files("tellings.entities.data").joinpath("times.toml").read_text("utf-8"))["fiscal"]
    named_first = frozenset(tables["called_by_first_year"])
    return {
        country: (*(int(n) for n in day.split("-")), country in named_first)
        for day, countries in tables["begins"].items()
        for country in countries
    }


def _fiscal(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    begins = beginnings().get(setting.around.country(start) or "")
    year = parts.year()
    if year is not None and "to" in parts:
        last = int(parts.text("to"))
        if last not in (year + 1, (year + 1) % 100):
            return None
        period = _beginning(begins, year) if begins else cal.year(year + 1)
        return _named(period, year + 1, start, end, "absolute")
    if year is not None:
        period = cal.year(year) if begins is None else _beginning(begins, year if begins[2] else year - 1)
        return _named(period, year, start, end, "absolute")
    here, rel = setting.published, parts.rel("rel") or 0
    if here is None:
        return waiting(start, end, f"XXXX-Y{rel:+d}", "published", "year", direction=rel)
    if begins is None:
        return fixed(cal.year(here.year + rel), start, end, setting.basis)
    first = here.year - (here < date(here.year, *begins[:2])) + rel
    return _named(_beginning(begins, first), first + (not begins[2]), start, end, setting.basis)


def _beginning(begins: tuple[int, int, bool], year: int) -> Period:
    """The twelve months from the day of that year on which the fiscal year begins."""
    first = date(year, *begins[:2])
    return Period("", "fiscal year", first, date(year + 1, *begins[:2]) - timedelta(days=1))


def _named(period: Period, year: int, start: int, end: int, basis: str) -> Draft:
    value = f"FY{year:04d}"
    return Draft(
        start, end, "DATE", value, Period(value, "fiscal year", period.start, period.end), "fiscal year", basis
    )


MAKERS = {"fiscal": _fiscal}
