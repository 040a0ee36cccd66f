"""Stories: rows {"doc_id", "title", "text", "date", "outlet"} → {"doc_id", "story"}."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.compare.encoder import Encoder
from tellings.compare.stories import find_stories
from tellings.model import Known, Mark, Report


def predict(rows: list[dict], options) -> Iterator[dict]:
    reports = [_report(row) for row in rows]
    encoder = Encoder() if options.encoder else None
    for number, group in enumerate(find_stories(reports, encoder=encoder)):
        for doc_id in group.reports:
            yield {"doc_id": doc_id, "story": str(number)}


def _report(row: dict) -> Report:
    title = row.get("title") or ""
    text = f"{title}\n\n{row['text']}"
    return Report(
        id=row["doc_id"],
        outlet=Known(value=row.get("outlet"), basis="metadata"),
        published=Known(value=row.get("date") or None, basis="metadata"),
        title=title,
        text=text,
        marks=(Mark(kind="title", start=0, end=len(title)),) if title else (),
    )
