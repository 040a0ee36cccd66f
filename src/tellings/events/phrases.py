"""Phrases: the words around a head, and the classes that a head belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from tellings.events.classes import Lexicon
from tellings.events.syntax import Graph
from tellings.model import Span

_OUT = frozenset({"relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "parataxis", "ccomp", "dep", "preconj"})
_SMALL = frozenset({"DET", "ADP", "PUNCT", "AUX", "PART", "CCONJ", "SCONJ", "PRON", "SPACE"})
_NOTHING: frozenset[str] = frozenset()
_TELLING = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM", "SYM"})
_FOREIGNERS = frozenset({"person", "group", "people", "actor"})
_EVERYDAY = frozenset({"everyday"})
_ONE = frozenset({"person", "actor"})
_IN_PREPS = frozenset({"of", "in", "from", "for", "at", "near", "on", "with", "against"})
_WHERE = frozenset({"in", "at", "near", "on", "with", "against", "for"})
_MONEY_SIGNS = frozenset({"$", "€", "£", "¥", "₹", "us$", "a$", "c$", "nz$", "hk$"})
_PRONOUNS = {
    "he": ("person", "official"), "him": ("person", "official"), "she": ("person", "official"), "her": ("person", "official"),
    "i": ("person", "official"), "me": ("person",), "you": ("person",), "who": ("person", "group", "official"), "whom": ("person", "group"),
    "himself": ("person",), "herself": ("person",), "one": ("person",), "someone": ("person",), "anyone": ("person",),
    "they": ("person", "group", "armed", "organisation", "rebel", "police", "captive", "official", "refugee"),
    "them": ("person", "group", "armed", "organisation", "rebel", "police", "captive", "refugee"),
    "themselves": ("person", "group"), "we": ("person", "group", "armed", "organisation", "government", "country"),
    "us": ("person", "group"), "it": ("organisation", "country", "government", "place"), "itself": ("organisation", "country"),
    "those": ("person", "group"), "many": ("person", "group"), "some": ("person", "group"), "others": ("person", "group"),
}  # fmt: skip


class Phrases:
    """Classes and phrase borders for one graph; remembers what it has worked out."""

    def __init__(self, graph: Graph, lexicon: Lexicon) -> None:
        self.g, self.lexicon = graph, lexicon
        self._classes: dict[int, frozenset[str]] = {}
        self._word_classes: dict[int, frozenset[str]] = {}
        self._real_heads: dict[int, int] = {}

    def classes(self, i: int) -> frozenset[str]:
        """Classes of the word at i, seen as the head of a phrase."""
        found = self._classes.get(i)
        if found is None:
            found = self._classes[i] = self._find(i)
        return found

    def word_classes(self, i: int) -> frozenset[str]:
        """Classes of the word by itself, names left out; for `any` and `sentence`."""
        found = self._word_classes.get(i)
        if found is None:
            listed = self._listed(i) if self.g.pos[i] in _TELLING else None
            found = self._word_classes[i] = listed or _NOTHING
        return found

    def _listed(self, i: int) -> frozenset[str] | None:
        """The classes that list the word; a plural that opens a sentence may be taken for a name ("Gendarmes …")."""
        words, low = self.lexicon.words, self.g.low[i]
        found = words.get(self.g.lemma[i]) or words.get(low)
        if found is None and self.g.pos[i] == "PROPN" and low.endswith("s"):
            return words.get(low[:-1])
        return found

    def known_classes(self, i: int) -> frozenset[str]:
        """The classes that list the word itself; nothing is supposed of names and human nouns that no class lists."""
        found = self.word_classes(i) | self.lexicon.words.get(self.g.low[i], _NOTHING)
        return found | {"country"} if self.g.low[i] in self.lexicon.countries else found

    def sure_classes(self, i: int) -> frozenset[str]:
        """The same for `any` and `sentence`: sport, market, culture only by words that hardly mean anything else."""
        return self.all_sure((i,))

    def all_sure(self, tokens: Iterable[int]) -> frozenset[str]:
        """The sure classes of all these words."""
        low, lemma, pos = self.g.low, self.g.lemma, self.g.pos
        return self.lexicon.all_sure([(low[i], lemma[i]) for i in tokens if pos[i] not in _SMALL])

    def _find(self, i: int) -> frozenset[str]:
        g = self.g
        low, lemma, pos = g.low[i], g.lemma[i], g.pos[i]
        if pos == "PRON" and low in _PRONOUNS:
            return frozenset((*_PRONOUNS[low], "actor")) | self._speaker_classes(i)
        if low in self.lexicon.countries or lemma in self.lexicon.countries or self._long_country(i):
            plural = {"person", "group"} if low.endswith("s") and low not in self.lexicon.countries else set()
            if pos == "ADJ" or low[-1:] in "nieh":  # "the French", "two Albanians"
                plural |= {"person", "group"}
            return self.lexicon.country_classes | plural
        known = self._listed(i)
        if known == _EVERYDAY:  # a class that excludes; it does not take away what the ending tells
            known = _EVERYDAY | _ONE
        if pos == "PROPN" or (known is None and pos == "NOUN" and self._written_as_name(i)):
            if known and known & {"place", "facility"} and not known & {"organisation", "person"}:
                return known | {"actor", "place"}
            told: set[str] = set(known or ())
            for k in g.kids[i]:
                if g.dep[k] in ("compound", "amod", "nmod") and g.low[k] not in self.lexicon.countries:
                    told |= self.lexicon.of(g.lemma[k])
            for k in g.children(i, "appos"):
                if g.pos[k] == "NOUN":
                    told |= self.lexicon.of(g.lemma[k])
            who = told & self.lexicon.name_classes
            return frozenset(told | {"actor"}) if who else self.lexicon.name_classes | told
        if self._sum(i):
            return self.lexicon.words.get("$", _NOTHING)
        if known is None and pos in ("NUM",):
            return frozenset({"person", "group", "actor", "captive"})
        if known is None and pos not in ("NOUN", "ADJ", "PRON", "VERB", "X"):
            return frozenset()
        return known or self.lexicon.of(lemma) or self._foreigners(i)

    def _written_as_name(self, i: int) -> bool:
        """ "Khorog", tagged as a common noun: a capital inside a sentence that is not all capitals."""
        doc = self.g.doc
        text = doc[i].text
        return text.istitle() and i > 0 and self.g.sent[i - 1] == self.g.sent[i] and doc[i - 1].text[:1].islower()

    def _foreigners(self, i: int) -> frozenset[str]:
        """ "Chilean carabineros": unknown plurals of a country are people of it."""
        g = self.g
        if g.tag[i] != "NNS" or not any(g.dep[k] == "amod" and g.low[k] in self.lexicon.countries for k in g.kids[i]):
            return _NOTHING
        return _FOREIGNERS

    def _sum(self, i: int) -> bool:
        """ "$40m", "€2 billion": the figure or the unit after a sign of money."""
        g = self.g
        if g.pos[i] not in ("NUM", "NOUN", "SYM", "ADJ"):
            return False
        return any(k >= 0 and g.pos[k] in ("SYM", "NUM") and g.low[k] in _MONEY_SIGNS for k in (i - 1, i - 2))

    def _speaker_classes(self, i: int) -> frozenset[str]:
        """ "The army said it will leave": what "it" most likely is."""
        g = self.g
        v = g.head[i]
        if g.dep[i] != "nsubj" or g.dep[v] != "ccomp" or not g.verb(g.head[v]):
            return _NOTHING
        subject = g.child(g.head[v], "nsubj")
        return self.classes(subject) if subject is not None and g.pos[subject] in ("NOUN", "PROPN") else _NOTHING

    def _long_country(self, i: int) -> bool:
        """ "South Korea", "Burkina Faso": the last words of a compound name."""
        g = self.g
        if g.pos[i] not in ("PROPN", "ADJ", "NOUN") or i == 0:
            return False
        return f"{g.low[i - 1]} {g.low[i]}" in self.lexicon.countries or (
            i > 1 and f"{g.low[i - 2]} {g.low[i - 1]} {g.low[i]}" in self.lexicon.countries
        )

    def country_name(self, i: int) -> str | None:
        """The words of a country's name that end at i, as the list has them; None if there is none."""
        g, known = self.g, self.lexicon.countries
        tries = [g.low[i], g.lemma[i], *(" ".join(g.low[k : i + 1]) for k in (i - 1, i - 2) if k >= 0)]
        return next((name for name in reversed(tries) if name in known), None)

    def real_head(self, i: int) -> int:
        """The noun that is meant: "a group of diplomats" → diplomats, "two of the men" → men."""
        found = self._real_heads.get(i)
        if found is None:
            found = self._real_heads[i] = self._meant(i)
        return found

    def _meant(self, i: int) -> int:
        g = self.g
        for _ in range(3):
            if "partitive" not in self.word_classes(i) and g.pos[i] not in ("NUM", "DET"):
                return i
            of = next((k for k in g.children(i, "prep") if g.low[k] == "of"), None)
            inner = g.child(of, "pobj") if of is not None else None
            if inner is None:
                return i
            i = inner
        return i

    def borders(self, i: int) -> tuple[int, int]:
        """First and last token of the noun phrase around head i, without clauses, appositions and conjuncts."""
        g = self.g
        first, last, floor = i, i, 0
        subject = g.dep[i] in ("nsubj", "nsubjpass") or g.head[i] == i
        queue = [i]
        while queue and last - first < 60:
            v = queue.pop()
            for k in g.kids[v]:
                dep = g.dep[k]
                if dep == "appos" and v == i and k > i and self._close(i, k):
                    last = max(last, k)
                    queue.append(k)
                    continue
                if (
                    dep in _OUT
                    and not (v != i and dep in ("cc", "conj") and k < i)
                    and not (dep == "punct" and g.low[k] == "-")
                    and not (v != i and self._more_nations(v, k))
                ):
                    continue
                if dep == "nmod" and k < v and (cc := g.child(k, "cc")) is not None:
                    floor = max(floor, cc + 1)  # "emir and Sudan's generals": the first conjunct hangs on the last
                    continue
                if dep == "case" or (dep == "prep" and k > i and (g.low[k] not in _IN_PREPS or k > last + 2)):
                    continue
                if dep == "prep" and v == i and k > i and g.child(k, "pcomp") is not None:
                    continue  # "accused the army of burning huts": what it is accused of
                if dep == "prep" and v == i and g.low[k] in _WHERE and not subject:
                    continue  # "met the minister in Quito": where the event was, as likely as not
                first, last = min(first, k), max(last, k)
                queue.append(k)
        first = max(first, floor)
        while first < i and (g.pos[first] in ("PUNCT", "SPACE", "CCONJ") or g.low[first] == "'s"):
            first += 1
        while last > i and g.pos[last] in ("PUNCT", "SPACE", "ADP", "CCONJ"):
            last -= 1
        return first, last

    def _more_nations(self, v: int, k: int) -> bool:
        """ "firemen from Greece and Turkey": another country joined to the one inside the phrase."""
        g = self.g
        if not self._nation(v):
            return False
        joined = g.child(v, "conj") if g.dep[k] == "cc" else k
        return joined is not None and g.dep[joined] == "conj" and self._nation(joined)

    def _close(self, i: int, k: int) -> bool:
        """An apposition without a comma belongs to the name: "minister Ana Rojas"."""
        return not any(self.g.pos[t] == "PUNCT" for t in range(i + 1, k)) and k - i <= 4

    def span(self, i: int) -> Span:
        first, last = self.borders(i)
        doc = self.g.doc
        return Span(doc[first].idx, doc[last].idx + len(doc[last]))

    def parts(self, i: int, span: Span) -> list[tuple[Span, Span]]:
        """(phrase, head) of each of several: "Turkish and Greek envoys" are two."""
        g = self.g
        first = next(
            (
                k
                for k in g.children(i, "amod", "nmod", "compound")
                if self._nation(k) and g.child(k, "conj") is not None
            ),
            None,
        )
        if first is None:
            return [(span, self.head_span(i))]
        nations = [first]
        while (k := g.child(nations[-1], "conj")) is not None and self._nation(k) and k < i:
            nations.append(k)
        if len(nations) < 2:
            return [(span, self.head_span(i))]
        doc = g.doc
        last = doc[nations[-1]]
        out = [(Span(doc[k].idx, doc[k].idx + len(doc[k])), self.head_span(k)) for k in nations[:-1]]
        out[0] = (Span(span.start, out[0][0].end), out[0][1])
        return [*out, (Span(last.idx, span.end), self.head_span(i))]

    def heads(self, i: int) -> list[Span]:
        """Heads of all whom the phrase at i names: conjuncts, and nationalities joined before one noun."""
        return [head for h in self.g.conjuncts(i) for _, head in self.parts(self.real_head(h), self.span(h))]

    def _nation(self, i: int) -> bool:
        return self.g.low[i] in self.lexicon.countries

    def head_span(self, i: int) -> Span:
        token = self.g.doc[i]
        return Span(token.idx, token.idx + len(token))
