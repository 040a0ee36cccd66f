"""Where an event was when the words that hang on it do not say: deeper below it, where those belong who suffer it, or the
only town that its sentence names.  The weaker the reason, the later it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from tellings.entities.gazetteer import _table
from tellings.entities.place_phrases import PlacePhrases
from tellings.entities.placekeys import place_key
from tellings.model import Place

_TO = frozenset({"to", "into", "toward", "towards", "onto", "through", "past", "via", "over"})
_FROM = frozenset({"from"})
_BESIDE = 25  # tokens behind an event that are looked through for a phrase of place
SCENE = frozenset({"in", "at", "near", "outside", "across", "around"})
# What stands behind these is another matter, or only names it.
_ELSEWHERE = frozenset(
    {"after", "before", "over", "about", "for", "since", "until", "despite", "following", "of", "from", "to", "as"}
)
# "In Nara, some 30 km south of Kyoto".
_OFF = frozenset({"near", "off", "from", "of", "outside"})
_FINE = {
    "point": 0, "within:point": 0, "within:city": 1, "city": 2, "within:admin2": 3, "admin2": 4, "within:admin1": 5,
    "admin1": 6, "within:region": 7, "region": 7, "": 8, "within:country": 8, "country": 9, "continent": 10,
}  # fmt: skip


def finest(places: Sequence[Place]) -> Place:
    return min(places, key=lambda p: (_FINE.get(p.precision, 8), p.span.start))


class WiderPlaces(PlacePhrases):
    """The later steps of the search for an event's place."""

    def within(self, word: Token) -> list[Place]:
        """Any phrase of place below the event that no other deed stands between: "talks with his counterpart in Doha".

        Those who act may come from elsewhere, so what hangs on the subject does not count.
        """
        found: list[tuple[int, Place]] = []
        for prep in word.subtree:
            if prep.i <= word.i or prep.dep_ != "prep" or prep.lower_ not in SCENE | {"inside", "on"}:
                continue
            if prep.lower_ == "on" and not any(self.ground(c) for c in prep.children):
                continue
            if self.no_deed_between(prep.head, word) and (there := self.behind(prep) or self.right_behind(prep)):
                found.append((prep.i, finest(there)))
        return [min(found, key=lambda f: f[0])[1]] if found else []

    def towards(self, word: Token) -> list[Place]:
        """What else hangs on the event itself: where it leads to, what it is done to, where it comes from.

        "Shipped three tanks to Bama", "crowds swarmed Ambato", "Ambato's riots".  A capital may stand for its government.
        """
        ways: dict[str, list[Place]] = {"to": [], "object": [], "from": []}
        for child in word.children:
            if child.dep_ in ("prep", "dative") and child.lower_ in _TO | _FROM:
                there = [self.at_token[c.i] for c in child.children if c.dep_ == "pobj" and c.i in self.at_token]
                ways["from" if child.lower_ in _FROM else "to"] += there
            elif child.dep_ in ("dobj", "nsubjpass", "poss") and child.i in self.at_token:
                ways["object"].append(self.at_token[child.i])
        for found in ways.values():
            if towns := [p for p in found if p.feature not in ("country", "continent") and not self.is_capital(p)]:
                return towns[:1]
        return []

    def is_capital(self, place: Place) -> bool:
        return place.feature == "city" and place_key(place.name) in _capital_names()

    def beside(self, word: Token) -> list[Place]:
        """The first phrase of place that follows in the same clause, however it was parsed: "beaten at a lay-by outside Calais"."""
        doc, first = self.parsed.doc, word.i
        end = self.parsed.sentences[self.parsed.sentence_number(word)].end
        for i in range(first + 1, min(end, first + _BESIDE)):
            if self.clause_ends(doc[i], word):
                break
            if (place := self.put_there(doc[i], end)) is not None:
                return [place]
        return self.beside_before(word)

    def beside_before(self, word: Token) -> list[Place]:
        """The nearest phrase of place that stands before the event in its clause."""
        doc, start = self.parsed.doc, self.parsed.sentences[self.parsed.sentence_number(word)].start
        for i in range(word.i - 1, max(start - 1, word.i - _BESIDE), -1):
            token = doc[i]
            if (
                token.text in (";", ":", '"', "\u201c")
                or token.tag_ in ("WDT", "WP", "WRB", "WP$")
                or token.dep_ == "mark"
            ):
                return []
            if (
                token.pos_ == "VERB"
                and token.dep_ not in ("acl", "amod", "compound", "xcomp")
                and not token.is_ancestor(word)
            ):
                return []
            if token.pos_ == "VERB" and token.lemma_.lower() in self.words.speech:
                return []
            if (place := self.put_there(token, word.i)) is not None:
                return [place]
        return []

    def put_there(self, prep: Token, end: int) -> Place | None:
        """The town right behind a preposition of place."""
        i = prep.i
        if prep.lower_ not in SCENE | {"inside"} or prep.pos_ not in ("ADP", "SCONJ", "ADV") or i + 1 >= end:
            return None
        after = i + 2 if self.parsed.doc[i + 1].lower_ in ("the", "nearby") and i + 2 < end else i + 1
        place = self.at_token.get(after)
        if place is None or place.feature in ("country", "continent") or self.of_life(prep.head):
            return None
        return place

    def clause_ends(self, token: Token, word: Token) -> bool:
        if token.text in (";", ":", "\u201c", '"', "(") or token.dep_ in ("mark", "relcl"):
            return True
        if token.lower_ in _ELSEWHERE - {"of", "to", "from", "for", "as", "before"} or token.tag_ in (
            "WDT",
            "WP",
            "WRB",
            "WP$",
        ):
            return True
        if token.lower_ == "before" and not any(c.lemma_.lower() in self.words.place_nouns for c in token.children):
            return True
        return token.pos_ in ("VERB", "AUX") and token.i > word.i and token.dep_ not in ("acl", "amod", "compound")

    def right_behind(self, prep: Token) -> list[Place]:
        """ "In Rotherham alight", where the parser makes the town a part of what follows."""
        return [self.at_token[prep.i + 1]] if prep.i + 1 in self.at_token else []

    def no_deed_between(self, token: Token, word: Token) -> bool:
        while token.i != word.i:
            if token.dep_ == "acl" and token.head.dep_ == "pobj" and token.head.head.lower_ == "as":
                token = token.head.head  # "killed as a device blew up", read as a device that blew up
                continue
            if token.head.i == token.i or token.dep_ in ("nsubj", "conj", "relcl", "parataxis"):
                return False
            if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("xcomp", "ccomp"):
                if token.dep_ != "advcl" or not self.goes_along(token):
                    return False
            if token.dep_ in ("pobj", "pcomp") and token.head.lower_ in _ELSEWHERE:
                return False
            if token.dep_ in ("xcomp", "ccomp") and token.head.lemma_.lower() not in self.words.causing | {
                "set",
                "leave",
            }:
                return False
            token = token.head
        return True

    def named_first(self, place: Place) -> Place:
        """Of "in Nara, near Kyoto", "in Amizmiz, 55 km south of Marrakesh" the first: the second only says where that is."""
        doc = self.parsed.doc
        first = self.parsed.tokens(place.span)
        i = first[0].i - 1 if len(first) else -1
        beside = False
        while i > 0 and (doc[i].lower_ in _OFF | self.words.beside or doc[i].like_num):
            beside = beside or doc[i].lower_ in _OFF
            i -= 1
        if beside and i > 0 and doc[i].text == "," and i - 1 in self.at_token:
            return self.at_token[i - 1]
        return place

    def where_clause(self, word: Token) -> list[Place]:
        """ "Flew to Poltava, where he met the wounded"."""
        clause = word
        if word.pos_ in ("NOUN", "PROPN") and word.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            clause = word.head  # "where talks are to start"
        for _ in range(3):
            if any(c.lower_ == "where" and c.dep_ == "advmod" for c in clause.children):
                owner = clause.head
                if clause.dep_ == "relcl" and owner.i in self.at_token:
                    return [self.at_token[owner.i]]
                return self.bare(owner) if clause.dep_ == "relcl" else []
            if clause.dep_ not in ("conj", "xcomp"):
                return []
            clause = clause.head
        return []

    def by_locals(self, word: Token) -> list[Place]:
        """ "The cathedral of Gao was shelled", "residents of Goma said that shops were looted": where those belong."""
        people = [c for c in word.children if c.dep_ in ("dobj", "nsubjpass", "nsubj")]
        above = word.head
        if (word.dep_ == "ccomp" and above.lemma_.lower() in self.words.speech) or word.dep_ == "dobj":
            people += [c for c in above.children if c.dep_ == "nsubj"]
        for head in people:
            noun = head.lemma_.lower()
            if noun in self.words.locals or (noun in self.words.place_nouns and noun not in self.words.missions):
                owners = [c for c in head.children if c.dep_ == "poss"]
                owners += [o for c in head.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
                for place in (p for owner in owners for p in self.bare(owner)):
                    if place.feature in ("city", "admin2", "site", "named"):
                        return [place]
        return []

    def only_one(self, word: Token) -> list[Place]:
        """The only town, or town with its parts, that a sentence names, unless somebody comes from there or speaks there."""
        sentence = self.parsed.sentences[self.parsed.sentence_number(word)]
        found: list[Place] = []
        for i in range(sentence.start, sentence.end):
            place = self.at_token.get(i)
            if place is None or place in found:
                continue
            token = self.parsed.doc[i]
            if place.feature in ("country", "continent", "admin1") or self.elsewhere(token):
                continue
            if token.dep_ == "nsubj" and self.is_capital(place):
                continue  # "Beijing has defended": its government
            if not self.same_deed(token, word):
                return []
            found.append(place)
        ends = [p.span.end for p in found]
        nested = all(0 < b.span.start - a <= 5 for a, b in zip(ends, found[1:], strict=False))
        return found[:1] if found and (len(found) == 1 or nested) else []

    def same_deed(self, token: Token, word: Token) -> bool:
        """The place hangs on the event, on what tells of it, or on "the blast, which tore through a market in Mandera"."""
        verb = token
        while verb.head.i != verb.i and verb.pos_ not in ("VERB", "AUX"):
            verb = verb.head
        if verb.i == word.i:
            return token.dep_ != "nsubj"
        if any(a.i == verb.i for a in word.ancestors):
            return verb.lemma_.lower() not in self.words.speech
        return verb.dep_ == "relcl" and any(a.i == word.i for a in verb.ancestors)

    def elsewhere(self, token: Token) -> bool:
        """ "A man from Gao", "officials in Gao said", "the Gao mine company": named for another reason."""
        before = token
        while before.dep_ in ("compound", "nmod", "poss") and before.head.i > before.i:
            before = before.head
            if before.i not in self.at_token and before.lemma_.lower() not in self.words.place_nouns:
                return True  # "a Gao geologist"
        prep = before.head if before.dep_ == "pobj" else None
        if prep is None:
            return before.dep_ not in ("nsubj", "nsubjpass", "dobj", "conj", "appos", "ROOT")
        if prep.lower_ in ("from", "to", "with", "for", "about", "between"):
            return True
        holder = prep.head
        noun = holder.lemma_.lower()
        if self.of_life(holder):
            return True
        if prep.lower_ == "of":
            return noun not in self.words.locals and noun not in self.words.place_nouns
        return holder.dep_ == "nsubj" and holder.head.lemma_.lower() in self.words.speech

    def dwellers(self, head: Token) -> list[Place]:
        """ "3,500 residents of Gao were evacuated": those who live there are there."""
        if head.lemma_.lower() not in self.words.dwellers:
            return []
        return [p for of in head.children if of.lower_ == "of" for c in of.children for p in self.bare(c)]


@cache
def _capital_names() -> frozenset[str]:
    return frozenset(place_key(row[7]) for row in _table("places_countries.tsv") if row[7])
