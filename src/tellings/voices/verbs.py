"""Verbs that tell: their clauses, objects and the quotations beside them."""

from __future__ import annotations

from tellings.model import Span
from tellings.voices import complements
from tellings.voices.contents import merged, pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotation
from tellings.voices.sources import agent, phrase, subject
from tellings.voices.syntax import Syntax

_GROUP = frozenset({"aux", "auxpass", "neg", "advmod", "prt"})


def find(syntax: Syntax, cues: Cues, quotes: tuple[Quotation, ...]) -> list[Finding]:
    """Tellings whose cue is a verb."""
    table = cues.verbs
    out = []
    for i, lemma in enumerate(syntax.lemma):
        if lemma in table and syntax.pos[i] in ("VERB", "AUX"):
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


def _found(syntax: Syntax, i: int, cue: Cue, quotes: tuple[Quotation, ...]) -> Finding | None:
    patterns = cue.patterns
    complement = complements.of(syntax, i, patterns)
    if complement is not None:
        spans = pieces(syntax, complement.tokens)
        return finished(syntax, i, cue, complement.pattern, spans, quotes, complement.sourceless, complement.cue_end)
    if "clause" in patterns and "quote" in patterns:
        tokens = inserted(syntax, i)
        if tokens:
            return finished(syntax, i, cue, "inserted", pieces(syntax, tokens), quotes)
    if "quote" in patterns:
        spans = beside(syntax, i, quotes)
        if spans:
            return finished(syntax, i, cue, "quote", spans, quotes)
    return None


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
    quotes: tuple[Quotation, ...],
    sourceless: bool = False,
    cue_end: int | None = None,
) -> Finding | None:
    """A finding with its source, its cue's group, and quotations taken whole."""
    by = agent(syntax, i)
    speaker = by if by is not None else None if sourceless else subject(syntax, i)
    source = phrase(syntax, speaker, without=i) if speaker is not None else None
    cue_run = group(syntax, i, cue_end)
    outside = [syntax.span(*cue_run)] + ([syntax.span(*source)] if source else [])
    if "quote" in cue.patterns:
        content = merged([*content, *opposite(syntax, i, content, quotes)])
    content = tuple(s for s in snap(content, quotes, outside) if s.end > s.start)
    if not content:
        return None
    rule, stance = cue.patterns.get(pattern) or cue.patterns.get("clause") or next(iter(cue.patterns.values()))
    return Finding(content, cue_run, source, i, speaker, stance, rule, pattern)


def beside(syntax: Syntax, i: int, quotes: tuple[Quotation, ...]) -> tuple[Span, ...]:
    """The quotations that end right before the verb's clause, or begin right after it."""
    first, last = syntax.edges(i)
    a, b = syntax.start[first], syntax.end[last]
    text = syntax.doc.text
    here, there = syntax.start[i], syntax.end[i]
    out = []
    for quote in quotes:
        if quote.depth or quote.start <= here < quote.end:
            continue
        inside = a <= quote.start and quote.end <= b
        before = quote.end <= here and (inside or not text[quote.end : a].strip(" ,\n"))
        after = quote.start >= there and (inside or not text[b : quote.start].strip(" ,:\n"))
        if (before or after) and quote.words > 2:
            out.append(Span(quote.start, quote.end))
    return tuple(out)


def opposite(syntax: Syntax, i: int, content: tuple[Span, ...], quotes: tuple[Quotation, ...]) -> list[Span]:
    """The other half of a speech that the verb interrupts: "“Judge,” he said, “hear me”"."""
    first, last = syntax.sentences[syntax.sentence[i]]
    low, high = syntax.start[first], syntax.end[last - 1]
    text = syntax.doc.text
    here = syntax.start[i]
    out = []
    for quote in quotes:
        if quote.start >= high:
            break
        if quote.depth or quote.end <= low or any(s.start < quote.end and quote.start < s.end for s in content):
            continue
        lead, tail = text[max(0, quote.start - 2) : quote.start], text[quote.inner[1] - 1 : quote.inner[1]]
        touches = any(q.start <= s.start < q.end for q in quotes if not q.depth for s in content)
        if not touches:
            continue
        if (quote.end <= here and tail in ",—–-?!") or (quote.start >= here and lead.strip() in (",", ":")):
            out.append(Span(quote.start, quote.end))
    return out
