"""Which events of a story an outlet leaves out that most of the others tell."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Event, Omission, Report, Story

LEAST_OUTLETS = 3
ENDLESS = "9999-12-31"


def omissions(story: Story, events: Sequence[Event], reports: Sequence[Report]) -> list[Omission]:
    """An omission a silent outlet: at least three outlets in the story, and more than half of the others tell the event.

    An outlet whose last report came out before anybody told the event left nothing out, and is not counted.
    """
    last: dict[str, str] = {}  # outlet → day of its last report, or a day without end if one of them has none
    for report in reports:
        if report.outlet.value:
            day = (report.published.value or ENDLESS)[:10]
            last[report.outlet.value] = max(day, last.get(report.outlet.value, ""))
    found = []
    for event in events:
        tellers = sorted({t.outlet for t in event.tellings})
        first = min((t.published or "" for t in event.tellings), default="")[:10]
        outlets = sorted(outlet for outlet, day in last.items() if day >= first or outlet in tellers)
        if len(outlets) < LEAST_OUTLETS:
            continue
        for outlet in outlets:
            if outlet not in tellers and len(tellers) >= 2 and len(tellers) * 2 > len(outlets) - 1:
                found.append(Omission(story=story.id, outlet=outlet, event=event.id, told_by=tuple(tellers)))
    return found
