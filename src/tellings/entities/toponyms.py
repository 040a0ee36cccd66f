"""Where a report names places: spans of tokens, and what the gazetteer offers for each.

A name is a run of capitalised words that the gazetteer knows, longest match first, unless its neighbours say that it is
a person ("Mr Sydney"), an organisation ("the Kabul Post") or a word at a sentence's beginning.  Names that the gazetteer
does not know are kept when named-entity recognition calls them places, or when a word for a site stands beside them
("Camp Tamarind", "the Orlu checkpoint").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.placekeys import place_key
from tellings.entities.placewords import PlaceWords, place_words
from tellings.model import Span
from tellings.parse import Named, Parsed

_LONGEST = 7  # tokens of one name
_WIDE = frozenset({"country", "continent", "region", "sea", "former", "admin1"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_GREAT = 200_000  # people: a town this large is taken for itself without further signs
_LARGE = 15_000


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


def find_toponyms(parsed: Parsed, gazetteer: Gazetteer, sentences: Sequence[int] | None = None) -> list[Toponym]:
    """Names of places in reading order; NER is asked about these sentences only (None: all)."""
    names = {n.start: n for n in parsed.names(sentences)}
    finder = _Finder(parsed.doc, gazetteer, names)
    found: list[Toponym] = []
    for sent in parsed.sentences:
        position = sent.start
        while position < sent.end:
            if not finder.capital[position]:
                position += 1
                continue
            end = finder.run_end(position, sent.end)
            found += finder.in_run(position, end)
            position = end
    return found


def toponym_at(parsed: Parsed, gazetteer: Gazetteer, span: Span, label: str = "GPE") -> Toponym | None:
    """The toponym of a span that is known to name a place, whatever its neighbours say."""
    tokens = parsed.tokens(span)
    if not len(tokens):
        return None
    words = place_words()
    text = parsed.words(span)
    entries = gazetteer.find(text) or _trimmed(text, gazetteer, words)
    before = parsed.doc[tokens.start - 1].lower_ if tokens.start else ""
    return Toponym(
        tokens.start, tokens.end, place_key(text), entries, "known" if entries else "named",
        _level(parsed.doc, tokens.start, tokens.end, words), label, before if before in words.part else "",
    )  # fmt: skip


def _trimmed(text: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[Entry, ...]:
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


def _level(doc: Doc, start: int, end: int, words: PlaceWords) -> str:
    """The word beside a name that says what it is: "Helmand province", "the city of Basra", "Kent County"."""
    last = doc[end - 1].lower_
    if end - start > 1 and last in words.division:
        return last
    if end < len(doc) and doc[end].lower_ in words.division and not doc[end].is_punct:
        return doc[end].lower_
    if start >= 2 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in words.division:
        return doc[start - 2].lower_
    if start >= 1 and doc[start - 1].lower_ in words.division:
        return doc[start - 1].lower_
    return ""


class _Finder:
    """One report's tokens, seen once."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer, names: dict[int, Named]) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.words = place_words()
        self.lower = [t.lower_ for t in doc]
        self.capital = [t.text[0].isupper() for t in doc]
        self.names: dict[int, Named] = {i: n for n in names.values() for i in range(n.start, n.end)}
        self.people = frozenset(
            self.lower[n.end - 1] for n in names.values() if n.label == "PERSON" and n.end - n.start > 1
        )

    def run_end(self, start: int, stop: int) -> int:
        """The end of the capitalised words that begin here, words such as "of the" between them included."""
        end = start + 1
        while end < stop:
            if self.capital[end]:
                end += 1
                continue
            ahead = end
            while ahead < stop and ahead - end < 3 and not self.capital[ahead] and self.lower[ahead] in self.words.link:
                ahead += 1
            if ahead == end or ahead >= stop or not self.capital[ahead]:
                break
            end = ahead + 1
        return end

    def in_run(self, start: int, stop: int) -> list[Toponym]:
        found: list[Toponym] = []
        position = start
        while position < stop:
            if not self.capital[position]:
                position += 1
                continue
            known = self.longest(position, stop)
            site = self.site(position, stop, known)
            if site:
                if known and known.end < site.end and self.accepted(known, inside_site=True):
                    found.append(known)
                found.append(site)
                position = site.end
            elif known:
                if self.accepted(known):
                    found.append(known)
                position = known.end
            else:
                named = self.named(position)
                if named:
                    found.append(named)
                position = named.end if named else position + 1
        return found

    def longest(self, start: int, stop: int) -> Toponym | None:
        """The longest known name that begins here."""
        first = start + 1 if self.lower[start] == "the" and start + 1 < stop else start
        for end in range(min(stop, start + _LONGEST), start, -1):
            if not self.capital[end - 1]:
                continue
            text = self.doc[start:end].text
            entries = self.spelled(text, self.gazetteer.find(text))
            if not entries and first > start and end > first and self.capital[first]:
                continue
            if entries:
                return self.toponym(start, end, entries)
        return None

    def toponym(self, start: int, end: int, entries: tuple[Entry, ...], sort: str = "known") -> Toponym:
        name = self.names.get(start) or self.names.get(end - 1)
        before = self.lower[start - 1] if start else ""
        return Toponym(
            start, end, place_key(self.doc[start:end].text), entries, sort, _level(self.doc, start, end, self.words),
            name.label if name else "", before if before in self.words.part else "",
        )  # fmt: skip

    def spelled(self, text: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Only what this way of writing can mean: "us" is no country, "WHO" no village, "Of" no town."""
        if not entries:
            return ()
        key = place_key(text)
        if key in self.gazetteer.capitals_only:
            return tuple(e for e in entries if e.kind != "city" or e.population > 10**6) if text.isupper() else ()
        if text.isupper() and len(key) <= 4 and " " not in key:
            return tuple(e for e in entries if e.rank) or (entries if entries[0].kind == "country" else ())
        if key in self.words.never:
            return tuple(e for e in entries if e.rank)
        return entries

    # ------------------------------------------------------------ is it a place here?

    def accepted(self, name: Toponym, inside_site: bool = False) -> bool:
        """Whether the words around let this name be a place."""
        best = max(name.entries, key=_standing)
        covering = self.names.get(name.start)
        if any(e.rank for e in name.entries):
            return True
        if self.person(name, covering, best) or self.organisation(name, covering, best, inside_site):
            return False
        standing = _standing(best)
        exact = covering is not None and covering.label in _PLACE_LABELS
        if exact:
            return True
        tags = {self.doc[i].tag_ for i in range(name.start, name.end)}
        proper = tags & {"NNP", "NNPS"}
        if standing >= 3:
            return bool(proper) or best.kind == "country"
        if covering is not None and covering.label in (
            "NORP",
            "LANGUAGE",
            "PERSON",
            "DATE",
            "TIME",
            "EVENT",
            "PRODUCT",
            "ORG",
        ):
            return standing >= 2 and self.locative(name) >= 2 and bool(proper)
        if not proper:
            return False
        if standing == 2:
            return self.locative(name) >= 1 or not self.sentence_start(name.start)
        return self.locative(name) >= 2

    def person(self, name: Toponym, covering: Named | None, best: Entry) -> bool:
        doc, lower = self.doc, self.lower
        if covering and covering.label == "PERSON":
            longer = covering.end - covering.start > name.end - name.start
            if longer and not (
                self.followed_by_container(name) or _standing(best) >= 4 and covering.start == name.start
            ):
                return True
            if _standing(best) < 2:
                return self.locative(name) < 2
        before = name.start - 1
        if before >= 0 and lower[before] in self.words.title and _standing(best) < 4:
            return self.capital[before] or lower[before] in ("son", "daughter")
        if lower[name.end - 1] in self.people and _standing(best) < 4 and name.end - name.start == 1:
            return self.locative(name) < 2
        after = name.end
        if after < len(doc) and self.capital[after] and doc[after].pos_ == "PROPN" and doc[after].ent_type_ == "":
            beyond = self.names.get(after)
            joined = beyond is not None and beyond.label == "PERSON" and beyond.start <= name.start
            return joined and _standing(best) < 4
        return False

    def organisation(self, name: Toponym, covering: Named | None, best: Entry, inside_site: bool) -> bool:
        doc, lower, words = self.doc, self.lower, self.words
        after = name.end
        if after < len(doc) and self.capital[after] and not inside_site and lower[after] in words.organisation_behind:
            return True
        if name.start >= 2 and lower[name.start - 1] == "of" and self.capital[name.start - 2]:
            return lower[name.start - 2] in words.organisation_of
        if covering and covering.label in ("ORG", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"):
            longer = covering.end - covering.start > name.end - name.start
            return longer and not self.followed_by_container(name)
        return False

    def locative(self, name: Toponym) -> int:
        """2: something stands there that only a place has; 1: it may; 0: nothing does."""
        before = name.start - 1
        while before >= 0 and (self.lower[before] in self.words.part or self.lower[before] in ("the", "nearby")):
            before -= 1
        if name.level or self.followed_by_container(name):
            return 2
        if before >= 0 and self.doc[before].pos_ in ("ADP", "SCONJ", "CCONJ", "PART", "VERB"):
            if self.lower[before] in self.words.strong_preposition:
                return 2
            return 1 if self.lower[before] in self.words.preposition else 0
        return 0

    def followed_by_container(self, name: Toponym) -> bool:
        """ ", Maryland" or ", Md." stands behind."""
        comma = name.end
        if comma + 1 >= len(self.doc) or self.lower[comma] != "," or not self.capital[comma + 1]:
            return False
        text = self.doc[comma + 1].text
        if self.gazetteer.division(text):
            return True
        for end in range(min(len(self.doc), comma + 5), comma + 1, -1):
            entries = self.gazetteer.find(self.doc[comma + 1 : end].text)
            if any(
                self.gazetteer.contains(e, own) for e in entries[:20] if e.kind != "city" for own in name.entries[:60]
            ):
                return True
        return False

    def sentence_start(self, position: int) -> bool:
        return self.doc[position].is_sent_start or not self.doc[position - 1].is_alpha

    # ------------------------------------------------------------ names that the gazetteer does not have

    def site(self, start: int, stop: int, known: Toponym | None) -> Toponym | None:
        """ "Camp Tamarind", "Bagram Air Base", "the Orlu checkpoint": a name with a word for a site beside it."""
        words, lower = self.words, self.lower
        flat = start
        while flat < stop and (self.capital[flat] or lower[flat] in ("-", "'s")):
            flat += 1
        if known and known.end >= flat and known.end - known.start > 1:
            return None
        end = flat
        if lower[start] in words.site_before and flat - start > 1 and not (known and known.end - known.start > 1):
            return self.toponym(start, flat, (), "site")
        behind = flat - 1
        while behind > start and lower[behind] not in words.site_behind:
            behind -= 1
        if behind > start:
            end = behind + 1
        elif flat < len(lower) and lower[flat] in words.site_behind and self.doc[flat].pos_ in ("NOUN", "PROPN"):
            end = flat + 1
            if known and known.end == flat:
                return None
        else:
            return None
        if self.doc[end - 1].lower_ in words.organisation_behind and lower[start] == "the" and end - start < 2:
            return None
        return self.toponym(start, end, (), "site")

    def named(self, start: int) -> Toponym | None:
        name = self.names.get(start)
        if name is None or name.start != start or name.label not in _PLACE_LABELS:
            return None
        end = name.end
        while end > start + 1 and self.lower[end - 1] in ("'s", "the", ","):
            end -= 1
        if not any(self.doc[i].pos_ == "PROPN" for i in range(start, end)):
            return None
        text = self.doc[start:end].text
        entries = _trimmed(text, self.gazetteer, self.words)
        return self.toponym(start, end, entries, "known" if entries else "named")


def _standing(entry: Entry) -> int:
    """How well known a place is: 4 a country, 3 a great town or division, 2 a town, 1 a small one, 0 by another spelling."""
    if entry.rank or entry.kind in ("country", "continent"):
        return 4
    if entry.capital or (entry.main and entry.kind in _WIDE) or (entry.main and entry.population >= _GREAT):
        return 3
    if entry.main and entry.population >= _LARGE or entry.kind not in ("city", "admin2"):
        return 2
    return 1 if entry.main else 0
