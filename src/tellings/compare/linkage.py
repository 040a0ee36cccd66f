"""Agglomeration of reports by average likeness, on candidate pairs only.

The average likeness of two groups is exact: each group keeps the sum of its vectors day by day, so that no pair of
members is ever looked at twice.  The queue is lazy: the average over a union is never above the larger part, so an
entry that has grown stale is an upper bound and is measured again only when it comes up.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from tellings.compare.term_rows import Rows

Vector = Mapping[int, float]
Nearness = Callable[[int | None, int | None], float]
Days = dict[int | None, dict[int, float]]


@dataclass(eq=False)
class Bunch:
    """What is linked: so many reports (`size`) and, once they are asked for, the sums of their vectors day by day."""

    size: int
    load: Callable[[], Days]
    dense: dict[int | None, tuple[int, np.ndarray]] = field(default_factory=dict)


class _Group:
    """Members (positions of bunches), number of reports, and the sums; `age` changes with every merge."""

    def __init__(self, position: int, bunch: Bunch) -> None:
        self.members = [position]
        self.size = bunch.size
        self.dense = bunch.dense
        self.age = 0
        self._load = bunch.load
        self._days: Days | None = None

    @property
    def days(self) -> Days:
        if self._days is None:
            self._days = self._load()
        return self._days


def link(
    vectors: Rows,
    days: Sequence[int | None],
    pairs: Sequence[tuple[int, int]],
    nearness: Nearness,
    threshold: float,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    dense: np.ndarray | None = None,
    offset: float = 0.0,
) -> list[list[int]]:
    """Groups of positions, each sorted, by their first member.

    vectors: of unit length; days: ordinal or None; pairs: candidates, by the second; nearness: factor for two days; threshold:
    least average likeness; together, apart: pairs that must and must not meet.  dense: rows of a sentence encoder, already
    weighted, whose products less `offset` are added to the likeness.
    """
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    values = vectors.products(both)
    if dense is not None and len(both):
        values += np.einsum("ij,ij->i", dense[both[:, 0]], dense[both[:, 1]]) - offset
    values *= factors(days, both, nearness)

    def bunch(i: int) -> Bunch:
        return Bunch(1, lambda: {days[i]: vectors[i]}, {} if dense is None else {days[i]: (1, dense[i])})

    bunches = [bunch(i) for i in range(len(days))]
    return agglomerate(bunches, pairs, values, nearness, threshold, together, apart, offset)


def factors(days: Sequence[int | None], pairs: np.ndarray, nearness: Nearness) -> np.ndarray:
    """Nearness of the days of each pair of positions."""
    known = list(dict.fromkeys(days))
    code = {day: n for n, day in enumerate(known)}
    of = np.array([code[day] for day in days], dtype=np.int64)
    both, at = np.unique(of[pairs[:, 0]] * len(known) + of[pairs[:, 1]], return_inverse=True)
    found = [nearness(known[one // len(known)], known[one % len(known)]) for one in both.tolist()]
    return np.array(found)[at] if found else np.zeros(0)


def agglomerate(
    bunches: Sequence[Bunch],
    pairs: Sequence[tuple[int, int]],
    values: np.ndarray,
    nearness: Nearness,
    threshold: float,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    offset: float = 0.0,
) -> list[list[int]]:
    """As `link`, of bunches; values: average likeness of each pair."""
    groups = {i: _Group(i, bunch) for i, bunch in enumerate(bunches)}
    owner = list(range(len(groups)))
    ages = count(1)
    for a, b in together:
        if owner[a] != owner[b]:
            _merge(groups, owner, owner[a], owner[b], next(ages))
    enemies: dict[int, set[int]] = {}
    for a, b in apart:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    queue = _queue(groups, owner, pairs, values, nearness, threshold, offset)
    while queue:
        _, a, b, age_a, age_b = heapq.heappop(queue)
        x, y = owner[a], owner[b]
        if x == y:
            continue
        if groups[x].age != age_a or groups[y].age != age_b:
            value = _likeness(groups[x], groups[y], nearness, offset)
            if value >= threshold:
                heapq.heappush(queue, (-value, a, b, groups[x].age, groups[y].age))
            continue
        if _hostile(groups[x], groups[y], enemies, owner):
            continue
        _merge(groups, owner, x, y, next(ages))
    return sorted(sorted(group.members) for group in groups.values())


def _queue(
    groups: dict[int, _Group],
    owner: list[int],
    pairs: Sequence[tuple[int, int]],
    values: np.ndarray,
    nearness: Nearness,
    threshold: float,
    offset: float,
) -> list[tuple[float, int, int, int, int]]:
    queue: list[tuple[float, int, int, int, int]] = []
    merged = len(groups) < len(owner)
    for n in range(len(pairs)) if merged else np.flatnonzero(values >= threshold).tolist():
        a, b = pairs[n]
        x, y, value = groups[owner[a]], groups[owner[b]], float(values[n])
        if x.age or y.age:  # somebody joined them to others
            value = _likeness(x, y, nearness, offset)
        if x is not y and value >= threshold:
            queue.append((-value, a, b, x.age, y.age))
    heapq.heapify(queue)
    return queue


def _likeness(a: _Group, b: _Group, nearness: Nearness, offset: float) -> float:
    total = 0.0
    for day_a, sum_a in a.days.items():
        for day_b, sum_b in b.days.items():
            likeness = dot(sum_a, sum_b)
            if a.dense:
                (size_a, row_a), (size_b, row_b) = a.dense[day_a], b.dense[day_b]
                likeness += float(row_a @ row_b) - offset * size_a * size_b
            total += nearness(day_a, day_b) * likeness
    return total / (a.size * b.size)


def dot(a: Mapping, b: Mapping) -> float:
    if len(b) < len(a):
        a, b = b, a
    # In the order of the shorter one and not of a set, which is another in every process.
    return sum([weight * b[term] for term, weight in a.items() if term in b])


def _hostile(a: _Group, b: _Group, enemies: dict[int, set[int]], owner: list[int]) -> bool:
    if not enemies:
        return False
    inside = owner[b.members[0]]
    return any(owner[enemy] == inside for member in a.members for enemy in enemies.get(member, ()))


def _merge(groups: dict[int, _Group], owner: list[int], x: int, y: int, age: int) -> None:
    """The smaller group joins the larger one."""
    if groups[x].size < groups[y].size:
        x, y = y, x
    into, gone = groups[x], groups.pop(y)
    for member in gone.members:
        owner[member] = x
    into.members.extend(gone.members)
    into.size += gone.size
    for day, vector in gone.days.items():
        base = into.days.setdefault(day, {})
        for term, value in vector.items():
            base[term] = base.get(term, 0.0) + value
    for day, (size, row) in gone.dense.items():
        before, base = into.dense.get(day, (0, 0.0))
        into.dense[day] = (before + size, base + row)
    into.age = age


def average_link(
    size: int, found: Sequence[tuple[int, int]], values: np.ndarray, threshold: float, few: float = 0.0
) -> list[list[int]]:
    """Groups of 0 … size - 1 by average value of the pairs between them; a pair that is not found counts as 0.

    few: what the threshold is higher by for a group of two, falling as the group grows: an average of many pairs is surer.
    """
    table, many = np.zeros((size, size)), np.ones(size)
    for (a, b), value in zip(found, values, strict=True):
        table[a, b] = table[b, a] = value

    def above(rows: np.ndarray, of: np.ndarray) -> np.ndarray:
        """By how much rows of `table` are above what they must reach; those of groups of `of` members each."""
        return np.where(rows > 0, rows - threshold - few / (of + many - 1), -1.0)

    members = [[i] for i in range(size)]
    alive = np.ones(size, dtype=bool)
    spare = above(table, many[:, None])
    best = spare.max(axis=1) if size else np.zeros(0)
    while size:
        a = int(best.argmax())
        if best[a] < 0:
            break
        b = int(spare[a].argmax())
        joined = (many[a] * table[a] + many[b] * table[b]) / (many[a] + many[b])
        joined[[a, b]] = 0
        table[a], table[:, a] = joined, joined
        table[b], table[:, b] = 0, 0
        members[a] += members[b]
        many[a] += many[b]
        alive[b] = False
        spare[a] = spare[:, a] = above(table[a], many[a])
        spare[b], spare[:, b] = -1.0, -1.0
        changed = np.flatnonzero(alive)
        best[changed] = spare[changed].max(axis=1)
        best[b] = -1
    return [sorted(group) for group, lives in zip(members, alive, strict=True) if lives]
