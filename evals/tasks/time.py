"""Temporal expressions: {"id", "dct", "text"} -> {"id", "timexes": [{"start", "end", "type", "value"}]}."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.entities.times import find_timexes
from tellings.model import Known, Mark, Report, report_id
from tellings.parse import Model


def report(row: dict) -> Report:
    """The first paragraph is the title where a short one stands alone."""
    text = row["text"]
    title, blank, _ = text.partition("\n\n")
    marks = (Mark(kind="title", start=0, end=len(title)),) if blank and len(title) < 200 else ()
    published = Known(value=row.get("dct"), basis="metadata" if row.get("dct") else "unknown")
    outlet = Known(value=None, basis="unknown")
    return Report(
        id=report_id(None, row["id"], text),
        outlet=outlet,
        published=published,
        title=title if marks else "",
        text=text,
        marks=marks,
    )


def predict(rows: list[dict], options) -> Iterator[dict]:
    parses = parse_cached(Model(), [report(row) for row in rows], "time-" + options.name)
    for row, parsed in zip(rows, parses, strict=True):
        timexes = [
            {"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value} for t in find_timexes(parsed)
        ]
        yield {"id": row["id"], "timexes": timexes}
