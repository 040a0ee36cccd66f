"""Which of the places named beside each other lies in which: "X, Y", "X in Y", "the X quarter of Y"."""

from __future__ import annotations

import itertools
import math

from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.toponyms import Toponym

CONSIDERED = 60  # candidates of one name that are weighed
_AROUND_TOWN = 40  # km from a town's middle to its quarters
_PARTS = frozenset(
    [
        "quarter",
        "district",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "favela",
        "slum",
        "ward",
        "borough",
        "area",
        "township",
    ]
)
_WELL_KNOWN = 200_000  # people of a town that everybody knows to be elsewhere


def containers_of(toponyms: list[Toponym], gazetteer: Gazetteer, words: list[str]) -> dict[int, int]:
    """Toponym -> the toponym written beside it that contains it: "X, Y", "X (Y)", "X in Y", "Y's X", "Y province's X"."""
    found: dict[int, int] = {}
    known: dict[tuple[str, str], bool] = {}

    def contained(outer: Toponym, inner: Toponym) -> bool:
        pair = (outer.key, inner.key)
        if pair not in known:
            known[pair] = _can_contain(outer, inner, gazetteer)
        return known[pair]

    for number in range(len(toponyms) - 1):
        first, second = toponyms[number], toponyms[number + 1]
        between = words[first.end : second.start]
        if len(between) > 5 or not between:
            continue
        if _inside(between) and contained(second, first):
            found[number] = number + 1
        elif between[0] == "'s" and contained(first, second):
            found[number + 1] = number
    return found


def quarters_of(toponyms: list[Toponym], words: list[str]) -> dict[int, int]:
    """Toponym -> the town that it is a part of: "the Guadalupe quarter of León"."""
    found: dict[int, int] = {}
    for number, (first, second) in enumerate(itertools.pairwise(toponyms)):
        between = words[first.end : second.start]
        if between[-1:] in (["of"], ["in"]) and len(between) <= 2:
            part = between[0] if len(between) == 2 else words[first.end - 1]
            if part in _PARTS and any(e.kind == "city" for e in second.entries[:20]):
                found[number] = number + 1
    return found


def inside_town(entries: tuple[Entry, ...], town: Toponym) -> tuple[Entry, ...]:
    """Those that lie in the country of a town of that name, and not far from it; a quarter that is not known has none."""
    towns = [e for e in town.entries[:CONSIDERED] if e.kind == "city" and e.lat is not None]
    return tuple(
        e
        for e in entries
        for t in towns
        if e.country == t.country and (e.lat is None or km(e.lat, e.lon, t.lat, t.lon) < _AROUND_TOWN)
    )[:1]


_INNER = frozenset(
    {"the", "province", "state", "county", "district", "region", "city", "governorate", "of", "'s", "capital"}
)
_JOIN = frozenset({",", "(", "in", "-"})


def _inside(between: list[str]) -> bool:
    """Only words that put what stands before into what stands behind."""
    if not any(word in _JOIN for word in between):
        return False
    return all(
        word in _JOIN or word in _INNER or word.endswith(("ern", "north", "south", "east", "west")) for word in between
    )


def _can_contain(outer: Toponym, inner: Toponym, gazetteer: Gazetteer) -> bool:
    """Whether some place of the one name lies in some place of the other, and the two are no list of equals."""
    states, divisions = (
        [{e.country for e in t.entries if e.kind == kind and e.main} for t in (outer, inner)]
        for kind in ("country", "admin1")
    )
    if all(states) or divisions[0] & divisions[1]:
        return False
    if any(e.kind in ("country", "continent") for e in inner.entries) and outer.level != "state":
        return False  # "Mexico, Texas and Arizona"; but "Lebanon, Pa."
    return any(
        gazetteer.contains(o, i)
        for o in outer.entries[:20]
        if o.kind != "city"
        for i in inner.entries[: CONSIDERED * 4]
    )


def put_abroad(toponyms: list[Toponym], number: int, words: list[str]) -> str | None:
    """ "The village of Bani in Mali": the country right behind "in", for a small town's name that the gazetteer has elsewhere only."""
    if number + 1 >= len(toponyms):
        return None
    own, outer = toponyms[number], toponyms[number + 1]
    if words[own.end : outer.start] != ["in"] or not outer.entries or outer.entries[0].kind != "country":
        return None
    small = all(e.kind in ("city", "admin2") and e.population < _WELL_KNOWN and not e.capital for e in own.entries)
    return outer.entries[0].country if small else None


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points, near enough."""
    x = math.radians((lon2 - lon1 + 180) % 360 - 180) * math.cos(math.radians((lat1 + lat2) / 2))
    return 6371 * math.hypot(x, math.radians(lat2 - lat1))
