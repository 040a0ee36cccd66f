"""Times of a report: found by a grammar of words, resolved against publication, dateline or a day told before.

`find_times(parsed)` gives every expression in text order; `resolve_time(when, published, times)` fills in an anchor that
was missing; `event_time` (in `times_events`) chooses the time of an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tellings.entities.times_calendar import Period
from tellings.entities.times_draft import FUTURE, OPEN, PAST, Around, Draft, Nowhere, Setting
from tellings.entities.times_events import event_time
from tellings.entities.times_feasts import patterns
from tellings.entities.times_filter import is_time
from tellings.entities.times_joins import join, with_days
from tellings.entities.times_makers import make
from tellings.entities.times_tense import Tenses
from tellings.model import Report, Span, When
from tellings.parse import Parsed
from tellings.phrases import Grammar, Match

__all__ = ["event_time", "find_times", "find_timexes", "publication", "resolve_time", "written_day"]

_DIRECTION = {PAST: "direction:past", FUTURE: "direction:future", OPEN: ""}
_LAST_LINES = 3


@cache
def grammar() -> Grammar:
    """The grammar of times, compiled when it is first needed."""
    return Grammar.load("tellings.entities.data", "times.toml", "times_rules.toml", macros={"FEAST": patterns()})


def find_times(parsed: Parsed, around: Around | None = None) -> tuple[When, ...]:
    """Every temporal expression in text order; "from May 3 to May 5" is one interval.

    around: where the words are spoken of, for seasons and fiscal years; None for northern ones and calendar years.
    """
    tenses = Tenses(parsed)
    return tuple(_when(draft, parsed.report.text) for draft in join(_read(parsed, tenses, around), tenses.text))


def find_timexes(parsed: Parsed) -> tuple[When, ...]:
    """The same as annotators of TIMEX3 count them: the two ends of an interval apart."""
    return tuple(_when(draft, parsed.report.text) for draft in _read(parsed, Tenses(parsed)))


def _read(parsed: Parsed, tenses: Tenses, around: Around | None = None) -> list[Draft]:
    rules = grammar()
    day, basis = publication(parsed.report)
    setting = Setting(day, basis, tenses.direction, around=around or Nowhere())

    def meaning(match: Match) -> Draft | None:
        draft = make(match, rules, setting) if is_time(match, tenses) else None
        if draft is not None:
            setting.told.append(draft)
        return draft

    rules.read(rules.words(tenses.text), meaning)
    return with_days(setting.told, tenses)


def publication(report: Report) -> tuple[date | None, str]:
    """The local day of publication as far as the report says, and how it is known."""
    value = report.published.value
    if value:
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            day = None
        if day is not None:
            utc = len(value) > 10 and (value.endswith("Z") or value.endswith("+00:00"))
            return day, "published:UTC" if utc else "published"
    stretches = [report.text[m.start : m.end] for m in report.marks if m.kind in ("date", "dateline")]
    lines = [line for line in report.text[-400:].splitlines() if line.strip()][-_LAST_LINES:]
    for stretch, alone in [(s, False) for s in stretches] + [(line, True) for line in lines]:
        day = written_day(stretch, alone)
        if day is not None:
            return day, "dateline"
    return None, ""


def written_day(text: str, alone: bool = False) -> date | None:
    """The one full date that is written in a short text; `alone`: there must be no other word."""
    rules = grammar()
    if len(text) > 300:
        return None
    setting = Setting(None, "", lambda a, b: OPEN)
    days = []
    for draft in rules.read(rules.words(text), lambda match: make(match, rules, setting)):
        if draft.basis == "absolute" and draft.granularity in ("day", "time") and draft.period:
            if not alone or not re.search(r"\w", text[: draft.start] + text[draft.end :]):
                days.append(draft.period.start)
    return days[0] if len(set(days)) == 1 else None


def resolve_time(when: When, published: str | None, times: Sequence[When] = ()) -> When:
    """The same time with its missing anchor filled in by a day of publication (ISO); itself if that does not help.

    times: the report's times, for an expression that hangs on another one ("a day earlier").
    """
    if when.missing is None or not published:
        return when
    day = date.fromisoformat(published[:10])
    anchor = _hung_on(when, times)
    direction = {"direction:past": PAST, "direction:future": FUTURE}.get(when.basis, OPEN)
    setting = Setting(day, "published", lambda a, b: direction)
    if anchor is not None:
        setting.told.append(_draft(resolve_time(anchor, published, [t for t in times if t is not anchor])))
    rules = grammar()
    found = rules.read(rules.words(when.expression), lambda match: make(match, rules, setting))
    drafts = [draft for draft in found if draft.period is not None]
    if not drafts:
        return when
    best = max(drafts, key=lambda d: (d.end - d.start, d.type == "DATE"))
    basis = when.basis if when.basis.startswith("earlier:") else best.basis
    filled = _when(replace(best, basis=basis), when.expression)
    return When(
        **{
            **{f: getattr(filled, f) for f in filled.__struct_fields__},
            "span": when.span,
            "expression": when.expression,
            "type": when.type,
        }
    )


def _hung_on(when: When, times: Iterable[When]) -> When | None:
    if not when.basis.startswith("earlier:"):
        return None
    start, _, end = when.basis.removeprefix("earlier:").partition("-")
    return next((t for t in times if t.span == Span(int(start), int(end))), None)


def _draft(when: When) -> Draft:
    """A resolved time as an anchor that stands before everything."""
    period = None
    if when.start and when.end:
        period = Period(when.value, when.granularity, date.fromisoformat(when.start), date.fromisoformat(when.end))
    return Draft(-2, -1, when.type, when.value, period, when.granularity, when.basis, when.missing)


def _when(draft: Draft, text: str) -> When:
    resolved = draft.period is not None
    return When(
        span=Span(draft.start, draft.end),
        expression=text[draft.start : draft.end],
        type=draft.type,
        value=draft.value,
        start=draft.period.start.isoformat() if resolved else None,
        end=draft.period.end.isoformat() if resolved else None,
        granularity=draft.granularity,
        basis=draft.basis or ("" if resolved else _DIRECTION[draft.direction]),
        missing=draft.missing,
    )
