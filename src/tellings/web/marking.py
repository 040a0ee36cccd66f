"""A sentence with the words marked that fill its slots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tellings.model import COUNTED, Quote, Verdict

_CLASSES = {"actor": "who", "recipient": "whom", "when": "when", "where": "where", "status": "act"}


@dataclass(frozen=True)
class Piece:
    """Words, and what they say: who, whom, when, where, act, count, or nothing."""

    text: str
    role: str = ""


def marked(sentence: Quote, verdicts: Iterable[Verdict]) -> tuple[Piece, ...]:
    """The sentence in pieces; together they are its text.  Where marks overlap, the first one has the words."""
    spans = []
    for verdict in verdicts:
        role = "count" if verdict.question in COUNTED else _CLASSES.get(verdict.question, "")
        for value in verdict.values:
            for quote in value.quotes:
                inside = quote.report == sentence.report and sentence.start <= quote.start and quote.end <= sentence.end
                if role and inside and quote.end > quote.start:
                    spans.append((quote.start - sentence.start, quote.end - sentence.start, role))
    pieces: list[Piece] = []
    at = 0
    for start, end, role in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start >= at:
            pieces += [Piece(sentence.text[at:start]), Piece(sentence.text[start:end], role)]
            at = end
    pieces.append(Piece(sentence.text[at:]))
    return tuple(piece for piece in pieces if piece.text)
