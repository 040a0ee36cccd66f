"""A temporal expression on its way to a meaning: `Draft`, what it is read against: `Setting`, and the parts of a match."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from tellings.entities.times_calendar import Period
from tellings.numbers import spelled
from tellings.phrases import Grammar, Match

PAST, OPEN, FUTURE = -1, 0, 1


@dataclass(frozen=True)
class Draft:
    """A temporal expression with what is known of its meaning; `unit`, `count`: how far from its anchor, if it hangs."""

    start: int
    end: int
    type: str
    value: str
    period: Period | None = None
    granularity: str = ""
    basis: str = ""
    missing: str | None = None
    direction: int = OPEN
    said: str = ""  # the words, in lower case
    clock: bool = False  # a time of day that takes its day from elsewhere
    partial_year: bool = False  # a month or a day of it whose year was not written


class Around(Protocol):
    """Where in the world the words at a character are spoken of: whose fiscal year, which half's summer."""

    def country(self, char: int) -> str | None: ...

    def south(self, char: int) -> bool: ...


class Nowhere:
    """Nothing is known of the place: calendar years and northern seasons."""

    def country(self, char: int) -> str | None:
        return None

    def south(self, char: int) -> bool:
        return False


@dataclass
class Setting:
    """What a match is read against.

    published: the day; basis: how it is known.  direction(start, end): tense at these characters.
    told: drafts before this one, in text order, resolved as far as can be.
    """

    published: date | None
    basis: str
    direction: Callable[[int, int], int]
    told: list[Draft] = field(default_factory=list)
    around: Around = field(default_factory=Nowhere)

    def at(self, basis: str) -> Draft | None:
        """The draft that a basis "earlier:START-END" names."""
        start, _, end = basis.removeprefix("earlier:").partition("-")
        return next((d for d in self.told if str(d.start) == start and str(d.end) == end), None)

    def anchor(self, before: int, fine: bool) -> Draft | None:
        """The last expression told of before this character: a day if `fine`."""
        for draft in reversed(self.told):
            if draft.end <= before and draft.type in ("DATE", "TIME") and (draft.period or draft.missing):
                if draft.basis == "reference" or (fine and draft.granularity not in ("day", "time", "")):
                    continue
                return draft
        return None


class Parts:
    """The groups of a match with their values."""

    def __init__(self, match: Match, grammar: Grammar) -> None:
        self.match, self.grammar = match, grammar

    def __contains__(self, group: str) -> bool:
        return group in self.match.groups

    def text(self, *groups: str) -> str | None:
        return next((t for g in groups if (t := self.match.text(g)) is not None), None)

    def value(self, group: str, *classes: str):
        """The value that the first of the classes gives the group's first word."""
        text = self.match.text(group)
        if text is None:
            return None
        word = text.split()[0]
        return next((v for c in classes if (v := self.grammar.value(c, word)) is not None), None)

    def number(self, group: str) -> int | float | None:
        """Figures, number words, "a", "half a"; None if vague."""
        text = self.match.text(group)
        if text is None:
            return None
        words = text.split()
        if words in (["half", "a"], ["half", "an"], ["half"]):
            return 0.5
        if words[-3:] in (["and", "a", "half"], ["and", "an", "half"]):
            whole = spelled(words[:-3])
            return None if whole is None else whole + 0.5
        if "couple" in words:
            return 2
        if any(self.grammar.value("VAGUE", w) for w in words):
            return None
        return spelled(words)

    def ordinal(self, group: str) -> int | None:
        text = self.match.text(group)
        if text is None:
            return None
        total = 0
        for word in text.replace("-", " ").split():
            if word[0].isdigit():
                return int("".join(c for c in word if c.isdigit()))
            total += self.grammar.value("SPELLEDORD", word) or self.grammar.value("TENS", word) or 0
        return total or None

    def year(self, group: str = "year") -> int | None:
        text = self.match.text(group)
        return int(text) if text else None

    def rel(self, *groups: str) -> int | None:
        text = self.text(*groups)
        if text is None:
            return None
        if "past" in text or text in ("last", "previous", "preceding"):
            return -1
        if text in ("next", "upcoming", "following") or "coming" in text:
            return 1
        return 0


def fixed(period: Period, start: int, end: int, basis: str = "absolute", type_: str = "DATE") -> Draft:
    return Draft(start, end, type_, period.value, period, period.granularity, basis)


def waiting(start: int, end: int, value: str, missing: str, granularity: str, **more) -> Draft:
    return Draft(start, end, more.pop("type_", "DATE"), value, None, granularity, missing=missing, **more)


def with_part(draft: Draft, part: str | None) -> Draft:
    if part is None:
        return draft
    return replace(draft, type="TIME", value=draft.value + "T" + part, granularity="time")


def unit_name(unit: str) -> str:
    return {
        "D": "day",
        "N": "day",
        "W": "week",
        "WE": "weekend",
        "F": "week",
        "MO": "month",
        "Q": "quarter",
        "Y": "year",
        "DE": "decade",
        "CE": "century",
    }.get(unit, "time")
