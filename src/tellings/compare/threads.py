"""Stories that go on from one cell of the calendar into the next.

A cell's reports are grouped among themselves first; then each group is held against the stories of the days before.  What
comes later never changes how earlier days were grouped, it only ties groups together.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

import numpy as np

from tellings.compare.linkage import link
from tellings.compare.stories import CANDIDATES, CROWD_A_DAY, CROWDING, INDEXED_TERMS, THRESHOLD, UNDATED

KEPT_TERMS = 64  # strongest terms of a report, by which it is held against later ones
_ROW = np.dtype([("term", "<u4"), ("weight", "<f4")])
Weights = Mapping[int, float]


@dataclass(frozen=True)
class Placed:
    """A report among others.  day: ordinal; weights: its strongest terms, see `packed`; group: whom it belongs to so far."""

    report: str
    day: int | None
    weights: Weights
    group: str


def packed(row: Mapping[str, float]) -> bytes:
    """The strongest terms of a report as bytes: hash and weight."""
    strongest = sorted(row.items(), key=lambda p: (-p[1], p[0]))[:KEPT_TERMS]
    return np.array([(zlib.crc32(term.encode()), weight) for term, weight in strongest], dtype=_ROW).tobytes()


def unpacked(data: bytes) -> dict[int, float]:
    rows = np.frombuffer(data, dtype=_ROW)
    return dict(zip(rows["term"].tolist(), rows["weight"].tolist(), strict=True))


def ties(
    recent: Sequence[Placed],
    own: Sequence[Placed],
    together: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> list[tuple[str, str]]:
    """Pairs of groups that are one story: of the days before and of a cell.

    recent: reports of the days before with their stories, own: the cell's with their groups; both by date and id.
    together, apart: pairs of report ids that a person has judged.
    """
    members = [*recent, *own]
    place = {m.report: n for n, m in enumerate(members)}
    first: dict[str, int] = {}
    seeds: list[tuple[int, int]] = []
    for n, member in enumerate(members):
        if first.setdefault(member.group, n) != n:
            seeds.append((first[member.group], n))
    seeds += [(place[a], place[b]) for a, b in together if a in place and b in place]
    candidates = _candidates(recent, own)
    groups = link(
        [m.weights for m in members],
        [m.day for m in members],
        [(first[a], first[b]) for a, b in candidates],
        _nearness,
        THRESHOLD,
        seeds,
        [(place[a], place[b]) for a, b in apart if a in place and b in place],
    )
    found = []
    for group in groups:
        found += pairwise(dict.fromkeys(members[n].group for n in group))
    return found


def _nearness(a: int | None, b: int | None) -> float:
    """As in `stories`, with as many stories between two days as a busy press has."""
    if a is None or b is None:
        return UNDATED
    return 1 / (1 + CROWDING * log1p(CROWD_A_DAY * abs(a - b)))


def _candidates(recent: Sequence[Placed], own: Sequence[Placed]) -> list[tuple[str, str]]:
    """(story, group) that share strong terms; at most `CANDIDATES` for each group."""
    carriers: defaultdict[int, list[str]] = defaultdict(list)
    for story, weights in _sums(recent).items():
        for term, _ in _strongest(weights):
            carriers[term].append(story)
    found = []
    for group, weights in _sums(own).items():
        shared: Counter[str] = Counter()
        for term, weight in _strongest(weights):
            for story in carriers.get(term, ()):
                shared[story] += weight
        found += [(story, group) for story, _ in sorted(shared.items(), key=lambda p: (-p[1], p[0]))[:CANDIDATES]]
    return found


def _sums(members: Sequence[Placed]) -> dict[str, dict[int, float]]:
    """Group → mean weight of each term."""
    size = Counter(m.group for m in members)
    sums: dict[str, dict[int, float]] = {}
    for member in members:
        into = sums.setdefault(member.group, {})
        for term, weight in member.weights.items():
            into[term] = into.get(term, 0.0) + weight / size[member.group]
    return sums


def _strongest(weights: Weights) -> list[tuple[int, float]]:
    return sorted(weights.items(), key=lambda p: (-p[1], p[0]))[:INDEXED_TERMS]
