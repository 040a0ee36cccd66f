"""Frames on syntax: candidates whose conditions hold, one a trigger, the most special first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from tellings.events.frame import Condition, Frame
from tellings.events.frames import Frames
from tellings.events.phrases import Phrases
from tellings.events.roles import Hit, Roles
from tellings.events.syntax import Graph
from tellings.events.triggers import ANY, Element, Trigger

_VERBAL = frozenset({"VERB", "AUX"})
_REACH = 25
_ANYBODY = frozenset({"actor"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "DET"})


@dataclass(eq=False)
class Candidate:
    """A frame that fits a trigger.  frame: with the alternative's changes.  fillers: heads by slot."""

    frame: Frame
    hit: Hit
    rank: tuple
    actors: tuple[tuple[int, str], ...] = ()
    recipients: tuple[tuple[int, str], ...] = ()
    places: tuple[int, ...] = ()
    content: tuple[int, ...] = ()
    inner: list[Candidate] = field(default_factory=list)
    rivals: tuple[Candidate, ...] = ()  # what else the trigger may be, should the content not bear this frame out
    because: list[str] = field(default_factory=list)

    @property
    def chief(self) -> int:
        return self.hit.chief


class Matcher:
    """All candidates of one document."""

    def __init__(self, graph: Graph, frames: Frames, in_title) -> None:
        self.g, self.frames, self.in_title = graph, frames, in_title
        self.phrases = Phrases(graph, frames.lexicon)
        self.roles = Roles(graph, self.phrases, frames.light, frames.embedders.reporting)
        self._sentence_words: list[set[str]] = []
        self._sentence_classes: dict[int, frozenset[str]] = {}
        self._staged: dict[int, bool] = {}
        self._caches: dict[tuple, dict] = {}  # fillers of roles, shared by all triggers that hit the same words

    def candidates(self) -> list[Candidate]:
        buckets, g = self.frames.buckets, self.g
        anything = self.frames.index.get(ANY, ())
        out: list[Candidate] = []
        for i, lemma in enumerate(g.lemma):
            bucket = buckets.get(lemma)
            if bucket is None and g.low[i] != lemma:
                bucket = buckets.get(g.low[i])
            every = anything if anything and g.pos[i] == "VERB" else ()
            if bucket is None and not every:
                continue
            if self._in_a_name(i) or self._on_stage(g.sent[i]):
                continue
            entries = bucket.entries(self._words_of(g.sent[i])) if bucket is not None else ()
            if every:
                entries = (*entries, *every)
            hits: dict[int, Hit | None] = {}
            rivals: dict[str | None, list[Candidate]] = {}
            for entry in entries:
                key = id(entry.trigger)
                if key not in hits:
                    hits[key] = self._hit(i, entry.trigger)
                hit = hits[key]
                if hit is None:
                    continue
                found = self._candidate(entry.frame, hit)
                if found is not None:
                    rivals.setdefault(found.frame.of, []).append(found)
            for group in rivals.values():
                group.sort(key=lambda c: c.rank, reverse=True)
                group[0].rivals = tuple(group[1:])
                out.append(group[0])
        return self._without_covered(_one_a_chief(out))

    def why(self, frame_id: str) -> list[str]:
        """Why this frame does or does not count here, for those who write frames."""
        out: list[str] = []
        for word, entries in self.frames.index.items():
            for entry in (e for e in entries if e.frame.id == frame_id):
                for i in (i for i in range(self.g.n) if word in (self.g.lemma[i], self.g.low[i])):
                    out.append(
                        f"{entry.trigger.written!r} at {self.g.low[i]!r}: {self._reason(entry.frame, i, entry.trigger)}"
                    )
        return out or ["none of its triggers' chief words is there, or the parser gives them another lemma"]

    def _reason(self, frame: Frame, i: int, trigger: Trigger) -> str:
        g = self.g
        if not self._right_kind(i, trigger):
            return f"read as {g.pos[i]} ({g.dep[i]}), not as {trigger.kind}"
        hit = self._hit(i, trigger)
        if hit is None:
            return "the other words of the trigger are not attached to it"
        filled = {
            r: [g.low[t] for t in self.roles.fill(hit, r, frame)] for r in ("subject", "object", "indirect", "clause")
        }
        filled |= {f"prep:{name}": [g.low[t]] for name, t in self.roles.preps(hit)}
        roles = "; ".join(f"{r} = {', '.join(words)}" for r, words in filled.items() if words) or "no roles filled"
        for name, conditions, wanted in (("when", frame.when, True), ("unless", frame.unless, False)):
            for c in conditions:
                if self._holds(c, hit, frame) != wanted:
                    found = [
                        f"{g.low[t]} ({', '.join(sorted(self.phrases.classes(self.phrases.real_head(t)))) or 'no class'})"
                        for t in self.roles.fill(hit, c.role, frame)
                    ]
                    return f"{name} {c.role} {'does not hold' if wanted else 'blocks'}: {'; '.join(found[:4]) or 'not filled'} [{roles}]"
        for role in frame.absent:
            if self.roles.fill(hit, role, frame):
                return f"{role} should be absent [{roles}]"
        if self._candidate(frame, hit) is None:
            return f"dropped by an alternative, or a noun without participants [{roles}]"
        return f"counts, unless another frame fits better or content is lacking [{roles}]"

    # ------------------------------------------------------------ triggers

    def _hit(self, i: int, trigger: Trigger) -> Hit | None:
        if trigger.elements and not self._all_there(i, trigger):
            return None
        found: list[int] = []
        elements, predicative = trigger.elements, False
        if (
            "be" in trigger.heads and self.g.dep[i] in ("aux", "auxpass") and elements
        ):  # "is committed to": a passive to the parser
            v = self.g.head[i]
            if self.g.low[v] not in elements[0].words and self.g.lemma[v] not in elements[0].words:
                return None
            i, elements, predicative = v, elements[1:], True
        elif not self._right_kind(i, trigger):
            return None
        for element in elements:
            at = self._element(i, found, element, trigger)
            if at is None:
                if not element.optional:
                    return None
            else:
                found.append(at)
        cache = self._caches.setdefault((i, tuple(found), predicative, trigger.kind), {})
        return Hit(trigger, i, tuple(found), predicative, cache)

    def _all_there(self, i: int, trigger: Trigger) -> bool:
        """Whether each word of the phrase is somewhere in the sentence: cheap, and nearly always decides."""
        words = self._words_of(self.g.sent[i])
        return all(e.optional or not e.words.isdisjoint(words) for e in trigger.elements)

    def _tokens_of(self, sentence: int) -> range:
        """Sentences lie one after the other, so a bisection finds their borders."""
        return range(bisect_left(self.g.sent, sentence), bisect_right(self.g.sent, sentence))

    def _words_of(self, sentence: int) -> set[str]:
        if not self._sentence_words:
            found: list[set[str]] = [set() for _ in range(self.g.sent[-1] + 1)]
            for number, low, lemma in zip(self.g.sent, self.g.low, self.g.lemma, strict=True):
                found[number].add(low)
                found[number].add(lemma)
            self._sentence_words = found
        return self._sentence_words[sentence]

    def _right_kind(self, i: int, trigger: Trigger) -> bool:
        g = self.g
        pos, tag, kind = g.pos[i], g.tag[i], trigger.kind
        if kind == "verb":
            if pos in _VERBAL:
                return g.dep[i] not in ("aux", "auxpass")
            return pos == "ADJ" and tag in ("VBN", "VBG")
        if kind == "noun":
            if pos == "NOUN" or (pos == "PROPN" and (g.doc[i].text.islower() or self.in_title(i))):
                return not self._part_of_name(i) or bool(trigger.elements)
            return False
        if kind == "adj":
            return pos in ("ADJ", "ADV") or (pos == "VERB" and g.dep[i] in ("amod", "acomp"))
        return pos in ("ADP", "SCONJ", "PART", "ADV")

    def _part_of_name(self, i: int) -> bool:
        """A word in front of a proper noun or another noun is no event of its own ("war museum", "attack ad")."""
        g = self.g
        h = g.head[i]
        return g.dep[i] == "compound" and h != i and g.pos[h] in ("PROPN", "NOUN")

    def _in_a_name(self, i: int) -> bool:
        """ "the film, Release the Doves, took …": a verb with a capital inside a sentence that is not written in capitals."""
        g, doc = self.g, self.g.doc
        if g.pos[i] != "VERB" or g.tag[i] != "VB" or i < 2 or not doc[i].text.istitle() or self.in_title(i):
            return False
        if g.sent[i - 2] != g.sent[i] or not (doc[i - 1].text == "," or doc[i - 1].is_alpha):
            return False
        words = [doc[t].text for t in self._tokens_of(g.sent[i]) if doc[t].is_alpha]
        return sum(w[0].isupper() for w in words) < 0.5 * len(words)

    def _on_stage(self, sentence: int) -> bool:
        """ "In the play, a captain surrenders …": nothing of the kind happened."""
        found = self._staged.get(sentence)
        if found is None:
            g, tokens = self.g, self._tokens_of(sentence)
            found = False
            if len(tokens) > 4 and g.low[tokens[0]] == "in":
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
            near += [k for k in g.kids[base] if g.lemma[k] in words or g.low[k] in words]
            if near:
                break
            inner = [kk for k in g.kids[base] if g.dep[k] in ("prep", "prt", "dative") for kk in g.kids[k]]
            for k in g.kids[base]:
                if g.dep[k] in (
                    "dobj",
                    "nsubjpass",
                    "pobj",
                ):  # "two days of talks", "a series of raids", "let a convoy into"
                    inner += [kkk for kk in g.children(k, "prep") if g.low[kk] == "of" for kkk in g.kids[kk]]
                    inner += g.children(k, "prep") if g.dep[k] != "pobj" else []
                    inner += g.children(k, "amod", "compound")  # "conduct joint patrols"
                    inner += g.children(k, "appos") if g.dep[k] == "dobj" else []  # "denied the editor his pills"
                elif g.dep[k] == "agent":  # "was planted by spies on a phone"
                    inner += [kkk for kk in g.children(k, "pobj") for kkk in g.children(kk, "prep")]
                elif g.dep[k] in ("xcomp", "ccomp", "advcl", "acl"):  # "order to leave"
                    inner += [kk for kk in g.children(k, "aux") if g.low[kk] == "to"]
            if base != i and g.low[base] == "to":
                inner.append(g.head[base])
            near += [kk for kk in inner if g.lemma[kk] in words or g.low[kk] in words]
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

    def _when(self, prep: int) -> bool:
        """ "on Thursday" is no part of a trigger."""
        g = self.g
        if g.dep[prep] != "prep":
            return False
        noun = g.child(prep, "pobj")
        return noun is not None and "time" in self.phrases.word_classes(noun) and g.pos[noun] != "VERB"

    # ------------------------------------------------------------ conditions

    def _candidate(self, frame: Frame, hit: Hit) -> Candidate | None:
        special = 0.0
        for condition in frame.when:
            if not self._holds(condition, hit, frame):
                return None
            special += condition.speciality
        if any(self._holds(c, hit, frame, sure=True) for c in frame.unless):
            return None
        if any(self.roles.fill(hit, role, frame) for role in frame.absent):
            return None
        for alternative in frame.alternatives:
            if all(self._holds(c, hit, frame) for c in alternative.when) and not any(
                self._holds(c, hit, frame, sure=True) for c in alternative.unless
            ):
                if alternative.drop:
                    return None
                frame = frame.changed(alternative.changes)
                special += sum(c.speciality for c in alternative.when)
                break
        candidate = Candidate(frame, hit, (hit.trigger.size, special, -frame.order))
        candidate.actors = self._doers(self._slot(frame.actor, hit, frame))
        recipients = self._slot(frame.recipient, hit, frame)
        if frame.reciprocal:
            recipients = self._doers(recipients)
        candidate.recipients = tuple(f for f in recipients if f not in candidate.actors)
        if frame.many and not self._several((*candidate.actors, *candidate.recipients)):
            return None
        candidate.places = tuple(t for t, _ in self._slot(frame.place, hit, frame, anything=True))
        candidate.content = tuple(t for role in frame.content for t in self.roles.fill(hit, role, frame))
        if (
            hit.trigger.kind == "noun"
            and not frame.bare
            and not (candidate.actors or candidate.recipients or candidate.places or candidate.content)
        ):
            return None
        return candidate

    def _several(self, fillers: tuple[tuple[int, str], ...]) -> bool:
        """At least two parties: named one by one, or told by number ("the two navies", "both armies")."""
        g = self.g
        if len({span for t, _ in fillers for span in self.phrases.heads(t)}) > 1:
            return True
        for t, _ in fillers:  # "officers from Moldova and Romania"
            first, last = self.phrases.borders(t)
            if any(g.dep[k] == "conj" and "country" in self.phrases.classes(k) for k in range(first, last + 1)):
                return True
        return any(
            (g.pos[k] == "NUM" and g.low[k] not in ("one", "1")) or g.low[k] == "both"
            for t, _ in fillers
            for k in g.children(t, "nummod", "det", "predet")
        )

    def _holds(self, condition: Condition, hit: Hit, frame: Frame, sure: bool = False) -> bool:
        """sure: a name that no class knows does not count; what blocks a frame must be known."""
        if condition.role == "none":
            return False
        if condition.role == "sentence":
            return self._in_sentence(condition, self.g.sent[hit.chief])
        fillers = self.roles.fill(hit, condition.role, frame)
        if not fillers and condition.role == "subject" and frame.reciprocal:  # "talks were held between A and B"
            fillers = tuple(t for role in frame.recipient for t in self.roles.fill(hit, role, frame))
        if not fillers:  # "was accused of", "were asked to": anybody may have done it
            untold = condition.role == "subject" and condition.classes >= _ANYBODY and not sure
            return untold and not hit.predicative and self.g.child(hit.chief, "auxpass", "nsubjpass") is not None
        if condition.anything:
            return True
        if condition.role == "subject" and hit.trigger.kind == "verb":  # "the movement's missiles struck": both
            thing = tuple(t for t in self.roles.fill(hit, "grammatical", frame) if t not in fillers)
            fillers = (*fillers, *thing)
        g, wide = self.g, condition.role == "any"
        for t in fillers:
            if condition.words and (g.lemma[t] in condition.words or g.low[t] in condition.words):
                return True
            if condition.classes:
                if wide:
                    if self.phrases.sure_classes(t) & condition.classes:
                        return True
                    continue
                if sure:
                    if self.phrases.known_classes(self.phrases.real_head(t)) & condition.classes:
                        return True
                    continue
                for head in g.conjuncts(t):
                    if self.phrases.classes(self.phrases.real_head(head)) & condition.classes or self.phrases.classes(
                        head
                    ) & condition.classes - {"person", "group", "actor"}:
                        return True
        return False

    def _in_sentence(self, condition: Condition, sentence: int) -> bool:
        """Words and sure classes of the whole sentence, worked out once."""
        if not condition.words.isdisjoint(self._words_of(sentence)):
            return True
        found = self._sentence_classes.get(sentence)
        if found is None:
            found = self._sentence_classes[sentence] = frozenset().union(
                *(self.phrases.sure_classes(t) for t in self._tokens_of(sentence))
            )
        return condition.anything or not condition.classes.isdisjoint(found)

    def _slot(
        self, roles: tuple[str, ...], hit: Hit, frame: Frame, anything: bool = False
    ) -> tuple[tuple[int, str], ...]:
        for role in roles:
            names = role[5:].split("|") if role.startswith("prep:") else [""]
            for name in names:  # of several prepositions the one that the frame names first
                one = f"prep:{name}" if name else role
                fillers = [t for t in self.roles.fill(hit, one, frame) if self.g.pos[t] in _NOUNS]
                if fillers:
                    return tuple((t, role) for t in fillers)
        return ()

    def _doers(self, fillers: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
        """Those who can act; of a deed ("a rebel attack killed nine") the one who did it."""
        found = [(d, slot) for t, slot in fillers for d in self.roles.doers((t,))]
        return tuple((t, slot) for t, slot in found if any(self.roles.acts(h) for h in self.g.conjuncts(t)))

    # ------------------------------------------------------------ overlaps

    def _without_covered(self, found: list[Candidate]) -> list[Candidate]:
        """A word that belongs to a longer trigger is no trigger itself; of two that hold each other the better one counts."""
        holders: dict[tuple[int, str | None], list[Candidate]] = {}
        for c in found:
            for e in c.hit.elements:
                holders.setdefault((e, c.frame.of), []).append(c)

        def covers(d: Candidate, c: Candidate) -> bool:
            size, other = c.hit.trigger.size, d.hit.trigger.size
            return other >= max(2, size) and (other > size or d.chief not in c.hit.elements or d.rank > c.rank)

        return [c for c in found if not any(covers(d, c) for d in holders.get((c.chief, c.frame.of), ()))]


def _one_a_chief(found: list[Candidate]) -> list[Candidate]:
    """ "were hit by gunfire" is met at "were" and at "hit": one event, the other reading its rival."""
    best: dict[tuple[int, str, str | None], Candidate] = {}
    for c in found:
        key = (c.chief, c.frame.type, c.frame.of)
        other = best.get(key)
        if other is None:
            best[key] = c
            continue
        better = (not c.hit.predicative, c.rank) > (not other.hit.predicative, other.rank)
        first, second = (c, other) if better else (other, c)
        first.rivals = tuple(sorted((*first.rivals, second, *second.rivals), key=lambda r: r.rank, reverse=True))
        best[key] = first
    return list(best.values())
