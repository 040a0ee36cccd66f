"""Phrases grouped by what they name, within an event: rows {"id", "event", "mention"} → {"mention_id", "cluster"}.

Kind, concept and target of the annotation are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.compare.naming import Phrase, group_phrases
from tellings.model import Known, Report
from tellings.parse import Model, Parsed

_UNKNOWN = Known(value=None, basis="unknown")


def predict(rows: list[dict], options) -> Iterator[dict]:
    events: dict[object, list[dict]] = defaultdict(list)
    for row in rows:
        events[row["event"]].append(row)
    model = Model()
    for event, own in events.items():
        reports = [Report(id=r["id"], outlet=_UNKNOWN, published=_UNKNOWN, title="", text=r["mention"]) for r in own]
        parses = parse_cached(model, reports, f"naming-{options.name}-{event}")
        labels = group_phrases([phrase(p) for p in parses])
        for row, label in zip(own, labels, strict=True):
            yield {"mention_id": row["id"], "cluster": f"{event}:{label}"}


def phrase(parsed: Parsed) -> Phrase:
    """The phrase with its head, by its own syntax alone."""
    sentence = parsed.sentences[0] if parsed.sentences else parsed.doc[:]
    root = sentence.root
    return Phrase(parsed.report.text, root.lemma_.lower(), root.pos_ in ("NOUN", "PROPN", "PRON", "NUM"))
