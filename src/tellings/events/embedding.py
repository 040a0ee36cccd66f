"""Events inside the content of another: asked for, promised, threatened, refused.  They are not coded a second time."""

from __future__ import annotations

from tellings.events.frame import Frame
from tellings.events.match import Candidate
from tellings.events.status import Finding
from tellings.events.syntax import Graph

# Through these the content goes on; a relative clause or a participle states something of its own.
_BARRIERS = frozenset({"relcl", "appos", "advcl", "parataxis"})
_PRONOUNS = frozenset("i we it he she they who which that".split())
_POSSESSIVES = frozenset("my our its his her their".split())


def absorb(graph: Graph, candidates: list[Candidate], findings: dict[int, Finding]) -> list[Candidate]:
    """Gives each frame with content its inner events, drops these, and applies `needs` and `becomes`."""
    at: dict[tuple[int, str | None], list[Candidate]] = {}
    for c in candidates:
        at.setdefault((c.chief, c.frame.of), []).append(c)
    holders: dict[tuple[int, str | None], list[Candidate]] = {}
    for c in candidates:
        for t in c.content:
            holders.setdefault((t, c.frame.of), []).append(c)
    owner: dict[int, Candidate] = {}
    for c in candidates:
        found = _holder(graph, c, holders)
        if found is not None:
            owner[id(c)] = found
            found.inner.append(c)
    kept, dropped = [], set()
    for c in candidates:  # outermost first is not needed: a holder that fails frees what it holds
        if c.frame.own_act:
            c.inner = [i for i in c.inner if _same_doer(graph, c, i)]
        if c.frame.needs and not _needed(c.frame, c.inner):
            dropped.add(id(c))
    for c in candidates:
        if id(c) in dropped:
            continue
        above, held = owner.get(id(c)), False
        for _ in range(12):
            if above is None:
                break
            held = held or id(above) not in dropped
            above = owner.get(id(above))
        if held:
            continue
        _take_over(graph, c)
        kept.append(c)
    return kept


def _holder(graph: Graph, c: Candidate, holders: dict[tuple[int, str | None], list[Candidate]]) -> Candidate | None:
    i = c.chief
    for _ in range(14):
        for holder in holders.get((i, c.frame.of), ()):
            if holder is not c and c.chief not in holder.hit.anchors:
                return holder
        if graph.dep[i] in _BARRIERS or graph.head[i] == i:
            return None
        if graph.dep[i] == "acl" and graph.tag[i] in ("VBN", "VBG"):
            return None
        i = graph.head[i]
    return None


def _same_doer(graph: Graph, outer: Candidate, inner: Candidate) -> bool:
    """Whether the doer of the inner event is (or may be, if a pronoun or nobody) that of the outer one."""
    speakers = {t for t, _ in outer.actors}
    doers = [t for t, _ in inner.actors]
    if not doers or any(t in speakers or graph.low[t] in _PRONOUNS or graph.lemma[t] in {graph.lemma[s] for s in speakers} for t in doers):
        return True
    return any(graph.low[k] in _POSSESSIVES for t in doers for k in graph.children(t, "poss"))


def _needed(frame: Frame, inner: list[Candidate]) -> bool:
    return any("any" in frame.needs or c.frame.type in frame.needs for c in inner)


def _addressee(graph: Graph, c: Candidate) -> int | None:
    """Of "demanded that the army free them": the subject of the clause, if it is not the speaker."""
    actors = {t for t, _ in c.actors}
    for t in c.content:
        own = graph.child(t, "nsubj", "nsubjpass") if graph.verb(t) else None
        if own is not None and own not in actors and graph.pos[own] in ("NOUN", "PROPN"):
            if graph.passive(t):
                agents = graph.subjects(t)
                return agents[0] if agents else None
            return own
    return None


def _take_over(graph: Graph, c: Candidate) -> None:
    """Type by content; a recipient that is missing comes from the clause inside: its subject, else whom its event is done to."""
    if c.content and not c.recipients and not c.frame.reciprocal and (own := _addressee(graph, c)) is not None:
        c.recipients = ((own, "content:subject"),)
    if not c.inner:
        return
    first = c.inner[0]
    new = next((c.frame.becomes[i.frame.type] for i in c.inner if i.frame.type in c.frame.becomes), c.frame.becomes.get("any"))
    c.because.append(f"what it is about: {first.frame.type} ({first.hit.trigger.written!r})")
    if new is not None and new != c.frame.type:
        c.because.append(f"{c.frame.type} about {first.frame.type} is {new}")
        c.frame = c.frame.changed({"type": new, "modes": (), "cameo": None, "mode_from": c.frame.mode_from if new == "THREATEN" else None})
        if new == "THREATEN":
            c.frame = c.frame.changed({"mode_from": "threat"})
    if not c.recipients and not c.frame.reciprocal:
        actors = {t for t, _ in c.actors}
        c.recipients = tuple((t, f"content:{slot}") for t, slot in first.recipients if t not in actors)
