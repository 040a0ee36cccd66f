"""What is said of people in general is no event: "a tent for women who have been assaulted", "if anyone is hurt", "when one is killed".

A relative clause that is not in the past and hangs on nobody in particular describes a sort of people, if the clause above is not in the
past either.  Words: `[in_general]` in data/status.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from tellings.events.match import Candidate
from tellings.events.syntax import Graph

_STEPS = 12
_PAST = frozenset({"VBD"})
_SPECIFIC = frozenset({"nummod", "poss", "det", "appos", "quantmod", "predet"})


class InGeneral:
    """Finds it in one document.  table: `in_general` of status.toml."""

    def __init__(self, graph: Graph, table: Mapping[str, str]) -> None:
        self.g = graph
        self.anybody = frozenset(table["anybody"].split())
        self.whenever = frozenset(table["whenever"].split())
        self.trends = frozenset(table["trends"].split())
        self.mass = frozenset(table["mass"].split())
        self.against = frozenset(table["against"].split())

    def said(self, c: Candidate) -> bool:
        """Whether a candidate is said of people in general."""
        g = self.g
        if c.frame.of is not None or c.frame.status or c.places:
            return False
        if not g.verb(c.chief):
            return c.frame.type == "ASSAULT" and self._no_deed(c)
        taking_part = [t for t, _ in (*c.actors, *c.recipients)]
        if not taking_part:
            return False
        clause = self._clause(c.chief)
        if g.dep[clause] == "relcl" and all(t == g.head[clause] or self._nobody_named(t) for t in taking_part):
            noun = g.head[clause]
            first = min(g.doc[clause].left_edge.i, clause)
            more = g.low[first - 1] == ","  # tells more of those who are known already
            if self._sort(noun) and not more and not self._past(clause) and not self._told_as_past(noun):
                return True
        if not all(self._no_one(t) for t in taking_part) or self._past(c.chief):
            return False
        return any(g.low[k] in self.whenever for k in g.children(clause, "mark", "advmod")) or self._modal(c.chief)

    def _no_deed(self, c: Candidate) -> bool:
        """ "how to tackle an increase in sexual assaults": no particular deed; what it stands under is a trend or a cure."""
        g = self.g
        i = c.chief
        if g.tag[i] != "NNS" and g.lemma[i] not in self.mass:
            return False
        if not self._bare(i) or any(not self._bare(t) for t, _ in (*c.actors, *c.recipients)):
            return False
        for _ in range(_STEPS):
            h = g.head[i]
            if h == i or g.dep[i] not in ("pobj", "prep", "dobj", "conj", "compound"):
                return False
            if g.lemma[h] in self.trends and not any(g.pos[k] == "PROPN" for k in g.kids[h]):
                return True
            if g.verb(h):
                return g.lemma[h] in self.against and g.tag[h] in ("VB", "VBG")
            i = h
        return False

    def _bare(self, noun: int) -> bool:
        g = self.g
        return g.pos[noun] == "NOUN" and not any(
            g.dep[k] in _SPECIFIC or g.pos[k] == "PROPN" for k in g.kids[noun] if g.low[k] not in ("all", "any")
        )

    def _clause(self, i: int) -> int:
        """The first of the verbs that are joined by "and"."""
        g = self.g
        for _ in range(_STEPS):
            if g.dep[i] not in ("conj", "xcomp") or not g.verb(g.head[i]):
                break
            i = g.head[i]
        return i

    def _no_one(self, t: int) -> bool:
        """ "anyone", "one", "somebody": no particular one."""
        g = self.g
        return g.low[t] in self.anybody and not any(g.dep[k] in ("prep", "nummod", "amod") for k in g.kids[t])

    def _nobody_named(self, t: int) -> bool:
        """ "women who have been beaten by their husbands"."""
        theirs = any(self.g.low[k] == "their" for k in self.g.children(t, "poss"))
        return self._no_one(t) or theirs or self._sort(t)

    def _sort(self, noun: int) -> bool:
        """A bare plural, or "anyone who"."""
        g = self.g
        if g.low[noun] in self.anybody:
            return True
        if g.tag[noun] != "NNS" or any(g.dep[k] in _SPECIFIC for k in g.kids[noun]):
            return False
        before = g.children(noun, "amod", "compound", "nmod")
        if any(g.pos[k] == "PROPN" or g.tag[k] in ("VBN", "JJS") or g.low[k][0].isdigit() for k in before):
            return False
        return g.dep[noun] != "conj" or self._sort(g.head[noun])

    def _past(self, v: int) -> bool:
        """Simple past, or "had"; a participle without an auxiliary is as good as past."""
        g = self.g
        if g.tag[v] in _PAST or any(g.tag[k] in _PAST for k in g.auxes(v)):
            return True
        return g.tag[v] == "VBN" and not g.auxes(v)

    def _told_as_past(self, noun: int) -> bool:
        """Whether the clauses above are told as past: "freed journalists who have been accused of"."""
        g = self.g
        i = noun
        for _ in range(_STEPS):
            h = g.head[i]
            if h == i:
                break
            if g.verb(h) and g.dep[h] != "xcomp":
                if g.tag[h] in _PAST or any(
                    g.tag[k] in _PAST or g.low[k] in ("have", "has", "'ve") for k in g.auxes(h)
                ):
                    return True
                if g.dep[h] not in ("advcl", "acl", "pcomp"):
                    return False
            i = h
        return False

    def _modal(self, v: int) -> bool:
        g = self.g
        return any(g.tag[k] == "MD" for k in g.auxes(v))
