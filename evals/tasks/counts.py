"""Counts: {"id", "text"} -> {"id", "counts": [{"what", "low", "high", "trigger"}]}."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.events.counts import find_counts
from tellings.model import Known, Report, report_id
from tellings.parse import Model


def report(row: dict) -> Report:
    unknown = Known(value=None, basis="unknown")
    return Report(
        id=report_id(None, row["id"], row["text"]), outlet=unknown, published=unknown, title="", text=row["text"]
    )


def predict(rows: list[dict], options) -> Iterator[dict]:
    parses = parse_cached(Model(), [report(row) for row in rows], "counts-" + options.name)
    for row, parsed in zip(rows, parses, strict=True):
        counts = [
            {"what": c.what, "low": c.low, "high": c.high, "trigger": row["text"][c.span.start : c.span.end]}
            for c in find_counts(parsed)
        ]
        yield {"id": row["id"], "counts": counts}
