"""Clauses: how a complement stands to what it states, and which words belong to the clause or sentence of a trigger."""

from __future__ import annotations

from functools import cache

from tellings.events.syntax import Graph

_WILL = frozenset({"will", "would", "'ll", "shall", "wo", "'d"})
_HAS_TO = frozenset({"must"})
_SHOULD = frozenset({"should", "ought"})
_FINITE = frozenset({"ccomp", "parataxis", "relcl"})
CLAUSE_REACH = 45  # words on either side that count as the trigger's clause


@cache
def kinds_named(names: str) -> frozenset[str]:
    """Verbs of asking take a bare present too: "demanded that its partners refuse"."""
    kinds = frozenset(names.split("|"))
    return kinds | {"present"} if {"inf", "must"} <= kinds or "that" in kinds else kinds


def complements(g: Graph, chief: int, anchors: tuple[int, ...]) -> tuple[int, ...]:
    """Verbs of the clauses that complete the words of a trigger, and of those joined to them."""
    out = []
    for a in anchors:
        deps = ("xcomp", "ccomp") if g.verb(a) or g.pos[a] == "ADJ" else ("acl", "ccomp", "xcomp")
        for k in g.children(a, *deps):
            if g.dep[k] != "acl" or g.tag[k] == "VB" or any(g.low[m] == "that" for m in g.kids[k]):
                out.append(k)
    if not out:
        for k in g.children(chief, "advcl"):  # purpose infinitives often stand for complements
            spoken = k < chief and g.child(k, "nsubj", "aux", "mark", "advmod") is None  # "Stop the raids," he urged
            if g.tag[k] == "VB" and (spoken or any(g.low[m] == "to" for m in g.kids[k])):
                out.append(k)
    joined = [k for t in out for k in g.children(t, "conj") if g.verb(k)]  # "Move and we will shoot"
    return (*out, *joined)


def kind_of(g: Graph, v: int) -> str:
    """inf, ing, has-to, must, will, that or present (which a past verb of asking makes a `must`): how a complement stands to what it states."""
    if _asks(g, v):
        return "question"
    auxes = {g.low[k] for k in g.auxes(v)}
    if ("to" in auxes and g.child(v, "nsubj") is None) or (g.tag[v] == "VB" and "to" in auxes):
        return "inf"
    if auxes & _WILL:
        return "will"
    if auxes & _HAS_TO or (g.lemma[v] in ("have", "need") and g.child(v, "xcomp") is not None):
        return "has-to"
    if auxes & _SHOULD:
        return "must"
    if g.tag[v] == "VBG" and g.child(v, "nsubj") is None:
        return "ing"
    if g.tag[v] == "VB" or (g.tag[v] == "VBN" and any(g.low[k] == "be" for k in g.kids[v])):
        return "must" if not auxes - {"be", "not"} else "that"
    if g.dep[v] == "xcomp":
        return "inf"
    if _going_to(g, v):
        return "will"
    if (
        g.tag[v] == "VBP"
        and g.lemma[v] not in ("be", "have")
        and not auxes
        and g.tag[g.head[v]] in ("VBD", "VBN", "VBG")
    ):
        return "present"
    return "that"


def _asks(g: Graph, v: int) -> bool:
    """ "what he would do", "whether he left", "should he leave": nothing is demanded or stated."""
    subject = g.child(v, "nsubj", "nsubjpass")
    for k in g.kids[v]:
        if k < v and (g.tag[k] in ("WP", "WRB") or g.low[k] in ("whether", "if")):
            return True
        if subject is not None and k < subject and g.dep[k] == "aux" and g.tag[k] == "MD":
            return True
    return False


def _going_to(g: Graph, v: int) -> bool:
    """ "are to meet", "is going to leave": the complement is of a form of be or going."""
    k = g.child(v, "xcomp")
    return k is not None and g.lemma[v] in ("be", "go") and g.tag[k] == "VB"


def words_of_clause(g: Graph, chief: int, anchors: tuple[int, ...]) -> tuple[int, ...]:
    """Words of the trigger's own clause: below its verb, not inside another finite clause."""
    top = chief
    for _ in range(6):
        if g.verb(top) or g.head[top] == top:
            break
        top = g.head[top]
    kids, deps = g.kids, g.dep
    first, last = chief - CLAUSE_REACH, chief + CLAUSE_REACH
    out, queue = [top], [top]
    while queue and len(out) < 3 * CLAUSE_REACH:
        v = queue.pop()
        for k in kids[v]:
            dep = deps[k]
            if not first <= k <= last or (dep in _FINITE and k not in anchors):
                continue
            if dep == "conj" and v != chief and k != chief and g.verb(k):
                continue
            out.append(k)
            if kids[k]:
                queue.append(k)
    return tuple(sorted({*out, *anchors}))


def words_of_sentence(g: Graph, i: int) -> tuple[int, ...]:
    a, b = max(0, i - 2 * CLAUSE_REACH), min(g.n, i + 2 * CLAUSE_REACH)
    return tuple(t for t in range(a, b) if g.sent[t] == g.sent[i])
