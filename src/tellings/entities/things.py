"""Whom a thing concerns: "contact with the envoys", "a camp for refugees", "abuses by soldiers"."""

from __future__ import annotations

from spacy.tokens import Token

from tellings.entities.describe import describe
from tellings.entities.sketch import Sketch
from tellings.entities.view import View

# In this order: who is behind it or at its other end, then whose it is, then where it is.
_PREPOSITIONS = (
    "by",
    "against",
    "with",
    "to",
    "between",
    "towards",
    "toward",
    "from",
    "for",
    "of",
    "on",
    "over",
    "among",
)
MAX_STEPS = 3


def concerned(view: View, head: int) -> list[Sketch]:
    """Those whom the thing's complements name, coordinated ones all; from the nearest complement that names any."""
    token = view.doc[head]
    for _ in range(MAX_STEPS):
        objects = sorted(((_PREPOSITIONS.index(p.lower_), o) for p in token.children if p.dep_ in ("prep", "agent") and p.lower_ in _PREPOSITIONS for o in p.children if o.dep_ == "pobj"), key=lambda x: (x[0], x[1].i))  # fmt: skip
        if not objects:
            return []
        for _, obj in objects:
            found = [s for s in (describe(view, o.i, 1) for o in _all(obj)) if s.is_somebody]
            if found:
                return found
        token = objects[0][1]
    return []


def _all(token: Token) -> list[Token]:
    """A token and what is coordinated with it."""
    out = [token]
    while (
        follower := next((c for c in out[-1].children if c.dep_ == "conj" and c.i > out[-1].i), None)
    ) is not None and len(out) < 6:
        out.append(follower)
    return out
