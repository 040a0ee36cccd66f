"""Does a bare "Monday" look back or ahead?  The tense of the verb that governs it says so."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

from tellings.entities.times_draft import FUTURE, OPEN, PAST
from tellings.model import Span
from tellings.parse import Parsed

STEPS = 12
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_BEFORE_NOUN = ("compound", "nmod", "npadvmod", "poss", "nummod", "amod")


@cache
def context() -> dict[str, frozenset[str]]:
    """Word lists around temporal expressions, from `data/times.toml`."""
    tables = tomllib.loads(files("tellings.entities.data").joinpath("times.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in tables["context"].items()}


class Tenses:
    """The tense around the words of one parsed report."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.doc: Doc = parsed.doc
        self.text = parsed.text
        self.offsets = parsed.starts

    def token(self, char: int) -> Token:
        return self.doc[max(0, bisect_right(self.offsets, char) - 1)]

    def sentence(self, char: int) -> int:
        """Number of the sentence that holds the character."""
        return self.parsed.sentence_number(max(0, bisect_right(self.offsets, char) - 1))

    def direction(self, start: int, end: int) -> int:
        """PAST, FUTURE or OPEN for the expression at these characters."""
        first, last = self.token(start), self.token(end - 1)
        head = top(self.doc, first.i, last.i + 1)
        before = self.doc[first.i - 1].lower_ if first.i > 0 else ""
        words = context()
        if before in words["back"]:
            return PAST
        if self._names_a_day_of(head, last.i + 1):
            return self._climb(head, head.head.i)
        if before in words["ahead"]:
            return self._bounded(head, before)
        return self._climb(head)

    def _names_a_day_of(self, head: Token, end: int) -> bool:
        """ "To investigate the March 3 riot": a date before a noun is the noun's, and the verb's tense does not tell when it was."""
        noun = head.head
        dated = any(
            t.lower_.rstrip(".")[:3] in _MONTHS and t.text[:1].isupper() for t in self.doc[head.left_edge.i : end]
        )
        return dated and noun.i >= end and noun.pos_ in ("NOUN", "PROPN") and head.dep_ in _BEFORE_NOUN

    def lies_ahead(self, start: int, end: int) -> bool:
        """A verb that governs the expression tells of what will, would or is to be: "would fly to Accra on Thursday"."""
        token = top(self.doc, self.token(start).i, self.token(end - 1).i + 1)
        for _ in range(STEPS):
            found = tense(token) if token.pos_ in ("VERB", "AUX") else OPEN
            if found != OPEN or token.head.i == token.i:
                return found == FUTURE
            token = token.head
        return False

    def plans(self, trigger: Span) -> bool:
        """The trigger says no more than that something is to be: "is set to", "plans"."""
        first, last = self.token(trigger.start), self.token(trigger.end - 1)
        return top(self.doc, first.i, last.i + 1).lemma_.lower() in context()["coming"]

    def in_month_of(self, time: Span, trigger: Span) -> bool:
        """ "Boarded in November": the trigger is a verb of the past, and a month without its year hangs on it."""
        words = context()
        preposition = top(self.doc, self.token(time.start).i, self.token(time.end - 1).i + 1).head
        verb = preposition.head
        if self.text[time.start : time.end].lower() not in words["months"] or preposition.lower_ not in words["within"]:
            return False
        past = tense(verb) == PAST or (
            verb.tag_ == "VBN" and all(c.dep_ not in ("aux", "auxpass") for c in verb.children)
        )
        return past and verb.pos_ == "VERB" and trigger.start <= self.offsets[verb.i] < trigger.end

    def _bounded(self, head: Token, preposition: str) -> int:
        """ "By Friday" goes with the tense; "until Friday" looks ahead unless something lasted until then."""
        if preposition in context()["until"]:
            verb = next((t for t in head.ancestors if t.pos_ in ("VERB", "AUX")), None)
            lasted = verb is not None and verb.lemma_ in context()["lasting"] and tense(verb) == PAST
            return PAST if lasted else FUTURE
        return self._climb(head) or FUTURE

    def _climb(self, token: Token, highest: int | None = None) -> int:
        """Up to the root, or to the token `highest`, which is looked at as well."""
        words = context()
        for _ in range(STEPS):
            if _speaks_of_future(token):
                return FUTURE
            if token.pos_ in ("VERB", "AUX"):
                found = tense(token)
                if found != OPEN:
                    return found
                if token.tag_ in ("VBP", "VBZ") and self.parsed.in_title(token):
                    return PAST
            if any(c.dep_ == "amod" and c.lower_ in words["coming"] for c in token.children):
                return FUTURE
            if token.head.i == token.i or token.i == highest:
                break
            token = token.head
        return FUTURE if token.tag_ in ("VBP", "VBZ") and token.pos_ == "VERB" else OPEN


def _speaks_of_future(token: Token) -> bool:
    words = context()
    lemma = token.lemma_.lower()
    if lemma not in words["coming"] or token.pos_ not in ("ADJ", "VERB", "ADV", "ADP", "NOUN"):
        return False
    return lemma not in words["coming_participles"] or (token.tag_ == "VBN" and token.dep_ != "ROOT") or _passive(token)


def _passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children)


def top(doc: Doc, start: int, end: int) -> Token:
    """The token of the stretch whose head lies outside it."""
    for i in range(start, end):
        if not start <= doc[i].head.i < end or doc[i].head.i == i:
            return doc[i]
    return doc[start]


def tense(verb: Token) -> int:
    """The verb's own tense with its auxiliaries; OPEN for a participle or a bare form that says nothing."""
    words = context()
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(h.lower_ in words["modals"] and h.tag_ in ("MD", "TO") for h in helpers):
        if any(h.lower_ in ("have",) for h in helpers):
            return PAST
        if all(h.tag_ != "MD" for h in helpers) and verb.head.lemma_ in words["happened"]:
            return OPEN
        return (
            FUTURE if any(h.tag_ == "MD" for h in helpers) or verb.dep_ in ("xcomp", "ccomp", "acl", "advcl") else OPEN
        )
    if any(h.tag_ == "VBD" for h in helpers) or any(h.lemma_ == "have" for h in helpers):
        return (
            FUTURE if any(c.lemma_ in words["coming"] for c in verb.children if c.dep_ in ("acomp", "attr")) else PAST
        )
    if any(h.tag_ in ("VBZ", "VBP") for h in helpers):
        return FUTURE if verb.tag_ == "VBG" else OPEN
    if verb.tag_ == "VBD":
        return FUTURE if any(c.lemma_ in words["coming"] for c in verb.children if c.dep_ in ("acomp",)) else PAST
    return PAST if verb.tag_ == "VBN" and not helpers and verb.dep_ in ("acl", "amod", "advcl") else OPEN
