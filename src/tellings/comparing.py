"""compare(readings) -> stories, events, tellings: its steps in order, the twin of reading.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from tellings.compare import register as registers
from tellings.compare.copies import find_copies
from tellings.compare.dating import fill_dates
from tellings.compare.merging import merge
from tellings.compare.naming import namings
from tellings.compare.omissions import omissions
from tellings.compare.register import Register
from tellings.compare.stories import find_stories
from tellings.compare.telling import event_of
from tellings.compare.views import ordered, views_of
from tellings.compare.wordings import align, figures
from tellings.model import Alignment, Compared, Copy, Event, Figure, Judgement, Omission, Reading, Report, Story

Pair = tuple[Report, Reading]


def compare(
    pairs: Sequence[Pair], judgements: Iterable[Judgement] = (), progress: Callable[[str], None] | None = None
) -> Compared:
    """Stories, events and tellings of all readings.

    judgements: what people said before (by is not "machine"); they outrank the machine, the newer one of two that
    contradict each other wins.  progress is told the name of each step.  The result does not depend on the order of pairs.
    """
    say = progress or (lambda step: None)
    pairs = sorted(pairs, key=lambda p: (p[0].published.value or "9999", p[0].id))
    by_report = {report.id: (report, reading) for report, reading in pairs}
    reports = [report for report, _ in pairs]
    human = latest_word(judgements)

    say("copies")
    copies = find_copies(reports)
    say("stories")
    stories = find_stories(reports, [reading for _, reading in pairs])
    say("dates")
    pairs, published = fill_dates(pairs, stories)
    by_report = {report.id: (report, reading) for report, reading in pairs}
    say("actors")
    register = registers.build(pairs, [(j.a, j.b, j.verdict) for j in human if j.about == "actor"])
    say("events")
    same_or_not = {frozenset((j.a, j.b)): j.verdict for j in human if j.about == "mention"}
    nearest = closest_copy(copies)
    events: list[Event] = []
    alignments: list[Alignment] = []
    shared_figures: list[Figure] = []
    left_out: list[Omission] = []
    log: list[Judgement] = []
    for story in stories:
        own = [by_report[r] for r in story.reports]
        found, merges = _events_of(story, own, register, published, nearest, same_or_not)
        events += found
        log += merges
        alignments += align(story.id, own, register)
        shared_figures += figures(story.id, own)
        left_out += omissions(story, found, [report for report, _ in own])
    say("naming")
    return Compared(
        stories=tuple(stories),
        events=tuple(events),
        actors=tuple(sorted(register.actors.values(), key=lambda a: a.id)),
        copies=tuple(copies),
        alignments=tuple(alignments),
        figures=tuple(shared_figures),
        namings=tuple(namings(pairs, register.of)),
        omissions=tuple(left_out),
        judgements=(*human, *log),
    )


def _events_of(
    story: Story,
    pairs: Sequence[Pair],
    register: Register,
    published: dict[str, date | None],
    copies: dict[str, Copy],
    judged: dict[frozenset[str], str],
) -> tuple[list[Event], list[Judgement]]:
    views = ordered([v for report, reading in pairs for v in views_of(report, reading, register, published[report.id])])
    groups, log = merge(views, judged)
    events = [event_of(story.id, group, copies, register) for group in groups]
    return sorted(events, key=lambda e: (e.when.start if e.when and e.when.start else "9999", e.id)), log


def latest_word(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Of people's judgements about one pair, the newest."""
    newest: dict[tuple[str, frozenset[str]], Judgement] = {}
    for j in judgements:
        key = (j.about, frozenset((j.a, j.b)))
        if j.by != "machine" and (key not in newest or (j.at or "") >= (newest[key].at or "")):
            newest[key] = j
    return list(newest.values())


def closest_copy(copies: Iterable[Copy]) -> dict[str, Copy]:
    """Later report → the copy with the largest share of its text."""
    best: dict[str, Copy] = {}
    for copy in copies:
        if copy.later not in best or copy.share > best[copy.later].share:
            best[copy.later] = copy
    return best
