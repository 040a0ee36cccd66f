"""Prepositions and adverbs that put a whole sentence in somebody's mouth: "according to", "reportedly"."""

from __future__ import annotations

from tellings.voices.contents import pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.sources import phrase
from tellings.voices.syntax import Syntax


def find(syntax: Syntax, cues: Cues, quotes: Quotes) -> list[Finding]:
    """Tellings whose cue is a preposition or an adverb: the content is the clause it hangs on."""
    out = []
    table = cues.phrases
    for i, word in enumerate(syntax.lower):
        if word in table:
            for cue in table[word]:
                last = i + len(cue.more)
                if tuple(syntax.lower[i + 1 : last + 1]) == cue.more:
                    finding = _one(syntax, i, last, cue, cues, quotes)
                    if finding is not None:
                        out.append(finding)
                    break
    return out


def _one(syntax: Syntax, i: int, last: int, cue: Cue, cues: Cues, quotes: Quotes) -> Finding | None:
    pattern = next(iter(cue.patterns))
    rule, stance = cue.patterns[pattern]
    speaker = None
    if pattern == "sentence":
        speaker = next(
            (k for t in range(last, i - 1, -1) for k in syntax.kids[t] if syntax.dep[k] == "pobj" and k > last), None
        )
        if speaker is None:
            return None
    top = _clause_above(syntax, i)
    if top is None:
        return None
    if speaker is not None and i > 0 and syntax.lower[i - 1] == "," and _closes_sentence(syntax, speaker):
        first, _ = syntax.sentences[syntax.sentence[i]]
        root = next((t for t in range(first, i) if syntax.dep[t] == "ROOT" and syntax.pos[t] in ("VERB", "AUX")), None)
        top = root if root is not None else top
    if pattern == "names-source" and any("quote" in c.patterns for c in cues.verbs.get(syntax.lemma[top], ())):
        return None
    run = phrase(syntax, speaker) if speaker is not None else None
    drop = set(syntax.subtree(i))
    if run is not None:
        drop.update(range(i, run[1] + 1))
    drop.update(k for k in syntax.kids[top] if syntax.dep[k] == "mark" and syntax.lower[k] == "that")
    tokens = [t for t in syntax.subtree(top) if t not in drop]
    outside = [syntax.span(i, last)] + ([syntax.span(*run)] if run else [])
    spans = snap(pieces(syntax, tokens), quotes, outside)
    return Finding(spans, (i, last), run, i, speaker, stance, rule, pattern) if spans else None


def _closes_sentence(syntax: Syntax, speaker: int) -> bool:
    last = syntax.edges(speaker)[1]
    end = syntax.sentences[syntax.sentence[speaker]][1]
    return all(syntax.pos[t] in ("PUNCT", "SPACE") for t in range(last + 1, end))


def _clause_above(syntax: Syntax, i: int) -> int | None:
    """The verb of the clause that the phrase modifies."""
    top = syntax.head[i]
    for _ in range(40):
        if syntax.pos[top] in ("VERB", "AUX") and syntax.dep[top] not in ("amod", "aux", "auxpass", "acl", "xcomp"):
            return top
        if syntax.head[top] == top:
            break
        top = syntax.head[top]
    return top if top != i else None
