"""Figures side by side: rows {"pair_id", "a", "b"} → {"pair_id", "label"}."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.compare.quantities import compare_numbers
from tellings.model import Known, Report, report_id
from tellings.parse import Model


def predict(rows: list[dict], options) -> Iterator[dict]:
    reports = [_report(row[side]) for row in rows for side in ("a", "b")]
    parses = parse_cached(Model(), reports, "numbers-" + options.name)
    for row, a, b in zip(rows, parses[::2], parses[1::2], strict=True):
        yield {"pair_id": row["pair_id"], "label": compare_numbers(a, b).relation}


def _report(text: str) -> Report:
    unknown = Known(value=None, basis="unknown")
    return Report(id=report_id(None, None, text), outlet=unknown, published=unknown, title="", text=text)
