"""Where a report names places: spans of tokens, and what the gazetteer offers for each.

A name is a run of capitalised words that the gazetteer knows, longest match first, unless its neighbours say that it is
a person ("Mr Sydney"), an organisation ("the Kabul Post") or a word at a sentence's beginning.  Names that the gazetteer
does not know are kept when named-entity recognition calls them places, or when a word for a site stands beside them
("Camp Tamarind", "the Orlu checkpoint").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tellings.entities.demonyms import state_before
from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.placekeys import place_key
from tellings.entities.placewords import event_words
from tellings.entities.toponym_evidence import PLACE_LABELS, Evidence
from tellings.entities.toponyms import Toponym, kind_word, level_word, trimmed
from tellings.parse import Parsed

_LONGEST = 7  # tokens of one name
_COUNTY = frozenset({"county", "parish"})  # words that are part of the name: "Lamu County"
_SMALL_SITES = frozenset({"camp", "camps", "checkpoint", "fort", "kibbutz"})  # "in camp Tamarind"
_LISTING = frozenset({",", "and", "or", "/", "&"})
_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "ar", "an", "az", "at", "ed", "es"})
_AT = frozenset({"in", "near", "outside"})
_NO_PLACE = frozenset(
    {"ORG", "NORP", "LANGUAGE", "DATE", "TIME", "LAW", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL"}
)


def find_toponyms(
    parsed: Parsed, gazetteer: Gazetteer, sentences: Sequence[int] | None = None
) -> tuple[list[Toponym], list[str]]:
    """Names of places in reading order, NER being asked about these sentences only (None: all); the words in small letters."""
    finder = _Search(parsed, gazetteer, parsed.names(sentences))
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
    listed = finder.with_listed()
    capitals = list(finder.capitals(listed))
    taken = {i for t in capitals for i in range(t.start, t.end)}
    return sorted([t for t in listed if t.start not in taken] + capitals), finder.lower


class _Search(Evidence):
    """The search for names among the tokens that the evidence is read from."""

    def idle(self, position: int) -> bool:
        """A capitalised word that is no name by itself, such as "The" where a sentence begins."""
        return self.lower[position] in self.words.never and not self.phrase(position, position + 1).isupper()

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
                generic = (
                    known is not None
                    and known.end - known.start == 1
                    and self.lower[position] in self.words.site_before
                )
                if known and not generic and known.end < site.end and self.accepted(known, inside_site=True):
                    self.found.append(known)
                self.found.append(site)
                position = max(site.end, known.end if known else 0)
            elif known:
                longer = None
                if self.accepted(known):
                    self.found.append(known)
                elif self.lower[known.end : known.end + 1] == ["-"] and (longer := self.unknown(position, stop)):
                    self.found.append(longer)  # "Shahr-e Rey", of which "Shahr" is known
                position = longer.end if longer else known.end
            else:
                named = self.named(position) or self.unknown(position, stop)
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

    def capitals(self, found: list[Toponym]) -> Iterator[Toponym]:
        """ "The Malian capital", "Yemen's capital", "the capital of Chad": the town itself, where it is not named beside it."""
        ends, starts = {t.end: t for t in found}, {t.start: t for t in found}
        for position, word in enumerate(self.lower):
            if word != "capital" or self.doc[position].pos_ != "NOUN":
                continue
            owner = None
            code, start = state_before(self.lower, position) or (None, position)
            if position and self.lower[position - 1] in ("'s", "’s"):
                owner = ends.get(position - 1)
            elif self.lower[position + 1 : position + 2] == ["of"]:
                owner = starts.get(position + 2)
            if owner is not None:
                code = next((e.country for e in owner.entries if e.kind == "country"), None)
            country = self.gazetteer.country(code)
            if country is None or not country.capital:
                continue
            entries = tuple(
                e for e in self.gazetteer.find(country.capital) if e.country == country.iso3 and e.kind == "city"
            )
            near = {t.key for t in found if position < t.start <= position + 2}
            if entries and place_key(country.capital) not in near:
                key = place_key(country.capital)
                yield self.toponym(start, position + 1, entries[:1])._replace(key=key, level="")

    def longest(self, start: int, stop: int) -> Toponym | None:
        """The longest known name that begins here."""
        if start >= 2 and self.lower[start - 1] == "," and self.capital[start - 2]:
            if division := self.abbreviated(start):
                return division
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

    def abbreviated(self, start: int) -> Toponym | None:
        """ "Md." or "NSW" behind the comma of a town that lies there."""
        entries = self.gazetteer.division(self.phrase(start, start + 1))
        end = start + 1
        if not entries and end < len(self.lower) and self.lower[end] == ".":
            entries, end = self.gazetteer.division(self.phrase(start, end) + "."), end + 1
        towns = next((t.entries for t in (self.found[-1:] + self.doubtful[-1:]) if t.end == start - 1), ())
        if not any(self.gazetteer.contains(entry, town) for entry in entries for town in towns):
            return None
        return self.toponym(start, end, entries)._replace(level="state")

    def toponym(self, start: int, end: int, entries: tuple[Entry, ...], sort: str = "known") -> Toponym:
        name = self.names.get(start) or self.names.get(end - 1)
        before = self.lower[start - 1] if start else ""
        return Toponym(
            start, end, place_key(self.phrase(start, end)), entries, sort, level_word(self.doc, start, end, self.words),
            name.label if name else "", before if before in self.words.part else "",
        )  # fmt: skip

    def spelled(self, text: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Only what this way of writing can mean: "us" is no country, "WHO" no village, "Of" no town."""
        key = place_key(text)
        if not entries:
            return self.gazetteer.division(text) if len(text) > 2 and text.isalpha() and text.isupper() else ()
        if key in self.gazetteer.capitals_only:
            return tuple(e for e in entries if e.kind != "city" or e.population > 10**6) if text.isupper() else ()
        if text.isupper() and len(key) <= 4 and " " not in key:
            return tuple(e for e in entries if e.rank) or (entries if entries[0].kind == "country" else ())
        if key in self.words.never or key in self.words.landform or key in self.words.site_behind:
            return tuple(e for e in entries if e.rank)
        return entries

    def site(self, start: int, stop: int, known: Toponym | None) -> Toponym | None:
        """ "Camp Tamarind", "Bagram Air Base", "the Orlu checkpoint": a name with a word for a site beside it."""
        words, lower = self.words, self.lower
        flat, most = start, min(stop, start + _LONGEST)
        while flat < most and (self.capital[flat] or lower[flat] in ("-", "'s") or self.article(flat)):
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

    def article(self, at: int) -> bool:
        """The "al-" of "Tel al-Hawa"."""
        after = self.lower[at : at + 2]
        return len(after) == 2 and after[0] in _ARTICLES and after[1] == "-" and self.capital[at + 2 : at + 3] == [True]

    def called(self, start: int, end: int) -> bool:
        """ "the village of Orlu", "the Orlu district": a word in small letters says that the name is a place's."""
        if self.doc[end - 1].tag_ not in ("NNP", "NNPS"):
            return False
        if place_key(self.phrase(start, end)) in self.words.never:
            return False
        if (
            end < len(self.lower)
            and not self.capital[end]
            and kind_word(self.lower[end], self.words)
            and (self.doc[end].pos_ == "NOUN" or self.lower[end] in self.words.landform)
        ):
            return self.lower[start - 1] in ("the", "of", "'s") if start else False
        word = self.lower[start - 2] if start >= 2 and self.lower[start - 1] == "of" else ""
        kind = (
            kind_word(word, self.words) in self.words.division or word in self.words.place_of | self.words.site_behind
        )
        return kind and not self.capital[start - 2]

    def named(self, start: int) -> Toponym | None:
        name = self.names.get(start)
        if name is None or name.start != start or name.label not in PLACE_LABELS:
            return None
        end = name.end
        while end > start + 1 and self.lower[end - 1] in ("'s", "the", ","):
            end -= 1
        while start < end - 1 and not (self.capital[start] and self.lower[start] != "the"):
            start += 1
        if not any(self.doc[i].pos_ == "PROPN" for i in range(start, end)):
            return None
        text = self.phrase(start, end)
        entries = trimmed(text, self.gazetteer, self.words)
        found = self.toponym(start, end, entries, "known" if entries else "named")
        behind = self.lower[end] if end < len(self.lower) else ""
        if behind in self.words.thing_behind:
            return None
        modifier = self.doc[end - 1].dep_ in ("amod", "compound") and not kind_word(behind, self.words)
        if entries:
            return found
        firm = self.locative(found) == 2 or (start and self.lower[start - 1] in ("from", "to"))
        return found if firm and not modifier and self.lower[end - 1] not in self.people else None

    def unknown(self, start: int, stop: int) -> Toponym | None:
        """A small place that nobody knows: one capitalised name right behind "in" or "near", and nothing against it."""
        before = start - 1
        if before < 0 or not self.asked:
            return None
        if not (self.lower[before] in _AT and self.doc[before].pos_ == "ADP") and not self.hit(start):
            return None
        end = start + 1
        while end + 1 < len(self.lower) and self.lower[end] == "-" and self.lower[end + 1].isalpha():
            end += (
                3 if len(self.lower[end + 1]) < 3 and self.capital[min(end + 2, len(self.lower) - 1)] else 2
            )  # "Shahr-e Rey"
        end = min(end, len(self.lower))
        name = self.names.get(start)
        word = self.lower[start]
        whole = end > start + 1
        if name and ((name.label in _NO_PLACE and not whole) or name.end > end or name.start < start):
            return None
        if end < len(self.doc) and (self.capital[end] or self.lower[end] in ("'s", "’s")):
            return None
        if word in self.words.never or word in self.people or not word.isalpha() or self.doc[start].tag_ != "NNP":
            return None
        if self.phrase(start, end).isupper() or self.doc[before].head.lemma_.lower() in event_words().in_people:
            return None
        if self.doc[end].pos_ in ("NOUN", "PROPN", "ADJ") if end < len(self.doc) else False:
            return None
        return self.toponym(start, end, (), "named")

    def hit(self, start: int) -> bool:
        """The bare object of "shelled" or "retook", which no person and no body is."""
        token, name = self.doc[start], self.names.get(start)
        if name is not None and name.label in ("PERSON", "NORP", "ORG"):
            return False
        return token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in event_words().place_verbs
