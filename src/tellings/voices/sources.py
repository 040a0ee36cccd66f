"""Who says it: the phrase that names the source."""

from __future__ import annotations

from tellings.voices.syntax import Syntax

_DUMMY = frozenset({"it", "there"})
_SUBJECTS = ("nsubj", "nsubjpass")


def subject(syntax: Syntax, verb: int) -> int | None:
    """Head token of the verb's subject, shared with a coordinated verb or taken from the noun a clause modifies."""
    seen = 0
    while seen < 12:
        seen += 1
        found = syntax.kid(verb, *_SUBJECTS)
        if found is not None:
            return None if syntax.lower[found] in _DUMMY and syntax.dep[found] == "expl" else found
        if syntax.dep[verb] in ("conj", "xcomp", "aux", "advcl") and syntax.head[verb] != verb:
            verb = syntax.head[verb]
            continue
        if syntax.dep[verb] in ("acl", "relcl") and syntax.head[verb] != verb:
            return syntax.head[verb]
        return None
    return None


def agent(syntax: Syntax, verb: int) -> int | None:
    """Head token of the "by" phrase of a passive."""
    by = syntax.kid(verb, "agent")
    return syntax.kid(by, "pobj") if by is not None else None


def phrase(syntax: Syntax, head: int, without: int | None = None) -> tuple[int, int]:
    """The noun phrase around its head as (first, last), not reaching over the verb `without`."""
    first, last = syntax.edges(head)
    if without is not None and first <= without <= last:
        if without > head:
            last = without - 1
        else:
            first = without + 1
    while last > head and (syntax.pos[last] in ("PUNCT", "SPACE") and syntax.lower[last] not in (")", '"', "”")):
        last -= 1
    while first < head and syntax.pos[first] in ("PUNCT", "SPACE") and syntax.lower[first] not in ("(", '"', "“"):
        first += 1
    return first, last
