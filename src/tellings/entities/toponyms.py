"""A name of a place in a text, and the words beside it that say what sort of place it is."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.placekeys import place_key
from tellings.entities.placewords import PlaceWords, place_words
from tellings.model import Span
from tellings.parse import Parsed

_WIDE = frozenset({"country", "continent", "region", "sea", "former", "admin1"})
GREAT = 200_000  # people: a town this large is taken for itself without further signs
LARGE = 15_000


class Toponym(NamedTuple):
    """A name of a place in the text: tokens [start, end), what the gazetteer offers, and how it was seen.

    sort: known (in the gazetteer), site (a camp, a base …), named (only named-entity recognition says so).
    level: a word beside it that says what it is ("province", "city", "county"), or "".
    label: the label of named-entity recognition, or "".  part: "northern", "downtown" …, or "".
    """

    start: int
    end: int
    key: str
    entries: tuple[Entry, ...]
    sort: str = "known"
    level: str = ""
    label: str = ""
    part: str = ""


def toponym_at(parsed: Parsed, gazetteer: Gazetteer, span: Span, label: str = "GPE") -> Toponym | None:
    """The toponym of a span that is known to name a place, whatever its neighbours say."""
    tokens = parsed.tokens(span)
    if not len(tokens):
        return None
    words = place_words()
    text = parsed.words(span)
    entries = gazetteer.find(text) or gazetteer.division(text) or trimmed(text, gazetteer, words)
    before = parsed.doc[tokens.start - 1].lower_ if tokens.start else ""
    return Toponym(
        tokens.start, tokens.end, place_key(text), entries, "known" if entries else "named",
        level_word(parsed.doc, tokens.start, tokens.end, words), label, before if before in words.part else "",
    )  # fmt: skip


def trimmed(text: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[Entry, ...]:
    """The entries without "the", a point of the compass or a word for a division at either end."""
    parts = place_key(text).split()
    while len(parts) > 1 and (parts[0] in words.part or parts[0] == "the" or parts[0] in words.division):
        parts = parts[2:] if parts[1] == "of" and len(parts) > 2 else parts[1:]
        if found := gazetteer.find_key(" ".join(parts)):
            return found
    while len(parts) > 1 and (parts[-1] in words.division or parts[-1] in words.landform):
        parts = parts[:-1]
        if found := gazetteer.find_key(" ".join(parts)):
            return found
    return ()


def level_word(doc: Doc, start: int, end: int, words: PlaceWords) -> str:
    """The word beside a name that says what it is: "Helmand province", "the city of Basra", "the states of Bihar"."""
    if end - start > 1 and (level := kind_word(doc[end - 1].lower_, words)):
        return level
    if end < len(doc) and (level := kind_word(doc[end].lower_, words)):
        return level
    if start >= 2 and doc[start - 1].lower_ == "of" and (level := kind_word(doc[start - 2].lower_, words)):
        return level
    if (
        start >= 2
        and doc[start - 1].lower_ == ","
        and doc[start - 2].lower_ in ("capital", "city", "town", "village", "port")
    ):
        return doc[start - 2].lower_ if doc[start - 2].lower_ != "port" else "city"
    return kind_word(doc[start - 1].lower_, words) if start else ""


def kind_word(word: str, words: PlaceWords) -> str:
    """The singular of a word for a division or a landform; "" for any other word."""
    for form in (word, word[:-3] + "y" if word.endswith("ies") else "", word[:-1] if word.endswith("s") else ""):
        if form in words.division or form in words.landform:
            return form
    return ""


def standing(entry: Entry) -> int:
    """How well known a place is: 4 a country, 3 a great town or division, 2 a town, 1 a small one, 0 by another spelling."""
    if entry.rank or entry.kind in ("country", "continent"):
        return 4
    if (
        entry.capital
        or (entry.id is None and entry.within is None)
        or (entry.main and entry.kind in _WIDE)
        or (entry.main and entry.population >= GREAT)
    ):
        return 3
    if (entry.main and entry.population >= LARGE) or entry.kind not in ("city", "admin2"):
        return 2
    return 1 if entry.main else 0
