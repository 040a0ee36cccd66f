"""A parse as plain lists: read from spaCy once a report, for all rooms that walk over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, LOWER, POS, SENT_START, TAG
from spacy.strings import StringStore
from spacy.symbols import IDS
from spacy.tokens import Doc


class Columns:
    """The words of one document as spaCy gave them, each list indexed by token number; nobody changes them.

    low: words in small letters; lemma: as spaCy writes it; base: the lemma in small letters; head: number of the word
    above, a root's own; kids: those below, in text order; start, end: characters; sentences: first token and the one
    after the last, of each; keys: spaCy's hashes of low and lemma.
    """

    __slots__ = ("base", "dep", "end", "head", "keys", "kids", "lemma", "low", "n", "pos", "sentences", "start", "tag")

    def __init__(self, doc: Doc) -> None:
        self.n = n = len(doc)
        low, lemma, pos, tag, dep, head, opening, start, length = doc.to_array(_READ).T.tolist()
        text = doc.vocab.strings
        self.keys = (low, lemma)
        self.low = _strings(low, text, _WRITTEN)
        self.lemma = _strings(lemma, text, _WRITTEN)
        self.base = _strings(lemma, text, _LOWERED, str.lower)
        self.pos = list(map(_POS.__getitem__, pos))
        self.tag = _strings(tag, text, _WRITTEN)
        self.dep = _strings(dep, text, _WRITTEN)
        self.head = [i + (offset if offset < n else offset - _WRAP) for i, offset in enumerate(head)]
        kids: list[Sequence[int]] = [_CHILDLESS] * n
        for i, h in enumerate(self.head):
            if h != i:
                if (own := kids[h]) is _CHILDLESS:
                    kids[h] = [i]
                else:
                    own.append(i)
        self.kids = kids
        self.start = start
        self.end = [s + characters for s, characters in zip(start, length, strict=True)]
        opens = [i for i, value in enumerate(opening) if value == 1 or not i]
        self.sentences = list(pairwise((*opens, n))) if n else []


_CHILDLESS: Sequence[int] = ()
_READ = (LOWER, LEMMA, POS, TAG, DEP, HEAD, SENT_START, IDX, LENGTH)
_WRAP = 1 << 64  # spaCy hands out offsets to the left as unsigned numbers
_POS = {number: name for name, number in IDS.items()}
# Strings by spaCy's hash, which is the same in every process: written so, and in small letters.
_WRITTEN: dict[int, str] = {}
_LOWERED: dict[int, str] = {}
_REMEMBERED = 400_000


def _strings(
    keys: list[int], store: StringStore, known: dict[int, str], change: Callable[[str], str] | None = None
) -> list[str]:
    """The strings of one column."""
    try:
        return list(map(known.__getitem__, keys))
    except KeyError:
        if len(known) > _REMEMBERED:
            known.clear()
        for key in set(keys).difference(known):
            text = store[key] if key else ""
            known[key] = change(text) if change else text
        return list(map(known.__getitem__, keys))
