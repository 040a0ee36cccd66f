"""All frames in force: loaded, and indexed by the lemma of the trigger's chief word."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from tellings.errors import TellingsError
from tellings.events.classes import Lexicon, load_lexicon
from tellings.events.embedders import Embedders, load_embedders
from tellings.events.frame import Entry, Frame
from tellings.events.reader import FrameReader
from tellings.events.tables import Tables, load_tables
from tellings.events.toml_lines import Lines, near
from tellings.events.triggers import COMMON
from tellings.model import digest


@dataclass(frozen=True, eq=False)
class Bucket:
    """Entries of one chief word and one kind of trigger, with their places in the file.

    alone: need no other word.  phrases: word → entries that need it or another of its kind, and what they need.
    """

    alone: list[tuple[int, Entry]]
    phrases: dict[str, list[tuple[int, Entry, tuple[frozenset[str], ...]]]]

    @cached_property
    def words(self) -> frozenset[str]:
        """Those of which one must be there for more than the entries that need none."""
        return frozenset(self.phrases)

    @cached_property
    def single(self) -> list[Entry]:
        """The entries that need no other word."""
        return [entry for _, entry in self.alone]

    def entries(self, words: set[str]) -> list[Entry]:
        """Those that can match in a sentence of these words; always in the order of the frames, since the first of equals wins."""
        if self.words.isdisjoint(words):
            return self.single
        found = dict(self.alone)
        for word in self.words & words:
            for number, entry, needed in self.phrases[word]:
                for choices in needed:
                    if choices.isdisjoint(words):
                        break
                else:
                    found[number] = entry
        return [found[number] for number in sorted(found)]


@dataclass(frozen=True, eq=False)
class Frames:
    """All frames that are in force, with the word classes and tables that they speak of."""

    frames: tuple[Frame, ...]
    lexicon: Lexicon
    tables: Tables
    embedders: Embedders
    light: dict[str, str]
    fingerprint: str

    @cached_property
    def index(self) -> dict[str, tuple[Entry, ...]]:
        """Lemma of the chief word → entries, longest trigger first."""
        found: dict[str, list[Entry]] = {}
        for frame in self.frames:
            for trigger in frame.triggers:
                for head in trigger.heads:
                    found.setdefault(head, []).append(Entry(trigger, frame))
        return {word: tuple(sorted(entries, key=lambda e: -e.trigger.size)) for word, entries in found.items()}

    @cached_property
    def buckets(self) -> dict[str, dict[str, Bucket]]:
        """Lemma of the chief word → kind → entries, those of phrases by the words of one that is rarer than prepositions."""
        found: dict[str, dict[str, Bucket]] = {}
        for word, entries in self.index.items():
            kinds = found[word] = {}
            for number, entry in enumerate(entries):
                bucket = kinds.setdefault(entry.trigger.kind, Bucket([], {}))
                needed = entry.needed
                rare = min((words for words in needed if not words & COMMON), key=len, default=None)
                rare = rare or next(iter(needed), None)
                if rare is None:
                    bucket.alone.append((number, entry))
                else:
                    for other in rare:
                        bucket.phrases.setdefault(other, []).append((number, entry, needed))
        return found

    @cached_property
    def hyphened(self) -> frozenset[str]:
        """Words of triggers and of classes that the press writes with a hyphen: those with one, and all longer nouns of triggers."""
        parts = {
            w
            for f in self.frames
            for t in f.triggers
            for words in (t.heads, *(e.words for e in t.elements))
            for w in words
        }
        nouns = {w for f in self.frames for t in f.triggers if t.kind == "noun" for w in t.heads if len(w) > 5}
        return frozenset(w for w in (*parts, *self.lexicon.words) if "-" in w) | nouns

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Lemmas that some frame knows as a verb."""
        return frozenset(
            w for word, entries in self.index.items() for w in (word,) if any(e.trigger.kind == "verb" for e in entries)
        )


def load_frames(
    extra_paths: Iterable[str | Path] = (),
    *,
    only_extra: bool = False,
    on_error: Callable[[str, TellingsError], None] | None = None,
) -> Frames:
    """The program's frames and those of `extra_paths`.

    Raises TellingsError frames-* with file and line, and the nearest right word, on every kind of mistake; with
    `on_error` the file is left out instead and the error handed over with the file's name.
    """
    lexicon, tables, embedders = load_lexicon(), load_tables(), load_embedders()
    texts: list[tuple[str, str]] = []
    if not only_extra:
        folder = files("tellings.events").joinpath("frames")
        texts += [
            (f.name, f.read_text("utf-8"))
            for f in sorted(folder.iterdir(), key=lambda f: f.name)
            if f.name.endswith(".toml")
        ]
    for path in map(Path, extra_paths):
        try:
            texts.append((str(path), path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise TellingsError("frames-unreadable", f"cannot read the frames: {error}", where=str(path)) from error
    frames: list[Frame] = []
    seen: dict[str, str] = {}
    for name, text in texts:
        try:
            read = read_frames(text, name, lexicon, tables)
        except TellingsError as error:
            if on_error is None:
                raise
            on_error(name, error)
            continue
        for frame in read:
            if frame.id in seen:
                raise TellingsError(
                    "frames-twice",
                    f"the frame {frame.id!r} is already defined in {seen[frame.id]}",
                    where=frame.source,
                    hint="Give it another id",
                )
            seen[frame.id] = frame.source
            frames.append(replace(frame, order=len(frames)))
    marks = digest(lexicon.fingerprint, tables.fingerprint, embedders.fingerprint, *(t for _, t in texts))
    return Frames(tuple(frames), lexicon, tables, embedders, embedders.light, marks)


def read_frames(text: str, name: str, lexicon: Lexicon, tables: Tables) -> list[Frame]:
    """The frames of one file."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TellingsError(
            "frames-toml", str(error), where=name, hint="See docs/frames.md for how a frame is written"
        ) from error
    lines = Lines(text, name)
    for key in data:
        if key != "frame":
            lines.fail(f"unknown table [{key}]", lines.find(key), near(key, ("frame",)))
    if not isinstance(data.get("frame", []), list):
        lines.fail("write [[frame]] with two brackets", lines.find("frame"), "")
    return [
        FrameReader(raw, number, lines, lexicon, tables).frame() for number, raw in enumerate(data.get("frame", []))
    ]
