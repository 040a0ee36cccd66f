"""Dates, months, quarters, seasons, years: what the calendar names, with the year left out or written."""

from __future__ import annotations

from datetime import date

from tellings.entities import times_calendar as cal
from tellings.entities.times_calendar import Period
from tellings.entities.times_draft import FUTURE, OPEN, PAST, Draft, Parts, Setting, fixed, waiting


def _date(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    number = parts.ordinal("day") if "day" in parts else None
    if number is None or not 1 <= number <= 31:
        return None
    month = parts.value("month", "MONTH")
    if month is None:  # "Monday the 6th"
        return _day_of_month(number, setting, start, end)
    year = parts.year()
    if year is not None:
        return fixed(cal.ymd(year, month, number), start, end)
    return yearless(month, number, setting, start, end)


def yearless(month: int, number: int | None, setting: Setting, start: int, end: int) -> Draft:
    """A month, or a day of it, without its year: the nearest one that the tense allows."""
    direction = setting.direction(start, end)
    granularity = "day" if number else "month"
    if number is not None:
        cal.ymd(2000, month, number)  # a day that no year has is impossible at once
    if setting.published is None:
        known = _told_year(setting, start)
        if known is not None:
            period = cal.ymd(known[0], month, number) if number else cal.month(known[0], month)
            return fixed(period, start, end, known[1])
        value = f"XXXX-{month:02d}" + (f"-{number:02d}" if number else "")
        return waiting(start, end, value, "year", granularity, direction=direction, partial_year=True)
    found = nearest_year(setting.published, month, number, direction)
    return Draft(start, end, "DATE", found.value, found, granularity, setting.basis, partial_year=True)


def nearest_year(published: date, month: int, number: int | None, direction: int) -> Period:
    """Of the years around, the one whose day or month is nearest, days against the tense counting more."""
    choices: list[tuple[int, Period]] = []
    for year in range(published.year - 4 if (month, number) == (2, 29) else published.year - 1, published.year + 5):
        try:
            period = cal.ymd(year, month, number) if number else cal.month(year, month)
        except ValueError:
            continue
        ahead = (period.start - published).days if period.start > published else min(0, (period.end - published).days)
        against = (ahead > 0 and direction == PAST) or (ahead < 0 and direction == FUTURE)
        doubt = 20 if ahead > 0 and direction == OPEN else 0
        choices.append((abs(ahead) + 200 * against + doubt, period))
    return min(choices, key=lambda c: c[0])[1]


def _told_year(setting: Setting, start: int) -> tuple[int, str] | None:
    """Only a date told just before, with its year written, can lend its year when the report has no day of its own."""
    for draft in reversed(setting.told[-3:]):
        if (
            draft.period
            and draft.basis == "absolute"
            and draft.granularity in ("day", "month")
            and start - draft.end < 200
        ):
            return draft.period.start.year, f"earlier:{draft.start}-{draft.end}"
    return None


def _day_of_month(number: int, setting: Setting, start: int, end: int) -> Draft | None:
    if setting.published is None:
        return waiting(start, end, f"XXXX-XX-{number:02d}", "published", "day", direction=setting.direction(start, end))
    options = []
    for step in (-1, 0, 1):
        first = cal.add_months(setting.published.replace(day=1), step)
        try:
            options.append(first.replace(day=number))
        except ValueError:
            continue
    direction = setting.direction(start, end)
    best = min(
        options,
        key=lambda d: abs((d - setting.published).days) + (40 if direction * (d - setting.published).days < 0 else 0),
    )
    return fixed(cal.day(best), start, end, setting.basis)


def _iso(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    text = parts.text("iso")
    year, month, number = (int(p) for p in text[:10].rstrip("t ").split("-"))
    period = cal.ymd(year, month, number)
    if len(text) > 11:
        return Draft(start, end, "TIME", period.value + "T" + text[11:16], period, "time", "absolute")
    return fixed(period, start, end)


def _numeric(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    text = parts.text("numeric")
    first, second, year = (int(p) for p in text.replace(".", "/").split("/"))
    if len(text.replace(".", "/").split("/")[-1]) == 2:
        if "." in text:
            return None  # 5.10.24 may be a version, a section, a time
        year += 2000 if year < 70 else 1900
    if first > 12:
        return fixed(cal.ymd(year, second, first), start, end)
    if second > 12:
        return fixed(cal.ymd(year, first, second), start, end)
    if first == second or "." in text:
        return fixed(cal.ymd(year, second, first), start, end)
    a, b = cal.ymd(year, second, first), cal.ymd(year, first, second)
    low, high = sorted((a.start, b.start))
    return Draft(
        start, end, "DATE", f"{year:04d}", Period(f"{year:04d}", "day", low, high), "day", "ambiguous:day-month-order"
    )


def _month(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    month = parts.value("month", "MONTH")
    year = parts.year()
    if year is not None:
        return fixed(cal.month(year, month), start, end)
    rel = parts.rel("rel")
    if rel is None:
        return yearless(month, None, setting, start, end)
    words = parts.match.words
    of_year = words.word(parts.match.end - 1) == "year"
    if setting.published is None:
        return waiting(start, end, f"XXXX-{month:02d}", "published", "month", direction=rel)
    here = setting.published
    if of_year:
        return fixed(cal.month(here.year + rel, month), start, end, setting.basis)
    year = here.year
    if rel < 0 and month >= here.month:
        year -= 1
    elif rel > 0 and month <= here.month:
        year += 1
    return fixed(cal.month(year, month), start, end, setting.basis)


def _year(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    short = parts.text("short")
    if short is not None:
        number = int(short[-2:])
        pivot = setting.published.year % 100 if setting.published else 30
        return fixed(cal.year(number + (2000 if number <= pivot else 1900)), start, end)
    return fixed(cal.year(parts.year()), start, end)


def _decade(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    text = parts.text("decade")
    if text is not None:
        digits = int("".join(c for c in text if c.isdigit()))
        first = digits if digits > 99 else 1900 + digits if digits > 20 else 2000 + digits
    else:
        first = (int(parts.text("century") or 19)) * 100 + (
            parts.value("word", "DECADEWORD") or parts.value("word2", "DECADEWORD")
        )
        if "word2" in parts and parts.match.end - parts.match.start == 1:
            return None  # "in his forties"
    return fixed(cal.decade(first), start, end)


def _century(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    number = parts.ordinal("ord")
    return fixed(cal.century(number), start, end) if number and number <= 30 else None


def _quarter(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    word = parts.text("ord")
    halves = parts.text("unit") == "half"
    parts_of_year = 2 if halves else 4
    here = setting.published
    year = parts.year()
    rel = parts.rel("rel")
    if word in ("last", "next") and year is None and rel is None:
        if here is None or halves:
            return None
        return fixed(cal.unit_of(cal.shift(here, "Q", -1 if word == "last" else 1), "Q"), start, end, setting.basis)
    number = parts_of_year if word in ("last", "final") else parts.ordinal("ord")
    if number is None or number > parts_of_year:
        return None
    basis = "absolute"
    if year is None:
        if here is None:
            return waiting(start, end, f"XXXX-{'H' if halves else 'Q'}{number}", "year", "quarter")
        year, basis = here.year + (rel or 0), setting.basis
    make_ = cal.half if halves else cal.quarter
    if rel is None and basis != "absolute":
        choices = [make_(year + n, number) for n in (-1, 0, 1)]
        return fixed(_nearest(here, choices, setting.direction(start, end)), start, end, basis)
    return fixed(make_(year, number), start, end, basis)


def _nearest(here: date, choices: list[Period], direction: int) -> Period:
    """The nearest stretch of the calendar, those against the tense counting as farther away."""

    def far(period: Period) -> int:
        if period.start <= here <= period.end:
            return 0
        ahead = (period.start - here).days if period.start > here else (period.end - here).days
        return abs(ahead) + (120 if ahead * direction < 0 else 0)

    return min(choices, key=far)


def _named(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    """The attacks of 2001, which the press calls by day and month alone."""
    return fixed(cal.ymd(2001, 9, 11), start, end) if parts.ordinal("ord") == 11 else None


def _season(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    code = parts.value("season", "SEASON") or parts.value("seasons", "SEASONS")
    south = setting.around.south(start)
    if "seasons" in parts and setting.published is not None:  # "two winters ago": the last but one
        last = cal.season_at(setting.published, code, -1, south)
        return fixed(cal.season(last.start.year + 1 - int(parts.number("n")), code, south), start, end, setting.basis)
    year = parts.year()
    if year is not None:
        return fixed(cal.season(year, code, south), start, end)
    if setting.published is None:
        return waiting(start, end, f"XXXX-{code}", "year", "season", direction=setting.direction(start, end))
    rel = parts.rel("rel")
    of_year = parts.rel("rel2", "rel3")
    if of_year is not None:
        return fixed(cal.season(setting.published.year + of_year, code, south), start, end, setting.basis)
    return fixed(cal.season_at(setting.published, code, rel or 0, south), start, end, setting.basis)


def _days(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    month = parts.value("month", "MONTH")
    first, last = parts.ordinal("day"), parts.ordinal("day2")
    if not (first and last and first < last <= 31):
        return None
    year = parts.year()
    if year is None:
        base = yearless(month, first, setting, start, end)
        if base.period is None:
            return base
        year, basis = base.period.start.year, base.basis
    else:
        basis = "absolute"
    return interval(cal.ymd(year, month, first), cal.ymd(year, month, last), start, end, basis)


def interval(first: Period, last: Period, start: int, end: int, basis: str) -> Draft:
    """From the one's first day to the other's last."""
    value = f"{first.value}/{last.value}"
    return Draft(start, end, "DATE", value, Period(value, "interval", first.start, last.end), "interval", basis)


MAKERS = {
    "date": _date, "iso": _iso, "numeric": _numeric, "month": _month, "year": _year, "decade": _decade, "century": _century,
    "quarter": _quarter, "season": _season, "named": _named, "days": _days,
}  # fmt: skip
