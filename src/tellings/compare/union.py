"""Union-find over hashable things, with a veto."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Groups(Generic[Thing]):
    """Disjoint sets; `members` gives the group of a thing in the order things were given."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._parent = {thing: thing for thing in things}
        self._members: dict[Thing, list[Thing]] = {thing: [thing] for thing in self._parent}

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

    def members(self, thing: Thing) -> list[Thing]:
        return self._members[self.find(thing)]

    def sets(self) -> list[list[Thing]]:
        found: dict[Thing, list[Thing]] = defaultdict(list)
        for thing in self._parent:
            found[self.find(thing)].append(thing)
        return list(found.values())
