"""Figures that a report gives in words no frame knows ("we counted twenty-two graves"), where others count the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from tellings.compare.clauses import Clause, counts_people
from tellings.compare.echo_views import FRAME, count_words
from tellings.compare.views import View
from tellings.compare.words import stem
from tellings.model import Count, Span, digest

AWAY = 2  # sentences from the event's own in which its figures may stand
MOST = 40  # reports of an event; in more, the figures that were found will do


def add_figures(groups: Sequence[Sequence[View]], split: Mapping[str, tuple[Clause, ...]]) -> list[list[View]]:
    """The groups with a view more for each figure found: in a report that gives none where another one does."""
    lone = _lone(groups)
    told: defaultdict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))  # report → sentence → groups
    counted: defaultdict[str, list[Count]] = defaultdict(list)
    for number, group in enumerate(groups):
        for view in group:
            told[view.report.id][view.order].add(number)
            counted[view.report.id] += view.counts
    out = []
    for number, group in enumerate(groups):
        found = []
        reports = {v.report.id for v in group}
        if 1 < len(reports) <= MOST:
            for what in sorted({c.what for v in group for c in v.counts}):
                for report in sorted(reports):
                    own = [v for v in group if v.report.id == report]
                    if any(c.what == what for v in own for c in v.counts):
                        continue
                    count = _counted_beside(what, own, number, lone[report], told[report])
                    count = count or _figure(what, own, number, split[report], told[report], counted[report])
                    if count is not None:
                        found.append(_view(own, *count))
        out.append([*group, *found])
    return out


def _lone(groups: Sequence[Sequence[View]]) -> Mapping[str, list[tuple[int, View]]]:
    """Report → views of events that it alone tells, with the numbers of their groups."""
    found: defaultdict[str, list[tuple[int, View]]] = defaultdict(list)
    for number, group in enumerate(groups):
        if len({v.report.id for v in group}) == 1:
            for view in group:
                if not view.in_title and view.mention.status in ("actual", "historical"):
                    found[view.report.id].append((number, view))
    return found


def _counted_beside(
    what: str, own: Sequence[View], number: int, lone: Sequence[tuple[int, View]], told: Mapping[int, set[int]]
) -> tuple[Count, Span, int] | None:
    """A figure that stands beside the event as one of its own: "killed seven rebels. One soldier was wounded."

    own: the event's views in this report.  told: sentence → groups told in it.
    """
    orders = {v.order for v in own if not v.in_title}
    days = [v.days for v in own if v.days and v.time_firm]
    for other, view in lone:
        count = next((c for c in view.counts if c.what == what), None)
        other_day = view.days and view.time_firm and days and view.days not in days
        if count is None or other_day or view.background != own[0].background:
            continue
        between = {sentence: groups - {other} for sentence, groups in told.items()}
        if _near(view.order, orders, number, between):
            return count, view.mention.sentence, view.order
    return None


def _figure(
    what: str,
    own: Sequence[View],
    number: int,
    split: Sequence[Clause],
    told: Mapping[int, set[int]],
    counted: Sequence[Count],
) -> tuple[Count, Span, int] | None:
    """The first figure of people beside a word of what is counted, in the event's sentences or near them."""
    for clause in split:
        if clause.title or not (count_words()[what] & {stem(w) for w in clause.words}):
            continue
        if not _near(clause.sentence, {v.order for v in own if not v.in_title}, number, told):
            continue
        for figure in clause.numbers:
            taken = any(c.span.start < figure.span.end and figure.span.start < c.span.end for c in counted)
            if (
                not taken
                and (figure.low > 1 or figure.high != figure.low)
                and counts_people(own[0].report.text, figure)
            ):
                count = Count(what=what, low=figure.low, high=figure.high, span=figure.span)
                return count, clause.span, clause.sentence
    return None


def _near(sentence: int, orders: set[int], number: int, told: Mapping[int, set[int]]) -> bool:
    """In a sentence of the event, or near one with no other event told between."""
    if sentence in orders:
        return True
    if told.get(sentence, set()) - {number}:
        return False
    return any(_reached(step, sentence, orders, number, told) for step in (-1, 1))


def _reached(step: int, sentence: int, orders: set[int], number: int, told: Mapping[int, set[int]]) -> bool:
    for other in range(sentence + step, sentence + step * (AWAY + 1), step):
        if other in orders:
            return True
        if told.get(other, set()) - {number}:
            return False
    return False


def _view(own: Sequence[View], count: Count, span: Span, order: int) -> View:
    """A view of the words that gives nothing but the figure."""
    view = next((v for v in own if not v.in_title), own[0])
    mention = msgspec.structs.replace(
        view.mention, id="x-" + digest(view.report.id, span.start, count.what), trigger=span, frame=FRAME,
        actors=(), recipients=(), counts=(count,), sentence=span,
    )  # fmt: skip
    text = view.report.text[span.start : span.end]
    return replace(
        view, mention=mention, order=order, sentence=text, trigger=text, actors=(), recipients=(), when=None,
        days=None, place=None, counts=(count,), told_when=(None, None, False), told_where=(None, False),
    )  # fmt: skip
