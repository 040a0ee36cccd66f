"""Documents given as tokens (ECB+), as reports that the whole pipeline reads, and where each token stands in them."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.parsed import CACHE, parse_cached
from tellings.gather import Draft, report_of
from tellings.model import Reading, Report, Span, digest
from tellings.pipeline import Pipeline
from tellings.reading import read_parsed

_CLOSES = frozenset((".", ",", ";", ":", "!", "?", ")", "]", "%", "…", "”", "’", "'s", "’s", "n't", "n’t", "''"))
_OPENS = frozenset(("(", "[", "$", "£", "€", "“", "‘", "``"))
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")
_HEADLINE = 25  # tokens


@dataclass(frozen=True)
class Document:
    """A report, and the span of each token by sentence; None for a token that the report's text does not hold."""

    report: Report
    tokens: tuple[tuple[Span | None, ...], ...]


def document(row: dict) -> Document | None:
    """The report of a row {"doc_id", "sentences": [[token]]}; None if it is not read (another language, no words).

    The page's address, which ECB+ gives as the first sentence, is the report's, and tells outlet and day as for any report; a
    first line that does not end as a sentence is its headline.  Sentences follow each other within a paragraph.
    """
    lines = [_line(sentence) for sentence in row["sentences"]]
    url = None
    if row["sentences"] and "".join(row["sentences"][0]).startswith("http"):
        url, lines[0] = "".join(row["sentences"][0]), ""
    title = next((line for line in lines if line), "")
    if _ENDS.search(title) or len(title.split()) > _HEADLINE:
        title = ""
    body = "".join(line + (" " if _ENDS.search(line) else "\n\n") for line in lines if line)
    draft = Draft(text=body, source=row["doc_id"], sha256="", title=title or None, url=url, outlet=row["doc_id"])
    report = report_of(draft)
    if not isinstance(report, Report):
        return None
    told = [[] if url and not n else sentence for n, sentence in enumerate(row["sentences"])]
    return Document(report, tuple(_found(told, report.text)))


def _line(tokens: Sequence[str]) -> str:
    """Tokens written as they are printed: marks without the space that parted them."""
    out, glued, inside = "", True, False
    for n, token in enumerate(tokens):
        around = (tokens[n - 1][-1:] if n else "") + (tokens[n + 1][:1] if n + 1 < len(tokens) else "")
        opens, closes = token in _OPENS, token in _CLOSES
        if token == '"':
            opens, closes = not inside, inside
            inside = not inside
        elif len(around) == 2 and (
            (token in "-/" and around.isalnum())
            or (token in ".:" and around.isdigit())
            or (token == "," and around.isdigit() and len(tokens[n + 1]) == 3)
        ):
            opens = closes = True  # "smash - and - grab", "2 . 6", "11 : 30", "1 , 200"
        out += token if glued or closes else " " + token
        glued = opens
    return out


def _found(sentences: Sequence[Sequence[str]], text: str) -> Iterable[tuple[Span | None, ...]]:
    """Tokens in the order of the text; what does not follow within a few characters is not in it."""
    at = 0
    for tokens in sentences:
        spans: list[Span | None] = []
        for token in tokens:
            start = text.find(token, at, at + len(token) + 8)
            spans.append(Span(start, start + len(token)) if start >= 0 else None)
            at = start + len(token) if start >= 0 else at
        yield tuple(spans)


def readings(reports: Sequence[Report], pipeline: Pipeline, name: str) -> list[Reading]:
    """Readings of all reports; kept in `.eval` as long as neither the texts nor what reads them has changed."""
    key = digest(pipeline.fingerprint, *(r.text + r.id + (r.published.value or "") for r in reports), length=16)
    path = CACHE / f"readings-{name}-{key}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    found = [read_parsed(parsed, pipeline) for parsed in parse_cached(pipeline.model, reports, "whole-" + name)]
    path.write_bytes(pickle.dumps(found))
    return found
