"""Whom a mention names: a participant by register and words, and who is called as another is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from tellings.compare.register import NAMED, is_name
from tellings.compare.sorts import made_for_doer, sorts_of
from tellings.compare.words import content_stems, stem, tokens, who_words
from tellings.model import KnownActor, Span
from tellings.names import plain_spaces
from tellings.numbers import spelled

COMMON_FIGURE = 10


@dataclass(frozen=True)
class Party:
    """One participant: the known actor, if resolved, and the words.

    code_sure: the words name its country; otherwise it was taken from where the report is set.
    fuller: the words told before that a pronoun stands for, which is a guess.
    """

    text: str
    head: str
    actor: KnownActor | None
    code_sure: bool = False
    span: Span | None = None
    fuller: Span | None = None

    @cached_property
    def code(self) -> str | None:
        return self.actor.code if self.actor else None

    @cached_property
    def sectors(self) -> frozenset[str]:
        return frozenset(self.actor.sectors) if self.actor else frozenset()

    @cached_property
    def proper(self) -> bool:
        """The actor has a name, not only descriptions."""
        return self.state or (self.actor is not None and self.actor.kind in NAMED and is_name(self.actor.name))

    @cached_property
    def number(self) -> str | None:
        """The number that it begins with, in figures."""
        first = next((t for t in tokens(self.text) if t not in ("the", "some", "about", "around", "their", "our")), "")
        if first == "both":
            return "2"
        value = spelled([first]) if first and first not in ("a", "an", "one") else None
        return str(value) if value is not None else first if first in VAGUE else None

    @cached_property
    def particular(self) -> bool:
        """It begins with a figure that few others share; two or three are told of everybody."""
        return (self.number or "").isdigit() and int(self.number) > COMMON_FIGURE

    @cached_property
    def named(self) -> bool:
        return self.proper

    @cached_property
    def state(self) -> bool:
        """A country by its name; "two Vietnamese trawlers" is none, whatever they stand for."""
        if self.actor is None or self.actor.kind != "state":
            return False
        return self.pronoun or any(w[:1].isupper() and w.lower().startswith(self.head) for w in self.text.split())

    @cached_property
    def person(self) -> bool:
        return self.actor is not None and self.actor.kind == "person"

    @cached_property
    def pointing(self) -> bool:
        """Words that only point to somebody told of elsewhere, where it is not known to whom: "they", "the four"."""
        return self.pronoun and not self.proper

    @cached_property
    def pronoun(self) -> bool:
        """Its words only point, though it may be known to whom."""
        return all(t in POINTING for t in tokens(self.text))

    @cached_property
    def unit(self) -> bool:
        """ "A column", "the Desert Brigade": called by a word for a part of a force, where no country tells whose."""
        return self.head in who_words("units") and not self.code_sure

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.text))

    @cached_property
    def head_stem(self) -> str:
        return stem(self.head)

    @cached_property
    def sorts(self) -> frozenset[int]:
        """The sorts of people or things that its head is a word for: a pupil is a child."""
        return sorts_of(self.head)

    def called_as(self, other: Party) -> bool:
        """By one word, or by two for one sort of people; "people" may be anybody, and an office is no officer."""
        one_word = self.head_stem == other.head_stem and made_for_doer(self.head) == made_for_doer(other.head)
        return self.head not in ANYBODY and (one_word or bool(self.sorts & other.sorts))


def called_in(text: str, span: Span, wanted: Sequence[Party], others: Sequence[Party]) -> Party | None:
    """Somebody in some words who is called as one of those wanted is, and not as one of the others."""
    for match in _WORD.finditer(text, span.start, span.end):
        party = Party(match.group(), match.group().lower(), None, False, Span(*match.span()))
        called = any(party.called_as(p) and not _verb_of(party.head, p.head) for p in wanted if not p.pointing)
        if called and not any(map(party.called_as, others)):
            before = _DETERMINER.search(text, span.start, match.start())
            start = before.start(1) if before else match.start()
            end = (
                match[0][:1].isupper() and (name := _NAME_BEHIND.match(text, match.end())) and name.end()
            ) or match.end()
            words, span = plain_spaces(text[start:end]), Span(start, end)
            named = next(
                (p for p in wanted if p.proper and not p.pronoun and p.text == words), None
            )  # a name is whoever bears it there
            return Party(words, party.head, named and named.actor, named is not None and named.code_sure, span)
    return None


# "President Omondi", of whom "the president" is wanted.
_NAME_BEHIND = re.compile(r"(?:\s[A-Z][\w’'-]+\.?){1,3}")
_DETERMINER = re.compile(r"\b(the|our|my|his|her|their|its)\s$", re.I)


def _verb_of(word: str, noun: str) -> bool:
    """ "People marched" names no march: of one stem, but a form that only a verb has."""
    return word.endswith(("ed", "ing")) and word[-2:] != noun[-2:]


_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


POINTING = frozenset(
    word
    for line in files("tellings.compare").joinpath("data/pointing.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
ANYBODY = frozenset(["people", "person", "persons", "men", "man", "women", "woman", "others"])
VAGUE = frozenset(["dozens", "scores", "hundreds", "thousands"])
