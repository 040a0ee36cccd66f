"""Whom a deed is aimed at when no role says so: inside what is asked or threatened, or behind a thing that it is done to."""

from __future__ import annotations

from tellings.events.match import Candidate, Matcher

_AIMED = ("against", "with", "to", "from", "towards", "toward", "on", "upon", "by", "for", "of", "between")
_WHERE = ("in", "into", "at", "over", "near", "across")
_KEPT = frozenset(
    {"actor", "place", "facility", "vehicle", "ship", "aircraft", "animal", "territory", "infrastructure"}
)
_REACH = 50


def complete_recipients(c: Candidate, matcher: Matcher) -> None:
    """Recipients of one candidate, once it is settled: things give way to those behind them; none are looked for in the content."""
    g = matcher.g
    if c.recipients:
        c.recipients = tuple(x for t, slot in c.recipients for x in _behind_thing(t, slot, c, matcher))
    content = c.content or tuple(e for e in c.hit.elements if g.verb(e))  # "threaten to break" as one trigger
    if not c.recipients and content and not c.frame.reciprocal and c.frame.recipient:
        found = _in_content(c, content, matcher)
        if found is not None:
            c.recipients = ((found, "content"),)
    if c.recipients:
        own = {g.lemma[t] for t, _ in c.actors if g.pos[t] == "PROPN"}
        c.recipients = tuple((t, s) for t, s in c.recipients if not (g.pos[t] == "PROPN" and g.lemma[t] in own))


def _behind_thing(t: int, slot: str, c: Candidate, matcher: Matcher) -> list[tuple[int, str]]:
    """ "rejected an invitation by Chad", "investigates crimes by soldiers", "imposed tariffs on Chad": Chad, the soldiers."""
    g, phrases = matcher.g, matcher.phrases
    classes = phrases.classes(phrases.real_head(t)) or phrases.classes(t)
    if not classes or classes & _KEPT or g.verb(t):
        return [(t, slot)]
    actors = {a for a, _ in c.actors}
    aimed = _aimed(t, matcher, _AIMED)
    deeper = [x for k in aimed for x in _aimed(k, matcher, _AIMED)]
    for k in (*g.children(t, "poss"), *aimed, *deeper, *g.children(t, "amod", "compound", "nmod")):
        if k not in actors and _someone(k, matcher):
            return [(k, slot)]
    return [(t, slot)]


def _in_content(c: Candidate, content: tuple[int, ...], matcher: Matcher) -> int | None:
    """The likeliest addressee inside the content, else in the proviso ("unless Chad …")."""
    g = matcher.g
    actors = {a for a, _ in c.actors}
    inside = _words(content, matcher)
    for places in (_AIMED, _WHERE):
        for t in inside:
            for k in _aimed(t, matcher, places):
                if (
                    k not in actors
                    and _someone(k, matcher)
                    and (places is _AIMED or "country" in matcher.phrases.classes(k) or g.pos[k] == "PROPN")
                ):
                    return k
        if places is _AIMED:
            for t in inside:
                for k in g.children(t, "poss", "amod", "compound", "dobj"):
                    if k not in actors and _someone(k, matcher) and (g.dep[k] != "dobj" or g.pos[k] != "PRON"):
                        return k
    for v in (c.chief, *content):
        for k in g.children(v, "advcl"):
            subject = g.child(k, "nsubj", "nsubjpass")
            if (
                subject is not None
                and subject not in actors
                and g.pos[subject] in ("PROPN", "NOUN")
                and _someone(subject, matcher)
            ):
                return subject
    return None


def _words(tops: tuple[int, ...], matcher: Matcher) -> list[int]:
    g = matcher.g
    out: list[int] = []
    queue = list(tops)
    while queue and len(out) < _REACH:
        v = queue.pop(0)
        out.append(v)
        queue += [k for k in g.kids[v] if g.dep[k] not in ("relcl", "advcl", "punct", "appos", "nsubj", "nsubjpass")]
    return out


def _aimed(t: int, matcher: Matcher, names: tuple[str, ...]) -> list[int]:
    return [k for name, k in matcher.g.preps([t]) if name in names]


def _someone(i: int, matcher: Matcher) -> bool:
    """Somebody who can be acted upon, known as such; for a name, anybody who is no date."""
    g, phrases = matcher.g, matcher.phrases
    if g.pos[i] not in ("NOUN", "PROPN", "ADJ") or "time" in phrases.word_classes(i):
        return False
    classes = phrases.classes(phrases.real_head(i))
    if g.pos[i] == "ADJ" or g.dep[i] in ("compound", "nmod"):
        return "country" in classes
    return "actor" in classes
