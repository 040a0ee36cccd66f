"""The phrases that resolving looks at: those that fill slots and speak, and every proper name of the report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.symbols import PROPN

from tellings.entities.describe import describe
from tellings.entities.predicates import stated_roles
from tellings.entities.sketch import Sketch
from tellings.entities.view import View
from tellings.model import Attribution, Mention, Participant, Span

CLIMB = 6
REACH_OF_THEY = 2  # sentences back
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_PREFIXES = frozenset(["ex", "vice", "deputy", "then"])


class Phrases:
    """sketches: by head token.  needed: heads that a mention or an attribution uses.  stated: (who, role) by sentence."""

    def __init__(self, view: View, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> None:
        self.view = view
        self.sketches: dict[int, Sketch] = {}
        self.needed: set[int] = set()
        self.stated: list[tuple[int, int]] = []
        self._heads: list[int] = view.doc.to_array("HEAD").astype("int64").tolist()
        self._roots: dict[Span, int | None] = {}
        for mention in mentions:
            for participant in (*mention.actors, *mention.recipients):
                self._need(self.head(participant))
        for attribution in attributions:
            for voice in attribution.voices:
                for span in (voice.span, voice.mention):
                    if span is not None:
                        self._need(self.root(span))
        for subject in self._meant_by_they():
            if subject not in self.sketches:
                sketch = describe(view, subject)
                if sketch.roles and sketch.plural and sketch.name is None:
                    self.sketches[subject] = sketch
        for who, role in stated_roles(view):
            self.stated.append((who, role))
            if who not in self.sketches:
                self.sketches[who] = describe(view, who)
        for head in self._name_heads():
            if head not in self.sketches:
                sketch = describe(view, head)
                if sketch.name is not None and not sketch.pronoun:
                    self.sketches[head] = sketch

    def head(self, participant: Participant) -> int | None:
        """The token of a participant's head word."""
        if participant.head not in self._roots:
            last = bisect_left(self.view.offsets, participant.head.end) - 1
            inside = last >= 0 and participant.head.start < participant.head.end
            self._roots[participant.head] = self._behind_prefix(last) if inside else self.root(participant.span)
        return self._roots[participant.head]

    def root(self, span: Span) -> int | None:
        """The token that the others of a span hang on."""
        if span not in self._roots:
            self._roots[span] = self._find_root(span)
        return self._roots[span]

    def _find_root(self, span: Span) -> int | None:
        first = max(bisect_right(self.view.offsets, span.start) - 1, 0)
        last = bisect_left(self.view.offsets, span.end)
        outside = [i for i in range(first, last) if not first <= i + self._heads[i] < last or self._heads[i] == 0]
        if len(outside) == 1:
            return self._behind_prefix(outside[0])
        tokens = self.view.parsed.tokens(span)
        return self._behind_prefix(tokens.root.i) if len(tokens) else None

    def _behind_prefix(self, i: int) -> int:
        """ "Ex-PM", parsed as three words of which the first is the chief one: the last is meant."""
        doc = self.view.doc
        joined = i + 2 < len(doc) and self.view.parsed.lower[i] in _PREFIXES and doc[i + 1].text == "-"
        return i + 2 if joined and not doc[i].whitespace_ and not doc[i + 1].whitespace_ else i

    def _meant_by_they(self) -> list[int]:
        """People who are the subject of a sentence just before one in which somebody asks who "they" are: "The bandits came
        at dusk. They killed both watchmen."  Whoever only comes and goes fills no slot, and yet is meant."""
        view, columns = self.view, self.view.parsed.columns
        asked = {view.parsed.sentence_number(h) for h in self.needed if view.parsed.lower[h] == "they"}
        found: list[int] = []
        for number in sorted({n - back for n in asked for back in range(REACH_OF_THEY + 1) if n >= back}):
            sentence = view.parsed.sentences[number]
            found += [
                i
                for i in range(sentence.start, sentence.end)
                if columns.dep[i] in _SUBJECTS and columns.tag[i] == "NNS"
            ]
        return found

    def _need(self, head: int | None) -> None:
        if head is None:
            return
        self.needed.add(head)
        if head not in self.sketches:
            self.sketches[head] = describe(self.view, head)

    def _name_heads(self) -> list[int]:
        """Heads of runs of proper nouns, report-wide, and ends of known organisations and people."""
        doc = self.view.doc
        forms, deps = self.view.parsed.forms, doc.to_array("DEP").tolist()
        inner = (doc.vocab.strings["compound"], doc.vocab.strings["nmod"])
        proper = doc.to_array("POS") == PROPN
        ends = [i for i in proper.nonzero()[0].tolist() if i + 1 == len(doc) or not proper[i + 1]]
        heads: dict[int, None] = {}
        for end in ends:
            if not forms[end][:1].isalpha():
                continue
            head = end
            for _ in range(CLIMB):
                above = head + self._heads[head]
                if not (head < above <= end + 4 and deps[head] in inner and forms[above][:1].isupper()):
                    break
                head = above
            heads.setdefault(head)
        for found in self.view.found:
            if found.of("organisation", "person") is not None and not found.blocked:
                heads.setdefault(found.end - 1)
            elif found.of("domain", "modifier") is not None and found.of("role") is None:
                heads.pop(found.end - 1, None)
        return list(heads)
