"""The types of a frame, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from tellings.events.triggers import Trigger

CLAUSES = ("inf", "ing", "must", "has-to", "will", "that")
STATUSES = ("actual", "future", "hypothetical", "negated", "historical")
ROLES = (
    "subject", "object", "indirect", "clause", "clause-subject", "word", "speaker", "attribute", "possessor", "compound", "adjective", "any", "sentence", "none",
)  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """The role's head must be of one of `classes` or be one of `words`; `anything` if any filler will do."""

    role: str
    classes: frozenset[str]
    words: frozenset[str]
    anything: bool

    @cached_property
    def told(self) -> bool:
        """Only words can meet it, so that one of them must be in the sentence: what fills a role stands there."""
        return not self.classes and not self.anything

    @cached_property
    def speciality(self) -> float:
        """How much a frame with this condition says more than one without: a few words more than wide classes."""
        if self.anything or "actor" in self.classes:
            return 0.3
        return 0.5 + 1.5 / (len(self.classes) + 0.5 * len(self.words))


@dataclass(frozen=True)
class Alternative:
    """Values that replace the frame's own where the conditions hold."""

    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    changes: Mapping[str, Any]
    drop: bool = False

    @cached_property
    def speciality(self) -> float:
        return sum(c.speciality for c in self.when)

    @cached_property
    def blocks(self) -> tuple[Condition, ...]:
        """As of a frame."""
        return _as_one(self.unless)


def _as_one(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    by_role: dict[str, list[Condition]] = {}
    for c in conditions:
        by_role.setdefault(c.role, []).append(c)
    return tuple(
        Condition(
            role,
            frozenset().union(*(c.classes for c in same)),
            frozenset().union(*(c.words for c in same)),
            any(c.anything for c in same),
        )
        for role, same in by_role.items()
    )


@dataclass(frozen=True)
class Example:
    text: str
    gives: Mapping[str, Any] | None
    line: int


@dataclass(frozen=True)
class Also:
    """A second event on the same trigger."""

    type: str
    modes: tuple[str, ...]
    cameo: str | None


@dataclass(frozen=True)
class Frame:
    """One frame, checked.  source: file and line it came from.  order: its place among all frames."""

    id: str
    type: str
    triggers: tuple[Trigger, ...]
    modes: tuple[str, ...] = ()
    mode_from: str | None = None
    cameo: str | None = None
    contexts: tuple[str, ...] = ()
    actor: tuple[str, ...] = ("subject",)
    recipient: tuple[str, ...] = ("object",)
    place: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    absent: tuple[str, ...] = ()
    reciprocal: bool = False
    joint: bool = False
    many: bool = False
    content: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    becomes: Mapping[str, str] = field(default_factory=dict)
    own_act: bool = False
    noun_of: str = "object"
    compound: str | None = None
    bare: bool = False
    around: bool = False
    status: str | None = None
    only: frozenset[str] = frozenset()
    weight: float = 1.0
    signs: int | None = None
    strong: frozenset[str] = frozenset()
    also: tuple[Also, ...] = ()
    of: str | None = None
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()
    examples: tuple[Example, ...] = ()
    source: str = ""
    order: int = 0

    @cached_property
    def speciality(self) -> float:
        return sum(c.speciality for c in self.when)

    @cached_property
    def told(self) -> tuple[frozenset[str], ...]:
        """The words of each condition that only words can meet."""
        return tuple([c.words for c in self.when if c.told])

    @cached_property
    def blocks(self) -> tuple[Condition, ...]:
        """`unless` with one condition a role: of several any one blocks, so that they can be asked at once."""
        return _as_one(self.unless)

    @cached_property
    def otherwise(self) -> tuple[Frame, ...]:
        """The frame as each of its alternatives makes it."""
        return tuple(self.changed(a.changes) for a in self.alternatives)

    @cached_property
    def noun_keys(self) -> Mapping[str, str]:
        """What fills these roles of a noun hangs on the frame too: role → key under which it can be remembered."""
        way = f"{self.noun_of} {self.compound} {self.around} {self.reciprocal}"
        return {role: f"{role} by {way}" for role in ("subject", "object")}

    def changed(self, changes: Mapping[str, Any]) -> Frame:
        return replace(self, **changes)


class Entry(NamedTuple):
    """One trigger of one frame, as the index holds it."""

    trigger: Trigger
    frame: Frame

    @property
    def needed(self) -> tuple[frozenset[str], ...]:
        """The words of which one must be in the sentence: of each further place of the trigger, and of each condition that
        only words can meet (what fills a role stands in the sentence of the trigger)."""
        return self.trigger.needed + self.frame.told
