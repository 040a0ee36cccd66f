"""Whether a name that the gazetteer knows is a place where it stands: the words around it are the evidence.

Named-entity recognition is one witness among several: a preposition of place, a word such as "province", a container
behind a comma, a title, a word for a company.  A great place needs little; a small town needs something that only a place has.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.placewords import event_words, place_words
from tellings.entities.toponyms import LARGE, Toponym, kind_word, standing
from tellings.parse import Named, Parsed

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_OTHER_LABELS = frozenset(
    {"NORP", "LANGUAGE", "PERSON", "DATE", "TIME", "EVENT", "PRODUCT", "ORG", "WORK_OF_ART", "LAW"}
)
_BODIES = frozenset({"ORG", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
_WAYS = frozenset({"between", "from", "to", "linking", "into"})
_PHYSICAL = frozenset({"in", "near", "outside", "off", "inside", "around", "throughout", "across"})
_DETERMINERS = frozenset({"a", "an", "the", "their", "its", "his", "her", "our"})
_SIZEABLE = 50_000  # people: a town this large needs a weak sign only


class Evidence:
    """One report's tokens, seen once, and what they say of a name."""

    def __init__(self, parsed: Parsed, gazetteer: Gazetteer, names: Sequence[Named]) -> None:
        self.parsed = parsed
        self.doc: Doc = parsed.doc
        self.gazetteer = gazetteer
        self.words = place_words()
        self.text = parsed.text
        self.starts, self.ends, self.lower = parsed.starts, parsed.ends, parsed.lower
        self.capital = [word[0].isupper() for word in parsed.forms]
        self.names: dict[int, Named] = {i: n for n in names for i in range(n.start, n.end)}
        self.people = frozenset(self.lower[n.end - 1] for n in names if n.label == "PERSON" and n.end - n.start > 1)
        self.found: list[Toponym] = []
        self.doubtful: list[Toponym] = []  # places for all that is known, but nothing says so yet
        self.bodies: frozenset[int] = frozenset()  # tokens of known organisations
        self.asked = True  # whether named-entity recognition has seen the sentence at hand

    def phrase(self, start: int, end: int) -> str:
        return self.text[self.starts[start] : self.ends[end - 1]]

    def accepted(self, name: Toponym, inside_site: bool = False) -> bool:
        """Whether the words around let this name be a place."""
        best = max(name.entries, key=standing)
        covering = self.names.get(name.start)
        if any(e.rank for e in name.entries):
            return True
        if self.person(name, covering, best) or self.organisation(name, covering, best, inside_site):
            return False
        if name.key in self.words.wordlike:
            return self.grounded(name) or bool(name.level) or self.followed_by_container(name)
        known = standing(best)
        label = covering.label if covering else ""
        if label in PLACE_LABELS and not self.inner(name, covering):
            return True
        where = self.locative(name)
        proper = any(self.doc[i].tag_ in ("NNP", "NNPS") for i in range(name.start, name.end))
        # A capital letter within a sentence makes a name of what was taken for a noun: "rebels entered Homs".
        proper = proper or (
            where == 2 and self.doc[name.start].tag_ in ("NN", "NNS", "FW") and not self.doc[name.start].is_sent_start
        )
        if label in _OTHER_LABELS:
            if proper and best.main and not self.joined(name):
                self.doubtful.append(name)
            whole = best.main and self.grounded(name)
            whole = whole or (name.end - name.start > 1 and (best.main or len(name.entries) == 1))
            if where == 2 and (known >= 2 or best.population >= LARGE or whole):
                return proper
            return (proper and known == 4) or (known == 3 and where == 1)
        if known == 4:
            return proper or best.kind == "country"
        if not proper:
            return known == 3 and where == 2 and self.lower[name.end : name.end + 1] != ["'s"]
        if known == 3:
            clear = where >= 1 or not self.joined(name)
        elif known == 2:
            clear = where == 2 or (where == 1 and (not self.asked or best.population >= _SIZEABLE))
        else:
            clear = where == 2 and not self.joined(name)
        if not clear and best.main and not self.joined(name):
            self.doubtful.append(name)
        return clear

    def inner(self, name: Toponym, covering: Named) -> bool:
        """Whether other capitalised words of the recognised name stand before this one: "Maliki" in "Nouri al-Maliki"."""
        words = self.words
        return any(
            self.capital[i] and self.lower[i] not in words.part and not kind_word(self.lower[i], words)
            for i in range(covering.start, name.start)
            if self.lower[i] != "the" and not any(t.start <= i < t.end for t in self.found[-3:])
        )

    def joined(self, name: Toponym) -> bool:
        """Whether another capitalised word stands against it, so that it may be part of another name."""
        before, after = name.start - 1, name.end
        if after < len(self.doc) and self.capital[after] and self.doc[after].pos_ == "PROPN":
            return True
        return before >= 0 and self.capital[before] and self.doc[before].pos_ == "PROPN" and not name.part

    def person(self, name: Toponym, covering: Named | None, best: Entry) -> bool:
        doc, lower = self.doc, self.lower
        if covering and covering.label == "PERSON":
            longer = covering.end - covering.start > name.end - name.start
            state = standing(best) >= 4 and covering.start == name.start and lower[name.end] in self.words.public_behind
            if longer and not (state or self.followed_by_container(name)):
                return True
            if standing(best) < 2 or self.described(name.start, name.end):
                return self.locative(name) < 2
        before = name.start - 1
        if before >= 0 and lower[before] in self.words.title and standing(best) < 4:
            return self.capital[before] or lower[before] in ("son", "daughter")
        if lower[name.end - 1] in self.people and standing(best) < 4 and name.end - name.start == 1:
            return self.locative(name) < 2
        after = name.end
        if after < len(doc) and self.capital[after] and doc[after].pos_ == "PROPN":
            if lower[name.start] in self.words.given and name.end - name.start == 1:
                return not (lower[after] in self.words.public_behind or kind_word(lower[after], self.words))
            if standing(best) >= 3:
                return False
            return not (covering and covering.label in PLACE_LABELS and covering.end == name.end)
        return False

    def organisation(self, name: Toponym, covering: Named | None, best: Entry, inside_site: bool) -> bool:
        doc, lower, words = self.doc, self.lower, self.words
        after = name.end
        behind = lower[after] if after < len(doc) else ""
        if behind in words.thing_behind:
            return True
        if behind in words.organisation_behind and self.capital[after] and not inside_site:
            return True
        if self.in_title_of(name.start):
            return True
        if behind in words.people_behind and not self.capital[after]:
            return False
        if covering and covering.label in _BODIES:
            if covering.end - covering.start == name.end - name.start or self.followed_by_container(name):
                return False
            state = best.kind in ("country", "admin1", "region") and behind in words.public_behind
            opens = covering.start == name.start and lower[name.start - 1] in _PHYSICAL | _WAYS
            return not (state or opens or lower[name.start - 1] in ("of", "in", "for", ",", "to", "at"))
        return False

    def in_title_of(self, start: int) -> bool:
        """ "Bank of England", "National Council of Resistance of Iran": capitalised words joined by "of"."""
        position, first = start - 1, max(0, start - 12)
        while position > first and self.lower[position] == "of" and self.capital[position - 1]:
            position -= 1
            while position >= first and self.capital[position]:
                if self.lower[position] in self.words.organisation_of:
                    return True
                position -= 1
        return False

    def locative(self, name: Toponym) -> int:
        """2: something stands there that only a place has; 1: it may; 0: nothing does."""
        before = name.start - 1
        while before >= 0 and (self.lower[before] in self.words.part or self.lower[before] in ("the", "nearby")):
            before -= 1
        if name.level or self.followed_by_container(name):
            return 2
        if (
            name.end < len(self.lower)
            and self.lower[name.end] in self.words.people_behind
            and not self.capital[name.end]
        ):
            return 2
        last = self.doc[name.end - 1]
        verbs = event_words()
        if self.described(name.start, name.end):
            return 2
        if before >= 0 and self.doc[before].pos_ in ("ADP", "SCONJ", "CCONJ", "PART", "VERB"):
            if self.lower[before] in self.words.strong_preposition:
                return 2
            going = self.doc[before].head.lemma_.lower()
            if self.lower[before] in ("to", "into", "from") and (going in verbs.to_words or going in verbs.from_words):
                return 2
            if self.lower[before] in ("over", "above") and self.doc[before].head.i != before:
                above = self.doc[before].head
                if verbs.over_words & {above.lemma_.lower(), above.head.lemma_.lower()}:
                    return 2
            if self.part_of(name) or (self.lower[before] in _WAYS and going in verbs.way_nouns):
                return 2
            if self.lower[before] == "on" and going in verbs.on_words and self.no_doer(name):
                return 2
            if self.lower[before] in ("above", "beyond", "behind", "below"):
                if going in verbs.place_nouns or self.doc[before - 1].lemma_.lower() in verbs.place_nouns:
                    return 2
            if self.lower[before] in self.words.preposition:
                return 1
        acts = last.head.lemma_.lower()
        if last.dep_ == "poss" and self.bare_owner(name) and acts in self.words.place_of | self.words.site_behind:
            return 2  # "Kharkiv's power station"
        if last.dep_ in ("dobj", "nsubjpass"):
            if self.suffers(name) or (
                acts in verbs.mostly_place_verbs and self.bare(name) and name.label not in _OTHER_LABELS
            ):
                return 2
            return 1 if acts in verbs.object_verbs else 0
        return 1 if last.dep_ == "nsubj" and acts in verbs.subject_verbs else 0

    def no_doer(self, name: Toponym) -> bool:
        """Neither a person nor a known body, whatever else the model calls it: "an attack on Bokkos"."""
        return name.label not in _OTHER_LABELS - {"ORG"} and name.start not in self.bodies

    def part_of(self, name: Toponym) -> bool:
        """ "The market of Biu", "the mayor of Albenga"."""
        return (
            name.start > 1 and self.lower[name.start - 1] == "of" and self.lower[name.start - 2] in self.words.place_of
        )

    def described(self, start: int, end: int) -> bool:
        """ "Tessalit, their last base": what stands behind the comma says that it is a place."""
        if self.lower[end : end + 1] != [","] or self.lower[end + 1 : end + 2] == []:
            return False
        if self.lower[end + 1] not in _DETERMINERS:
            return False
        for i in range(end + 2, min(end + 7, len(self.lower))):
            token = self.doc[i]
            if token.pos_ == "NOUN":
                following = self.doc[i + 1].pos_ if i + 1 < len(self.doc) else ""
                if following not in ("NOUN", "PROPN"):
                    return self.lower[i] in self.words.division | self.words.settled
            elif token.pos_ not in ("ADJ", "NUM", "PROPN", "PUNCT") or token.text == ",":
                return False
        return False

    def suffers(self, name: Toponym) -> bool:
        """ "Bombed Poti": what only a place suffers."""
        last = self.doc[name.end - 1]
        hit = last.dep_ in ("dobj", "nsubjpass") and last.head.lemma_.lower() in event_words().place_verbs
        return hit and self.bare(name)

    def bare_owner(self, name: Toponym) -> bool:
        return self.lower[name.end : name.end + 1] == ["'s"] and self.lower[name.end - 1] not in self.people

    def bare(self, name: Toponym) -> bool:
        """Neither part of a longer name nor a possessor."""
        return not self.joined(name) and self.lower[name.end : name.end + 1] != ["'s"]

    def grounded(self, name: Toponym) -> bool:
        """A preposition of place stands right before the whole name, and it is not "confidence in" somebody."""
        before = name.start - 1
        if before < 0 or self.joined(name):
            return False
        if self.part_of(name) or self.suffers(name):
            return True
        head = self.doc[before].head
        if self.lower[before] in ("to", "into", "from") and name.label != "PERSON":
            verbs = event_words()
            return head.lemma_.lower() in verbs.to_words or head.lemma_.lower() in verbs.from_words
        if self.lower[before] in ("between", "from", "to") and head.lemma_.lower() in event_words().way_nouns:
            return True
        if self.lower[before] == "on":
            return head.lemma_.lower() in event_words().on_words and self.no_doer(name)
        if self.lower[before] not in _PHYSICAL:
            return False
        return head.lemma_.lower() not in event_words().in_people and self.lower[name.end - 1] not in self.people

    def followed_by_container(self, name: Toponym) -> bool:
        """ ", Maryland" or ", Md." stands behind."""
        comma = name.end
        if comma + 1 >= len(self.doc) or self.lower[comma] != "," or not self.capital[comma + 1]:
            return False
        text = self.doc[comma + 1].text
        if self.gazetteer.division(text):
            return True
        for end in range(min(len(self.doc), comma + 5), comma + 1, -1):
            entries = self.gazetteer.find(self.phrase(comma + 1, end))
            if any(
                self.gazetteer.contains(e, own) for e in entries[:20] if e.kind != "city" for own in name.entries[:60]
            ):
                return True
        return False
