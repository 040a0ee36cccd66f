"""One deed told twice in one breath: "a bomb attack killed nine", "killed nine and wounded two" are one event."""

from __future__ import annotations

from collections.abc import Callable

from tellings.events.match import Candidate
from tellings.events.syntax import Graph

_HARM = "180"  # the CAMEO code that killing and wounding share
_ABOVE = 5  # tokens between "whom" and those who are meant
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
    kept = [c for c in candidates if id(c) not in gone]
    return _without_parts(graph, _without_means(graph, _harm_as_one(graph, kept), modes))


def _harm_as_one(graph: Graph, candidates: list[Candidate]) -> list[Candidate]:
    """ "killed two rangers and wounded five porters": one deed, done to all of them."""
    harm = {(c.chief, c.frame.of): c for c in candidates if c.frame.cameo == _HARM and c.hit.trigger.kind == "verb"}
    gone: set[int] = set()
    for c in harm.values():
        first = harm.get((graph.head[c.chief], c.frame.of))
        if first is None or graph.dep[c.chief] != "conj" or first.frame.type != c.frame.type:
            continue
        if graph.child(c.chief, "nsubj", "nsubjpass") is not None or c.actors != first.actors or not c.recipients:
            continue
        while id(first) in gone:  # "shot two, stabbed one and wounded four"
            first = harm[graph.head[first.chief], first.frame.of]
        first.recipients = tuple(dict.fromkeys((*first.recipients, *c.recipients)))
        first.because.append(f"also told as {c.hit.trigger.written!r} (frame {c.frame.id})")
        gone.add(id(c))
    return [c for c in candidates if id(c) not in gone]


def _without_means(
    graph: Graph, candidates: list[Candidate], modes: Callable[[Candidate], tuple[str, ...]]
) -> list[Candidate]:
    """ "A bomb planted by rebels killed two", "bullets fired by guards blinded one": the planting is no second deed."""
    verbs = {(c.chief, c.frame.of): c for c in candidates if c.hit.trigger.kind == "verb"}
    gone: set[int] = set()
    for c in verbs.values():
        thing = graph.head[c.chief]
        if graph.dep[c.chief] != "acl" or graph.dep[thing] != "nsubj":
            continue
        verb = verbs.get((graph.head[thing], c.frame.of))
        if verb is None or verb is c or verb.frame.type != c.frame.type or c.frame.type != "ASSAULT":
            continue
        verb.actors = verb.actors or c.actors
        own, lent = modes(verb), modes(c)
        if lent and not own:
            verb.frame = verb.frame.changed({"modes": lent, "mode_from": None})
        verb.because.append(f"the means: {c.hit.trigger.written!r} (frame {c.frame.id})")
        gone.add(id(c))
    return [c for c in candidates if id(c) not in gone]


def _without_parts(graph: Graph, candidates: list[Candidate]) -> list[Candidate]:
    """ "61 people were dragged into vans, of whom 17 are still in the cells": of those whom a deed was done to, no second deed."""
    gone: set[int] = set()
    for c in candidates:
        above = _whole_of(graph, c.chief)
        for whole in candidates if above else ():
            if whole is c or whole.frame.type != c.frame.type:
                continue
            if whole.chief in above or any(t in above for t, _ in whole.recipients):
                whole.because.append(f"of some of them also {c.hit.trigger.written!r} (frame {c.frame.id})")
                gone.add(id(c))
                break
    return [c for c in candidates if id(c) not in gone]


def _whole_of(graph: Graph, chief: int) -> frozenset[int]:
    """What an "of whom …" clause that this verb heads hangs on: the noun, or what tells of it, and what stands above them."""
    verb = chief
    for _ in range(4):
        if graph.dep[verb] in ("relcl", "advcl"):
            if not any(
                graph.low[k] in ("whom", "which") and graph.low[k - 1] == "of" for k in range(max(1, verb - 8), verb)
            ):
                return frozenset()
            above = [graph.head[verb]]
            while graph.dep[above[-1]] in ("pobj", "prep", "acl", "dobj", "relcl") and len(above) < _ABOVE:
                above.append(graph.head[above[-1]])
            return frozenset(above)
        if graph.head[verb] == verb:
            break
        verb = graph.head[verb]
    return frozenset()


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
