"""Did police kill, arrest, use force, fail to act, act at all: frames of a user's own, document by document."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from evals.tasks.coding import INDIA_POLICE, model, report_of
from tellings.events import code, load_frames

# What is planned, feared or denied did not happen.
HAPPENED = frozenset({"actual", "historical"})


def predict(rows: list[dict], options) -> Iterator[dict]:
    frames = load_frames([INDIA_POLICE], only_extra=True)
    reports = [report_of({"id": str(row["doc_id"]), "text": row["text"], "date": row.get("date")}) for row in rows]
    for row, parsed in zip(rows, parse_cached(model(), reports, f"presence-{options.name}"), strict=True):
        mentions = code(parsed, (), frames)
        yield {"doc_id": row["doc_id"], "labels": sorted({m.of for m in mentions if m.of and m.status in HAPPENED})}
