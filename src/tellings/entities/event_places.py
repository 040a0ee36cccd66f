"""Where an event was: by the words that hang on its trigger, then its clause, then what stands before it.

In this order: the phrase that the frame bound; prepositions of place on the trigger ("met in Kigali"), its object when
that is a place ("seized Bunia") or lies in one ("two men in Lyon"); what the trigger is part of ("talks resumed in …",
"during a visit to …", "when gunmen stormed a pit in …"); where its subject is ("police in Lyon"); the sentence before
in the same paragraph; the dateline.  What the sentence says farther off comes last (`event_places_wider`), marked as such:
a phrase deeper below the event, where those belong who suffer it, the only town that is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Token

from tellings.entities.event_places_wider import SCENE, WiderPlaces, finest
from tellings.entities.held import held
from tellings.entities.place_phrases import DEEPEST
from tellings.model import Mention, Place, Span, When
from tellings.parse import Parsed

_BACK = 3  # sentences that are looked back at
_LEAD = 2  # sentences of the body that a dateline stands for
_PARTNER_PREPS = frozenset({"against", "with", "on", "at", "to", "among"})  # "fired at marchers in Kisumu"
_WHILE = frozenset({"during", "on", "at", "in", "amid", "under", "throughout"})  # "during a visit to Kano"
_OPENING = 6  # tokens of a sentence that can set its scene


def event_place(
    parsed: Parsed, mention: Mention, places: Sequence[Place], times: Sequence[When] | None = None
) -> tuple[Place | None, str]:
    """Where this event was, and by which rule: frame, syntax, object, clause, subject, doing, scene, within, beside, towards, home, only, before,
    dateline; else (None, "").

    times are spans that are no places ("in May"); they need not be given.
    """
    where = _where(parsed, places, times or ())
    if mention.place_phrase:
        inside = [p for p in places if _inside(p.span, mention.place_phrase)]
        if inside:
            return finest(inside), "frame"
    trigger = parsed.tokens(mention.trigger)
    if not len(trigger):
        return None, ""
    word = _main_word(trigger)
    going = where.words.leaving | where.words.to_words | where.words.from_words
    verbal = mention.type in where.words.verbal and word.lemma_.lower() not in going
    found, basis = where.of(word, verbal)
    sentence = parsed.sentence_number(word)
    if basis in ("home", "only") and (place := where.dateline(sentence, alone=False)):
        return place, "dateline"  # what is far off in the sentence says less than where the report was written
    if found:
        return found, basis
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


class _Where(WiderPlaces):
    """The steps from the event's own words outwards."""

    def of(self, word: Token, verbal: bool) -> tuple[Place | None, str]:
        """Where the event of this word was, as its own sentence tells it."""
        nominal = word.pos_ in ("NOUN", "PROPN", "ADJ")
        steps = [
            ("clause", self.where_clause),
            ("clause", self.by_held),
            ("syntax", self.by_noun if nominal else self.by_verb),
        ]
        if not verbal:
            steps.append(("object", self.by_object))
        steps.append(("clause", self.by_clause))
        if not verbal:
            steps.append(("object", self.by_objects_clauses))
        steps += [("clause", self.by_joined), ("subject", self.by_subject)]
        if not verbal:
            steps.append(("doing", self.by_doing))
        steps.append(("scene", self.by_scene))
        if not verbal:
            steps += [("within", self.within), ("beside", self.beside), ("towards", self.towards)]
            steps += [("home", self.by_locals), ("only", self.only_one)]
        for basis, step in steps:
            if found := step(word):
                return self.named_first(finest(found)), basis
        return None, ""

    def by_held(self, word: Token) -> list[Place]:
        """ "A summit, which will take place in Oslo"."""
        verb = held(word)
        return self.by_verb(verb) if verb is not None else []

    def by_object(self, word: Token, clauses: bool = False) -> list[Place]:
        """Where what is acted upon is: "arrested two men in Lyon", "hit an oil depot near Belgorod"."""
        found: list[Place] = []
        for child in word.children:
            if child.dep_ in ("dobj", "nsubjpass", "dative", "obj", "oprd"):
                found += self.located(child, clauses) or self.dwellers(child) or self.partner(child, clauses)
            elif child.dep_ == "prep" and child.lower_ in _PARTNER_PREPS:
                found += [p for c in child.children if c.dep_ == "pobj" for p in self.located(c, clauses)]
        return found

    def partner(self, thing: Token, clauses: bool) -> list[Place]:
        """ "Used batons against teachers in Leer", hung on what was used."""
        found: list[Place] = []
        for prep in thing.children:
            if prep.dep_ == "prep" and prep.lower_ in ("against", "at", "on"):
                for whom in prep.children:
                    found += self.located(whom, clauses) if whom.dep_ == "pobj" else []
                    found += self.by_verb(whom) if whom.dep_ == "pcomp" else []
        return found

    def by_joined(self, word: Token) -> list[Place]:
        """ "Was seized and shot by soldiers in Bria": the place at the end is that of all that is told of in one breath."""
        for _ in range(DEEPEST):
            if any(c.dep_ == "prep" for c in word.children):
                return []
            joined = next((c for c in word.children if c.dep_ == "conj" and c.tag_ == word.tag_), None)
            if joined is None or any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in joined.children):
                return []
            lemma = joined.lemma_.lower()
            if lemma in self.words.leaving | self.words.to_words | self.words.from_words | self.words.speech:
                return []
            if found := self.by_verb(joined):
                return found
            word = joined
        return []

    def by_objects_clauses(self, word: Token) -> list[Place]:
        """ "Shot at men who had broken into a shop in Kano": what is told of it elsewhere, when the event's own clause is silent."""
        return self.by_object(word, clauses=True)

    def by_scene(self, word: Token) -> list[Place]:
        """ "In Zaporizhzhia, …": what a sentence begins with holds for it, up to a semicolon or to what somebody says."""
        sentence = self.parsed.sentences[self.parsed.sentence_number(word)]
        if sentence[0].i in self.at_token and len(sentence) > 1 and sentence[1].text == ":":
            return [self.at_token[sentence[0].i]]  # "Kabul: two dead as bomb hits bus"
        forms, last = self.parsed.forms, min(sentence.end, word.i)
        part = next((i + 1 for i in range(last - 1, sentence.start - 1, -1) if forms[i] == ";"), None)
        if part is not None:
            sentence = self.parsed.doc[part : sentence.end]
        if sentence[0].lower_ not in SCENE and sentence[0].lower_ != "on":
            return []
        if any(t.text == ";" or t.lemma_.lower() in self.words.speech for t in sentence if t.i < word.i):
            return []
        for token in sentence[:_OPENING]:
            if token.i >= word.i or (token.i > sentence.start and token.pos_ in ("VERB", "AUX", "PUNCT")):
                return []
            if token.lower_ in SCENE and (token.i == sentence.start or sentence[0].lower_ == "on"):
                after = next((t for t in sentence if t.i > token.i and t.lower_ != "the"), None)
                if after is not None and after.i in self.at_token:
                    return [self.at_token[after.i]]
        return []

    def by_clause(self, word: Token) -> list[Place]:
        """What the word is part of, or what goes along with it."""
        clauses = list(word.children)
        clauses += [c for a in word.children if a.dep_ == "advmod" for c in a.children]  # "as soon as she landed"
        for child in clauses:
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

    def by_doing(self, word: Token) -> list[Place]:
        """What the same people were made to do, or had just done: "forced it to land in Gomel", "vanished after entering …"."""
        for child in word.children:
            if child.dep_ in ("xcomp", "ccomp") and word.lemma_.lower() in self.words.causing:
                bare = child.tag_ == "VBG" or any(c.lower_ == "to" for c in child.children)
                if bare and (found := self.by_verb(child) or self.by_object(child)):
                    return found
            if child.dep_ == "prep" and child.lower_ in ("after", "while"):
                for inner in (c for c in child.children if c.dep_ == "pcomp" and c.tag_ == "VBG"):
                    if found := self.by_verb(inner) or self.by_object(inner):
                        return found
            if child.dep_ == "advcl" and child.tag_ == "VBG" and any(c.lower_ == "after" for c in child.children):
                if found := self.by_verb(child) or self.by_object(child):
                    return found
        return []

    def upwards(self, word: Token) -> list[Place]:
        """From an event inside a clause to the clause: never over speech, nor over "after" and its like."""
        for _ in range(DEEPEST):
            head, dep = word.head, word.dep_
            if head.i == word.i or dep in ("ccomp", "parataxis"):
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
        for _ in range(DEEPEST):
            subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
            for subject in subjects:
                if found := self.located(subject, clauses=False) or self.suffering(verb, subject):
                    return found
                if subject.lemma_.lower() in self.words.venues and (found := self.by_noun(subject)):
                    return found  # "the Brussels conference pledged", "a Milan court freed"
                for prep in (c for c in subject.children if c.dep_ == "prep" and c.lower_ in _WHILE):
                    if found := [p for c in prep.children if c.dep_ == "pobj" for p in self.by_noun(c)]:
                        return found
                if subject.dep_ == "nsubj" and (found := self.at_home(verb, subject)):
                    return found
            if subjects or verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.i == verb.i:
                return []
            verb = verb.head
        return []

    def at_home(self, verb: Token, subject: Token) -> list[Place]:
        """ "Chad expelled two envoys", "Honduras imposed a curfew", "Kenya's parliament passed the bill": in its own land."""
        words = self.words
        if subject.i in self.at_token:
            objects = {c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"}
            objects |= {
                o.lemma_.lower() for c in verb.children if c.dep_ == "dobj" for p in c.children for o in p.children
            }
            home = verb.lemma_.lower() in words.home_verbs or objects & words.home_objects
            return [self.at_token[subject.i]] if home else []
        office = subject.lemma_.lower()
        if office not in words.home_bodies and not (
            office in words.home_offices and verb.lemma_.lower() in words.home_acts
        ):
            return []
        whose = [c for c in subject.children if c.dep_ == "poss"]
        whose += [o for c in subject.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
        return [self.at_token[t.i] for t in whose if t.i in self.at_token]

    def suffering(self, verb: Token, subject: Token) -> list[Place]:
        """A place as the subject of what it sees or suffers."""
        if verb.lemma_.lower() not in self.words.subject_verbs:
            return []
        inner = [o for p in subject.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
        return self.bare(subject) or [p for o in inner for p in self.bare(o)]

    def before(self, sentence: int) -> Place | None:
        """Where the sentence before, in the same paragraph, has its event; only if this one names no place."""
        sentences = self.parsed.sentences
        for number in range(sentence, max(-1, sentence - _BACK), -1):
            if self.names_place(number):
                return None
            if number == 0 or self.paragraph_between(number - 1, number):
                return None
            if self.names_place(number - 1):
                root = sentences[number - 1].root
                speech = root.lemma_.lower() in self.words.speech
                inner = next((c for c in root.children if c.dep_ == "ccomp"), None)
                return self.of(inner if speech and inner is not None else root, False)[0]
        return None

    def paragraph_between(self, first: int, second: int) -> bool:
        start, end = self.parsed.sentences[first][-1].idx, self.parsed.sentences[second].start_char
        return "\n" in self.parsed.report.text[start:end]

    def dateline(self, sentence: int, alone: bool = True) -> Place | None:
        """The dateline's place, for the first sentences of the body; alone: only for those that name no other place."""
        place = next((p for p in self.places if p.basis == "dateline"), None)
        if place is None or sentence not in self.lead:
            return None
        return None if alone and self.names_place(sentence) else place

    def names_place(self, sentence: int) -> bool:
        whole = self.parsed.sentences[sentence]
        return any(i in self.at_token for i in range(whole.start, whole.end))

    @cached_property
    def lead(self) -> list[int]:
        """The first sentences of the body."""
        return [n for n, s in enumerate(self.parsed.sentences) if not self.parsed.in_title(s[0])][:_LEAD]


_latest: _Where | None = None
