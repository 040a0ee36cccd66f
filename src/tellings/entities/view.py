"""One report as resolving sees it: which tokens known phrases cover, and which country words do not tell a nationality."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from spacy.symbols import SCONJ, VERB

from tellings.entities.knowledge import Knowledge, plain_rows
from tellings.entities.lexicon import Entry, Hit
from tellings.model import Place, Span, When
from tellings.parse import Parsed

NATIONAL = ("adjective", "people", "state", "area", "seat")


@dataclass(frozen=True)
class Found:
    """A known phrase on tokens [start, end).  blocked: a country word that says whom something is for, not whose it is."""

    start: int
    end: int
    hit: Hit
    blocked: bool = False

    def of(self, *kinds: str) -> Entry | None:
        return self.hit.of(*kinds)

    @property
    def span(self) -> Span:
        return Span(self.hit.start, self.hit.end)


_BREAKS = frozenset([",", ";", ":", "(", ")", '"', "“", "”"])


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    return {what: frozenset(words.split("|")) for what, words in plain_rows("short_forms.tsv")}


@cache
def _hyphens() -> tuple[frozenset[str], frozenset[str]]:
    before: set[str] = set()
    after: set[str] = set()
    for side, words, effect in plain_rows("hyphens.tsv"):
        if effect == "block":
            (before if side == "before" else after).update(words.split("|"))
    return frozenset(before), frozenset(after)


class View:
    """Lookups over one report; built once, read by every step of resolving."""

    def __init__(self, parsed: Parsed, knowledge: Knowledge) -> None:
        self.parsed = parsed
        self.doc = parsed.doc
        self.knowledge = knowledge
        published = parsed.report.published.value
        self.day: str | None = published[:10] if published else None
        self.text = parsed.text
        self.offsets: list[int] = parsed.starts
        self.found: list[Found] = []
        self.at: dict[int, Found] = {}
        self.places: dict[int, Place] = {}
        self.times: set[int] = set()
        self._several: list[Hit] = []
        for hit in knowledge.lexicon.scan(self.text):
            self._place_hit(self._but_local(hit))

    def _but_local(self, hit: Hit) -> Hit:
        """Without the bodies that are meant only in a report on their state; `add_places` decides on these."""
        bodies = [e for e in hit.entries if e.kind == "organisation" and not e.origin]
        local = [e for e in bodies if e.weight == "local"]
        if local or len({e.code for e in bodies}) > 1:
            self._several.append(hit)
        return replace(hit, entries=tuple(e for e in hit.entries if e not in local)) if local else hit

    def _settle(self) -> None:
        """Of several bodies of one name that is meant whose state the report names most; one that is local needs it named."""
        if not self._several:
            return
        counts = Counter(e.code for f in self.found if (e := f.of(*NATIONAL)) is not None and e.code and not f.blocked)
        counts.update(place.country for i, place in self.places.items() if i not in self.at)
        placed = {f.hit.start: f for f in self.found}
        for hit in self._several:
            bodies = [e for e in hit.entries if e.kind == "organisation"]
            known = [e for e in bodies if counts[e.code] and e.holds(self.day)]
            code = max((e.code for e in known), key=lambda c: counts[c], default=None)
            if (
                code is not None
                and all(e.weight == "local" for e in bodies)
                and counts[code] * 2 < max(counts.values())
            ):
                continue  # the United States in passing, in a report on Malawi's Homeland Security
            behind = self.text[hit.end : hit.end + 5].split()
            if code is None or (behind[:1] in (["for"], ["of"]) and all(e.weight == "local" for e in bodies)):
                continue
            first = [e for e in known if e.code == code]
            others = [
                e for e in hit.entries if e not in first and not (e.kind == "organisation" and e.weight == "local")
            ]
            before = placed.get(hit.start)
            if before is not None:
                self.found.remove(before)
                for i in [i for i in range(before.start, before.end) if self.at.get(i) is before]:
                    del self.at[i]
            self._place_hit(replace(hit, entries=(*first, *others)))
        self.found.sort(key=lambda f: f.hit.start)

    def _place_hit(self, hit: Hit) -> None:
        if not hit.entries or self._a_name(hit):
            return
        first = bisect_right(self.offsets, hit.start) - 1
        last = bisect_left(self.offsets, hit.end) - 1
        if first < 0 or last < first:
            return
        found = Found(first, last + 1, hit, self._blocked(hit))
        self.found.append(found)
        for i in range(first, last + 1):
            self.at.setdefault(i, found)

    def _a_name(self, hit: Hit) -> bool:
        """ "Pak" and "Lanka" of headlines are adjectives before a noun ("Pak envoy"), else names of people and places."""
        word = self.text[hit.start : hit.end]
        if word not in _short_forms()["form"]:
            return False
        behind = self.text[hit.end : hit.end + 20].split(" ")
        before = self.text[max(0, hit.start - 20) : hit.start].rpartition(" ")[0].split()[-1:]
        if (
            before
            and before[0][:1].isupper()
            and before[0].isalpha()
            and self.text[hit.start - 2 : hit.start - 1] != "."
        ):
            return not hit.start or before[0].lower() not in _short_forms()["before"]
        return (
            len(behind) < 2
            or behind[0] != ""
            or not (behind[1][:1].islower() or behind[1].strip(",.'’") in _short_forms()["behind"])
        )

    def _blocked(self, hit: Hit) -> bool:
        if not any(e.kind in NATIONAL or e.kind == "organisation" or e.kind == "person" for e in hit.entries):
            return False
        before, after = _hyphens()
        text = self.text
        if hit.start >= 2 and text[hit.start - 1] in "-–‑ ":
            k = hit.start - 1
            word = text[max(0, k - 8) : k].replace("\n", " ").rpartition(" ")[2].strip("-(\"'“‘").lower()
            if word in before and (text[hit.start - 1] != " " or word in ("pro", "anti")):
                return True
        if text[hit.end : hit.end + 1] in ("-", "–", "‑"):
            k = hit.end + 1
            while k < len(text) and k < hit.end + 16 and text[k].isalpha():
                k += 1
            return text[hit.end + 1 : k].lower() in after
        return False

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The first token of each token's sentence, blanks included."""
        here, out = 0, []
        for i, begins in enumerate((self.doc.to_array("SENT_START") == 1).tolist()):
            here = i if begins else here
            out.append(here)
        return out

    @cached_property
    def breaks(self) -> list[bool]:
        """Whether a token ends what can stand before a head: a comma, a bracket, a verb that is no modifier.

        A modifier with a subject of its own ("Mayor Ana Prieto-Luna blamed smugglers") is none.
        """
        pos, dep, names = self.doc.to_array("POS"), self.doc.to_array("DEP"), self.doc.vocab.strings
        verbal = ((pos == VERB) | (pos == SCONJ)) & (dep != names["amod"]) & (dep != names["compound"])
        subjects = (dep == names["nsubj"]).nonzero()[0]
        above = subjects + self.doc.to_array("HEAD").astype("int64")[subjects]
        verbal[above[dep[above] == names["amod"]]] = True
        return [v or form in _BREAKS for v, form in zip(verbal.tolist(), self.parsed.forms, strict=True)]

    @cached_property
    def codes(self) -> frozenset[str]:
        """States that the report names."""
        return frozenset(e.code for f in self.found if (e := f.of(*NATIONAL)) is not None and e.code)

    @cached_property
    def bodies(self) -> frozenset[int]:
        """Tokens that names of known organisations cover."""
        return frozenset(i for f in self.found if f.of("organisation") for i in range(f.start, f.end))

    @cached_property
    def by_sentence(self) -> dict[int, list[Found]]:
        """Known phrases by the sentence they stand in."""
        out: dict[int, list[Found]] = {}
        for found in self.found:
            out.setdefault(self.parsed.sentence_number(found.start), []).append(found)
        return out

    def add_places(self, places: Iterable[Place]) -> None:
        """Toponyms by the tokens they cover."""
        for place in places:
            first = bisect_right(self.offsets, place.span.start) - 1
            last = bisect_left(self.offsets, place.span.end) - 1
            for i in range(max(first, 0), last + 1):
                self.places.setdefault(i, place)
        self._settle()

    def add_times(self, times: Iterable[When]) -> None:
        """Tokens of dates and clock times."""
        for time in times:
            if time.span is not None and time.type in ("DATE", "TIME"):
                first = bisect_right(self.offsets, time.span.start) - 1
                last = bisect_left(self.offsets, time.span.end) - 1
                self.times.update(range(max(first, 0), last + 1))

    def country_at(self, i: int) -> tuple[str, Span] | None:
        """The state that the phrase or toponym on a token belongs to."""
        found = self.at.get(i)
        place = self.places.get(i)
        entry = found.of(*NATIONAL) if found is not None and not found.blocked else None
        # Two towns may bear a capital's name; which one is meant, places has judged by the report.
        if entry is not None and entry.code and not (entry.kind == "seat" and place is not None and place.country):
            return entry.code, found.span
        if place is not None and place.country:
            return place.country, place.span
        return None

    def token_span(self, start: int, end: int) -> Span:
        """Characters of tokens [start, end)."""
        return Span(self.offsets[start], self.parsed.ends[end - 1])
