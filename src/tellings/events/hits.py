"""Triggers in the text: whether a word is the chief word of a trigger, and where the other words of its phrase stand."""

from __future__ import annotations

from collections.abc import Callable

from tellings.events.phrases import Phrases
from tellings.events.site import Hit, Site
from tellings.events.syntax import Graph
from tellings.events.triggers import Element, Trigger

_VERBAL = frozenset({"VERB", "AUX"})
_AUXILIARY = frozenset({"aux", "auxpass"})
_NOUN, _VERB, _ADJ, _VERB_OR_ADJ, _PREP = ("noun",), ("verb",), ("adj",), ("verb", "adj"), ("prep",)
_OTHER = {"ADV": ("adj", "prep"), "ADP": _PREP, "SCONJ": _PREP, "PART": _PREP}
_REACH = 25
_ASIDE = frozenset(["as", "after", "before", "since", "despite", "during"])


class Hits:
    """Finds triggers in one document."""

    def __init__(self, graph: Graph, phrases: Phrases, in_title: Callable[[int], bool]) -> None:
        self.g, self.phrases, self.in_title = graph, phrases, in_title
        self._words: list[set[str] | None] = [None] * len(graph.sentences)
        self._staged: dict[int, bool] = {}
        self._near: dict[int, tuple[list[int], set[str]]] = {}
        self._sites: dict[tuple, Site] = {}
        self._alone: dict[tuple[int, str], Site | None] = {}

    def kinds(self, i: int) -> tuple[str, ...]:
        """The kinds of trigger of which the word at i can be the chief word; of "be" also as an auxiliary."""
        g = self.g
        pos, dep = g.pos[i], g.dep[i]
        if pos == "NOUN":
            return _NOUN
        if pos == "VERB" or pos == "AUX":
            if dep == "aux" or dep == "auxpass":
                return _VERB if g.lemma[i] == "be" else ()
            return _VERB_OR_ADJ if pos == "VERB" and dep in ("amod", "acomp") else _VERB
        if pos == "ADJ":
            return _VERB_OR_ADJ if g.tag[i] in ("VBN", "VBG") else _ADJ
        if pos == "PROPN":
            return _NOUN if g.doc[i].text.islower() or self.in_title(i) else ()
        return _OTHER.get(pos, ())

    def hit(self, i: int, trigger: Trigger) -> Hit | None:
        """The trigger with its chief word at i, if all of its words are there and attached to one another.

        i is of the trigger's kind, and the words that it needs are in the sentence.
        """
        site = self.site(i, trigger)
        return None if site is None else Hit(trigger, site)

    def site(self, i: int, trigger: Trigger) -> Site | None:
        """Where the hit is."""
        if not trigger.elements:
            return self.single(i, trigger.kind)
        g, elements, predicative = self.g, trigger.elements, False
        found: list[int] = []
        if trigger.kind == "verb" and g.dep[i] in _AUXILIARY:
            if "be" not in trigger.heads:
                return None
            v = g.head[i]  # "is committed to": a passive to the parser
            if g.low[v] not in elements[0].words and g.lemma[v] not in elements[0].words:
                return None
            i, elements, predicative = v, elements[1:], True
        for element in elements:
            at = self._element(i, found, element, trigger)
            if at is None:
                if not element.optional:
                    return None
            else:
                found.append(at)
        if trigger.kind == "verb" and any(self._elsewhere(at, found) for at in found):
            return None
        return self._site(trigger.kind, i, tuple(found), predicative)

    def single(self, i: int, kind: str) -> Site | None:
        """The word at i as a trigger by itself; no auxiliary, and no noun inside a name."""
        key = (i, kind)
        if key in self._alone:
            return self._alone[key]
        blocked = (kind == "verb" and self.g.dep[i] in _AUXILIARY) or (kind == "noun" and self._part_of_name(i))
        site = self._alone[key] = None if blocked else self._site(kind, i, (), False)
        return site

    def _site(self, kind: str, i: int, elements: tuple[int, ...], predicative: bool) -> Site:
        key = (kind, i, elements, predicative)
        found = self._sites.get(key)
        if found is None:
            said = self.words_of(self.g.sent[i])
            found = self._sites[key] = Site(kind, i, elements, predicative, said)
        return found

    def _elsewhere(self, at: int, found: list[int]) -> bool:
        """ "the debate began after a protest" is no "begin protest"."""
        g = self.g
        return g.dep[at] == "pobj" and g.head[at] not in found and g.low[g.head[at]] in _ASIDE

    def words_of(self, sentence: int) -> set[str]:
        """The words of a sentence and their lemmas."""
        found = self._words[sentence]
        if found is None:
            first, after = self.g.sentences[sentence]
            found = self._words[sentence] = {*self.g.low[first:after], *self.g.lemma[first:after]}
        return found

    def _part_of_name(self, i: int) -> bool:
        """A word in front of a proper noun or another noun is no event of its own ("war museum", "attack ad")."""
        g = self.g
        h = g.head[i]
        return g.dep[i] == "compound" and h != i and g.pos[h] in ("PROPN", "NOUN")

    def in_fiction(self, i: int) -> bool:
        """The word at i is one of a work's title, or told of what happens on a stage."""
        return self._in_a_name(i) or self._on_stage(self.g.sent[i])

    def _in_a_name(self, i: int) -> bool:
        """ "the film, Release the Doves, took …": a verb with a capital inside a sentence that is not written in capitals."""
        g, doc = self.g, self.g.doc
        if g.pos[i] != "VERB" or g.tag[i] != "VB" or i < 2 or not doc[i].text.istitle() or self.in_title(i):
            return False
        if g.sent[i - 2] != g.sent[i] or not (doc[i - 1].text == "," or doc[i - 1].is_alpha):
            return False
        words = [doc[t].text for t in range(*g.sentences[g.sent[i]]) if doc[t].is_alpha]
        return sum(w[0].isupper() for w in words) < 0.5 * len(words)

    def _on_stage(self, sentence: int) -> bool:
        """ "In the play, a captain surrenders …": nothing of the kind happened."""
        found = self._staged.get(sentence)
        if found is None:
            g, tokens = self.g, range(*self.g.sentences[sentence])
            found = False
            if len(tokens) > 4 and g.doc[tokens[0]].text in ("FILE", "FILES") and not g.doc[tokens[1]].text.isupper():
                found = True  # the caption of an old photograph
            elif len(tokens) > 4 and g.low[tokens[0]] == "in":
                opening = tokens[1:6]
                comma = next((n for n, t in enumerate(opening) if g.low[t] == ","), None)
                found = comma is not None and any("stage" in self.phrases.word_classes(t) for t in opening[:comma])
            self._staged[sentence] = found
        return found

    def _element(self, i: int, found: list[int], element: Element, trigger: Trigger) -> int | None:
        g, words = self.g, element.words
        if element.before:
            for k in range(i - 1, max(-1, i - 4), -1):
                if (g.lemma[k] in words or g.low[k] in words) and (g.head[k] == i or g.head[k] in found or k >= i - 2):
                    return k
            return None
        if found and g.low[found[-1]] == "to" and g.pos[found[-1]] == "PART":  # "vow to strike": the verb of this "to"
            verb = g.head[found[-1]]
            return verb if verb != i and (g.lemma[verb] in words or g.low[verb] in words) else None
        near: list[int] = []
        for base in (*found[::-1], i):
            inner, said = self._below(base)
            over = base != i and g.low[base] == "to"
            if words.isdisjoint(said) and not over:
                continue
            near = [k for k in g.kids[base] if g.lemma[k] in words or g.low[k] in words]
            if near:
                break
            near = [k for k in inner if g.lemma[k] in words or g.low[k] in words]
            if over and (g.lemma[g.head[base]] in words or g.low[g.head[base]] in words):
                near.append(g.head[base])
            if near:
                break
        if "to" in words and element is trigger.elements[-1]:  # "go to Kyiv", not "to go" nor "going to win"
            near = [k for k in near if g.low[k] != "to" or g.pos[k] != "PART"]
        near = [k for k in near if g.head[k] != i or g.dep[k] != "aux"]
        near = [k for k in near if k != i and abs(k - i) <= _REACH and k not in found and not self._when(k)]
        if near:
            return min(near, key=lambda k: abs(k - (found[-1] if found else i)))
        if trigger.kind == "verb":
            for o in g.objects(i):
                if (g.lemma[o] in words or g.low[o] in words) and o not in found:
                    return o
            for k in g.children(i, "dobj", "attr", "nsubjpass", "oprd"):  # joined nouns: "held talks and a rally"
                for c in g.children(k, "conj"):
                    if g.lemma[c] in words:
                        return c
        last = max([i, *found])
        for k in range(last + 1, min(g.n, last + 4)):
            if g.sent[k] != g.sent[i] or g.pos[k] in _VERBAL:
                break
            if (
                len(trigger.elements) == 1 and g.low[k] == "to" and g.pos[k] == "PART" and g.tag[g.head[k]] == "VB"
            ):  # "came from behind to draw"
                break
            if (g.low[k] in words or g.lemma[k] in words) and not self._when(k):
                return k
        return None

    def _below(self, base: int) -> tuple[list[int], set[str]]:
        """Words that belong to a phrase with this one though they do not hang on it themselves; and what is said there and by
        the words that do."""
        known = self._near.get(base)
        if known is None:
            g = self.g
            inner: list[int] = []
            further: list[int] = []
            for k in g.kids[base]:
                dep = g.dep[k]
                if dep in ("prep", "prt", "dative"):
                    inner += g.kids[k]
                elif dep in (
                    "dobj",
                    "nsubjpass",
                    "pobj",
                ):  # "two days of talks", "a series of raids", "let a convoy into"
                    preps = g.children(k, "prep")
                    further += [kk for p in preps if g.low[p] == "of" for kk in g.kids[p]]
                    further += preps if dep != "pobj" else []
                    further += g.children(k, "amod", "compound")  # "conduct joint patrols"
                    further += g.children(k, "appos") if dep == "dobj" else []  # "denied the editor his pills"
                elif dep == "agent":  # "was planted by spies on a phone"
                    further += [kkk for kk in g.children(k, "pobj") for kkk in g.children(kk, "prep")]
                elif dep in ("xcomp", "ccomp", "advcl", "acl"):  # "order to leave"
                    further += [kk for kk in g.children(k, "aux") if g.low[kk] == "to"]
            inner += further
            said = {w for k in (*g.kids[base], *inner) for w in (g.low[k], g.lemma[k])}
            known = self._near[base] = (inner, said)
        return known

    def _when(self, prep: int) -> bool:
        """ "on Thursday" is no part of a trigger."""
        g = self.g
        if g.dep[prep] != "prep":
            return False
        noun = g.child(prep, "pobj")
        return noun is not None and "time" in self.phrases.word_classes(noun) and g.pos[noun] != "VERB"
