"""The parse as plain lists, and small questions to it.

All functions are iterative and bounded, since a hostile sentence may be thousands of words deep.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files

from spacy.tokens import Doc

from tellings.columns import Columns

STEPS = 12  # how far control and conjunction are followed
_CLAUSAL = frozenset({"VERB", "AUX"})
_TEXT = files("tellings.events").joinpath("data", "syntax.toml").read_text("utf-8")
WORDS = {name: frozenset(words.split()) for name, words in tomllib.loads(_TEXT).items()}
_PREDICATIVE = WORDS["predicative"]


class Tree:
    """One document.  Lists are indexed by token number, and may be put right; `kids` holds children in text order: whoever
    changes a word's children gives it a new list.

    sent: number of each token's sentence; sentences: first token and the one after the last, of each.
    """

    __slots__ = (
        "_conjuncts",
        "_passive",
        "dep",
        "doc",
        "head",
        "kids",
        "lemma",
        "low",
        "n",
        "pos",
        "sent",
        "sentences",
        "tag",
    )

    def __init__(self, doc: Doc, columns: Columns | None = None) -> None:
        """columns: of the document, if they have been read already."""
        words = columns or Columns(doc)
        self.doc = doc
        self.n = words.n
        self.low, self.lemma, self.head, self.kids = words.low[:], words.base[:], words.head[:], words.kids[:]
        self.pos, self.tag, self.dep = words.pos[:], words.tag[:], words.dep[:]
        if "NNPS" in self.tag:  # plural nouns that the lemmatizer leaves alone when the tag is a name's
            for i, t in enumerate(self.tag):
                if t == "NNPS" and self.pos[i] == "PROPN" and self.lemma[i].endswith("s"):
                    self.lemma[i] = self.lemma[i][:-1]
        self.sentences = words.sentences
        self.sent: list[int] = []
        for number, (first, after) in enumerate(self.sentences):
            self.sent += [number] * (after - first)
        self._passive: dict[int, bool] = {}
        self._conjuncts: dict[int, tuple[int, ...]] = {}

    # ------------------------------------------------------------ small questions

    def child(self, i: int, *deps: str) -> int | None:
        kids = self.kids[i]
        if kids:
            dep = self.dep
            for k in kids:
                if dep[k] in deps:
                    return k
        return None

    def children(self, i: int, *deps: str) -> list[int]:
        out: list[int] = []
        kids = self.kids[i]
        if kids:
            dep = self.dep
            for k in kids:  # the commonest question of all, and a comprehension is a call of its own
                if dep[k] in deps:
                    out.append(k)
        return out

    def verb(self, i: int) -> bool:
        return self.pos[i] in _CLAUSAL

    def auxes(self, i: int) -> list[int]:
        """Auxiliaries of a verb; of a conjunct without its own subject and auxiliaries, those of the first verb."""
        seen = 0
        while seen < STEPS:
            own = self.children(i, "aux", "auxpass")
            if (
                own
                or self.dep[i] != "conj"
                or not self.verb(self.head[i])
                or self.child(i, "nsubj", "nsubjpass") is not None
            ):
                return own
            i, seen = self.head[i], seen + 1
        return []

    def passive(self, i: int) -> bool:
        found = self._passive.get(i)
        if found is None:
            found = self._passive[i] = self._is_passive(i)
        return found

    def _is_passive(self, i: int) -> bool:
        deps = {self.dep[k] for k in self.kids[i]}
        if self.lemma[i] in _PREDICATIVE and "agent" not in deps and ("prep" in deps or "xcomp" in deps):
            return False
        if deps & {"nsubjpass", "auxpass", "csubjpass"}:
            return True
        if "dobj" in deps or self.tag[i] not in ("VBN", "VBD", "JJ"):
            return False
        dep = self.dep[i]
        if dep == "acl" and self.tag[i] == "VBD" and "agent" not in deps:
            return False  # "Militia fighters massed": a clause that the parser took for a noun phrase
        if dep in ("amod", "acl") and self.tag[i] != "JJ":
            return "nsubj" not in deps
        if "agent" in deps:
            return self.tag[i] == "VBN" or "nsubj" not in deps
        if self.tag[i] != "VBN" or "nsubj" in deps or "aux" in deps:
            return False
        if dep == "conj":
            h = self.head[i]
            for _ in range(STEPS):
                if {self.dep[k] for k in self.kids[h]} & {"nsubjpass", "auxpass"}:
                    return True
                if self.dep[h] != "conj":
                    break
                h = self.head[h]
            return self.tag[h] == "VBN" and self.dep[h] in ("amod", "acl", "advcl") and self.child(h, "dobj") is None
        return True

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """The noun and those joined to it."""
        found = self._conjuncts.get(i)
        if found is None:
            found = self._conjuncts[i] = self._join(i)
        return found

    def _join(self, i: int) -> tuple[int, ...]:
        out, queue = [i], [i]
        while queue and len(out) < 40:
            v = queue.pop()
            for k in self.kids[v]:
                joined = self.dep[k] == "conj" and self.child(k, "case") is None
                # "Qatar's emir and Sudan's generals", which the parser takes for a modifier of the last noun
                before = self.dep[k] == "nmod" and k < v and self.child(k, "cc") is not None
                if (joined or before) and self.pos[k] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                    out.append(k)
                    if not before:
                        queue.append(k)
        return tuple(sorted(out))

    def up(self, i: int, limit: int = 40):
        """Ancestors of a token, nearest first."""
        for _ in range(limit):
            h = self.head[i]
            if h == i:
                return
            yield h
            i = h


def places(value: str, column: list[str]) -> Iterator[int]:
    """Where the value stands, as the column is when the place is reached."""
    i = -1
    with suppress(ValueError):
        while True:
            i = column.index(value, i + 1)
            yield i
