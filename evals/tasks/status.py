"""Did it happen: every event that a sentence gives, with its trigger's words, type and status."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from evals.tasks.coding import frames, model, report_of
from tellings.events import code


def predict(rows: list[dict], options) -> Iterator[dict]:
    reports = [report_of(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(model(), reports, f"status-{options.name}"), strict=True):
        for m in code(parsed, (), frames()):
            yield {"id": row["id"], "trigger": parsed.words(m.trigger), "event_type": m.type, "status": m.status}
