"""A word's own modality: its negation, its modal verb, its tense, its condition."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tellings.events.embedders import StatusLists
from tellings.events.syntax import Graph


@dataclass(frozen=True)
class Finding:
    """A status and the words that show it."""

    status: str
    why: str
    refusal: bool = False  # "will not", said of the doer's own act
    proviso: bool = False  # "will …, unless …"


class Modality:
    """Reads the modality of single words in one document, each once."""

    def __init__(self, graph: Graph, words: StatusLists) -> None:
        self.g, self.words = graph, words
        self._own: dict[int, Finding | None] = {}

    def own_finding(self, i: int) -> Finding | None:
        if i not in self._own:
            self._own[i] = self._find_own(i)
        return self._own[i]

    def _find_own(self, i: int) -> Finding | None:
        g = self.g
        if not g.verb(i):
            for k in g.children(i, "det", "neg", "preconj"):
                if g.low[k] in self.words.determiners:
                    return Finding("negated", g.low[k])
            return None
        cond = self.conditional(i)
        if cond is not None:
            return cond
        modal = self._modal(i)
        if (negation := self._negation(i)) is not None:
            will = any(g.low[k] in self.words.future or g.low[k] in ("would", "'d") for k in g.auxes(i))
            return Finding("negated", negation, refusal=will and not g.passive(i))
        if modal is not None and modal.status == "future" and self._proviso(i):
            return replace(modal, proviso=True)
        return modal

    def _proviso(self, i: int) -> bool:
        """ "unless", "if … not", "until" hangs on the verb."""
        g = self.g
        return any(
            g.low[m] in self.words.provisos for k in g.children(i, "advcl") for m in g.children(k, "mark", "advmod")
        )

    def _modal(self, i: int) -> Finding | None:
        g = self.g
        for k in g.auxes(i):
            low = g.low[k]
            if low in self.words.future:
                return Finding("future", low)
            if low in self.words.hypothetical and g.tag[k] == "MD":
                if low in ("would", "'d") and self._reported_past(i) and not self._hedged(i):
                    return Finding("future", "would, in reported speech")
                return Finding("hypothetical", low)
        if g.dep[i] == "xcomp" and g.lemma[g.head[i]] in ("be", "go") and any(g.low[k] == "to" for k in g.kids[i]):
            h = g.head[i]
            if g.lemma[h] == "be" and g.pos[h] in ("AUX", "VERB") and not self.conditional(h):
                return Finding("future", f"{g.low[h]} to")
            if g.tag[h] == "VBG":
                return Finding("future", "going to")
        if self._hedged(i):
            return Finding("hypothetical", "hedged")
        if (awaited := self._awaited(i)) is not None:
            return Finding("future", f"{awaited}, with a present")
        if self._asked_whether(i):
            return Finding("hypothetical", "?")
        if g.tag[i] == "VB" and self._stands_alone(i) and any(g.low[k] == "to" for k in g.children(i, "aux")):
            return Finding("future", "to, in a headline")
        return None

    def _awaited(self, i: int) -> str | None:
        """ "Before he meets the king": the word before, where the clause has the present of what is still to come."""
        g = self.g
        if g.tag[i] not in ("VBZ", "VBP") or g.dep[i] != "advcl":
            return None
        return next(
            (g.low[k] for k in g.children(i, "mark", "advmod") if g.low[k] in self.words.awaited and k < i), None
        )

    def _asked_whether(self, i: int) -> bool:
        """ "Did a ship deliver arms?": the chief verb of a question that a yes or a no answers."""
        g = self.g
        if g.head[i] != i or not self._question(i):
            return False
        subject = g.child(i, "nsubj", "nsubjpass")
        first = next((k for k in g.children(i, "aux", "auxpass") if subject is not None and k < subject), None)
        if first is None or any(g.tag[k].startswith("W") for k in range(g.doc[i].left_edge.i, first)):
            return False
        return not self.negated(i)

    def _stands_alone(self, i: int) -> bool:
        """The chief verb of a line, or what alone is said of its chief noun: "Army to quit northern towns"."""
        g = self.g
        h = g.head[i]
        return h == i or (g.dep[i] in ("acl", "relcl") and g.head[h] == h and g.pos[h] in ("NOUN", "PROPN"))

    def _hedged(self, i: int) -> bool:
        return any(self.g.low[k] in self.words.hedges for k in self.g.children(i, "advmod"))

    def _reported_past(self, i: int) -> bool:
        """ "said it would": the future as seen from a past word of saying."""
        g = self.g
        for _ in range(4):
            h = g.head[i]
            if h == i:
                return any(g.dep[k] in ("ccomp", "parataxis") for k in g.kids[i]) and False
            if g.dep[i] == "ccomp" and g.tag[h] in ("VBD", "VBN", "VBZ", "VBP"):
                return not any(g.low[m] in self.words.conditional for k in g.children(i, "advcl") for m in g.kids[k])
            if g.dep[i] != "conj":
                return False
            i = h
        return False

    def negated(self, i: int) -> bool:
        return self._negation(i) is not None

    def _negation(self, i: int) -> str | None:
        g = self.g
        for k in g.kids[i]:
            if g.low[k] == "not" and k + 1 < g.n and g.low[k + 1] in self.words.not_only:
                continue  # "not only killed the guard but": killed
            if g.dep[k] == "neg" or (
                g.dep[k] in ("advmod", "preconj", "cc") and g.low[k] in self.words.negation and k < i
            ):
                return g.low[k]
            if g.dep[k] in ("nsubj", "nsubjpass", "dobj", "attr"):
                if g.low[k] in ("nobody", "none", "nothing"):
                    return g.low[k]
                for d in g.children(k, "det", "neg"):
                    if g.low[d] in self.words.determiners:
                        return g.low[d]
                first = g.doc[k].left_edge.i
                if first > 0 and g.low[first - 1] == "not":
                    first -= 1
                if g.low[first] == "not" and g.low[min(first + 1, k)] in ("a", "one", "a single"):
                    return f"not {g.low[first + 1]}"
        if g.dep[i] == "pcomp" and g.low[g.head[i]] == "without":
            return "without"
        if g.dep[i] == "conj" and g.verb(g.head[i]) and not g.children(i, "nsubj", "nsubjpass", "aux"):
            if any(g.dep[k] == "neg" for k in g.kids[g.head[i]]) and any(
                g.low[k] in ("or", "nor") for k in g.kids[g.head[i]]
            ):
                return "nor"
        return None

    def nothing_done(self, i: int) -> bool:
        """Only its object is none: "they showed no paper, put her in a van" denies no second deed."""
        g = self.g
        objects = [k for k in g.children(i, "dobj", "attr") if self._none_of(k)]
        return bool(objects) and not any(
            g.dep[k] == "neg"
            or g.low[k] in self.words.negation
            or (g.dep[k] in ("nsubj", "nsubjpass") and self._none_of(k))
            for k in g.kids[i]
        )

    def _none_of(self, k: int) -> bool:
        g = self.g
        return g.low[k] in ("nobody", "none", "nothing") or any(
            g.low[d] in self.words.determiners for d in g.children(k, "det", "neg")
        )

    def conditional(self, i: int) -> Finding | None:
        """The clause of i is the condition, or hangs on one."""
        g = self.g
        for k in g.kids[i]:
            if g.dep[k] in ("mark", "advmod") and g.low[k] in self.words.conditional and k < i:
                return Finding("hypothetical", g.low[k])
        subject = g.child(i, "nsubj", "nsubjpass")
        if subject is not None:
            for k in g.children(i, "aux", "auxpass"):
                if k < subject and g.low[k] in self.words.inverted and not self._question(i):
                    return Finding("hypothetical", f"{g.low[k]} …")
        if g.dep[i] == "xcomp" and g.lemma[g.head[i]] == "be" and g.low[g.head[i]] == "were":
            return self.conditional(g.head[i]) or None
        return None

    def _question(self, i: int) -> bool:
        return any(self.g.low[k] == "?" for k in self.g.kids[i])
