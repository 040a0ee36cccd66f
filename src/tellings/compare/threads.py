"""Stories that go on from one cell of the calendar into the next.

A cell's reports are grouped among themselves first; then each group is held against the stories of the days before.  What
comes later never changes how earlier days were grouped, it only ties groups together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

import numpy as np

from tellings.compare.linkage import Bunch, Days, agglomerate
from tellings.compare.stories import CANDIDATES, CROWD_A_DAY, CROWDING, INDEXED_TERMS, THRESHOLD, UNDATED
from tellings.compare.term_rows import Rows, falling, products, ranks

KEPT_TERMS = 64  # strongest terms of a report, by which it is held against later ones
_TABLE = 1 << 18  # by the last bits of a term most that cannot be shared are left out


@dataclass(frozen=True, eq=False)
class Placed:
    """Reports by date and id.  days: ordinals; groups: whom each belongs to so far.

    terms: strongest terms of each (see `packed`), one report's after the other's, (n, 2) of uint32; ends: where each one's end.
    """

    reports: tuple[str, ...]
    days: tuple[int | None, ...]
    groups: tuple[str, ...]
    terms: np.ndarray
    ends: np.ndarray

    @staticmethod
    def of(rows: Sequence[tuple[str, int | None, str, bytes]]) -> Placed:
        """rows: report, day, group and strongest terms of each."""
        ends = np.cumsum([0, *(len(row[3]) // 8 for row in rows)])
        terms = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.uint32).reshape(-1, 2)
        return Placed(*(tuple(row[n] for row in rows) for n in range(3)), terms=terms, ends=ends)


def packed(rows: Rows) -> list[bytes]:
    """The strongest terms of each report as bytes: number and weight, the heaviest first."""
    at, row = rows.strongest(KEPT_TERMS)
    found = np.empty((len(at), 2), dtype=np.uint32)
    found[:, 0] = rows.numbers[rows.ids[at]]
    found[:, 1] = rows.weights[at].astype(np.float32).view(np.uint32)
    ends = np.searchsorted(row, np.arange(len(rows) + 1)).tolist()
    return [found[a:b].tobytes() for a, b in pairwise(ends)]


def ties(
    recent: Placed,
    own: Placed,
    together: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
) -> list[tuple[str, str]]:
    """Pairs of groups that are one story: of the days before and of a cell.

    recent: reports of the days before with their stories, own: the cell's with their groups.
    together, apart: pairs of report ids that a person has judged.
    """
    shelf = _Shelf(recent, own)
    pairs = shelf.candidates()
    of = dict(zip((*recent.reports, *own.reports), shelf.group, strict=True)) if together or apart else {}
    groups = agglomerate(
        [Bunch(size, shelf.loader(n)) for n, size in enumerate(shelf.sizes.tolist())],
        pairs,
        shelf.likeness(pairs),
        _nearness,
        THRESHOLD,
        [(of[a], of[b]) for a, b in together if a in of and b in of],
        [(of[a], of[b]) for a, b in apart if a in of and b in of],
    )
    found = []
    for group in groups:
        found += pairwise(shelf.names[n] for n in group)
    return found


def _nearness(a: int | None, b: int | None) -> float:
    """As in `stories`, with as many stories between two days as a busy press has."""
    if a is None or b is None:
        return UNDATED
    return 1 / (1 + CROWDING * log1p(CROWD_A_DAY * abs(a - b)))


class _Shelf:
    """Groups of reports, numbered by their first member, and the terms of each with what they weigh on each day."""

    def __init__(self, recent: Placed, own: Placed) -> None:
        numbers: dict[str, int] = {}
        self.group = [numbers.setdefault(name, len(numbers)) for name in (*recent.groups, *own.groups)]
        self.names = list(numbers)
        group = np.array(self.group, dtype=np.int64)
        self.sizes = np.bincount(group, minlength=len(self.names))
        self.first_own = int(group[len(recent.groups) :].min()) if own.groups else len(self.names)
        members = (*recent.days, *own.days)
        days = list(dict.fromkeys(members))
        code = {day: n for n, day in enumerate(days)}
        # A unit is what a group has of one day.
        unit = group * len(days) + np.array([code[day] for day in members], dtype=np.int64)
        self.units, unit = np.unique(unit, return_inverse=True)
        self.unit_group, self.unit_day = self.units // len(days), [days[n] for n in (self.units % len(days)).tolist()]
        self.unit_ends = np.searchsorted(self.unit_group, np.arange(len(self.names) + 1))
        rows = np.concatenate([recent.terms, own.terms])
        self._add(rows, np.concatenate([np.diff(recent.ends), np.diff(own.ends)]), unit)

    def _add(self, rows: np.ndarray, lengths: np.ndarray, unit: np.ndarray) -> None:
        """Sums of the terms of each unit, those of a unit in a row."""
        of = unit[np.repeat(np.arange(len(lengths)), lengths)]
        order = np.argsort(of, kind="stable")
        of, term = of[order], rows[:, 0].astype(np.int64)[order]
        weight = np.ascontiguousarray(rows[:, 1]).view(np.float32).astype(np.float64)[order]
        several = (np.bincount(unit, minlength=len(self.units)) > 1)[of]
        if several.any():
            key, at = np.unique((of[several] << 32) | term[several], return_inverse=True)
            summed = np.bincount(at, weights=weight[several])
            of = np.concatenate([of[~several], key >> 32])
            term = np.concatenate([term[~several], key & 0xFFFFFFFF])
            weight = np.concatenate([weight[~several], summed])
            order = np.argsort(of, kind="stable")
            of, term, weight = of[order], term[order], weight[order]
        self.term, self.weight = term, weight
        self.ends = np.searchsorted(of, np.arange(len(self.units) + 1))

    def loader(self, group: int):
        """What reads the sums of a group when they are asked for."""

        def load() -> Days:
            out: Days = {}
            for unit in range(self.unit_ends[group], self.unit_ends[group + 1]):
                inside = slice(self.ends[unit], self.ends[unit + 1])
                out[self.unit_day[unit]] = dict(
                    zip(self.term[inside].tolist(), self.weight[inside].tolist(), strict=True)
                )
            return out

        return load

    def _strongest(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The heaviest terms of each group by their mean weight: group, term, weight."""
        unit = np.repeat(np.arange(len(self.units)), np.diff(self.ends))
        group = self.unit_group[unit]
        term, weight = self.term, self.weight
        several = (np.diff(self.unit_ends) > 1)[group]
        if several.any():
            key, at = np.unique((group[several] << 32) | term[several], return_inverse=True)
            group = np.concatenate([group[~several], key >> 32])
            term = np.concatenate([term[~several], key & 0xFFFFFFFF])
            weight = np.concatenate([weight[~several], np.bincount(at, weights=weight[several])])
        weight = weight / self.sizes[group]
        order = np.argsort(falling(group.astype(np.uint64), weight, term.astype(np.uint32)), kind="stable")
        order = order[ranks(group[order]) < INDEXED_TERMS]
        return group[order], term[order], weight[order]

    def candidates(self) -> list[tuple[int, int]]:
        """(story, group) that share strong terms; at most `CANDIDATES` for each group, by the group."""
        group, term, weight = self._strongest()
        own = group >= self.first_own
        order = np.argsort(term[~own], kind="stable")
        stories, carried = group[~own][order], term[~own][order]
        first, last = (np.searchsorted(carried, term[own], side=side) for side in ("left", "right"))
        many = last - first
        total = int(many.sum())
        if not total:
            return []
        ends = np.cumsum(many)
        story = stories[np.arange(total) + np.repeat(first - ends + many, many)]
        both, at = np.unique(np.repeat(group[own], many) * len(self.names) + story, return_inverse=True)
        shared = np.bincount(at, weights=np.repeat(weight[own], many))
        later, story = both // len(self.names), both % len(self.names)
        order = np.lexsort((story, -shared, later))
        later, story = later[order], story[order]
        kept = ranks(later) < CANDIDATES
        return list(zip(story[kept].tolist(), later[kept].tolist(), strict=True))

    def likeness(self, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
        """Average likeness of two groups each."""
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        many = np.diff(self.unit_ends)
        # Every unit of the one with every unit of the other.
        first = np.repeat(np.arange(len(both)), many[both[:, 1]])
        later = _counted(self.unit_ends[both[:, 1]], many[both[:, 1]])
        pair = np.repeat(first, many[both[first, 0]])
        units = np.stack(
            [_counted(self.unit_ends[both[first, 0]], many[both[first, 0]]), np.repeat(later, many[both[first, 0]])], 1
        )
        order = np.argsort(units[:, 1], kind="stable")
        pair, units = pair[order], units[order]
        ids, kept, terms = self._meeting(units)
        ends = np.concatenate([[0], np.cumsum(kept)])[self.ends]
        values = products(ends, ids[kept], self.weight[kept], terms, units)
        values *= self._near(units)
        total = np.bincount(pair, weights=values, minlength=len(both))
        return total / (self.sizes[both[:, 0]] * self.sizes[both[:, 1]])

    def _meeting(self, units: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        """Numbers of terms from 0, for those of the later units; which entries are of them; how many there are."""
        later = np.zeros(len(self.units), dtype=bool)
        later[units[:, 1]] = True
        wanted = later.copy()
        wanted[units[:, 0]] = True
        per_entry = np.diff(self.ends)
        known = np.unique(self.term[np.repeat(later, per_entry)])
        table = np.zeros(_TABLE, dtype=bool)
        table[known % _TABLE] = True
        at = np.flatnonzero(np.repeat(wanted, per_entry) & table[self.term % _TABLE])
        place = np.minimum(np.searchsorted(known, self.term[at]), max(len(known) - 1, 0))
        hit = known[place] == self.term[at] if len(known) else np.zeros(0, dtype=bool)
        ids = np.zeros(len(self.term), dtype=np.int64)
        kept = np.zeros(len(self.term), dtype=bool)
        ids[at[hit]], kept[at[hit]] = place[hit], True
        return ids, kept, len(known)

    def _near(self, units: np.ndarray) -> np.ndarray:
        days = sorted({day for day in self.unit_day if day is not None})
        known = [*days, None]
        code = {day: n for n, day in enumerate(known)}
        table = np.array([[_nearness(a, b) for b in known] for a in known])
        of = np.array([code[day] for day in self.unit_day], dtype=np.int64)
        return table[of[units[:, 0]], of[units[:, 1]]]


def _counted(start: np.ndarray, many: np.ndarray) -> np.ndarray:
    """start[0], start[0] + 1 … as many as many[0], then from start[1]."""
    if not len(many):
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(many)
    return np.arange(ends[-1]) + np.repeat(start - ends + many, many)
