"""Whom a deed is aimed at when no role says so: inside what is asked or threatened, behind a thing that it is done to,
in what it is done for, or the country where it is done."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from tellings.events.match import Candidate, Matcher

_TEXT = files("tellings.events").joinpath("data", "whom.toml").read_text("utf-8")
_DATA = {name: frozenset(words.split()) for name, words in tomllib.loads(_TEXT).items()}
_AIMED, _WHERE = tuple(_DATA["aimed"]), tuple(_DATA["where"])
_KEPT, _AIMING, _ABROAD = _DATA["kept"], _DATA["aiming"], _DATA["abroad"]
_HELPING, _BUILT, _GIVEN = _DATA["helping"], _DATA["built"], _DATA["given"]
_HARMED, _IN_DEED, _HOSTILE, _OWNED = _DATA["harmed"], _DATA["in_deed"], _DATA["hostile"], _DATA["owned"]
_REACH = 50

Fillers = tuple[tuple[int, str], ...]


def complete_recipients(c: Candidate, matcher: Matcher) -> None:
    """Recipients of one candidate, once it is settled: things give way to those behind them; none are looked for around it."""
    g, told = matcher.g, c.recipients
    if told:
        c.recipients = tuple(x for t, slot in told for x in _behind_thing(t, slot, c, matcher))
        c.recipients = c.recipients or _elsewhere(c, matcher)
    if c.recipients or c.frame.reciprocal or not c.frame.recipient:
        own = {g.lemma[t] for t, _ in c.actors if g.pos[t] == "PROPN"}
        c.recipients = tuple((t, s) for t, s in c.recipients if not (g.pos[t] == "PROPN" and g.lemma[t] in own))
        return
    if c.frame.joint and len({a for t, _ in c.actors for a in matcher.phrases.heads(t)}) > 1:
        return  # they agree with one another
    if (behind := _behind_words(c, matcher)) is not None:
        c.recipients = ((behind, "behind"),)
        return
    content = c.content or tuple(e for e in c.hit.elements if g.verb(e))  # "threaten to break" as one trigger
    found = _in_content(c, content, matcher, bool(told)) if content else None
    slot = "content"
    if found is None:
        found, slot = _in_purpose(c, matcher), "purpose"
    if found is None:
        found, slot = _abroad(c, matcher), "place"
    if found is None:
        found, slot = _against(c, matcher), "against"
    if found is not None:
        c.recipients = ((found, slot),)
    else:
        c.recipients = tuple((t, "harmed") for t in _harmed(c, matcher))


def _behind_thing(t: int, slot: str, c: Candidate, matcher: Matcher) -> Fillers:
    """ "rejected an invitation by Chad", "investigates crimes by soldiers", "imposed tariffs on Chad": Chad, the soldiers."""
    g, phrases = matcher.g, matcher.phrases
    classes = phrases.classes(phrases.real_head(t)) or phrases.classes(t)
    actors = {a for a, _ in c.actors}
    if c.frame.type in _HELPING and classes & _BUILT and "actor" not in classes:
        for k in (*g.children(t, "poss"), *_aimed(t, matcher, ("in", "for", "of"))):
            if k not in actors and "country" in phrases.classes(k):
                return ((k, slot),)
    scene = slot.startswith("prep:") and g.pos[t] == "NOUN" and g.low[g.head[t]] in _WHERE  # "in an online ceremony"
    given = c.frame.type in _HELPING and classes & _GIVEN and "actor" not in classes  # tents are no address
    if (not classes and not scene) or (classes & _KEPT and not given) or g.verb(t):
        return ((t, slot),)
    aimed = _aimed(t, matcher, _AIMED)
    deeper = [x for k in aimed for x in _aimed(k, matcher, _AIMED)]
    before = g.children(t, "amod", "compound", "nmod")
    doers = [x for k in g.children(t, "acl", "relcl", "ccomp") for x in g.subjects(k) if x != t]
    for k in (*g.children(t, "poss"), *aimed, *(_named(before, matcher)), *deeper, *before, *doers):
        if k not in actors and _someone(k, matcher):
            return ((k, slot),)
    return ()


def _behind_words(c: Candidate, matcher: Matcher) -> int | None:
    """Of "bowed to demands from Chad", where "demands" is a word of the trigger: Chad."""
    g = matcher.g
    actors = {a for a, _ in c.actors}
    for e in c.hit.elements:
        if g.pos[e] == "NOUN":
            for k in (*g.children(e, "poss"), *_aimed(e, matcher, ("from", "by", "of", "against", "with"))):
                if k not in actors and _someone(k, matcher):
                    return k
            if matcher.phrases.classes(e) & _OWNED:  # "rejected a Chadian appeal", "defaced Chadian sites"
                home = {_country(a, matcher) for a in actors}
                for k in g.children(e, "amod", "compound", "nmod"):
                    if k not in actors and _someone(k, matcher) and _country(k, matcher) not in home - {None}:
                        return k
    return None


def _harmed(c: Candidate, matcher: Matcher) -> tuple[int, ...]:
    """Of "nine were hurt in a suicide bombing", where the verb is no event of its own: the nine."""
    g = matcher.g
    if c.frame.type != "ASSAULT" or c.hit.trigger.kind != "noun":
        return ()
    p = g.head[c.chief]
    verb = g.head[p]
    if g.dep[c.chief] != "pobj" or g.low[p] not in _IN_DEED or g.lemma[verb] not in _HARMED:
        return ()
    actors = {a for a, _ in c.actors}
    hurt = g.objects(verb) or (g.surface_subject(verb) if g.lemma[verb] in ("die", "perish") else ())
    return tuple(t for t in hurt if t not in actors)


def _against(c: Candidate, matcher: Matcher) -> int | None:
    """Of "trained pilots for raids against Chad", "makes shells to use against Chad": Chad, however deep below the deed."""
    if c.frame.type not in _HOSTILE:
        return None
    g = matcher.g
    actors = {a for a, _ in c.actors}
    tops = tuple(dict.fromkeys((c.chief, *c.hit.elements)))
    for t in _words(tops, matcher, purposes=True):
        for k in _aimed(t, matcher, ("against",)):
            if k not in actors and matcher.phrases.classes(matcher.phrases.real_head(k)) & _KEPT:
                return k
            for x in g.children(k, "poss", "amod", "compound"):
                if x not in actors and _someone(x, matcher):
                    return x
    return None


def _named(before: list[int], matcher: Matcher) -> list[int]:
    """Names of bodies before a noun: "a Security Council resolution"."""
    return [k for k in before if matcher.g.pos[k] == "PROPN" and _body(k, matcher)]


def _elsewhere(c: Candidate, matcher: Matcher) -> Fillers:
    """ "rushed fuel to Chad", read with the fuel as the one addressed: the first of the frame's other roles that holds somebody."""
    actors = {a for a, _ in c.actors}
    for role in c.frame.recipient:
        found = tuple(
            t for t in matcher.roles.fill(c.hit.site, role, c.frame) if t not in actors and _someone(t, matcher)
        )
        if found:
            return tuple((t, role) for t in found)
    return ()


def _in_content(c: Candidate, content: tuple[int, ...], matcher: Matcher, told: bool) -> int | None:
    """The likeliest addressee inside the content; unless a thing was told, else in the proviso ("unless Chad …")."""
    g = matcher.g
    actors = {a for a, _ in c.actors}
    found = _inside(content, actors, matcher)
    if found is not None or told:
        return found
    for v in (c.chief, *content):
        for k in g.children(v, "advcl"):
            subject = g.child(k, "nsubj", "nsubjpass")
            if (
                subject is not None
                and subject not in actors
                and g.pos[subject] in ("PROPN", "NOUN")
                and _someone(subject, matcher)
            ):
                return subject
    return None


def _inside(tops: tuple[int, ...], actors: set[int], matcher: Matcher) -> int | None:
    """Whom the words under `tops` are aimed at: after a preposition, else as possessor or object, else where."""
    g = matcher.g
    inside = _words(tops, matcher)
    for places in (_AIMED, _WHERE):
        for t in inside:
            for k in _aimed(t, matcher, places):
                if (
                    k not in actors
                    and _someone(k, matcher)
                    and (places is _AIMED or "country" in matcher.phrases.classes(k) or g.pos[k] == "PROPN")
                ):
                    return k
        if places is _AIMED:
            for t in inside:
                for k in g.children(t, "poss", "amod", "compound", "dobj"):
                    if k not in actors and _someone(k, matcher) and (g.dep[k] != "dobj" or g.pos[k] != "PRON"):
                        return k
    return None


def _in_purpose(c: Candidate, matcher: Matcher) -> int | None:
    """ "stopped work to protest against Chad's decision": Chad."""
    g = matcher.g
    verbs = [a for a in c.hit.anchors if g.verb(a)] or [v for v in g.up(c.chief, 4) if g.verb(v)][:1]
    for v in verbs:
        for base in (v, *g.children(v, "dobj")):
            for k in g.children(base, "advcl", "xcomp", "acl", "conj"):
                if g.lemma[k] in _AIMING and k not in c.hit.anchors and g.tag[k] in ("VB", "VBG"):
                    actors = {a for a, _ in c.actors}
                    for t in (*g.objects(k), *_aimed(k, matcher, (*_AIMED, "at"))):
                        near = (
                            t,
                            *g.children(t, "poss"),
                            *_aimed(t, matcher, _AIMED),
                            *g.children(t, "amod", "compound"),
                        )
                        if (
                            found := next((x for x in near if x not in actors and _someone(x, matcher)), None)
                        ) is not None:
                            return found
                    if (found := _inside((k,), actors, matcher)) is not None:
                        return found
    return None


def _abroad(c: Candidate, matcher: Matcher) -> int | None:
    """The country where a deed is done by those of another country: "suspended deliveries in Chad"."""
    if c.frame.type not in _ABROAD or not c.actors:
        return None
    home = {x for t, _ in c.actors if (x := _country(t, matcher)) is not None}
    if not home and not any("igo" in matcher.phrases.word_classes(t) for t, _ in c.actors):
        return None
    for name, t in matcher.roles.preps(c.hit.site):
        if name in _WHERE and (there := _country(t, matcher)) is not None and there not in home:
            return t
    return None


def _country(t: int, matcher: Matcher) -> int | None:
    """Which country (a number of the list) the phrase at t names: its head, else a word before it."""
    numbers = matcher.phrases.lexicon.country_numbers
    for k in (t, *matcher.g.children(t, "poss", "compound", "amod", "nmod")):
        if (number := numbers.get(matcher.phrases.country_name(k) or "")) is not None:
            return number
    return None


def _words(tops: tuple[int, ...], matcher: Matcher, *, purposes: bool = False) -> list[int]:
    """Words below `tops`, clauses of others left out; purposes: what something is for ("shells to use") is no other's clause."""
    g = matcher.g

    def goes_on(k: int) -> bool:
        if g.dep[k] in ("relcl", "advcl"):
            return purposes and g.tag[k] == "VB" and any(g.low[x] == "to" for x in g.kids[k])
        return g.dep[k] not in ("punct", "appos", "nsubj", "nsubjpass")

    out: list[int] = []
    queue = list(tops)
    while queue and len(out) < _REACH:
        v = queue.pop(0)
        out.append(v)
        queue += [k for k in g.kids[v] if goes_on(k)]
    return out


def _aimed(t: int, matcher: Matcher, names: tuple[str, ...]) -> list[int]:
    return [k for name, k in matcher.g.preps([t]) if name in names]


def _someone(i: int, matcher: Matcher) -> bool:
    """Somebody who can be acted upon, known as such; for a name, anybody who is no date."""
    g, phrases = matcher.g, matcher.phrases
    if g.pos[i] not in ("NOUN", "PROPN", "ADJ") or "time" in phrases.word_classes(i):
        return False
    classes = phrases.classes(phrases.real_head(i))
    if g.pos[i] == "ADJ" or g.dep[i] in ("compound", "nmod"):
        return "country" in classes or (g.pos[i] == "PROPN" and _body(i, matcher))
    return "actor" in classes


def _body(i: int, matcher: Matcher) -> bool:
    """A body that a list knows, such as "Council", "Nato"."""
    return bool(matcher.phrases.word_classes(i) & {"igo", "organisation", "government"})
