"""Which mentions are compared at all: those of near types that share an actor, a place, a rare word, a day or a mode."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from tellings.compare.scoring import Rarity, type_names, types_meet
from tellings.compare.views import View
from tellings.compare.weights import weights

FEW = 60  # mentions, of which every two meet
CROWDED = 60  # mentions in a block, above which not all of them meet
NEIGHBOURS = 12  # in a crowded block each meets as many before it,
LEADERS = 12  # and as many of the first: most later ones tell what an early one told
LONG_DAYS = 8  # a time this long is no key
RARE_WORDS = 6


def candidate_pairs(views: Sequence[View], rarity: Rarity) -> list[tuple[View, View]]:
    """Pairs worth a score, the earlier view first; linear in the number of views."""
    if len(views) <= FEW:
        return [(a, b) for i, b in enumerate(views) for a in views[:i] if types_meet(a, b)]
    found: set[tuple[int, int]] = set()
    for members in _blocks(views, rarity).values():
        crowded = len(members) > CROWDED
        for n, i in enumerate(members):
            near = members[max(0, n - NEIGHBOURS) : n] + members[: min(n, LEADERS)] if crowded else members[:n]
            found.update((j, i) for j in near)
    return [(views[i], views[j]) for i, j in sorted(found) if types_meet(views[i], views[j])]


def _blocks(views: Sequence[View], rarity: Rarity) -> dict[tuple, list[int]]:
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for i, v in enumerate(views):
        keys: set[tuple] = {("actor", a) for a in v.ids}
        if v.place:
            keys.add(("place", v.place.geonameid or v.place.name.lower()))
        if v.days and (v.days[1] - v.days[0]).days < LONG_DAYS:
            third = v.days[0].toordinal() // 3
            keys |= {("day", third), ("day", third + 1)}
        rare = sorted(rarity.shared(v.stems), key=lambda s: (-rarity.weight(s), s))[:RARE_WORDS]
        keys |= {("word", stem) for stem in rare}
        keys |= {("trigger", s) for s in v.trigger_stems}
        keys |= {("mode", mode) for mode in v.mention.modes or ("",)}
        keys.add(("report", v.report.id))
        for family in families(type_names(v)):
            for key in keys:
                blocks[(family, *key)].append(i)
    return blocks


@cache
def families(names: tuple[str, ...]) -> tuple[str, ...]:
    """The type itself, and each pair of near types that it is in: two mentions can meet if they share one of these."""
    table = weights()
    pairs = ("|".join(sorted(pair)) for pair in table.near if pair & set(names))
    return (names[0], *sorted(pairs))
