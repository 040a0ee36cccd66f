"""Verbs that tell: their clauses, objects and the quotations beside them."""

from __future__ import annotations

from tellings.model import Span
from tellings.voices import complements
from tellings.voices.contents import clipped, pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.inserts import Insert, fronted, insert_at, mend, resumed
from tellings.voices.quotes import Quotes
from tellings.voices.sources import agent, phrase, subject
from tellings.voices.syntax import Syntax

_TELLING = frozenset({"clause", "question", "quote", "inserted"})
_CLOSING = frozenset({'"', "”", "''", "’"})
_NO_SOURCE = frozenset({"it", "that", "this", "there", "these", "those"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod", "prt"})


def find(syntax: Syntax, cues: Cues, quotes: Quotes, taken: set[int]) -> tuple[list[Finding], list[Insert]]:
    """Tellings whose cue is a verb, and the inserts among them; verbs in `taken` have their speech already."""
    table = cues.verbs
    out: list[Finding] = []
    inserts: list[Insert] = []
    credits: dict[int, int] = {}
    for i, lemma in enumerate(syntax.lemma):
        if lemma in table and syntax.pos[i] in ("VERB", "AUX") and i not in taken:
            cue = chosen(syntax, i, table[lemma])
            if cue is not None:
                finding = _found(syntax, i, cue, quotes, inserts, cues, credits)
                if finding is not None:
                    out.append(finding)
    by_anchor = {f.anchor: f for f in out} if credits else {}
    for finding in out if credits else ():
        outer = by_anchor.get(credits.get(finding.anchor, -1))
        if outer is not None and syntax.kid(finding.anchor, "nsubj") is None:
            finding.speaker, finding.source = outer.speaker, outer.source
    out.extend(_behind(syntax, table, quotes, inserts, {f.anchor for f in out}))
    for finding in out:
        mend(syntax, finding, inserts)
    return out, inserts


def _behind(syntax: Syntax, table: dict, quotes: Quotes, inserts: list[Insert], known: set[int]) -> list[Finding]:
    """Tellings whose clause stands behind an insert."""
    out = []
    for insert in inserts:
        found = resumed(syntax, insert)
        if found is not None and found[0] not in known and syntax.lemma[found[0]] in table:
            cue = chosen(syntax, found[0], table[syntax.lemma[found[0]]])
            if cue is not None and "clause" in cue.patterns:
                finding = finished(syntax, found[0], cue, "clause", pieces(syntax, found[1]), quotes)
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
        if all(any(k > i and (syntax.lower[k] == word or syntax.lemma[k] == word) for k in kids) for word in cue.more):
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


def _found(
    syntax: Syntax, i: int, cue: Cue, quotes: Quotes, inserts: list[Insert], cues: Cues, credits: dict[int, int]
) -> Finding | None:
    patterns = cue.patterns
    if cue.main and not main_verb(syntax, i):
        patterns = {k: v for k, v in patterns.items() if k not in cue.main}
    telling = "clause" in patterns and "quote" in patterns
    insert = insert_at(syntax, i) if telling and "inserted" in patterns else None
    complement = complements.of(syntax, i, patterns, cue.more)
    if complement is not None and complement.pattern == "modified" and insert is not None:
        complement = None
    if complement is not None and complement.pattern == "linked" and _cue_below(syntax, i, cues):
        return None
    if telling and "inserted" in patterns and insert is None and (complement is None or complement.pattern == "object"):
        front = fronted(syntax, i)
        if front is not None:
            found = finished(syntax, i, cue, "inserted", pieces(syntax, front.content), quotes)
            if found is not None:
                found.speaker, found.source = front.speaker, phrase(syntax, front.speaker, without=i)
            return found
    if insert is not None and (
        complement is None
        or (
            complement.tokens[0] > i
            and (complement.pattern not in ("clause", "question") or resumed(syntax, insert) is not None)
        )
    ):
        inserts.append(insert)
        return finished(syntax, i, cue, "inserted", pieces(syntax, insert.content), quotes)
    if complement is not None:
        if insert is not None:
            inserts.append(insert)
        tokens = complement.tokens
        if complement.pattern == "clause":
            kept = without_credit(syntax, i, tokens, cues)
            if len(kept) < len(tokens):
                credits[next(t for t in tokens if t > kept[-1] and syntax.pos[t] == "VERB")] = i
            tokens = kept
        spans = pieces(syntax, tokens)
        found = finished(syntax, i, cue, complement.pattern, spans, quotes, complement.sourceless, complement.cue_end)
        return (
            found if complement.pattern in _TELLING or found is None or _stated(syntax, i, found, cues.words) else None
        )
    if telling and syntax.dep[i] == "parataxis":
        tokens = syntax.subtree(syntax.head[i], without=[i])
        return finished(syntax, i, cue, "inserted", pieces(syntax, tokens), quotes)
    return None


def without_credit(syntax: Syntax, verb: int, tokens: list[int], cues: Cues) -> list[int]:
    """The clause without what is told of the telling and not in it: ", citing …", ", adding that …", "and called …"."""
    quoting = cues.words["quoting-verbs"]
    for n in range(2, len(tokens)):
        k = tokens[n]
        if k < verb or syntax.pos[k] != "VERB" or tokens[n - 1] != k - 1:
            continue
        before = k - 1
        while before > verb and syntax.lower[before] in _CLOSING:
            before -= 1
        if syntax.tag[k] == "VBG":
            if syntax.lower[before] != "," or syntax.dep[k] not in ("advcl", "acl", "prep"):
                continue
            entries = cues.verbs.get(syntax.lemma[k], ())
            telling = any("quote" in c.patterns or "name" in c.patterns for c in entries)
            if telling or syntax.lemma[k] in quoting or syntax.lower[k : k + 2] == ["according", "to"]:
                return tokens[:n]
        elif syntax.dep[k] == "conj" and syntax.tag[k] == syntax.tag[verb] and syntax.tag[k] in ("VBD", "VBZ"):
            first = group(syntax, k)[0]
            if (
                syntax.dep[first - 1] == "cc"
                and syntax.kid(k, "nsubj", "nsubjpass") is None
                and _tells(syntax, cues, k)
            ):
                return [t for t in tokens if t < first - 1]
    return tokens


def _tells(syntax: Syntax, cues: Cues, k: int) -> bool:
    entries = cues.verbs.get(syntax.lemma[k], ())
    return any("quote" in c.patterns or "name" in c.patterns for c in entries)


def main_verb(syntax: Syntax, i: int) -> bool:
    """The finite main verb of a sentence, stated as a fact, with a subject that can be a source."""
    if syntax.dep[i] != "ROOT" or any(syntax.tag[k] == "MD" for k in syntax.kids[i]):
        return False
    subject_ = syntax.kid(i, "nsubj")
    return subject_ is not None and syntax.lower[subject_] not in _NO_SOURCE


def _stated(syntax: Syntax, i: int, finding: Finding, words: dict[str, frozenset[str]]) -> bool:
    """An attitude is told of somebody, not used to pick out a thing ("people seeking asylum", "a law that bans it")."""
    speaker = finding.speaker
    if speaker is None:
        return not (finding.pattern in ("passive", "name") and syntax.dep[i] in ("acl", "relcl"))
    if syntax.lower[speaker] in _NO_SOURCE:
        return False
    if syntax.dep[i] == "acl" and syntax.head[i] == speaker:
        return syntax.lemma[speaker] in words["document-nouns"] or syntax.lemma[speaker] in words["talk-nouns"]
    return syntax.head[speaker] == i or syntax.dep[speaker] not in ("dobj", "nsubjpass", "npadvmod")


def _cue_below(syntax: Syntax, i: int, cues: Cues) -> bool:
    """ "appeared to imply that …": the telling is that of the verb below."""
    below = syntax.kid(i, "xcomp")
    if below is None or syntax.kid(below, "dobj", "xcomp", "prep") is None:
        return False
    return any(set(c.patterns) - c.main for c in cues.verbs.get(syntax.lemma[below], ()))


def passive(syntax: Syntax, i: int) -> bool:
    """A passive, or a participle that opens a clause ("asked about the raid, she …")."""
    if syntax.kid(i, "auxpass", "nsubjpass") is not None:
        return True
    return complements.participle(syntax, i) and not (syntax.dep[i] == "acl" and _governs_that(syntax, i))


def _governs_that(syntax: Syntax, i: int) -> bool:
    return any(syntax.lower[t] == "that" and syntax.dep[t] == "mark" for t in range(i + 1, min(i + 5, syntax.size)))


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
    around = quotes.at(syntax.start[i])
    if around is not None:
        content = clipped(content, around)
        if source is not None and not around.start <= syntax.start[source[0]] < around.end:
            speaker = source = None
    outside = [syntax.span(*cue_run)] + ([syntax.span(*source)] if source else [])
    content = tuple(s for s in snap(content, quotes, outside) if s.end > s.start)
    if not content:
        return None
    rule, stance = cue.patterns.get(pattern) or cue.patterns.get("clause") or next(iter(cue.patterns.values()))
    return Finding(content, cue_run, source, i, speaker, stance, rule, pattern)
