"""Chains of voices: for a passage of a report, who says it and through whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.parsed import parse_cached
from tellings.model import Attribution, Known, Report, Span
from tellings.parse import Model
from tellings.voices import attribute, load_cues, tells

COVERED = 0.6  # of the passage's characters, for an attribution to hold it


def predict(rows: list[dict], options) -> Iterator[dict]:
    """{"id", "content", "kind", "voices"}; `own` with the outlet alone where no attribution covers the passage."""
    cues = load_cues()
    reports = [_report(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(Model(), reports, "chains"), strict=True):
        start = row["text"].find(row["content"])
        found = holder(attribute(parsed, cues), Span(start, start + len(row["content"])))
        yield {
            "id": row["id"],
            "content": row["content"],
            "kind": found.kind if found else "own",
            "voices": [v.name for v in found.voices] if found else [row["outlet"]],
        }


def _report(row: dict) -> Report:
    return Report(
        id=row["id"],
        outlet=Known(value=row["outlet"], basis="metadata"),
        published=Known(value=None, basis="unknown"),
        title="",
        text=row["text"],
    )


def holder(found: Sequence[Attribution], passage: Span) -> Attribution | None:
    """The telling with the smallest content that covers the passage."""
    best, size = None, 0
    for item in filter(tells, found):
        shared = sum(max(0, min(s.end, passage.end) - max(s.start, passage.start)) for s in item.content)
        whole = sum(s.end - s.start for s in item.content)
        if shared >= COVERED * (passage.end - passage.start) and (best is None or whole < size):
            best, size = item, whole
    return best
