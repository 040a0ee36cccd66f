""" "Today" between quotation marks is the day on which it was said, where the words around the quotation tell which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from tellings.entities.times_events import OWN, distance
from tellings.entities.times_tense import context
from tellings.model import Attribution, When
from tellings.parse import Parsed


def as_said(
    parsed: Parsed, attributions: Sequence[Attribution], times: Sequence[When], published: date | None
) -> tuple[When, ...]:
    """The times, with "today" and its like inside a quotation moved to the day of its saying ("…, she wrote on Sunday")."""
    if published is None:
        return tuple(times)
    moved: dict[int, When] = {}
    for attribution in attributions:
        if attribution.kind not in ("direct", "mixed") or attribution.cue is None:
            continue
        inside = [n for n, t in enumerate(times) if _deictic(t) and _within(t, attribution)]
        if inside and (day := _day_of_saying(parsed, attribution, times)) is not None:
            moved |= {n: _shifted(times[n], day - published, attribution) for n in inside}
    return tuple(moved.get(n, t) for n, t in enumerate(times))


def _day_of_saying(parsed: Parsed, attribution: Attribution, times: Sequence[When]) -> date | None:
    """The one day that hangs on the word of saying."""
    cue = parsed.tokens(attribution.cue)
    if not len(cue):
        return None
    days = {
        t.start[:10]
        for t in times
        if t.span and t.start and t.granularity == "day" and not _within(t, attribution)
        and parsed.sentence_number(parsed.tokens(t.span)[0]) == parsed.sentence_number(cue[0])
        and distance(parsed, cue.root, t) < OWN
    }  # fmt: skip
    return date.fromisoformat(days.pop()) if len(days) == 1 else None


def _deictic(time: When) -> bool:
    first = time.expression.lower().split()
    return bool(first) and first[0] in context()["deictic"] and bool(time.start) and time.basis.startswith("published")


def _within(time: When, attribution: Attribution) -> bool:
    return time.span is not None and any(s.start <= time.span.start < s.end for s in attribution.content)


def _shifted(time: When, by: timedelta, attribution: Attribution) -> When:
    old = date.fromisoformat(time.start[:10])
    new = (old + by).isoformat()
    return msgspec.structs.replace(
        time,
        start=new + time.start[10:],
        end=(date.fromisoformat(time.end[:10]) + by).isoformat() + time.end[10:] if time.end else None,
        value=time.value.replace(old.isoformat(), new),
        basis=f"said:{attribution.id}",
    )
