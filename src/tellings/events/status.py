"""Did it happen?  Tense, modality, negation, conditionals, the words that embed the event, the past it is told from."""

from __future__ import annotations

from tellings.events.embedders import Embedders
from tellings.events.modality import Finding, Modality
from tellings.events.past import Past
from tellings.events.syntax import Graph

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl"})
_LIMIT = 16
_OF_WHICH = frozenset({"object", "prep:of", "prep:for", "prep:about"})


class StatusReader:
    """Reads the status of events in one document; `year` is the year of the report, None if unknown."""

    def __init__(self, graph: Graph, embedders: Embedders, year: int | None) -> None:
        self.g, self.embedders, self.words = graph, embedders, embedders.lists
        self.past = Past(graph, embedders.status["historical"], year)
        self.modality = Modality(graph, self.words)

    def read(self, chief: int, anchors: tuple[int, ...]) -> Finding:
        """Status of the event at this trigger, and why."""
        findings = self._climb(chief, anchors)
        if findings:
            return self._strongest(findings)
        past = self.past.of(chief)
        return Finding("historical", past) if past else Finding("actual", "")

    def _strongest(self, findings: list[Finding]) -> Finding:
        """Findings run from inside out.  Denial and supposition outweigh a plan; the outer of these two decides."""
        for finding in reversed(findings):
            if finding.status in ("negated", "hypothetical"):
                return finding
        return findings[0]

    # ------------------------------------------------------------ climbing

    def _climb(self, chief: int, anchors: tuple[int, ...]) -> list[Finding]:
        g = self.g
        out: list[Finding] = []
        for a in anchors:
            if (f := self.modality.own_finding(a)) is not None:
                out.append(f)
        out += self._modified(chief)
        out += self._held(chief)
        i = chief
        linked = True  # tense and negation of the word above still count for the event
        for _ in range(_LIMIT):
            h, dep = g.head[i], g.dep[i]
            if h == i:
                break
            if dep in ("advcl", "ccomp") and self._meanwhile(i):
                break  # "failed to help as rioters burned a shop": they burned it
            relation, h = self._relation(i)
            if i == chief and self._presupposed(i, h):
                break  # "wants to restore order following riots": there were riots
            found = self._embedded(i, h, relation)
            if found is not None:
                out.append(found)
            elif (aside := self._pending(h, relation) or self._told_to_be_false(i, h, relation)) is not None:
                out.append(aside)
            elif i == chief and relation == "subject" and (idea := self._mere_idea(chief, h)) is not None:
                out.append(idea)
            linked = linked and self._shares(i, relation, h)
            if i == chief and not linked and found is None and self._is_given(chief, relation, h):
                break  # "failed to investigate the attack": there was one
            if linked or (found is not None and found.status == "future"):
                own = self.modality.own_finding(h)
                if own is not None and own.status == "negated" and dep == "conj" and self.modality.nothing_done(h):
                    own = None
                if own is not None and not (found is not None and own.status == "actual"):
                    out.append(own)
            elif relation in ("ccomp", "clause", "xcomp", "conj", "relcl", "advcl") and (
                cond := self.modality.conditional(h)
            ):
                if not (
                    cond.why.endswith("…") and dep == "ccomp" and i < h
                ):  # "X threatened …, should he fail": i is the main clause
                    out.append(cond)
            if dep in ("relcl", "appos") or (dep == "acl" and g.tag[i] in ("VBN", "VBG") and not self._finite(i)):
                break  # a relative clause asserts by itself
            if dep == "pcomp" and g.low[g.head[i]] in self.words.negation:
                break  # "let them go without arresting anyone"
            i = h
        return out

    def _meanwhile(self, i: int) -> bool:
        """A clause that says what happened at the time or why, in the past; or, of the present, what goes on meanwhile."""
        g = self.g
        forms = {g.tag[i], *(g.tag[k] for k in g.auxes(i))}
        words = self.words.meanwhile if "VBD" in forms else self.words.going_on if forms & {"VBZ", "VBP"} else ()
        return any(g.low[k] in words for k in g.children(i, "mark", "advmod"))

    def _presupposed(self, chief: int, h: int) -> bool:
        """ "Following riots", "in response to an attack", "crises, including a strike": what is to be done about it leaves it a fact."""
        g = self.g
        if g.dep[chief] != "pobj" or g.pos[chief] != "NOUN" or self._modified(chief):
            return False
        if g.low[g.head[chief]] in self.words.facing:
            return True
        return g.lemma[h] in self.words.aftermath and g.dep[h] in ("pobj", "npadvmod", "dep")

    def _held(self, chief: int) -> list[Finding]:
        """ "A summit, which will take place in Oslo": what a clause says of the event's own taking place."""
        g = self.g
        out: list[Finding] = []
        for verb in self._clauses_under(chief) if g.pos[chief] in ("NOUN", "PROPN") else ():
            if not any(g.low[k] in ("which", "that") for k in g.children(verb, "nsubj", "nsubjpass")):
                continue
            inner = next((k for k in g.children(verb, "xcomp")), None)
            if self._takes_place(verb) and (own := self.modality.own_finding(verb)) is not None:
                out.append(own)
            elif inner is not None and self._takes_place(inner) and (found := self._embedded(inner, verb, "clause")):
                out.append(found)
        return out

    def _takes_place(self, verb: int) -> bool:
        """Only what happens does so, no matter which noun the parser hung the clause on."""
        g = self.g
        whole = [g.lemma[verb], *(f"{g.lemma[verb]} {g.low[k]}" for k in g.children(verb, "dobj", "prt"))]
        whole += [f"be {g.low[verb]}"] * bool(g.children(verb, "auxpass"))
        return any(words in self.words.taking_place for words in whole)

    def _clauses_under(self, noun: int) -> list[int]:
        """The relative clauses of a noun and of the nouns that hang on it: "talks between envoys, which …"."""
        g = self.g
        out: list[int] = []
        queue = [noun]
        while queue:
            i = queue.pop()
            out += g.children(i, "relcl")
            queue += [p for k in g.children(i, "prep") for p in g.children(k, "pobj")] + list(g.children(i, "conj"))
        return out

    def _finite(self, i: int) -> bool:
        """A clause with a subject of its own: "reports that gunmen had taken him"."""
        return self.g.child(i, "nsubj", "nsubjpass") is not None

    def _pending(self, h: int, relation: str) -> Finding | None:
        """ "have yet to leave"."""
        if relation == "clause" and any(self.g.low[k] in self.words.pending for k in self.g.children(h, "advmod")):
            return Finding("negated", f"{self.g.low[h]} yet to")
        return None

    def _told_to_be_false(self, i: int, h: int, relation: str) -> Finding | None:
        """ "rejected allegations that", "dismissed reports of", "the claim that … was false": i hangs on a noun of telling."""
        g = self.g
        told = relation == "prep:of" or (relation in ("acl", "clause") and self._finite(i))
        if g.lemma[h] not in self.words.tellings or not told:
            return None
        relation, verb = self._relation(h)
        if relation == "object" and g.lemma[verb] in self.words.deniers and not self.modality.negated(verb):
            return Finding("negated", f"{g.low[verb]} {g.low[h]}")
        if relation == "subject" and g.lemma[verb] == "be":
            for k in g.children(verb, "acomp", "attr"):
                if g.lemma[k] in self.words.falsehood and not self.modality.negated(verb):
                    return Finding("negated", g.low[k])
        return None

    def _mere_idea(self, chief: int, verb: int) -> Finding | None:
        """ "War would ruin both": a deed that is no particular one, told of in the conditional."""
        g = self.g
        if g.pos[chief] != "NOUN" or any(g.low[k] not in self.words.any_one for k in g.children(chief, "det", "poss")):
            return None
        modal = next((k for k in g.auxes(verb) if g.low[k] in self.words.hypothetical and g.tag[k] == "MD"), None)
        return Finding("hypothetical", g.low[modal]) if modal is not None else None

    def _relation(self, i: int) -> tuple[str, int]:
        """How i hangs on the word above, and that word; prepositions are stepped over."""
        g = self.g
        dep, h = g.dep[i], g.head[i]
        if dep in ("pobj", "pcomp") and g.head[h] != h:
            return (
                "gerund"
                if dep == "pcomp" and g.low[h] not in ("of", "from", "for", "about", "to")
                else f"prep:{g.low[h]}"
            ), g.head[h]
        if dep == "dobj":
            return "object", h
        if dep == "nsubjpass":
            return "object", h
        if dep == "nsubj":
            return "subject", h
        if dep == "xcomp" and g.tag[i] == "VBG":
            return "gerund", h
        if dep in ("xcomp", "ccomp"):
            return "clause", h
        if dep == "advcl" and g.tag[i] == "VB" and any(g.low[k] == "to" for k in g.kids[i]):
            return "clause", h
        return dep, h

    def _embedded(self, i: int, h: int, relation: str) -> Finding | None:
        g = self.g
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj", "ADV": "adv", "ADP": "prep"}.get(g.pos[h])
        for name in (g.lemma[h], g.low[h]):
            for embedder in self.embedders.words.get((name, kind or ""), ()):
                infinitive = relation == "clause" and embedder.holds("infinitive") and self._unreal(i)
                if embedder.holds(relation) or infinitive or (relation == "gerund" and embedder.holds("clause")):
                    if embedder.particle and not any(g.low[k] == embedder.particle for k in g.kids[h]):
                        continue
                    if self.modality.negated(h) and embedder.gives == "negated":
                        return Finding("actual", "")
                    return Finding(embedder.gives, g.low[h])
        return None

    def _unreal(self, i: int) -> bool:
        """An infinitive, or "that he leave", "that he must leave"."""
        g = self.g
        return g.tag[i] == "VB" and not any(
            g.low[k] in self.words.future or g.low[k] in ("do", "did", "would") for k in g.children(i, "aux")
        )

    def _modified(self, chief: int) -> list[Finding]:
        """Adjectives and participles on the noun itself: "a planned visit", "a possible attack", "a visit scheduled for May"."""
        g = self.g
        out = []
        if g.pos[chief] in ("NOUN", "PROPN"):
            for k in g.children(chief, "amod", "acl", "compound"):
                kind = "verb" if g.pos[k] == "VERB" else "adj"
                for name, as_kind in ((g.lemma[k], kind), (g.low[k], "adj")):
                    for embedder in self.embedders.words.get((name, as_kind), ()):
                        if embedder.holds("modified"):
                            out.append(Finding(embedder.gives, g.low[k]))
        return out[:1]

    def _shares(self, i: int, relation: str, h: int) -> bool:
        """Whether the modality of the word above is that of the event."""
        g = self.g
        if relation in ("clause", "gerund"):
            return g.dep[i] != "ccomp" and g.lemma[h] in self.words.raising
        if relation == "conj":
            return not g.children(i, "nsubj", "nsubjpass", "aux", "auxpass", "neg") or not g.verb(i)
        if relation == "object":
            particle = g.child(h, "prt")
            name = f"{g.lemma[h]} {g.low[particle]}" if particle is not None else g.lemma[h]
            return name in self.embedders.light or g.lemma[h] in self.embedders.light or self._occurs(h)
        if relation == "subject":
            return self._occurs(h)
        if relation in ("prep:under", "prep:on", "prep:in"):  # "no commission on the attack": there was an attack
            return g.verb(h) and not self.modality.nothing_done(h)
        if relation == "prep:of" and self._is_given(i, relation, h):
            return g.verb(h)  # "no video of the attack"
        if relation in ("attr", "acomp", "oprd", "prep:of", "amod", "compound"):
            return g.verb(h) or g.pos[h] == "NOUN"
        return False

    def _is_given(self, noun: int, relation: str, h: int) -> bool:
        """Whether a noun under another word is one that is known to have been; words that show or tell of it leave that open."""
        g = self.g
        if (
            g.verb(noun)
            or not relation.startswith(("object", "prep:"))
            or (relation == "prep:of" and g.lemma[h] in self.words.tellings)
            or (g.lemma[h] in self.words.showing and relation in _OF_WHICH)
        ):
            return False
        return any(
            g.dep[k] == "poss"
            or (g.dep[k] == "det" and g.low[k] in self.words.given)
            or (g.dep[k] in ("compound", "nmod") and g.pos[k] == "PROPN")  # "the commission on January 6 riot"
            for k in g.kids[noun]
        )

    def _occurs(self, h: int) -> bool:
        g, known = self.g, self.embedders.occurring
        return g.lemma[h] in known or any(
            f"{g.lemma[h]} {g.low[k]}" in known for k in g.children(h, "prt", "dobj", "advmod")
        )
