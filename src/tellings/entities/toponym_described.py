"""Towns that a description puts into a state: "Tripoli … the north Lebanese port", "the Bosnian town of Gorazde"."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.entities.demonyms import state_before
from tellings.entities.toponyms import Toponym

# What only a settlement is called; "capital" is found as a place of its own.
_SETTLED = frozenset(
    {"port", "town", "city", "village", "seaport", "resort", "suburb", "hamlet", "metropolis", "township"}
)
_BETWEEN = frozenset({"port", "border", "coastal", "southern", "northern", "eastern", "western", "central", "mountain", "market",
    "second", "largest", "main", "frontier", "resort", "oil", "mining", "university", "industrial", "hill", "oasis"})  # fmt: skip
_BACK = 60  # tokens: how far back the town that a description means may stand


def described_towns(toponyms: Sequence[Toponym], words: list[str]) -> dict[str, str]:
    """Key of a name -> ISO alpha-3 of the state that a description gives to the town of that name.

    Only where the name is also one of a town there, and it is the only such name near the description.
    """
    found: dict[str, str] = {}
    for position, word in enumerate(words):
        if word not in _SETTLED or position == 0:
            continue
        start = position
        while start and words[start - 1] in _BETWEEN:
            start -= 1
        state = state_before(words, start)
        if state is None:
            continue
        meant = _meant(toponyms, words, position, state[0])
        if meant is not None:
            found.setdefault(meant.key, state[0])
    return found


def _meant(toponyms: Sequence[Toponym], words: list[str], position: int, country: str) -> Toponym | None:
    """The name that the description at `position` is of: behind "of", else the only one that has a town in the state."""
    if words[position + 1 : position + 2] in (["of"], [","]):
        behind = next((t for t in toponyms if t.start == position + 2), None)
        if behind is not None:
            return behind if _has_town(behind, country) else None
    if (beside := next((t for t in toponyms if t.start == position + 1), None)) is not None:
        return beside if _has_town(beside, country) else None
    near = [t for t in toponyms if position - _BACK <= t.start < position and _has_town(t, country)]
    return near[0] if len({t.key for t in near}) == 1 else None


def _has_town(toponym: Toponym, country: str) -> bool:
    return any(e.kind == "city" and e.country == country for e in toponym.entries[:60])
