"""Expressions that belong together: a clock time and its day, the two ends of an interval."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from tellings.entities import times_calendar as cal
from tellings.entities.times_absolute import interval
from tellings.entities.times_draft import Draft
from tellings.entities.times_tense import Tenses

_TIME_THEN_DAY = re.compile(r"^(?: on| ,|,)? $")
_DAY_THEN_TIME = re.compile(r"^(?:,)?(?: at| around| about| shortly after| just before| before| after)? $")
_UNTIL = re.compile(r"^\s*(?:to|until|till|through|-|–|—)\s*$")
_INTO = re.compile(r"^\s*(?:to|into|on|until|till|-|–|—)\s*$")
_AND = re.compile(r"^ and $")
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.I)


def with_days(drafts: list[Draft], tenses: Tenses) -> list[Draft]:
    """Clock times and parts of the day take the day told beside them; those that touch it become one with it."""
    text = tenses.text
    out = list(drafts)
    for i, draft in enumerate(out):
        if not _floating(draft):
            continue
        near = _day_beside(out, i, tenses)
        if near is not None:
            out[i] = _on(draft, near)
    return _merge(out, text)


def _floating(draft: Draft) -> bool:
    return (
        draft.type == "TIME"
        and draft.granularity == "time"
        and draft.basis in ("published", "published:UTC", "dateline", "")
        and draft.clock
    )


def _holds_day(draft: Draft) -> bool:
    """A day, or the part of one: "Monday morning"."""
    part = draft.granularity == "time" and not draft.clock and draft.period is not None
    return draft.granularity == "day" or (part and draft.period.start == draft.period.end)


def _day_beside(drafts: list[Draft], i: int, tenses: Tenses) -> Draft | None:
    """The day in the same sentence that is nearest, else the last one told."""
    sentence = tenses.sentence(drafts[i].start)
    beside = [d for d in drafts[max(0, i - 3) : i + 4] if _holds_day(d) and tenses.sentence(d.start) == sentence]
    if beside:
        return min(beside, key=lambda d: min(abs(d.start - drafts[i].end), abs(drafts[i].start - d.end)))
    before = [
        d for d in drafts[max(0, i - 4) : i] if d.period and d.granularity in ("day", "time") and not _floating(d)
    ]
    return before[-1] if before and tenses.sentence(before[-1].start) >= sentence - 2 else None


def _on(draft: Draft, day: Draft) -> Draft:
    time = draft.value[draft.value.index("T") :]
    head = day.value[:10] if day.period else day.value.partition("T")[0]
    return replace(
        draft, value=head + time, period=day.period, basis=day.basis, missing=day.missing, direction=day.direction
    )


def _merge(drafts: list[Draft], text: str) -> list[Draft]:
    out: list[Draft] = []
    for draft in drafts:
        last = out[-1] if out else None
        gap = text[last.end : draft.start] if last and draft.start - last.end < 16 else None
        if gap is not None and last.clock and _holds_day(draft) and _TIME_THEN_DAY.match(gap) and "," not in gap:
            out[-1] = replace(_on(last, draft), end=draft.end)
        elif (
            gap is not None
            and draft.clock
            and last.granularity == "day"
            and last.type == "DATE"
            and _DAY_THEN_TIME.match(gap)
        ):
            out[-1] = replace(_on(draft, last), start=last.start)
        else:
            out.append(draft)
    return out


def join(drafts: list[Draft], text: str) -> list[Draft]:
    """Two ends become one interval: "from … to …", "between … and …", "2001–2004"."""
    out: list[Draft] = []
    for draft in drafts:
        first = out[-1] if out else None
        joined = _interval(first, draft, text) if first else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(draft)
    return out


def _one_night(first: Draft, last: Draft, gap: str) -> bool:
    """ "The night of Sunday to Monday", "Sunday night into Monday"."""
    night = first.period is not None and first.value.endswith("TNI") and last.period is not None
    return night and bool(_INTO.match(gap)) and last.period.start - first.period.end == timedelta(days=1)


def _interval(first: Draft, last: Draft, text: str) -> Draft | None:
    gap = text[first.end : last.start] if last.start - first.end < 12 else ""
    if gap and _one_night(first, last, gap):
        return replace(first, end=last.end, period=replace(first.period, end=last.period.end))
    if not gap or first.period is None or last.period is None or first.type != "DATE" or last.type != "DATE":
        return None
    opened = _FROM.search(text[max(0, first.start - 16) : first.start])
    if not (_UNTIL.match(gap) or (_AND.match(gap) and opened and opened.group().lower().startswith("between"))):
        return None
    if first.granularity != last.granularity and not opened:
        return None
    if first.basis != "absolute" and last.basis == "absolute" and first.partial_year:
        first = replace(first, period=_in_year(first.period, last.period.start.year))
    if first.period.start >= last.period.start:
        return None
    start = first.start
    if opened:
        start -= len(opened.group())
    return interval(first.period, last.period, start, last.end, last.basis)


def _in_year(period: cal.Period, year: int) -> cal.Period:
    start = period.start
    return cal.ymd(year, start.month, start.day) if period.granularity == "day" else cal.month(year, start.month)
