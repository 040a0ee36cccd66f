"""Where what is told begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.model import Span
from tellings.voices.quotes import Quotation, Quotes
from tellings.voices.syntax import Syntax

_OUTER = frozenset([",", ":", ";", ".", "-", "--", "–", "—", "…", "...", "?"]) - {"?"}


_JOINING = frozenset({"but", "and"})


def pieces(syntax: Syntax, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Spans of the tokens, one for each run, without the commas and dashes at their ends."""
    out = []
    for first, last in syntax.runs(list(tokens)):
        if syntax.lower[first] in _JOINING and first == syntax.sentences[syntax.sentence[first]][0]:
            first += 1
        while first <= last and (syntax.pos[first] == "SPACE" or syntax.lower[first] in _OUTER):
            first += 1
        while last >= first and (syntax.pos[last] == "SPACE" or syntax.lower[last] in _OUTER):
            last -= 1
        if first <= last:
            out.append(syntax.span(first, last))
    return tuple(out)


def snap(spans: Sequence[Span], quotes: Quotes, keep_out: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that reach into a quotation grow to its ends, unless the cue or the source stands in it."""
    if not spans or not quotes.outer:
        return tuple(spans)
    grown = list(spans)
    for quote in quotes.over(spans[0].start, spans[-1].end):
        if any(quote.start < k.end and k.start < quote.end for k in keep_out):
            continue
        touching = [s for s in grown if s.start < quote.end and quote.start < s.end]
        if touching:
            whole = Span(min(quote.start, touching[0].start), max(quote.end, touching[-1].end))
            grown = sorted([s for s in grown if s not in touching] + [whole])
    return merged(grown)


def clipped(spans: Sequence[Span], quote: Quotation) -> tuple[Span, ...]:
    """What of the spans stands inside the quotation's marks."""
    first, last = quote.inner
    return tuple(Span(max(s.start, first), min(s.end, last)) for s in spans if s.start < last and first < s.end)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping spans joined, in order."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
