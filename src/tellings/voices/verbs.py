"""Verbs that tell: their clauses and the quotations beside them."""

from __future__ import annotations

from tellings.model import Span
from tellings.voices.contents import pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotation
from tellings.voices.sources import phrase, subject
from tellings.voices.syntax import Syntax


def find(syntax: Syntax, cues: Cues, quotes: tuple[Quotation, ...]) -> list[Finding]:
    """Tellings whose cue is a verb."""
    table = cues.verbs
    out = []
    for i, lemma in enumerate(syntax.lemma):
        if lemma in table and syntax.pos[i] in ("VERB", "AUX"):
            cue = chosen(syntax, i, table[lemma])
            if cue is not None:
                finding = _clause(syntax, i, cue, quotes) or _quote(syntax, i, cue, quotes)
                if finding is not None:
                    out.append(finding)
    return out


def chosen(syntax: Syntax, i: int, entries: tuple[Cue, ...]) -> Cue | None:
    """The first entry whose further words stand below the verb."""
    for cue in entries:
        if all(any(syntax.lemma[k] == word or syntax.lower[k] == word for k in syntax.kids[i]) for word in cue.more):
            return cue
    return None


def group(syntax: Syntax, i: int) -> tuple[int, int]:
    """The verb with its auxiliaries, negation and adverbs, as far as they touch it."""
    first = last = i
    near = {k for k in syntax.kids[i] if syntax.dep[k] in ("aux", "auxpass", "neg", "advmod", "prt")}
    while first - 1 in near:
        first -= 1
    while last + 1 in near:
        last += 1
    return first, last


def _clause(syntax: Syntax, i: int, cue: Cue, quotes: tuple[Quotation, ...]) -> Finding | None:
    if "clause" not in cue.patterns:
        return None
    clause = syntax.kid(i, "ccomp")
    if clause is not None:
        tokens = syntax.subtree(clause)
    elif syntax.dep[i] == "parataxis":
        tokens = [t for t in syntax.subtree(syntax.head[i], without=[i])]
    else:
        return None
    return finished(syntax, i, cue, "clause", pieces(syntax, tokens), quotes)


def finished(
    syntax: Syntax, i: int, cue: Cue, pattern: str, content: tuple[Span, ...], quotes: tuple[Quotation, ...]
) -> Finding | None:
    """A finding with its source, its cue's group, and quotations taken whole."""
    speaker = subject(syntax, i)
    source = phrase(syntax, speaker, without=i) if speaker is not None else None
    cue_run = group(syntax, i)
    outside = [syntax.span(*cue_run)] + ([syntax.span(*source)] if source else [])
    content = tuple(s for s in snap(content, quotes, outside) if s.end > s.start)
    if not content:
        return None
    return Finding(content, cue_run, source, i, speaker, cue.stance, f"{cue.id}:{cue.lemma}", pattern)


def _quote(syntax: Syntax, i: int, cue: Cue, quotes: tuple[Quotation, ...]) -> Finding | None:
    """The quotation that ends right before the verb's clause, or begins right after it."""
    if "quote" not in cue.patterns:
        return None
    first, last = syntax.edges(i)
    a, b = syntax.start[first], syntax.end[last]
    text = syntax.doc.text
    here, there = syntax.start[i], syntax.end[i]
    beside = []
    for quote in quotes:
        if quote.depth or quote.start <= here < quote.end:
            continue
        inside = a <= quote.start and quote.end <= b
        before = quote.end <= here and (inside or not text[quote.end : a].strip(" ,\n"))
        after = quote.start >= there and (inside or not text[b : quote.start].strip(" ,:\n"))
        if (before or after) and quote.words > 2:
            beside.append(Span(quote.start, quote.end))
    return finished(syntax, i, cue, "quote", tuple(beside), quotes) if beside else None
