"""Whom a source phrase means: its shortest name, and for pronouns and descriptions the name elsewhere in the report."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.model import Span
from tellings.voices import media
from tellings.voices.cues import Cues
from tellings.voices.quotes import Quotes
from tellings.voices.syntax import Syntax

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_ONE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
_THING = frozenset({"it", "its", "itself"})
_PRONOUNS = _RELATIVE | _ONE | _MANY | _THING
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BACK = 5  # sentences that a pronoun reaches back


@dataclass(frozen=True)
class Who:
    """A resolved speaker: head token, the name's tokens (first, last), and how it was found."""

    head: int
    run: tuple[int, int]
    because: str = ""


class Speakers:
    """Resolves source heads of one report; keeps what it has found."""

    def __init__(self, syntax: Syntax, cues: Cues, quotes: Quotes) -> None:
        self.syntax, self.cues, self.quotes = syntax, cues, quotes
        self._things = cues.words["occasion-nouns"]
        self._days = cues.words["days"]
        self._persons = cues.words["unnamed-nouns"]
        self._stand_ins = cues.words["stand-ins"]
        self._endings = tuple(cues.words["person-endings"])

    def who(self, head: int, content: tuple[Span, ...] = ()) -> Who:
        """The name that a head token stands for; itself if it is no pronoun or nothing better is near."""
        s = self.syntax
        low = s.lower[head]
        if low in _RELATIVE and s.tag[head] in ("WP", "WDT", "WP$"):
            before = self._antecedent(head)
            if before is not None:
                return Who(before, self.name(before), f"“{low}” stands for the noun it follows")
        elif s.pos[head] in ("PRON", "DET") and low in _ONE | _MANY | _THING:
            found = self._search(head, low, content)
            if found is not None:
                return Who(found, self.name(found), f"“{low}”: nearest fitting subject before it")
        elif s.pos[head] == "NOUN" and (found := self._described(head)) is not None:
            return Who(found, self.name(found), f"“the {low}” is called so earlier")
        elif self._stands_in(head) and (found := self._named_before(head, content)) is not None:
            return Who(found, self.name(found), f"“the … {low}”: nearest fitting subject before it")
        return Who(head, self.name(head))

    def name(self, head: int) -> tuple[int, int]:
        """The shortest run of tokens that names the phrase of this head: a proper name in it, else the noun."""
        s = self.syntax
        if s.pos[head] == "NOUN" or s.lower[head] == "one":
            for k in s.kids[head]:
                if k > head and s.dep[k] == "appos" and (s.pos[k] == "PROPN" or self._hyphen(k - 1)):
                    return self._proper(k)
        if s.pos[head] == "PROPN":
            return self._proper(head)
        if s.pos[head] == "NOUN" and self._capital(head + 1):
            last = head + 1
            while self._capital(last + 1) or (last + 1 < s.size and s.tag[last + 1] == "CD" and self._medium(head)):
                last += 1
            return (head if self._in_title_case(head + 1) else head + 1), last
        of = s.kid(head, "prep")
        if of == head + 1 and s.lower[of] == "of" and s.lemma[head] in self._persons:
            obj = s.kid(of, "pobj")
            if (
                obj is not None
                and s.pos[obj] == "PROPN"
                and any(s.pos[k] == "NOUN" and s.dep[k] == "compound" for k in s.kids[obj])
            ):
                return self._proper(obj)
        first = head
        for k in sorted((k for k in s.kids[head] if k < head), reverse=True):
            if k < first - 1 or s.dep[k] not in (
                "amod",
                "compound",
                "nummod",
                "poss",
                "nmod",
                "det",
                "quantmod",
                "advmod",
            ):
                edges = s.edges(k)
                if edges[1] != first - 1 or s.dep[k] not in ("poss", "nummod", "amod", "compound"):
                    break
            if s.dep[k] == "det" and s.lower[k] in ("the", "this", "that", "these", "those"):
                break
            first = s.edges(k)[0]
        return first, head

    def _proper(self, head: int) -> tuple[int, int]:
        """A proper name with its parts before it and an "of" part behind it ("Union of Port Workers")."""
        s = self.syntax
        first = head
        while first > 0 and (
            (s.pos[first - 1] == "PROPN" and s.head[first - 1] in (head, first)) or self._hyphen(first - 1)
        ):
            first -= 2 if s.lower[first - 1] == "-" else 1
        last = head
        while last + 1 < s.size and (
            (
                s.pos[last + 1] == "PROPN"
                and s.lower[last + 1] not in self._days
                and (s.head[last + 1] == head or last > head)
            )
            or (
                s.lower[last + 1] == "."
                and last + 2 < s.size
                and s.pos[last + 2] == "PROPN"
                and last - first < 2
                and s.end[last] == s.start[last + 1]
                and s.sentence[last] == s.sentence[last + 2]
            )
            or (s.tag[last + 1] == "CD" and s.doc[last + 1].text.isdigit() and self._medium(head))  # "Canal 9"
            or self._hyphen(last + 1)
        ):
            last += 2 if s.lower[last + 1] == "-" else 1
        for k in s.kids[head]:
            if s.dep[k] == "prep" and k == last + 1 and (s.lower[k] in ("of", "for") or self._in_title_case(k)):
                obj = s.kid(k, "pobj")
                if obj is not None and s.pos[obj] == "PROPN" and obj - k <= 4:
                    last = obj
        return first, last

    def _capital(self, k: int) -> bool:
        """A word of a name behind a noun, whatever the parser takes it for ("the broadcaster TV More")."""
        s = self.syntax
        if k >= s.size or s.lower[k] in self._days or s.sentence[k] != s.sentence[k - 1]:
            return False
        return s.pos[k] == "PROPN" or (s.doc[k].text[:1].isupper() and s.pos[k] not in ("PRON", "DET"))

    def _medium(self, head: int) -> bool:
        return media.is_medium(self.syntax, self.cues, head)

    def _hyphen(self, k: int) -> bool:
        """A hyphen inside a proper name ("Sung-min", "Lashkar-e-Haq")."""
        s = self.syntax
        if not (s.lower[k] == "-" and 0 < k < s.size - 1 and s.end[k - 1] == s.start[k] and s.end[k] == s.start[k + 1]):
            return False
        return s.pos[k - 1] == "PROPN" or (k > 2 and self._hyphen(k - 2))

    def _in_title_case(self, k: int) -> bool:
        """A small word that is written large, as in names ("Doctors Without Borders"), not in a line of capitals."""
        word = self.syntax.doc[k].text
        small = self.syntax.pos[k] in ("ADP", "SCONJ", "CCONJ") and self.syntax.doc[k - 1].text.istitle()
        return small and word.istitle() and k + 1 < self.syntax.size and self.syntax.doc[k + 1].text.istitle()

    def _antecedent(self, pronoun: int) -> int | None:
        s = self.syntax
        verb = s.head[pronoun]
        for _ in range(6):
            if s.dep[verb] in ("relcl", "acl"):
                return (
                    self._person_above(s.head[verb], pronoun) if s.lower[pronoun] in ("who", "whom") else s.head[verb]
                )
            if s.head[verb] == verb:
                return None
            verb = s.head[verb]
        return None

    def _person_above(self, head: int, pronoun: int) -> int:
        """ "a doctor in Khost, who …": the person, not the place or the thing the clause was hung on."""
        s = self.syntax
        if s.pos[head] == "NOUN" and s.lemma[head] not in self._persons:
            before = pronoun - 1
            while before > head and s.pos[before] in ("PUNCT", "SPACE"):
                before -= 1
            if before > head and (s.lemma[before] in self._persons or s.tag[before] == "NNS"):
                return before
        if self._place_like(head) and s.pos[head] == "PROPN":
            noun = s.head[s.head[head]]
            if s.pos[noun] in ("NOUN", "PROPN"):
                head = noun
        if s.dep[head] == "appos" and s.pos[s.head[head]] == "PROPN":
            head = s.head[head]
        return head

    def _search(self, pronoun: int, low: str, content: tuple[Span, ...]) -> int | None:
        """Walk back sentence by sentence; subjects first, names before nouns."""
        s = self.syntax
        here = s.sentence[pronoun]
        quoted = self.quotes.at(s.start[pronoun]) is not None
        for number in range(here, max(-1, here - _BACK), -1):
            first, last = s.sentences[number]
            tokens = [
                k
                for k in range(first, min(last, pronoun) if number == here else last)
                if s.pos[k] in ("PROPN", "NOUN")
                and s.dep[k] not in ("compound", "nmod", "npadvmod")
                and not any(c.start <= s.start[k] < c.end for c in content)
                and not (number == here and self._anothers(k, low))
                and (self.quotes.at(s.start[k]) is not None) == quoted
            ]
            subjects = [
                k for k in tokens if s.dep[k] in _SUBJECTS or (s.dep[k] == "appos" and s.dep[s.head[k]] in _SUBJECTS)
            ]
            others = [k for k in tokens if s.pos[k] == "PROPN" or s.lemma[k] in self._persons]
            for group in (subjects, others):
                fitting = [k for k in group if self._fits(k, low)]
                names = [k for k in fitting if s.pos[k] == "PROPN" or s.pos[self.name(k)[1]] == "PROPN"]
                if names or fitting:
                    return (names or fitting)[0]
        return None

    def _anothers(self, k: int, low: str) -> bool:
        """ "Her brother quoted her": whoever is called somebody's is not that somebody."""
        s = self.syntax
        return low in _ONE and any(s.dep[p] == "poss" and s.lower[p] in _ONE for p in s.kids[k])

    def _fits(self, k: int, low: str) -> bool:
        s = self.syntax
        plural = s.tag[k] in ("NNS", "NNPS")
        if low in _MANY:
            return plural or s.lemma[k] in self._things or any(s.dep[c] == "conj" for c in s.kids[k])
        medium = media.is_medium(s, self.cues, k)
        if low in _THING:
            return not plural and (medium or s.lemma[k].lower() in self._things or s.pos[k] == "PROPN")
        if plural or medium or s.lower[k] in self._things:
            return False
        if s.pos[k] == "PROPN":
            return not self._place_like(k) and s.lemma[k].lower() not in self._things
        return s.lemma[k] in self._persons or s.pos[self.name(k)[1]] == "PROPN" or self._acts_as_person(k)

    def _acts_as_person(self, k: int) -> bool:
        """A subject who speaks, or whose noun has the ending of one who does something ("rector", "preacher")."""
        s = self.syntax
        if s.dep[k] not in _SUBJECTS or s.tag[k] != "NN" or media.is_document(s, self.cues, k):
            return False
        speaks = any("quote" in cue.patterns for cue in self.cues.verbs.get(s.lemma[s.head[k]], ()))
        return speaks or s.lemma[k].endswith(self._endings)

    def _place_like(self, k: int) -> bool:
        s = self.syntax
        return s.dep[k] == "pobj" and s.lower[s.head[k]] in (
            "in",
            "at",
            "from",
            "near",
            "to",
            "into",
            "on",
            "across",
            "through",
            "outside",
            "for",
            "during",
        )

    def _named_before(self, head: int, content: tuple[Span, ...]) -> int | None:
        found = self._search(head, "he", content)
        return None if found is None or self.syntax.lower[found] in self._stand_ins else found

    def _stands_in(self, head: int) -> bool:
        """ "The Kentucky Republican", "the lawmaker": somebody named before, called by what he is."""
        s = self.syntax
        if s.lower[head] not in self._stand_ins or s.tag[head] not in ("NN", "NNP"):
            return False
        definite = any(s.dep[k] == "det" and s.lower[k] == "the" for k in s.kids[head])
        return definite and not any(s.dep[k] in ("appos", "relcl", "acl") for k in s.kids[head])

    def _described(self, head: int) -> int | None:
        """ "the minister": a name earlier in the report that has the noun as its title or apposition."""
        s = self.syntax
        if not any(s.dep[k] == "det" and s.lower[k] == "the" for k in s.kids[head]):
            return None
        if any(s.dep[k] in ("prep", "appos", "relcl", "acl", "amod", "compound", "poss") for k in s.kids[head]):
            return None
        lemma = s.lemma[head]
        for k in range(head - 1, max(-1, head - 1500), -1):
            if s.lemma[k].lower() != lemma or k == head:
                continue
            if s.dep[k] in ("compound", "nmod", "amod") and s.pos[s.head[k]] == "PROPN" and s.head[k] > k:
                return s.head[k]
            if s.dep[k] == "appos" and s.pos[s.head[k]] == "PROPN":
                return s.head[k]
            named = next((c for c in s.kids[k] if s.dep[c] == "appos" and s.pos[c] == "PROPN" and c > k), None)
            if named is not None:
                return named
        return None

    def unnamed(self, head: int, source: tuple[int, int] | None) -> bool:
        """A source whose name the report withholds: a person's noun without a name, or words of anonymity beside it."""
        s = self.syntax
        last = self.name(head)[1]
        if s.pos[last] == "PROPN" or self._hyphen(last - 1) or s.pos[head] != "NOUN":
            return False
        if s.lemma[head] in self._persons:
            return not any(s.dep[k] == "det" and s.lower[k] == "the" for k in s.kids[head]) or s.tag[head] == "NNS"
        run = range(source[0], source[1] + 1) if source else ()
        return any(s.lower[k] in self.cues.words["anonymity"] for k in run)
