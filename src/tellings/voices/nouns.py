"""Nouns and adjectives that tell: "the claim that", "his call for", "is confident that"."""

from __future__ import annotations

from tellings.voices.contents import pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.quotes import Quotes
from tellings.voices.sources import phrase, subject
from tellings.voices.syntax import Syntax
from tellings.voices.verbs import group

_WH = frozenset({"WRB", "WP", "WDT", "WP$"})
_SOURCE_PREPOSITIONS = ("by", "from", "of", "among")


def find(syntax: Syntax, cues: Cues, quotes: Quotes) -> list[Finding]:
    """Tellings whose cue is a noun or an adjective."""
    out = []
    nouns, adjectives = cues.nouns, cues.adjectives
    for i, lemma in enumerate(syntax.lemma):
        pos = syntax.pos[i]
        if pos == "NOUN" and lemma in nouns:
            finding = _noun(syntax, i, nouns[lemma][0], cues, quotes)
        elif pos in ("ADJ", "VERB") and (lemma in adjectives or syntax.lower[i] in adjectives):
            finding = _adjective(syntax, i, (adjectives.get(lemma) or adjectives[syntax.lower[i]])[0], quotes)
        else:
            continue
        if finding is not None:
            out.append(finding)
    return out


def _complement(syntax: Syntax, i: int, cue: Cue) -> tuple[str, list[int], int] | None:
    """Pattern, content tokens, and the last token of the cue."""
    for k in syntax.kids[i]:
        if k < i:
            continue
        dep = syntax.dep[k]
        if dep in ("acl", "ccomp", "relcl", "xcomp", "advcl"):
            first = syntax.edges(k)[0]
            if "that" in cue.patterns and syntax.lower[first] == "that" and _whole_clause(syntax, k, first):
                return "that", syntax.subtree(k), i
            if "question" in cue.patterns and (
                syntax.lower[first] in ("whether", "if") or syntax.tag[first] in ("WRB", "WP")
            ):
                return "question", syntax.subtree(k), i
            if cue.part == "adjective" and "that" in cue.patterns and dep == "ccomp" and syntax.tag[first] not in _WH:
                if _whole_clause(syntax, k, first):
                    return "that", syntax.subtree(k), i
            if "to" in cue.patterns and syntax.lower[first] in ("to", "not") and syntax.tag[k] == "VB":
                return "to", syntax.subtree(k), i
        elif dep == "prep" and "prep:" + syntax.lower[k] in cue.patterns:
            obj = next((o for o in syntax.kids[k] if syntax.dep[o] in ("pobj", "pcomp")), None)
            if obj is not None:
                return "prep:" + syntax.lower[k], syntax.subtree(obj), k if k == i + 1 else i
    if "that" in cue.patterns:
        last = syntax.edges(i)[1]
        for t in range(i + 2, min(last, i + 40)):
            if (
                syntax.lower[t] == "that"
                and syntax.dep[t] == "mark"
                and syntax.head[t] > t
                and _whole_clause(syntax, syntax.head[t], t)
            ):
                return "that", syntax.subtree(syntax.head[t]), i
    return None


def _whole_clause(syntax: Syntax, verb: int, that: int) -> bool:
    """ "that" joins a full clause and is not itself subject or object of it, as in "the report that came out"."""
    if syntax.dep[that] in ("nsubj", "nsubjpass", "dobj", "pobj", "attr"):
        return False
    return syntax.kid(verb, "nsubj", "nsubjpass", "expl", "csubj") is not None


def _noun(syntax: Syntax, i: int, cue: Cue, cues: Cues, quotes: Quotes) -> Finding | None:
    found = _complement(syntax, i, cue) or _copula(syntax, i, cue)
    if found is None:
        return _held(syntax, i, cue, cues, quotes)
    pattern, tokens, last = found
    rule, stance = cue.patterns[pattern]
    speaker, first = _noun_source(syntax, i, cues, set(tokens))
    if speaker is None and pattern != "that":
        return None
    if syntax.dep[i] == "dobj" and pattern not in ("that", "to") and syntax.kid(i, "poss") != speaker:
        return _held(syntax, i, cue, cues, quotes)
    source = phrase(syntax, speaker) if speaker is not None else None
    if source is not None and source[0] <= i <= source[1]:
        source = (speaker, speaker)
    return _finding(syntax, i, (first, last), tokens, speaker, source, quotes, stance, rule, pattern)


def _held(syntax: Syntax, i: int, cue: Cue, cues: Cues, quotes: Quotes) -> Finding | None:
    """ "voiced anger about the levy", "has no comment on it": who acts on the noun holds it; what follows is told."""
    verb = syntax.head[i]
    if syntax.dep[i] != "dobj" or verb > i or syntax.pos[verb] != "VERB" or syntax.kid(i, "poss") is not None:
        return None
    if syntax.lemma[verb] in cues.words["received-verbs"]:
        return None
    opinion = any("object" in c.patterns for c in cues.verbs.get(syntax.lemma[verb], ()) if not c.more)
    if opinion and syntax.lemma[verb] not in cues.support:
        return None
    for k in (*syntax.kids[i], *syntax.kids[verb]):
        name = "held:" + syntax.lower[k]
        if k > i and syntax.dep[k] == "prep" and name in cue.patterns:
            obj = syntax.kid(k, "pobj", "pcomp")
            speaker = subject(syntax, verb)
            if obj is None or speaker is None or syntax.lower[speaker] in ("it", "there", "that", "this"):
                return None
            rule, stance = cue.patterns[name]
            first = group(syntax, verb)[0]
            source = phrase(syntax, speaker, without=verb)
            return _finding(syntax, i, (first, k), syntax.subtree(obj), speaker, source, quotes, stance, rule, name)
    return None


def _copula(syntax: Syntax, i: int, cue: Cue) -> tuple[str, list[int], int] | None:
    """ "His answer was that …"."""
    verb = syntax.head[i]
    if "that" not in cue.patterns or syntax.dep[i] != "nsubj" or syntax.lemma[verb] != "be":
        return None
    clause = syntax.kid(verb, "ccomp")
    return ("that", syntax.subtree(clause), verb) if clause is not None and clause > verb else None


def _noun_source(syntax: Syntax, i: int, cues: Cues, content: set[int]) -> tuple[int | None, int]:
    """Head of the source and the first token of the cue."""
    first = i
    while (
        first - 1 >= 0
        and syntax.head[first - 1] == i
        and syntax.dep[first - 1] in ("amod", "compound", "det", "advmod")
    ):
        first -= 1
    for k in syntax.kids[i]:
        if syntax.dep[k] == "poss":
            return k, max(first, k + 1 if first <= k else first)
    for k in syntax.kids[i]:
        if syntax.dep[k] == "prep" and syntax.lower[k] in _SOURCE_PREPOSITIONS:
            obj = syntax.kid(k, "pobj")
            if obj is not None and obj not in content:
                return obj, first
    for k in syntax.kids[i]:
        if syntax.dep[k] == "acl" and syntax.tag[k] == "VBN" and k not in content:
            by = syntax.kid(k, "agent", "prep")
            obj = syntax.kid(by, "pobj") if by is not None else None
            if obj is not None:
                return obj, first
    made = cues.words["made-verbs"]
    for k in range(i + 1, min(syntax.edges(i)[1] + 1, i + 60)):
        if syntax.lemma[k] in made and syntax.tag[k] == "VBN" and syntax.lower[k - 1] == ",":
            by = syntax.kid(k, "agent")
            if by is not None:
                return syntax.kid(by, "pobj"), first
    verb = syntax.head[i]
    if syntax.dep[i] in ("dobj", "attr") and (syntax.lemma[verb] in cues.support or _floated(syntax, i, verb, cues)):
        return subject(syntax, verb), min(first, group(syntax, verb)[0])
    if syntax.dep[i] == "pobj":
        verb = syntax.head[verb]
        entry = cues.verbs.get(syntax.lemma[verb])
        if entry is not None and syntax.pos[verb] == "VERB" and any("quote" in c.patterns for c in entry):
            return subject(syntax, verb), min(first, group(syntax, verb)[0])
    return None, first


def _floated(syntax: Syntax, i: int, verb: int, cues: Cues) -> bool:
    """ "raised concern that …": the object of any verb that is no cue for objects itself."""
    entries = cues.verbs.get(syntax.lemma[verb], ())
    return syntax.dep[i] == "dobj" and not any("object" in c.patterns for c in entries)


def _adjective(syntax: Syntax, i: int, cue: Cue, quotes: Quotes) -> Finding | None:
    found = _complement(syntax, i, cue)
    verb = syntax.head[i]
    if found is None and syntax.dep[i] == "acomp":
        found = _complement(syntax, verb, cue)
        found = (
            (found[0], found[1], i)
            if found is not None and not found[0].startswith("prep") and found[1][0] > i
            else None
        )
    if found is None:
        return None
    pattern, tokens, last = found
    rule, stance = cue.patterns[pattern]
    if syntax.dep[i] in ("acomp", "oprd") and syntax.pos[verb] in ("VERB", "AUX"):
        speaker, first = subject(syntax, verb), group(syntax, verb)[0]
    elif syntax.pos[i] == "VERB" and syntax.kid(i, "nsubj", "nsubjpass") is not None:
        speaker, first = subject(syntax, i), group(syntax, i)[0]
    elif syntax.dep[i] in ("advcl", "amod", "acl", "ROOT", "conj", "appos", "relcl"):
        speaker, first = subject(syntax, i), i
        if syntax.dep[i] == "amod" and syntax.head[i] < i:
            speaker = syntax.head[i]
    else:
        return None
    source = phrase(syntax, speaker, without=i) if speaker is not None and speaker != i else None
    if speaker is not None and syntax.lower[speaker] == "it":
        speaker = source = None
    if source is None and pattern not in ("that", "question"):
        return None
    return _finding(syntax, i, (first, last), tokens, speaker, source, quotes, stance, rule, pattern)


def _finding(syntax, i, cue_run, tokens, speaker, source, quotes, stance, rule, pattern) -> Finding | None:
    outside = [syntax.span(*cue_run)] + ([syntax.span(*source)] if source else [])
    spans = snap(pieces(syntax, tokens), quotes, outside)
    return Finding(spans, cue_run, source, i, speaker, stance, rule, pattern) if spans else None
