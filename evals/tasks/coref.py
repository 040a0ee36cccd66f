"""Event coreference with gold mentions and our own grouping of documents.

Rows as in ECB+ ({"doc_id", "sentences", "mentions": [{"id", "sent", "tokens"}]}) → {"mention_id", "cluster"}.
Topic, subtopic, gold cluster and the ending of the document's name are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from evals.parsed import parse_cached
from tellings.compare.clustering import cluster
from tellings.compare.mention_pairs import Described, describe
from tellings.compare.undated import group_undated
from tellings.model import Known, Mark, Report, Span
from tellings.parse import Model, Parsed, sentence_case

_UNKNOWN = Known(value=None, basis="unknown")
_ENDS = ".!\"'"


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
    reports = [_report(row) for row in rows]
    parses = parse_cached(Model(), [_titled(r) for r in reports], "coref-" + name)
    described = []
    for row, parsed in zip(rows, parses, strict=True):
        starts = _starts(row)
        for mention in row["mentions"]:
            tokens = mention["tokens"]
            first, last = starts[mention["sent"]][min(tokens)], starts[mention["sent"]][max(tokens)]
            end = last + len(row["sentences"][mention["sent"]][max(tokens)])
            described.append(describe(parsed, Span(first, end), opening=mention["sent"] <= 1))
    return described, reports


def _report(row: dict) -> Report:
    lines = [" ".join(tokens) for tokens in row["sentences"]]
    return Report(id=row["doc_id"], outlet=_UNKNOWN, published=_UNKNOWN, title="", text="\n\n".join(lines))


def _titled(report: Report) -> Report:
    """The report with its headlines marked, which the set does not tell: lines in Title Case that no full stop ends."""
    marks, at = [], 0
    for line in report.text.split("\n\n"):
        end = at + len(line)
        if line and line[-1] not in _ENDS and sentence_case(line, report.text[end:]) != line:
            marks.append(Mark(kind="title", start=at, end=end))
        at = end + 2
    return replace(report, marks=tuple(marks))


def _starts(row: dict) -> list[list[int]]:
    """For each sentence, the character at which each token starts in the report."""
    out, at = [], 0
    for tokens in row["sentences"]:
        starts = []
        for token in tokens:
            starts.append(at)
            at += len(token) + 1
        out.append(starts)
        at += 1
    return out


__all__ = ["Parsed", "described_mentions", "predict"]
