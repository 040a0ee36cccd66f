"""The day that another is counted from: "met on Thursday, three days after gunmen killed …" puts the killing on Monday.

Only whole days are counted; "a week after" and "months after" say too little of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec
from spacy.tokens import Token

from tellings.model import Span, When
from tellings.numbers import spelled
from tellings.parse import Parsed

_WAY = {"after": -1, "before": 1}  # of the event from the day of the deed above it
_ONE = frozenset({"a", "the", "one"})
_MOST = 20  # days; beyond, nobody counts them one by one

NearestDay = Callable[[Token], When | None]


def lagged_day(parsed: Parsed, trigger: Token, day_of: NearestDay) -> When | None:
    """The day of the event at this trigger, counted from the day of what its clause or phrase hangs on.

    day_of: the day that the syntax gives to a verb.  The span is that of the words of counting.
    """
    found = _joint(trigger)
    if found is None:
        return None
    mark, days, above = found
    if above.i in {t.i for t in trigger.subtree}:
        return None
    told = day_of(above)
    if told is None or told.granularity != "day" or not told.start or (told.end or told.start) != told.start:
        return None
    try:
        day = (date.fromisoformat(told.start[:10]) + timedelta(days=days * _WAY[mark.lower_])).isoformat()
    except (ValueError, OverflowError):
        return None
    start = min(t.idx for t in (mark, *_lag(mark).subtree))
    span = Span(start, mark.idx + len(mark))
    words = parsed.report.text[span.start : span.end]
    return msgspec.structs.replace(told, span=span, expression=words, type="DATE", value=day, start=day, end=day)


def _joint(trigger: Token) -> tuple[Token, int, Token] | None:
    """(after or before, days, the verb above) where the event's own clause or phrase is told to be so many days off."""
    for node in _own(trigger):
        marks = [c for c in node.children if c.dep_ == "mark"] if node.dep_ == "advcl" else []
        marks += [node.head] if node.dep_ == "pobj" and node.head.dep_ == "prep" else []
        for mark in marks:
            if mark.lower_ in _WAY and (days := _days(mark)) is not None:
                above = node.head if node.dep_ == "advcl" else mark.head
                return mark, days, above
    return None


def _own(trigger: Token) -> Sequence[Token]:
    """The trigger and what it belongs to, up to the verb of its clause."""
    out = [trigger]
    for node in trigger.ancestors:
        if out[-1].dep_ in ("advcl", "relcl", "ccomp", "pobj") or len(out) > 3:
            break
        out.append(node)
    return out


def _lag(mark: Token) -> Token | None:
    """The word of time right before "after": "days" in "three days after"."""
    return next((t for t in mark.doc[max(0, mark.i - 1) : mark.i] if t.lemma_.lower() == "day"), None)


def _days(mark: Token) -> int | None:
    lag = _lag(mark)
    if lag is None:
        return None
    before = [c.lower_ for c in lag.children if c.dep_ in ("nummod", "det")]
    if len(before) != 1 or any(c.dep_ in ("quantmod", "advmod", "amod") for c in lag.subtree):
        return None  # "some days after", "more than three days after"
    number = 1 if before[0] in _ONE else spelled(before)
    return int(number) if number is not None and 0 < number <= _MOST and number == int(number) else None
