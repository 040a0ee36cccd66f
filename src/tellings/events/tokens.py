"""The words of a parse as objects, for rules that go from word to word: named as spaCy's own, but made of plain lists, one
object a word, when it is first looked at.  spaCy makes one at every look."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import overload

from tellings.columns import Columns


class Token:
    """One word.  lower_, lemma_, pos_, tag_, dep_ and idx are as spaCy's."""

    __slots__ = ("_children", "dep_", "doc", "i", "idx", "lemma_", "lower_", "pos_", "tag_")

    def __init__(self, doc: Tokens, i: int) -> None:
        words = doc.columns
        self.doc, self.i = doc, i
        self.lower_, self.lemma_, self.idx = words.low[i], words.lemma[i], words.start[i]
        self.pos_, self.tag_, self.dep_ = words.pos[i], words.tag[i], words.dep[i]
        self._children: list[Token] | None = None

    def __len__(self) -> int:
        return self.doc.columns.end[self.i] - self.idx

    def __bool__(self) -> bool:
        return True

    @property
    def head(self) -> Token:
        """The word above; a root's own is itself."""
        return self.doc[self.doc.columns.head[self.i]]

    @property
    def children(self) -> list[Token]:
        """Words that hang on it, in text order."""
        if self._children is None:
            doc = self.doc
            self._children = [doc[k] for k in doc.columns.kids[self.i]]
        return self._children

    @property
    def ancestors(self) -> Iterator[Token]:
        """Words above, the nearest first."""
        token, above = self, self.head
        while above is not token:
            yield above
            token, above = above, above.head

    @property
    def sent(self) -> tuple[int, int]:
        """First word of its sentence, and the one after the last."""
        sentences = self.doc.columns.sentences
        return sentences[bisect_right(sentences, (self.i, len(self.doc))) - 1]


class Tokens:
    """All words of one document, to be used in a `with`: at its end they let go of one another, so that nothing is left that
    refers to itself."""

    __slots__ = ("_made", "columns")

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._made: list[Token | None] = [None] * columns.n

    def __enter__(self) -> Tokens:
        return self

    def __exit__(self, *_: object) -> None:
        self._made.clear()

    def __len__(self) -> int:
        return self.columns.n

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...

    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if at.__class__ is slice:
            return [self[i] for i in range(*at.indices(self.columns.n))]
        token = self._made[at]
        if token is None:
            token = self._made[at] = Token(self, at)
        return token

    def edges(self, i: int) -> tuple[int, int]:
        """First and last word of all that hangs on this one, itself included."""
        first, last, queue = i, i, [i]
        kids = self.columns.kids
        while queue:
            for k in kids[queue.pop()]:
                first, last = min(first, k), max(last, k)
                if kids[k]:
                    queue.append(k)
        return first, last
