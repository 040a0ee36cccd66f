"""PolNeAR: who says what.  The gold holds the outermost attributions only, so inner ones are left out here."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.model import Attribution, Known, Mark, Report, Span
from tellings.parse import Model
from tellings.voices import attribute, load_cues
from tellings.voices.quotes import Quotes

TITLE = 200  # characters; a longer first line is no headline


def report_of(row: dict) -> Report:
    """The raw text, its first line marked as the title if it is a line by itself."""
    text = row["text"]
    end = text.find("\n\n")
    marks = (Mark(kind="title", start=0, end=end),) if 0 < end <= TITLE else ()
    return Report(
        id=row["id"],
        outlet=Known(value=row.get("outlet"), basis="metadata"),
        published=Known(value=row.get("date"), basis="metadata"),
        title=text[:end] if marks else "",
        text=text,
        marks=marks,
    )


def predict(rows: list[dict], options) -> Iterator[dict]:
    """{"id", "attributions": [{"source", "cue", "content"}]} with [[start, end], ...] for each."""
    cues = load_cues()
    reports = [report_of(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(Model(), reports, "attribution"), strict=True):
        yield {"id": row["id"], "attributions": [shape(a) for a in counted(row["text"], attribute(parsed, cues))]}


def counted(text: str, found: tuple[Attribution, ...]) -> list[Attribution]:
    """What the gold's guidelines count: the outermost tellings with a cue, no cue inside a quotation."""
    quotes = Quotes(text)
    return [
        a
        for a in found
        if a.inside is None and a.cue is not None and (a.rule.startswith("colon:") or not _in_quotation(quotes, a.cue))
    ]


def _in_quotation(quotes: Quotes, cue: Span) -> bool:
    quote = quotes.at(cue.start)
    return quote is not None and cue.end <= quote.end


def shape(item: Attribution) -> dict:
    """One attribution as the scorer reads it."""
    return {
        "source": [[item.source.start, item.source.end]] if item.source else [],
        "cue": [[item.cue.start, item.cue.end]] if item.cue else [],
        "content": [[s.start, s.end] for s in item.content],
    }
