"""Who says it: the phrase that names the source."""

from __future__ import annotations

from tellings.voices.syntax import Syntax

_DUMMY = frozenset({"it", "there"})
_SUBJECTS = ("nsubj", "nsubjpass")


_SHARED = frozenset({"conj", "xcomp", "aux", "advcl", "pcomp", "dep", "prep"})


def subject(syntax: Syntax, verb: int) -> int | None:
    """Head token of the verb's subject, shared with a coordinated verb or taken from the noun a clause modifies."""
    for _ in range(12):
        found = syntax.kid(verb, *_SUBJECTS)
        if found is not None:
            return None if syntax.lower[found] in _DUMMY and syntax.dep[found] == "expl" else found
        dep, head = syntax.dep[verb], syntax.head[verb]
        if head == verb:
            return _before_break(syntax, verb) or _phrase_before(syntax, verb)
        if dep in ("acl", "relcl"):
            if syntax.tag[verb] == "VB":
                verb = head
                dep = "acl"
            else:
                return head
        elif dep in _SHARED or syntax.pos[verb] not in ("VERB", "AUX"):
            verb = head
        else:
            return None
    return None


def _phrase_before(syntax: Syntax, verb: int) -> int | None:
    """A subject that the parser took for an apposition of something else: the phrase that ends right before the verb."""
    if syntax.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    first, _ = syntax.sentences[syntax.sentence[verb]]
    t = verb - 1
    while t > first and (syntax.pos[t] in ("ADV", "AUX", "SPACE") or syntax.lower[t] == ")"):
        t -= 1
    if syntax.pos[t] not in ("NOUN", "PROPN", "PRON"):
        return None
    for _ in range(8):
        a = syntax.edges(t)[0]
        head = syntax.head[t]
        starts = a <= first or syntax.lower[a - 1] == ","
        if (starts and syntax.dep[t] in ("appos", "conj", "dep", "ROOT")) or head == t or head > verb:
            break
        if syntax.pos[head] not in ("NOUN", "PROPN", "PRON", "ADP") or head >= verb:
            break
        t = head
    return (
        t if syntax.pos[t] in ("NOUN", "PROPN", "PRON") and syntax.dep[t] not in ("pobj", "dobj", "npadvmod") else None
    )


def _before_break(syntax: Syntax, verb: int) -> int | None:
    """A subject that the parser cut off as a sentence of its own ("Most voters in six states | said …")."""
    first, _ = syntax.sentences[syntax.sentence[verb]]
    if first == 0 or first < verb - 3 or syntax.pos[first - 1] in ("PUNCT", "SPACE"):
        return None
    a, b = syntax.sentences[syntax.sentence[first - 1]]
    root = next((i for i in range(a, b) if syntax.dep[i] == "ROOT"), None)
    return root if root is not None and syntax.pos[root] in ("NOUN", "PROPN", "PRON") else None


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
