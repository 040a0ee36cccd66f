"""Copy pairs: does b reuse the text of a?  Rows {"pair_id", "a", "b"} → {"pair_id", "label", "score"}."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.compare.overlap import overlap
from tellings.compare.passages import body_prints
from tellings.model import Known, Report, report_id

_RELATED = 0.33  # of the words of the shorter text: both tell of one thing


def predict(rows: list[dict], options) -> Iterator[dict]:
    for row in rows:
        a, b = body_prints(_report(row["a"])), body_prints(_report(row["b"]))
        found = overlap(a, b)
        words = set(a.words.tolist()), set(b.words.tolist())
        likeness = len(words[0] & words[1]) / max(1, min(map(len, words)))
        other = "related" if likeness > _RELATED else "unrelated"
        yield {"pair_id": row["pair_id"], "label": "copy" if found.kind else other, "score": found.share}


def _report(text: str) -> Report:
    unknown = Known(value=None, basis="unknown")
    return Report(id=report_id(None, None, text), outlet=unknown, published=unknown, title="", text=text)
