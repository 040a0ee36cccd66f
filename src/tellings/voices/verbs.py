"""Verbs that tell: their clauses, objects and the quotations beside them."""

from __future__ import annotations

from tellings.model import Span
from tellings.voices import complements
from tellings.voices.contents import pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.sources import agent, phrase, subject
from tellings.voices.syntax import Syntax

_GROUP = frozenset({"aux", "auxpass", "neg", "advmod", "prt"})


def find(syntax: Syntax, cues: Cues, quotes: Quotes, taken: set[int]) -> list[Finding]:
    """Tellings whose cue is a verb; verbs in `taken` have their speech already."""
    table = cues.verbs
    out = []
    for i, lemma in enumerate(syntax.lemma):
        if lemma in table and syntax.pos[i] in ("VERB", "AUX") and i not in taken:
            cue = chosen(syntax, i, table[lemma])
            if cue is not None:
                finding = _found(syntax, i, cue, quotes)
                if finding is not None:
                    out.append(finding)
    return out


def chosen(syntax: Syntax, i: int, entries: tuple[Cue, ...]) -> Cue | None:
    """The entry with most further words that stand by the verb; a particle must be one of them."""
    kids = syntax.kids[i]
    particle = next((syntax.lower[k] for k in kids if syntax.dep[k] == "prt"), None)
    for cue in entries:
        if particle is not None and particle not in cue.more:
            continue
        if all(any(syntax.lower[k] == word or syntax.lemma[k] == word for k in kids) for word in cue.more):
            return cue
    return None


def group(syntax: Syntax, i: int, last: int | None = None) -> tuple[int, int]:
    """The verb with its auxiliaries, negation and adverbs, as far as they touch it; up to `last` if that is given."""
    first, end = i, i
    near = {k for k in syntax.kids[i] if syntax.dep[k] in _GROUP}
    while first - 1 in near:
        first -= 1
    while end + 1 in near:
        end += 1
    return first, max(end, last or i)


def _found(syntax: Syntax, i: int, cue: Cue, quotes: Quotes) -> Finding | None:
    patterns = cue.patterns
    complement = complements.of(syntax, i, patterns)
    if complement is not None:
        spans = pieces(syntax, complement.tokens)
        return finished(syntax, i, cue, complement.pattern, spans, quotes, complement.sourceless, complement.cue_end)
    if "clause" in patterns and "quote" in patterns:
        tokens = inserted(syntax, i)
        if tokens:
            return finished(syntax, i, cue, "inserted", pieces(syntax, tokens), quotes)
    return None


def passive(syntax: Syntax, i: int) -> bool:
    """A passive, or a participle that opens a clause ("asked about the raid, she …")."""
    if syntax.kid(i, "auxpass", "nsubjpass") is not None:
        return True
    return syntax.tag[i] == "VBN" and syntax.dep[i] in ("acl", "advcl") and syntax.kid(i, "aux", "nsubj") is None


def inserted(syntax: Syntax, i: int) -> list[int]:
    """Of "the dam, she said, would hold": the clause into which the verb is put."""
    if syntax.dep[i] != "parataxis":
        return []
    return syntax.subtree(syntax.head[i], without=[i])


def finished(
    syntax: Syntax,
    i: int,
    cue: Cue,
    pattern: str,
    content: tuple[Span, ...],
    quotes: Quotes,
    sourceless: bool = False,
    cue_end: int | None = None,
) -> Finding | None:
    """A finding with its source, its cue's group, and quotations taken whole."""
    by = agent(syntax, i)
    speaker = by if by is not None else None if sourceless or passive(syntax, i) else subject(syntax, i)
    source = phrase(syntax, speaker, without=i) if speaker is not None else None
    cue_run = group(syntax, i, cue_end)
    outside = [syntax.span(*cue_run)] + ([syntax.span(*source)] if source else [])
    content = tuple(s for s in snap(content, quotes, outside) if s.end > s.start)
    if not content:
        return None
    rule, stance = cue.patterns.get(pattern) or cue.patterns.get("clause") or next(iter(cue.patterns.values()))
    return Finding(content, cue_run, source, i, speaker, stance, rule, pattern)
