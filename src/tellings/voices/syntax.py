"""The parse as plain lists, so that rules can walk it at little cost.

Token attributes are read from spaCy once, in bulk; every list is indexed by token number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, LOWER, ORTH, POS, SENT_START, SPACY, TAG

from tellings.model import Span
from tellings.parse import Parsed

_ATTRIBUTES = [HEAD, DEP, POS, TAG, LEMMA, LOWER, IDX, LENGTH, ORTH, SPACY, SENT_START]


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
        doc = parsed.doc
        table = doc.to_array(_ATTRIBUTES)
        strings: dict[int, str] = {}
        lookup = doc.vocab.strings

        def texts(column: int) -> list[str]:
            keys = table[:, column].tolist()
            for key in set(keys):
                if key not in strings:
                    strings[key] = lookup[key] if key else ""
            return [strings[key] for key in keys]

        self.doc = doc
        self.size = size = len(doc)
        offsets = table[:, 0].astype("int64").tolist()
        self.head = [i + offset for i, offset in enumerate(offsets)]
        self.dep = texts(1)
        self.pos = texts(2)
        self.tag = texts(3)
        self.lemma = texts(4)
        self.lower = texts(5)
        for i, lemma in enumerate(self.lemma):
            if lemma in _MISLEMMAS and self.lower[i].startswith(_MISLEMMAS[lemma][:-1]):
                self.lemma[i] = _MISLEMMAS[lemma]
            elif self.dep[i] == "dobj" and self.lower[i] in days:
                self.dep[i] = "npadvmod"  # "promised Sunday to …"
        self.start = table[:, 6].astype("int64").tolist()
        self.end = [s + n for s, n in zip(self.start, table[:, 7].astype("int64").tolist(), strict=True)]
        self.kids: list[list[int]] = [[] for _ in range(size)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        # the parsed text, put together here because Doc.text makes an object for every token
        spaces = table[:, 9].tolist()
        self.text = "".join([word + " " if space else word for word, space in zip(texts(8), spaces, strict=True)])
        opening = [0, *(k for k, mark in enumerate(table[:, 10].tolist()) if mark == 1 and k), size]
        self.sentences = list(pairwise(opening)) if size else []
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
