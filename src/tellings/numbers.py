"""Numbers as the press writes them: in words and figures, bounds, ranges, approximations, vague counts.

`find_numbers(text)` gives every number with the bounds it means; what it counts is not asked here.  The conventions
stand in `data/numbers.toml`: "at least 8" is 8 to open, "up to 8" 0 to 8, "more than 50" from 51, "about N" 10 % either
way, "nearly N" 90 % of N to N - 1, "dozens" from 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tellings.model import Span
from tellings.phrases import Grammar, Match, Words

LARGEST = 10**15
_TENS = frozenset(range(20, 100, 10))


@dataclass(frozen=True)
class Number:
    """span: with its modifier ("at least eight"); core: the figure alone; high None is open; bound: the kind of rule."""

    span: Span
    core: Span
    low: int
    high: int | None
    bound: str

    @property
    def exact(self) -> bool:
        return self.low == self.high


@cache
def grammar() -> Grammar:
    """The grammar of numbers, compiled when it is first needed."""
    return Grammar.load("tellings.data", "numbers.toml")


def find_numbers(text: str, words: Words | None = None) -> tuple[Number, ...]:
    """Every number in a text, in order, without overlap."""
    rules = grammar()
    found = rules.longest(words or rules.words(text))
    return tuple(number for match in found for number in _numbers(match))


def spelled(words: Sequence[str]) -> int | float | None:
    """The value of lower-case number words or figures: ["two", "hundred", "and", "six"] is 206; None if it is none."""
    values = {w: v for name in ("ONES", "TEENS", "TENS") for w, v in grammar().values[name].items()}
    scales = grammar().values["SCALE"]
    words = [w for w in words if w not in ("and", "-", "–", "—", "‑")]
    if words[:1] == ["half"] or words[1:2] == ["half"]:
        return scales[words[-1]] // 2 if words[-1] in scales else None  # "half a dozen", "half a million"
    if words[-1:] == ["couple"]:
        return 2
    total: int | float = 0
    part: int | float | None = None
    for word in words:
        if word in values:
            part = (part or 0) + values[word]
        elif word in scales:
            scale = scales[word]
            part = (1 if part is None else part) * scale
            if scale >= 1000:
                total, part = total + part, None
        elif word in ("a", "an"):
            part = 1
        else:
            figure = _figure(word)
            if figure is None:
                return None
            part = (part or 0) + figure
    if not words:
        return None
    result = total + (part or 0)
    return int(result) if result == int(result) else result


def _figure(word: str) -> int | float | None:
    try:
        plain = word.replace(",", "")
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return None


def _numbers(match: Match) -> list[Number]:
    if "v" in match.groups:
        return [_vague(match)]
    if match.rule["bound"] == "none":
        return [_make(match, (match.start, match.end), 0, 0)]
    n = _value(match, "n")
    if n is None or n > LARGEST:
        return []
    if match.rule["bound"] == "range":
        return _range(match, n)
    low, high = _bounds(match.rule["bound"], n)
    return [_make(match, match.groups["n"], low, high)]


def _value(match: Match, group: str) -> int | float | None:
    a, b = match.groups[group]
    return spelled([match.words.word(i) for i in range(a, b)])


def _bounds(bound: str, n: int | float) -> tuple[int, int | None]:
    whole = int(n)
    match bound:
        case "at-least":
            return whole, None
        case "more-than":
            return whole + 1, None
        case "up-to":
            return 0, whole
        case "fewer-than":
            return 0, max(0, whole - 1)
        case "nearly":
            return round(n * 0.9), max(0, whole - 1)
        case "approx":
            return round(n * 0.9), round(n * 1.1)
    return whole, whole


def _range(match: Match, n: int | float) -> list[Number]:
    m = _value(match, "m")
    if m is None or m > LARGEST:
        return []
    first, second = match.groups["n"], match.groups["m"]
    scales = grammar().values["SCALE"]
    last = match.words.word(second[1] - 1)
    if last in scales and n < m and n * scales[last] <= m and first[1] - first[0] == 1:
        n *= scales[last]  # "three to four thousand"
    if n < m:
        return [_make(match, (first[0], second[1]), int(n), int(m))]
    if n in _TENS and m < 10:
        return [_plain(match, (first[0], second[1]), n + m)]  # "from fifty-nine"
    return [_plain(match, first, n), _plain(match, second, m)]  # "from 15 to 10" are two figures


def _plain(match: Match, core: tuple[int, int], n: int | float) -> Number:
    span = Span(match.words.starts[core[0]], match.words.ends[core[1] - 1])
    return Number(span=span, core=span, low=int(n), high=int(n), bound="exact")


def _vague(match: Match) -> Number:
    words = [match.words.word(i) for i in range(*match.groups["v"])]
    plural, scale = grammar().values["PLURAL"], grammar().values["SCALE"]
    units = [plural[w] for w in words if w in plural]
    low, high = 3, 9
    if units:
        # "tens of thousands" is 20,000; "hundreds and hundreds" no more than hundreds
        low, high = units[0], None
        if "of" in words:
            low = {20: 20, 24: 24, 40: 40, 200: 200, 2000: 2000}.get(units[0], units[0])
            for unit in units[1:]:
                low *= unit // 2 if unit >= 200 else unit
    else:
        for word in words:
            if word in scale:
                low, high = low * scale[word], high * scale[word]
    if match.rule["bound"] == "at-least":
        high = None
    if match.rule["bound"] == "more-than":
        low, high = low + 1, None
    return _make(match, match.groups["v"], low, high)


def _make(match: Match, core: tuple[int, int], low: int, high: int | None) -> Number:
    words = match.words
    return Number(
        span=Span(words.starts[match.start], words.ends[match.end - 1]),
        core=Span(words.starts[core[0]], words.ends[core[1] - 1]),
        low=low,
        high=high,
        bound=match.rule["bound"],
    )
