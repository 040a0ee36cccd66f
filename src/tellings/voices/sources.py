"""Who says it: the phrase that names the source."""

from __future__ import annotations

from tellings.voices.syntax import Syntax

_SUBJECTS = ("nsubj", "nsubjpass")
_NO_SUBJECTS = frozenset({"pobj", "dobj", "npadvmod", "expl"})


_SHARED = frozenset({"conj", "xcomp", "aux", "advcl", "pcomp", "dep", "prep"})


def subject(syntax: Syntax, verb: int) -> int | None:
    """Head token of the verb's subject, shared with a coordinated verb or taken from the noun a clause modifies."""
    for _ in range(12):
        found = _own_subject(syntax, verb)
        if found is not None:
            found = _behind_dateline(syntax, found, verb)
            dummy = syntax.lower[found] == "there" or (syntax.lower[found] == "it" and syntax.dep[found] == "expl")
            return None if dummy else found
        dep, head = syntax.dep[verb], syntax.head[verb]
        if dep == "xcomp" and syntax.tag[verb] == "VB":
            caused = syntax.kid(head, "dobj")
            if caused is not None and head < caused < verb:
                return caused
        if head == verb:
            return _before_break(syntax, verb) or _phrase_before(syntax, verb)
        if dep in ("acl", "relcl"):
            if syntax.tag[verb] != "VB":
                return head
            verb = head
        elif dep in _SHARED or syntax.pos[verb] not in ("VERB", "AUX"):
            verb = _joined(syntax, verb, head) if dep == "conj" else head
        else:
            return None
    return None


def _own_subject(syntax: Syntax, verb: int) -> int | None:
    """The verb's subject; of two the nearer one, if a participle opens the other ("Quoting officials, the paper said")."""
    found = [k for k in syntax.kids[verb] if syntax.dep[k] in _SUBJECTS]
    before = [k for k in found if k < verb]
    if len(before) > 1 and syntax.tag[syntax.edges(before[0])[0]] == "VBG":
        return before[-1]
    return found[0] if found else None


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
        inner = _of_participle(syntax, t, head, verb)
        if inner is not None:
            return inner
        starts = a <= first or syntax.lower[a - 1] == ","
        if (starts and syntax.dep[t] in ("appos", "conj", "dep", "ROOT")) or head == t or head > verb:
            break
        if syntax.pos[head] not in ("NOUN", "PROPN", "PRON", "ADP") or head >= verb:
            break
        t = head
    if syntax.pos[t] == "PROPN" and syntax.dep[t] == "npadvmod" and syntax.edges(t)[0] == first:
        return t  # "Radio Lac broadcast a call": a name that opens the sentence is no time
    return t if syntax.pos[t] in ("NOUN", "PROPN", "PRON") and syntax.dep[t] not in _NO_SUBJECTS else None


def _of_participle(syntax: Syntax, t: int, head: int, verb: int) -> int | None:
    """ "…, diplomats briefed on the talks said": a participle behind the speaker that the parser took for a verb."""
    if syntax.pos[head] == "ADP":
        head = syntax.head[head]
    if syntax.pos[head] != "VERB" or syntax.dep[head] != "ccomp" or syntax.head[head] != verb or head > t:
        return None
    found = syntax.kid(head, "nsubj")
    if found != head - 1:
        return None
    start = syntax.edges(found)[0]
    return found if start and syntax.lower[start - 1] == "," else None


def _before_break(syntax: Syntax, verb: int) -> int | None:
    """A subject that the parser cut off as a sentence of its own ("Most voters in six states | said …")."""
    first, _ = syntax.sentences[syntax.sentence[verb]]
    if first == 0 or first < verb - 3 or syntax.pos[first - 1] in ("PUNCT", "SPACE"):
        return None
    a, b = syntax.sentences[syntax.sentence[first - 1]]
    root = next((i for i in range(a, b) if syntax.dep[i] == "ROOT"), None)
    return root if root is not None and syntax.pos[root] in ("NOUN", "PROPN", "PRON") else None


def _behind_dateline(syntax: Syntax, found: int, verb: int) -> int:
    """ "JERUSALEM - The army said": the phrase behind the dash, where the parser took the place for the subject."""
    first, _ = syntax.sentences[syntax.sentence[verb]]
    word = syntax.doc[found].text
    if found > first + 3 or not word.isupper() or len(word) < 4:
        return found
    dash = next((t for t in range(found + 1, min(found + 8, verb)) if syntax.lower[t] in ("-", "–", "—", "--")), None)
    if dash is None or syntax.end[dash - 1] == syntax.start[dash]:
        return found
    names = [t for t in range(dash + 1, verb) if syntax.pos[t] in ("NOUN", "PROPN", "PRON") and _heads(syntax, t)]
    return next((t for t in names if syntax.head[t] <= dash or syntax.head[t] >= verb), found)


def _joined(syntax: Syntax, verb: int, head: int) -> int:
    """The verb that a coordinated one is joined to: "he said that it would rain, and left" joins "left" to "said"."""
    if syntax.tag[verb] not in ("VBD", "VBZ") or syntax.tag[head] == syntax.tag[verb]:
        return head
    if syntax.kid(head, "aux", "auxpass") is None or any(
        syntax.tag[k] in ("VBD", "VBZ") for k in syntax.kids[head] if syntax.dep[k] in ("aux", "auxpass")
    ):
        return head
    above = head
    for _ in range(6):
        above = syntax.head[above]
        if syntax.tag[above] == syntax.tag[verb]:
            return above
        if syntax.head[above] == above:
            break
    return head


def loose(syntax: Syntax, verb: int) -> tuple[int, tuple[int, int]] | None:
    """ "Beck, who backed the rival and was sorry for it, last week said …": no subject was found, yet a phrase opens
    the sentence and ends at the verb.  Head token and phrase."""
    first, _ = syntax.sentences[syntax.sentence[verb]]
    last = verb - 1
    while last > first and (syntax.dep[last] in ("aux", "neg", "advmod", "npadvmod") or syntax.pos[last] in _BREAKS):
        last -= 1
    if first < last and (syntax.pos[first] == "ADP" or syntax.tag[first] in _PARTICIPLES):
        comma = next((t for t in range(first, last) if syntax.lower[t] == ","), None)
        first = comma + 1 if comma is not None else first
    while first < last and syntax.pos[first] in _LEADING:
        first += 1
    if syntax.pos[first] not in _NOMINAL or last - first > _LONG:
        return None
    head = next(
        (t for t in range(first, last + 1) if syntax.pos[t] in ("NOUN", "PROPN", "PRON") and _heads(syntax, t)), None
    )
    return (head, (first, last)) if head is not None else None


_PARTICIPLES = frozenset({"VBN", "VBG", "VBD"})  # "Asked why …, the mayor said"
_BREAKS = frozenset({"PUNCT", "SPACE"})
_LEADING = _BREAKS | {"CCONJ", "ADV", "SCONJ"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"})
_LONG = 40  # tokens of a phrase that names a source


def _heads(syntax: Syntax, t: int) -> bool:
    return syntax.dep[t] not in ("compound", "nmod", "poss", "amod", "nummod")


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
