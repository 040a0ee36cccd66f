"""Terms as numbers: what `terms` does with words, for all reports of a cell at once.

A report's terms are made once and kept (`Terms`); a cell's are then weighed together (`weighed`), without its texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
import zstandard

from tellings.compare.passages import body_text
from tellings.compare.terms import (
    BACKGROUND_REPORTS,
    FIGURE_WEIGHT,
    KEY_WEIGHT,
    LEAD_WORDS,
    NAME_WEIGHT,
    PAIR_WEIGHT,
    TITLE_WEIGHT,
    TITLE_WORDS,
    WORD,
    background,
    inflected,
)
from tellings.compare.words import STOP
from tellings.model import Report

_PAIR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)
_ALL = (1 << 64) - 1


@dataclass(frozen=True, eq=False)
class Terms:
    """A report's terms before rarity: their numbers (of uint32, rising) and weights (of float32)."""

    numbers: np.ndarray
    weights: np.ndarray

    def packed(self) -> bytes:
        return zstandard.compress(self.numbers.tobytes() + self.weights.tobytes(), 1)

    @staticmethod
    def of(data: bytes) -> Terms:
        plain = zstandard.decompress(data)
        half = len(plain) // 2
        return Terms(np.frombuffer(plain[:half], dtype=np.uint32), np.frombuffer(plain[half:], dtype=np.float32))


def report_terms(report: Report, keys: Collection[str] = ()) -> Terms:
    """Terms of title and lead as `terms.story_terms` has them; `keys` are ids of actors or places."""
    title = _counted(report.title, TITLE_WORDS, TITLE_WEIGHT, True)
    lead = _counted(body_text(report)[: LEAD_WORDS * 12], LEAD_WORDS, 1.0, False)
    found, at = np.unique(np.concatenate([title[0], lead[0]]), return_inverse=True)
    counts = np.bincount(at, weights=np.concatenate([title[1], lead[1]]), minlength=len(found))
    weights = np.where(counts >= 1, 1 + np.log(np.maximum(counts, 1)), counts)
    if keys:
        own = np.array(sorted({_number("#" + key) >> 32 for key in keys}), dtype=np.uint32)
        kept = ~np.isin(found, own)
        found, weights = (
            np.concatenate([found[kept], own]),
            np.concatenate([weights[kept], np.full(len(own), KEY_WEIGHT)]),
        )
        order = np.argsort(found)
        found, weights = found[order], weights[order]
    return Terms(found, weights.astype(np.float32))


def _counted(text: str, limit: int, weight: float, title: bool) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of words and of pairs of neighbours, as often as they stand there, and what each counts."""
    words = [_word(word) for word in WORD.findall(text)[:limit]]
    numbers = np.array([word[0] for word in words], dtype=np.uint64)
    factors = np.array([word[2 if title else 1] for word in words], dtype=np.float64)
    told = numbers != 0
    pairs = np.flatnonzero(told[1:] & told[:-1])
    both = (numbers[pairs] * _PAIR ^ numbers[pairs + 1]) * _MIX
    found = np.concatenate([numbers[told], both]) >> _HALF
    return found.astype(np.uint32), weight * np.concatenate([factors[told], np.full(len(both), PAIR_WEIGHT)])


def words_of(reports: Sequence[Report], numbers: Collection[int]) -> dict[str, int]:
    """The words behind the numbers of terms, out of reports that hold them."""
    wanted, found = set(numbers), {}
    for report in reports:
        for text, limit in ((report.title, TITLE_WORDS), (body_text(report)[: LEAD_WORDS * 12], LEAD_WORDS)):
            words = WORD.findall(text)[:limit]
            told = [_word(word)[0] for word in words]
            for n, number in enumerate(told):
                if number >> 32 in wanted and number:
                    found.setdefault(inflected(words[n]), number >> 32)
                if n and number and told[n - 1] and (both := _pair(told[n - 1], number)) in wanted:
                    found.setdefault(f"{inflected(words[n - 1])} {inflected(words[n])}", both)
        if len(found) >= len(wanted):
            break
    return found


def _pair(number: int, after: int) -> int:
    return (((number * int(_PAIR) & _ALL) ^ after) * int(_MIX) & _ALL) >> 32


@lru_cache(maxsize=200_000)
def _word(word: str) -> tuple[int, float, float]:
    """Its number (0: not counted), and what it counts in the lead and in the title."""
    base = inflected(word)
    if base in STOP or word.lower() in STOP or len(base) < 2:
        return 0, 0.0, 0.0
    plain = FIGURE_WEIGHT if word[0].isdigit() else 1.0
    return _number(base), NAME_WEIGHT if word[0].isupper() else plain, plain


def _number(term: str) -> int:
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


# ---------------------------------------------------------------- reports side by side


@dataclass(frozen=True, eq=False)
class Rows:
    """Vectors of unit length, one a report: row n stands from bounds[n] to bounds[n + 1].

    ids: of terms, counted from 0; weights; numbers: what `Terms` calls the term of an id; shared: whether it stands in two rows.
    """

    bounds: np.ndarray
    ids: np.ndarray
    weights: np.ndarray
    numbers: np.ndarray
    shared: np.ndarray

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, row: int) -> dict[int, float]:
        """Terms that stand in another row too, with their weights: all that likeness hangs on."""
        inside = slice(self.bounds[row], self.bounds[row + 1])
        ids = self.ids[inside]
        kept = self.shared[ids]
        return dict(zip(ids[kept].tolist(), self.weights[inside][kept].tolist(), strict=True))

    def scaled(self, factor: float) -> Rows:
        return Rows(self.bounds, self.ids, self.weights * factor, self.numbers, self.shared)

    def strongest(self, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Positions in `ids` of the heaviest terms of each row, heaviest first, row by row; and the row of each."""
        row = np.repeat(np.arange(len(self), dtype=np.uint64), np.diff(self.bounds))
        order = np.argsort(falling(row, self.weights, self.numbers[self.ids]), kind="stable")
        row = row.astype(np.int64)[order]
        kept = ranks(row) < most
        return order[kept], row[kept]

    def products(self, pairs: np.ndarray) -> np.ndarray:
        """Of two rows each.  pairs: (n, 2), the second of them rising."""
        kept = self.shared[self.ids]
        ids, weights = self.ids[kept], self.weights[kept]
        ends = np.concatenate([[0], np.cumsum(kept)])[self.bounds]
        return products(ends, ids, weights, len(self.numbers), pairs)


def products(bounds: np.ndarray, ids: np.ndarray, weights: np.ndarray, terms: int, pairs: np.ndarray) -> np.ndarray:
    """Products of two rows each, which are laid out as in `Rows`.  pairs: (n, 2), the second of them rising."""
    out = np.zeros(len(pairs))
    whole = np.zeros(terms)
    for start, end, row in _runs(pairs[:, 1]):
        inside = slice(bounds[row], bounds[row + 1])
        whole[ids[inside]] = weights[inside]
        first, length = bounds[pairs[start:end, 0]], bounds[pairs[start:end, 0] + 1] - bounds[pairs[start:end, 0]]
        ends = np.cumsum(length)
        at = np.arange(ends[-1]) + np.repeat(first - ends + length, length)
        held = np.flatnonzero(length)
        if len(held):
            out[start + held] = np.add.reduceat(weights[at] * whole[ids[at]], (ends - length)[held])
        whole[ids[inside]] = 0.0
    return out


def _runs(values: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Stretches of one value: start, end, value."""
    if not len(values):
        return
    edges = [0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist(), len(values)]
    for start, end in zip(edges, edges[1:], strict=False):
        yield start, end, int(values[start])


def ranks(labels: np.ndarray) -> np.ndarray:
    """Place of each entry among those of its label, from 0.  labels: equal ones stand together."""
    if not len(labels):
        return np.zeros(0, dtype=np.int64)
    fresh = np.concatenate([[True], labels[1:] != labels[:-1]])
    return np.arange(len(labels)) - np.flatnonzero(fresh)[np.cumsum(fresh) - 1]


def falling(row: np.ndarray, weights: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Keys that sort by row, then by falling weight, then by (part of) the number.  row, numbers: of uint64, uint32."""
    # The bits of a positive float rise with it.
    bits = np.uint64(0xFFFFFFFF) - weights.astype(np.float32).view(np.uint32).astype(np.uint64)
    return (row << np.uint64(44)) | (bits << np.uint64(12)) | (numbers >> np.uint32(20)).astype(np.uint64)


@cache
def _usual() -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the terms of ordinary news, rising, and their shares."""
    rows = sorted((_number(term) >> 32, share) for term, share in background().items())
    return np.array([n for n, _ in rows], dtype=np.uint32), np.array([share for _, share in rows])


def weighed(terms: Sequence[Terms], groups: Sequence[int] | None = None) -> Rows:
    """Each term's weight times its rarity, as `terms.vectors`.  groups: a label a report; a group counts as one report."""
    lengths = [len(one.numbers) for one in terms]
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    empty = [np.zeros(0, dtype=np.uint32)]
    numbers, ids = np.unique(np.concatenate([one.numbers for one in terms] or empty), return_inverse=True)
    labels = np.arange(len(terms)) if groups is None else np.asarray(groups)
    sizes = np.bincount(labels) if len(terms) else np.zeros(0, dtype=np.int64)
    row = np.repeat(np.arange(len(terms)), lengths)
    parts = (1 / sizes[labels])[row] if len(terms) else np.zeros(0)
    seen = np.bincount(ids, weights=parts, minlength=len(numbers))
    known, shares = _usual()
    at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    usual = np.where(known[at] == numbers, shares[at], 0.0)
    total = int((sizes > 0).sum()) + BACKGROUND_REPORTS + 1
    rarity = np.maximum(0.0, np.log(total / (seen + BACKGROUND_REPORTS * usual + 0.5)))
    weights = np.concatenate([one.weights for one in terms] or [np.zeros(0)]).astype(np.float64) * rarity[ids]
    length = np.sqrt(np.bincount(row, weights=weights * weights, minlength=len(terms)))
    weights /= np.where(length > 0, length, 1.0)[row]
    return Rows(bounds, ids, weights, numbers, np.bincount(ids, minlength=len(numbers)) > 1)
