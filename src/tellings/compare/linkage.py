"""Agglomeration of reports by average likeness, on candidate pairs only.

The average likeness of two groups is exact: each group keeps the sum of its vectors day by day, so that no pair of
members is ever looked at twice.  The queue is lazy: the average over a union is never above the larger part, so an
entry that has grown stale is an upper bound and is measured again only when it comes up.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

Vector = Mapping[str, float]
Nearness = Callable[[int | None, int | None], float]


@dataclass
class _Group:
    """Members and, for each day (ordinal; None unknown), the sums of their vectors; `age` changes with every merge."""

    members: list[int]
    days: dict[int | None, dict[str, float]]
    dense: dict[int | None, tuple[int, np.ndarray]]
    age: int = 0


def link(
    vectors: Sequence[Vector],
    days: Sequence[int | None],
    pairs: Iterable[tuple[int, int]],
    nearness: Nearness,
    threshold: float,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    dense: np.ndarray | None = None,
    offset: float = 0.0,
) -> list[list[int]]:
    """Groups of positions, each sorted, by their first member.

    vectors: of unit length; days: ordinal or None; pairs: candidates; nearness: factor for two days; threshold: least
    average likeness; together, apart: pairs that must and must not meet.  dense: rows of a sentence encoder, already
    weighted, whose products less `offset` are added to the likeness.
    """
    groups = {
        i: _Group([i], {day: dict(vector)}, {} if dense is None else {day: (1, dense[i])})
        for i, (day, vector) in enumerate(zip(days, vectors, strict=True))
    }
    owner = list(range(len(groups)))
    ages = count(1)
    for a, b in together:
        if owner[a] != owner[b]:
            _merge(groups, owner, owner[a], owner[b], next(ages))
    enemies: dict[int, set[int]] = {}
    for a, b in apart:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    queue: list[tuple[float, int, int, int, int]] = []
    for a, b in pairs:
        x, y = groups[owner[a]], groups[owner[b]]
        value = _likeness(x, y, nearness, offset)
        if x is not y and value >= threshold:
            queue.append((-value, a, b, x.age, y.age))
    heapq.heapify(queue)
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


def _likeness(a: _Group, b: _Group, nearness: Nearness, offset: float) -> float:
    total = 0.0
    for day_a, sum_a in a.days.items():
        for day_b, sum_b in b.days.items():
            likeness = dot(sum_a, sum_b)
            if a.dense:
                (size_a, row_a), (size_b, row_b) = a.dense[day_a], b.dense[day_b]
                likeness += float(row_a @ row_b) - offset * size_a * size_b
            total += nearness(day_a, day_b) * likeness
    return total / (len(a.members) * len(b.members))


def dot(a: Vector, b: Vector) -> float:
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
    if len(groups[x].members) < len(groups[y].members):
        x, y = y, x
    into, gone = groups[x], groups.pop(y)
    for member in gone.members:
        owner[member] = x
    into.members.extend(gone.members)
    for day, vector in gone.days.items():
        base = into.days.setdefault(day, {})
        for term, value in vector.items():
            base[term] = base.get(term, 0.0) + value
    for day, (size, row) in gone.dense.items():
        before, base = into.dense.get(day, (0, 0.0))
        into.dense[day] = (before + size, base + row)
    into.age = age
