"""Dates that a report lacks, filled from its story: an interval, marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from tellings.compare.timing import day_of
from tellings.entities.times import resolve_time
from tellings.model import Known, Mention, Reading, Report, When

OPEN_ORDER = "ambiguous:day-month-order"
_SLACK_DAYS = 3  # a story's reports without a date are held to lie within this many days of the dated ones


def fill_dates(
    pairs: Sequence[tuple[Report, Reading]], stories: Sequence[Sequence[str]]
) -> tuple[list[tuple[Report, Reading]], dict[str, date | None]]:
    """Readings whose open times are anchored by the story's dated reports; and report → day used as its publication.

    stories: ids of the reports of each.

    A report keeps its own date if it has one.  An undated report of a dated story is taken to be of the story's first
    day; what is resolved by it says so (`basis` "story") and stays as coarse as the story is long.  Of the two days that
    "03/04/2023" may be, the one that another report of the story gives is taken, else the one that is past.
    """
    by_id = {report.id: (report, reading) for report, reading in pairs}
    days: dict[str, date | None] = {report.id: day_of(report.published.value) for report, _ in pairs}
    for story in stories:
        known = sorted(d for r in story if (d := days[r]))
        if not known:
            continue
        for report_id in story:
            report, reading = by_id[report_id]
            if days[report_id] is None:
                days[report_id] = known[0]
                by_id[report_id] = (_dated(report, known[0]), _anchored(reading, known[0], known[-1]))
        by_id |= _one_order([by_id[r] for r in story], days)
    return [by_id[report.id] for report, _ in pairs], days


def _dated(report: Report, day: date) -> Report:
    return replace(report, published=Known(value=day.isoformat(), basis="story"))


def _anchored(reading: Reading, first: date, last: date) -> Reading:
    """Every open time of the reading, resolved against the story's span."""

    def settle(when: When | None) -> When | None:
        if when is None or when.start or not when.missing:
            return when
        return _on_story(when, first, last, reading.times)

    mentions = tuple(_with_when(m, settle(m.when)) for m in reading.mentions)
    return replace(reading, mentions=mentions, times=tuple(settle(w) for w in reading.times))


def _one_order(
    pairs: Sequence[tuple[Report, Reading]], published: dict[str, date | None]
) -> dict[str, tuple[Report, Reading]]:
    """The readings whose dates of open order of day and month can be settled, settled."""
    if not any(_open_order(w) for _, reading in pairs for w in reading.times):
        return {}
    told: dict[str, set[str]] = {}
    for report, reading in pairs:
        for when in reading.times:
            if when.start and when.start == when.end and not _open_order(when):
                told.setdefault(when.start, set()).add(report.id)
    out = {}
    for report, reading in pairs:
        if any(_open_order(w) for w in reading.times):

            def settle(when: When | None, report: Report = report) -> When | None:
                return _in_order(when, report.id, published[report.id], told) if _open_order(when) else when

            mentions = tuple(_with_when(m, settle(m.when)) for m in reading.mentions)
            out[report.id] = (report, replace(reading, mentions=mentions, times=tuple(map(settle, reading.times))))
    return out


def _open_order(when: When | None) -> bool:
    return when is not None and when.basis == OPEN_ORDER and when.start != when.end


def _in_order(when: When, report: str, published: date | None, told: dict[str, set[str]]) -> When:
    """The day that the story knows; what lies after the report, when the other day does not, is not meant."""
    readings = [d for d in (when.start, when.end) if d]
    known = [d for d in readings if told.get(d, set()) - {report}]
    past = [d for d in readings if published and (day := day_of(d)) and day <= published]
    chosen = next((days[0] for days in (known, past) if len(days) == 1), None)
    return replace(when, start=chosen, end=chosen, value=chosen, basis="story") if chosen else when


def _with_when(mention: Mention, when: When | None) -> Mention:
    return mention if when is mention.when else replace(mention, when=when)


def _on_story(when: When, first: date, last: date, times: Sequence[When]) -> When:
    """Resolved with publication anywhere in the story's days: the hull of the two ends."""
    early = resolve_time(when, first.isoformat(), times)
    late = resolve_time(when, (last + timedelta(days=_SLACK_DAYS)).isoformat(), times)
    if early.start is None:
        return when
    if late.start is None or late.start == early.start:
        return replace(early, basis="story")
    return replace(early, end=max(early.end or early.start, late.end or late.start), basis="story")
