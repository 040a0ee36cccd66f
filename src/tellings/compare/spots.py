"""The spot that a telling names in place of a town: "in the square", "before the town hall", "on the road to the dam".

Where one telling names a town and another only a spot, the two may be one place and nobody says so: compatible.  Where
both name spots of one sort ("outside the court in Malindi", "near the law courts") they agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.compare.views import View
from tellings.model import Span

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_SMALL = "(?:of|to|in|on|at|by|for|with|from|and|or|who|which|that|was|were|had|has)"
_PHRASE = re.compile(
    r"\b(?:at|outside|inside|before|in front of|near|in|on|across|along|below|behind|beside|opposite|around)\s"
    rf"(?=((?:the|a|an|his|her|their|its|our|this|these|those|that)(?:\s(?!{_SMALL}\b){_WORD}){{1,4}}))",
    re.I,
)
# What stands behind these is told of something else.
_OTHER_CLAUSE = re.compile(r"[,;:—–]|\b(?:who|which|that|when|where|while|after|before|used|and|but)\b", re.I)
NEAR = 60  # characters from the trigger


@dataclass(frozen=True)
class Spot:
    """The words for a spot and the sorts (lines of `data/spots.txt`) that they are of."""

    text: str
    span: Span
    sorts: frozenset[int]


def spot_of(view: View) -> Spot | None:
    """The spot that stands just behind a view's trigger, in its own clause, or opens its sentence."""
    sentence, text, trigger = view.mention.sentence, view.report.text, view.mention.trigger
    for match in _PHRASE.finditer(text, sentence.start, sentence.end):
        between = text[trigger.end : match.start()]
        behind = trigger.end <= match.start() <= trigger.end + NEAR and not _OTHER_CLAUSE.search(between)
        word = next((w for w in re.finditer(_WORD, match.group(1)) if w.group().lower() in _sorts()), None)
        if word is not None and (behind or match.start() == sentence.start):
            span = Span(match.start(1), match.start(1) + word.end())
            return Spot(text[span.start : span.end], span, _sorts()[word.group().lower()])
    return None


def sorts_in(view: View) -> frozenset[int]:
    """The sorts of all spots that its sentence speaks of, by whatever words."""
    return frozenset(sort for word in view.words for sort in _sorts().get(word, ()))


@cache
def _sorts() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    text = files("tellings.compare").joinpath("data/spots.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        for word in () if line.startswith("#") else line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
