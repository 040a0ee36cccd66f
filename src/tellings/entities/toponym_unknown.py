"""Names that no gazetteer has, where hardly anything but a place can stand: "in Orlu", "the base at Orlu", "Orlu, 60 km from Gao".

The small model calls half of such names persons, bodies or days, so that its label counts little here.
"""

from __future__ import annotations

from spacy.tokens import Token

from tellings.entities.demonyms import state_before
from tellings.entities.gazetteer import Entry
from tellings.entities.placekeys import place_key
from tellings.entities.placewords import event_words
from tellings.entities.toponym_evidence import Evidence
from tellings.entities.toponyms import Toponym, level_word

_AT = frozenset({"in", "near", "outside", "off"})
PARTICLES = frozenset(
    {
        "e",
        "i",
        "ye",
        "yi",
        "al",
        "el",
        "ul",
        "ol",
        "as",
        "ad",
        "ash",
        "es",
        "sur",
        "sous",
        "le",
        "la",
        "les",
        "de",
        "do",
        "da",
    }
)
_BEFORE = _AT | {
    "at",
    "above",
    "beyond",
    "around",
    "towards",
    "toward",
    "between",
    "to",
    "into",
    "from",
    "via",
    "through",
}
_SOME = frozenset({"some", "about", "around", "just", "roughly", "nearly"})
_BY = frozenset({"near", "close", "outside", "next"})
_LENGTHS = frozenset({"km", "kilometres", "kilometers", "miles", "kms", "metres", "meters"})
# What the small model calls many a small foreign place.
_MISREAD = frozenset({"ORG", "DATE", "TIME", "LAW", "PRODUCT"})
_NO_PLACE = frozenset(
    {"ORG", "NORP", "LANGUAGE", "DATE", "TIME", "LAW", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL"}
)


class Unknown(Evidence):
    """Whether a name that is in no gazetteer is a place's."""

    def toponym(self, start: int, end: int, entries: tuple[Entry, ...], sort: str = "known") -> Toponym:
        name = self.names.get(start) or self.names.get(end - 1)
        before = self.lower[start - 1] if start else ""
        return Toponym(
            start, end, place_key(self.phrase(start, end)), entries, sort, level_word(self.doc, start, end, self.words),
            name.label if name else "", before if before in self.words.part else "",
        )  # fmt: skip

    def adjective(self, start: int, end: int) -> bool:
        """ "Honduran" in "the Honduran city of", however it was labelled."""
        state = state_before(self.lower, end)
        return state is not None and state[1] <= start

    def unknown(self, start: int, stop: int) -> Toponym | None:
        """A small place that nobody knows: a name where hardly anything but a place can stand, and nothing against it."""
        if start == 0 or not self.asked or not self.worth_asking(start):
            return None
        end = self.end_of_unknown(start)
        if end is None:
            return None
        if not (
            self.behind_a_place_word(start)
            or self.hit(end - 1)
            or self.placed_behind(end)
            or self.described(start, end)
        ):
            return None
        word = self.lower[start]
        if end < len(self.doc) and (self.capital[end] or self.lower[end] in ("'s", "’s")):
            return None
        if word in self.words.never or self.lower[end - 1] in self.people or not word.isalpha():
            return None
        if self.doc[start].tag_ not in ("NNP", "NNPS") or self.phrase(start, end).isupper():
            return None
        if self.doc[start - 1].head.lemma_.lower() in event_words().in_people:
            return None
        if self.doc[end].pos_ in ("NOUN", "PROPN", "ADJ") if end < len(self.doc) else False:
            return None
        return self.toponym(start, end, (), "named")

    def worth_asking(self, start: int) -> bool:
        """A quick look: something of a place stands before it, or behind a comma, or it is what something is done to."""
        if self.lower[start - 1] in _BEFORE or "," in self.lower[start + 1 : start + 4]:
            return True
        return self.doc[start].dep_ in ("dobj", "nsubjpass", "compound")

    def end_of_unknown(self, start: int) -> int | None:
        """Where an unknown name ends: one word, what hyphens join to it, a second word; None if it is something else's name."""
        end = start + 1
        while end + 1 < len(self.lower) and self.lower[end] == "-" and self.lower[end + 1].isalpha():
            end += (
                3 if len(self.lower[end + 1]) < 3 and self.capital[min(end + 2, len(self.lower) - 1)] else 2
            )  # "Shahr-e Rey"
        end = min(end, len(self.lower))
        whole = end > start + 1
        if not whole and end < len(self.lower) and self.capital[end] and self.doc[end].tag_ in ("NNP", "NNPS"):
            end += 1
        name = self.names.get(start)
        if name is None:
            return end if end == start + 1 or whole else None
        if any(i in self.bodies for i in range(start, end)) or name.end > end or name.start < start:
            return None
        if name.label in _NO_PLACE and not whole and (name.label not in _MISREAD or self.phrase(start, end).isupper()):
            return None
        if name.label == "PERSON" and end > start + 1 and not whole:
            return end if self.lower[end : end + 2] == [",", "where"] else None
        return end

    def behind_a_place_word(self, start: int) -> bool:
        """ "In", "near"; "at" behind a base or a killing; "to" behind going; "from Piraeus to"."""
        before, words = self.doc[start - 1], event_words()
        low, head = self.lower[start - 1], before.head.lemma_.lower()
        if before.pos_ not in ("ADP", "SCONJ", "PART"):
            return False
        if low in _AT:
            return True
        if low in ("at", "above", "beyond", "around", "towards", "toward", "between"):
            return head in words.place_nouns or head in words.at_verbs or head in words.way_nouns
        if low in ("to", "into", "from", "via", "through"):
            if head in words.moving or head in words.way_nouns:
                return True
            return low in ("to", "into") and (self.came(start - 1) or self.sent(start, before.head))
        return False

    def came(self, to: int) -> bool:
        """ "From Piraeus to …"."""
        last = self.found[-1] if self.found else None
        return last is not None and last.end == to and self.lower[last.start - 1] in ("from", "between")

    def sent(self, start: int, verb: Token) -> bool:
        """ "Sent two patrol boats to": soldiers, ships and goods go to places, letters to people."""
        name = self.names.get(start)
        things = [c.lemma_.lower() for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
        return any(t in event_words().movable for t in things) and (name is None or name.label != "PERSON")

    def placed_behind(self, end: int) -> bool:
        """ ", 60 km from Niamey", ", close to South Ossetia"."""
        behind = self.lower[end : end + 4]
        if behind[:2] == [",", "where"]:
            return True
        if len(behind) < 4 or behind[0] != ",":
            return False
        if behind[1] in _SOME:
            behind, end = behind[1:], end + 1
        return (self.doc[end + 1].like_num and behind[2] in _LENGTHS) or (
            behind[1] in _BY and (behind[2] == "to" or behind[1] in ("near", "outside"))
        )

    def hit(self, start: int) -> bool:
        """The bare object of "shelled" or "retook", which no person and no body is."""
        token, name = self.doc[start], self.names.get(start)
        if name is not None and (name.label == "NORP" or start in self.bodies):
            return False
        if name is not None and name.label in ("PERSON", "ORG") and name.end - name.start > 1:
            return False
        return token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in event_words().place_verbs
