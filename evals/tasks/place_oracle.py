"""Given spans: what each means in its report."""

from __future__ import annotations

from collections.abc import Iterator

from evals.tasks.place import located, parse_rows
from tellings.entities.gazetteer import load_gazetteer
from tellings.entities.places import place_spans
from tellings.model import Span


def predict(rows: list[dict], options) -> Iterator[dict]:
    gazetteer = load_gazetteer()
    for row, parsed in zip(rows, parse_rows(rows, options.name), strict=True):
        spans = [Span(t["start"], t["end"]) for t in row["toponyms"]]
        places = place_spans(parsed, gazetteer, spans)
        yield {
            "id": row["id"],
            "toponyms": [
                {**located(p, gazetteer), "start": s.start, "end": s.end}
                for s, p in zip(spans, places, strict=True)
                if p
            ],
        }
