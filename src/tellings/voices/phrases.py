"""Prepositional cues: "according to"."""

from __future__ import annotations

from tellings.voices.contents import pieces, snap
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotation
from tellings.voices.sources import phrase
from tellings.voices.syntax import Syntax


def find(syntax: Syntax, cues: Cues, quotes: tuple[Quotation, ...]) -> list[Finding]:
    """Tellings whose cue is a preposition: the content is the clause it hangs on."""
    out = []
    for i, word in enumerate(syntax.lower):
        for cue in cues.phrases.get(word, ()):
            last = i + len(cue.more)
            if tuple(syntax.lower[i + 1 : last + 1]) != cue.more:
                continue
            source = next(
                (k for t in range(last, i - 1, -1) for k in syntax.kids[t] if syntax.dep[k] == "pobj" and k > last),
                None,
            )
            top = i
            while syntax.head[top] != top and syntax.pos[top] not in ("VERB", "AUX"):
                top = syntax.head[top]
            if source is None or top == i:
                continue
            drop = i
            while syntax.head[drop] != top and syntax.head[drop] != drop:
                drop = syntax.head[drop]
            tokens = [t for t in syntax.subtree(top) if t not in set(syntax.subtree(i))]
            run = phrase(syntax, source)
            spans = snap(pieces(syntax, tokens), quotes, [syntax.span(i, last), syntax.span(*run)])
            if spans:
                out.append(Finding(spans, (i, last), run, i, source, cue.stance, f"{cue.id}:{word}", "sentence"))
    return out
