"""The patterns of data/cleaning.toml, compiled; one search a line and kind, whatever their number."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LONGEST = 400  # a longer line is prose
_END = r"[\s.:…!»>\])|*]{0,6}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry: `line` matches a whole line, `tail` the end of one that something else begins (None if never glued)."""

    kind: str
    zone: str
    line: re.Pattern[str]
    tail: re.Pattern[str] | None


def entries() -> list[dict[str, Any]]:
    """The entries as they stand in the file, examples included."""
    text = (files("tellings.gather") / "data" / "cleaning.toml").read_text("utf-8")
    return tomllib.loads(text)["entry"]


@cache
def patterns() -> tuple[Pattern, ...]:
    return tuple(_compiled(entry) for entry in entries())


def _compiled(entry: dict[str, Any]) -> Pattern:
    flags = 0 if entry.get("case") else re.IGNORECASE
    body = entry["pattern"]
    line = re.compile(rf"[\s*|»>•-]{{0,4}}(?:{body}){_END}", flags)
    tail = re.compile(rf"(?:{body}){_END}", flags) if entry.get("glued") else None
    return Pattern(entry["kind"], entry.get("zone", "any"), line, tail)


def whole_line(line: str, zones: frozenset[str]) -> tuple[str, re.Match[str]] | None:
    """The kind of mark that a whole line deserves in these zones, and the match."""
    if len(line) > LONGEST:
        return None
    for pattern in patterns():
        if pattern.zone == "any" or pattern.zone in zones:
            match = pattern.line.fullmatch(line)
            if match:
                return pattern.kind, match
    return None


_SEAM = re.compile(
    r"(?<=[.!?\"”’)\]])\s{0,3}(?=[A-Z©(\[])|(?<=[a-z0-9])(?=(?:Exit|Read|Share|Follow|View|Subscribe|Copyright|©|Related|See|Click|Continue|Also|Download|Join|Sign|Tweet|Switch|All rights)\b)"
)


def glued_tail(line: str, zones: frozenset[str]) -> tuple[str, int] | None:
    """Kind and start of a piece that is glued to a line's end; the seam is a sentence's end or a capital after a small letter."""
    window = max(0, len(line) - LONGEST)
    seams = [match.end() for match in _SEAM.finditer(line, window)][-12:]
    for seam in reversed(seams):
        if seam <= 0:
            continue
        for pattern in patterns():
            if pattern.tail and (pattern.zone == "any" or pattern.zone in zones) and pattern.tail.fullmatch(line, seam):
                return pattern.kind, seam
    return None
