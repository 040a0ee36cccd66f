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
from tellings.model import Count, digest

AWAY = 2  # sentences from the event's own in which its figures may stand
MOST = 40  # reports of an event; in more, the figures that were found will do


def add_figures(groups: Sequence[Sequence[View]], split: Mapping[str, tuple[Clause, ...]]) -> list[list[View]]:
    """The groups with a view more for each figure found: in a report that gives none where another one does."""
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
                    count = _figure(what, own, number, split[report], told[report], counted[report])
                    if count is not None:
                        found.append(_view(own, *count))
        out.append([*group, *found])
    return out


def _figure(
    what: str,
    own: Sequence[View],
    number: int,
    split: Sequence[Clause],
    told: Mapping[int, set[int]],
    counted: Sequence[Count],
) -> tuple[Count, Clause] | None:
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
                return Count(what=what, low=figure.low, high=figure.high, span=figure.span), clause
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


def _view(own: Sequence[View], count: Count, clause: Clause) -> View:
    """A view of the clause that gives nothing but the figure."""
    view = next((v for v in own if not v.in_title), own[0])
    span = clause.span
    mention = msgspec.structs.replace(
        view.mention, id="x-" + digest(view.report.id, span.start, count.what), trigger=span, frame=FRAME,
        actors=(), recipients=(), counts=(count,), sentence=span,
    )  # fmt: skip
    text = view.report.text[span.start : span.end]
    return replace(
        view, mention=mention, order=clause.sentence, sentence=text, trigger=text, actors=(), recipients=(), when=None,
        days=None, place=None, counts=(count,), told_when=(None, None, False), told_where=(None, False),
    )  # fmt: skip
