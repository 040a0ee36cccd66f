"""Cues: the words that signal a telling, read from TOML; users add files of their own.

An entry has `id`, `part`, `lemmas`, `patterns`, `stance` and, where the stance does not say it, `act`, and examples
that the tests run.  What the patterns mean
stands in `docs` of each cue file; `PATTERNS` lists them.  A lemma of several words is a head and the words that go with
it: they depend on the head or on one another ("point out", "make clear", "take issue with").  A lemma may stand in any number of entries: its patterns add up.
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
_PREPOSITIONS = [
    "about",
    "against",
    "as",
    "at",
    "before",
    "by",
    "for",
    "from",
    "in",
    "into",
    "of",
    "on",
    "over",
    "to",
    "toward",
    "towards",
    "with",
    "without",
]
PATTERNS = {
    "verb": (
        "clause", "person-clause", "question", "to", "ing", "person-to", "object", "name", "quote", "raised", "linked", "inserted",
        *("prep:" + p for p in _PREPOSITIONS), *("object:" + p for p in _PREPOSITIONS),
    ),
    "noun": ("that", "to", "quote", *("prep:" + p for p in _PREPOSITIONS), *("held:" + p for p in _PREPOSITIONS)),
    "adjective": ("that", "to", "question", *("prep:" + p for p in _PREPOSITIONS)),
    "phrase": ("sentence", "aside", "names-source"),
    "support": ("verb",),
    "list": ("words",),
}  # fmt: skip
ACTS = ("utterance", "attitude")
_KEYS = frozenset({"act", "only", "id", "part", "lemmas", "patterns", "stance", "example", "about"})


@dataclass(frozen=True)
class Cue:
    """All that the files say of one lemma and its further words: pattern -> (rule, stance).

    `main`: patterns that count only where the verb is the main verb of a sentence, with a subject of its own.
    """

    part: str
    lemma: str
    more: tuple[str, ...]
    patterns: dict[str, tuple[str, str]]
    main: frozenset[str] = frozenset()


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
    """All cues, indexed by lemma; `words` are the word lists that the rules ask for, by the id of their entry.

    acts: entry id -> utterance or attitude, for the entries that say so.
    """

    verbs: dict[str, tuple[Cue, ...]]
    nouns: dict[str, tuple[Cue, ...]]
    adjectives: dict[str, tuple[Cue, ...]]
    phrases: dict[str, tuple[Cue, ...]]
    support: frozenset[str]
    words: dict[str, frozenset[str]]
    acts: dict[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class _Entry:
    id: str
    part: str
    lemmas: tuple[str, ...]
    patterns: tuple[str, ...]
    stance: str
    main: bool
    act: str | None
    examples: tuple[Example, ...]


def load_cues(extra_paths: Iterable[str | Path] = ()) -> Cues:
    """The package's cues and those of the user's files.  Raises TellingsError `bad-cues` with the file and the entry."""
    entries = [entry for where, text in _sources(extra_paths) for entry in _entries(where, text)]
    tables: dict[str, dict[tuple[str, tuple[str, ...]], dict[str, tuple[str, str]]]] = {part: {} for part in PATTERNS}
    words: dict[str, set[str]] = {}
    anywhere: set[tuple[str, str, str]] = set()
    for entry in entries:
        if entry.part == "list":
            words.setdefault(entry.id, set()).update(entry.lemmas)
            continue
        for phrase in entry.lemmas:
            first, *more = phrase.split()
            patterns = tables[entry.part].setdefault((first, tuple(more)), {})
            for pattern in entry.patterns:
                if not entry.main:
                    anywhere.add((entry.part, phrase, pattern))
                patterns.setdefault(pattern, (f"{entry.id}:{phrase}", entry.stance))

    def index(part: str) -> dict[str, tuple[Cue, ...]]:
        out: dict[str, list[Cue]] = {}
        for (lemma, more), patterns in tables[part].items():
            phrase = " ".join((lemma, *more))
            main = frozenset(p for p in patterns if (part, phrase, p) not in anywhere)
            out.setdefault(lemma, []).append(Cue(part, lemma, more, patterns, main))
        return {lemma: tuple(sorted(cues, key=lambda c: -len(c.more))) for lemma, cues in out.items()}

    return Cues(
        verbs=index("verb"),
        nouns=index("noun"),
        adjectives=index("adjective"),
        phrases=index("phrase"),
        support=frozenset(lemma for lemma, _ in tables["support"]),
        words={key: frozenset(value) for key, value in words.items()},
        acts={entry.id: entry.act for entry in entries if entry.act is not None},
        examples=tuple(example for entry in entries for example in entry.examples),
    )


def _sources(extra_paths: Iterable[str | Path]) -> list[tuple[str, str]]:
    out = []
    for entry in sorted(files("tellings.voices").joinpath("cues").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            out.append((entry.name, entry.read_text("utf-8")))
    for path in extra_paths:
        try:
            out.append((str(path), Path(path).read_text("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise TellingsError(
                "bad-cues", f"cannot read the cue file: {error}", where=str(path), hint="Give a UTF-8 TOML file"
            ) from error
    return out


def _entries(where: str, text: str) -> Iterable[_Entry]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TellingsError(
            "bad-cues", f"not valid TOML: {error}", where=where, hint="Mend the file at the line named"
        ) from error
    entries = table.get("cue", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries) or set(table) - {"cue"}:
        raise TellingsError(
            "bad-cues", "a cue file holds [[cue]] entries only", where=where, hint="Write each entry as [[cue]]"
        )
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, f"{where}, cue {number} ({entry.get('id', 'no id')})")


def _entry(entry: dict[str, Any], where: str) -> _Entry:
    def wrong(what: str, hint: str) -> TellingsError:
        return TellingsError("bad-cues", what, where=where, hint=hint)

    for key in ("id", "part", "lemmas", "patterns"):
        if not entry.get(key):
            raise wrong(f"{key!r} is missing", "Every cue needs id, part, lemmas and patterns")
    if set(entry) - _KEYS:
        raise wrong(f"unknown key {min(set(entry) - _KEYS)!r}", "Known are " + ", ".join(sorted(_KEYS)))
    for key in ("lemmas", "patterns"):
        if not isinstance(entry[key], list) or not all(isinstance(v, str) and v.strip() for v in entry[key]):
            raise wrong(f"{key!r} is not a list of words", f'Write {key} = ["…", "…"]')
    part, stance = entry["part"], entry.get("stance", "said")
    if part not in PATTERNS:
        raise wrong(f"unknown part {part!r}", "Known are " + ", ".join(PATTERNS))
    for name in entry["patterns"]:
        if name not in PATTERNS[part]:
            raise wrong(f"unknown pattern {name!r} of a {part}", "Known are " + ", ".join(PATTERNS[part]))
    if stance not in STANCES:
        raise wrong(f"unknown stance {stance!r}", "Known are " + ", ".join(STANCES))
    if entry.get("act", ACTS[0]) not in ACTS:
        raise wrong(f"unknown act {entry['act']!r}", "Known are " + ", ".join(ACTS))
    if entry.get("only", "main") != "main":
        raise wrong(f"unknown value {entry['only']!r} of 'only'", 'The one value is "main"')
    examples = []
    for example in entry.get("example", []):
        if not isinstance(example, dict) or "text" not in example:
            raise wrong("an example has no text", "Give text, and source or content")
        examples.append(Example(entry["id"], example["text"], example.get("source"), example.get("content"), where))
    return _Entry(
        id=entry["id"],
        part=part,
        lemmas=tuple(entry["lemmas"]),
        patterns=tuple(entry["patterns"]),
        stance=stance,
        main="only" in entry,
        act=entry.get("act"),
        examples=tuple(examples),
    )
