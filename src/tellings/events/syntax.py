"""Who does what to whom in a parse, whatever the construction.

`Graph` undoes passive, relative clauses, participles, control and the conjunction of verbs.  All functions are iterative
and bounded, since a hostile sentence may be thousands of words deep.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from tellings.columns import Columns
from tellings.events.tree import STEPS, WORDS, Tree

_HANGING = frozenset({"prep", "agent", "dative", "prt"})
_REL = frozenset({"WDT", "WP"})
_OWN_DOING = frozenset(
    {"by", "after", "before", "in", "on", "upon", "without", "while"}
)  # "punished them by closing it"
_SUBJECT_CONTROL, _OBJECT_CONTROL = WORDS["subject_control"], WORDS["object_control"]
_TOWARDS_CONTROL, _TOWARDS = WORDS["towards_control"], WORDS["towards"]
_ADDRESSEE, _NO_PART = WORDS["addressee"], WORDS["no_part"]
NO_DOER, MANNER_BY, HEADLINE_PASSIVES = WORDS["no_doer"], WORDS["manner_by"], WORDS["headline_passives"]
RAMMED_WITH, AIMED, ABOUT, MEANS = WORDS["rammed_with"], WORDS["aimed"], WORDS["about"], WORDS["means"]
AROUND, EDGES = WORDS["around"], WORDS["edges"]
PREFIXES, PEOPLE_BY_STATE = WORDS["prefixes"], WORDS["people_by_state"]


class Graph(Tree):
    """A tree that is asked who does what to whom."""

    __slots__ = ("_hanging", "_object", "_subject")

    def __init__(self, doc: Doc, columns: Columns | None = None) -> None:
        super().__init__(doc, columns)
        self._subject: dict[int, tuple[int, ...]] = {}
        self._object: dict[int, tuple[int, ...]] = {}
        self._hanging: dict[int, tuple[list[tuple[str, int]], list[tuple[str, int]]]] = {}

    # ------------------------------------------------------------ who and whom

    def antecedent(self, token: int) -> int:
        """What a relative pronoun stands for; any other word stands for itself."""
        if self.tag[token] not in _REL:
            return token
        v = self.head[token]
        for _ in range(STEPS):
            if self.dep[v] == "relcl" or (self.dep[v] == "acl"):
                return self.head[v]
            if v == self.head[v]:
                break
            v = self.head[v]
        return token

    def surface_subject(self, i: int) -> tuple[int, ...]:
        """The grammatical subject, own or that of the clause which controls this one."""
        v = i
        for _ in range(STEPS):
            own = self.child(v, "nsubj", "nsubjpass", "csubj")
            if own is not None and self.tag[own] == "VBG" and (inner := self.child(own, "nsubj")) is not None:
                own = inner  # "The charity working in Goma said": the noun is the subject
            if (own is not None and self.low[own] not in ("it", "there")) or (own is not None and v == i):
                if self.low[own] == "there" and (attr := self.child(v, "attr")) is not None:
                    return (attr,)
                return (self.antecedent(own),)
            if own is not None:
                return (own,)
            dep, h = self.dep[v], self.head[v]
            if dep == "conj":
                if not self.verb(h):
                    return ()
                v = h
            elif dep in ("xcomp", "ccomp", "advcl", "oprd", "dep"):
                obj = self.child(h, "dobj", "dative") if dep in ("xcomp", "ccomp") else None
                if obj is not None and self.dep[obj] == "dative" and self.pos[obj] == "ADP":
                    obj = self.child(obj, "pobj")
                if (
                    obj is not None
                    and self.lemma[h] not in _SUBJECT_CONTROL
                    and self.pos[obj] in ("NOUN", "PROPN", "PRON")
                ):
                    return (self.antecedent(obj),)
                on = self._addressee(h) if dep == "xcomp" else None
                if on is not None:
                    return (on,)
                if (
                    dep == "advcl"
                    and self.tag[v] == "VBG"
                    and self.verb(h)
                    and self.passive(h)
                    and (by := self._agents(h))
                ):
                    return by  # "was attacked by gunmen, killing nine"
                if not self.verb(h):
                    return (h,) if self.pos[h] in ("NOUN", "PROPN") and dep == "advcl" else ()
                if v == h:
                    return ()
                v = h
            elif dep == "pcomp":
                while self.dep[h] == "conj" and self.pos[self.head[h]] == "ADP" and self.head[h] < h:
                    h = self.head[h]  # "for throwing stones and for blocking the road"
                hh = self.head[h]
                if (whom := self._towards(hh, h)) is not None:
                    return (self.antecedent(whom),)
                if self.verb(hh):
                    if self.lemma[hh] in _OBJECT_CONTROL and self.low[h] not in _OWN_DOING:
                        found = self.objects(hh)
                        if found:
                            return found
                    v = hh
                elif self.pos[hh] in ("ADJ", "ADV") and (own := self.child(hh, "nsubj")) is not None:
                    return (own,)  # "found him guilty of violating"
                elif self.pos[hh] in ("ADJ", "ADV") and self.verb(self.head[hh]):
                    v = self.head[hh]  # "is guilty of violating", "stopped short of endorsing"
                elif self.dep[hh] in ("dobj", "nsubjpass") and self.lemma[self.head[hh]] in _OBJECT_CONTROL:
                    return (hh,)  # "arrested nine men for throwing stones", the phrase hung on the men
                else:
                    return self.owner(hh)
            elif dep == "acl":
                if self.tag[v] == "VB":
                    return self.owner(h)
                return (h,)
            elif dep == "relcl":
                return (h,)
            else:
                return ()
        return ()

    def _towards(self, word: int, prep: int) -> int | None:
        """Chad in "is angry with Chad for arresting two pilots", seen from the "for"."""
        if self.low[prep] != "for":
            return None
        other = self.head[word]
        if (
            self.dep[word] == "pobj"
            and self.low[other] in _TOWARDS
            and self.lemma[self.head[other]] in _TOWARDS_CONTROL
        ):
            return word  # the phrase hung on Chad
        if self.lemma[word] not in _TOWARDS_CONTROL:
            return None
        before = [k for k in self.children(word, "prep", "agent") if k < prep and self.low[k] in _TOWARDS]
        return self.child(before[-1], "pobj") if before else None

    def _addressee(self, verb: int) -> int | None:
        """The phrase after "on" in "called on X to leave", "appealed to X to leave"."""
        if self.lemma[verb] not in _ADDRESSEE:
            return None
        for k in self.children(verb, "prep"):
            if self.low[k] in ("on", "upon", "to"):
                return self.child(k, "pobj")
        return None

    def owner(self, noun: int) -> tuple[int, ...]:
        """Whose plan, threat, decision: possessor, else the subject of the verb whose object the noun is."""
        if (poss := self.child(noun, "poss")) is not None:
            return (poss,)
        for k in self.children(noun, "prep", "agent"):
            if self.low[k] in ("by", "of") and (p := self.child(k, "pobj")) is not None:
                return (p,)
        v = noun
        for _ in range(STEPS):
            dep, h = self.dep[v], self.head[v]
            if dep in ("dobj", "attr", "pobj", "conj") and h != v:
                if self.verb(h):
                    own = self.child(h, "nsubj", "nsubjpass")
                    if own is not None:
                        return (self.antecedent(own),)
                    return self.surface_subject(h) if self.dep[h] in ("conj", "xcomp") else ()
                v = h
            elif dep == "prep" and h != v:
                v = h
            elif self.verb(v):
                own = self.child(v, "nsubj", "nsubjpass")
                return (self.antecedent(own),) if own is not None else ()
            else:
                return ()
        return ()

    def subjects(self, i: int) -> tuple[int, ...]:
        """Doer of a verb: subject of the active, by-phrase of the passive."""
        found = self._subject.get(i)
        if found is None:
            found = self._subject[i] = self._agents(i) if self.passive(i) else self._active_subject(i)
        return found

    def _active_subject(self, i: int) -> tuple[int, ...]:
        if self.dep[i] == "amod" and self.tag[i] == "VBG":
            return (self.head[i],)
        v = i
        for _ in range(STEPS):  # a conjunct or complement of a passive shares the grammatical subject
            found = self.surface_subject(v)
            return found
        return ()

    def _agents(self, i: int) -> tuple[int, ...]:
        for k in self.kids[i]:
            if (self.dep[k] == "agent" or (self.dep[k] == "prep" and self.low[k] == "by")) and (
                p := self.child(k, "pobj")
            ) is not None:
                return (self.antecedent(p),)
        for k in self.children(i, "prep", "dobj"):  # "was booked under the arms act by police", "wiped off the map by"
            noun = self.child(k, "pobj") if self.dep[k] == "prep" else k
            for by in self.children(noun, "prep") if noun is not None and self.verb(i) else ():
                if self.low[by] == "by" and (p := self.child(by, "pobj")) is not None and self.tag[p] != "VBG":
                    return (self.antecedent(p),)
        joined = list(self.children(i, "conj"))
        for k in joined:  # "arrested, beaten and held by police", each hung on the one before
            if self.tag[k] != "VBN" or self.child(k, "nsubj", "nsubjpass") is not None:
                continue
            if (a := self.child(k, "agent")) is not None and (p := self.child(a, "pobj")) is not None:
                return (self.antecedent(p),)
            joined += list(self.children(k, "conj"))[: STEPS - len(joined)]
        if self.dep[i] == "conj" and self.verb(self.head[i]) and self.child(i, "nsubjpass") is None:
            a = self.child(self.head[i], "agent")
            if a is not None and (p := self.child(a, "pobj")) is not None:
                return (self.antecedent(p),)
        return ()

    def objects(self, i: int) -> tuple[int, ...]:
        """What a verb is done to: object of the active, subject of the passive, antecedent of a gap."""
        found = self._object.get(i)
        if found is None:
            self._object[i] = ()
            found = self._object[i] = self._find_objects(i)
        return found

    def _find_objects(self, i: int) -> tuple[int, ...]:
        if self.passive(i):
            if self.dep[i] in ("amod", "acl") and self.child(i, "nsubjpass") is None:
                return (self.head[i],) if self.pos[self.head[i]] in ("NOUN", "PROPN", "PRON") else ()
            return self.surface_subject(i)
        own = self.child(i, "dobj")
        if own is None:
            own = next((k for k in self.children(i, "dative") if self.pos[k] != "ADP"), None)
        if own is not None:
            return (self.antecedent(own),)
        for k in self.children(i, "ccomp"):  # "saw him killed": small clauses
            subject = self.child(k, "nsubj")
            if self.pos[k] == "ADJ" and subject is not None and self.child(k, "aux", "mark", "cop") is None:
                return (self.antecedent(subject),)  # "holds Chad responsible", "found her guilty"
            if not self.verb(k) and self.pos[k] in ("NOUN", "PROPN"):
                return (k,)
        for k in self.children(
            i, "ccomp"
        ):  # "visiting Dhaka to look at": the name is taken for the infinitive's subject
            subject = self.child(k, "nsubj")
            if (
                self.tag[k] == "VB"
                and subject is not None
                and any(self.low[m] == "to" for m in self.children(k, "aux"))
            ):
                return (self.antecedent(subject),)
        for k in self.children(i, "conj"):  # "arrested and deported two men"
            if (
                self.verb(k)
                and self.child(k, "nsubj", "nsubjpass") is None
                and not self.children(i, "prep", "xcomp", "ccomp", "advcl")
            ):
                obj = self.child(k, "dobj")
                if obj is not None:
                    return (self.antecedent(obj),)
        v = i
        for _ in range(STEPS):  # "the envoys (whom) Peru decided to expel"
            if self.dep[v] == "relcl":
                rel = [k for k in self.kids[v] if self.tag[k] in _REL or self.low[k] == "that"]
                subject = self.child(v, "nsubj")
                if (
                    subject is not None
                    and self.tag[subject] not in _REL
                    and not any(self.tag[k] == "WRB" for k in self.kids[v])
                ):
                    if v == i or rel or self.child(v, "dobj") is None:
                        return (self.head[v],)
                break
            if self.dep[v] in ("xcomp", "conj") and self.verb(self.head[v]):
                v = self.head[v]
            else:
                break
        return ()

    def preps(self, bases: Sequence[int]) -> Sequence[tuple[str, int]]:
        """(preposition, its noun or gerund) of all the bases, those that hang on the bases themselves first."""
        known = self._hanging
        if len(bases) == 1 and bases[0] in known:
            own, further = known[bases[0]]
            return own + further if further else own
        found = [known[b] if b in known else known.setdefault(b, self._hang(b)) for b in bases]
        return [x for own, _ in found for x in own] + [x for _, further in found for x in further]

    def _hang(self, base: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """The phrases of one base: its own, and those of its adverbs."""
        dep, pos = self.dep, self.pos
        kids = self.kids[base]
        own = self._nouns_of([k for k in kids if dep[k] in _HANGING or pos[k] == "ADP"])
        adverbs = [p for k in kids if dep[k] == "advmod" for p in self.children(k, "prep")]
        return own, self._nouns_of(adverbs) if adverbs else []

    def _nouns_of(self, prepositions: list[int]) -> list[tuple[str, int]]:
        out: list[tuple[str, int]] = []
        for p in prepositions:
            if self.low[p] in _NO_PART:
                continue
            for k in self.kids[p]:
                if self.dep[k] in ("pobj", "pcomp"):
                    out.append((self.low[p], self.antecedent(k)))
                elif self.dep[k] == "prep":
                    out += [(self.low[k], self.antecedent(kk)) for kk in self.children(k, "pobj", "pcomp")]
        return out
