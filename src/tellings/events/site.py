"""Where the words of a trigger stand in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tellings.events.triggers import Trigger

if TYPE_CHECKING:
    from tellings.events.facts import Facts


class Site:
    """The words that a trigger hits, one for all triggers of a kind that hit the same ones, and what is found out about them.

    anchors: chief word and the words of the phrase (elements).  predicative: "is committed to": the grammatical subject
    is the one meant.  said: the words of the sentence and their lemmas.  Remembered by role: tokens that fill it, and
    facts about them (None if it is not filled).
    """

    __slots__ = ("anchors", "chief", "clauses", "elements", "facts", "kind", "predicative", "preps", "roles", "said")

    def __init__(self, kind: str, chief: int, elements: tuple[int, ...], predicative: bool, said: set[str]) -> None:
        self.kind, self.chief, self.elements, self.predicative = kind, chief, elements, predicative
        self.said = said
        self.anchors = (chief, *elements)
        self.roles: dict[str, tuple[int, ...]] = {}
        self.facts: dict[str, Facts | None] = {}
        self.clauses: tuple[int, ...] | None = None
        self.preps: list[tuple[str, int]] | None = None  # the noun behind each preposition


class Hit:
    """A trigger found in the text."""

    __slots__ = ("site", "trigger")

    def __init__(self, trigger: Trigger, site: Site) -> None:
        self.trigger, self.site = trigger, site

    @property
    def chief(self) -> int:
        return self.site.chief

    @property
    def elements(self) -> tuple[int, ...]:
        return self.site.elements

    @property
    def anchors(self) -> tuple[int, ...]:
        return self.site.anchors
