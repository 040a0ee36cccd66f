"""The spot that a telling names in place of a town: "in the square", "before the town hall", "on the road to the dam".

Where one telling names a town and another only a spot, the two may be one place and nobody says so: compatible.  Where
both name spots of one sort ("outside the court in Malindi", "near the law courts") they agree.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.compare.views import View
from tellings.compare.words import verb_stem
from tellings.model import Span

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_SMALL = (
    "(?:of|to|in|on|at|by|for|with|from|and|or|who|which|that|was|were|had|has|down|up|over|under|near|between|along|after|"
    "takes?|took|taken|taking|left|leaves?|leaving|enters?|entered)"
)
_AT = (
    "at|outside|inside|before|in front of|near|in|on|across|along|alongside|below|beneath|behind|beside|opposite|around|"
    "into|onto|from|off|through|next to|close to"
)
_PHRASE = re.compile(
    rf"\b(?:{_AT})\s(?=((?:the|a|an|his|her|their|its|our|this|these|those|that)(?:\s(?!{_SMALL}\b){_WORD}){{1,4}}))",
    re.I,
)
# "The same avenue", whatever stands before it: where it was is where something else was that is told already.
_SAME = re.compile(rf"\b(?=(the\s(?:very\s)?same(?:\s(?!{_SMALL}\b){_WORD}){{1,2}}))", re.I)
# A name that ends its phrase: what follows is a stop or a small word, not "on Chinese media" nor "in Ada Osei's house".
_NAME = re.compile(
    r"\b(?:at|outside|inside|near|in|on|along|off|beside|behind|around|across)\s"
    r"((?:[A-Z][^\W\d_]+(?:[-’'](?!s\b)[^\W\d_]+)*)(?:\s[A-Z][^\W\d_]+(?:[-’'](?!s\b)[^\W\d_]+)*){0,2})"
    r"(?=[,.;:—–)]|$|\s(?:and|but|on|in|at|by|with|when|as|after|before|during|for|to|since|until|while|where|last|late|early|—|–)\b)"
)
_TOWNS = re.compile(r"[\s-](?:city|cities|town|towns|capital|village)\b")
_NAMES = re.compile(rf"(?:\s(?=[A-Z]){_WORD})+")
_OBJECT = re.compile(rf"\s(?=((?:the|a|an|his|her|their|its|our)(?:\s(?!{_SMALL}\b){_WORD}){{1,4}}))", re.I)
# What stands behind these is told of something else.
OTHER_CLAUSE = re.compile(r"[,;:—–]|\b(?:who|which|that|when|where|while|after|before|used|and|but)\b", re.I)
NEAR = 60  # characters from the trigger
ECHO = "echo"  # frame of a telling in words that no frame knows


@dataclass(frozen=True)
class Spot:
    """The words for a spot and the sorts (lines of `data/spots.toml`) that they are of."""

    text: str
    span: Span
    sorts: frozenset[int]


def spot_of(view: View) -> Spot | None:
    """The spot that stands just behind a view's trigger, in its own clause, or opens its sentence; else "the same street"."""
    sentence, text, trigger = view.mention.sentence, view.report.text, view.mention.trigger
    for match in _PHRASE.finditer(text, sentence.start, sentence.end):
        between = text[trigger.end : match.start()]
        behind = match.start() <= trigger.end + NEAR and not OTHER_CLAUSE.search(between)
        behind = behind and trigger.end <= match.start(1)  # "dragged from" holds the small word
        spot = _named(text, match)
        if spot and match.group().lower() == "in " and spot.sorts & _sorts()["hospital"]:
            continue  # where the hurt lie
        if spot and (behind or match.start() == sentence.start or _told_in(view, spot)):
            return spot
    if name := _unlisted(view):
        return name
    if view.trigger_stems & _filled() and (match := _OBJECT.match(text, trigger.end, sentence.end)):
        if spot := _named(text, match):
            return spot
    for match in _SAME.finditer(text, sentence.start, sentence.end):
        spot = _named(text, match)
        if spot and (spot.span.start < trigger.start or not OTHER_CLAUSE.search(text[trigger.end : spot.span.start])):
            return spot
    return None


def _named(text: str, match: re.Match[str]) -> Spot | None:
    """The words up to the first that is of a sort, or to the last of several in a row ("the court road")."""
    found: list[re.Match[str]] = []
    for word in re.finditer(_WORD, match.group(1)):
        if word.group().lower() in _sorts():
            found.append(word)
        elif found:
            break
    if not found:
        return None
    end = match.start(1) + found[-1].end()
    if _TOWNS.match(text, end):
        return None  # "the port city of Chittagong"
    if found[-1].group()[0].isupper() and (named := _NAMES.match(text, end)):
        end = named.end()  # "the Avenue Montaigne"
    span = Span(match.start(1), end)
    return Spot(text[span.start : span.end], span, frozenset().union(*(_sorts()[w.group().lower()] for w in found)))


def _unlisted(view: View) -> Spot | None:
    """A name behind the trigger that reads as a place and that nothing else knows: "marched on Rustaveli on Sunday"."""
    text, trigger, around = view.report.text, view.mention.trigger, view.around
    for match in _NAME.finditer(text, trigger.end, view.mention.sentence.end):
        span = Span(*match.span(1))
        if match.start() > trigger.end + NEAR:
            break
        apart = OTHER_CLAUSE.search(text[trigger.end : match.start()])
        known = around is not None and around.knows(span)
        if not apart and not known and not {w.lower() for w in match.group(1).split()} & _no_places():
            return Spot(match.group(1), span, frozenset())
    return None


def _told_in(view: View, spot: Spot) -> bool:
    """Inside words that tell the event without a word for it."""
    return view.mention.frame == ECHO and view.mention.trigger.start <= spot.span.start < view.mention.trigger.end


def sorts_in(view: View) -> frozenset[int]:
    """The sorts of all spots that its sentence speaks of, by whatever words."""
    return frozenset(sort for word in view.words for sort in _sorts().get(word, ()))


@cache
def table() -> dict:
    return tomllib.loads(files("tellings.compare").joinpath("data/spots.toml").read_text("utf-8"))


@cache
def _sorts() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(table()["sorts"]):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _no_places() -> frozenset[str]:
    return frozenset(table()["no_places"].lower().split())


@cache
def _filled() -> frozenset[str]:
    return frozenset(map(verb_stem, table()["filled"].split()))
