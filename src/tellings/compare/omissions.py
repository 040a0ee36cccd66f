"""Which events of a story an outlet leaves out that most of the others tell."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Event, Omission, Report, Story

LEAST_OUTLETS = 3


def omissions(story: Story, events: Sequence[Event], reports: Sequence[Report]) -> list[Omission]:
    """An omission a silent outlet: at least three outlets in the story, and more than half of the others tell the event."""
    outlets = sorted({r.outlet.value for r in reports if r.outlet.value})
    if len(outlets) < LEAST_OUTLETS:
        return []
    found = []
    for event in events:
        tellers = sorted({t.outlet for t in event.tellings})
        for outlet in outlets:
            if outlet not in tellers and len(tellers) >= 2 and len(tellers) * 2 > len(outlets) - 1:
                found.append(Omission(story=story.id, outlet=outlet, event=event.id, told_by=tuple(tellers)))
    return found
