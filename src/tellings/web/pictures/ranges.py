"""Counts as ranges on one axis: where to draw what each outlet says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tellings.model import COUNTED, Verdict
from tellings.web import wording

_VALUE = re.compile(r"(\d+)(?:[–-](\d+))?(\+?)")
MOST_BARS = 40
WIDTH, LEFT, RIGHT, STEP = 640, 190, 130, 26


@dataclass(frozen=True)
class Bar:
    """One telling's range: x and end in pixels; open: no upper bound."""

    outlet: str
    words: str
    x: float
    end: float
    y: int
    open: bool


@dataclass(frozen=True)
class Axis:
    """All ranges of one question, on a scale from 0.  left_out: how many are not drawn."""

    question: str
    what: str
    bars: tuple[Bar, ...]
    height: int
    most: str
    left_out: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


def axes(verdicts: tuple[Verdict, ...], outlet_of: Mapping[str, str]) -> tuple[Axis, ...]:
    """Questions of number that at least two tellings answer.  outlet_of: telling -> outlet."""
    found = []
    for verdict in verdicts:
        ranges = []
        for value in verdict.values:
            parts = _VALUE.fullmatch(value.value) if verdict.question in COUNTED else None
            if parts:
                low = int(parts[1])
                ranges.append(
                    (outlet_of.get(value.telling, ""), value.value, low, int(parts[2] or low), bool(parts[3]))
                )
        if len(ranges) > 1:
            found.append(_axis(verdict.question, ranges))
    return tuple(found)


def _axis(question: str, ranges: list[tuple[str, str, int, int, bool]]) -> Axis:
    ranges, left_out = ranges[:MOST_BARS], len(ranges) - MOST_BARS
    most = max(1, *(high for *_, high, _ in ranges))
    scale = (WIDTH - LEFT - RIGHT) / most
    bars = tuple(
        Bar(
            outlet=outlet,
            words=wording.counted(question, value),
            x=round(LEFT + low * scale, 1),
            end=float(WIDTH - RIGHT) if upward else round(LEFT + high * scale, 1),
            y=14 + STEP * number,
            open=upward,
        )
        for number, (outlet, value, low, high, upward) in enumerate(ranges)
    )
    what = wording.COUNT_WORDS.get(question, question)
    return Axis(
        question=question,
        what=what,
        bars=bars,
        height=STEP * len(bars) + 24,
        most=f"{most:,}",
        left_out=max(left_out, 0),
    )
