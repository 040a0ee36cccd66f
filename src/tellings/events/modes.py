"""Which mode: the frame's own, or chosen by the words around and the event inside."""

from __future__ import annotations

from tellings.events.match import Candidate, Matcher
from tellings.events.tables import Choice


def pick_modes(c: Candidate, matcher: Matcher) -> tuple[str, ...]:
    """The frame's modes; with `mode_from`, the first choice of that table that holds, the frame's modes as fallback."""
    frame = c.frame
    if frame.mode_from is None:
        return frame.modes
    words = _words(c, matcher)
    types = {
        t for inner in _inside(c) for t in (inner.frame.type, *(f"{inner.frame.type}-{m}" for m in inner.frame.modes))
    }
    choices = matcher.frames.tables.modes[frame.mode_from]
    named = _by_words([c for c in choices if c.ahead], words, matcher)
    if named is None:
        named = next((choice.mode for choice in choices if choice.types & types), None)
    if named is None:
        named = _by_words([c for c in choices if not c.ahead], words, matcher)
    return frame.modes if named is None else (named,)


def _inside(c: Candidate) -> list[Candidate]:
    """The events inside, and those inside a plea or order there: "rejected an appeal from the abbot to disarm"."""
    return [*c.inner, *(deeper for inner in c.inner if inner.frame.type == "REQUEST" for deeper in inner.inner)]


def _by_words(choices: list[Choice], words: tuple[int, ...], matcher: Matcher) -> str | None:
    g, phrases = matcher.g, matcher.phrases
    said = {w for t in words for w in (g.lemma[t], g.low[t])}
    classes = frozenset().union(*map(phrases.word_classes, words))
    for choice in choices:
        if not choice.words.isdisjoint(said) or not choice.classes.isdisjoint(classes):
            return choice.mode
    return None


def _words(c: Candidate, matcher: Matcher) -> tuple[int, ...]:
    """Words that may tell the mode: those of the content if the frame has one, else of the trigger and its clause."""
    g = matcher.g
    if not c.frame.content:
        return (*c.hit.anchors, *matcher.roles.fill(c.hit.site, "any", c.frame))
    out: list[int] = []
    for top in c.content:
        queue = [top]
        while queue and len(out) < 60:
            v = queue.pop(0)
            out.append(v)
            queue += [k for k in g.kids[v] if g.dep[k] not in ("relcl", "punct", "nsubj")]
    return tuple(out)
