"""Where in the world a report's words are spoken of: the country of the nearest place, else of most places, else the outlet's.

"Last summer" in a report from Perth was six months before that of Paris; "the last fiscal year" ended in March in Delhi.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tellings.entities.datelines import outlet_country
from tellings.entities.gazetteer import Gazetteer
from tellings.model import Place
from tellings.parse import Parsed

_SOUTH = -12.0  # degrees: south of this a summer is that of December


def surroundings(parsed: Parsed, places: Sequence[Place], gazetteer: Gazetteer) -> Surroundings:
    """Of a report whose places are known."""
    home = gazetteer.country(outlet_country(parsed.report, gazetteer))
    return Surroundings(parsed, places, home.iso3 if home else None, home.entry.lat if home else None)


class Surroundings:
    """The places of one report as what its seasons and fiscal years go by."""

    def __init__(self, parsed: Parsed, places: Sequence[Place], home: str | None, home_latitude: float | None) -> None:
        self.parsed = parsed
        self.home, self.home_latitude = home, home_latitude
        self.placed = [p for p in places if p.country and p.lat is not None]
        counts = Counter(p.country for p in self.placed)
        self.chief = counts.most_common(1)[0][0] if counts else None
        self.sentences: dict[int, list[Place]] | None = None

    def country(self, char: int) -> str | None:
        near = self._near(char)
        return near.country if near else self.chief or self.home

    def south(self, char: int) -> bool:
        near = self._near(char)
        if near is None:
            near = next((p for p in self.placed if p.country == self.chief), None)
        latitude = near.lat if near else self.home_latitude
        return latitude is not None and latitude < _SOUTH

    def _near(self, char: int) -> Place | None:
        """The nearest place of the same sentence."""
        if self.sentences is None:
            self.sentences = {}
            for place in self.placed:
                self.sentences.setdefault(self._sentence(place.span.start), []).append(place)
        inside = self.sentences.get(self._sentence(char), ())
        return min(inside, key=lambda p: abs(p.span.start - char), default=None)

    def _sentence(self, char: int) -> int:
        tokens = self.parsed.doc.char_span(char, char + 1, alignment_mode="expand")
        return self.parsed.sentence_number(tokens[0]) if tokens else -1
