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
    if pattern in ("sentence", "aside"):
        speaker = next(
            (k for t in range(last, i - 1, -1) for k in syntax.kids[t] if syntax.dep[k] == "pobj" and k > last), None
        )
        if speaker is None or (pattern == "aside" and not _set_off(syntax, i, speaker)):
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
    if run is not None and (name := _name_behind(syntax, speaker, run[1])) is not None:
        speaker, run = name, (run[0], name)
    drop = set(syntax.subtree(i))
    if run is not None:
        drop.update(range(i, run[1] + 1))
    drop.update(k for k in syntax.kids[top] if syntax.dep[k] == "mark" and syntax.lower[k] == "that")
    tokens = [t for t in syntax.subtree(top) if t not in drop]
    outside = [syntax.span(i, last)] + ([syntax.span(*run)] if run else [])
    spans = snap(pieces(syntax, tokens), quotes, outside)
    return Finding(spans, (i, last), run, i, speaker, stance, rule, pattern) if spans else None


def _name_behind(syntax: Syntax, speaker: int, last: int) -> int | None:
    """ "According to the chief of the fire service, Dr. Ana Lima": the last token of the name, where the parser tied it to another word."""
    if syntax.pos[speaker] != "NOUN" or syntax.tag[speaker] != "NN":
        return None
    end = syntax.sentences[syntax.sentence[speaker]][1]
    name = last + 2
    while name < end and syntax.pos[name] == "PROPN":
        name += 1
    closed = name == end or syntax.lower[name] in (",", ".", ";")
    if name - last < 4 or not closed or syntax.lower[last + 1] != "," or syntax.dep[name - 1] in _TIED:
        return None
    return name - 1


_TIED = frozenset({"conj", "nsubj", "nsubjpass", "compound"})


def _set_off(syntax: Syntax, i: int, speaker: int) -> bool:
    """Between commas or at an end of the sentence, and somebody in particular: ", per the ministry", not "30 per day"."""
    first, _ = syntax.sentences[syntax.sentence[i]]
    opens = i == first or syntax.lower[i - 1] in (",", "—", "–", "(")
    definite = syntax.pos[speaker] == "PROPN" or any(syntax.dep[k] in ("det", "poss") for k in syntax.kids[speaker])
    return opens and definite


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
