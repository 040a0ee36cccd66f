"""Frames on syntax: candidates whose conditions hold, one a trigger, the most special first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tellings.events.facts import Facts
from tellings.events.frame import Alternative, Condition, Entry, Frame
from tellings.events.frames import Frames
from tellings.events.hits import Hits
from tellings.events.phrases import Phrases
from tellings.events.roles import BY_FRAME, Roles
from tellings.events.site import Hit, Site
from tellings.events.syntax import Graph

_ANYBODY = frozenset({"actor"})
_UNREAD: Any = object()
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

    def __init__(self, graph: Graph, frames: Frames, in_title: Callable[[int], bool]) -> None:
        self.g, self.frames, self.in_title = graph, frames, in_title
        self.phrases = Phrases(graph, frames.lexicon)
        self.roles = Roles(graph, self.phrases, frames.light, frames.embedders.reporting)
        self.hits = Hits(graph, self.phrases, in_title)
        self._facts: dict[tuple[int, ...], Facts] = {}
        self._sentence_classes: dict[int, frozenset[str]] = {}

    def candidates(self) -> list[Candidate]:
        """The best candidate of each trigger, its rivals behind it, in the order of the text."""
        frames, g, hits = self.frames, self.g, self.hits
        listed, buckets, anything = frames.listed, frames.buckets, frames.anything
        out: list[Candidate] = []
        words = enumerate(zip(g.lemma, g.low, strict=True))
        for i, lemma, low in [(i, a, b) for i, (a, b) in words if a in listed or b in listed or anything]:
            chief = lemma if lemma in listed else low if low in listed else None
            entries: Sequence[Entry] = ()
            if chief is not None:
                bucket = buckets[chief]
                for kind in hits.kinds(i):
                    if kind in bucket:
                        found = bucket[kind].entries(hits.words_of(g.sent[i]))
                        entries = [*entries, *found] if entries else found
            if anything and g.pos[i] == "VERB":
                entries = (*entries, *anything)
            if entries and (best := self._best(i, entries)) and not hits.in_fiction(i):
                out += best
        return self._without_covered(_one_a_chief(out))

    def _best(self, i: int, entries: Sequence[Entry]) -> list[Candidate]:
        """What the word at i is a trigger of: the best of the program's own frames and of each of a user's classes."""
        rivals: dict[str | None, list[Candidate]] = {}
        for entry in entries:
            trigger, frame = entry.trigger, entry.frame
            site = self.hits.site(i, trigger)
            if site is None or not self._hold(frame, frame, site):
                continue
            if (found := self._borne_out(frame, Hit(trigger, site))) is not None:
                rivals.setdefault(found.frame.of, []).append(found)
        out: list[Candidate] = []
        for group in rivals.values():
            if len(group) > 1:
                group.sort(key=lambda c: c.rank, reverse=True)
                group[0].rivals = tuple(group[1:])
            out.append(group[0])
        return out

    # ------------------------------------------------------------ conditions

    def candidate(self, frame: Frame, hit: Hit) -> Candidate | None:
        """The frame at this trigger, if its conditions hold."""
        return self._borne_out(frame, hit) if self._hold(frame, frame, hit.site) else None

    def _borne_out(self, frame: Frame, hit: Hit) -> Candidate | None:
        """The frame, whose conditions hold, unless something is there that should not be, or too little."""
        site = hit.site
        for role in frame.absent:
            if self.roles.fill(site, role, frame):
                return None
        special = frame.speciality
        for alternative, changed in zip(frame.alternatives, frame.otherwise, strict=True):
            if self._hold(alternative, frame, site):
                if alternative.drop:
                    return None
                frame = changed
                special += alternative.speciality
                break
        return self._filled(Candidate(frame, hit, (hit.trigger.size, special, -frame.order)))

    def _filled(self, candidate: Candidate) -> Candidate | None:
        """The candidate with those who take part; None if there are too few."""
        frame, site = candidate.frame, candidate.hit.site
        candidate.actors = self._doers(self._slot(frame.actor, site, frame))
        recipients = self._slot(frame.recipient, site, frame)
        if frame.reciprocal:
            recipients = self._doers(recipients)
        actors = candidate.actors
        candidate.recipients = tuple([f for f in recipients if f not in actors]) if actors else recipients
        if frame.many and not self._several((*candidate.actors, *candidate.recipients)):
            return None
        if self._of_anybody(candidate):
            return None
        if frame.place:
            candidate.places = tuple([t for t, _ in self._slot(frame.place, site, frame)])
        if frame.content:
            candidate.content = tuple([t for role in frame.content for t in self.roles.fill(site, role, frame)])
        if (
            site.kind == "noun"
            and not frame.bare
            and not (candidate.actors or candidate.recipients or candidate.places or candidate.content)
        ):
            return None
        return candidate

    def _of_anybody(self, candidate: Candidate) -> bool:
        """ "you get shot there", "when you sign a treaty": said of people in general."""
        low = self.g.low
        if "you" in [low[t] for t, _ in candidate.actors]:
            return True
        return any([low[t] == "you" and self.g.dep[t] == "nsubjpass" for t, _ in candidate.recipients])

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

    def _hold(self, told: Frame | Alternative, frame: Frame, site: Site) -> bool:
        """All of the conditions, and nothing that blocks; a name that no class knows blocks nothing."""
        for condition in told.when:
            if not self.holds(condition, site, frame):
                return False
        for condition in told.blocks:  # noqa: SIM110 a generator costs as much as the questions
            if self.holds(condition, site, frame, True):
                return False
        return True

    def holds(self, condition: Condition, site: Site, frame: Frame, sure: bool = False) -> bool:
        """sure: a name that no class knows does not count; what blocks a frame must be known."""
        role = condition.role
        if condition.told and condition.words.isdisjoint(site.said):
            return False
        if role == "sentence":
            return self._in_sentence(condition, site)
        if role == "any" and not self._in_sentence(condition, site):
            return False
        key = frame.noun_keys[role] if role in BY_FRAME and site.kind == "noun" else role
        facts = site.facts.get(key, _UNREAD)
        if facts is _UNREAD:
            facts = site.facts[key] = self._facts_at(role, site, frame)
        if facts is None:
            return role == "subject" and self._without_subject(condition, site, frame, sure)
        return condition.anything or facts.hold(condition, role == "any", sure)

    def _without_subject(self, condition: Condition, site: Site, frame: Frame, sure: bool) -> bool:
        """Nobody stands as subject: "talks were held between A and B" tells it, "was accused of" may mean anybody."""
        if frame.reciprocal:
            fillers = tuple(t for role in frame.recipient for t in self.roles.fill(site, role, frame))
            if fillers:
                facts = self._facts_of("subject", site, frame, fillers)
                return condition.anything or facts.hold(condition, False, sure)
        untold = condition.classes >= _ANYBODY and not sure  # "was accused of", "were asked to"
        return untold and not site.predicative and self.g.child(site.chief, "auxpass", "nsubjpass") is not None

    def _facts_at(self, role: str, site: Site, frame: Frame) -> Facts | None:
        fillers = self.roles.fill(site, role, frame)
        return self._facts_of(role, site, frame, fillers) if fillers else None

    def _facts_of(self, role: str, site: Site, frame: Frame, fillers: tuple[int, ...]) -> Facts:
        if role == "subject" and site.kind == "verb":  # "the movement's missiles struck": both
            things = self.roles.fill(site, "grammatical", frame)
            if things and things != fillers:
                fillers = (*fillers, *(t for t in things if t not in fillers))
        facts = self._facts.get(fillers)
        if facts is None:
            facts = self._facts[fillers] = Facts(fillers, self.phrases)
        return facts

    def _in_sentence(self, condition: Condition, site: Site) -> bool:
        """Words and sure classes of the whole sentence, worked out once."""
        if condition.anything or not condition.words.isdisjoint(site.said):
            return True
        if not condition.classes:
            return False
        sentence = self.g.sent[site.chief]
        found = self._sentence_classes.get(sentence)
        if found is None:
            found = self._sentence_classes[sentence] = self.phrases.all_sure(range(*self.g.sentences[sentence]))
        return not condition.classes.isdisjoint(found)

    def _slot(self, roles: tuple[str, ...], site: Site, frame: Frame) -> tuple[tuple[int, str], ...]:
        pos = self.g.pos
        for role in roles:
            names = one_by_one(role)
            for name in names:
                preps = self.roles.preps(site)
                fillers = [t for n, t in preps if n == name and pos[t] in _NOUNS and t not in site.anchors]
                if fillers:
                    break
            else:
                fillers = () if names else [t for t in self.roles.fill(site, role, frame) if pos[t] in _NOUNS]
            if fillers:
                return tuple([(t, role) for t in fillers])
        return ()

    def _doers(self, fillers: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
        """Those who can act; of a deed ("a rebel attack killed nine") the one who did it."""
        roles = self.roles
        return tuple([(d, slot) for t, slot in fillers for d in roles.doers((t,)) if roles.some_act(d)])

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
        better = (not c.hit.site.predicative, c.rank) > (not other.hit.site.predicative, other.rank)
        first, second = (c, other) if better else (other, c)
        first.rivals = tuple(sorted((*first.rivals, second, *second.rivals), key=lambda r: r.rank, reverse=True))
        best[key] = first
    return list(best.values())


@cache
def one_by_one(role: str) -> tuple[str, ...]:
    """The prepositions of a role, if it is one of these: the one that the frame names first counts before the others."""
    return tuple(role[5:].split("|")) if role.startswith("prep:") else ()
