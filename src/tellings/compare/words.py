"""Words without syntax: tokens, stems and content words, for comparing sentences of different reports."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDINGS = (
    "ization", "isation", "ations", "ation", "ments", "ment", "ities", "ity", "ingly", "edly", "ing", "ies", "ied",
    "ions", "ion", "ers", "er", "ed", "es", "ly", "s", "e", "y",
)  # fmt: skip
_MADE_OF_NOUNS = ("iz", "is", "ism")  # what `stem` leaves of "apologize", "criticise", "criticism"
STOP = frozenset(
    word
    for line in files("tellings.compare").joinpath("data/stopwords.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def tokens(text: str) -> list[str]:
    """Lower-cased words, possessive endings off."""
    found = _TOKEN.findall(text.lower())
    if "'" in text or "’" in text:
        return [_POSSESSIVE.sub("", t) for t in found]
    return found


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A crude stem: enough to bring `attack`, `attacked`, `attackers` together."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            if ending == "y" and word[-2] in "aeiou":
                break  # "destroy", of "destroyed"
            base = word[: -len(ending)]
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiouls":
                base = base[:-1]
            return base
    return word


@lru_cache(maxsize=100_000)
def verb_stem(word: str) -> str:
    """The stem, of an irregular form that of its verb: "held" and "holding" are one, so are "offered" and "offer",
    "apologised" and "apology"."""
    base = stem(_irregular().get(word, word))
    if base.endswith("er") and len(base) > 4:
        return stem(base)
    made = next((e for e in _MADE_OF_NOUNS if base.endswith(e) and len(base) - len(e) > 4), "")
    return base.removesuffix(made)


@cache
def _irregular() -> dict[str, str]:
    lines = files("tellings.compare").joinpath("data/irregular.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {form: base for base, *forms in rows for form in forms}


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry content, in order."""
    return [stem(t) for t in tokens(text) if t not in STOP and (len(t) > 1 or t.isdigit())]


@cache
def who_words(kind: str) -> frozenset[str]:
    """A list of `who_words.toml`: units, bodies, sides …"""
    table = tomllib.loads(files("tellings.compare").joinpath("data/who_words.toml").read_text("utf-8"))
    return frozenset(table[kind].split())
