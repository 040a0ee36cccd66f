"""Counts as ranges on one axis: where to draw what each outlet says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellings.model import COUNTED, Verdict
from tellings.web import wording

MOST_BARS = 40
HEADROOM = 1.15  # beyond the largest number, where one is open upwards
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
    """All ranges of one question, on a scale from 0.  most_at: where the largest number stands.  left_out: how many are not drawn."""

    question: str
    what: str
    bars: tuple[Bar, ...]
    height: int
    most: str
    most_at: float
    left_out: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


def axes(verdicts: tuple[Verdict, ...], outlet_of: Mapping[str, str]) -> tuple[Axis, ...]:
    """Questions of number that tellings answer differently.  outlet_of: telling -> outlet."""
    found = []
    for verdict in verdicts:
        if verdict.question not in COUNTED:
            continue
        ranges = [
            (outlet_of.get(value.telling, ""), value.value, bounds)
            for value in verdict.values
            if (bounds := wording.bounds(value.value))
        ]
        if len({bounds for *_, bounds in ranges}) > 1:
            found.append(_axis(verdict.question, ranges))
    return tuple(found)


def _axis(question: str, ranges: list[tuple[str, str, tuple[int, int | None]]]) -> Axis:
    ranges, left_out = ranges[:MOST_BARS], len(ranges) - MOST_BARS
    most = max(1, *(low if high is None else high for *_, (low, high) in ranges))
    ends = most * HEADROOM if any(high is None and low == most for *_, (low, high) in ranges) else most
    scale = (WIDTH - LEFT - RIGHT) / ends
    bars = tuple(
        Bar(
            outlet=outlet,
            words=wording.counted(question, value),
            x=round(LEFT + low * scale, 1),
            end=float(WIDTH - RIGHT) if high is None else round(LEFT + high * scale, 1),
            y=14 + STEP * number,
            open=high is None,
        )
        for number, (outlet, value, (low, high)) in enumerate(ranges)
    )
    what = wording.COUNT_WORDS.get(question, question)
    return Axis(
        question=question,
        what=what,
        bars=bars,
        height=STEP * len(bars) + 24,
        most=f"{most:,}",
        most_at=round(LEFT + most * scale, 1),
        left_out=max(left_out, 0),
    )
