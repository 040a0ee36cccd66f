"""Event coreference with gold mentions and our own grouping of documents.

Rows as in ECB+ ({"doc_id", "sentences", "mentions": [{"id", "sent", "tokens"}]}) → {"mention_id", "cluster"}.
Topic, subtopic, gold cluster and the ending of the document's name are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.compare.clustering import cluster
from tellings.compare.mention_pairs import Described, describe
from tellings.compare.undated import group_undated
from tellings.model import Known, Report, Span
from tellings.parse import Model, Parsed

_UNKNOWN = Known(value=None, basis="unknown")


def predict(rows: list[dict], options) -> Iterator[dict]:
    described, reports = described_mentions(rows, options.name)
    by_id = {r.id: r for r in reports}
    grouping = group_undated(reports)
    ids = [m["id"] for row in rows for m in row["mentions"]]
    clusters = cluster(described, grouping.stories, by_id, grouping.alike)
    for number, members in enumerate(clusters):
        for position in members:
            yield {"mention_id": ids[position], "cluster": str(number)}


def described_mentions(rows: list[dict], name: str) -> tuple[list[Described], list[Report]]:
    """Every mention of the rows in order, described by its sentence; and the reports."""
    reports = [_report(row["doc_id"], _lines(row, range(len(row["sentences"])))) for row in rows]
    told = [sorted({m["sent"] for m in row["mentions"]}) for row in rows]
    short = [_report(row["doc_id"], _lines(row, numbers)) for row, numbers in zip(rows, told, strict=True)]
    parses = parse_cached(Model(), short, "coref-" + name)
    described = []
    for row, numbers, parsed in zip(rows, told, parses, strict=True):
        starts = _starts(row, numbers)
        for mention in row["mentions"]:
            tokens = mention["tokens"]
            first, last = starts[mention["sent"]][min(tokens)], starts[mention["sent"]][max(tokens)]
            end = last + len(row["sentences"][mention["sent"]][max(tokens)])
            described.append(describe(parsed, Span(first, end), opening=mention["sent"] <= 1))
    return described, reports


def _report(doc_id: str, lines: list[str]) -> Report:
    return Report(id=doc_id, outlet=_UNKNOWN, published=_UNKNOWN, title="", text="\n\n".join(lines))


def _lines(row: dict, numbers) -> list[str]:
    return [" ".join(row["sentences"][n]) for n in numbers]


def _starts(row: dict, numbers: list[int]) -> dict[int, list[int]]:
    """For each sentence, the character at which each token starts in the short report."""
    out, at = {}, 0
    for n in numbers:
        starts = []
        for token in row["sentences"][n]:
            starts.append(at)
            at += len(token) + 1
        out[n] = starts
        at += 1
    return out


__all__ = ["Parsed", "described_mentions", "predict"]
