"""What each rule of the grammar of times means: a match and its setting make a `Draft`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tellings.entities import times_calendar as cal
from tellings.entities.times_calendar import Period
from tellings.numbers import spelled
from tellings.phrases import Grammar, Match

PAST, OPEN, FUTURE = -1, 0, 1
_UNIT_VALUE = {
    "D": "D",
    "N": "D",
    "W": "W",
    "F": "W",
    "MO": "M",
    "Q": "M",
    "Y": "Y",
    "DE": "Y",
    "CE": "Y",
    "WE": "W",
    "ML": "Y",
}
_UNIT_FACTOR = {"F": 2, "Q": 3, "DE": 10, "CE": 100, "ML": 1000}


@dataclass(frozen=True)
class Draft:
    """A temporal expression with what is known of its meaning; `unit`, `count`: how far from its anchor, if it hangs."""

    start: int
    end: int
    type: str
    value: str
    period: Period | None = None
    granularity: str = ""
    basis: str = ""
    missing: str | None = None
    direction: int = OPEN
    clock: bool = False  # a time of day that takes its day from elsewhere
    partial_year: bool = False  # a month or a day of it whose year was not written


@dataclass
class Setting:
    """What a match is read against.

    published: the day; basis: how it is known.  direction(start, end): tense at these characters.
    told: drafts before this one, in text order, resolved as far as can be.
    """

    published: date | None
    basis: str
    direction: Callable[[int, int], int]
    told: list[Draft] = field(default_factory=list)

    def anchor(self, before: int, fine: bool) -> Draft | None:
        """The last expression told of before this character: a day if `fine`."""
        for draft in reversed(self.told):
            if draft.end <= before and draft.type in ("DATE", "TIME") and (draft.period or draft.missing):
                if draft.basis == "reference" or (fine and draft.granularity not in ("day", "time", "")):
                    continue
                return draft
        return None


def make(match: Match, grammar: Grammar, setting: Setting) -> Draft | None:
    """The draft of a match; None if its words turn out to be no time."""
    start, end = match.chars
    try:
        return _MAKERS[match.rule["make"]](_Parts(match, grammar), setting, start, end)
    except (ValueError, OverflowError):
        return Draft(start, end, "DATE", "", basis="impossible")


class _Parts:
    """The groups of a match with their values."""

    def __init__(self, match: Match, grammar: Grammar) -> None:
        self.match, self.grammar = match, grammar

    def __contains__(self, group: str) -> bool:
        return group in self.match.groups

    def text(self, *groups: str) -> str | None:
        return next((t for g in groups if (t := self.match.text(g)) is not None), None)

    def value(self, group: str, *classes: str):
        """The value that the first of the classes gives the group's first word."""
        text = self.match.text(group)
        if text is None:
            return None
        word = text.split()[0]
        return next((v for c in classes if (v := self.grammar.value(c, word)) is not None), None)

    def number(self, group: str) -> int | float | None:
        """Figures, number words, "a", "half a"; None if vague."""
        text = self.match.text(group)
        if text is None:
            return None
        words = text.split()
        if words in (["half", "a"], ["half", "an"], ["half"]):
            return 0.5
        if words[-3:] in (["and", "a", "half"], ["and", "an", "half"]):
            whole = spelled(words[:-3])
            return None if whole is None else whole + 0.5
        if "couple" in words:
            return 2
        if any(self.grammar.value("VAGUE", w) for w in words):
            return None
        return spelled(words)

    def ordinal(self, group: str) -> int | None:
        text = self.match.text(group)
        if text is None:
            return None
        total = 0
        for word in text.replace("-", " ").split():
            if word[0].isdigit():
                return int("".join(c for c in word if c.isdigit()))
            total += self.grammar.value("SPELLEDORD", word) or self.grammar.value("TENS", word) or 0
        return total or None

    def year(self, group: str = "year") -> int | None:
        text = self.match.text(group)
        return int(text) if text else None

    def rel(self, *groups: str) -> int | None:
        text = self.text(*groups)
        if text is None:
            return None
        if "past" in text or text in ("last", "previous", "preceding"):
            return -1
        if text in ("next", "upcoming", "following") or "coming" in text:
            return 1
        return 0


def _fixed(period: Period, start: int, end: int, basis: str = "absolute", type_: str = "DATE") -> Draft:
    return Draft(start, end, type_, period.value, period, period.granularity, basis)


def _waiting(start: int, end: int, value: str, missing: str, granularity: str, **more) -> Draft:
    return Draft(start, end, more.pop("type_", "DATE"), value, None, granularity, missing=missing, **more)


# ------------------------------------------------------------ dates


def _date(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    number = parts.ordinal("day") if "day" in parts else None
    if number is None or not 1 <= number <= 31:
        return None
    month = parts.value("month", "MONTH")
    if month is None:  # "Monday the 6th"
        return _day_of_month(number, setting, start, end)
    year = parts.year()
    if year is not None:
        return _fixed(cal.ymd(year, month, number), start, end)
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
            return _fixed(period, start, end, known[1])
        value = f"XXXX-{month:02d}" + (f"-{number:02d}" if number else "")
        return _waiting(start, end, value, "year", granularity, direction=direction, partial_year=True)
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
        return _waiting(
            start, end, f"XXXX-XX-{number:02d}", "published", "day", direction=setting.direction(start, end)
        )
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
    return _fixed(cal.day(best), start, end, setting.basis)


def _iso(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    text = parts.text("iso")
    year, month, number = (int(p) for p in text[:10].rstrip("t ").split("-"))
    period = cal.ymd(year, month, number)
    if len(text) > 11:
        return Draft(start, end, "TIME", period.value + "T" + text[11:16], period, "time", "absolute")
    return _fixed(period, start, end)


def _numeric(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    text = parts.text("numeric")
    first, second, year = (int(p) for p in text.replace(".", "/").split("/"))
    if len(text.replace(".", "/").split("/")[-1]) == 2:
        if "." in text:
            return None  # 5.10.24 may be a version, a section, a time
        year += 2000 if year < 70 else 1900
    if first > 12:
        return _fixed(cal.ymd(year, second, first), start, end)
    if second > 12:
        return _fixed(cal.ymd(year, first, second), start, end)
    if first == second or "." in text:
        return _fixed(cal.ymd(year, second, first), start, end)
    a, b = cal.ymd(year, second, first), cal.ymd(year, first, second)
    low, high = sorted((a.start, b.start))
    return Draft(
        start, end, "DATE", f"{year:04d}", Period(f"{year:04d}", "day", low, high), "day", "ambiguous:day-month-order"
    )


def _month(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    month = parts.value("month", "MONTH")
    year = parts.year()
    if year is not None:
        return _fixed(cal.month(year, month), start, end)
    rel = parts.rel("rel")
    if rel is None:
        return yearless(month, None, setting, start, end)
    words = parts.match.words
    of_year = words.word(parts.match.end - 1) == "year"
    if setting.published is None:
        return _waiting(start, end, f"XXXX-{month:02d}", "published", "month", direction=rel)
    here = setting.published
    if of_year:
        return _fixed(cal.month(here.year + rel, month), start, end, setting.basis)
    year = here.year
    if rel < 0 and month >= here.month:
        year -= 1
    elif rel > 0 and month <= here.month:
        year += 1
    return _fixed(cal.month(year, month), start, end, setting.basis)


# ------------------------------------------------------------ years and longer


def _year(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    short = parts.text("short")
    if short is not None:
        number = int(short[-2:])
        pivot = setting.published.year % 100 if setting.published else 30
        return _fixed(cal.year(number + (2000 if number <= pivot else 1900)), start, end)
    return _fixed(cal.year(parts.year()), start, end)


def _decade(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
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
    return _fixed(cal.decade(first), start, end)


def _century(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    number = parts.ordinal("ord")
    return _fixed(cal.century(number), start, end) if number and number <= 30 else None


def _fiscal(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    year = cal.year(parts.year())
    return Draft(
        start,
        end,
        "DATE",
        "FY" + year.value,
        Period("FY" + year.value, "fiscal year", year.start, year.end),
        "fiscal year",
        "absolute",
    )


def _quarter(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    word = parts.text("ord")
    halves = parts.text("unit") == "half"
    parts_of_year = 2 if halves else 4
    here = setting.published
    year = parts.year()
    rel = parts.rel("rel")
    if word in ("last", "next") and year is None and rel is None:
        if here is None or halves:
            return None
        return _fixed(cal.unit_of(cal.shift(here, "Q", -1 if word == "last" else 1), "Q"), start, end, setting.basis)
    number = parts_of_year if word in ("last", "final") else parts.ordinal("ord")
    if number is None or number > parts_of_year:
        return None
    basis = "absolute"
    if year is None:
        if here is None:
            return _waiting(start, end, f"XXXX-{'H' if halves else 'Q'}{number}", "year", "quarter")
        year, basis = here.year + (rel or 0), setting.basis
    make_ = cal.half if halves else cal.quarter
    if (
        rel is None
        and basis != "absolute"
        and setting.direction(start, end) == PAST
        and make_(year, number).start > here
    ):
        year -= 1
    return _fixed(make_(year, number), start, end, basis)


def _season(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    code = parts.value("season", "SEASON")
    year = parts.year()
    if year is not None:
        return _fixed(cal.season(year, code), start, end)
    if setting.published is None:
        return _waiting(start, end, f"XXXX-{code}", "year", "season", direction=setting.direction(start, end))
    rel = parts.rel("rel")
    of_year = parts.rel("rel2", "rel3")
    if of_year is not None:
        return _fixed(cal.season(setting.published.year + of_year, code), start, end, setting.basis)
    if rel is None:
        return _fixed(cal.season_at(setting.published, code, 0), start, end, setting.basis)
    return _fixed(cal.season_at(setting.published, code, rel), start, end, setting.basis)


def _holiday(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    month, number = 1, 1
    if "holiday" in parts:
        month, number = (int(x) for x in parts.value("holiday", "HOLIDAY").split("-"))
    elif "eve" in parts:
        month, number = (int(x) for x in parts.value("eve", "HOLIDAY").split("-"))
        number -= 1
    elif "labour" in parts:
        month, number = 5, 1
    elif parts.text("newyear").endswith("eve"):
        month, number = 12, 31
    year = parts.year()
    if year is not None:
        return _fixed(cal.ymd(year, month, number), start, end)
    return yearless(month, number, setting, start, end)


# ------------------------------------------------------------ weekdays and days


def _weekday(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    number = parts.value("wd", "WEEKDAY", "ABBRDAY")
    part = parts.value("part", "PART")
    direction = setting.direction(start, end)
    rel = parts.rel("rel")
    here = setting.published
    if here is None:
        near = rel if rel is not None else direction
        draft = _waiting(start, end, f"XXXX-WXX-{number}", "published", "day", direction=near)
    else:
        if "week" in parts:
            monday = cal.week(here).start + timedelta(weeks=parts.rel("week"))
            found = monday + timedelta(days=number - 1)
        elif "from" in parts:
            found = weekday_near(here, number, FUTURE) + timedelta(weeks=1)
        elif rel == -1:
            found = weekday_near(here - timedelta(days=1), number, PAST)
        elif rel == 1:
            found = weekday_near(here + timedelta(days=1), number, FUTURE)
            if cal.week(found) == cal.week(here):
                found += timedelta(weeks=1)
        elif rel == 0 and direction != PAST and parts.text("rel") == "this":
            found = weekday_near(here, number, FUTURE)
        else:
            found = weekday_near(here, number, direction or PAST)
        draft = _fixed(cal.day(found), start, end, setting.basis)
    return _with_part(draft, part)


def weekday_near(here: date, number: int, direction: int) -> date:
    """The weekday (1 Monday) on or before the day, or on or after it."""
    back = (here.isoweekday() - number) % 7
    return here - timedelta(days=back) if direction == PAST else here + timedelta(days=(7 - back) % 7)


def _with_part(draft: Draft, part: str | None) -> Draft:
    if part is None:
        return draft
    return replace(draft, type="TIME", value=draft.value + "T" + part, granularity="time")


def _deictic(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    word = parts.text("word")
    offset = parts.grammar.value("DEICTIC", word)
    if "beyond" in parts:
        offset = offset + (-1 if parts.text("beyond") == "before" else 1)
    part = parts.value("part", "PART") or ("NI" if word in ("tonight", "tonite") else None)
    if setting.published is None:
        return _with_part(_waiting(start, end, f"XXXX-XX-XX{offset:+d}", "published", "day", direction=offset), part)
    return _with_part(_fixed(cal.day(setting.published + timedelta(days=offset)), start, end, setting.basis), part)


def _daypart(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    part = parts.value("part", "PART")
    offset = -1 if parts.text("rel") == "last" else 0
    if setting.published is None:
        return _with_part(_waiting(start, end, f"XXXX-XX-XX{offset:+d}", "published", "day", direction=offset), part)
    return _with_part(_fixed(cal.day(setting.published + timedelta(days=offset)), start, end, setting.basis), part)


def _relative(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    unit = parts.value("unit", "UNIT")
    rel = parts.rel("rel") if "rel" in parts else 0
    if unit == "D":
        return None if rel != 0 else _anchored_day(setting, start, end)
    if setting.published is None:
        return _waiting(start, end, f"XXXX-{unit}{rel:+d}", "published", _name(unit), direction=rel)
    found = cal.unit_of(cal.shift(setting.published, unit, rel), unit)
    return _fixed(found, start, end, setting.basis)


def _anchored_day(setting: Setting, start: int, end: int) -> Draft | None:
    if setting.published is None:
        return _waiting(start, end, "XXXX-XX-XX", "published", "day")
    return _fixed(cal.day(setting.published), start, end, setting.basis)


def _edge(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    month = parts.value("month", "MONTH")
    year = parts.year()
    base = (
        _fixed(cal.month(year, month), start, end) if year is not None else yearless(month, None, setting, start, end)
    )
    if "ord" not in parts or base.period is None:
        return base
    unit = parts.value("unit", "UNIT")
    last = parts.text("ord") in ("last", "final")
    number = parts.ordinal("ord") or 1
    first_day, last_day = base.period.start, base.period.end
    if unit == "D":
        found = last_day if last else first_day + timedelta(days=number - 1)
        return _fixed(cal.day(found), start, end, base.basis)
    found = last_day if last else first_day + timedelta(weeks=number - 1)
    return _fixed(cal.unit_of(found, unit), start, end, base.basis)


def _name(unit: str) -> str:
    return {
        "D": "day",
        "N": "day",
        "W": "week",
        "WE": "weekend",
        "F": "week",
        "MO": "month",
        "Q": "quarter",
        "Y": "year",
        "DE": "decade",
        "CE": "century",
    }.get(unit, "time")


# ------------------------------------------------------------ so long before and after


def _offset(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    direction = 1 if any(w in (parts.text("dir") or "") for w in ("from", "hence", "time", "after")) else -1
    anchor = setting.published
    if anchor is not None and "word" in parts:
        anchor += timedelta(days=parts.grammar.value("DEICTIC", parts.text("word")))
    return _away(parts, anchor, setting.basis, "published", direction, start, end)


def _away(parts: _Parts, anchor: date | None, basis: str, missing: str, direction: int, start: int, end: int) -> Draft:
    unit = parts.value("unit", "UNIT")
    count = parts.number("n") if "n" in parts else 1
    if unit in ("S", "M", "H"):
        if anchor is None:
            return _waiting(start, end, "XXXX-XX-XX", missing, "day", direction=direction, basis=basis)
        return _fixed(cal.day(anchor), start, end, basis)
    if count is None:
        return Draft(
            start,
            end,
            "DATE",
            "PAST_REF" if direction < 0 else "FUTURE_REF",
            basis="reference",
            granularity="reference",
        )
    if count != int(count):
        count, unit = (int(count * 12), "MO") if unit == "Y" else (int(count), unit)
    if anchor is None:
        amount = f"{int(count) * direction:+d}"
        return _waiting(start, end, f"XXXX-{unit}{amount}", missing, _name(unit), direction=direction, basis=basis)
    moved = cal.shift(anchor, unit, int(count) * direction)
    # "A week ago" is told of a day; "three weeks ago" and "a year ago" only of a week, a year
    if unit in ("D", "N") or (unit in ("W", "F") and count == 1):
        return _fixed(cal.day(moved), start, end, basis)
    return _fixed(cal.unit_of(moved, "W" if unit == "F" else unit), start, end, basis)


def _anaphor(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    unit = parts.value("unit", "UNIT", "DAYPART")
    part = parts.grammar.value("DAYPART", parts.text("unit"))
    words = (parts.text("dir") or "").split()
    direction = -1 if words[-1] in ("before", "earlier", "previous", "previously", "preceding", "prior") else 1
    anchor = setting.anchor(start, fine=unit in ("D", "N", "W", "F") or part is not None)
    if part:
        unit = "D"
    if (
        "n" not in parts
        and unit == "D"
        and anchor is None
        and setting.published
        and direction < 0
        and "previous" in words
    ):
        return _with_part(_fixed(cal.day(setting.published + timedelta(days=-1)), start, end, setting.basis), part)
    if anchor is None:
        draft = _away(parts, setting.published, setting.basis, "published", direction, start, end)
        return _with_part(draft, part)
    basis = f"earlier:{anchor.start}-{anchor.end}"
    if anchor.period is None:
        draft = _waiting(
            start, end, f"XXXX-{unit}{direction:+d}", anchor.missing, _name(unit), direction=direction, basis=basis
        )
        return _with_part(draft, part)
    if unit == "D" and part:
        return _with_part(_fixed(cal.day(cal.shift(anchor.period.start, "D", direction)), start, end, basis), part)
    if "n" not in parts and unit not in ("D", "N"):
        return _fixed(cal.unit_of(cal.shift(anchor.period.start, unit, direction), unit), start, end, basis)
    return _away(
        parts, anchor.period.start if direction < 0 else anchor.period.end, basis, "published", direction, start, end
    )


def _same(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    word = parts.text("unit")
    unit = parts.grammar.value("BIGUNIT", word) or parts.grammar.value("SEASON", word) or "D"
    part = parts.grammar.value("DAYPART", word)
    anchor = setting.anchor(start, fine=unit in ("D", "W"))
    if anchor is None:
        if setting.published is None:
            return _waiting(start, end, "XXXX-XX-XX", "published", _name(unit))
        period, basis = cal.day(setting.published), setting.basis
    elif anchor.period is None:
        draft = _waiting(
            start, end, anchor.value, anchor.missing, _name(unit), basis=f"earlier:{anchor.start}-{anchor.end}"
        )
        return _with_part(draft, part)
    else:
        period, basis = anchor.period, f"earlier:{anchor.start}-{anchor.end}"
    return _with_part(_fixed(cal.unit_of(period.start, unit), start, end, basis), part)


# ------------------------------------------------------------ clock


def _clock(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    base = _day_of_clock(setting, start)
    value = _clock_value(parts)
    if value is None:
        return None
    if base is None:
        return Draft(start, end, "TIME", "XXXX-XX-XX" + value, None, "time", missing="published", clock=True)
    return Draft(start, end, "TIME", base.value[:10] + value, base, "time", setting.basis, clock=True)


def _clock_value(parts: _Parts) -> str | None:
    if "part" in parts:
        word = parts.text("part")
        return {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}.get(
            word, "T" + parts.grammar.value("PART", word)
        )
    zone = "Z" if parts.grammar.value("ZONE", parts.text("zone")) == "Z" else ""
    if "hour4" in parts:
        text = parts.text("hour4")
        if len(text) != 4 or int(text[:2]) > 24 or int(text[2:]) > 59:
            return None
        return f"T{text[:2]}:{text[2:]}{zone}"
    text = parts.text("clock", "clock2", "hour", "oclock")
    numbers = [int(p) for p in text.replace(".", ":").split(":")] if text[0].isdigit() else [spelled([text])]
    meridiem = parts.grammar.value("MERIDIEM", parts.text("ap", "ap2"))
    hour = numbers[0]
    if meridiem is not None and hour <= 12:
        hour = hour % 12 + meridiem
    minute = numbers[1] if len(numbers) > 1 else 0
    return f"T{hour:02d}:{minute:02d}{zone}" if hour <= 24 and minute <= 59 else None


def _day_of_clock(setting: Setting, start: int) -> Period | None:
    return cal.day(setting.published) if setting.published else None


def _part(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    part = parts.value("part", "PART")
    if setting.published is None:
        return Draft(start, end, "TIME", "XXXX-XX-XXT" + part, None, "time", missing="published", clock=True)
    base = cal.day(setting.published)
    return Draft(start, end, "TIME", base.value + "T" + part, base, "time", setting.basis, clock=True)


# ------------------------------------------------------------ how long, how often


def _duration(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    if "bare" in parts:
        if parts.match.end - parts.match.start == 1:
            return None
        unit, amount = parts.value("bare", "UNIT"), None
    elif "single" in parts or "single2" in parts:
        unit, amount = parts.value("single", "UNIT") or parts.value("single2", "UNIT"), 1
    else:
        unit = parts.value("unit", "UNIT")
        amount = parts.number("n") if "n" in parts else 1
        if amount is not None and "half" in parts:
            amount += 0.5
    if amount is not None and unit in ("H", "M", "S") and amount == 0.5:
        amount, unit = 30, {"H": "M", "M": "S", "S": "S"}[unit]
    return Draft(start, end, "DURATION", duration_value(amount, unit), granularity="duration", basis="absolute")


def duration_value(amount: int | float | None, unit: str) -> str:
    """ISO 8601 as TIMEX3 has it: P3D, PT30M, P10Y for a decade, PXD for some days."""
    if unit in ("H", "M", "S"):
        number = "X" if amount is None else f"{amount:g}"
        return f"PT{number}{unit}"
    number = "X" if amount is None else f"{amount * _UNIT_FACTOR.get(unit, 1):.10g}"
    return f"P{number}{_UNIT_VALUE.get(unit, 'D')}"


def _yearspast(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    return Draft(
        start,
        end,
        "DURATION",
        duration_value(None, parts.value("bare", "UNIT")),
        granularity="duration",
        basis="absolute",
    )


def _set(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
    if "word" in parts:
        return Draft(start, end, "SET", parts.value("word", "SETADJ"), granularity="set", basis="absolute")
    if "wd" in parts:
        value = f"XXXX-WXX-{parts.value('wd', 'WEEKDAY')}"
        part = parts.value("part", "PART")
        return Draft(start, end, "SET", value + (f"T{part}" if part else ""), granularity="set", basis="absolute")
    if "part2" in parts:
        return Draft(
            start, end, "SET", "XXXX-XX-XXT" + parts.value("part2", "PART"), granularity="set", basis="absolute"
        )
    amount = parts.number("n") if "n" in parts else 1
    return Draft(
        start, end, "SET", duration_value(amount, parts.value("unit", "UNIT")), granularity="set", basis="absolute"
    )


def _reference(parts: _Parts, setting: Setting, start: int, end: int) -> Draft:
    value = "PAST_REF" if "past" in parts else "PRESENT_REF" if "present" in parts else "FUTURE_REF"
    return Draft(start, end, "DATE", value, granularity="reference", basis="reference")


def _days(parts: _Parts, setting: Setting, start: int, end: int) -> Draft | None:
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


_MAKERS: dict[str, Callable[[_Parts, Setting, int, int], Draft | None]] = {
    "date": _date, "iso": _iso, "numeric": _numeric, "month": _month, "year": _year, "decade": _decade, "century": _century,
    "fiscal": _fiscal, "quarter": _quarter, "season": _season, "holiday": _holiday, "weekday": _weekday, "deictic": _deictic,
    "daypart": _daypart, "relative": _relative, "edge": _edge, "offset": _offset, "anaphor": _anaphor, "same": _same,
    "clock": _clock, "part": _part, "duration": _duration, "yearspast": _yearspast, "set": _set, "reference": _reference,
    "days": _days,
}  # fmt: skip
