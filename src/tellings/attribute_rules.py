"""spaCy's attribute ruler, asked once for each kind of word.

Its matcher tries some two hundred rules on every word of every report, a fifth of the time of a small pipeline.  What
the rules say of a word depends on its tag, its dependency and, for a few dozen words, its form: the ruler is asked once
for each such kind and its answer is remembered.  The few rules over several words are matched apart, and where they
match the ruler itself decides on those words.  Same result; rules of another make are left to spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, POS, TAG
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token

SET = [POS, MORPH, LEMMA, DEP, TAG]
CONDITIONS = {"TAG", "LOWER", "DEP", "IS_SPACE"}
RESULTS = {"POS", "MORPH", "LEMMA", "DEP", "TAG"}
OTHER = 1  # any dependency that no rule names


class AttributeRules:
    """Sets parts of speech, morphology and irregular lemmas as the ruler would."""

    def __init__(self, ruler: AttributeRuler) -> None:
        """Raises ValueError where a rule is of a make that this module does not know."""
        rules = ruler.patterns
        for rule in rules:
            used = {name for pattern in rule["patterns"] for word in pattern for name in word}
            if used - CONDITIONS or set(rule["attrs"]) - RESULTS:
                raise ValueError(f"attribute rule {rule} is of an unknown make")
        self.ruler = ruler
        self.single = AttributeRuler(ruler.vocab, name="single")
        self.several = AttributeRuler(ruler.vocab, name="several")
        for rule in rules:
            single = all(len(pattern) == 1 for pattern in rule["patterns"])
            (self.single if single else self.several).add(rule["patterns"], rule["attrs"], rule["index"])
        alone = [word for rule in self.single.patterns for pattern in rule["patterns"] for word in pattern]
        sequences = [pattern for rule in self.several.patterns for pattern in rule["patterns"]]
        openings = [pattern[0] for pattern in sequences]
        if any("LOWER" not in word and "DEP" not in word for word in openings):
            raise ValueError("a rule over several words begins with a word of any form and dependency")
        self._longest = max(map(len, sequences), default=0)
        self._forms, self._form_patterns = _values(alone + openings, "LOWER")
        self._dependencies = self._hashes(_values(alone, "DEP")[0])
        self._opening_dependencies = self._hashes(_values(openings, "DEP")[0])
        self._opening_forms, self._opening_patterns = _values(openings, "LOWER")
        self._form_kind: dict[int, tuple[int, bool]] = {}
        self._answers: dict[tuple[int, ...], tuple[int, ...]] = {}

    def pipe(self, docs: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """The documents, one by one, in order."""
        for doc in docs:
            yield self(doc)

    def __call__(self, doc: Doc) -> Doc:
        """Sets POS, MORPH and LEMMA of the document's words, which are tagged and parsed."""
        if not len(doc):
            return doc
        seen = doc.to_array([LOWER, TAG, DEP, IS_SPACE])
        forms = [self._form_kind.get(form) or self._look(form, doc) for form in seen[:, 0].tolist()]
        seen[:, 0] = [form for form, _ in forms]
        may_open = np.array([opens for _, opens in forms])
        dependencies = seen[:, 2].copy()
        seen[:, 2][(seen[:, 2] != 0) & ~np.isin(seen[:, 2], self._dependencies)] = OTHER
        kinds = list(map(tuple, seen.tolist()))
        self._ask({kind: place for place, kind in enumerate(kinds) if kind not in self._answers}, doc)
        answers = np.array([self._answers[kind] for kind in kinds], dtype=np.uint64)
        answers[:, 3] = np.where(answers[:, 3] == OTHER, dependencies, answers[:, 3])
        doc.from_array(SET, answers)
        for start in np.flatnonzero(may_open | np.isin(dependencies, self._opening_dependencies)).tolist():
            words = [doc[place] for place in range(start, min(start + self._longest, len(doc)))]
            for _, _, first, end in self.several.match(_copy(doc, words)):
                self._decide(doc, words[first:end])
        return doc

    def _look(self, form: int, doc: Doc) -> tuple[int, bool]:
        """The form where a rule looks at it, else 0; and whether a rule over several words begins with it."""
        word = doc.vocab.strings[form]
        named = word in self._forms or any(pattern.search(word) for pattern in self._form_patterns)
        opens = word in self._opening_forms or any(pattern.search(word) for pattern in self._opening_patterns)
        self._form_kind[form] = kind = (form if named else 0, opens)
        return kind

    def _hashes(self, names: Iterable[str]) -> np.ndarray:
        return np.array([self.ruler.vocab.strings.add(name) for name in sorted(names)], dtype=np.uint64)

    def _ask(self, new: dict[tuple[int, ...], int], doc: Doc) -> None:
        """The ruler's answer for kinds of word not met before, each seen at one place of the document."""
        if not new:
            return
        sample = _copy(doc, [doc[place] for place in new.values()])
        before = sample.to_array(DEP)
        self.single(sample)
        after = sample.to_array(SET)
        after[:, 3] = np.where(after[:, 3] == before, OTHER, after[:, 3])
        self._answers.update((kind, tuple(row)) for kind, row in zip(new, after.tolist(), strict=True))

    def _decide(self, doc: Doc, words: list[Token]) -> None:
        """All rules on these words alone."""
        sample = _copy(doc, words)
        self.ruler(sample)
        for word, said in zip(words, sample, strict=True):
            word.pos, word.lemma, word.dep, word.tag = said.pos, said.lemma, said.dep, said.tag
            word.set_morph(said.morph)


def _copy(doc: Doc, words: list[Token]) -> Doc:
    """The words as a document of their own, tagged, each its own head."""
    copy = Doc(doc.vocab, words=[word.text for word in words])
    copy.from_array([TAG, DEP], np.array([[word.tag, word.dep] for word in words], dtype=np.uint64))
    return copy


def _values(words: list[dict], name: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """The values that conditions on an attribute name, and the patterns they hold it against."""
    values: set[str] = set()
    patterns = []
    for word in words:
        condition = word.get(name)
        if isinstance(condition, str):
            values.add(condition)
        elif isinstance(condition, dict) and set(condition) in ({"IN"}, {"NOT_IN"}):
            values.update(*condition.values())
        elif isinstance(condition, dict) and set(condition) == {"REGEX"}:
            patterns.append(re.compile(condition["REGEX"]))
        elif condition is not None:
            raise ValueError(f"condition {condition} on {name} is of an unknown make")
    return values, patterns
