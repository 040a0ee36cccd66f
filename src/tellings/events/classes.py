"""Word classes: which words are weapons, agreements, bodies, people; and the names of countries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from tellings.errors import TellingsError
from tellings.events.triggers import spellings
from tellings.model import digest

# What an unknown name may be.
NAME_CLASSES = frozenset(
    [
        "actor",
        "person",
        "group",
        "official",
        "diplomat",
        "lawmaker",
        "organisation",
        "government",
        "armed",
        "rebel",
        "party",
        "igo",
        "country",
        "place",
        "territory",
    ]
)
_NEVER_NAMES = frozenset(
    {"police", "court", "union", "company", "media", "civilian", "captive", "refugee", "crime_actor"}
)
_LOOSE = frozenset({"sport", "market", "culture"})
_REMEMBERED = 200_000
_HUMAN = re.compile(r"(?:[^aeiou]er|[^aeiou]or|ist|man|men|woman|women|ian|eer|ee|crat|smith|monger|folk)$")
_NOT_HUMAN = frozenset({"thing"})


@dataclass(frozen=True, eq=False)
class Lexicon:
    """words: lemma → classes.  countries: names, adjectives and capitals.  plurals: number words etc. are partitive."""

    words: Mapping[str, frozenset[str]]
    names: frozenset[str]
    countries: frozenset[str]
    country_words: frozenset[str]
    country_numbers: Mapping[str, int]
    name_classes: frozenset[str]
    country_classes: frozenset[str]
    fingerprint: str
    _sure: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def sure(self, low: str, lemma: str) -> frozenset[str]:
        """Classes that list the word; sport, market, culture only by words that hardly mean anything else."""
        found = self._sure.get((low, lemma))
        if found is None:
            found = self.country_classes if low in self.countries else self._listed_surely(low, lemma)
            if len(self._sure) < _REMEMBERED:
                self._sure[low, lemma] = found
        return found

    def all_sure(self, pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
        """Those of many words; of each what is written and its lemma."""
        pairs = list(pairs)
        try:
            return _NOTHING.union(*filter(None, map(self._sure.__getitem__, pairs)))
        except KeyError:
            return _NOTHING.union(*[self.sure(*pair) for pair in pairs])

    def _listed_surely(self, low: str, lemma: str) -> frozenset[str]:
        found = self.words.get(lemma, _NOTHING) | self.words.get(low, _NOTHING)
        if found & _LOOSE or any(name.endswith("_sure") for name in found):
            found = found - _LOOSE | {name.removesuffix("_sure") for name in found if name.endswith("_sure")}
        return found

    def of(self, lemma: str) -> frozenset[str]:
        """Classes of a common noun, by its lemma; human nouns that no list has by their ending."""
        found = self.words.get(lemma)
        if found is not None:
            return found
        if "-" in lemma:
            last = lemma.rsplit("-", 1)[1]
            if last in self.words:
                return self.words[last]
        if lemma.isdigit():
            return _PERSON
        if len(lemma) > 4 and _HUMAN.search(lemma) and lemma not in _NOT_HUMAN:
            return _PERSON
        return _NOTHING


_PERSON = frozenset({"person", "actor"})
_NOTHING: frozenset[str] = frozenset()


@cache
def load_lexicon() -> Lexicon:
    """The classes that ship with the program.  Raises TellingsError classes-invalid."""
    data = files("tellings.events").joinpath("data")
    text = data.joinpath("classes.toml").read_text("utf-8")
    countries_text = data.joinpath("countries.txt").read_text("utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TellingsError("classes-invalid", str(error), where="classes.toml") from error
    members = {name: _members(name, raw, ()) for name in raw}
    words: dict[str, set[str]] = {}
    for name, listed in members.items():
        for word in listed:
            for spelling in spellings(word):
                words.setdefault(spelling, set()).add(name)
    countries = frozenset(
        name.strip().lower()
        for line in countries_text.splitlines()
        if line and not line.startswith("#")
        for name in re.split(r"[|,]", line)
        if name.strip()
    )
    return Lexicon(
        words={word: frozenset(classes) for word, classes in words.items()},
        names=frozenset(raw),
        countries=countries,
        country_words=frozenset(w for name in countries if " " not in name for w in (name,)),
        country_numbers={
            name.strip().lower(): number
            for number, line in enumerate(countries_text.splitlines())
            if line and not line.startswith("#")
            for name in re.split(r"[|,]", line)
            if name.strip()
        },
        name_classes=NAME_CLASSES | {n for n in raw if _closure(n, raw) & NAME_CLASSES - {"actor"}} - _NEVER_NAMES,
        country_classes=frozenset(
            {"country", "actor", "government", "place"} | {n for n in raw if "country" in _closure(n, raw)}
        ),
        fingerprint=digest(text, countries_text),
    )


def _closure(name: str, raw: Mapping[str, Mapping]) -> set[str]:
    """The class and all that it takes in."""
    found, queue = {name}, [name]
    while queue:
        for other in raw.get(queue.pop(), {}).get("with", ()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return found


def _members(name: str, raw: Mapping[str, Mapping], inside: tuple[str, ...]) -> set[str]:
    if name in inside or name not in raw:
        raise TellingsError("classes-invalid", f"class {name!r} is unknown or holds itself", where="classes.toml")
    found = set(raw[name].get("words", "").split())
    for other in raw[name].get("with", ()):
        found |= _members(other, raw, (*inside, name))
    return found
