"""Did it happen?  Tense, modality, negation, conditionals, the words that embed the event, the past it is told from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tellings.events.embedders import Embedders
from tellings.events.past import Past
from tellings.events.syntax import Graph

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl"})
_LIMIT = 16


@dataclass(frozen=True)
class Finding:
    """A status and the words that show it."""

    status: str
    why: str
    refusal: bool = False  # "will not", said of the doer's own act
    proviso: bool = False  # "will …, unless …"


class StatusReader:
    """Reads the status of events in one document; `year` is the year of the report, None if unknown."""

    def __init__(self, graph: Graph, embedders: Embedders, year: int | None) -> None:
        self.g, self.embedders, self.words = graph, embedders, embedders.lists
        self.past = Past(graph, embedders.status["historical"], year)
        self._own: dict[int, Finding | None] = {}

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
            if (f := self._own_finding(a)) is not None:
                out.append(f)
        out += self._modified(chief)
        i = chief
        linked = True  # tense and negation of the word above still count for the event
        for _ in range(_LIMIT):
            h, dep = g.head[i], g.dep[i]
            if h == i:
                break
            relation, h = self._relation(i)
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
                own = self._own_finding(h)
                if own is not None and own.status == "negated" and dep == "conj" and self._nothing_done(h):
                    own = None
                if own is not None and not (found is not None and own.status == "actual"):
                    out.append(own)
            elif relation in ("ccomp", "clause", "xcomp", "conj", "relcl", "advcl") and (cond := self._conditional(h)):
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
        if relation == "object" and g.lemma[verb] in self.words.deniers and not self._negated(verb):
            return Finding("negated", f"{g.low[verb]} {g.low[h]}")
        if relation == "subject" and g.lemma[verb] == "be":
            for k in g.children(verb, "acomp", "attr"):
                if g.lemma[k] in self.words.falsehood and not self._negated(verb):
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
                    if self._negated(h) and embedder.gives == "negated":
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
            return g.verb(h) and not self._nothing_done(h)
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
            or g.lemma[h] in self.words.showing
        ):
            return False
        return any(g.dep[k] == "poss" or (g.dep[k] == "det" and g.low[k] in self.words.given) for k in g.kids[noun])

    def _occurs(self, h: int) -> bool:
        g, known = self.g, self.embedders.occurring
        return g.lemma[h] in known or any(
            f"{g.lemma[h]} {g.low[k]}" in known for k in g.children(h, "prt", "dobj", "advmod")
        )

    # ------------------------------------------------------------ one word's own modality

    def _own_finding(self, i: int) -> Finding | None:
        if i not in self._own:
            self._own[i] = self._find_own(i)
        return self._own[i]

    def _find_own(self, i: int) -> Finding | None:
        g = self.g
        if not g.verb(i):
            for k in g.children(i, "det", "neg", "preconj"):
                if g.low[k] in self.words.determiners:
                    return Finding("negated", g.low[k])
            return None
        cond = self._conditional(i)
        if cond is not None:
            return cond
        modal = self._modal(i)
        if (negation := self._negation(i)) is not None:
            will = any(g.low[k] in self.words.future or g.low[k] in ("would", "'d") for k in g.auxes(i))
            return Finding("negated", negation, refusal=will and not g.passive(i))
        if modal is not None and modal.status == "future" and self._proviso(i):
            return replace(modal, proviso=True)
        return modal

    def _proviso(self, i: int) -> bool:
        """ "unless", "if … not", "until" hangs on the verb."""
        g = self.g
        return any(
            g.low[m] in self.words.provisos for k in g.children(i, "advcl") for m in g.children(k, "mark", "advmod")
        )

    def _modal(self, i: int) -> Finding | None:
        g = self.g
        for k in g.auxes(i):
            low = g.low[k]
            if low in self.words.future:
                return Finding("future", low)
            if low in self.words.hypothetical and g.tag[k] == "MD":
                if low in ("would", "'d") and self._reported_past(i) and not self._hedged(i):
                    return Finding("future", "would, in reported speech")
                return Finding("hypothetical", low)
        if g.dep[i] == "xcomp" and g.lemma[g.head[i]] in ("be", "go") and any(g.low[k] == "to" for k in g.kids[i]):
            h = g.head[i]
            if g.lemma[h] == "be" and g.pos[h] in ("AUX", "VERB") and not self._conditional(h):
                return Finding("future", f"{g.low[h]} to")
            if g.tag[h] == "VBG":
                return Finding("future", "going to")
        if self._hedged(i):
            return Finding("hypothetical", "hedged")
        if g.tag[i] == "VB" and self._stands_alone(i) and any(g.low[k] == "to" for k in g.children(i, "aux")):
            return Finding("future", "to, in a headline")
        return None

    def _stands_alone(self, i: int) -> bool:
        """The chief verb of a line, or what alone is said of its chief noun: "Army to quit northern towns"."""
        g = self.g
        h = g.head[i]
        return h == i or (g.dep[i] in ("acl", "relcl") and g.head[h] == h and g.pos[h] in ("NOUN", "PROPN"))

    def _hedged(self, i: int) -> bool:
        return any(self.g.low[k] in self.words.hedges for k in self.g.children(i, "advmod"))

    def _reported_past(self, i: int) -> bool:
        """ "said it would": the future as seen from a past word of saying."""
        g = self.g
        for _ in range(4):
            h = g.head[i]
            if h == i:
                return any(g.dep[k] in ("ccomp", "parataxis") for k in g.kids[i]) and False
            if g.dep[i] == "ccomp" and g.tag[h] in ("VBD", "VBN", "VBZ", "VBP"):
                return not any(g.low[m] in self.words.conditional for k in g.children(i, "advcl") for m in g.kids[k])
            if g.dep[i] != "conj":
                return False
            i = h
        return False

    def _negated(self, i: int) -> bool:
        return self._negation(i) is not None

    def _negation(self, i: int) -> str | None:
        g = self.g
        for k in g.kids[i]:
            if g.dep[k] == "neg" or (
                g.dep[k] in ("advmod", "preconj", "cc") and g.low[k] in self.words.negation and k < i
            ):
                return g.low[k]
            if g.dep[k] in ("nsubj", "nsubjpass", "dobj", "attr"):
                if g.low[k] in ("nobody", "none", "nothing"):
                    return g.low[k]
                for d in g.children(k, "det", "neg"):
                    if g.low[d] in self.words.determiners:
                        return g.low[d]
                first = g.doc[k].left_edge.i
                if first > 0 and g.low[first - 1] == "not":
                    first -= 1
                if g.low[first] == "not" and g.low[min(first + 1, k)] in ("a", "one", "a single"):
                    return f"not {g.low[first + 1]}"
        if g.dep[i] == "pcomp" and g.low[g.head[i]] == "without":
            return "without"
        if g.dep[i] == "conj" and g.verb(g.head[i]) and not g.children(i, "nsubj", "nsubjpass", "aux"):
            if any(g.dep[k] == "neg" for k in g.kids[g.head[i]]) and any(
                g.low[k] in ("or", "nor") for k in g.kids[g.head[i]]
            ):
                return "nor"
        return None

    def _nothing_done(self, i: int) -> bool:
        """Only its object is none: "they showed no paper, put her in a van" denies no second deed."""
        g = self.g
        objects = [k for k in g.children(i, "dobj", "attr") if self._none_of(k)]
        return bool(objects) and not any(
            g.dep[k] == "neg"
            or g.low[k] in self.words.negation
            or (g.dep[k] in ("nsubj", "nsubjpass") and self._none_of(k))
            for k in g.kids[i]
        )

    def _none_of(self, k: int) -> bool:
        g = self.g
        return g.low[k] in ("nobody", "none", "nothing") or any(
            g.low[d] in self.words.determiners for d in g.children(k, "det", "neg")
        )

    def _conditional(self, i: int) -> Finding | None:
        """The clause of i is the condition, or hangs on one."""
        g = self.g
        for k in g.kids[i]:
            if g.dep[k] in ("mark", "advmod") and g.low[k] in self.words.conditional and k < i:
                return Finding("hypothetical", g.low[k])
        subject = g.child(i, "nsubj", "nsubjpass")
        if subject is not None:
            for k in g.children(i, "aux", "auxpass"):
                if k < subject and g.low[k] in self.words.inverted and not self._question(i):
                    return Finding("hypothetical", f"{g.low[k]} …")
        if g.dep[i] == "xcomp" and g.lemma[g.head[i]] == "be" and g.low[g.head[i]] == "were":
            return self._conditional(g.head[i]) or None
        return None

    def _question(self, i: int) -> bool:
        return any(self.g.low[k] == "?" for k in self.g.kids[i])
