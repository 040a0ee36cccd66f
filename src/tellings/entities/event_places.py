"""Where an event was: by the words that hang on its trigger, then its clause, then what stands before it.

In this order: the phrase that the frame bound; prepositions of place on the trigger ("met in Kigali"), its object when
that is a place ("seized Bunia") or lies in one ("two men in Lyon"); what the trigger is part of ("talks resumed in …",
"during a visit to …", "when gunmen stormed a pit in …"); where its subject is ("police in Lyon"); the sentence before
in the same paragraph; the dateline.  A town that is merely named is never taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from tellings.entities.placewords import event_words
from tellings.model import Mention, Place, Span, When
from tellings.parse import Parsed

_DEEPEST = 6  # nested phrases that are followed
_BACK = 3  # sentences that are looked back at
_LEAD = 2  # sentences of the body that a dateline stands for
_OBJECT_PREPS = frozenset({"of", "against", "on", "to"})  # "the attack on Kano", "a visit to Kano"
_PARTNER_PREPS = frozenset({"against", "with", "on", "at", "to", "among"})  # "fired at marchers in Kisumu"
_WHILE = frozenset({"during", "on", "at", "in", "amid", "under", "throughout"})  # "during a visit to Kano"
_FINE = {
    "point": 0, "within:point": 0, "within:city": 1, "city": 2, "within:admin2": 3, "admin2": 4, "within:admin1": 5,
    "admin1": 6, "within:region": 7, "region": 7, "": 8, "within:country": 8, "country": 9, "continent": 10,
}  # fmt: skip


def event_place(
    parsed: Parsed, mention: Mention, places: Sequence[Place], times: Sequence[When] | None = None
) -> tuple[Place | None, str]:
    """Where this event was, and by which rule: frame, syntax, object, clause, subject, before, dateline; else (None, "").

    times are spans that are no places ("in May"); they need not be given.
    """
    where = _where(parsed, places, times or ())
    if mention.place_phrase:
        inside = [p for p in places if _inside(p.span, mention.place_phrase)]
        if inside:
            return _finest(inside), "frame"
    trigger = parsed.tokens(mention.trigger)
    if not len(trigger):
        return None, ""
    word = _main_word(trigger)
    verbal = mention.type in where.words.verbal
    found, basis = where.of(word, verbal)
    if found:
        return found, basis
    sentence = parsed.sentence_number(word)
    if not verbal and mention.status != "future" and (place := where.before(sentence)):
        return place, "before"
    if place := where.dateline(sentence):
        return place, "dateline"
    return None, ""


def _where(parsed: Parsed, places: Sequence[Place], times: Sequence[When]) -> _Where:
    """The tokens of a report's places; kept for its next event, since they are asked for one after the other."""
    global _latest
    latest = _latest
    if latest is None or latest.parsed is not parsed or latest.places is not places:
        latest = _latest = _Where(parsed, places, times)
    return latest


def _main_word(trigger) -> Token:
    """The trigger's verb or noun; of several words, the one that governs the others."""
    return trigger.root


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _finest(places: Sequence[Place]) -> Place:
    return min(places, key=lambda p: (_FINE.get(p.precision, 8), p.span.start))


class _Where:
    """The places of one report by token."""

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

    # ------------------------------------------------------------ the steps

    def of(self, word: Token, verbal: bool) -> tuple[Place | None, str]:
        """Where the event of this word was, as its own sentence tells it."""
        nominal = word.pos_ in ("NOUN", "PROPN", "ADJ")
        steps = [("syntax", self.by_noun if nominal else self.by_verb)]
        if not verbal:
            steps.append(("object", self.by_object))
        steps.append(("clause", self.by_clause))
        steps.append(("subject", self.by_subject))
        for basis, step in steps:
            if found := step(word):
                return _finest(found), basis
        return None, ""

    def by_verb(self, verb: Token) -> list[Place]:
        """Phrases lead to clauses and clauses to phrases; what is nested too deep is not followed."""
        if self.depth >= _DEEPEST:
            return []
        self.depth += 1
        try:
            return self.hanging_on(verb)
        finally:
            self.depth -= 1

    def hanging_on(self, verb: Token) -> list[Place]:
        words, lemma = self.words, verb.lemma_.lower()
        found: list[Place] = []
        for child in verb.children:
            low = child.lower_
            if child.dep_ in ("prep", "prt", "agent", "advmod") and child.pos_ in ("ADP", "SCONJ", "ADV"):
                if self.reaches(child, lemma):
                    found += self.behind(child)
                elif child.dep_ == "advmod":
                    found += [
                        p for prep in child.children if prep.lower_ in ("of", "from", "in") for p in self.behind(prep)
                    ]
            if child.dep_ == "prt" and low in words.at:
                found += [p for o in verb.children if o.dep_ == "dobj" and o.i > child.i for p in self.bare(o)]
            if low == "there" and child.dep_ == "advmod":
                found += self.again("there", child.i)
        return found or self.by_place_object(verb) or self.by_object_prep(verb, lemma)

    def reaches(self, prep: Token, lemma: str) -> bool:
        """Whether what stands behind this preposition is where the event of that verb or noun was."""
        words, low = self.words, prep.lower_
        if low in words.at:
            return low != "on" or any(self.ground(c) for c in prep.children)
        return (low in words.to and lemma in words.to_words) or (low in words.from_ and lemma in words.from_words)

    def ground(self, head: Token) -> bool:
        """Something one can stand on: "on the road", "on Lesbos", "on the outskirts"; not "on officials", "on Monday"."""
        place = self.at_token.get(head.i)
        if place:
            return place.feature not in ("city", "country", "continent")
        noun = head.lemma_.lower()
        return noun in self.words.place_nouns or noun in self.words.way_nouns

    def by_object_prep(self, verb: Token, lemma: str) -> list[Place]:
        """Prepositions that the parse hangs on the object: "fired a missile towards Riyadh", "signed a deal in Oslo"."""
        return [
            place
            for child in verb.children
            if child.dep_ == "dobj"
            for prep in child.children
            if prep.dep_ == "prep" and prep.lower_ != "on" and prep.i > verb.i and self.reaches(prep, lemma)
            for place in self.behind(prep)
        ]

    def by_place_object(self, verb: Token) -> list[Place]:
        if verb.lemma_.lower() not in self.words.object_verbs:
            return []
        return [p for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "obj") for p in self.bare(c)]

    def by_noun(self, noun: Token) -> list[Place]:
        words, lemma = self.words, noun.lemma_.lower()
        found: list[Place] = []
        for child in noun.children:
            low = child.lower_
            if child.dep_ == "prep":
                if self.reaches(child, lemma) or (low in _OBJECT_PREPS and lemma in words.object_nouns):
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

    def by_object(self, word: Token) -> list[Place]:
        """Where what is acted upon is: "arrested two men in Lyon", "hit an oil depot near Belgorod"."""
        found: list[Place] = []
        for child in word.children:
            if child.dep_ in ("dobj", "nsubjpass", "dative", "obj", "oprd"):
                found += self.located(child)
            elif child.dep_ == "prep" and child.lower_ in _PARTNER_PREPS:
                found += [p for c in child.children if c.dep_ == "pobj" for p in self.located(c)]
        return found

    def by_clause(self, word: Token) -> list[Place]:
        """What the word is part of, or what goes along with it."""
        for child in word.children:
            if child.dep_ == "advcl" and self.goes_along(child):
                if found := self.by_verb(child) or self.by_object(child):
                    return found
            if child.dep_ == "prep" and child.lower_ in _WHILE:
                for event in (c for c in child.children if c.dep_ == "pobj"):
                    if found := self.by_noun(event):
                        return found
        return self.upwards(word)

    def goes_along(self, clause: Token) -> bool:
        """ "Arriving in Baghdad, …", "… when gunmen stormed a pit": at the same place as what it hangs on."""
        opening = {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod")}
        if opening & {"when", "as", "while", "where", "whereupon"}:
            return True
        return not opening & self.words.other_event and clause.tag_ in ("VBG", "VBN")

    def upwards(self, word: Token) -> list[Place]:
        """From an event inside a clause to the clause: never over speech, nor over "after" and its like."""
        for _ in range(_DEEPEST):
            head, dep = word.head, word.dep_
            if head is word or dep in ("ccomp", "parataxis"):
                return []
            if dep in ("pobj", "pcomp") and head.lower_ in self.words.other_event | {"from", "in"}:
                return []
            if dep == "advcl" and not self.goes_along(word):
                return []
            if head.pos_ == "VERB" or head.pos_ == "AUX":
                if head.lemma_.lower() in self.words.speech and dep not in ("conj", "xcomp"):
                    return []
                if found := self.by_verb(head):
                    return found
                if dep == "dobj" or (dep == "prep" and word.lower_ == "under"):
                    for subject in (c for c in head.children if c.dep_ == "nsubj"):
                        if found := self.suffering(head, subject):
                            return found
                if dep in ("conj", "acl", "advcl", "xcomp") and (found := self.by_object(head)):
                    return found
                if dep not in ("conj", "xcomp") and (
                    found := [p for c in head.children if c is not word and c.dep_ == "dobj" for p in self.by_noun(c)]
                ):
                    return found
            elif head.pos_ in ("NOUN", "PROPN") and dep in ("compound", "relcl", "acl", "conj", "appos", "amod"):
                if found := self.by_noun(head):
                    return found
            word = head
        return []

    def by_subject(self, word: Token) -> list[Place]:
        """Where the one who acts is: "police in Lyon"; a state that expels does it at home."""
        verb = word
        for _ in range(_DEEPEST):
            subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
            for subject in subjects:
                if found := self.located(subject, clauses=False) or self.suffering(verb, subject):
                    return found
                for prep in (c for c in subject.children if c.dep_ == "prep" and c.lower_ in _WHILE):
                    if found := [p for c in prep.children if c.dep_ == "pobj" for p in self.by_noun(c)]:
                        return found
                if (
                    verb.lemma_.lower() in self.words.home_verbs
                    and subject.dep_ == "nsubj"
                    and subject.i in self.at_token
                ):
                    return [self.at_token[subject.i]]
            if subjects or verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head is verb:
                return []
            verb = verb.head
        return []

    def suffering(self, verb: Token, subject: Token) -> list[Place]:
        """A place as the subject of what it sees or suffers."""
        if verb.lemma_.lower() not in self.words.subject_verbs:
            return []
        inner = [o for p in subject.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
        return self.bare(subject) or [p for o in inner for p in self.bare(o)]

    # ------------------------------------------------------------ phrases

    def behind(self, prep: Token) -> list[Place]:
        found: list[Place] = []
        preps = [prep]
        while preps and len(preps) < _DEEPEST:
            for child in preps.pop().children:
                if child.dep_ in ("pobj", "pcomp"):
                    found += self.bare(child)
                elif child.dep_ == "prep":
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
            if depth > _DEEPEST:
                continue
            noun = token.lemma_.lower()
            placed = noun in self.words.place_nouns
            for child in token.children:
                if child.dep_ == "prep" and self.leads(child.lower_, noun, placed):
                    stack += [(c, depth + 1) for c in child.children if c.dep_ == "pobj"]
                elif child.dep_ in ("appos", "conj") or (child.dep_ in ("compound", "nmod", "poss", "amod") and placed):
                    if child.dep_ != "conj" or not found:
                        stack.append((child, depth + 1))
                elif child.dep_ in ("acl", "relcl") and depth < 2:
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
            return placed
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
                elif child.dep_ in ("acl", "relcl") and (clauses or self.meanwhile(child)):
                    found += self.by_verb(child)
                elif child.dep_ == "conj" and child.i - position < 25:
                    parts.append(child)
            if not found and clauses:
                found = [p for c in part.children if c.lower_ in ("of", "for") for p in self.of_whom(c, "")]
        if not found and head.lemma_.lower() in self.words.place_nouns:
            found = self.bare(head)
        return found

    def meanwhile(self, clause: Token) -> bool:
        """ "The president, speaking in Doha, …", "the conference, held in Doha, …": while the event goes on."""
        return clause.dep_ == "acl" and (clause.tag_ == "VBG" or clause.lemma_.lower() in self.words.held)

    def again(self, noun: str, position: int) -> list[Place]:
        """The place named before that "the city" or "there" stands for."""
        kinds = self.words.again.get(noun)
        if noun != "there" and (kinds is None or not self.definite(position)):
            return []
        for earlier in range(position - 1, max(-1, position - 150), -1):
            place = self.at_token.get(earlier)
            if place and (noun == "there" or place.feature in kinds):
                return [place]
        return []

    def definite(self, position: int) -> bool:
        return any(c.lower_ in ("the", "this", "that", "their", "its") for c in self.parsed.doc[position].lefts)

    # ------------------------------------------------------------ what stands before

    def before(self, sentence: int) -> Place | None:
        """Where the sentence before, in the same paragraph, has its event; only if this one names no place."""
        sentences = self.parsed.sentences
        for number in range(sentence, max(-1, sentence - _BACK), -1):
            if any(t.i in self.at_token for t in sentences[number]):
                return None
            if number == 0 or self.paragraph_between(number - 1, number):
                return None
            earlier = sentences[number - 1]
            if any(t.i in self.at_token for t in earlier):
                root = earlier.root
                speech = root.lemma_.lower() in self.words.speech
                inner = next((c for c in root.children if c.dep_ == "ccomp"), None)
                return self.of(inner if speech and inner is not None else root, False)[0]
        return None

    def paragraph_between(self, first: int, second: int) -> bool:
        start, end = self.parsed.sentences[first][-1].idx, self.parsed.sentences[second].start_char
        return "\n" in self.parsed.report.text[start:end]

    def dateline(self, sentence: int) -> Place | None:
        """The dateline's place, for the first sentences of the body that name no other place."""
        place = next((p for p in self.places if p.basis == "dateline"), None)
        if place is None:
            return None
        body = [n for n, s in enumerate(self.parsed.sentences) if not self.parsed.in_title(s[0])]
        if sentence not in body[:_LEAD]:
            return None
        return None if any(t.i in self.at_token for t in self.parsed.sentences[sentence]) else place


_latest: _Where | None = None
