"""Union-find over hashable things, whose groups can hold members that must stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Groups(Generic[Thing]):
    """Disjoint sets; `members` gives the group of a thing."""

    def __init__(self, things: Iterable[Thing] = ()) -> None:
        self._parent: dict[Thing, Thing] = {}
        self._members: dict[Thing, list[Thing]] = {}
        self._enemies: dict[Thing, set[Thing]] = defaultdict(set)  # by thing, not by group
        self._doubts: dict[Thing, set[Thing]] = defaultdict(set)  # likewise
        self.add(things)

    def add(self, things: Iterable[Thing]) -> None:
        """New things, each alone."""
        for thing in things:
            if thing not in self._parent:
                self._parent[thing] = thing
                self._members[thing] = [thing]

    def holds(self, thing: Thing) -> bool:
        return thing in self._parent

    def find(self, thing: Thing) -> Thing:
        root = thing
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[thing] != root:
            self._parent[thing], thing = root, self._parent[thing]
        return root

    def join(self, a: Thing, b: Thing) -> None:
        a, b = self.find(a), self.find(b)
        if a == b:
            return
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)

    def keep_apart(self, a: Thing, b: Thing) -> None:
        """From now on the groups of these two are hostile."""
        self._enemies[a].add(b)
        self._enemies[b].add(a)

    def doubt(self, a: Thing, b: Thing) -> None:
        """From now on something speaks against joining the groups of these two."""
        self._doubts[a].add(b)
        self._doubts[b].add(a)

    def hostile(self, a: Thing, b: Thing) -> bool:
        """Whether a member of one group is to be kept apart from a member of the other."""
        return next(self._between(a, b, self._enemies), None) is not None

    def doubts(self, a: Thing, b: Thing) -> int:
        """How many pairs across the two groups speak against joining them."""
        return sum(1 for _ in self._between(a, b, self._doubts))

    def _between(self, a: Thing, b: Thing, pairs: dict[Thing, set[Thing]]) -> Iterator[Thing]:
        left, right = self.members(a), self.members(b)
        if len(left) > len(right):
            left, right = right, left
        root = self.find(right[0])
        return (other for thing in left for other in pairs.get(thing, ()) if self.find(other) == root)

    def members(self, thing: Thing) -> list[Thing]:
        return self._members[self.find(thing)]

    def sets(self) -> list[list[Thing]]:
        """All groups, and their members, in the order in which things were given."""
        found: dict[Thing, list[Thing]] = defaultdict(list)
        for thing in self._parent:
            found[self.find(thing)].append(thing)
        return list(found.values())
