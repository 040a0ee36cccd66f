"""One deed told twice in one breath: "a bomb attack killed nine", "nine were killed in an attack" are one event."""

from __future__ import annotations

from collections.abc import Callable

from tellings.events.match import Candidate
from tellings.events.syntax import Graph

_WITHIN = frozenset({"in", "by", "during", "with", "from"})


def merge_twins(
    graph: Graph, candidates: list[Candidate], modes: Callable[[Candidate], tuple[str, ...]]
) -> list[Candidate]:
    """A noun that is subject of a verb of the same type, or stands in its "in …", lends it doer and mode and goes."""
    verbs = {(c.chief, c.frame.of): c for c in candidates if c.hit.trigger.kind == "verb"}
    gone: set[int] = set()
    for c in candidates:
        if c.hit.trigger.kind != "noun":
            continue
        verb = verbs.get((_governor(graph, c.chief), c.frame.of))
        if verb is None or verb.frame.type != c.frame.type or verb is c or c.chief in verb.hit.anchors:
            continue
        gone.add(id(c))
        if not verb.actors:
            verb.actors = c.actors
        if not verb.recipients:
            verb.recipients = c.recipients
        own, lent = modes(verb), modes(c)
        if lent and (not own or (own == verb.frame.modes and not verb.frame.mode_from)):
            verb.frame = verb.frame.changed({"modes": tuple(dict.fromkeys((*lent, *own))), "mode_from": None})
        verb.because.append(f"told as {c.hit.trigger.written!r} too (frame {c.frame.id})")
    return [c for c in candidates if id(c) not in gone]


def _governor(graph: Graph, noun: int) -> int:
    """The verb of which the noun is subject, or in whose prepositional phrase it stands; -1 for none."""
    i = noun
    for _ in range(2):
        h = graph.head[i]
        if graph.dep[i] in ("nsubj",) and graph.verb(h):
            return h
        if graph.dep[i] == "pobj" and graph.low[h] in _WITHIN and graph.verb(graph.head[h]):
            return graph.head[h]
        if graph.dep[i] == "conj" and graph.pos[h] == "NOUN":
            i = h
            continue
        return -1
    return -1
