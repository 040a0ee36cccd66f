"""Where an event was: by the syntax around its trigger, then its clause, then what stands before; never any named town."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from tellings.model import Mention, Place, Span, When
from tellings.parse import Parsed

_AT = frozenset(
    {"in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "off", "on", "along"}
)
_TOWARDS = frozenset({"to", "into", "toward", "towards", "from", "via", "through", "over", "of", "for"})


def event_place(
    parsed: Parsed, mention: Mention, places: Sequence[Place], times: Sequence[When] | None = None
) -> tuple[Place | None, str]:
    """Where this event was, and by which rule: frame, syntax, clause, dateline, before; (None, "") if nothing says so."""
    by_token = _by_token(parsed, places)
    if mention.place_phrase:
        inside = [p for p in places if _within(p.span, mention.place_phrase)]
        if inside:
            return _finest(inside), "frame"
    trigger = parsed.tokens(mention.trigger)
    if not len(trigger):
        return None, ""
    found = _by_syntax(trigger.root, by_token)
    if found:
        return _finest(found), "syntax"
    return None, ""


def _by_token(parsed: Parsed, places: Sequence[Place]) -> dict[int, Place]:
    table: dict[int, Place] = {}
    for place in places:
        for token in parsed.tokens(place.span):
            table.setdefault(token.i, place)
    return table


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _by_syntax(trigger: Token, places: dict[int, Place]) -> list[Place]:
    """Places that hang by a preposition on the trigger, on a noun that takes part, or on what governs it."""
    for head in (trigger, *[c for c in trigger.children if c.dep_ in ("dobj", "nsubjpass", "pobj", "attr", "conj")]):
        found: list[Place] = []
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ in _AT | _TOWARDS:
                for obj in prep.children:
                    if obj.dep_ == "pobj" and obj.i in places:
                        found.append(places[obj.i])
        if found:
            return found
    return []


_FINE = {"point": 0, "within:city": 1, "city": 2, "admin2": 3, "within:admin1": 4, "admin1": 5, "within:country": 6}


def _finest(places: list[Place]) -> Place:
    return min(places, key=lambda p: _FINE.get(p.precision, 7))
