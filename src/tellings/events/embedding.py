"""Events inside the content of another: asked for, promised, threatened, refused.  They are not coded a second time."""

from __future__ import annotations

from collections.abc import Callable

from tellings.events.match import Candidate
from tellings.events.modality import Finding
from tellings.events.syntax import Graph

# Through these the content goes on; a relative clause or a participle states something of its own.
_BARRIERS = frozenset({"relcl", "appos", "advcl", "parataxis"})
_PRONOUNS = frozenset(["i", "we", "it", "he", "she", "they", "who", "which", "that"])
_POSSESSIVES = frozenset(["my", "our", "its", "his", "her", "their"])


def absorb(graph: Graph, candidates: list[Candidate], status: Callable[[Candidate], Finding]) -> list[Candidate]:
    """Chooses among rivals by `needs`, `own_act` and `only`; drops what a chosen frame holds; applies `becomes`."""
    everyone = [r for c in candidates for r in (c, *c.rivals)]
    _fill(graph, candidates, everyone)
    chosen = []
    for c in candidates:
        fitting = next((r for r in (c, *c.rivals) if _fits(graph, r, status)), None)
        if fitting is not None:
            chosen.append(fitting)
    owner = _fill(graph, chosen, chosen)
    kept = [c for c in chosen if id(c) not in owner]
    for c in kept:
        if c.frame.own_act:
            c.inner = [i for i in c.inner if _same_doer(graph, c, i)]
        _take_over(graph, c)
    return kept


def _fill(graph: Graph, events: list[Candidate], holders: list[Candidate]) -> dict[int, list[Candidate]]:
    """Gives each holder the events inside its content; returns event → its holders."""
    at: dict[tuple[int, str | None], list[Candidate]] = {}
    for holder in holders:
        holder.inner = []
        for t in holder.content:
            at.setdefault((t, holder.frame.of), []).append(holder)
    owner: dict[int, list[Candidate]] = {}
    for c in events:
        found = _holders(graph, c, at)
        for holder in found:
            holder.inner.append(c)
        if found:
            owner[id(c)] = found
    return owner


def _fits(graph: Graph, c: Candidate, status: Callable[[Candidate], Finding]) -> bool:
    frame = c.frame
    if frame.only and status(c).status not in frame.only:
        return False
    inner = [i for i in c.inner if _same_doer(graph, c, i)] if frame.own_act else c.inner
    return not frame.needs or any("any" in frame.needs or i.frame.type in frame.needs for i in inner)


def _holders(graph: Graph, c: Candidate, at: dict[tuple[int, str | None], list[Candidate]]) -> list[Candidate]:
    """The frames whose content holds this event most closely."""
    i = c.chief
    for _ in range(14):
        found = [h for h in at.get((i, c.frame.of), ()) if h.chief != c.chief and c.chief not in h.hit.anchors]
        if found:
            return found
        if graph.dep[i] in _BARRIERS or graph.head[i] == i:
            return []
        if graph.dep[i] == "acl" and graph.tag[i] in ("VBN", "VBG"):
            return []
        i = graph.head[i]
    return []


def _same_doer(graph: Graph, outer: Candidate, inner: Candidate) -> bool:
    """Whether the doer of the inner event is (or may be, if a pronoun or nobody) that of the outer one."""
    speakers = {t for t, _ in outer.actors}
    doers = [t for t, _ in inner.actors]
    if not doers or any(
        t in speakers or graph.low[t] in _PRONOUNS or graph.lemma[t] in {graph.lemma[s] for s in speakers}
        for t in doers
    ):
        return True
    return any(graph.low[k] in _POSSESSIVES for t in doers for k in graph.children(t, "poss"))


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
    c.inner.sort(key=lambda i: (i.chief not in c.content, i.chief))
    first = c.inner[0]
    new = next(
        (c.frame.becomes[i.frame.type] for i in c.inner if i.frame.type in c.frame.becomes), c.frame.becomes.get("any")
    )
    c.because.append(f"what it is about: {first.frame.type} ({first.hit.trigger.written!r})")
    if new is not None and new != c.frame.type:
        c.because.append(f"{c.frame.type} about {first.frame.type} is {new}")
        c.frame = c.frame.changed(
            {"type": new, "modes": (), "cameo": None, "mode_from": c.frame.mode_from if new == "THREATEN" else None}
        )
        if new == "THREATEN":
            c.frame = c.frame.changed({"mode_from": "threat"})
    if not c.recipients and not c.frame.reciprocal:
        actors = {t for t, _ in c.actors}
        c.recipients = tuple((t, f"content:{slot}") for t, slot in first.recipients if t not in actors)
