"""The country of an unnamed role phrase ("police", "the opposition") when only the report's setting tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from tellings.entities.decide import STRONG
from tellings.entities.drafts import Draft
from tellings.entities.knowledge import plain_rows
from tellings.entities.placewords import place_words
from tellings.entities.sketch import Clue, Sketch
from tellings.entities.view import NATIONAL, View
from tellings.model import Mention, Place, Span

SHARE = 0.6
LEAST_SHARE = 0.34
# Sectors that belong to a place: its police are its police.
LOCAL = frozenset(
    {
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "OPP",
        "PTY",
        "CVL",
        "LAB",
        "EDU",
        "MED",
        "AGR",
        "JRN",
        "BUS",
        "REL",
        "CRM",
        "ELI",
    }
    | {"REF", "REB", "UAF", "SOC", "SPY", "PRM"}
)
OFFICIAL = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", "PTY"})


class Setting:
    """Country words of each sentence and of the report, counted once."""

    def __init__(self, view: View, mentions: Sequence[Mention]) -> None:
        self.view = view
        self.by_sentence: dict[int, list[tuple[str, Span, int]]] = {}
        self.report: Counter[str] = Counter()
        by_id = {p.id: p for p in view.places.values() if p.country}
        self.event_places: dict[int, Place] = {
            participant.head.start: by_id[mention.place]
            for mention in mentions
            if mention.place in by_id
            for participant in (*mention.actors, *mention.recipients)
        }
        self.across: dict[int, list[Span]] = {}  # head of a participant → phrases of the other side
        for mention in mentions:
            for side, other in ((mention.actors, mention.recipients), (mention.recipients, mention.actors)):
                for participant in side:
                    self.across.setdefault(participant.head.start, []).extend(o.span for o in other)
        self.home = next((p.country for p in view.places.values() if p.basis == "dateline" and p.country), None)
        for found in view.found:
            entry = found.of(*NATIONAL)
            if entry is None or not entry.code or found.blocked or found.start >= len(view.doc):
                continue
            number = view.parsed.sentence_number(found.start)
            self.by_sentence.setdefault(number, []).append((entry.code, found.span, found.start))
            self.report[entry.code] += 1
        for i, place in view.places.items():
            if place.country and i not in view.at:
                number = view.parsed.sentence_number(i)
                self.by_sentence.setdefault(number, []).append((place.country, place.span, i))
                self.report[place.country] += 1

    def _event_place(self, draft: Draft) -> Place | None:
        """Where the event was in which somebody took part."""
        return next(
            (p for s in draft.sketches if (p := self.event_places.get(self.view.offsets[s.head])) is not None), None
        )

    def _ethnic(self, sketch: Sketch) -> bool:
        """ "Sunni groups": a body told by people or faith belongs where the report is set."""
        return any(f.of("ethnic") for i in range(sketch.start, sketch.head) if (f := self.view.at.get(i)) is not None)

    def force(self, draft: Draft) -> Clue | None:
        """Of which force bare "officers" are: that of the police or soldiers nearest before them, else of their sentence."""
        roles = [r for s in draft.sketches for r in s.roles]
        if not roles or any(r.name not in ("officer", "officers") for r in roles):
            return None
        if any(c.attribute == "sector" and c.strength >= STRONG and c.rule != "role" for c in draft.clues):
            return None
        head = draft.sketches[0].head
        here = self.view.parsed.sentence_number(head)
        best: tuple[int, str, Span] | None = None
        for found in self.view.found:
            number = self.view.parsed.sentence_number(found.start)
            if not here - 2 <= number <= here or found.start <= head < found.end:
                continue
            sectors = {
                x
                for e in found.hit.entries
                if e.kind in ("role", "organisation") and e.weight != "weak"
                for x in e.sectors[:1]
            }
            force = next((x for x in ("COP", "MIL") if x in sectors), None)
            if force is not None:
                away = head - found.start if found.start < head else 1000 + found.start - head
                if best is None or away < best[0]:
                    best = (away, force, found.span)
        return Clue("sector", best[1], best[2], "setting:force", 31) if best is not None else None

    def abroad(self, draft: Draft) -> Clue | None:
        """Where a people live who are called by another state ("the Albanian villages"): where the event was."""
        place = self._event_place(draft)
        return Clue("country", place.country, place.span, "setting:event-place", 46) if place is not None else None

    def country(self, draft: Draft) -> Clue | None:
        """A weak clue for a role without a state: the sentence's only country, else the report's dominating one."""
        roles = [r for s in draft.sketches for r in s.roles]
        people = any(s.people for s in draft.sketches)
        if not (roles or people) or draft.known:
            return None
        sectors = {s for r in roles for s in r.sectors}
        sketch = draft.sketches[0]
        if any(self.of_several(s) for s in draft.sketches):
            return None
        if not sectors & LOCAL and not people and not self._ethnic(sketch):
            return None
        if draft.names and not sectors & OFFICIAL:
            # Where a named artist or paper is at home, the setting does not tell.
            return None
        place = self._event_place(draft)
        if place is not None:
            return Clue("country", place.country, place.span, "setting:event-place", 12)
        here = self.by_sentence.get(self.view.parsed.sentence_number(sketch.head), [])
        # "The minister accused Chad": whom it is done to, or who does it, is another state if either is one.
        opposed = [span for s in draft.sketches for span in self.across.get(self.view.offsets[s.head], ())]
        here = [h for h in here if not self._between(h[2]) and not any(o.start <= h[1].start < o.end for o in opposed)]
        codes = Counter(code for code, _, _ in here)
        total = sum(self.report.values())
        if len(codes) == 1:
            code, span, _ = here[0]
            if self.report[code] >= LEAST_SHARE * total:
                return Clue("country", code, span, "setting", 10)
            return None
        if codes or not total:
            return None
        code, count = self.report.most_common(1)[0]
        if count >= SHARE * total:
            return Clue("country", code, None, "setting", 8)
        if self.home and sectors & OFFICIAL and self.report[self.home] >= LEAST_SHARE * total:
            return Clue("country", self.home, None, "setting:dateline", 7)
        return None

    def _between(self, i: int) -> bool:
        """The token stands in the name of a border or of a water that may be one."""
        return i + 1 < len(self.view.doc) and self.view.doc[i + 1].lower_ in place_words().between

    def of_several(self, sketch: Sketch) -> bool:
        """ "The ministers of both countries", "the two governments": of more than one state."""
        words = [self.view.doc[i].lower_ for i in range(sketch.start, max(sketch.end, sketch.reach or 0))]
        return any(pair in _several() for pair in zip(words, words[1:], strict=False))


@cache
def _several() -> frozenset[tuple[str, str]]:
    """Two words that together stand for more than one state."""
    return frozenset(
        (number, noun)
        for numbers, nouns in plain_rows("several_states.tsv")
        for number in numbers.split()
        for noun in nouns.split()
    )
