"""What has happened has not happened after it was reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from tellings.model import Mention, Report, When

_WEEK = timedelta(days=7)


def not_after_publication(
    mention: Mention,
    when: When | None,
    basis: str,
    report: Report,
    ahead: Callable[[int, int], bool] = lambda a, b: False,
) -> tuple[When | None, str]:
    """The time, unless the event is told as having happened and the time lies after the report's day.

    "condemns the arrests on Thursday", printed on a Friday, means the Thursday before; another time in the future is
    that of what is promised, asked or planned ("will meet on Thursday", an agreement), and says nothing of this event.
    ahead: whether the verbs around these characters tell of what is to come.
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
    return None, "after publication"
