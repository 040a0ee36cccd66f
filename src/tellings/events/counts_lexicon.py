"""The words that say what a number counts, from `data/counts.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from tellings.events.classes import load_lexicon as load_classes
from tellings.model import COUNTED

Phrase = frozenset[str]


@dataclass(frozen=True)
class Question:
    """One of COUNTED with its words; phrases are keyed by their first word, the longest first."""

    what: str
    object: dict[str, tuple[Phrase, ...]]
    subject: dict[str, tuple[Phrase, ...]]
    with_object: dict[str, tuple[Phrase, ...]]
    of: frozenset[str]
    label: frozenset[str]
    kind: frozenset[str]
    state: frozenset[str]
    beside: frozenset[str]
    adjective: frozenset[str]
    figure: tuple[tuple[str, ...], ...]
    by_police: dict[str, tuple[Phrase, ...]]

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words that are a figure's label by themselves."""
        return frozenset(words[0] for words in self.figure if len(words) == 1)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All questions, and the word lists beside them."""

    questions: tuple[Question, ...]
    words: dict[str, frozenset[str]]

    @cached_property
    def asking(self) -> frozenset[str]:
        """Every word without which no question is asked; a copula alone asks nothing."""
        small = self["small"]
        out = set(self["family"]) | self["of_nobody"] | self["spared"] | {"life", "fall", "us", "we"}
        for question in self.questions:
            for table in (question.object, question.subject, question.with_object, question.by_police):
                for verb, phrases in table.items():
                    for phrase in phrases:
                        out |= phrase - small if verb in self["copula"] or verb == "have" else {verb}
            out |= question.of | question.label | question.kind | question.state | question.beside | question.adjective
            out |= {word for figure in question.figure for word in figure if word != "number"}
        return frozenset(out)

    def is_thing(self, low: str, lemma: str) -> bool:
        """Whether a noun (as written, in small letters, and its lemma) is surely no people."""
        if lemma in self["things"] or low in self["things"]:
            return True
        if low in self.asking or lemma in self.asking or lemma in self["people"] or lemma in self["alone"]:
            return False
        classes = load_classes().of(lemma)
        return bool(classes) and classes.isdisjoint(self["human"])

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]


@cache
def lexicon() -> Lexicon:
    """The package's own lexicon."""
    tables = tomllib.loads(files("tellings.events.data").joinpath("counts.toml").read_text("utf-8"))
    copula = tables["copula"]
    questions = tuple(_question(what, tables[what], copula) for what in COUNTED)
    words = {name: frozenset(value) for name, value in tables.items() if isinstance(value, list)}
    for table in tables.values():
        if isinstance(table, dict):
            words |= {k: frozenset(v) for k, v in table.items() if isinstance(v, list) and k not in _FIELDS}
    return Lexicon(questions, words)


_FIELDS = ("object", "by_police", "kind", "with", "subject", "with_object", "of", "label", "adjective", "figure")


def _question(what: str, table: dict, copula: list[str]) -> Question:
    return Question(
        what=what,
        object=_phrases(table.get("object", ()), copula),
        subject=_phrases(table.get("subject", ()), copula),
        with_object=_phrases(table.get("with_object", ()), copula),
        of=frozenset(table.get("of", ())),
        label=frozenset(table.get("label", ())),
        kind=frozenset(table.get("kind", ())),
        state=frozenset(e.split()[1] for e in table.get("subject", ()) if e.startswith("COP ") and len(e.split()) == 2),
        beside=frozenset(w for e in table.get("with", ()) for w in e.split()[1:]),
        adjective=frozenset(table.get("adjective", ())),
        by_police=_phrases(table.get("by_police", ()), copula),
        figure=tuple(sorted((tuple(f.split()) for f in table.get("figure", ())), key=len, reverse=True)),
    )


def _phrases(entries: list[str] | tuple, copula: list[str]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, set[Phrase]] = {}
    for entry in entries:
        first, *rest = entry.split()
        if first == "not":
            first, rest = rest[0], ["not", *rest[1:]]
        for verb in copula if first == "COP" else [first]:
            found.setdefault(verb, set()).add(frozenset(rest))
    return {verb: tuple(sorted(phrases, key=len, reverse=True)) for verb, phrases in found.items()}
