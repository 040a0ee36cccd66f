"""The types of a frame, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

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
    def otherwise(self) -> tuple[Frame, ...]:
        """The frame as each of its alternatives makes it."""
        return tuple(self.changed(a.changes) for a in self.alternatives)

    @cached_property
    def noun_way(self) -> tuple:
        """What decides who is subject and who object of a noun."""
        return (self.noun_of, self.compound, self.around, self.reciprocal)

    def changed(self, changes: Mapping[str, Any]) -> Frame:
        return replace(self, **changes)


@dataclass(frozen=True)
class Entry:
    """One trigger of one frame, as the index holds it."""

    trigger: Trigger
    frame: Frame
