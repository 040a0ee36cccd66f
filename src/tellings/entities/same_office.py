"""One office, one holder: "Iran's intelligence minister" is the one named person of the report who holds that office."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.entities.drafts import Draft, Drafts

# Of whom a state has one at a time, or nearly so.
_SINGLE = frozenset({"GOV", "SPY", "MIL", "JUD", "OPP", "REB", "REL"})
_HOLDERS = 20  # of one role word that are looked at


@dataclass(frozen=True)
class Office:
    """Role words, sectors and state of somebody with an office that one person holds at a time."""

    roles: frozenset[str]
    sectors: tuple[str, ...]
    code: str | None

    def is_one_with(self, other: Office) -> bool:
        """The same role word, the same sectors, and no two states."""
        if not self.sectors or set(self.sectors) != set(other.sectors) or self.sectors[0] not in _SINGLE:
            return False
        return self.code is None or other.code is None or self.code == other.code


def join_same_office(drafts: Drafts) -> None:
    """Those without a name into the one with a name who holds the same office."""
    holders: dict[str, list[tuple[Draft, Office]]] = {}
    for draft in drafts.all:
        office = _office(draft) if draft.names and draft.kind in ("person", "unknown") else None
        for role in office.roles if office else ():
            holders.setdefault(role, []).append((draft, office))
    for draft in list(drafts.all):
        if draft.names or draft.plural or not draft.sketches or draft.sketches[0].indefinite:
            continue
        office = _office(draft)
        if office is None or not office.code:
            continue
        same = {
            d.number: d
            for role in office.roles
            for d, other in holders.get(role, ())[:_HOLDERS]
            if office.is_one_with(other)
        }
        if len(same) == 1:
            drafts.merge(next(iter(same.values())), draft)


def _office(draft: Draft) -> Office | None:
    roles = frozenset(
        r.name
        for s in draft.sketches
        for r in s.roles
        if r.weight in ("strong", "office") and r.role == "person" and not r.plural
    )
    if not roles or any(c.attribute == "past" for c in draft.clues):
        return None
    decided = draft.decided()
    return Office(roles, decided.sectors, decided.code)
