"""Signs in a sentence for and against an event whose words tell of many other things ("backed", "was ready to", "gave").

What speaks for it is that the clause tells it (a main or a reported clause, a deed done); what speaks against it is that it stands
aside (in a relative clause, behind a preposition), is only imagined, is somebody's own word in quotation marks or said of oneself.
Who takes part is not known here; `entities` adds that and decides.
"""

from __future__ import annotations

from tellings.events.match import Candidate
from tellings.events.syntax import Graph
from tellings.model import Attribution

_ASIDE = frozenset({"relcl", "acl", "pcomp", "advcl"})
_CLAUSE = frozenset({"ccomp", "xcomp", "csubj", "parataxis"})
_DONE = frozenset({"VBD", "VBN"})
_LASTING = frozenset({"VBP", "VBZ"})
_OURSELVES = frozenset({"i", "we", "you", "us", "me"})
_IMAGINED = frozenset({"hypothetical", "negated"})
_STEPS = 12


def signs(c: Candidate, graph: Graph, status: str, attribution: Attribution | None, in_title: bool) -> tuple[str, ...]:
    """The names of all that hold, as entities/data/standing.toml weighs them; never empty."""
    out = ["noun" if c.hit.trigger.kind == "noun" else _where(graph, c.chief)]
    if graph.tag[c.chief] in _DONE:
        out.append("done")
    if graph.tag[c.chief] in _LASTING and not in_title:
        out.append("lasting")
    if c.content and c.inner:
        out.append("deed inside")
    if graph.pos[c.chief] == "AUX":
        out.append("state")
    if status in _IMAGINED:
        out.append("imagined")
    if any(graph.low[t] in _OURSELVES for t, _ in c.actors):
        out.append("ourselves")
    if attribution is not None and attribution.kind == "direct":
        out.append("quoted")
    return tuple(out)


def _where(graph: Graph, chief: int) -> str:
    """ "told", "aside" or "along": by the innermost clause; what is joined by "and" stands where the first does."""
    i = chief
    for _ in range(_STEPS):
        dep = graph.dep[i]
        if dep in _ASIDE:
            return "along" if dep == "advcl" and _goes_along(graph, i) else "aside"
        if dep in _CLAUSE or graph.head[i] == i:
            break
        i = graph.head[i]
    return "told"


def _goes_along(graph: Graph, i: int) -> bool:
    """ "came to meet him", "told them so, conceding the race": an aim, or a deed told with another."""
    if any(graph.tag[k] == "TO" for k in graph.children(i, "aux")):
        return True
    return graph.tag[i] == "VBG" and i > graph.head[i] and graph.child(i, "mark", "prep") is None
