"""Who speaks and who passes the words on, as the syntax around a cue tells it: "X, quoted by Y", "in a letter printed by Z"."""

from __future__ import annotations

from tellings.voices import media
from tellings.voices.cues import Cues
from tellings.voices.finding import Finding
from tellings.voices.sources import agent, subject
from tellings.voices.syntax import Syntax

_UNDER_QUOTED = frozenset({"pcomp", "prep", "pobj", "advcl", "ccomp", "xcomp", "acl", "agent", "appos", "compound"})
_PASSING = frozenset({"with", "to", "on", "by", "for", "in", "via", "through"})
_ASIDE = 24  # tokens behind a speaker in which "citing …" may begin


def links(s: Syntax, cues: Cues, finding: Finding) -> tuple[int | None, list[int]]:
    """The innermost speaker's head token, and the heads of those who pass the words on, outermost first."""
    speaker, anchor = finding.speaker, finding.anchor
    passing: list[int] = []
    quoted = _quoted_as(s, cues, anchor) or _statement_carried(s, cues, anchor)
    if quoted is not None:
        speaker, teller = quoted
        return speaker, [teller] if teller is not None else []
    if speaker is None:
        return None, passing
    cited = _cited(s, cues, finding, anchor, speaker)
    cited = _teller_of(s, cues, cited) or cited if cited is not None else None
    passing += _carrier(s, cues, anchor, speaker)
    passing += [k for k in _partners(s, cues, finding) if k not in passing]
    passing += [k for k in _carried_by(s, cues, speaker) if k not in passing]
    if cited is not None:
        passing.append(speaker)
        speaker = cited
    heads = [_author(s, cues, k) or k for k in (*passing, speaker)]
    return heads[-1], [k for k in heads[:-1] if k != heads[-1]]


def _quoted_as(s: Syntax, cues: Cues, anchor: int) -> tuple[int, int | None] | None:
    """ "ISNA quoted him as saying", "was quoted by ISNA as saying", "ISNA quoted him: …"."""
    quoting = cues.words["quoting-verbs"]
    verb = anchor
    for _ in range(6):
        if s.lemma[verb] in quoting and s.pos[verb] == "VERB":
            break
        if s.dep[verb] not in _UNDER_QUOTED or s.head[verb] == verb:
            return None
        verb = s.head[verb]
    if s.lemma[verb] not in quoting:
        return None
    if verb != anchor and not any(s.lower[k] == "as" for k in range(verb + 1, anchor)):
        return None
    passive = s.kid(verb, "nsubjpass")
    if passive is not None:
        by = next((k for k in s.kids[verb] if s.lower[k] == "by"), None)
        if by is None:  # "was quoted as saying by state radio that …"
            saying = next((k for k in range(verb + 1, min(verb + 4, s.size)) if s.tag[k] == "VBG"), anchor)
            by = next(
                (k for k in range(saying + 1, min(saying + 3, s.size)) if s.lower[k] == "by" and s.head[k] == saying),
                None,
            )
        return passive, s.kid(by, "pobj") if by is not None else _printed_in(s, cues, verb)
    told = s.kid(verb, "dobj")
    if told is None or (told > anchor and verb != anchor):
        return None
    if media.is_document(s, cues, told) or s.lemma[told] in cues.words["talk-nouns"]:
        by = next((k for k in s.kids[told] if s.dep[k] == "prep" and s.lower[k] in ("of", "by", "from")), None)
        told = s.kid(by, "pobj") if by is not None else None
        if told is None:
            return None
    teller = subject(s, verb)
    return told, _author(s, cues, teller) or teller if teller is not None else None


def _printed_in(s: Syntax, cues: Cues, verb: int) -> int | None:
    """ "was quoted in the daily Kurier as saying", "was quoted as saying on Radio Nord"."""
    for k in s.subtree(verb)[:30]:
        if k > verb and s.dep[k] == "pobj" and s.lower[s.head[k]] in ("in", "on", "by") and media.is_medium(s, cues, k):
            return k
    return None


def _statement_carried(s: Syntax, cues: Cues, anchor: int) -> tuple[int, int | None] | None:
    """ "The agency carried a statement by the minister saying …": the minister says it, the agency passes it on."""
    verb = s.head[anchor]
    if s.tag[anchor] != "VBG" or s.dep[anchor] not in ("acl", "advcl"):
        return None
    if s.pos[verb] in ("NOUN", "PROPN"):
        verb = s.head[verb] if s.dep[verb] != "pobj" else s.head[s.head[verb]]
    if s.lemma[verb] not in cues.words["carrying-verbs"] or s.pos[verb] != "VERB":
        return None
    noun = s.kid(verb, "dobj")
    if noun is None or not (media.is_document(s, cues, noun) or s.lemma[noun] in cues.words["talk-nouns"]):
        return None
    by = next(
        (k for k in range(noun + 1, anchor) if s.lower[k] in ("by", "from", "of") and s.head[k] in (noun, verb)), None
    )
    speaker = s.kid(by, "pobj") if by is not None else None
    teller = subject(s, verb)
    return (speaker, teller) if speaker is not None and teller is not None and teller < verb else None


def _cited(s: Syntax, cues: Cues, finding: Finding, anchor: int, speaker: int) -> int | None:
    """ "citing a police source", "which spoke to a defector": whom the speaker has it from."""
    words = cues.words
    last = s.sentences[s.sentence[anchor]][1]
    for k in range(s.token_at(finding.content[-1].end), last):
        if k > anchor and s.tag[k] == "VBG" and s.lemma[k] in words["quoting-verbs"] and s.lower[k - 1] == ",":
            return s.kid(k, "dobj")
    for k in range(speaker + 2, min(anchor, speaker + _ASIDE)):
        if s.tag[k] == "VBG" and s.lemma[k] in words["quoting-verbs"] and s.lower[k - 1] == ",":
            return s.kid(k, "dobj")
    for top in (anchor, speaker):
        for k in s.kids[top]:
            if s.dep[k] == "prep" and s.lower[k] == "with":
                found = _with_reference(s, cues, k)
                if found is not None:
                    return found
            if s.pos[k] != "VERB":
                continue
            if s.dep[k] in ("advcl", "acl") and s.tag[k] == "VBG" and s.lemma[k] in words["quoting-verbs"]:
                found = s.kid(k, "dobj")
                if found is not None:
                    return found
            if top == speaker and s.dep[k] == "relcl" and s.lemma[k] in words["seen-by-verbs"]:
                found = s.kid(k, "dobj")
                if found is not None and found > k and media.is_document(s, cues, found):
                    return found
            if top == speaker and s.dep[k] == "relcl" and s.lemma[k] in words["spoke-to-verbs"]:
                prep = next((p for p in s.kids[k] if s.dep[p] == "prep" and s.lower[p] in ("to", "with")), None)
                found = s.kid(prep, "pobj") if prep is not None else s.kid(k, "dobj")
                if found is not None and found > speaker and not _spoke_to(s, cues, speaker, found):
                    return found
    return None


def _teller_of(s: Syntax, cues: Cues, noun: int) -> int | None:
    """ "the testimony of two guards": the guards."""
    if s.lemma[noun] not in cues.words["talk-nouns"]:
        return None
    of = next((k for k in s.kids[noun] if s.dep[k] == "prep" and s.lower[k] in ("of", "by", "from")), None)
    return s.kid(of, "pobj") if of is not None else None


def _spoke_to(s: Syntax, cues: Cues, speaker: int, partner: int) -> bool:
    """ "The minister, who spoke to Radio Nord": a medium passes on; "the monthly, which spoke to Radio Nord", has it from it."""
    return media.is_medium(s, cues, partner) and not media.is_medium(s, cues, speaker)


def _with_reference(s: Syntax, cues: Cues, prep: int) -> int | None:
    """ "with reference to the press service": whom the speaker has it from."""
    noun = s.kid(prep, "pobj")
    if noun is None or s.lemma[noun] not in cues.words["reference-nouns"]:
        return None
    to = s.kid(noun, "prep")
    return s.kid(to, "pobj") if to is not None else None


def _carrier(s: Syntax, cues: Cues, anchor: int, speaker: int) -> list[int]:
    """ "The wire carried remarks by X, who said …", "Canal Siete aired an interview in which X said …"."""
    words = cues.words
    verbs = words["carrying-verbs"] | words["quoting-verbs"]
    nouns = words["talk-nouns"] | words["document-nouns"]
    starts = [speaker, anchor]
    if s.tag[speaker] in ("WP", "WDT") or s.dep[anchor] == "relcl":
        starts.append(_relative_head(s, anchor))
    for start in starts:
        k = start
        named = _relative_head(s, anchor) if s.dep[anchor] == "relcl" else None
        for _ in range(6):
            if k is None or s.head[k] == k:
                break
            verb = s.head[k]
            if (
                named is not None
                and s.dep[named] in ("appos", "npadvmod")
                and s.dep[k] != "dobj"
                and s.dep[verb] == "dobj"
            ):
                named = k = verb
                verb = s.head[k]
            below = s.kid(k, "pobj") if s.dep[k] == "prep" and s.lower[k] == "from" else None
            if (
                (s.dep[k] in ("dobj", "npadvmod") and (s.lemma[k] in nouns or k in (anchor, named)))
                or (below is not None and below == named and s.lemma[below] in nouns)
            ) and (s.lemma[verb] in verbs and verb != anchor):
                found = subject(s, verb)
                return [found] if found is not None and found != speaker else []
            k = verb
            if s.pos[k] in ("VERB", "AUX") and s.dep[k] != "relcl":
                break
    return []


def _relative_head(s: Syntax, verb: int) -> int | None:
    for _ in range(5):
        if s.dep[verb] == "relcl":
            return s.head[verb]
        if s.head[verb] == verb:
            return None
        verb = s.head[verb]
    return None


def _partners(s: Syntax, cues: Cues, finding: Finding) -> list[int]:
    """The medium that is told ("told the daily La Voz") or talked on or to ("in an interview with Radio Bug")."""
    anchor, out = finding.anchor, []
    out.extend(_mouthpieces(s, cues, finding))
    for k in s.kids[anchor]:
        if s.dep[k] in ("dobj", "dative") and _passes_on(s, cues, k) and not _told(s, finding, k):
            out.append(k)
        elif s.dep[k] in ("prep", "dative", "advcl", "acl") and k != finding.speaker:
            out.extend(_media_below(s, cues, finding, k))
            out.extend(_read_out(s, cues, finding, k))
    if finding.pattern == "colon-line" and finding.source is not None:
        out.extend(_addressed(s, cues, finding.source))
    if finding.source is not None and finding.speaker is not None:
        for k in s.kids[finding.speaker]:
            if s.dep[k] == "relcl" and k > finding.speaker and s.lemma[k] in cues.words["spoke-to-verbs"]:
                found = [m for m in _media_below(s, cues, finding, k) if _spoke_to(s, cues, finding.speaker, m)]
                out.extend(found[:1])
            if s.dep[k] in ("acl", "prep") and k > finding.speaker:
                out.extend(_media_below(s, cues, finding, k) if s.dep[k] == "acl" else _of_talk(s, cues, finding, k))
    verb = s.head[anchor]
    if (
        s.dep[anchor] in ("dobj", "conj", "xcomp", "advcl", "ccomp")
        and s.pos[verb] == "VERB"
        and s.dep[anchor] == "dobj"
    ):
        for k in s.kids[verb]:
            if s.dep[k] in ("prep", "dative"):
                out.extend(_media_below(s, cues, finding, k))
    return list(dict.fromkeys(out))[:2]


def _read_out(s: Syntax, cues: Cues, finding: Finding, prep: int) -> list[int]:
    """ "In a letter read out by his daughter, the old man …": who lent the voice."""
    noun = s.kid(prep, "pobj")
    if noun is None or not (media.is_document(s, cues, noun) or s.lemma[noun] in cues.words["talk-nouns"]):
        return []
    found = (agent(s, k) for k in s.kids[noun] if s.dep[k] == "acl" and s.lemma[k] == "read" and s.tag[k] == "VBN")
    return [by for by in found if by is not None and not _told(s, finding, by)]


def _addressed(s: Syntax, cues: Cues, source: tuple[int, int]) -> list[int]:
    """ "Mayor to Radio Norte: …": the medium that a headline says was told."""
    return [
        k
        for k in range(source[0] + 1, source[1] + 1)
        if s.dep[k] == "pobj" and s.lower[s.head[k]] == "to" and media.is_medium(s, cues, k)
    ][:1]


def _mouthpieces(s: Syntax, cues: Cues, finding: Finding) -> list[int]:
    """ "…, Banda said through his lawyer": who speaks for somebody, if that is told with the verb that tells."""
    out = []
    for k in s.kids[finding.anchor]:
        if s.dep[k] == "prep" and s.lower[k] in ("through", "via"):
            obj = s.kid(k, "pobj")
            if obj is not None and s.lemma[obj] in cues.words["mouthpiece-nouns"] and not _told(s, finding, obj):
                out.append(obj)
    return out


def _passes_on(s: Syntax, cues: Cues, told: int) -> bool:
    return media.is_medium(s, cues, told) or media.is_collector(s, cues, told)


def _of_talk(s: Syntax, cues: Cues, finding: Finding, prep: int) -> list[int]:
    """A phrase behind the speaker counts only if it is one of talk ("…, in an interview with Radio Bug,")."""
    obj = s.kid(prep, "pobj")
    if obj is None or not (s.lemma[obj] in cues.words["talk-nouns"] or media.is_document(s, cues, obj)):
        return []
    return _media_below(s, cues, finding, prep)


def _media_below(s: Syntax, cues: Cues, finding: Finding, top: int) -> list[int]:
    out = []
    for k in s.subtree(top)[:40]:
        if (
            s.dep[k] == "pobj"
            and s.lower[s.head[k]] in _PASSING
            and media.is_medium(s, cues, k)
            and not _told(s, finding, k)
            and not _of_ones_own(s, k)
            and not (s.lower[s.head[k]] == "by" and not s.kids[k] and s.lemma[k] in cues.words["instrument-nouns"])
        ) or (
            s.dep[k] == "pobj" and s.lower[k] in ("it",) and s.lower[s.head[k]] == "with" and not _told(s, finding, k)
        ):
            out.append(k)
    return out


def _of_ones_own(s: Syntax, k: int) -> bool:
    """ "on its website", "on their channel": whoever speaks there passes nobody's words on."""
    return any(s.dep[p] == "poss" and s.tag[p] == "PRP$" for p in s.kids[k])


def _told(s: Syntax, finding: Finding, k: int) -> bool:
    return any(c.start <= s.start[k] < c.end for c in finding.content)


def _carried_by(s: Syntax, cues: Cues, speaker: int) -> list[int]:
    """ "villagers interviewed by the Observatory", "a letter published by La Voz"."""
    out = []
    asides = [k for k in s.subtree(speaker)[:30] if k > speaker and s.head[k] != speaker and s.lower[k - 1] == ","]
    for k in (*s.kids[speaker], *asides):
        if s.dep[k] == "acl" and s.tag[k] == "VBN" and s.lemma[k] in cues.words["carried-by-verbs"]:
            by = agent(s, k)
            if by is not None and s.lemma[by] not in cues.words["instrument-nouns"]:
                out.append(by)
        elif s.dep[k] == "acl" and s.tag[k] == "VBN" and s.lemma[k] in cues.words["seen-by-verbs"]:
            by = agent(s, k)
            if by is not None and (
                media.is_medium(s, cues, by) or (s.pos[by] == "PROPN" and media.is_document(s, cues, speaker))
            ):
                out.append(by)
    return out


def _author(s: Syntax, cues: Cues, speaker: int) -> int | None:
    """ "a report by Amnistie Verte": who wrote the document."""
    if not media.is_document(s, cues, speaker):
        return None
    for k in s.kids[speaker]:
        if s.dep[k] == "prep" and s.lower[k] in ("by", "from"):
            return s.kid(k, "pobj")
        if (
            s.dep[k] == "acl"
            and s.tag[k] == "VBN"
            and agent(s, k) is not None
            and s.lemma[k] in cues.words["carried-by-verbs"]
        ):
            return None
    return None
