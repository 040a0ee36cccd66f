"""What is known of the words that fill a role: their forms and their classes, worked out once for all frames that ask."""

from __future__ import annotations

from tellings.events.frame import Condition
from tellings.events.phrases import Phrases

_LOOSELY = frozenset({"person", "group", "actor"})
_NONE: frozenset[str] = frozenset()


class Facts:
    """The words of these tokens and the classes that they, and those joined to them, belong to; each kind when it is first asked for."""

    __slots__ = ("_classes", "_known", "_phrases", "_sure", "_tokens", "_words")

    def __init__(self, tokens: tuple[int, ...], phrases: Phrases) -> None:
        self._tokens, self._phrases = tokens, phrases
        self._words: set[str] | None = None
        self._classes: frozenset[str] | None = None
        self._known: frozenset[str] | None = None
        self._sure: frozenset[str] | None = None

    def hold(self, condition: Condition, wide: bool, sure: bool) -> bool:
        """wide: the tokens are a whole clause.  sure: what is only supposed of a name does not count."""
        if condition.words:
            if self._words is None:
                g = self._phrases.g
                self._words = {g.lemma[t] for t in self._tokens}
                self._words.update([g.low[t] for t in self._tokens])
            if not condition.words.isdisjoint(self._words):
                return True
        if not condition.classes:
            return False
        return not condition.classes.isdisjoint(
            self._of_clause() if wide else self._listed() if sure else self._may_be()
        )

    def _may_be(self) -> frozenset[str]:
        """Those of who is meant ("a group of diplomats"), and of the word itself unless it only says that it is people."""
        if self._classes is None:
            phrases, found = self._phrases, _NONE
            for t in self._tokens:
                for head in phrases.g.conjuncts(t):
                    real = phrases.real_head(head)
                    found = found | phrases.classes(real) if found else phrases.classes(real)
                    if real != head:
                        found |= phrases.classes(head) - _LOOSELY
            self._classes = found
        return self._classes

    def _listed(self) -> frozenset[str]:
        """Those of lists alone, of who is meant."""
        if self._known is None:
            phrases = self._phrases
            self._known = _NONE.union(*[phrases.known_classes(phrases.real_head(t)) for t in self._tokens])
        return self._known

    def _of_clause(self) -> frozenset[str]:
        """Those of every word."""
        if self._sure is None:
            self._sure = self._phrases.all_sure(self._tokens)
        return self._sure
