"""The parse as plain lists, and who does what to whom in it, whatever the construction.

`Graph` undoes passive, relative clauses, participles, control and the conjunction of verbs.  All functions are iterative
and bounded, since a hostile sentence may be thousands of words deep.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, POS, SENT_START, TAG
from spacy.strings import StringStore
from spacy.tokens import Doc

STEPS = 12  # how far control and conjunction are followed
_REL = frozenset({"WDT", "WP"})
_CLAUSAL = frozenset({"VERB", "AUX"})
_DATA = tomllib.loads(files("tellings.events").joinpath("data", "syntax.toml").read_text("utf-8"))
(
    _SUBJECT_CONTROL,
    _OBJECT_CONTROL,
    _ADDRESSEE,
    _PREDICATIVE,
    _NO_PART,
    NO_DOER,
    MANNER_BY,
    HEADLINE_PASSIVES,
    PREFIXES,
    PEOPLE_BY_STATE,
) = (
    frozenset(_DATA[name].split())
    for name in (
        "subject_control",
        "object_control",
        "addressee",
        "predicative",
        "no_part",
        "no_doer",
        "manner_by",
        "headline_passives",
        "prefixes",
        "people_by_state",
    )
)


class Graph:
    """One document.  Lists are indexed by token number; `kids` holds children in text order.

    sent: number of each token's sentence; sentences: first token and the one after the last, of each.
    """

    __slots__ = (
        "_conjuncts",
        "_object",
        "_passive",
        "_subject",
        "dep",
        "doc",
        "head",
        "kids",
        "lemma",
        "low",
        "n",
        "pos",
        "sent",
        "sentences",
        "tag",
    )

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.n = len(doc)
        columns = doc.to_array(_COLUMNS)
        low, lemma, pos, tag, dep, head, start = (columns[:, k].tolist() for k in range(len(_COLUMNS)))
        text = doc.vocab.strings
        self.low = _strings(low, text, _WRITTEN)
        self.lemma = _strings(lemma, text, _LOWERED, str.lower)
        self.pos = [_POS[k] for k in pos]
        self.tag = _strings(tag, text, _WRITTEN)
        self.dep = _strings(dep, text, _WRITTEN)
        wrap = 1 << 64
        self.head = [i + (offset if offset < self.n else offset - wrap) for i, offset in enumerate(head)]
        self.kids: list[list[int]] = [[] for _ in range(self.n)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        # Plural nouns that the lemmatizer leaves alone when the tag is a name's.
        for i in (i for i, t in enumerate(self.tag) if t == "NNPS" and self.pos[i] == "PROPN"):
            if self.lemma[i].endswith("s"):
                self.lemma[i] = self.lemma[i][:-1]
        starts = [i for i, value in enumerate(start) if value == 1 or not i]
        self.sentences = list(pairwise((*starts, self.n))) if self.n else []
        self.sent = [number for number, (first, after) in enumerate(self.sentences) for _ in range(first, after)]
        self._passive: dict[int, bool] = {}
        self._subject: dict[int, tuple[int, ...]] = {}
        self._object: dict[int, tuple[int, ...]] = {}
        self._conjuncts: dict[int, tuple[int, ...]] = {}

    # ------------------------------------------------------------ small questions

    def child(self, i: int, *deps: str) -> int | None:
        for k in self.kids[i]:
            if self.dep[k] in deps:
                return k
        return None

    def children(self, i: int, *deps: str) -> list[int]:
        return [k for k in self.kids[i] if self.dep[k] in deps]

    def verb(self, i: int) -> bool:
        return self.pos[i] in _CLAUSAL

    def auxes(self, i: int) -> list[int]:
        """Auxiliaries of a verb; of a conjunct without its own subject and auxiliaries, those of the first verb."""
        seen = 0
        while seen < STEPS:
            own = self.children(i, "aux", "auxpass")
            if (
                own
                or self.dep[i] != "conj"
                or not self.verb(self.head[i])
                or self.child(i, "nsubj", "nsubjpass") is not None
            ):
                return own
            i, seen = self.head[i], seen + 1
        return []

    def passive(self, i: int) -> bool:
        found = self._passive.get(i)
        if found is None:
            found = self._passive[i] = self._is_passive(i)
        return found

    def _is_passive(self, i: int) -> bool:
        deps = {self.dep[k] for k in self.kids[i]}
        if self.lemma[i] in _PREDICATIVE and "agent" not in deps and ("prep" in deps or "xcomp" in deps):
            return False
        if deps & {"nsubjpass", "auxpass", "csubjpass"}:
            return True
        if "dobj" in deps or self.tag[i] not in ("VBN", "VBD", "JJ"):
            return False
        dep = self.dep[i]
        if dep == "acl" and self.tag[i] == "VBD" and "agent" not in deps:
            return False  # "Militia fighters massed": a clause that the parser took for a noun phrase
        if dep in ("amod", "acl") and self.tag[i] != "JJ":
            return "nsubj" not in deps
        if "agent" in deps:
            return self.tag[i] == "VBN" or "nsubj" not in deps
        if self.tag[i] != "VBN" or "nsubj" in deps or "aux" in deps:
            return False
        if dep == "conj":
            h = self.head[i]
            for _ in range(STEPS):
                if {self.dep[k] for k in self.kids[h]} & {"nsubjpass", "auxpass"}:
                    return True
                if self.dep[h] != "conj":
                    break
                h = self.head[h]
            return self.tag[h] == "VBN" and self.dep[h] in ("amod", "acl", "advcl") and self.child(h, "dobj") is None
        return True

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
                hh = self.head[h]
                if self.verb(hh):
                    if self.lemma[hh] in _OBJECT_CONTROL:
                        found = self.objects(hh)
                        if found:
                            return found
                    v = hh
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
        for k in self.children(i, "conj"):  # "arrested and beaten by police"
            if (
                self.tag[k] == "VBN"
                and (a := self.child(k, "agent")) is not None
                and (p := self.child(a, "pobj")) is not None
            ):
                return (self.antecedent(p),)
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

    def preps(self, bases: list[int]) -> list[tuple[str, int]]:
        """(preposition, its noun or gerund) of all the bases, nearer ones first."""
        out: list[tuple[str, int]] = []
        queue = [
            k
            for b in bases
            for k in self.kids[b]
            if self.dep[k] in ("prep", "agent", "dative", "prt") or self.pos[k] == "ADP"
        ]
        for b in bases:
            for k in self.children(b, "advmod"):
                queue += self.children(k, "prep")
        for p in queue:
            if self.low[p] in _NO_PART:
                continue
            for k in self.kids[p]:
                if self.dep[k] in ("pobj", "pcomp"):
                    out.append((self.low[p], self.antecedent(k)))
                elif self.dep[k] == "prep":
                    out += [(self.low[k], self.antecedent(kk)) for kk in self.children(k, "pobj", "pcomp")]
        return out

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """The noun and those joined to it."""
        found = self._conjuncts.get(i)
        if found is None:
            found = self._conjuncts[i] = self._join(i)
        return found

    def _join(self, i: int) -> tuple[int, ...]:
        out, queue = [i], [i]
        while queue and len(out) < 40:
            v = queue.pop()
            for k in self.kids[v]:
                joined = self.dep[k] == "conj" and self.child(k, "case") is None
                # "Qatar's emir and Sudan's generals", which the parser takes for a modifier of the last noun
                before = self.dep[k] == "nmod" and k < v and self.child(k, "cc") is not None
                if (joined or before) and self.pos[k] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                    out.append(k)
                    if not before:
                        queue.append(k)
        return tuple(sorted(out))

    def up(self, i: int, limit: int = 40):
        """Ancestors of a token, nearest first."""
        for _ in range(limit):
            h = self.head[i]
            if h == i:
                return
            yield h
            i = h


_COLUMNS = (LOWER, LEMMA, POS, TAG, DEP, HEAD, SENT_START)
# Strings by spaCy's hash, which is the same in every process: written so, and in small letters.
_WRITTEN: dict[int, str] = {}
_LOWERED: dict[int, str] = {}
_REMEMBERED = 400_000


def _strings(
    keys: list[int], store: StringStore, known: dict[int, str], change: Callable[[str], str] | None = None
) -> list[str]:
    """The strings of one column."""
    if new := set(keys).difference(known):
        if len(known) > _REMEMBERED:
            known.clear()
            new = set(keys)
        for key in new:
            text = store[key] if key else ""
            known[key] = change(text) if change else text
    return [known[key] for key in keys]


def _pos_names() -> dict[int, str]:
    from spacy.symbols import IDS

    return {number: name for name, number in IDS.items()}


_POS = _pos_names()
