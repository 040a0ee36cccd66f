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
from tellings.entities.placewords import PlaceWords, event_words, place_words
from tellings.model import Span
from tellings.parse import Named, Parsed

_LONGEST = 7  # tokens of one name
_WIDE = frozenset({"country", "continent", "region", "sea", "former", "admin1"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_COUNTY = frozenset({"county", "parish"})  # words that are part of the name: "Lamu County"
_SMALL_SITES = frozenset({"camp", "camps", "checkpoint", "fort", "kibbutz"})  # "in camp Tamarind"
_LISTING = frozenset({",", "and", "or", "/", "&"})
_OTHER_LABELS = frozenset(
    {"NORP", "LANGUAGE", "PERSON", "DATE", "TIME", "EVENT", "PRODUCT", "ORG", "WORK_OF_ART", "LAW"}
)
_GREAT = 200_000  # people: a town this large is taken for itself without further signs
_SIZEABLE = 50_000
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


def find_toponyms(
    parsed: Parsed, gazetteer: Gazetteer, sentences: Sequence[int] | None = None
) -> tuple[list[Toponym], list[str]]:
    """Names of places in reading order, NER being asked about these sentences only (None: all); the words in small letters."""
    finder = _Finder(parsed.doc, gazetteer, parsed.names(sentences))
    asked = None if sentences is None else frozenset(sentences)
    for number, sent in enumerate(parsed.sentences):
        finder.asked = asked is None or number in asked
        position = sent.start
        while position < sent.end:
            if not finder.capital[position]:
                position += 1
                continue
            end = finder.run_end(position, sent.end)
            if end > position + 1 or not finder.idle(position):
                finder.in_run(position, end)
            position = end
    return finder.with_listed(), finder.lower


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
    """The word beside a name that says what it is: "Helmand province", "the city of Basra", "the states of Bihar"."""
    if end - start > 1 and (level := _kind_word(doc[end - 1].lower_, words)):
        return level
    if end < len(doc) and (level := _kind_word(doc[end].lower_, words)):
        return level
    if start >= 2 and doc[start - 1].lower_ == "of" and (level := _kind_word(doc[start - 2].lower_, words)):
        return level
    return _kind_word(doc[start - 1].lower_, words) if start else ""


def _kind_word(word: str, words: PlaceWords) -> str:
    """The singular of a word for a division or a landform; "" for any other word."""
    for form in (word, word[:-3] + "y" if word.endswith("ies") else "", word[:-1] if word.endswith("s") else ""):
        if form in words.division or form in words.landform:
            return form
    return ""


class _Finder:
    """One report's tokens, seen once."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer, names: Sequence[Named]) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.words = place_words()
        self.text = doc.text
        self.starts = [t.idx for t in doc]
        words = [t.text for t in doc]
        self.ends = [start + len(word) for start, word in zip(self.starts, words, strict=True)]
        self.lower = [word.lower() for word in words]
        self.capital = [word[0].isupper() for word in words]
        self.names: dict[int, Named] = {i: n for n in names for i in range(n.start, n.end)}
        self.people = frozenset(self.lower[n.end - 1] for n in names if n.label == "PERSON" and n.end - n.start > 1)
        self.found: list[Toponym] = []
        self.doubtful: list[Toponym] = []  # places for all that is known, but nothing says so yet
        self.asked = True  # whether named-entity recognition has seen the sentence at hand

    def idle(self, position: int) -> bool:
        """A capitalised word that is no name by itself, such as "The" where a sentence begins."""
        return self.lower[position] in self.words.never and not self.phrase(position, position + 1).isupper()

    def phrase(self, start: int, end: int) -> str:
        return self.text[self.starts[start] : self.ends[end - 1]]

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

    def in_run(self, start: int, stop: int) -> None:
        position = start
        while position < stop:
            if not self.capital[position]:
                position += 1
                continue
            known = self.longest(position, stop)
            site = self.site(position, stop, known)
            if site:
                if known and known.end < site.end and self.accepted(known, inside_site=True):
                    self.found.append(known)
                self.found.append(site)
                position = max(site.end, known.end if known else 0)
            elif known:
                if self.accepted(known):
                    self.found.append(known)
                position = known.end
            else:
                named = self.named(position)
                if named:
                    self.found.append(named)
                position = named.end if named else position + 1

    def with_listed(self) -> list[Toponym]:
        """What was found, with the doubtful names that are certain elsewhere or listed with certain ones: "Suba and Kisumu"."""
        certain = {t.key for t in self.found if t.sort == "known"}
        starts = {t.start for t in self.found if t.sort == "known"}
        ends = {t.end for t in self.found if t.sort == "known"}
        listed: list[Toponym] = []
        for order in (self.doubtful, self.doubtful[::-1]):
            for name in order:
                if name.start in starts:
                    continue
                before, after = name.start - 1, name.end
                while before > max(0, name.start - 4) and self.lower[before] in _LISTING:
                    before -= 1
                while after < min(len(self.lower), name.end + 3) and self.lower[after] in _LISTING:
                    after += 1
                again = name.key in certain and name.label != "PERSON"
                if again or (before + 1 in ends and before + 1 < name.start) or (after in starts and after > name.end):
                    listed.append(name)
                    starts.add(name.start)
                    ends.add(name.end)
        return sorted([*self.found, *listed, *self.sites_again()])

    def sites_again(self) -> list[Toponym]:
        """ "Ashgrove" for a Camp Ashgrove named elsewhere in the report, where a place can stand."""
        cores: dict[str, Toponym] = {}
        for site in self.found:
            words = [w for w in site.key.split() if w not in self.words.site_before and w not in self.words.site_behind]
            if site.sort == "site" and len(words) == 1 and words[0] not in self.words.never and len(words[0]) > 3:
                cores.setdefault(words[0], site)
        if not cores:
            return []
        taken = {i for t in self.found for i in range(t.start, t.end)}
        found: list[Toponym] = []
        for position, word in enumerate(self.lower):
            site = cores.get(word)
            if site and position not in taken and self.capital[position] and word not in self.people:
                again = self.toponym(position, position + 1, (), "site")._replace(key=site.key)
                if self.locative(again) or self.lower[position - 1 : position] == ["on"]:
                    found.append(again)
        return found

    def longest(self, start: int, stop: int) -> Toponym | None:
        """The longest known name that begins here."""
        first = start + 1 if self.lower[start] == "the" and start + 1 < stop else start
        for end in range(min(stop, start + _LONGEST), start, -1):
            if not self.capital[end - 1]:
                continue
            text = self.phrase(start, end)
            entries = self.spelled(text, self.gazetteer.find(text))
            if not entries and first > start and end > first and self.capital[first]:
                continue
            if entries:
                wide = end < stop and self.capital[end] and self.lower[end] in self.words.landform | _COUNTY
                return self.toponym(start, end + 1 if wide else end, entries)
        return None

    def toponym(self, start: int, end: int, entries: tuple[Entry, ...], sort: str = "known") -> Toponym:
        name = self.names.get(start) or self.names.get(end - 1)
        before = self.lower[start - 1] if start else ""
        return Toponym(
            start, end, place_key(self.phrase(start, end)), entries, sort, _level(self.doc, start, end, self.words),
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
        if key in self.words.never or key in self.words.landform or key in self.words.site_behind:
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
        label = covering.label if covering else ""
        if label in _PLACE_LABELS and not self.inner(name, covering):
            return True
        proper = any(self.doc[i].tag_ in ("NNP", "NNPS") for i in range(name.start, name.end))
        where = self.locative(name)
        if label in _OTHER_LABELS:
            if proper and best.main and not self.joined(name):
                self.doubtful.append(name)
            if where == 2 and (standing >= 2 or best.population >= _LARGE):
                return proper
            return (proper and standing == 4) or (standing == 3 and where == 1)
        if standing == 4:
            return proper or best.kind == "country"
        if not proper:
            return False
        if standing == 3:
            clear = where >= 1 or not self.joined(name)
        elif standing == 2:
            clear = where == 2 or (where == 1 and (not self.asked or best.population >= _SIZEABLE))
        else:
            clear = where == 2 and not self.joined(name)
        if not clear and best.main and not self.joined(name):
            self.doubtful.append(name)
        return clear

    def inner(self, name: Toponym, covering: Named) -> bool:
        """Whether other capitalised words of the recognised name stand before this one: "Maliki" in "Nouri al-Maliki"."""
        words = self.words
        return any(
            self.capital[i] and self.lower[i] not in words.part and not _kind_word(self.lower[i], words)
            for i in range(covering.start, name.start)
            if self.lower[i] != "the" and not any(t.start <= i < t.end for t in self.found[-3:])
        )

    def joined(self, name: Toponym) -> bool:
        """Whether another capitalised word stands against it, so that it may be part of another name."""
        before, after = name.start - 1, name.end
        if after < len(self.doc) and self.capital[after] and self.doc[after].pos_ == "PROPN":
            return True
        return before >= 0 and self.capital[before] and self.doc[before].pos_ == "PROPN" and not name.part

    def person(self, name: Toponym, covering: Named | None, best: Entry) -> bool:
        doc, lower = self.doc, self.lower
        if covering and covering.label == "PERSON":
            longer = covering.end - covering.start > name.end - name.start
            if longer and not (
                self.followed_by_container(name) or (_standing(best) >= 4 and covering.start == name.start)
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
        if after < len(doc) and self.capital[after] and doc[after].pos_ == "PROPN" and _standing(best) < 3:
            return not (covering and covering.label in _PLACE_LABELS and covering.end == name.end)
        return False

    def organisation(self, name: Toponym, covering: Named | None, best: Entry, inside_site: bool) -> bool:
        doc, lower, words = self.doc, self.lower, self.words
        after = name.end
        behind = lower[after] if after < len(doc) else ""
        if behind in words.thing_behind:
            return True
        if behind in words.organisation_behind and self.capital[after] and not inside_site:
            return True
        if self.in_title_of(name.start):
            return True
        if covering and covering.label in ("ORG", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"):
            if covering.end - covering.start == name.end - name.start or self.followed_by_container(name):
                return False
            state = best.kind in ("country", "admin1", "region") and behind in words.public_behind
            return not (state or lower[name.start - 1] in ("of", "in", "for", ",", "to", "at"))
        return False

    def in_title_of(self, start: int) -> bool:
        """ "Bank of England", "National Council of Resistance of Iran": capitalised words joined by "of"."""
        position, first = start - 1, max(0, start - 12)
        while position > first and self.lower[position] == "of" and self.capital[position - 1]:
            position -= 1
            while position >= first and self.capital[position]:
                if self.lower[position] in self.words.organisation_of:
                    return True
                position -= 1
        return False

    def locative(self, name: Toponym) -> int:
        """2: something stands there that only a place has; 1: it may; 0: nothing does."""
        before = name.start - 1
        while before >= 0 and (self.lower[before] in self.words.part or self.lower[before] in ("the", "nearby")):
            before -= 1
        if name.level or self.followed_by_container(name):
            return 2
        if before < 0:
            return 0
        last = self.doc[name.end - 1]
        verbs = event_words()
        if self.doc[before].pos_ in ("ADP", "SCONJ", "CCONJ", "PART", "VERB"):
            if self.lower[before] in self.words.strong_preposition:
                return 2
            going = self.doc[before].head.lemma_.lower()
            if self.lower[before] in ("to", "into", "from") and (going in verbs.to_words or going in verbs.from_words):
                return 2
            if self.lower[before] in self.words.preposition:
                return 1
        return 1 if last.dep_ == "dobj" and last.head.lemma_.lower() in verbs.object_verbs else 0

    def followed_by_container(self, name: Toponym) -> bool:
        """ ", Maryland" or ", Md." stands behind."""
        comma = name.end
        if comma + 1 >= len(self.doc) or self.lower[comma] != "," or not self.capital[comma + 1]:
            return False
        text = self.doc[comma + 1].text
        if self.gazetteer.division(text):
            return True
        for end in range(min(len(self.doc), comma + 5), comma + 1, -1):
            entries = self.gazetteer.find(self.phrase(comma + 1, end))
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
        flat, most = start, min(stop, start + _LONGEST)
        while flat < most and (self.capital[flat] or lower[flat] in ("-", "'s")):
            flat += 1
        if known and known.end >= flat and known.end - known.start > 1:
            return None
        end = flat
        if lower[start] in words.site_before and flat - start > 1 and not (known and known.end - known.start > 1):
            return self.toponym(start, flat, (), "site")
        if (
            lower[start][:-1] in words.site_before and lower[start][-1] == "s" and flat - start > 1
        ):  # "Camps Elm and Oak"
            several = self.toponym(start + 1, flat, (), "site")
            return several._replace(key=f"{lower[start][:-1]} {several.key}")
        if start and lower[start - 1] in _SMALL_SITES and self.doc[start - 1].pos_ in ("NOUN", "PROPN"):
            if self.doc[start].pos_ == "PROPN" and self.doc[start - 1].is_sent_start is not True:
                return self.toponym(start - 1, flat, (), "site")
        behind = flat - 1
        while behind > start and lower[behind] not in words.site_behind:
            behind -= 1
        if known is None and self.called(start, flat):
            return self.toponym(start, flat, (), "named")
        if behind > start:
            end = behind + 1
        elif flat < len(lower) and lower[flat] in words.site_behind and self.doc[flat].pos_ in ("NOUN", "PROPN"):
            end = flat + 1
        else:
            return None
        if self.doc[end - 1].lower_ in words.organisation_behind and lower[start] == "the" and end - start < 2:
            return None
        if not any(self.doc[i].tag_ in ("NNP", "NNPS") for i in range(start, end - 1)):
            return None
        return self.toponym(start, end, (), "site")

    def called(self, start: int, end: int) -> bool:
        """ "the village of Orlu", "the Orlu district": a word in small letters says that the name is a place's."""
        if self.doc[end - 1].tag_ not in ("NNP", "NNPS"):
            return False
        if place_key(self.phrase(start, end)) in self.words.never:
            return False
        if (
            end < len(self.lower)
            and self.doc[end].pos_ == "NOUN"
            and not self.capital[end]
            and _kind_word(self.lower[end], self.words) in self.words.division
        ):
            return self.lower[start - 1] in ("the", "of", "'s") if start else False
        word = self.lower[start - 2] if start >= 2 and self.lower[start - 1] == "of" else ""
        return _kind_word(word, self.words) in self.words.division and not self.capital[start - 2]

    def named(self, start: int) -> Toponym | None:
        name = self.names.get(start)
        if name is None or name.start != start or name.label not in _PLACE_LABELS:
            return None
        end = name.end
        while end > start + 1 and self.lower[end - 1] in ("'s", "the", ","):
            end -= 1
        while start < end - 1 and not (self.capital[start] and self.lower[start] != "the"):
            start += 1
        if not any(self.doc[i].pos_ == "PROPN" for i in range(start, end)):
            return None
        text = self.phrase(start, end)
        entries = _trimmed(text, self.gazetteer, self.words)
        found = self.toponym(start, end, entries, "known" if entries else "named")
        behind = self.lower[end] if end < len(self.lower) else ""
        if behind in self.words.thing_behind:
            return None
        modifier = self.doc[end - 1].dep_ in ("amod", "compound") and not _kind_word(behind, self.words)
        if entries:
            return found
        firm = self.locative(found) == 2 or (start and self.lower[start - 1] in ("from", "to"))
        return found if firm and not modifier and self.lower[end - 1] not in self.people else None


def _standing(entry: Entry) -> int:
    """How well known a place is: 4 a country, 3 a great town or division, 2 a town, 1 a small one, 0 by another spelling."""
    if entry.rank or entry.kind in ("country", "continent"):
        return 4
    if (
        entry.capital
        or entry.id is None
        or (entry.main and entry.kind in _WIDE)
        or (entry.main and entry.population >= _GREAT)
    ):
        return 3
    if (entry.main and entry.population >= _LARGE) or entry.kind not in ("city", "admin2"):
        return 2
    return 1 if entry.main else 0
