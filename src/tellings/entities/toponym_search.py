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
from tellings.entities.toponym_evidence import PLACE_LABELS
from tellings.entities.toponym_unknown import PARTICLES, Unknown
from tellings.entities.toponyms import GREAT, Toponym, kind_word, standing, trimmed
from tellings.parse import Parsed

_LONGEST = 7  # tokens of one name
_COUNTY = frozenset({"county", "parish"})  # words that are part of the name: "Lamu County"
_SMALL_SITES = frozenset({"camp", "camps", "checkpoint", "fort", "kibbutz"})  # "in camp Tamarind"
_LISTING = frozenset({",", "and", "or", "/", "&"})
_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "ar", "an", "az", "at", "ed", "es"})


def find_toponyms(
    parsed: Parsed,
    gazetteer: Gazetteer,
    sentences: Sequence[int] | None = None,
    bodies: frozenset[int] = frozenset(),
) -> tuple[list[Toponym], list[str]]:
    """Names of places in reading order, NER being asked about these sentences only (None: all); the words in small letters.

    bodies: tokens of names that are known to be organisations'.
    """
    finder = _Search(parsed, gazetteer, parsed.names(sentences))
    finder.bodies = bodies
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


class _Search(Unknown):
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
            if self.doc[position].pos_ == "ADP" and self.lower[position] in self.words.never:
                position += 1  # "At Buckingham Palace"
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
                if not self.cut_short(known) and self.accepted(known):
                    self.found.append(known)
                elif longer := self.longer(known):
                    self.found.append(
                        longer
                    )  # "Shahr-e Rey", of which "Shahr" is known; "Adi Daero", of which "Adi" is
                position = longer.end if longer else known.end
            else:
                named = self.named(position) or self.unknown(position, stop)
                if named:
                    self.found.append(named)
                position = named.end if named else position + 1

    def cut_short(self, known: Toponym) -> bool:
        """Whether a particle joins more to this name: "Dasht" in "Dasht-e-Barchi"."""
        joined = self.lower[known.end : known.end + 2]
        if len(joined) < 2 or joined[0] != "-" or joined[1] not in PARTICLES:
            return False
        return self.starts[known.end + 1] == self.ends[known.end]

    def longer(self, known: Toponym) -> Toponym | None:
        """A name that goes on where the known one ends, if anything says that the whole is a place."""
        if self.lower[known.end : known.end + 1] == ["-"]:
            return self.unknown(known.start, known.end)
        name = self.names.get(known.start)
        if name is not None and name.start == known.start and name.end > known.end:
            return self.named(known.start) or self.unknown(known.start, name.end)
        return None

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
        again = self.sites_again()
        return sorted([*self.found, *listed, *again])

    def sites_again(self) -> list[Toponym]:
        """ "Ashgrove" for a Camp Ashgrove named elsewhere in the report, where a place can stand."""
        cores: dict[str, Toponym] = {}
        for site in self.found:
            words = [w for w in site.key.split() if w not in self.words.site_before and w not in self.words.site_behind]
            if site.sort == "site" and len(words) == 1 and words[0] not in self.words.never and len(words[0]) > 3:
                cores.setdefault(words[0], site)
        if not cores:
            return []
        self.found = [t for t in self.found if not self.lesser_than_site(t, cores)]
        taken = {i for t in self.found for i in range(t.start, t.end)}
        found: list[Toponym] = []
        for position, word in enumerate(self.lower):
            site = cores.get(word)
            if site and position not in taken and self.capital[position] and word not in self.people:
                again = self.toponym(position, position + 1, (), "site")._replace(key=site.key)
                if self.locative(again) or self.lower[position - 1 : position] == ["on"]:
                    found.append(again)
        return found

    def lesser_than_site(self, name: Toponym, cores: dict[str, Toponym]) -> bool:
        """A small town somewhere in the world that is called like a camp of this report."""
        if name.sort != "known" or name.key not in cores or self.lower[name.start - 1 : name.start] != ["on"]:
            return False
        return all(standing(e) < 3 for e in name.entries)

    def capitals(self, found: list[Toponym]) -> Iterator[Toponym]:
        """ "The Malian capital", "Yemen's capital", "the capital of Chad", "in the capital" of the one state that is named before:
        the town itself, where it is not named beside it."""
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
            elif code is None and self.bare_capital(position):
                code, start = self.spoken_of_before(position, found), position - 1
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

    def bare_capital(self, position: int) -> bool:
        """ "In the capital": not "the capital of the province", "the capital, Goma", nor money."""
        before, after = self.lower[max(0, position - 2) : position], self.lower[position + 1 : position + 2]
        if len(before) < 2 or before[1] != "the" or after in (["of"], ["city"], ["'s"], ["’s"]):
            return False
        if after == [","] and position + 2 < len(self.lower) and self.capital[position + 2]:
            return False
        return before[0] in self.words.strong_preposition or before[0] in ("from", "to", "and", "through", "of", ",")

    def spoken_of_before(self, position: int, found: list[Toponym]) -> str | None:
        """The state named last before this word, by name or by adjective, if the sentence or the one before names only one."""
        here = self.parsed.sentence_number(position)
        first = self.parsed.sentences[max(0, here - 1)].start
        codes = {e.country for t in found if first <= t.start < position for e in t.entries[:1] if e.kind == "country"}
        codes |= {code for i in range(first, position) if (code := (state_before(self.lower, i + 1) or ("",))[0])}
        if not codes:  # a town of the only country so far
            codes = {
                e.country for t in found if first <= t.start < position for e in t.entries[:1] if len(t.entries) == 1
            }
        return next(iter(codes)) if len(codes) == 1 else None

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
            if (
                entries
                and self.adjective(start, end)
                and not any(e.kind == "country" or e.population > GREAT for e in entries)
            ):
                entries = ()  # "Thai" is no town
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
        if self.doc[end - 1].tag_ not in ("NNP", "NNPS") or self.adjective(start, end):
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
        if not any(self.doc[i].pos_ == "PROPN" for i in range(start, end)) or self.adjective(start, end):
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
