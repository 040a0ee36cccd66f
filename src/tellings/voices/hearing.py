"""What somebody has from somebody else: "they had heard from the guards that the owner fled"."""

from __future__ import annotations

from tellings.voices.contents import pieces, snap
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.sources import phrase
from tellings.voices.syntax import Syntax

_CLAUSES = frozenset({"ccomp", "relcl", "acl", "advcl"})


def find(syntax: Syntax, cues: Cues, quotes: Quotes) -> list[Finding]:
    """Tellings of whom a verb of hearing has behind "from"; the clause begins with "that"."""
    out = []
    verbs = cues.words["hearing-verbs"]
    for i, lemma in enumerate(syntax.lemma):
        if lemma not in verbs or syntax.pos[i] != "VERB":
            continue
        teller = next(
            (
                syntax.kid(k, "pobj")
                for k in syntax.kids[i]
                if syntax.dep[k] == "prep" and syntax.lower[k] == "from" and k > i
            ),
            None,
        )
        clause = _clause(syntax, i, teller) if teller is not None else None
        if clause is None or syntax.pos[teller] not in ("NOUN", "PROPN"):
            continue
        first, last = phrase(syntax, teller)
        source = (first, min(last, clause[0] - 1))
        spans = snap(pieces(syntax, clause), quotes, [syntax.span(i, source[1])])
        if spans:
            out.append(Finding(spans, (i, i), source, i, teller, "said", "hearing", "clause"))
    return out


def _clause(s: Syntax, verb: int, teller: int) -> list[int] | None:
    """The tokens of a clause with "that" behind the teller, whatever the parser hung it on."""
    tellers = s.subtree(teller)
    for top in (verb, *tellers):
        for k in s.kids[top]:
            first = s.edges(k)[0]
            if s.dep[k] in _CLAUSES and first > teller and s.lower[first] == "that" and _has_subject(s, k):
                return s.subtree(k)
    return None


def _has_subject(s: Syntax, verb: int) -> bool:
    """One beside "that": "the guards that fled" tells nothing."""
    found = s.kid(verb, "nsubj", "nsubjpass")
    return found is not None and s.lower[found] != "that"
