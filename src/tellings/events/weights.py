"""Which event a sentence is chiefly about."""

from __future__ import annotations

from tellings.events.match import Candidate
from tellings.events.syntax import Graph

_COST = {"relcl": 0.5, "advcl": 0.4, "acl": 0.35, "appos": 0.4, "pcomp": 0.3, "conj": 0.1, "pobj": 0.3, "poss": 0.4, "compound": 0.4, "xcomp": 0.05, "parataxis": 0.0, "ccomp": 0.02, "amod": 0.5, "prep": 0.05, "dobj": 0.1, "nsubj": 0.15, "nsubjpass": 0.1}  # fmt: skip
_STATUS = {"historical": 0.6, "hypothetical": 0.35, "negated": 0.1, "future": 0.0, "actual": 0.0}


def weigh(graph: Graph, c: Candidate, status: str) -> float:
    """Higher is more.  Costs: distance from the main clause, background status, no participants."""
    weight, i = c.frame.weight, c.chief
    for _ in range(20):
        h = graph.head[i]
        if h == i:
            break
        weight -= _COST.get(graph.dep[i], 0.1)
        i = h
    weight -= _STATUS.get(status, 0.0)
    weight += 0.2 * bool(c.actors) + 0.1 * bool(c.recipients) + 0.05 * (c.hit.trigger.size - 1)
    return round(max(weight, 0.01), 3)
