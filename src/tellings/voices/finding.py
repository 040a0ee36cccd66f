"""What the rules find, in token numbers, before it becomes an `Attribution`."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.model import Span


@dataclass
class Finding:
    """One telling: `content` characters; `cue` and `source` token runs (first, last).

    anchor: the cue's head token.  speaker: the head token of the source, which may lie outside `source`
    ("who" is the source as written, its antecedent the speaker).
    """

    content: tuple[Span, ...]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    anchor: int
    speaker: int | None
    stance: str
    rule: str
    pattern: str
