"""Parses kept between measurements, so that a change of rules does not cost a parse.

Only the measuring code uses this.  The cache lies in `.eval/`, named by a digest of the model and of every prepared text.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc

from tellings.model import Report, digest
from tellings.parse import Model, Named, Parsed, analysed_text

CACHE = Path(__file__).resolve().parent.parent / ".eval"


def parse_cached(model: Model, reports: Sequence[Report], name: str) -> list[Parsed]:
    """Parsed reports with their names, from the cache if nothing that matters has changed."""
    key = digest(model.version, "pieces by themselves", *(analysed_text(r) + repr(r.marks) for r in reports), length=16)
    path = CACHE / f"{name}-{key}.pickle"
    if path.exists():
        rows = pickle.loads(path.read_bytes())
        return [
            Parsed(
                report=report,
                doc=Doc(model.nlp.vocab).from_bytes(data),
                model=model,
                _names={n: tuple(Named(*item) for item in items) for n, items in names.items()},
            )
            for report, (data, names) in zip(reports, rows, strict=True)
        ]
    parsed = list(model.parse_many(reports))
    for p in parsed:
        p.names()
    CACHE.mkdir(exist_ok=True)
    rows = [
        (p.doc.to_bytes(), {n: [(i.start, i.end, i.label) for i in items] for n, items in p._names.items()})
        for p in parsed
    ]
    path.write_bytes(pickle.dumps(rows))
    return parsed
