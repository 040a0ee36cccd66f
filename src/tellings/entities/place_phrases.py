"""The places that a verb, a noun or a phrase leads to, by syntax: "fled to", "the siege of", "a market in the town of"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Token

from tellings.entities.demonyms import state_before
from tellings.entities.placewords import event_words, place_words
from tellings.model import Place, When
from tellings.parse import Parsed

DEEPEST = 6  # nested phrases and clauses that are followed
_LEADING = frozenset({"prep", "prt", "agent", "advmod", "dative"})
_FARTHEST = 150  # tokens that "the city" looks back
_FOUGHT = frozenset({"battle", "fight", "struggle", "fighting"})  # for a town
_NEAREST = 60  # tokens that "the airport" looks back for its town
_OBJECT_PREPS = frozenset({"of", "against", "on", "to"})  # "the attack on Kano", "a visit to Kano"


class PlacePhrases:
    """The places of one report by token, and what leads to them."""

    def __init__(self, parsed: Parsed, places: Sequence[Place], times: Sequence[When]) -> None:
        self.parsed = parsed
        self.words = event_words()
        self.places = places
        self.depth = 0
        timed = {t.span.start for t in times if t.span}
        self.at_token: dict[int, Place] = {}
        for place in sorted(places, key=lambda p: p.span.start - p.span.end):
            if place.basis != "dateline" and place.span.start not in timed:
                for token in parsed.tokens(place.span):
                    self.at_token.setdefault(token.i, place)

    def by_verb(self, verb: Token) -> list[Place]:
        """Phrases lead to clauses and clauses to phrases; what is nested too deep is not followed."""
        if self.depth >= DEEPEST:
            return []
        self.depth += 1
        try:
            return self.hanging_on(verb)
        finally:
            self.depth -= 1

    def hanging_on(self, verb: Token) -> list[Place]:
        words, lemma = self.words, verb.lemma_.lower()
        found: list[Place] = []
        passing: list[Place] = []
        for child in verb.children:
            low = child.lower_
            if child.dep_ in _LEADING and child.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
                if child.dep_ == "agent" and not any(self.has_ground(c) for c in child.children):
                    continue  # "stabbed by a man who …"
                if self.reaches(child, lemma):
                    there = self.behind(child)
                    if there and any(o.lemma_.lower() == "way" for o in child.children):
                        passing += (
                            there  # "boarded a freighter on its way from Riga to Oslo": only if nothing says more
                        )
                        continue
                    if there and lemma in words.leaving and low in words.from_:
                        return there
                    found += there or self.behind_time(child, lemma)
                elif child.dep_ == "prep" and (there := self.behind_time(child, lemma)):
                    found += there
                elif child.dep_ == "advmod":
                    found += [
                        p for prep in child.children if prep.lower_ in ("of", "from", "in") for p in self.behind(prep)
                    ]
            if child.dep_ == "prt" and low in words.at:
                found += [p for o in verb.children if o.dep_ == "dobj" and o.i > child.i for p in self.bare(o)]
            if low == "there" and child.dep_ == "advmod":
                found += self.again("there", child.i)
        return found or self.by_place_object(verb) or self.by_object_prep(verb, lemma) or passing

    def behind_time(self, prep: Token, lemma: str) -> list[Place]:
        """ "Held for ten hours in a hospital in Ambato", "shot on Friday in Ambato", hung on the hours or the day."""
        return [
            place
            for time in prep.children
            if time.dep_ == "pobj" and time.lemma_.lower() in self.words.time_nouns
            for inner in time.children
            if inner.dep_ == "prep" and self.reaches(inner, lemma)
            for place in self.behind(inner)
        ]

    def reaches(self, prep: Token, lemma: str) -> bool:
        """Whether what stands behind this preposition is where the event of that verb or noun was."""
        words, low = self.words, prep.lower_
        if low == "on" and lemma in words.on_words:
            return True
        if low in ("over", "above"):
            return lemma in words.over_words or (
                prep.head.dep_ == "dobj" and prep.head.head.lemma_.lower() in words.over_words
            )
        if low == "through":
            return lemma in words.to_words or any(self.open_ground(c) for c in prep.children)
        if low == "between" and prep.head.pos_ in ("NOUN", "PROPN"):  # "talks between Khartoum and the rebels"
            return lemma in words.way_nouns or lemma in words.place_nouns
        if low in words.at:
            return low != "on" or any(self.ground(c) for c in prep.children)
        return (low in words.to and lemma in words.to_words) or (
            low in words.from_ and lemma in words.from_words | words.leaving
        )

    def open_ground(self, head: Token) -> bool:
        """What one goes through: "carried through Jenin", "through the Mae Sot crossing"; not "through a spokesman"."""
        return head.i in self.at_token or head.lemma_.lower() in self.words.place_nouns

    def has_ground(self, head: Token) -> bool:
        """ "By a court in Frankfurt"."""
        return self.open_ground(head) or any(c.dep_ == "prep" for c in head.children)

    def ground(self, head: Token) -> bool:
        """Something one can stand on: "on the road", "on Lesbos", "on the outskirts"; not "on officials", "on Monday"."""
        place = self.at_token.get(head.i)
        if place:
            return place.feature not in ("city", "country", "continent")
        noun = head.lemma_.lower()
        return noun in self.words.place_nouns or noun in self.words.way_nouns

    def by_place_object(self, verb: Token) -> list[Place]:
        if verb.lemma_.lower() not in self.words.object_verbs:
            return []
        return [p for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "obj") for p in self.bare(c)]

    def by_object_prep(self, verb: Token, lemma: str) -> list[Place]:
        """Prepositions that the parse hangs on the object: "fired a missile towards Riyadh", "signed a deal in Oslo"."""
        return [
            place
            for child in verb.children
            if child.dep_ == "dobj"
            for prep in child.children
            if prep.dep_ == "prep" and prep.i > verb.i and self.reaches(prep, lemma)
            if prep.lower_ != "on" or any(self.ground(c) for c in prep.children)
            for place in self.behind(prep)
        ]

    def by_noun(self, noun: Token) -> list[Place]:
        words, lemma = self.words, noun.lemma_.lower()
        found: list[Place] = []
        for child in noun.children:
            low = child.lower_
            if child.dep_ == "prep":
                if (
                    self.reaches(child, lemma)
                    or (low in _OBJECT_PREPS and lemma in words.object_nouns)
                    or (low == "for" and lemma in _FOUGHT)
                ):
                    found += self.behind(child)
                elif low == "of":  # "the killing of two men in Gao", "the withdrawal of troops from Niamey"
                    found += self.of_whom(child, lemma)
            elif child.dep_ in ("compound", "nmod") and child.i in self.at_token:
                found.append(self.at_token[child.i])
            elif child.dep_ in ("acl", "relcl"):
                found += self.by_verb(child)
        return found

    def of_whom(self, of: Token, lemma: str) -> list[Place]:
        return [
            place
            for whom in of.children
            if whom.dep_ == "pobj"
            for prep in whom.children
            if prep.dep_ == "prep" and self.reaches(prep, lemma)
            for place in self.behind(prep)
        ]

    def behind(self, prep: Token) -> list[Place]:
        found: list[Place] = []
        preps = [prep]
        while preps and len(preps) < DEEPEST:
            for child in preps.pop().children:
                if child.dep_ in ("pobj", "pcomp"):
                    found += self.bare(child)
                elif child.dep_ == "prep" or (child.dep_ == "advmod" and child.lower_ in self.words.beside):
                    preps.append(child)
        return found

    def bare(self, head: Token) -> list[Place]:
        """The places that a phrase is or lies in: "Gao", "the town of Gao", "a market in Gao", "the city"."""
        found: list[Place] = []
        stack = [(head, 0)]
        while stack:
            token, depth = stack.pop()
            if token.i in self.at_token:
                found.append(self.at_token[token.i])
                continue
            if depth > DEEPEST:
                continue
            noun = token.lemma_.lower()
            placed = noun in self.words.place_nouns
            named = placed and any(c.lower_ == "of" for c in token.children)  # "Gao's twin town of Bourem" is Bourem
            for child in token.children:
                if child.dep_ == "poss" and named:
                    continue
                if child.dep_ == "prep" and self.leads(child.lower_, noun, placed):
                    stack += [(c, depth + 1) for c in child.children if c.dep_ == "pobj"]
                elif child.dep_ == "advmod" and child.lower_ in self.words.beside:  # "the fence east of Jabaliya"
                    stack += [(o, depth + 1) for c in child.children for o in c.children if o.dep_ == "pobj"]
                elif child.dep_ in ("appos", "conj") or (child.dep_ in ("compound", "nmod", "poss", "amod") and placed):
                    if child.dep_ != "conj" or not found:
                        stack.append((child, depth + 1))
                elif child.dep_ in ("acl", "relcl") and depth < 2 and not self.of_life(child):
                    if child.lemma_.lower() in ("link", "connect", "join"):  # "the road linking Hodeidah with Taiz"
                        stack += [(c, depth + 1) for c in child.children if c.dep_ == "dobj"]
                    found += self.by_verb(child)
        return found or self.apposed(head) or self.again(head.lemma_.lower(), head.i)

    def apposed(self, head: Token) -> list[Place]:
        """ "in the capital, Antananarivo," however it was parsed."""
        doc = self.parsed.doc
        if head.lemma_.lower() not in self.words.place_nouns or head.i + 2 >= len(doc) or doc[head.i + 1].text != ",":
            return []
        return [self.at_token[head.i + 2]] if head.i + 2 in self.at_token else []

    def leads(self, prep: str, noun: str, placed: bool) -> bool:
        if prep in self.words.at:
            return True
        if prep == "of":
            return placed and noun not in self.words.missions
        if prep == "with":
            return noun in ("border", "frontier", "boundary")
        return noun in self.words.way_nouns and prep in ("from", "between", "to", "linking")

    def located(self, head: Token, clauses: bool = True) -> list[Place]:
        """The places that a phrase lies in, itself left out: "the market in Gao" but not "the mayor of Gao"."""
        found: list[Place] = []
        parts, position = [head], head.i
        while parts and not found:
            part = parts.pop()
            for child in part.children:
                if child.dep_ == "prep" and child.lower_ in self.words.at:
                    found += self.behind(child)
                elif child.dep_ in ("acl", "relcl") and (clauses or self.meanwhile(child)) and not self.of_life(child):
                    if child.lower_ == "bound":  # "boats bound for Orlu Shoal"
                        found += [p for c in child.children if c.lower_ == "for" for p in self.behind(c)]
                    found += [] if self.passing_by(child) else self.by_verb(child)
                elif child.dep_ == "conj" and child.i - position < 25:
                    parts.append(child)
            if not found and clauses:
                found = [p for c in part.children if c.lower_ in ("of", "for") for p in self.of_whom(c, "")]
        if not found and head.lemma_.lower() in self.words.place_nouns:
            found = self.bare(head)
        return found

    def passing_by(self, clause: Token) -> bool:
        """ "Pilgrims returning to Quetta", "the general, who flew home to Zagreb": not where anything is done to them."""
        lemma = clause.lemma_.lower()
        if lemma in self.words.moving or lemma in ("return", "go", "come", "move"):
            return any(c.lower_ in ("to", "from", "for", "towards", "home", "back") for c in clause.children)
        return clause.dep_ == "relcl" and clause.head.i + 1 < len(self.parsed.doc) and self._told_on(clause)

    def _told_on(self, clause: Token) -> bool:
        """A clause behind a comma that tells what came next: "the general, who …"."""
        return self.parsed.doc[clause.head.i + 1].text == "," and clause.tag_ == "VBD"

    def meanwhile(self, clause: Token) -> bool:
        """ "The president, speaking in Doha, …", "the conference, held in Doha, …": while the event goes on."""
        return clause.dep_ == "acl" and (clause.tag_ == "VBG" or clause.lemma_.lower() in self.words.held)

    def of_life(self, clause: Token) -> bool:
        return clause.lemma_.lower() in self.words.life

    def again(self, noun: str, position: int) -> list[Place]:
        """The place named before that "the city" or "there" stands for."""
        kinds = self.words.again.get(noun)
        if noun in self.words.sites:
            kinds = kinds or frozenset()
        if noun != "there" and (kinds is None or not self.definite(position)):
            return []
        state = state_before(self.forms, position) if noun != "there" else None
        for earlier in range(position - 1, max(-1, position - _FARTHEST), -1):
            place = self.at_token.get(earlier)
            if place and state is None and noun != "there" and self.origin(earlier, position):
                continue  # "police from Cairo were sent to the town"
            if place and (noun == "there" or place.feature in kinds) and (state is None or place.country == state[0]):
                return [place]
        if noun in self.words.sites and state is None:
            for earlier in range(position - 1, max(-1, position - _NEAREST), -1):
                place = self.at_token.get(earlier)
                if (
                    place
                    and place.feature == "city"
                    and self.forms[earlier - 1] not in place_words().not_in
                    and not self.home(earlier)
                ):
                    return [place]
        return []

    def home(self, earlier: int) -> bool:
        """ "They go home to Seoul": where those live of whom something else is told."""
        return self.forms[max(0, earlier - 2) : earlier] == ["home", "to"]

    def origin(self, earlier: int, position: int) -> bool:
        """Where those come from of whom the same clause speaks."""
        return self.forms[earlier - 1 : earlier] == ["from"] and self.verb_of(earlier) == self.verb_of(position)

    def verb_of(self, position: int) -> int | None:
        """The verb that a token hangs on."""
        token = self.parsed.doc[position]
        while token.head.i != token.i:
            token = token.head
            if token.pos_ in ("VERB", "AUX"):
                return token.i
        return None

    @cached_property
    def forms(self) -> list[str]:
        return [form.lower() for form in self.parsed.forms]

    def definite(self, position: int) -> bool:
        return any(c.lower_ in ("the", "this", "that", "their", "its") for c in self.parsed.doc[position].lefts)
