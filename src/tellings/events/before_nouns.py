"""What the words right before a noun of deed are to it: who does it, what it strikes, what it is done with, where it is."""

from __future__ import annotations

from collections.abc import Iterable

from tellings.events.phrases import Phrases
from tellings.events.syntax import ABOUT, AIMED, MEANS, NO_DOER, RAMMED_WITH, Graph

_ACTOR = "actor"
_VIOLENCE, _PROTEST = "violence", "protest"
_STRUCK = frozenset({"facility", "public_place", "transport", "vehicle"})  # "a church attack", "a convoy bombing"
_STRIKING = frozenset({"police", "weapon", "fighting_force", "crowd"})  # unless it strikes: "a helicopter attack"


class BeforeNouns:
    """Asked of one document: k is a word that stands before a noun."""

    def __init__(self, graph: Graph, phrases: Phrases) -> None:
        self.g, self.phrases = graph, phrases

    def can_act(self, k: int) -> bool:
        """Whether it may be somebody who does something."""
        classes = self.phrases.classes(k)
        return _ACTOR in classes and not classes & {"captive", "refugee"}

    def may_do(self, k: int) -> bool:
        """Not of "an official visit", "an anti-government protest"."""
        low = self.g.low
        return low[k] not in NO_DOER and not (k > 1 and low[k - 1] == "-" and low[k - 2] in AIMED)

    def is_struck(self, k: int, noun: int) -> bool:
        """ "a church attack", "a convoy bombing", "a van attack", "a prison riot": the word before does none of it."""
        if self.phrases.word_classes(noun).isdisjoint((_VIOLENCE, _PROTEST)) or self.g.dep[k] == "amod":
            return False
        classes = self.phrases.known_classes(k)
        return self.g.low[k] in RAMMED_WITH or (not classes.isdisjoint(_STRUCK) and classes.isdisjoint(_STRIKING))

    def undergoes(self, k: int, noun: int) -> bool:
        """The word before is whom the noun's deed is done to."""
        return self.is_struck(k, noun) or self.is_concerned(k, noun)

    def is_concerned(self, k: int, noun: int) -> bool:
        """ "The Zuma trial", "the Mbeki inquiry": a person's name before what is held about him."""
        g = self.g
        if g.lemma[noun] not in ABOUT or g.pos[k] != "PROPN" or g.dep[k] == "amod":
            return False
        if any(g.low[d] in ("a", "an") for d in g.children(noun, "det")):
            return False  # "a Guardian investigation"
        return not self.phrases.known_classes(k) and g.doc[k].is_title

    def is_thing(self, k: int) -> bool:
        """Whether something may be done to it."""
        if self.g.low[k] in MEANS:
            return False
        return not self.phrases.classes(k) & {"time", "abstract", "partitive"} and self.g.pos[k] in ("NOUN", "PROPN")

    def without_means(self, words: Iterable[int], noun: int) -> tuple[int, ...]:
        """Without what a deed of violence is done with ("a truck attack") or called by ("a terror attack")."""
        if _VIOLENCE not in self.phrases.word_classes(noun):
            return tuple(words)
        return tuple(k for k in words if self.g.low[k] not in RAMMED_WITH and self.g.low[k] not in NO_DOER)

    def without_scene(self, words: Iterable[int], noun: int) -> list[int]:
        """Without what only says where a protest was or what it was against."""
        if _PROTEST not in self.phrases.word_classes(noun):
            return list(words)
        return [k for k in words if not self.is_struck(k, noun) and self.may_do(k)]
