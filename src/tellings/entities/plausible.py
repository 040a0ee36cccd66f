"""What has happened has not happened after it was reported."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from tellings.model import Mention, Report, Span, When

_WEEK = timedelta(days=7)
# What is done and not said: "agreed to a vote in November" does not tell when they agreed.
_DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "AID", "RETREAT", "MOBILIZE", "CONCEDE", "PROTEST", "CONSULT"})

PLAN = "plan"  # basis of a time at which something agreed is to be
_PLANS = frozenset({"AGREE", "CONCEDE"})  # what PLOVER makes of a deed of good will that is to come


def not_after_publication(
    mention: Mention,
    when: When | None,
    basis: str,
    report: Report,
    ahead: Callable[[int, int], bool] = lambda a, b: False,
    in_month_of: Callable[[Span, Span], bool] = lambda a, b: False,
    plans: Callable[[Span], bool] = lambda trigger: False,
) -> tuple[When | None, str]:
    """The time, unless the event is told as having happened and the time lies after the report's day.

    "condemns the arrests on Thursday", printed on a Friday, means the Thursday before; another time in the future is
    that of what is promised, asked or planned ("will meet on Thursday", an agreement), and says nothing of this event.
    What is planned and therefore coded as agreed ("will meet", "is set to meet on Thursday") keeps the day of the plan,
    on the basis PLAN.
    A month without its year that stands right at the verb of what has happened is last year's ("the tanker boarded in
    November", printed in September).
    ahead: whether the verbs around these characters tell of what is to come.  in_month_of: (time, trigger) → whether the
    time is a bare month at a trigger that is a verb of the past.  plans: whether a trigger's own word only plans ("is set to").
    """
    if when is None or not when.start or mention.status not in ("actual", "historical"):
        return when, basis
    try:
        published = date.fromisoformat((report.published.value or "")[:10])
        start = date.fromisoformat(when.start[:10])
    except ValueError:
        return when, basis
    if start <= published:
        return when, basis
    if mention.type in _PLANS and (mention.reductions or plans(mention.trigger)):
        return when, PLAN
    earlier = start - _WEEK
    one_day = when.end is None or when.end[:10] == when.start[:10]
    if (
        one_day
        and not (when.span is not None and ahead(when.span.start, when.span.end))
        and earlier <= published
        and when.granularity in ("day", "time", "")
        and when.basis.startswith("published")
    ):
        value = when.value.replace(start.isoformat(), earlier.isoformat())
        return msgspec.structs.replace(when, start=earlier.isoformat(), end=earlier.isoformat(), value=value), basis
    if (
        mention.type in _DEEDS
        and when.granularity == "month"
        and when.span is not None
        and in_month_of(when.span, mention.trigger)
    ):
        return _year_before(when), basis
    return None, "after publication"


def _year_before(when: When) -> When:
    start = date.fromisoformat(when.start[:10])
    value = f"{start.year - 1}-{start.month:02d}"
    last = calendar.monthrange(start.year - 1, start.month)[1]
    return msgspec.structs.replace(when, value=value, start=f"{value}-01", end=f"{value}-{last:02d}")
