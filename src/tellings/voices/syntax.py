"""The parse as plain lists, so that rules can walk it at little cost.

Every list is indexed by token number; heads, labels, lemmas and children may be put right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from tellings.model import Span
from tellings.parse import Parsed

# The model's lemmas of "hoped", "cited" …: an ending cut off that belongs to the word.
_MISLEMMAS = {
    "hop": "hope",
    "retweete": "retweet",
    "rat": "rate",
    "cit": "cite",
    "denie": "deny",
    "lambast": "lambaste",
    "vot": "vote",
}


class Syntax:
    """Heads, labels, lemmas and offsets of a parsed report, as lists of int and str."""

    def __init__(self, parsed: Parsed, days: frozenset[str] = frozenset()) -> None:
        words = parsed.columns
        self.doc = parsed.doc
        self.size = size = words.n
        self.head, self.dep, self.kids = words.head[:], words.dep[:], words.kids[:]
        self.pos, self.tag, self.lemma, self.lower = words.pos, words.tag, words.lemma[:], words.low
        self.start, self.end, self.text = words.start, words.end, parsed.text
        for i, lemma in enumerate(self.lemma):
            if lemma in _MISLEMMAS and self.lower[i].startswith(_MISLEMMAS[lemma][:-1]):
                self.lemma[i] = _MISLEMMAS[lemma]
            elif self.dep[i] == "dobj" and self.lower[i] in days:
                self.dep[i] = "npadvmod"  # "promised Sunday to …"
        self.sentences = words.sentences
        self.sentence = [0] * size
        for number, (a, b) in enumerate(self.sentences):
            self.sentence[a:b] = [number] * (b - a)

    def edges(self, i: int) -> tuple[int, int]:
        """First and last token of the subtree of token i, both included."""
        token = self.doc[i]
        return token.left_edge.i, token.right_edge.i

    def subtree(self, i: int, without: Iterable[int] = ()) -> list[int]:
        """Sorted tokens below and including i, leaving out the subtrees of `without`."""
        out, stack, drop = [], [i], set(without)
        while stack:
            j = stack.pop()
            if j in drop:
                continue
            out.append(j)
            stack.extend(self.kids[j])
        out.sort()
        return out

    def kid(self, i: int, *deps: str) -> int | None:
        """The first child of i with one of these labels."""
        for j in self.kids[i]:
            if self.dep[j] in deps:
                return j
        return None

    def token_at(self, char: int) -> int:
        """The last token that starts at or before the character."""
        return max(0, bisect_right(self.start, char) - 1)

    def span(self, first: int, last: int) -> Span:
        """Characters from the first token to the last one, both included."""
        return Span(self.start[first], self.end[last])

    def runs(self, tokens: list[int]) -> list[tuple[int, int]]:
        """Maximal runs of adjacent token numbers as (first, last)."""
        out: list[tuple[int, int]] = []
        for i in tokens:
            if out and out[-1][1] == i - 1:
                out[-1] = (out[-1][0], i)
            else:
                out.append((i, i))
        return out
