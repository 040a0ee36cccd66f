"""compare(readings) -> stories, events, tellings: its steps in order, the twin of reading.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from textwrap import shorten

from tellings.compare import register as registers
from tellings.compare.called import namings
from tellings.compare.copies import find_copies
from tellings.compare.correcting import Corrections
from tellings.compare.dating import fill_dates
from tellings.compare.echoes import add_echoes
from tellings.compare.judging import latest_word
from tellings.compare.merging import merge
from tellings.compare.omissions import omissions
from tellings.compare.register import Register
from tellings.compare.stories import Group, find_stories
from tellings.compare.telling import event_of
from tellings.compare.views import ordered, views_of
from tellings.compare.wordings import align, figures
from tellings.model import (
    Alignment,
    Compared,
    Copy,
    Event,
    Figure,
    Judgement,
    Omission,
    Reading,
    Report,
    Story,
    digest,
)

Pair = tuple[Report, Reading]
OPENING_LENGTH = 90  # characters


def compare(
    pairs: Sequence[Pair],
    judgements: Iterable[Judgement] = (),
    *,
    one_story: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Compared:
    """Stories, events and tellings of all readings.

    judgements: what people said before (by is not "machine"); they outrank the machine, the newer one of two that
    contradict each other wins.  one_story: the caller knows that all of these reports are of one story.
    progress is told the name of each step.  The result does not depend on the order of pairs.
    """
    say = progress or (lambda step: None)
    pairs = sorted(pairs, key=lambda p: (p[0].published.value or "9999", p[0].id))
    human = latest_word(judgements)
    corrections = Corrections.of(human)
    pairs = [(report, corrections.applied(report, reading)) for report, reading in pairs]
    about = {kind: [j for j in human if j.about == kind] for kind in ("mention", "report", "actor")}
    say("copies")
    sentences = {report.id: reading.sentences for report, reading in pairs}
    copies = find_copies([report for report, _ in pairs], sentences=sentences)
    say("stories")
    groups = [Group(tuple(r.id for r, _ in pairs), ())] if one_story else _groups(pairs, about["report"])
    say("dates")
    pairs, published = fill_dates(pairs, [group.reports for group in groups])
    by_report = {report.id: (report, reading) for report, reading in pairs}
    say("actors")
    forms = [(j.a, j.b, j.verdict) for j in about["actor"]]
    register = registers.build(pairs, forms, [group.reports for group in groups])
    say("events")
    nearest = closest_copy(copies)
    stories: list[Story] = []
    events: list[Event] = []
    alignments: list[Alignment] = []
    shared_figures: list[Figure] = []
    left_out: list[Omission] = []
    log: list[Judgement] = []
    for group in groups:
        own = [by_report[r] for r in group.reports]
        story_id = "s-" + digest(group.reports[0])
        found, merges = _events_of(story_id, own, register, published, nearest, about["mention"])
        stories.append(_story(story_id, group, own, found, published))
        events += found
        log += merges
        alignments += align(story_id, own, register)
        shared_figures += figures(story_id, own)
        left_out += omissions(stories[-1], found, [report for report, _ in own])
    say("naming")
    return Compared(
        stories=tuple(stories),
        events=tuple(events),
        actors=tuple(sorted(register.actors.values(), key=lambda a: a.id)),
        copies=tuple(copies),
        alignments=tuple(alignments),
        figures=tuple(shared_figures),
        namings=namings(pairs, register.of),
        omissions=tuple(left_out),
        judgements=_log(human, log),
    )


def _groups(pairs: Sequence[Pair], human: Sequence[Judgement]) -> list[Group]:
    """Stories by the reports' words and by the actors whom their events are about."""
    keys = {
        report.id: {a.name.lower() for a in reading.actors if a.kind in ("person", "organisation", "group")}
        for report, reading in pairs
    }
    judged = [(j.a, j.b, j.verdict) for j in human]
    return list(
        find_stories(
            [report for report, _ in pairs],
            keys=keys,
            together=[(a, b) for a, b, verdict in judged if verdict == "same"],
            apart=[(a, b) for a, b, verdict in judged if verdict == "different"],
        )
    )


def _opening(report: Report, reading: Reading) -> str:
    """The first words of a report that has no headline."""
    if not reading.sentences:
        return ""
    first = reading.sentences[0]
    return shorten(report.text[first.start : first.end], OPENING_LENGTH, placeholder=" …")


def _story(
    story_id: str, group: Group, pairs: Sequence[Pair], events: Sequence[Event], published: dict[str, date | None]
) -> Story:
    days = sorted(d for report, _ in pairs if (d := published[report.id]))
    countries = Counter(e.place.country for e in events if e.place and e.place.country and not e.background)
    return Story(
        id=story_id,
        title=next((report.title for report, _ in pairs if report.title), None) or _opening(*pairs[0]),
        reports=group.reports,
        start=days[0].isoformat() if days else None,
        end=days[-1].isoformat() if days else None,
        countries=tuple(c for c, _ in countries.most_common()),
        why=group.why,
    )


def _events_of(
    story: str,
    pairs: Sequence[Pair],
    register: Register,
    published: dict[str, date | None],
    copies: dict[str, Copy],
    judged: Sequence[Judgement],
) -> tuple[list[Event], list[Judgement]]:
    views = ordered([v for report, reading in pairs for v in views_of(report, reading, register, published[report.id])])
    groups, log = merge(views, judged)
    groups, echoed = add_echoes(groups, pairs, register, published)
    events = [event_of(story, group, copies, register) for group in groups]
    return sorted(events, key=lambda e: (e.when.start if e.when and e.when.start else "9999", e.id)), log + echoed


def _log(human: Sequence[Judgement], machine: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """People's judgements, those that could not be followed with the reason, and then the machine's."""
    refused = {(j.about, j.a, j.b): j for j in machine if j.by != "machine"}
    kept = [refused.get((j.about, j.a, j.b), j) for j in human]
    return (*kept, *(j for j in machine if j.by == "machine"))


def closest_copy(copies: Iterable[Copy]) -> dict[str, Copy]:
    """Later report → the copy with the largest share of its text."""
    best: dict[str, Copy] = {}
    for copy in copies:
        if copy.later not in best or copy.share > best[copy.later].share:
            best[copy.later] = copy
    return best
