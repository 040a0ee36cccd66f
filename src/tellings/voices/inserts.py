"""Tellings put into the sentence that they tell: "the dam, she said, would hold"."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.voices.finding import Finding
from tellings.voices.sources import subject
from tellings.voices.syntax import Syntax

_REACH = 16  # tokens from the verb to the comma that closes the insert


@dataclass(frozen=True)
class Insert:
    """The verb, its subject, and the tokens before and behind the insert."""

    verb: int
    speaker: int | None
    before: range
    after: range

    @property
    def content(self) -> list[int]:
        return [*self.before, *self.after]


def insert_at(s: Syntax, verb: int) -> Insert | None:
    """The insert that the verb heads: subject and verb between commas, or behind the last comma."""
    first, end = s.sentences[s.sentence[verb]]
    speaker = s.kid(verb, "nsubj")
    if speaker is None:
        return _quoted(s, verb)
    if s.tag[speaker] in ("WP", "WDT", "WRB"):
        return None
    aside = _between_commas(s, verb, first, end)
    if aside is not None:
        return aside
    told, later = s.kid(verb, "dobj"), s.kid(verb, "xcomp", "oprd")
    if (later is not None and s.lower[s.edges(later)[0] - 1] != ",") or (
        told is not None and not _person(s, verb, told)
    ):
        return None
    if speaker < verb:
        start = s.edges(speaker)[0]
    else:
        start = min([verb, *(k for k in s.kids[verb] if s.dep[k] in ("aux", "advmod") and k < verb)])
    while start > first and s.head[start - 1] == verb and s.dep[start - 1] in ("advmod", "aux", "cc", "mark"):
        start -= 1
    leading = start <= first + 1 and s.lower[start] == "as"
    if not leading and (start <= first + 1 or s.lower[start - 1] not in (",", "—", "–", "--")):
        return None
    if s.lower[start] in (
        "and",
        "but",
        "or",
        "who",
        "which",
        "because",
        "if",
        "when",
        "while",
        "although",
        "though",
        "since",
        "so",
        "that",
    ):
        return None
    close = _close(s, max(verb, speaker), end)
    after = range(close + 1, end) if close is not None else range(end, end)
    if close is not None and _another_telling(s, after):
        after = range(end, end)
    before = range(first, max(first, start - 1))
    if not _has_clause(s, before, alone=not len(after)):
        if len(after) <= 2 or not _has_verb(s, after):
            return None
        if s.pos[first] in ("ADP", "ADV", "CCONJ", "SCONJ") and not _has_verb(s, before):
            before = range(first, first)
    return Insert(verb, speaker, before, after)


def _between_commas(s: Syntax, verb: int, first: int, end: int) -> Insert | None:
    """ "The tests, says the mayor, were negative": verb and speaker between commas, whatever the parser made of them."""
    if verb - 1 <= first or s.lower[verb - 1] != "," or s.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    behind = [k for k in s.kids[verb] if k > verb and s.dep[k] in ("nsubj", "dobj") and s.edges(k)[0] == verb + 1]
    if not behind or s.pos[behind[0]] == "PRON":
        return None
    last = s.edges(behind[0])[1]
    last -= s.lower[last] == ","
    after = range(last + 2, end)
    opening = s.pos[verb + 1] in ("DET", "PROPN", "ADJ", "NOUN") and last + 1 < end and s.lower[last + 1] == ","
    finite = next((t for t in after if s.pos[t] in ("VERB", "AUX")), None)
    if not opening or finite is None or s.tag[finite] not in ("VBD", "VBZ", "VBP", "MD"):
        return None
    if _has_clause(s, range(first, verb - 1), alone=True) or s.pos[after.start] in ("CCONJ", "SCONJ", "PRON", "DET"):
        return None
    return Insert(verb, behind[0], range(first, verb - 1), after)


def _quoted(s: Syntax, saying: int) -> Insert | None:
    """ "The deal is dead, the senator was quoted as saying": the clause stands before whoever is quoted."""
    if s.tag[saying] != "VBG" or s.lower[saying - 1] != "as" or s.kid(saying, "ccomp", "xcomp") is not None:
        return None
    verb = s.head[s.head[saying]]
    speaker = s.kid(verb, "nsubjpass")
    if s.dep[saying] != "pcomp" or speaker is None or speaker > verb:
        return None
    first, end = s.sentences[s.sentence[verb]]
    start = s.edges(speaker)[0]
    before = range(first, start - 1)
    if start <= first + 1 or s.lower[start - 1] != "," or not _has_clause(s, before, alone=True):
        return None
    return Insert(saying, speaker, before, range(end, end))


def fronted(s: Syntax, verb: int) -> Insert | None:
    """ "The ferry was full, the ministry, which runs the port, said": the speaker was taken for an apposition."""
    first, _ = s.sentences[s.sentence[verb]]
    if s.kid(verb, "nsubj", "nsubjpass") is not None or verb - 1 <= first or s.lower[verb - 1] != ",":
        return None
    behind = _inverted(s, verb, first)
    if behind is not None:
        return behind
    head = s.head[verb]
    for t in range(verb - 2, first, -1):
        if s.dep[t] == "appos" and s.pos[t] in ("NOUN", "PROPN"):
            a, b = s.edges(t)
            if b in (verb - 2, verb - 1) and a > first + 1 and s.lower[a - 1] == "," and (head < a or head == verb):
                before = range(first, a - 1)
                return Insert(verb, t, before, range(0, 0)) if _has_clause(s, before, alone=True) else None
    return None


def _inverted(s: Syntax, verb: int, first: int) -> Insert | None:
    """ "…, reported the news agency": the speaker behind the verb was taken for its object."""
    speaker = s.kid(verb, "dobj")
    if (
        speaker is None
        or s.tag[verb] not in ("VBD", "VBZ", "VBP")
        or s.dep[verb] not in ("conj", "ROOT", "dep", "ccomp", "parataxis")
    ):
        return None
    if s.edges(speaker)[0] != verb + 1 or s.kid(verb, "ccomp", "xcomp") is not None or s.pos[speaker] == "PRON":
        return None
    end = s.sentences[s.sentence[verb]][1]
    before = range(first, verb - 1)
    last = s.edges(speaker)[1]
    last -= s.lower[last] == ","
    after = range(last + 2, end)
    if last + 1 < end and s.lower[last + 1] == "," and _has_verb(s, after) and not _another_telling(s, after):
        return Insert(verb, speaker, before, after)  # "The list, wrote the columnist, was never burned."
    if end - speaker > 12 or not _has_clause(s, before, alone=True):
        return None
    return Insert(verb, speaker, before, range(0, 0))


def robbed(s: Syntax, verb: int) -> Insert | None:
    """ "The road is open, said the head of the port, and the ferry sails": the parser gave the speaker to what follows."""
    first, end = s.sentences[s.sentence[verb]]
    if s.tag[verb] not in ("VBD", "VBZ", "VBP") or s.lower[verb - 1] != "," or verb - 1 <= first:
        return None
    if s.kid(verb, "nsubj", "nsubjpass") is not None:
        return None
    for speaker in range(verb + 1, min(verb + _REACH, end)):
        taken = s.head[speaker]
        if (
            s.dep[speaker] not in ("nsubj", "nsubjpass")
            or s.edges(speaker)[0] != verb + 1
            or s.pos[speaker] not in ("NOUN", "PROPN")
        ):
            continue
        comma = next((t for t in range(speaker + 1, taken) if s.lower[t] == ","), None)
        after = range(comma + 1, end) if comma is not None else range(0, 0)
        if comma is None or s.pos[comma + 1] not in ("CCONJ", "SCONJ") or not _has_verb(s, after):
            continue
        if any(s.pos[t] in ("VERB", "AUX") for t in range(verb + 1, comma)):
            continue
        before = range(first, verb - 1)
        return Insert(verb, speaker, before, after) if _has_clause(s, before, alone=True) else None
    return None


def _close(s: Syntax, verb: int, end: int) -> int | None:
    for t in range(verb + 1, min(end, verb + _REACH)):
        if s.lower[t] in (",", "—", "–", "--"):
            if any(
                s.dep[k] == "appos"
                for k in range(t + 1, min(t + 4, end))
                if s.head[k] <= t and s.pos[k] in ("NOUN", "PROPN")
            ):
                continue
            return t
        if s.lower[t] in ("that", ":", '"', "“", ";"):
            return None
    return None


def _another_telling(s: Syntax, after: range) -> bool:
    """ "…, he said, adding that …": what follows is a new telling, or a manner of speaking."""
    first = next((t for t in after if s.pos[t] not in ("PUNCT", "SPACE", "ADV")), None)
    return first is None or s.tag[first] == "VBG"


def _has_verb(s: Syntax, tokens: range) -> bool:
    return any(s.pos[t] in ("VERB", "AUX") for t in tokens)


def _has_clause(s: Syntax, tokens: range, alone: bool) -> bool:
    """A subject with its verb; if nothing else is told (`alone`), not in a subordinate clause only."""
    if any(s.dep[t] == "ROOT" and s.pos[t] == "VERB" for t in tokens):
        return True
    for t in tokens:
        if s.dep[t] in ("nsubj", "nsubjpass", "expl") and s.head[t] in tokens and s.pos[s.head[t]] in ("VERB", "AUX"):
            verb = s.head[t]
            if not alone or (
                s.kid(verb, "mark") is None
                and s.dep[verb] != "relcl"
                and s.tag[tokens.start] not in ("VBN", "VBG", "IN")
            ):
                return True
    return False


def _person(s: Syntax, verb: int, told: int) -> bool:
    """Whom it is told to: only verbs like "tell" have such an object."""
    return s.lemma[verb] in ("tell", "ask") and told > verb


def speaker_before(s: Syntax, insert: Insert) -> int | None:
    """Who acts in the sentence around the insert: the subject that stands before it."""
    for t in insert.before:
        if s.dep[t] in ("nsubj", "nsubjpass") and s.pos[t] in ("NOUN", "PROPN", "PRON"):
            return t
    return next(
        (t for t in insert.before if s.pos[t] in ("NOUN", "PROPN", "PRON") and s.head[t] not in insert.before), None
    ) or next((t for t in insert.before if s.dep[t] == "ROOT" and s.pos[t] in ("NOUN", "PROPN", "PRON")), None)


def mend(s: Syntax, finding: Finding, inserts: list[Insert]) -> None:
    """A telling behind an insert is not the insert's speaker's, though the parser says so."""
    for insert in inserts:
        if (
            finding.anchor in insert.after
            and finding.anchor != insert.verb
            and finding.speaker in (insert.speaker, None)
        ):
            found = speaker_before(s, insert)
            if found is not None and found != finding.speaker:
                finding.speaker = found
                first, last = s.edges(found)
                last = min(last, insert.before.stop - 1)
                while last > found and s.pos[last] in ("PUNCT", "SPACE"):
                    last -= 1
                finding.source = (first, last)


def resumed(s: Syntax, insert: Insert) -> tuple[int, list[int]] | None:
    """ "Police had told her, she said, that it …": the verb before the insert and its clause behind it."""
    first = next((t for t in insert.after if s.pos[t] != "SPACE"), None)
    if first is None or s.lower[first] != "that":
        return None
    for t in reversed(insert.before):
        if s.pos[t] == "VERB" and s.dep[t] not in ("acl", "relcl", "amod") and subject(s, t) is not None:
            return t, [k for k in insert.after if s.pos[k] != "SPACE"]
    return None
