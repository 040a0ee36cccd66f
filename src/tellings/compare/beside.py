"""Time and place of an event that was told without: those of what is told beside it, in the sentence or just before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from tellings.compare.timing import BACKGROUND_DAYS, day_range, in_sentence, past_when
from tellings.model import Mention, Place, Reading, When

CARRY = 2  # sentences over which the time and place of what was told are those of what is told next
LOOSE_PLACES = frozenset({"dateline", "before"})  # bases of a place that is not told of this event itself
_SAME = re.compile(r"\b(?:the (?:very )?same|there|here)\b", re.I)
Timing = tuple[When | None, tuple[date, date] | None]


def told_as_old(mention: Mention, published: date | None) -> bool:
    """Whether an event is told as long over."""
    days = day_range(mention.when)
    long_ago = bool(days and published and (published - days[1]).days > BACKGROUND_DAYS)
    return mention.status == "historical" or long_ago


class Beside:
    """The one time or place of a sentence, for those of its events that it was not tied to."""

    def __init__(self, reading: Reading, published: date | None) -> None:
        self._times: dict[int, list[When]] = defaultdict(list)
        self._places: dict[int, list[Place]] = defaultdict(list)
        placed = {p.id: p for p in reading.places}
        self._old_places: set[str] = set()  # of what is told as long over
        self._starts = [s.start for s in reading.sentences]
        self._numbers = {start: n for n, start in enumerate(self._starts)}
        for m in reading.mentions:
            if m.status in ("actual", "historical"):
                if m.when and in_sentence(m.when, m):
                    self._times[m.sentence.start].append(m.when)
                if m.place in placed and m.place_basis not in LOOSE_PLACES:
                    self._places[m.sentence.start].append(placed[m.place])
                    if told_as_old(m, published):
                        self._old_places.add(m.place)

    def time(self, mention: Mention, published: date | None) -> Timing:
        """Of another event in the sentence, if all of those that have one have the same."""
        return self._only(self._times.get(mention.sentence.start, ()), mention, published)

    def earlier_time(self, mention: Mention, published: date | None) -> Timing:
        """Of the nearest sentence before that has one."""
        return self._only(self._before(self._times, mention), mention, published)

    def _only(self, times: Sequence[When], mention: Mention, published: date | None) -> Timing:
        found = {w.span: w for w in times}
        if len(found) != 1:
            return None, None
        when = past_when(next(iter(found.values())), mention.status, published)
        days = day_range(when)
        long_ago = days and published and (published - days[1]).days > BACKGROUND_DAYS
        return (None, None) if long_ago and mention.status != "historical" else (when, days)

    def place(self, mention: Mention) -> Place | None:
        """The same for places."""
        found = {p.id: p for p in self._places.get(mention.sentence.start, ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def earlier_place(self, mention: Mention) -> Place | None:
        found = {p.id: p for p in self._before(self._places, mention)}
        return next(iter(found.values())) if len(found) == 1 else None

    def lends(self, place: Place, mention: Mention, published: date | None, sentence: str) -> bool:
        """Whether a place of other sentences may be this event's: where the news is, is not where something was years ago,
        unless its own words say so ("from the same town")."""
        return place.id in self._old_places or not told_as_old(mention, published) or bool(_SAME.search(sentence))

    def _before(self, held: Mapping[int, Sequence], mention: Mention) -> Sequence:
        number = self._numbers.get(mention.sentence.start, 0)
        for sentence in self._starts[max(0, number - CARRY) : number][::-1]:
            if held.get(sentence):
                return held[sentence]
        return ()
