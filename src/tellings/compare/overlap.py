"""How much wording two reports share, and whether one must have taken it from the other.

Two reporters at one press conference share quotations and set phrases; they do not share two sentences in a row.
So a passage counts when it runs over the end of a sentence, or is long, outside quotation marks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tellings.compare.passages import N, Prints

NEAR_SHARE = 0.5  # of the shorter body
NEAR_WORDS = 20  # outside quotation marks
RUN_WORDS = 16  # a passage that crosses the end of a sentence
LONG_RUN_WORDS = 30  # a passage within one sentence, outside quotation marks
WHOLE_SENTENCES, WHOLE_WORDS = 3, 40  # sentences taken one by one
WHOLE = 0.85  # of a sentence's words, to call it taken
_SIDE = 4  # words on each side of a sentence's end


@dataclass(frozen=True, eq=False)
class Overlap:
    """What `a` and `b` share.  in_a, in_b: per word, whether it stands in a shared shingle.

    kind: exact, near, partial, or "" when nothing points to copying.  share: part of the shorter body that is shared.
    words: shared words, counted in the body that has fewer of them; run: longest passage, in words.
    """

    kind: str
    share: float
    words: int
    run: int
    in_a: np.ndarray
    in_b: np.ndarray
    why: str


def overlap(a: Prints, b: Prints) -> Overlap:
    """Compare two bodies; linear in their lengths."""
    if len(a.words) and a.body() == b.body():
        everything = np.ones(len(a.words), dtype=bool)
        return Overlap("exact", 1.0, len(a.words), len(a.words), everything, everything, "the same body, word for word")
    hits_a, hits_b = b.has(a.shingles), a.has(b.shingles)
    in_a, in_b = covered(hits_a, len(a.words)), covered(hits_b, len(b.words))
    words = int(min(in_a.sum(), in_b.sum()))
    share = words / max(1, min(len(a.words), len(b.words)))
    if words < RUN_WORDS:
        return Overlap("", share, words, 0, in_a, in_b, "")
    run, proof = max(_proof(a, hits_a, in_a), _proof(b, hits_b, in_b), key=lambda p: (p[1] != "", p[0]))
    unquoted = int(min((in_a & ~a.quoted).sum(), (in_b & ~b.quoted).sum()))
    if share >= NEAR_SHARE and unquoted >= NEAR_WORDS:
        return Overlap("near", share, words, run, in_a, in_b, f"{share:.0%} of the shorter body, {words} words")
    if proof:
        return Overlap("partial", share, words, run, in_a, in_b, proof)
    return Overlap("", share, words, run, in_a, in_b, "")


def covered(hits: np.ndarray, words: int) -> np.ndarray:
    """Words that stand in a shingle that was hit."""
    out = np.zeros(words, dtype=bool)
    for i in range(N):
        out[i : i + len(hits)] |= hits
    return out


def _proof(side: Prints, hits: np.ndarray, taken: np.ndarray) -> tuple[int, str]:
    """The longest passage and the reason why it can only have been copied, or an empty reason."""
    longest, proof = 0, ""
    for start, end in _runs(hits):
        length = end - start
        crosses = _crosses(side.sentence[start:end])
        unquoted = int((~side.quoted[start:end]).sum())
        if (crosses and length >= RUN_WORDS) or unquoted >= LONG_RUN_WORDS:
            better = f"a passage of {length} words" + (" over the end of a sentence" if crosses else "")
            if not proof or length > longest:
                longest, proof = length, better
        elif not proof:
            longest = max(longest, length)
    if not proof:
        whole = _whole_sentences(side, taken)
        if len(whole) >= WHOLE_SENTENCES and sum(whole) >= WHOLE_WORDS:
            proof = f"{len(whole)} whole sentences, {sum(whole)} words"
    return longest, proof


def _crosses(sentence: np.ndarray) -> bool:
    """The words stand in two sentences or more, at least `_SIDE` in each of two."""
    if sentence[0] == sentence[-1]:
        return False
    return int((np.bincount(sentence - sentence[0]) >= _SIDE).sum()) > 1


def _runs(hits: np.ndarray) -> list[tuple[int, int]]:
    """Word ranges of shingles hit in a row."""
    bordered = np.zeros(len(hits) + 2, dtype=bool)
    bordered[1:-1] = hits
    edges = np.flatnonzero(bordered[1:] != bordered[:-1]).tolist()
    return [(s, e + N - 1) for s, e in zip(edges[::2], edges[1::2], strict=True)]


def _whole_sentences(side: Prints, taken: np.ndarray) -> list[int]:
    """Lengths of the sentences outside quotation marks that were taken whole."""
    if not len(side.words):
        return []
    size = np.bincount(side.sentence)
    found = np.bincount(side.sentence, weights=taken)
    quoted = np.bincount(side.sentence, weights=side.quoted)
    wanted = (size >= N) & (found >= WHOLE * size) & (quoted < 0.5 * size)
    return [int(n) for n in size[wanted]]
