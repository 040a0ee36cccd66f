"""What a report says around a telling: places, times and people of its other sentences.

"Police took eight people to the station", four sentences after "near Paju on Tuesday", is of Paju and of Tuesday.  What
stands around is no answer by itself; it is one where another telling of the event ties the same to the event.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from tellings.compare.register import Register
from tellings.compare.timing import day_range, past_when
from tellings.model import KnownActor, Place, Reading, Report, Span, When

NEAR_PEOPLE = 1  # sentences on either side of a telling in which its people may be named


class Around:
    """The places, times and known actors of one report by the number of their sentence."""

    def __init__(self, report: Report, reading: Reading, register: Register, published: date | None) -> None:
        starts = [s.start for s in reading.sentences]

        def number(span: Span) -> int:
            return max(0, bisect_right(starts, span.start) - 1)

        self._sentences = reading.sentences
        self._places = [(number(p.span), p) for p in reading.places]
        self.places = tuple(sorted(reading.places, key=lambda p: p.span))
        times = ((w, day_range(past_when(w, "actual", published))) for w in reading.times if w.span)
        self._times = [(number(w.span), w, days) for w, days in times if days]
        people = (
            (number(form), form, known)
            for actor in reading.actors
            if (known := register.get(report.id, actor.id)) is not None
            for form in actor.forms
        )
        self._people = sorted(people, key=lambda row: row[1])

    def place(self, order: int, fits: Callable[[Place], bool]) -> Place | None:
        """The last one up to a sentence that fits."""
        return next(
            (p for n, p in reversed(sorted(self._places, key=lambda row: row[1].span)) if n <= order and fits(p)), None
        )

    def time(
        self, order: int, fits: Callable[[When, tuple[date, date]], bool]
    ) -> tuple[When, tuple[date, date]] | None:
        """The last one up to a sentence that fits."""
        rows = sorted(self._times, key=lambda row: row[1].span)
        return next(((w, days) for n, w, days in reversed(rows) if n <= order and fits(w, days)), None)

    def knows(self, span: Span) -> bool:
        """Whether these words are those of a place, a time or somebody that the report has."""
        held = (
            [p.span for _, p in self._places]
            + [w.span for _, w, _ in self._times]
            + [form for _, form, _ in self._people]
        )
        return any(s.start < span.end and span.start < s.end for s in held)

    def sentences(self, order: int) -> Iterator[Span]:
        """A sentence and those beside it, itself first, then the one before."""
        for number in (order, order - 1, order + 1):
            if 0 <= number < len(self._sentences):
                yield self._sentences[number]

    def between(self, first: int, last: int) -> Sequence[Span]:
        """The sentences from one to another."""
        return self._sentences[max(0, first) : last + 1]

    def named(self, sentence: Span) -> Iterator[tuple[Span, KnownActor]]:
        """Those named in a sentence, in text order."""
        for _, form, known in self._people:
            if sentence.start <= form.start < sentence.end:
                yield form, known

    def people(self, order: int) -> Iterator[tuple[Span, KnownActor]]:
        """Those named in a sentence or beside it, the nearest first."""
        near = [row for row in self._people if abs(row[0] - order) <= NEAR_PEOPLE]
        for _, form, known in sorted(near, key=lambda row: (abs(row[0] - order), row[0] > order, row[1])):
            yield form, known
