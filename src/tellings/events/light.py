"""Verbs that lend a noun their subject: "rebels carried out an attack"."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.events.syntax import Graph


class LightVerbs:
    """Finds them in one document.  words: verb, with its particle or preposition → the noun's role that its subject fills."""

    def __init__(self, graph: Graph, words: Mapping[str, str]) -> None:
        self.g, self.words = graph, words

    def of(self, noun: int) -> int | None:
        """The verb that lends the noun its subject: "rebels carried out an attack"."""
        g, v = self.g, noun
        for _ in range(3):
            h = g.head[v]
            if g.dep[v] in ("dobj", "nsubjpass", "attr") and g.verb(h) and (self.name(h) in self.words):
                return h
            if (
                g.dep[v] == "pobj"
                and g.dep[h] in ("prep", "agent")
                and g.verb(g.head[h])
                and f"{g.lemma[g.head[h]]} {g.low[h]}" in self.words
            ):
                return g.head[h]
            if g.dep[v] == "conj":
                v = h
                continue
            break
        for k in g.children(noun, "acl", "relcl"):
            if self.name(k) in self.words and g.tag[k] in ("VBN", "VBD"):
                return k
        return None

    def name(self, verb: int) -> str:
        particle = self.g.child(verb, "prt")
        return f"{self.g.lemma[verb]} {self.g.low[particle]}" if particle is not None else self.g.lemma[verb]

    def role(self, noun: int, role: str) -> tuple[int, ...]:
        v = self.of(noun)
        if v is None:
            return ()
        g = self.g
        name = self.name(v)
        given = self.words.get(name)
        if given is None:
            given = next(
                (
                    self.words[f"{g.lemma[v]} {g.low[k]}"]
                    for k in g.children(v, "prep")
                    if f"{g.lemma[v]} {g.low[k]}" in self.words
                ),
                None,
            )
        if given != role:
            return ()
        return tuple(t for t in g.subjects(v) if t != noun) if role == "subject" or not g.passive(v) else ()
