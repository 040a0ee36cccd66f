"""Triggers: the little language in which a frame names its words.

"expel", "expulsion/noun", "throw out", "give * go-ahead", "come under {rocket|mortar|} attack", "on alert/prep".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

KINDS = ("verb", "noun", "adj", "prep")
_PIECE = re.compile(r"\{[^{}]*\}|[^\s{}]+")
_WORD = re.compile(r"[\w'’.-]+")
ANY = "*"
PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "to",
        "on",
        "in",
        "at",
        "by",
        "with",
        "against",
        "over",
        "from",
        "into",
        "under",
        "out",
        "up",
        "off",
        "about",
        "between",
        "towards",
        "toward",
        "upon",
        "onto",
        "after",
        "before",
        "behind",
        "within",
        "through",
        "across",
        "as",
    ]
)
COMMON = PREPOSITIONS | {"not", "no", "the", "a", "it", "his", "its", "their"}
_AMERICAN = (
    (re.compile(r"isation$"), "ization"),
    (re.compile(r"is(e|er|ing|ed)$"), r"iz\1"),
    (re.compile(r"yse$"), "yze"),
    (re.compile(r"our"), "or"),
    (re.compile(r"(def|off|lic|pret)ence$"), r"\1ense"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"ogue$"), "og"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"fulfil$"), "fulfill"),
)
_BRITISH = ("isation", "ise", "iser", "ising", "ised", "yse", "ence", "tre", "ogue", "mme", "fulfil")


class TriggerError(ValueError):
    """A trigger that cannot be read; the loader adds file and line."""


@dataclass(frozen=True)
class Element:
    """One further word of a phrase: any of `words`; `optional` if an empty choice was given."""

    words: frozenset[str]
    optional: bool = False
    before: bool = False  # stands before the chief word ("hunger strike")


@dataclass(frozen=True)
class Trigger:
    """heads: lemmas of the chief word.  kind: verb, noun, adj, prep.  written: as in the file.  needed: the words of which
    one must be there, of each further place."""

    written: str
    kind: str
    heads: frozenset[str]
    elements: tuple[Element, ...] = ()
    needed: tuple[frozenset[str], ...] = ()

    @property
    def size(self) -> int:
        return 1 + len(self.needed)


@cache
def spellings(word: str) -> frozenset[str]:
    """The word and its American spellings."""
    if not word.endswith(_BRITISH) and "our" not in word:
        return frozenset((word,))
    return frozenset((word, *(pattern.sub(american, word) for pattern, american in _AMERICAN)))


def read_trigger(written: str) -> Trigger:
    """Raises TriggerError, saying what is wrong."""
    text, kind = written.strip(), "verb"
    if text == "*":
        return Trigger(written, kind, frozenset({ANY}))
    if "/" in text:
        text, _, kind = text.rpartition("/")
        if kind not in KINDS:
            raise TriggerError(f"after '/' stands {kind!r}, not one of noun, adj, prep, verb")
    if not text.strip() or text.count("{") != text.count("}"):
        raise TriggerError("empty, or braces do not match")
    pieces = [_piece(p) for p in _PIECE.findall(text)]
    pieces = [p for p in pieces if p is not None]
    if not pieces:
        raise TriggerError("no word in it")
    chief = _chief(pieces, kind)
    if pieces[chief].optional:
        raise TriggerError("its chief word is optional")
    elements = tuple(Element(p.words, p.optional, before=n < chief) for n, p in enumerate(pieces) if n != chief)
    needed = tuple([e.words for e in elements if not e.optional]) if elements else ()
    return Trigger(written, kind, pieces[chief].words, elements, needed)


def _piece(text: str) -> Element | None:
    if text == "*":
        return None
    choices = text[1:-1].split("|") if text.startswith("{") else [text]
    words: set[str] = set()
    for choice in choices:
        choice = choice.strip().lower()
        if choice and not _WORD.fullmatch(choice):
            raise TriggerError(f"{choice!r} is not one word")
        if choice:
            words |= spellings(choice)
    if not words:
        raise TriggerError(f"{text!r} holds no word")
    return Element(frozenset(words), optional=any(not c.strip() for c in choices))


def _chief(pieces: list[Element], kind: str) -> int:
    """Of a noun phrase the word before the first preposition, else the last; of all others the first."""
    if kind not in ("noun", "adj"):
        return 0
    for n, piece in enumerate(pieces):
        if n and piece.words <= PREPOSITIONS:
            return n - 1
    return len(pieces) - 1 if kind == "noun" else 0
