"""What one noun phrase says by itself: its clues, its name, its role words."""

from __future__ import annotations

from dataclasses import dataclass, field

from tellings.entities.lexicon import Entry
from tellings.model import Span

# Sectors that somebody loses with the office.
PAST = frozenset({"GOV", "LEG", "JUD", "COP", "SPY", "MIL"})


@dataclass(frozen=True)
class Clue:
    """One piece of evidence: attribute country, sector or kind; higher strength wins."""

    attribute: str
    value: str
    span: Span | None
    rule: str
    strength: int


@dataclass
class Sketch:
    """A phrase on tokens [start, end), its head, and what it says.

    name: (start, end) tokens of the proper name in it.  known: identity of a known entity.  role: its role words.
    reach: end of the phrase with its "of".  descriptions: tokens of appositions that describe.
    owner: token of a possessive pronoun ("his deputy").  minority: a people who may live abroad.  parts: codes of coordinated modifiers ("US and British forces").
    """

    head: int
    start: int
    end: int
    kind: str = "unknown"
    name: tuple[int, int] | None = None
    known: str | None = None
    known_name: str = ""
    roles: list[Entry] = field(default_factory=list)
    role_weight: str = ""
    clues: list[Clue] = field(default_factory=list)
    definite: bool = False
    demonstrative: bool = False
    indefinite: bool = False
    plural: bool = False
    pronoun: bool = False
    bare_state: bool = False
    people: bool = False
    toponym: bool = False
    setting: bool = True
    minority: bool = False
    owner: int | None = None
    relation: bool = False
    parts: list[Clue] = field(default_factory=list)
    reach: int = 0
    descriptions: list[tuple[int, int]] = field(default_factory=list)
    also: list[Sketch] = field(default_factory=list)

    def clue(self, attribute: str, value: str, span: Span | None, rule: str, strength: int) -> None:
        self.clues.append(Clue(attribute, value, span, rule, strength))

    @property
    def is_thing(self) -> bool:
        """ "the offer", "Norway's demands": a common noun that is nobody; whoever it belongs to is meant."""
        return self.kind == "unknown" and self.name is None and not self.roles and not self.pronoun and not self.people

    @property
    def is_somebody(self) -> bool:
        """A name, a role, a people or a state; no thing and no pronoun."""
        return not self.pronoun and bool(
            self.known or self.roles or self.people or (self.name and self.kind != "unknown")
        )

    def soften(self, sector: str) -> None:
        """Make clues to a sector too weak to count beside others."""
        self.clues = [
            Clue(c.attribute, c.value, c.span, c.rule, 21)
            if c.attribute == "sector" and c.value == sector and c.rule in ("role", "title")
            else c
            for c in self.clues
        ]

    def inherit(self, other: Sketch, *, code: int | None, sector: int | None, rule: str) -> None:
        """Take over another phrase's clues, none stronger than the given strengths; None leaves the attribute out."""
        for clue in other.clues:
            cap = code if clue.attribute == "country" else sector if clue.attribute == "sector" else None
            if cap is not None:
                # Keep the other's order of strength below the cap.
                strength = cap - (100 - min(clue.strength, 100)) // 12
                self.clues.append(Clue(clue.attribute, clue.value, clue.span, rule if rule else clue.rule, strength))
