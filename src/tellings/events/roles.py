"""What fills a role of a trigger: one place for all kinds of triggers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tellings.events.before_nouns import BeforeNouns
from tellings.events.clauses import complements, kind_of, kinds_named, words_of_clause, words_of_sentence
from tellings.events.frame import Frame
from tellings.events.light import LightVerbs
from tellings.events.phrases import Phrases
from tellings.events.site import Site
from tellings.events.syntax import AROUND, EDGES, Graph

BY_FRAME = frozenset({"subject", "object"})  # roles of a noun that a frame's own fields decide
_WIDE = frozenset({"any", "sentence", "word"})  # roles that hold the trigger's words too
_ACTING = frozenset({"actor", "place", "ship", "aircraft", "vehicle", "drone"})
_PARTICLES = frozenset({"in", "out", "up", "off", "down", "over", "back", "away"})
_SUFFERING = frozenset({"actor", "person", "people", "organisation", "place", "territory"})
_AT = frozenset({"on", "at", "in", "into", "to", "against", "near", "outside", "over", "with"})
_HUNG = {
    "attribute": frozenset({"attr", "acomp", "oprd"}), "possessor": frozenset({"poss"}),
    "compound": frozenset({"compound", "nmod"}), "adjective": frozenset({"amod"}),
}  # fmt: skip
_PAPER = frozenset({"statement"})


class Roles:
    """Fills roles.  `light` maps verbs that lend a noun their subject to the noun's role ("carry out" → subject)."""

    def __init__(self, graph: Graph, phrases: Phrases, light: dict[str, str], reporting: frozenset[str]) -> None:
        self.g, self.phrases, self.reporting = graph, phrases, reporting
        self.light = LightVerbs(graph, light)
        self.before = BeforeNouns(graph, phrases)
        self._acting: dict[int, bool] = {}
        self._doers: dict[int, tuple[int, ...]] = {}
        self._kinds: dict[int, str] = {}

    def fill(self, site: Site, role: str, frame: Frame) -> tuple[int, ...]:
        """Tokens that fill the role: heads of phrases or, for clauses, verbs."""
        key = frame.noun_keys[role] if role in BY_FRAME and site.kind == "noun" else role
        found = site.roles.get(key)
        if found is None:
            found = self._fill(site, role, frame)
            if found and role not in _WIDE:
                anchors = site.anchors
                for t in found:
                    if t in anchors:
                        found = tuple([t for t in found if t not in anchors])
                        break
            site.roles[key] = found
        return found

    def _fill(self, site: Site, role: str, frame: Frame) -> tuple[int, ...]:
        way, choices = _read(role)
        if way is not None:
            return way(self, site, choices)
        if site.kind == "verb":
            return self._of_verb(site, role)
        if site.kind == "noun":
            return self._of_noun(site, role, frame)
        return self._of_other(site, role)

    def _named(self, site: Site, names: frozenset[str]) -> tuple[int, ...]:
        return tuple([t for name, t in self.preps(site) if name in names])

    def _clauses(self, site: Site, kinds: frozenset[str]) -> tuple[int, ...]:
        clauses = self._clause(site)
        return tuple([t for t in clauses if self._kind(t) in kinds]) if kinds and clauses else clauses

    def _kind(self, clause: int) -> str:
        found = self._kinds.get(clause)
        if found is None:
            found = self._kinds[clause] = kind_of(self.g, clause)
        return found

    def _clause_subjects(self, site: Site, _: frozenset[str]) -> tuple[int, ...]:
        subjects = [self.g.child(t, "nsubj", "nsubjpass") for t in self._clause(site) if self.g.verb(t)]
        return tuple([s for s in subjects if s is not None])

    def _words(self, site: Site, _: frozenset[str]) -> tuple[int, ...]:
        """ "outlawed the party", where "outlaw {party|union}" is the trigger"""
        return tuple([e for e in site.elements if self.g.pos[e] in ("NOUN", "PROPN")])

    def _hung(self, site: Site, deps: frozenset[str]) -> tuple[int, ...]:
        return tuple(self.g.children(site.chief, *deps))

    def _before(self, site: Site, deps: frozenset[str]) -> tuple[int, ...]:
        n = site.chief
        found = [k for k in self.g.children(n, *deps) if k not in site.elements]
        found = self.before.without_scene(found, n)
        return tuple(found)

    # ------------------------------------------------------------ verbs

    def _of_verb(self, site: Site, role: str) -> tuple[int, ...]:
        g, v = self.g, site.chief
        if role in ("subject", "grammatical"):
            found = g.surface_subject(v) if site.predicative else g.subjects(v)
            return self.doers(found) if role == "subject" and found else found
        if role == "object":
            if site.predicative:
                return ()
            if g.passive(v) and (given := g.child(v, "dobj")) is not None and given not in site.elements:
                return (given,)  # "Chad was given tents": the tents
            objects = g.objects(v)
            if site.elements:
                objects = tuple([t for t in objects if t not in site.elements and not self._measures(t, site)])
            if objects:
                return objects
            for e in site.elements:  # "taken in families", read as going into families
                if g.dep[e] == "prep" and g.low[e] in _PARTICLES and (inner := g.child(e, "pobj")) is not None:
                    return (inner,)
            for e in site.elements:  # "take part of …", "hostages" stay; the noun's own of-phrase is what it is done to
                if (
                    g.pos[e] == "NOUN"
                    and (of := next((k for k in g.children(e, "prep") if g.low[k] == "of"), None)) is not None
                ):
                    return tuple(g.children(of, "pobj"))
            return ()
        if role == "indirect":
            if g.passive(v) and g.child(v, "dobj") is not None:
                return g.surface_subject(v)
            for k in g.children(v, "dative"):
                if g.pos[k] != "ADP":
                    return (k,)
                return tuple(g.children(k, "pobj"))
            if site.elements and any(e in g.children(v, "dobj") for e in site.elements):
                other = [k for k in g.children(v, "dobj", "dative") if k not in site.elements and g.pos[k] != "ADP"]
                if other:
                    return tuple(other)
            return tuple([t for name, t in self.preps(site) if name == "to"]) or self._before_number(v)
        return ()

    def _before_number(self, verb: int) -> tuple[int, ...]:
        """ "Turkey sells Kenya 90 drones": a country that the parser hung before the number of the things it gets."""
        g = self.g
        for o in g.children(verb, "dobj"):
            for k in g.children(o, "nmod", "compound"):
                if verb < k < o and g.pos[k] == "PROPN" and "country" in self.phrases.classes(k):
                    if any(k < n < o for n in g.children(o, "nummod", "det", "quantmod")):
                        return (k,)
        return ()

    def doers(self, fillers: tuple[int, ...]) -> tuple[int, ...]:
        """Who acts: of a deed the one who did it ("a rebel attack killed"), of a paper the one who issued it ("a letter urging")."""
        out: list[int] = []
        for t in fillers:
            found = self._doers.get(t)
            if found is None:
                found = self._doers[t] = (t,) if self.some_act(t) else self._behind(t) or (t,)
            out += found
        return tuple(out)

    def some_act(self, i: int) -> bool:
        """Whether the phrase at i or one that is joined to it may stand for somebody who does something."""
        return any(map(self.acts, self.g.conjuncts(i)))

    def acts(self, i: int) -> bool:
        """Whether the phrase at i may stand for somebody who does something; of an unknown word nobody can tell."""
        found = self._acting.get(i)
        if found is None:
            classes = self.phrases.classes(self.phrases.real_head(i)) or self.phrases.classes(i)
            found = self._acting[i] = classes.isdisjoint(_PAPER) and (not classes or not classes.isdisjoint(_ACTING))
        return found

    def _behind(self, t: int) -> tuple[int, ...]:
        g = self.g
        near = (
            *g.children(t, "poss"),
            *(x for name, x in g.preps([t]) if name == "by"),
            *g.children(t, "compound", "amod"),
        )
        for k in near:
            if (
                self.acts(k) and "actor" in self.phrases.classes(k)
                and self.before.may_do(k) and not self.before.is_struck(k, t)
            ):  # fmt: skip
                return (k,)
        for k in g.children(t, "acl"):  # "a letter signed by bishops", "a mine laid by rebels"
            found = g.subjects(k) if g.tag[k] == "VBN" and g.child(k, "agent") is not None else ()
            if found:
                return tuple([x for x in found if self.acts(x)])
        if "statement" in self.phrases.classes(t):
            return tuple([k for k in g.owner(t) if k != t and self.acts(k)])
        return ()

    def _measures(self, noun: int, site: Site) -> bool:
        """ "two days of talks": the object only measures the word of the trigger; whom or what the deed is done to is no measure ("strip her of office")."""
        g = self.g
        known = self.phrases.known_classes(noun)
        if g.pos[noun] == "PROPN" or (known & _SUFFERING and "partitive" not in known):
            return False
        return any(g.dep[e] == "pobj" and g.head[g.head[e]] == noun and g.low[g.head[e]] == "of" for e in site.elements)

    def preps(self, site: Site) -> list[tuple[str, int]]:
        found = site.preps
        if found is None:
            g = self.g
            bases = list(site.anchors)
            if site.kind == "verb":  # the parser often hangs "on the camp" on the object
                near = g.children(site.chief, "dobj", "attr", "oprd", "acomp")
                near += [x for k in near for x in g.children(k, "conj", "appos")]  # "sent fuel, medicine to Chad"
                bases += [k for k in near if k not in bases]
                inner = (
                    self.phrases.real_head(k) for k in g.children(site.chief, "dobj")
                )  # "hundreds of men to the front"
                bases += [k for k in dict.fromkeys(inner) if k not in bases]
                if g.passive(site.chief):
                    bases += [k for k in g.children(site.chief, "nsubjpass") if k not in bases]
            elif site.kind == "noun":
                bases += [
                    t for name, t in g.preps([site.chief]) if name in ("by", "of")
                ]  # "allegations by X against Y"
                if (v := self.light.of(site.chief)) is not None:
                    bases.append(v)
            found = [(name, t) for name, t in g.preps(bases) if not self._is_time(t)]
            if site.kind == "verb" and g.passive(site.chief):  # "was planted by spies on a bishop's phone"
                agents = [p for k in g.children(site.chief, "agent") for p in g.children(k, "pobj")]
                found += [(name, t) for name, t in g.preps(agents) if name in _AT and not self._is_time(t)]
            site.preps = found
        return found

    def _is_time(self, i: int) -> bool:
        classes = self.phrases.word_classes(i)
        return "time" in classes and "actor" not in classes and not self.g.verb(i)

    # ------------------------------------------------------------ nouns

    def _of_noun(self, site: Site, role: str, frame: Frame) -> tuple[int, ...]:
        g, n = self.g, site.chief
        of = tuple([t for name, t in g.preps([n]) if name == "of"])
        by = tuple([t for name, t in g.preps([n]) if name == "by"])
        if not by:  # the parser hangs "by Peru" on what stands before it
            by = tuple([t for o in of for name, t in g.preps([o]) if name == "by"])
        between = tuple([t for name, t in g.preps([n]) if name in ("between", "among")])
        poss = tuple(g.children(n, "poss"))
        compounds = [k for k in g.children(n, "compound", "amod", "nmod") if k not in site.elements]
        if role == "subject":
            compounds = [k for k in compounds if self.before.may_do(k)]
            doers = by or self.light.role(n, "subject") or between or (of if frame.noun_of == "subject" else ()) or poss
            if not doers and frame.compound != "object":
                doers = tuple([k for k in compounds if self.before.can_act(k) and not self.before.undergoes(k, n)])[:1]
            doers = doers or self._acl_agent(n)
            return doers or (self._around(n, frame.around) if frame.reciprocal or frame.around else ())
        if role == "object":
            if frame.noun_of == "object" and of:
                return of
            if frame.compound == "object" and compounds:
                things = tuple([k for k in compounds if g.dep[k] != "amod" or "country" in self.phrases.classes(k)])
                if things:
                    return things[:1]
            if frame.compound is None:
                things = tuple(
                    k
                    for k in compounds
                    if g.dep[k] == "compound"
                    and (not self.before.can_act(k) or self.before.undergoes(k, n))
                    and self.before.is_thing(k)
                )
                things = self.before.without_means(things, n)
                if things:
                    return things[:1]
            found = self.light.role(n, "object")
            if not found and by and poss:
                return poss
            return found
        if role == "indirect":
            return tuple([t for name, t in self.preps(site) if name == "to"])
        return ()

    def _acl_agent(self, noun: int) -> tuple[int, ...]:
        """ "the massacre committed by soldiers": whatever the participle is."""
        g = self.g
        for k in g.children(noun, "acl"):
            if (agent := g.child(k, "agent")) is not None:
                return tuple(g.children(agent, "pobj"))
        return ()

    def _around(self, noun: int, alone: bool) -> tuple[int, ...]:
        """ "In a call with the emir, the president raised …": who does what the sentence tells.

        alone: also of "the premier, on a visit to Oman, …", where the noun names no other party.
        """
        g = self.g
        p = self._eve(g.head[noun]) if g.dep[noun] == "pobj" else noun
        if g.low[p] not in AROUND:
            return ()
        if not alone and (g.low[p] in ("on", "amid") or not any(name == "with" for name, _ in g.preps([noun]))):
            return ()
        holder = g.head[p]
        if g.verb(holder):
            return g.subjects(holder)
        return (holder,) if alone and g.low[p] in ("on", "during", "in") and self.before.can_act(holder) else ()

    def _eve(self, preposition: int) -> int:
        """Of "on the eve **of** the talks" the "on", of "ahead **of** the talks" the "ahead"; else the preposition itself."""
        g = self.g
        over = g.head[preposition]
        if g.low[preposition] != "of" or g.low[over] not in EDGES:
            return preposition
        return g.head[over] if g.dep[over] == "pobj" else over

    # ------------------------------------------------------------ adjectives and prepositional phrases

    def _of_other(self, site: Site, role: str) -> tuple[int, ...]:
        g, a = self.g, site.chief
        h = g.head[a]
        if h == a:
            own = g.child(a, "nsubj")
            return (own,) if own is not None and role == "subject" else ()
        if role == "object" and site.kind == "prep":
            return tuple(g.children(a, "pobj"))
        if role != "subject":
            return ()
        if not g.verb(h):
            return (h,) if g.pos[h] in ("NOUN", "PROPN", "PRON") else ()
        if site.kind == "prep" and (objects := g.objects(h)):
            return objects
        return g.surface_subject(h)

    # ------------------------------------------------------------ clauses and neighbourhoods

    def _clause(self, site: Site) -> tuple[int, ...]:
        if site.clauses is None:
            site.clauses = complements(self.g, site.chief, site.anchors)
        return site.clauses

    def _speaker(self, i: int) -> tuple[int, ...]:
        """Who says so: the subject of the nearest word of saying above."""
        g = self.g
        for h in (i, *g.up(i, 8)):
            if g.dep[h] == "ccomp" and g.verb(g.head[h]) and g.lemma[g.head[h]] in self.reporting:
                return self.doers(g.subjects(g.head[h]))
        return ()


# Roles that are filled in the same way whatever kind of trigger it is.
_Way = Callable[[Roles, Site, frozenset[str]], tuple[int, ...]]
_WAYS: dict[str, _Way] = {
    "prep": Roles._named, "clause": Roles._clauses, "clause-subject": Roles._clause_subjects, "word": Roles._words,
    "attribute": Roles._hung, "possessor": Roles._before, "compound": Roles._before, "adjective": Roles._before,
    "speaker": lambda roles, site, _: roles._speaker(site.chief),
    "any": lambda roles, site, _: words_of_clause(roles.g, site.chief, site.anchors),
    "sentence": lambda roles, site, _: words_of_sentence(roles.g, site.chief),
}  # fmt: skip


@cache
def _read(role: str) -> tuple[_Way | None, frozenset[str]]:
    """The way that it is filled, and what it may be filled by: prepositions, kinds of clauses, relations to the chief word."""
    name, _, names = role.partition(":")
    way = _WAYS.get(name)
    if name in _HUNG:
        return way, _HUNG[name]
    return way, kinds_named(names) if name == "clause" and names else frozenset(names.split("|") if names else ())
