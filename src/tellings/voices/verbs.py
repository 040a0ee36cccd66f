"""Verbs that tell: their clauses, objects and the quotations beside them."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.model import Span
from tellings.voices import complements
from tellings.voices.asides import give_back
from tellings.voices.contents import clipped, pieces, snap
from tellings.voices.cues import Cue, Cues
from tellings.voices.finding import Finding
from tellings.voices.inserts import Insert, fronted, insert_at, mend, resumed, robbed
from tellings.voices.quotes import Quotes
from tellings.voices.sources import agent, loose, phrase, subject
from tellings.voices.syntax import Syntax

_TELLING = frozenset({"clause", "question", "quote", "inserted"})
_CLOSING = frozenset({'"', "”", "''", "’"})
_NO_SOURCE = frozenset({"it", "that", "this", "there", "these", "those"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod", "prt"})


def find(syntax: Syntax, cues: Cues, quotes: Quotes, taken: set[int]) -> tuple[list[Finding], list[Insert]]:
    """Tellings whose cue is a verb, and the inserts among them; verbs in `taken` have their speech already."""
    table = cues.verbs
    give_back(syntax, cues.words["quoting-verbs"])
    out: list[Finding] = []
    inserts: list[Insert] = []
    credits: dict[int, int] = {}
    for i, lemma in enumerate(syntax.lemma):
        if lemma in table and syntax.pos[i] in ("VERB", "AUX") and i not in taken:
            for cue in fitting(syntax, i, table[lemma]):
                finding = _found(syntax, i, cue, quotes, inserts, cues, credits)
                if finding is not None:
                    out.append(finding)
                    break
    by_anchor = {f.anchor: f for f in out} if credits else {}
    for finding in out if credits else ():
        outer = by_anchor.get(credits.get(finding.anchor, -1))
        if outer is not None and syntax.kid(finding.anchor, "nsubj") is None:
            finding.speaker, finding.source = outer.speaker, outer.source
    out.extend(_behind(syntax, table, quotes, inserts, {f.anchor for f in out}))
    for finding in out:
        _issued(syntax, finding, cues.words["caught-verbs"])
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
    """The entry with most further words that stand by the verb."""
    return next(fitting(syntax, i, entries), None)


def fitting(syntax: Syntax, i: int, entries: tuple[Cue, ...]) -> Iterator[Cue]:
    """The entries whose further words stand by the verb, those with most words first; a particle must be among them."""
    particle = next((syntax.lower[k] for k in syntax.kids[i] if syntax.dep[k] == "prt"), None)
    for cue in entries:
        if particle is not None and particle not in cue.more:
            continue
        if not cue.more or further(syntax, i, cue.more) is not None:
            yield cue


def further(syntax: Syntax, i: int, more: tuple[str, ...]) -> list[int] | None:
    """The tokens of a cue's further words, in their order: each depends on the verb or on a word of the cue before it."""
    found: list[int] = []
    for word in more:
        near = (k for h in (*reversed(found), i) for k in syntax.kids[h] if k > (found[-1] if found else i))
        k = next((k for k in near if syntax.lower[k] == word or syntax.lemma[k] == word), None)
        if k is None:
            return None
        found.append(k)
    return found


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
    complement = complements.of(syntax, i, patterns, further(syntax, i, cue.more) or [])
    if complement is not None and complement.pattern == "modified" and insert is not None:
        complement = None
    if complement is not None and complement.pattern == "linked" and _cue_below(syntax, i, cues):
        return None
    if telling and "inserted" in patterns and insert is None:
        front = robbed(syntax, i)
        if front is None and (complement is None or complement.pattern == "object"):
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
        found = finished(syntax, i, cue, "inserted", pieces(syntax, insert.content), quotes)
        if found is not None and insert.speaker is not None and insert.speaker > i:
            found.speaker, found.source = insert.speaker, phrase(syntax, insert.speaker, without=i)
        return found
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
    rest = _rest(syntax, i) if telling and "inserted" in patterns else None
    if rest is not None:
        return finished(syntax, i, cue, "clause", pieces(syntax, rest), quotes)
    if telling and syntax.dep[i] == "parataxis":
        tokens = syntax.subtree(syntax.head[i], without=[i])
        return finished(syntax, i, cue, "inserted", pieces(syntax, tokens), quotes)
    return None


def _rest(syntax: Syntax, i: int) -> list[int] | None:
    """What follows a verb that tells, up to the end of the sentence, where the parser saw no clause in it."""
    speaker = subject(syntax, i)
    if syntax.tag[i] not in ("VBD", "VBZ", "VBP") or speaker is None or speaker > i or passive(syntax, i):
        return None
    if syntax.kid(i, "dobj") is not None:
        return _cut_behind_person(syntax, i)
    end = syntax.sentences[syntax.sentence[i]][1]
    first = group(syntax, i)[1] + 1
    if first >= end or syntax.pos[first] in ("ADP", "PUNCT", "SCONJ", "CCONJ"):
        return None
    verb = next((t for t in range(first, end) if syntax.tag[t] in ("VBD", "VBZ", "VBP", "MD")), None)
    if verb is None or any(
        syntax.lower[t] in (",", ";", "who", "which", "that", "when", "as") for t in range(first, verb)
    ):
        return None
    return list(range(first, end))


def _cut_behind_person(syntax: Syntax, i: int) -> list[int] | None:
    """ "She told Radio Lac | her brother was ill": the parser ended a sentence behind whoever is told."""
    told, end = syntax.kid(i, "dobj"), syntax.sentences[syntax.sentence[i]][1]
    if told is None or syntax.lemma[i] not in ("tell", "inform", "assure", "warn") or syntax.edges(told)[1] != end - 1:
        return None
    if end >= syntax.size or syntax.pos[end - 1] in ("PUNCT", "SPACE") or syntax.pos[end] in ("PUNCT", "SPACE"):
        return None
    last = syntax.sentences[syntax.sentence[end]][1]
    return (
        list(range(end, last)) if any(syntax.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(end, last)) else None
    )


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
                told = any(syntax.pos[t] in ("VERB", "AUX") for t in tokens[:n])
                return tokens[:n] if told else tokens  # "that, according to pilots, the bridge had fallen"
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
    if speaker is None and not passive(syntax, i) and finding.pattern not in ("linked", "question"):
        return False
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
    if syntax.kid(i, "auxpass", "nsubjpass") is not None or _put_to(syntax, i):
        return True
    return complements.participle(syntax, i) and not (syntax.dep[i] == "acl" and _governs_that(syntax, i))


def _put_to(syntax: Syntax, i: int) -> bool:
    """ "Asked whether …, she said", "when asked about it": a participle that the parser took for a past tense."""
    if syntax.tag[i] not in ("VBD", "VBN") or syntax.dep[i] not in ("advcl", "dep", "ccomp"):
        return False
    if syntax.kid(i, "nsubj", "aux") is not None:
        return False
    before = syntax.lower[i - 1] if i else ""
    return i == syntax.sentences[syntax.sentence[i]][0] or before in _WHEN


_WHEN = frozenset({"when", "if", "once", "as", "unless", "until"})


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
    if pattern == "clause" and speaker is None and not passive(syntax, i) and not sourceless:
        found = _opening(syntax, i, content)
        if found is not None:
            speaker, source, content = found
    cue_run = group(syntax, i, cue_end)
    if speaker is not None and syntax.lower[speaker] == "that" and syntax.lower[i + 1 : i + 2] == [","]:
        return None  # "That said, …"
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


def _opening(syntax: Syntax, i: int, content: tuple[Span, ...]) -> tuple[int, tuple[int, int], tuple[Span, ...]] | None:
    """Speaker, source and content of a finite verb without a subject whose sentence opens with a phrase."""
    told = tuple(s for s in content if s.start > syntax.start[i])
    if syntax.dep[i] not in ("ROOT", "ccomp") or syntax.tag[i] not in ("VBD", "VBZ", "VBP") or not told:
        return None
    found = loose(syntax, i)
    return (*found, told) if found is not None else None


def _issued(syntax: Syntax, finding: Finding, caught: frozenset[str]) -> None:
    """ "issued a statement saying that …": who issues it says so; not so "has him saying", "heard a man saying"."""
    i = finding.anchor
    if syntax.dep[i] != "acl" or syntax.tag[i] != "VBG":
        return
    noun = syntax.head[i]
    verb = syntax.head[noun]
    if syntax.dep[noun] == "pobj" and syntax.lower[verb] == "to":
        verb = syntax.head[verb]
        verb = syntax.head[verb] if syntax.dep[verb] == "dobj" else verb
    elif syntax.dep[noun] != "dobj":
        return
    if syntax.pos[verb] != "VERB" or verb > i or syntax.lemma[verb] in caught:
        return
    speaker = subject(syntax, verb)
    if speaker is not None and speaker < verb:
        finding.speaker, finding.source = speaker, phrase(syntax, speaker, without=verb)
        finding.cue = (group(syntax, verb)[0], finding.cue[1])
