"""Weekdays, "yesterday", "last week", "two days ago", "a day earlier", the time of day: seen from some other day."""

from __future__ import annotations

from datetime import date, timedelta

from tellings.entities import times_calendar as cal
from tellings.entities.times_absolute import yearless
from tellings.entities.times_calendar import Period
from tellings.entities.times_draft import (
    FUTURE,
    PAST,
    Draft,
    Parts,
    Setting,
    fixed,
    unit_name,
    waiting,
    with_part,
)
from tellings.numbers import spelled

_NEAR = 160  # characters within which a day told before is the day of "for a third day"


def _weekday(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    number = parts.value("wd", "WEEKDAY", "ABBRDAY")
    part = parts.value("part", "PART")
    direction = setting.direction(start, end)
    rel = parts.rel("rel")
    here = setting.published
    if here is None:
        near = rel if rel is not None else direction
        draft = waiting(start, end, f"XXXX-WXX-{number}", "published", "day", direction=near)
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
        draft = fixed(cal.day(found), start, end, setting.basis)
    return with_part(draft, part)


def weekday_near(here: date, number: int, direction: int) -> date:
    """The weekday (1 Monday) on or before the day, or on or after it."""
    back = (here.isoweekday() - number) % 7
    return here - timedelta(days=back) if direction == PAST else here + timedelta(days=(7 - back) % 7)


def _before_last(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    """ "The week before last", "the Sunday before last": one farther back than the last one."""
    here = setting.published
    number = parts.value("wd", "WEEKDAY", "ABBRDAY")
    unit = "D" if number else parts.value("unit", "UNIT")
    if here is None:
        return waiting(start, end, f"XXXX-{unit}-2", "published", unit_name(unit), direction=PAST)
    if number:
        found = weekday_near(here - timedelta(days=1), number, PAST) - timedelta(weeks=1)
        return fixed(cal.day(found), start, end, setting.basis)
    return fixed(cal.unit_of(cal.shift(here, unit, -2), unit), start, end, setting.basis)


def _weekday_beside(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    """ "The Wednesday before", "the following Friday": seen from the last day told of, else from publication."""
    number = parts.value("wd", "WEEKDAY")
    back = parts.text("dir") in ("before", "earlier", "previous", "preceding", "prior")
    anchor = setting.anchor(start, fine=True)
    if anchor is not None and anchor.period is None:
        basis = f"earlier:{anchor.start}-{anchor.end}"
        return waiting(
            start, end, f"XXXX-WXX-{number}", anchor.missing, "day", direction=PAST if back else FUTURE, basis=basis
        )
    day, basis = setting.published, setting.basis
    if anchor is not None:
        day, basis = anchor.period.start, f"earlier:{anchor.start}-{anchor.end}"
    if day is None:
        return waiting(start, end, f"XXXX-WXX-{number}", "published", "day", direction=PAST if back else FUTURE)
    step = timedelta(days=-1 if back else 1)
    return fixed(cal.day(weekday_near(day + step, number, PAST if back else FUTURE)), start, end, basis)


def _deictic(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    word = parts.text("word")
    offset = parts.grammar.value("DEICTIC", word)
    if "beyond" in parts:
        offset = offset + (-1 if parts.text("beyond") == "before" else 1)
    part = parts.value("part", "PART") or ("NI" if word in ("tonight", "tonite") else None)
    if setting.published is None:
        return with_part(waiting(start, end, f"XXXX-XX-XX{offset:+d}", "published", "day", direction=offset), part)
    return with_part(fixed(cal.day(setting.published + timedelta(days=offset)), start, end, setting.basis), part)


def _daypart(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    part = parts.value("part", "PART")
    offset = -1 if parts.text("rel") == "last" else 0
    if setting.published is None:
        return with_part(waiting(start, end, f"XXXX-XX-XX{offset:+d}", "published", "day", direction=offset), part)
    return with_part(fixed(cal.day(setting.published + timedelta(days=offset)), start, end, setting.basis), part)


def _relative(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    unit = parts.value("unit", "UNIT")
    rel = parts.rel("rel") if "rel" in parts else 0
    if unit == "D":
        return None if rel != 0 else _anchored_day(setting, start, end)
    if setting.published is None:
        return waiting(start, end, f"XXXX-{unit}{rel:+d}", "published", unit_name(unit), direction=rel)
    if unit == "WE" and rel == 0 and setting.direction(start, end) == PAST:
        return _weekend(parts, setting, start, end)
    found = cal.unit_of(cal.shift(setting.published, unit, rel), unit)
    if _since(parts) and parts.value("mod", "EDGE") == "START":
        return fixed(cal.day(found.start), start, end, setting.basis)
    return fixed(found, start, end, setting.basis)


def _since(parts: Parts) -> bool:
    """ "Since the start of the year" is its first day, where "at the start of the year" is some time in it."""
    match = parts.match
    return match.start > 0 and match.words.word(match.start - 1) in ("since", "from")


def _anchored_day(setting: Setting, start: int, end: int) -> Draft | None:
    if setting.published is None:
        return waiting(start, end, "XXXX-XX-XX", "published", "day")
    return fixed(cal.day(setting.published), start, end, setting.basis)


def _edge(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    month = parts.value("month", "MONTH")
    year = parts.year()
    base = fixed(cal.month(year, month), start, end) if year is not None else yearless(month, None, setting, start, end)
    if "ord" not in parts or base.period is None:
        return base
    unit = parts.value("unit", "UNIT")
    last = parts.text("ord") in ("last", "final")
    number = parts.ordinal("ord") or 1
    first_day, last_day = base.period.start, base.period.end
    if unit == "D":
        found = last_day if last else first_day + timedelta(days=number - 1)
        return fixed(cal.day(found), start, end, base.basis)
    found = last_day - timedelta(days=6) if last else first_day + timedelta(weeks=number - 1)
    return fixed(cal.unit_of(found, unit), start, end, base.basis)


def _then(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    """ "By then": the last day or month told of."""
    anchor = setting.anchor(start, fine=False)
    if anchor is None:
        return None
    basis = f"earlier:{anchor.start}-{anchor.end}"
    if anchor.period is None:
        return waiting(start, end, anchor.value, anchor.missing, anchor.granularity, basis=basis)
    return fixed(anchor.period, start, end, basis)


def _row(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    """ "For a third day": the day or week itself, told now; "for the third Friday in a row" the last one."""
    if "wd" in parts:
        return _weekday(parts, setting, start, end)
    unit = parts.value("unit", "UNIT")
    anchor = setting.anchor(start, fine=True) if unit in ("D", "N") else None
    if anchor is not None and anchor.period and start - anchor.end < _NEAR:
        return fixed(cal.day(anchor.period.start), start, end, f"earlier:{anchor.start}-{anchor.end}")
    if setting.published is None:
        return waiting(start, end, "XXXX-XX-XX" if unit in ("D", "N") else f"XXXX-{unit}", "published", unit_name(unit))
    return fixed(cal.unit_of(setting.published, unit), start, end, setting.basis)


def _weekend(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    """The weekend before the day, or the one after it, as the tense has it."""
    direction = setting.direction(start, end)
    here = setting.published
    if here is None:
        return waiting(start, end, "XXXX-WXX-WE", "published", "weekend", direction=direction)
    if direction != FUTURE and here.isoweekday() < 6:
        here -= timedelta(weeks=1)
    return fixed(cal.weekend(here), start, end, setting.basis)


def _yearend(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    unit = parts.value("unit", "UNIT")
    if setting.published is None:
        return waiting(start, end, f"XXXX-{unit}+0", "published", unit_name(unit))
    return fixed(cal.unit_of(setting.published, unit), start, end, setting.basis)


def _long_ago(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    return Draft(start, end, "DATE", "PAST_REF", granularity="reference", basis="reference")


def _offset(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    direction = 1 if any(w in (parts.text("dir") or "") for w in ("from", "hence", "time", "after")) else -1
    anchor = setting.published
    if anchor is not None and "word" in parts:
        anchor += timedelta(days=parts.grammar.value("DEICTIC", parts.text("word")))
    return _away(parts, anchor, setting.basis, "published", direction, start, end)


def _away(parts: Parts, anchor: date | None, basis: str, missing: str, direction: int, start: int, end: int) -> Draft:
    unit = parts.value("unit", "UNIT")
    count = parts.number("n") if "n" in parts else 1
    if unit in ("S", "M", "H"):
        if anchor is None:
            return waiting(start, end, "XXXX-XX-XX", missing, "day", direction=direction, basis=basis)
        return fixed(cal.day(anchor), start, end, basis)
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
        return waiting(start, end, f"XXXX-{unit}{amount}", missing, unit_name(unit), direction=direction, basis=basis)
    moved = cal.shift(anchor, unit, int(count) * direction)
    # "A week ago" is told of a day; "three weeks ago" and "a year ago" only of a week, a year
    if unit in ("D", "N") or (unit in ("W", "F") and count == 1):
        return fixed(cal.day(moved), start, end, basis)
    return fixed(cal.unit_of(moved, "W" if unit == "F" else unit), start, end, basis)


def _anaphor(parts: Parts, setting: Setting, start: int, end: int) -> Draft:
    unit = parts.value("unit", "UNIT", "DAYPART")
    part = parts.grammar.value("DAYPART", parts.text("unit"))
    words = (parts.text("dir") or "").split()
    direction = -1 if words[-1] in ("before", "earlier", "previous", "previously", "preceding", "prior") else 1
    anchor = setting.anchor(start, fine=unit in ("D", "N", "W", "F") or part is not None)
    if part:
        unit = "D"
    if anchor is not None and anchor.said == parts.match.text_of() and anchor.basis.startswith("earlier:"):
        anchor = setting.at(anchor.basis) or anchor  # "a day earlier" said twice means one and the same day
    if (
        "n" not in parts
        and unit == "D"
        and anchor is None
        and setting.published
        and direction < 0
        and "previous" in words
    ):
        return with_part(fixed(cal.day(setting.published + timedelta(days=-1)), start, end, setting.basis), part)
    if anchor is None:
        draft = _away(parts, setting.published, setting.basis, "published", direction, start, end)
        return with_part(draft, part)
    basis = f"earlier:{anchor.start}-{anchor.end}"
    if anchor.period is None:
        draft = waiting(
            start, end, f"XXXX-{unit}{direction:+d}", anchor.missing, unit_name(unit), direction=direction, basis=basis
        )
        return with_part(draft, part)
    if unit == "D" and part:
        return with_part(fixed(cal.day(cal.shift(anchor.period.start, "D", direction)), start, end, basis), part)
    if "n" not in parts and unit not in ("D", "N"):
        return fixed(cal.unit_of(cal.shift(anchor.period.start, unit, direction), unit), start, end, basis)
    return _away(
        parts, anchor.period.start if direction < 0 else anchor.period.end, basis, "published", direction, start, end
    )


def _same(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    word = parts.text("unit")
    unit = parts.grammar.value("BIGUNIT", word) or parts.grammar.value("SEASON", word) or "D"
    part = parts.grammar.value("DAYPART", word)
    anchor = setting.anchor(start, fine=unit in ("D", "W"))
    if anchor is None:
        if setting.published is None:
            return waiting(start, end, "XXXX-XX-XX", "published", unit_name(unit))
        period, basis = cal.day(setting.published), setting.basis
    elif anchor.period is None:
        draft = waiting(
            start, end, anchor.value, anchor.missing, unit_name(unit), basis=f"earlier:{anchor.start}-{anchor.end}"
        )
        return with_part(draft, part)
    else:
        period, basis = anchor.period, f"earlier:{anchor.start}-{anchor.end}"
    return with_part(fixed(cal.unit_of(period.start, unit, setting.around.south(start)), start, end, basis), part)


def _clock(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    base = _day_of_clock(setting, start)
    value = _clock_value(parts)
    if value is None:
        return None
    if base is None:
        return Draft(start, end, "TIME", "XXXX-XX-XX" + value, None, "time", missing="published", clock=True)
    return Draft(start, end, "TIME", base.value[:10] + value, base, "time", setting.basis, clock=True)


def _clock_value(parts: Parts) -> str | None:
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


MOST_DAYS_BACK = 6  # from publication to a day whose evening is told of; "the night" may be that before or after it


def _part(parts: Parts, setting: Setting, start: int, end: int) -> Draft | None:
    part = parts.value("part", "PART")
    if setting.published is None:
        return Draft(start, end, "TIME", "XXXX-XX-XXT" + part, None, "time", missing="published", clock=True)
    told = setting.anchor(start, fine=True)  # of the day that was told of last: "shot on Monday … in the evening"
    day = told.period.start if told is not None and told.period and told.period.start == told.period.end else None
    if part == "NI" or day is None or not 0 <= (setting.published - day).days <= MOST_DAYS_BACK:
        day = setting.published
    base = cal.day(day)
    return Draft(start, end, "TIME", base.value + "T" + part, base, "time", setting.basis, clock=True)


MAKERS = {
    "weekday": _weekday, "deictic": _deictic, "daypart": _daypart, "relative": _relative, "edge": _edge, "offset": _offset,
    "anaphor": _anaphor, "same": _same, "clock": _clock, "part": _part,
    "before-last": _before_last, "weekday-beside": _weekday_beside, "then": _then, "row": _row, "weekend": _weekend, "yearend": _yearend, "long-ago": _long_ago,
}  # fmt: skip
