"""Where the parser gave a clause to the aside before it: "reported, citing a memo, that …"."""

from __future__ import annotations

from tellings.voices.syntax import Syntax


def give_back(syntax: Syntax, quoting: frozenset[str]) -> None:
    """ "The paper reported, citing a memo, that …": the clause is the verb's before the aside, not that of "citing"."""
    for i, lemma in enumerate(syntax.lemma):
        if lemma in quoting and syntax.tag[i] == "VBG" and syntax.dep[i] == "advcl" and syntax.head[i] < i:
            clause, verb = syntax.kid(i, "ccomp"), syntax.head[i]
            if clause is None or syntax.kid(i, "dobj") is None or syntax.kid(verb, "ccomp", "dobj") is not None:
                continue
            first = syntax.edges(clause)[0]
            if syntax.lower[first] == "that" and syntax.lower[first - 1] == ",":
                syntax.head[clause] = verb
                _move(syntax, clause, i, verb)
        elif lemma in quoting and syntax.tag[i] == "VBG" and syntax.dep[i] == "advcl":
            _give_aside(syntax, i, syntax.head[i])


def _give_aside(syntax: Syntax, aside: int, clause: int) -> None:
    """The same where the parser hung the aside on the clause that follows "that"."""
    verb = syntax.head[clause]
    mark = next((k for k in syntax.kids[clause] if syntax.dep[k] == "mark" and syntax.lower[k] == "that"), None)
    if mark is None or syntax.dep[clause] not in ("ccomp", "advcl") or not verb < aside < mark:
        return
    if syntax.kid(aside, "dobj") is None or syntax.lower[mark - 1] != ",":
        return
    syntax.dep[clause] = "ccomp"
    for k in [k for k in syntax.kids[clause] if k < mark]:
        syntax.head[k] = verb
        _move(syntax, k, clause, verb)


def _move(syntax: Syntax, kid: int, old: int, new: int) -> None:
    """To new lists: those that a word's children stand in are shared."""
    syntax.kids[old] = [k for k in syntax.kids[old] if k != kid]
    syntax.kids[new] = [*syntax.kids[new], kid]
