"""What of a verb's surroundings is told: the arguments that its patterns name, as token numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.voices.syntax import Syntax

_QUESTION_TAGS = frozenset({"WP", "WRB", "WDT", "WP$"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})


@dataclass(frozen=True)
class Complement:
    """`tokens` of the content; `pattern` it was found by; `cue_end`: the last token of a cue that takes in a preposition.

    sourceless: the subject is part of the content, so that it cannot be the source.
    """

    pattern: str
    tokens: list[int]
    cue_end: int | None = None
    sourceless: bool = False


class Around:
    """A verb's children by label."""

    def __init__(self, syntax: Syntax, verb: int, more: Sequence[int] = ()) -> None:
        self.syntax, self.verb, self.more = syntax, verb, more
        self.by: dict[str, int] = {}
        self.preps: list[tuple[str, int, int]] = []
        for k in syntax.kids[verb]:
            dep = syntax.dep[k]
            if k in more and dep != "prep":
                continue
            self.by.setdefault(dep, k)
            if dep == "prep":
                for o in syntax.kids[k]:
                    if syntax.dep[o] in ("pobj", "pcomp"):
                        self.preps.append((syntax.lower[k], k, o))
                        break
        self.passive = participle(syntax, verb) or "auxpass" in self.by or "nsubjpass" in self.by
        self.subject = next((self.by[d] for d in ("nsubjpass", "nsubj", "csubj") if d in self.by), None)

    def infinitive(self, k: int) -> bool:
        s = self.syntax
        return any(s.dep[x] == "aux" and s.lower[x] == "to" for x in s.kids[k])

    def question(self, k: int) -> bool:
        """A clause that opens with a question word, "if" or "whether"."""
        s = self.syntax
        first = s.edges(k)[0]
        while first < k and s.pos[first] in ("PUNCT", "SPACE", "ADP"):
            first += 1
        return (s.tag[first] in _QUESTION_TAGS and s.lower[first] != "that") or s.lower[first] in ("if", "whether")

    def gerund(self, k: int) -> bool:
        s = self.syntax
        return s.tag[k] == "VBG" and not any(s.dep[x] in ("aux", "auxpass") for x in s.kids[k])


def participle(s: Syntax, verb: int) -> bool:
    """A passive participle; not a main verb that the parser took for one ("Cruz, who …, named")."""
    if s.tag[verb] != "VBN" or s.dep[verb] not in ("acl", "advcl") or s.kid(verb, "aux", "nsubj") is not None:
        return False
    head = s.head[verb]
    active = (
        s.dep[verb] == "acl" and s.pos[head] == "PROPN" and s.lower[verb - 1] == "," and s.kid(verb, "agent") is None
    )
    return not (active and s.kid(verb, "dobj", "oprd", "ccomp", "xcomp") is not None)


def of(syntax: Syntax, verb: int, patterns: dict[str, tuple[str, str]], more: Sequence[int] = ()) -> Complement | None:
    """The first complement that one of the patterns admits, clauses before objects before prepositions.

    `more`: the tokens of the cue's further words; what the last of them governs is the verb's ("call on", "take issue
    with", "make the case that").
    """
    around = Around(syntax, verb, more)
    if more:
        governed = _governed(syntax, around, more[-1])
        if governed is not None:
            return governed if governed.pattern in patterns else None
        for prep in more:
            obj = syntax.kid(prep, "pobj", "pcomp") if syntax.dep[prep] == "prep" else None
            if obj is not None and "dobj" not in around.by:
                around.by["dobj"] = obj
    for rule in (_clause, _person_clause, _infinitive, _named, _that_later, _object, _preposition, _passive, _modified):
        found = rule(syntax, around, patterns)
        if found is not None:
            return found
    return None


def _governed(s: Syntax, a: Around, last: int) -> Complement | None:
    """What hangs on the last word of an idiom: the object of its preposition, the clause of its noun."""
    if s.head[last] == a.verb and s.dep[last] != "dobj" and len(a.more) == 1:
        return None
    if s.dep[last] == "prep" or s.pos[last] in ("ADP", "SCONJ"):
        obj = s.kid(last, "pobj", "pcomp")
        return Complement("object", s.subtree(obj), cue_end=last) if obj is not None and obj > last else None
    for k in (*s.kids[last], *(k for k in s.kids[a.verb] if k > last)):
        if k > last and s.dep[k] in ("acl", "ccomp", "relcl", "xcomp", "advcl"):
            first = s.lower[s.edges(k)[0]]
            if first == "that":
                return Complement("clause", s.subtree(k), cue_end=last)
            if a.infinitive(k):
                return Complement("to", s.subtree(k), cue_end=last)
            if a.question(k):
                return Complement("question", s.subtree(k), cue_end=last)
    return None


def _cut_off(s: Syntax, clause: int, verb: int) -> bool:
    """A clause before the verb that a semicolon parts from it is a sentence of its own."""
    return clause < verb and any(s.lower[t] == ";" for t in range(clause, verb))


def _clause(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    c = next(
        (k for k in s.kids[a.verb] if s.dep[k] == "ccomp" and k not in a.more and not _cut_off(s, k, a.verb)),
        None,
    )
    if c is None:
        return _asked(s, a, patterns)
    if a.infinitive(c) and c > a.verb:
        if "person-to" in patterns:
            return Complement("person-to", s.subtree(c))
        return Complement("clause", s.subtree(c)) if "clause" in patterns and "quote" in patterns else None
    if c > a.verb and a.question(c) and s.kid(c, "nsubj", "nsubjpass") != c:
        if "question" in patterns:
            return Complement("question", s.subtree(c))
        return None
    if a.gerund(c):
        if "ing" in patterns or "quote" in patterns:
            return Complement("ing", s.subtree(c))
        return None
    if "name" in patterns and c > a.verb and s.lower[s.edges(c)[0]] != "that":
        return Complement("name", s.subtree(c))
    if "clause" not in patterns:
        return None
    if a.passive and "that" not in {s.lower[k] for k in s.kids[c]} and c > a.verb:
        return None
    clauses = [k for k in s.kids[a.verb] if s.dep[k] == "ccomp" and (k > a.verb or k == c) and k >= c]
    if len(clauses) > 1 and clauses[0] < a.verb and any(s.lower[t] in (":", ";") for t in range(clauses[0], a.verb)):
        clauses = clauses[1:]
    that = next((k for k in s.kids[c] if s.dep[k] == "mark" and s.lower[k] == "that" and k > a.verb), a.verb)
    tokens = sorted(t for k in clauses for t in s.subtree(k))
    return Complement("clause", [t for t in tokens if t < a.verb or t >= that])


def _asked(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    """ "asked him if he would stay", where the parser took the question for a condition."""
    if patterns.get("question", ("", ""))[1] != "asked":
        return None
    for k in s.kids[a.verb]:
        if k > a.verb and s.dep[k] == "advcl" and s.lower[s.edges(k)[0]] in ("if", "whether", "why", "how"):
            return Complement("question", s.subtree(k))
    return None


def _person_clause(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    """ "told deputies he had slept", where the parser hangs the clause on the person told."""
    told = a.by.get("dobj", a.by.get("dative"))
    if told is None or told < a.verb or "person-clause" not in patterns:
        return None
    for k in s.kids[told]:
        if s.dep[k] in ("relcl", "acl", "ccomp") and s.kid(k, "nsubj", "nsubjpass", "expl") is not None:
            first = s.edges(k)[0]
            subject = s.kid(k, "nsubj", "nsubjpass", "expl")
            if s.tag[first] not in _QUESTION_TAGS and s.tag[subject] not in ("WP", "WDT"):
                return Complement("clause", s.subtree(k))
    return None


_THAT_REACH = 9  # tokens; more where a participle stands between


def _that_later(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    """A clause with "that" soon after the verb which the parser hung elsewhere."""
    if "clause" not in patterns or "quote" not in patterns:
        return None
    end = min(a.verb + _THAT_REACH, s.size)
    for t in range(a.verb + 1, min(a.verb + 2 * _THAT_REACH, s.size)):
        if t >= end:
            return None
        if s.tag[t] == "VBN" and s.dep[t] == "acl" and s.dep[s.head[t]] == "pobj":
            end += _THAT_REACH  # "in an interview aired on Friday that …"
        elif (s.pos[t] in ("VERB", "AUX") and s.tag[t] != "VBG") or s.lower[t] in (".", ";", ":", '"', "“"):
            return None
        if s.lower[t] == "that" and s.dep[t] == "mark":
            clause = s.head[t]
            last = s.edges(clause)[1]
            if (
                clause > t
                and s.kid(clause, "nsubj", "nsubjpass", "expl") is not None
                and s.lower[t - 1] not in ("so", "such")
            ):
                return Complement("clause", list(range(t, last + 1)))
            return None
    return None


def _infinitive(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    x = a.by.get("xcomp")
    if "linked" in patterns:
        if x is not None and s.kid(x, "ccomp") is not None:
            return None
        rest = next((a.by[d] for d in ("xcomp", "oprd", "acomp", "attr") if d in a.by), None)
        if rest is None:
            rest = next((prep for word, prep, _ in a.preps if word in ("like", "as") and prep > a.verb), None)
        if rest is not None and a.subject is not None and s.lower[a.subject] not in ("it", "there"):
            return Complement("linked", sorted(s.subtree(a.subject) + s.subtree(rest)), sourceless=True)
        return None
    if x is None and ("to" in patterns or "person-to" in patterns):
        later = a.by.get("advcl")
        x = (
            later
            if later is not None and later > a.verb and a.infinitive(later) and s.kid(later, "mark") is None
            else None
        )
    told = a.by.get("dobj", a.by.get("dative"))
    if x is None and "person-to" in patterns and told is not None and told > a.verb and not a.passive:
        hung = (k for k in s.kids[told] if s.dep[k] in ("relcl", "acl") and s.tag[k] == "VB" and a.infinitive(k))
        if next(hung, None) is not None:
            return Complement("person-to", s.subtree(told))
    if x is None or x < a.verb:
        return None
    if a.infinitive(x):
        dobj = a.by.get("dobj", a.by.get("dative"))
        if dobj is not None and a.verb < dobj < x:
            return Complement("person-to", sorted(s.subtree(dobj) + s.subtree(x))) if "person-to" in patterns else None
        if a.passive:
            if "raised" in patterns or "person-to" in patterns:
                own = s.subtree(a.subject) if a.subject is not None else []
                return Complement("raised", sorted(own + s.subtree(x)), sourceless=True)
            return None
        return Complement("to", s.subtree(x)) if "to" in patterns else None
    if s.tag[x] == "VBG" and "ing" in patterns:
        return Complement("ing", s.subtree(x))
    return None


def _named(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    """ "called the vote a farce", "described the vote as a farce", "accused them of fraud"."""
    dobj = a.by.get("dobj")
    tail = a.by.get("oprd") if "name" in patterns else None
    pattern = "name"
    if tail is None:
        for word, prep, _ in a.preps:
            if prep > a.verb and "object:" + word in patterns and (dobj is None or prep > dobj):
                tail, pattern = prep, "object:" + word
                break
    if tail is None:
        below = s.kids[dobj] if dobj is not None and "object" not in patterns and not a.passive else ()
        hung = next((k for k in below if s.dep[k] == "prep" and "object:" + s.lower[k] in patterns), None)
        return Complement("object:" + s.lower[hung], s.subtree(dobj)) if hung is not None else None
    if a.passive:
        own = s.subtree(a.subject) if a.subject is not None else []
        return Complement(pattern, sorted(own + s.subtree(tail)), sourceless=True)
    if dobj is None:
        if pattern == "name":
            return Complement(pattern, s.subtree(tail))
        other = next((o for word, p, o in a.preps if "prep:" + word in patterns and a.verb < p < tail), None)
        return Complement(pattern, sorted(s.subtree(other) + s.subtree(tail))) if other is not None else None
    return Complement(pattern, sorted(s.subtree(dobj) + s.subtree(tail)))


def _object(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    dobj = a.by.get("dobj")
    last = a.more[-1] if a.more and dobj is not None and s.head[dobj] == a.more[-1] else None
    if dobj is None or a.passive or not ("object" in patterns or "name" in patterns):
        return None
    if s.lower[dobj] in ("itself", "themselves", "himself", "herself"):
        return None
    return Complement("object", sorted(s.subtree(dobj) + _belonging(s, a, dobj)), cue_end=last)


_BELONG = frozenset(
    ["for", "to", "as", "with", "about", "against", "from", "over", "of", "between", "toward", "towards", "into"]
)


def _belonging(s: Syntax, a: Around, after: int) -> list[int]:
    """Infinitives and phrases behind the object that the parser hung on the verb ("defended his call to stay")."""
    out: list[int] = []
    end = s.edges(after)[1]
    for k in s.kids[a.verb]:
        if k <= end:
            continue
        first, last = s.edges(k)
        if first != end + 1:
            break
        if (s.dep[k] in ("xcomp", "advcl") and a.infinitive(k)) or (s.dep[k] == "prep" and s.lower[k] in _BELONG):
            out.extend(s.subtree(k))
            end = last
        else:
            break
    return out


def _preposition(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    for word, prep, obj in a.preps:
        if prep > a.verb and "prep:" + word in patterns and obj > prep:
            tokens = sorted(s.subtree(obj) + _belonging(s, a, obj))
            return Complement("prep:" + word, tokens, cue_end=prep if prep == a.verb + 1 else None)
    return None


def _passive(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    """ "the verdict was denounced (by …)"."""
    if not a.passive or "object" not in patterns:
        return None
    if a.subject is not None:
        return Complement("passive", s.subtree(a.subject), sourceless=True)
    return None


def _modified(s: Syntax, a: Around, patterns: dict[str, tuple[str, str]]) -> Complement | None:
    """ "the plan she announced", "the changes proposed by the cabinet": the noun that the clause modifies is told."""
    verb, head = a.verb, s.head[a.verb]
    if "object" not in patterns or s.pos[head] not in ("NOUN", "PROPN") or "dobj" in a.by:
        return None
    if s.dep[verb] == "relcl" and not a.passive and "nsubj" in a.by and s.tag[a.by["nsubj"]] not in ("WP", "WDT"):
        return Complement("modified", [t for t in s.subtree(head, without=[verb]) if t < a.verb])
    if s.dep[verb] == "acl" and a.passive and s.kid(verb, "agent") is not None:
        return Complement("modified", [t for t in s.subtree(head, without=[verb]) if t < a.verb], sourceless=True)
    return None
