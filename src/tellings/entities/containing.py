"""What contains a place that no gazetteer has: what its name or the words beside it say, its sentence, the report.

All mentions of one name lie in one place, so the best-described mention speaks for the others.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from tellings.entities.demonyms import spoken_of, state_before
from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.locating import Located
from tellings.entities.placewords import place_words
from tellings.entities.toponyms import Toponym, kind_word
from tellings.parse import Parsed

_SIDES = frozenset(
    {"side", "border", "part", "base", "port", "coast", "camp", "town", "village", "post", "frontier", "bank"}
)
_BESIDE = frozenset({",", "in", "near", "(", "outside", "at", "inside"})
_RANKS = ("in-name", "beside", "described", "sentence", "report")
_BACK = 5  # words between a state's adjective and the name that it describes
_NOT_CONTAINERS = ("continent", "sea", "former")


class Container(NamedTuple):
    """The place around, and how it is known: in-name, beside, described, sentence, report."""

    entry: Entry
    basis: str


def containers(parsed: Parsed, located: list[Located], gazetteer: Gazetteer, words: list[str]) -> dict[int, Container]:
    """Number of an unplaced toponym -> what contains it; nothing for one that nothing is known of."""
    unplaced = [n for n, item in enumerate(located) if item.entry is None]
    if not unplaced:
        return {}
    home = _chief_country(located, gazetteer, spoken_of(words))
    by_sentence: dict[int, list[int]] = {}
    for number, item in enumerate(located):
        if item.entry and item.entry.kind not in _NOT_CONTAINERS:
            by_sentence.setdefault(parsed.sentence_number(item.toponym.start), []).append(number)
    best: dict[str, Container] = {}
    votes: dict[str, Counter[Container]] = {}
    for number in unplaced:
        container = (
            _told(located, number)
            or _in_name(located, number)
            or _beside(parsed, located, number)
            or _by_adjective(located, number, gazetteer, words)
            or _in_sentence(parsed, located, number, by_sentence, home)
            or (Container(home, "report") if home else None)
        )
        if container is None:
            continue
        votes.setdefault(located[number].toponym.key, Counter())[container] += 1
    for key, counted in votes.items():
        rank = min(_RANKS.index(c.basis) for c in counted)
        best[key] = max(
            (c for c in counted if _RANKS.index(c.basis) == rank),
            key=lambda c: (counted[c], home is not None and c.entry.country == home.country),
        )
    return {number: best[key] for number in unplaced if (key := located[number].toponym.key) in best}


def _chief_country(located: list[Located], gazetteer: Gazetteer, spoken: Counter[str]) -> Entry | None:
    """The country of most places of the report, if it has a clear lead; adjectives count half."""
    counts = Counter(item.entry.country for item in located if item.entry and item.entry.country)
    for country, count in spoken.items():
        counts[country] += count / 2
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 1.3 * ranked[1][1]):
        return None
    country = gazetteer.country(ranked[0][0])
    return country.entry if country else None


def _told(located: list[Located], number: int) -> Container | None:
    """ "The Guadalupe quarter of León": the town that locating has found around it."""
    outer = located[number].container
    entry = located[outer].entry if outer is not None else None
    return Container(entry, "beside") if entry is not None else None


def _in_name(located: list[Located], number: int) -> Container | None:
    """ "Kandahar" in "Kandahar airport"."""
    for other in (number - 1, number + 1):
        if (
            0 <= other < len(located)
            and located[other].entry
            and _overlap(located[other].toponym, located[number].toponym)
        ):
            return Container(located[other].entry, "in-name")
    return None


def _beside(parsed: Parsed, located: list[Located], number: int) -> Container | None:
    """ "Camp Tamarind, Iraq", "the Orlu checkpoint in Anambra"."""
    own = located[number].toponym
    following = number + 1
    if following >= len(located) or located[following].entry is None:
        return None
    between = [t.lower_ for t in parsed.doc[own.end : located[following].toponym.start]]
    if 0 < len(between) <= 4 and any(word in _BESIDE for word in between):
        return Container(located[following].entry, "beside")
    return None


def _by_adjective(located: list[Located], number: int, gazetteer: Gazetteer, words: list[str]) -> Container | None:
    """ "The Thai border town of Orlu", "on the Turkish side at Orlu": an adjective within the same phrase."""
    start = located[number].toponym.start
    for position in range(start, max(0, start - _BACK), -1):
        state = state_before(words, position)
        if state is not None:
            between = words[position:start]
            country = gazetteer.country(state[0])
            near = bool(between) and any(kind_word(w, place_words()) or w in _SIDES for w in between)
            return Container(country.entry, "described") if country and near else None
        if words[position - 1] in (",", ".", ";", "and", "by"):
            return None
    return None


def _in_sentence(
    parsed: Parsed, located: list[Located], number: int, by_sentence: dict[int, list[int]], home: Entry | None
) -> Container | None:
    """The nearest place of the sentence; of several countries, that of the report."""
    own = located[number].toponym
    others = [
        o for o in by_sentence.get(parsed.sentence_number(own.start), []) if not _across(parsed, located[o].toponym)
    ]
    countries = {located[o].entry.country for o in others}
    if len(countries) > 1:
        others = [o for o in others if home and located[o].entry.country == home.country]
    if not others:
        return None
    nearest = located[min(others, key=lambda o: abs(located[o].toponym.start - own.start))].entry
    if nearest.kind == "country" and home and nearest is not home:
        return Container(home, "report")  # a country that is named in passing says less than the whole report
    return Container(nearest, "sentence")


def _across(parsed: Parsed, outer: Toponym) -> bool:
    """ "Near the border with Turkey" is not in Turkey."""
    before = [t.lower_ for t in parsed.doc[max(0, outer.start - 3) : outer.start]]
    return "border" in before and before[-1] in ("with", "to", "the")


def _overlap(a: Toponym, b: Toponym) -> bool:
    return a.start < b.end and b.start < a.end
