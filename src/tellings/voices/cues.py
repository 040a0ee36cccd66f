"""Cues: the words that signal a telling, read from TOML; users add files of their own.

An entry has `id`, `part` (verb, noun, adjective, phrase), `lemmas`, `patterns` and `stance`, and examples that the tests
run.  The patterns of each part are listed in `PATTERNS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from tellings.errors import TellingsError

STANCES = ("said", "denied", "asked", "wanted", "believed", "shown")
PATTERNS = {
    "verb": ("clause", "quote"),
    "phrase": ("sentence",),
}


@dataclass(frozen=True)
class Cue:
    """One entry of a cue file for one lemma.  `more` are the words that go with the lemma ("out" of "point out")."""

    id: str
    part: str
    lemma: str
    more: tuple[str, ...]
    patterns: frozenset[str]
    stance: str


@dataclass(frozen=True)
class Example:
    """A sentence of a cue file and what must be found in it."""

    cue: str
    text: str
    source: str | None
    content: str | None
    where: str


@dataclass(frozen=True)
class Cues:
    """All cues, indexed by part and lemma."""

    verbs: dict[str, tuple[Cue, ...]]
    nouns: dict[str, tuple[Cue, ...]]
    adjectives: dict[str, tuple[Cue, ...]]
    phrases: dict[str, tuple[Cue, ...]]
    examples: tuple[Example, ...] = field(default=(), compare=False)


def load_cues(extra_paths: Iterable[str | Path] = ()) -> Cues:
    """The package's cues and those of the user's files.  Raises TellingsError `bad-cues` with the file and the entry."""
    sources: list[tuple[str, str]] = []
    for entry in sorted(files("tellings.voices").joinpath("cues").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            sources.append((entry.name, entry.read_text("utf-8")))
    for path in extra_paths:
        try:
            sources.append((str(path), Path(path).read_text("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise TellingsError(
                "bad-cues", f"cannot read the cue file: {error}", where=str(path), hint="Give a UTF-8 TOML file"
            ) from error
    tables: dict[str, dict[str, list[Cue]]] = {part: {} for part in PATTERNS}
    examples: list[Example] = []
    for where, text in sources:
        for cue_list, example_list in _entries(where, text):
            for cue in cue_list:
                tables[cue.part].setdefault(cue.lemma, []).append(cue)
            examples.extend(example_list)
    frozen = {
        part: {k: tuple(sorted(v, key=lambda c: -len(c.more))) for k, v in t.items()} for part, t in tables.items()
    }
    return Cues(frozen["verb"], frozen.get("noun", {}), frozen.get("adjective", {}), frozen["phrase"], tuple(examples))


def _entries(where: str, text: str) -> Iterable[tuple[list[Cue], list[Example]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TellingsError(
            "bad-cues", f"not valid TOML: {error}", where=where, hint="Mend the file at the line named"
        ) from error
    entries = table.get("cue", [])
    if not isinstance(entries, list) or set(table) - {"cue"}:
        raise TellingsError(
            "bad-cues", "a cue file holds [[cue]] entries only", where=where, hint="Write each entry as [[cue]]"
        )
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, f"{where}, cue {number} ({entry.get('id', 'no id')})")


def _entry(entry: dict[str, Any], where: str) -> tuple[list[Cue], list[Example]]:
    def wrong(what: str, hint: str) -> TellingsError:
        return TellingsError("bad-cues", what, where=where, hint=hint)

    for key in ("id", "part", "lemmas", "patterns"):
        if not entry.get(key):
            raise wrong(f"{key!r} is missing", "Every cue needs id, part, lemmas and patterns")
    unknown = set(entry) - {"id", "part", "lemmas", "patterns", "stance", "example"}
    if unknown:
        raise wrong(f"unknown key {min(unknown)!r}", "Known are id, part, lemmas, patterns, stance, example")
    part = entry["part"]
    if part not in PATTERNS:
        raise wrong(f"unknown part {part!r}", "Known are " + ", ".join(PATTERNS))
    for name in entry["patterns"]:
        if name not in PATTERNS[part]:
            raise wrong(f"unknown pattern {name!r} of a {part}", "Known are " + ", ".join(PATTERNS[part]))
    stance = entry.get("stance", "said")
    if stance not in STANCES:
        raise wrong(f"unknown stance {stance!r}", "Known are " + ", ".join(STANCES))
    cues = []
    for phrase in entry["lemmas"]:
        first, *more = str(phrase).split()
        cues.append(Cue(entry["id"], part, first, tuple(more), frozenset(entry["patterns"]), stance))
    examples = []
    for example in entry.get("example", []):
        if "text" not in example:
            raise wrong("an example has no text", "Give text, and source or content")
        examples.append(Example(entry["id"], example["text"], example.get("source"), example.get("content"), where))
    return cues, examples
