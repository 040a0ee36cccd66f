"""Deaths and wounds that nobody dealt: a crash, a quake, a ferry that sank.  The words are those of violence ("seven were killed").

What happened is often told in another sentence, so the whole report is asked: one that speaks of a wreck or of a force of nature again
and again, and hardly of violence, tells of no attack, unless the sentence itself does.  A sentence that names a wreck and no violence
tells of none either, if nobody or only who was at the wheel is told to have done it.  Words: `[mishap]` in data/status.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from tellings.events.match import Candidate
from tellings.events.phrases import Phrases
from tellings.events.syntax import Graph

_OFTEN = 2  # words of mishap in a report that tells of one
_RATHER = 2  # times as many as words of violence


class Mishaps:
    """Finds them in one document.  table: `mishap` of status.toml."""

    def __init__(self, graph: Graph, phrases: Phrases, table: Mapping[str, str]) -> None:
        self.g, self.phrases = graph, phrases
        self.harm, self.wrecks, self.carriers, self.wheel, self.told = (
            frozenset(table[name].split()) for name in ("harm", "wrecks", "carriers", "at_the_wheel", "violence")
        )
        self.classes, self.armed = frozenset(table["classes"].split()), frozenset(table["armed"].split())

    def dealt(self, c: Candidate) -> bool:
        """Whether the deaths or wounds of a candidate are one."""
        g = self.g
        if c.frame.type != "ASSAULT" or c.frame.of is not None or g.lemma[c.chief] not in self.harm:
            return False
        sentence = range(*g.sentences[g.sent[c.chief]])
        if self._violent(sentence):
            return False
        armed = not self.armed.isdisjoint(self._sure(sentence))
        if self._of_report:
            return not (armed and c.actors)  # two navies whose ships collide may have meant it
        drivers = all(g.lemma[t] in self.wheel or g.lemma[t] in self.carriers for t, _ in c.actors)
        return drivers and not armed and any(map(self._wrecked, sentence))

    @cached_property
    def _of_report(self) -> bool:
        whole = range(self.g.n)
        wrecks = sum(map(self._wrecked, whole))
        return wrecks >= _OFTEN and wrecks > _RATHER * sum([self._violent((i,)) for i in whole])

    def _wrecked(self, i: int) -> bool:
        """ "collided", or "a tram that jumped the rails", "a ferry struck the pier": what carries people and does something by itself."""
        g = self.g
        return g.lemma[i] in self.wrecks or (g.lemma[i] in self.carriers and g.dep[i] in ("nsubj", "nsubjpass"))

    def _violent(self, words: Iterable[int]) -> bool:
        g = self.g
        words = list(words)
        if any(g.lemma[i] in self.told or g.low[i] in self.told for i in words):
            return True
        return not self.classes.isdisjoint(self._sure(words))

    def _sure(self, words: Iterable[int]) -> frozenset[str]:
        """Classes of what is no verb: "the ship struck a bridge"."""
        return self.phrases.all_sure([i for i in words if self.g.pos[i] != "VERB"])
