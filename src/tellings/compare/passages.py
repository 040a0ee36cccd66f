"""Words of a report as numbers, so that shared wording between reports can be found and measured.

A report's body is a row of word hashes; `shingles` are hashes of `N` words in a row.  The title, datelines, bylines,
credits and boilerplate are left out: they change with every outlet that prints a dispatch.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tellings.model import Report, Span

N = 5
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,2}[^\W_a-z])|\n\s*")
_QUOTE = re.compile(r"[\"“”]|''|``")
_LONGEST_QUOTE = 1200
_POWERS = np.array([pow(0x9E3779B97F4A7C15, i, 1 << 64) for i in range(N)], dtype=np.uint64)
LEFT_OUT = frozenset({"title", "dateline", "prefix", "byline", "date", "credit", "repeat", "boilerplate"})


@dataclass(frozen=True, eq=False)
class Prints:
    """The body of one report as arrays with one entry a word.

    words: hash; start, end: characters; sentence: index into `sentences`; quoted: inside quotation marks.
    shingles: hash of the `N` words that start at each word (shorter than words by N - 1).
    lookup: the same shingles, sorted.
    """

    sentences: tuple[Span, ...]
    words: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    quoted: np.ndarray
    shingles: np.ndarray
    lookup: np.ndarray

    def has(self, shingles: np.ndarray) -> np.ndarray:
        """Which of the shingles stand in this body."""
        if not len(self.lookup):
            return np.zeros(len(shingles), dtype=bool)
        at = np.searchsorted(self.lookup, shingles)
        at[at == len(self.lookup)] = 0
        return self.lookup[at] == shingles

    def body(self) -> bytes:
        """The same for two reports exactly when their bodies have the same words in the same order."""
        return self.words.tobytes()


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    data = word.lower().encode("utf-8", "surrogatepass")
    return (zlib.crc32(data) << 32) | zlib.adler32(data)


def body_prints(report: Report, sentences: Sequence[Span] | None = None) -> Prints:
    """Word hashes and shingles of a report's body; sentences by punctuation unless they are given."""
    text = body_text(report)
    spans = tuple(sentences) if sentences is not None else split_sentences(text)
    found = [m.span() for m in _WORD.finditer(text)]
    start, end = np.array(found, dtype=np.int32).reshape(-1, 2).T
    plain = text.replace("’", "'")
    words = np.array([_word_hash(plain[a:b]) for a, b in found], dtype=np.uint64)
    if spans:
        owner = np.searchsorted(np.array([s.start for s in spans]), start, side="right") - 1
    else:
        owner = np.zeros(len(found), dtype=np.int64)
    shingles = shingle(words)
    return Prints(spans, words, start, end, np.maximum(owner, 0), _quoted(text, start), shingles, np.sort(shingles))


def body_words(report: Report) -> np.ndarray:
    """`Prints.words` alone."""
    found = _WORD.findall(body_text(report).replace("’", "'"))
    return np.array(list(map(_word_hash, found)), dtype=np.uint64)


def body_text(report: Report) -> str:
    """The report's text, same length, with everything but the body blanked."""
    text = report.text
    for mark in report.marks:
        if mark.kind in LEFT_OUT:
            blank = re.sub(r"[^\n]", " ", text[mark.start : mark.end])
            text = text[: mark.start] + blank + text[mark.end :]
    return text


def shingle(words: np.ndarray) -> np.ndarray:
    """Hashes of every `N` words in a row; empty when there are fewer words."""
    count = len(words) - N + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for i in range(N):
        total += words[i : i + count] * _POWERS[i]
    # The low bits decide which shingles are sampled, so they must depend on all the others.
    total ^= total >> np.uint64(29)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    total ^= total >> np.uint64(32)
    return total


def split_sentences(text: str) -> tuple[Span, ...]:
    """Sentences by punctuation and line ends: rough, but the same for the same words in another report."""
    spans: list[Span] = []
    at = 0
    for match in _SENTENCE_END.finditer(text):
        _append(spans, text, at, match.end())
        at = match.end()
    _append(spans, text, at, len(text))
    return tuple(spans)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append(Span(first, first + len(stripped)))


def _quoted(text: str, start: np.ndarray) -> np.ndarray:
    """Which words stand inside double quotation marks; a mark left open ends with its paragraph or soon after."""
    inside = np.zeros(len(start), dtype=bool)
    opened: int | None = None
    for match in _QUOTE.finditer(text):
        at = match.start()
        if opened is not None and ("\n" in text[opened:at] or at - opened > _LONGEST_QUOTE):
            opened = None
        if opened is None:
            opened = at if match.group() != "”" else None
        elif match.group() != "“":
            inside |= (start >= opened) & (start < at)
            opened = None
        else:
            opened = at
    return inside
