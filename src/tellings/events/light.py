"""Verbs that lend a noun their subject: "rebels carried out an attack"."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.events.syntax import Graph


class LightVerbs:
    """Finds them in one document.  words: verb, with its particle, its noun or preposition → the noun's role that its subject fills."""

    def __init__(self, graph: Graph, words: Mapping[str, str]) -> None:
        self.g, self.words = graph, words

    def of(self, noun: int) -> int | None:
        """The verb that lends the noun its subject: "rebels carried out an attack"."""
        found = self._found(noun)
        return None if found is None else found[0]

    def role(self, noun: int, role: str) -> tuple[int, ...]:
        """Who fills the role of the noun as subject of the verb that lends it."""
        found = self._found(noun)
        if found is None or self.words[found[1]] != role:
            return ()
        g, v = self.g, found[0]
        return tuple(t for t in g.subjects(v) if t != noun) if role == "subject" or not g.passive(v) else ()

    def name(self, verb: int) -> str:
        particle = self.g.child(verb, "prt")
        return f"{self.g.lemma[verb]} {self.g.low[particle]}" if particle is not None else self.g.lemma[verb]

    def _found(self, noun: int) -> tuple[int, str] | None:
        """The verb, and the words under which it is listed."""
        g, v = self.g, noun
        for _ in range(3):
            h = g.head[v]
            if g.dep[v] in ("dobj", "nsubjpass", "attr") and g.verb(h) and self.name(h) in self.words:
                return h, self.name(h)
            if g.dep[v] == "pobj" and g.dep[h] in ("prep", "agent") and (found := self._through(h)) is not None:
                return found
            if g.dep[v] == "conj":
                v = h
                continue
            break
        for k in g.children(noun, "acl", "relcl"):
            if self.name(k) in self.words and g.tag[k] in ("VBN", "VBD"):
                return k, self.name(k)
        return None

    def _through(self, prep: int) -> tuple[int, str] | None:
        """ "came **under** fire", "took part **in** a raid", "were the target **of** a raid"."""
        g = self.g
        above = g.head[prep]
        if g.verb(above):
            name = f"{g.lemma[above]} {g.low[prep]}"
            return (above, name) if name in self.words else None
        verb = g.head[above]
        name = f"{g.lemma[verb]} {g.lemma[above]} {g.low[prep]}"
        return (verb, name) if g.dep[above] in ("dobj", "attr") and g.verb(verb) and name in self.words else None
