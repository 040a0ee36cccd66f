"""All frames in force: loaded, and indexed by the lemma of the trigger's chief word."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
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
from tellings.events.triggers import ANY, COMMON, Trigger
from tellings.model import digest


@dataclass(frozen=True, eq=False)
class Bucket:
    """Entries of one chief word and one kind of trigger, with their places in the file.

    alone: need no other word.  phrases: word → entries that need it or another of its kind, and what else they need.
    """

    alone: list[tuple[int, Entry]]
    phrases: dict[str, list[tuple[int, Entry, list[frozenset[str]]]]]

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
        met = self.words & words
        if not met:
            return self.single
        found = dict(self.alone)
        for word in met:
            for number, entry, further in self.phrases[word]:
                for choices in further:
                    if choices.isdisjoint(words):
                        break
                else:
                    found[number] = entry
        if len(found) == len(self.alone):
            return self.single
        return [found[number] for number in sorted(found)]


class Buckets(dict[str, dict[str, Bucket]]):
    """Chief word → kind → entries, those of phrases by the words of one that is rarer than prepositions; put together for
    each word when it is first met, since a text meets few of them.  listed: chief word → triggers, with their frames."""

    def __init__(self, listed: Mapping[str, list[tuple[Trigger, Frame]]]) -> None:
        super().__init__()
        self.listed = listed

    def __missing__(self, word: str) -> dict[str, Bucket]:
        kinds: dict[str, Bucket] = {}
        for number, entry in enumerate(_longest_first(self.listed[word])):
            kind, needed = entry.trigger.kind, entry.needed
            bucket = kinds.get(kind)
            if bucket is None:
                bucket = kinds[kind] = Bucket([], defaultdict(list))
            if not needed:
                bucket.alone.append((number, entry))
                continue
            first, *others = sorted(needed, key=_commonness) if len(needed) > 1 else needed
            found = (number, entry, others)
            for other in first:
                bucket.phrases[other].append(found)
        self[word] = kinds
        return kinds


def _commonness(words: frozenset[str]) -> tuple[bool, int]:
    """Few words that are no prepositions are met less often than others."""
    return not words.isdisjoint(COMMON), len(words)


def _longest_first(triggers: Iterable[tuple[Trigger, Frame]]) -> list[Entry]:
    return [Entry(*pair) for pair in sorted(triggers, key=lambda pair: -pair[0].size)]


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
        return {word: tuple(_longest_first(triggers)) for word, triggers in self.listed.items()}

    @cached_property
    def listed(self) -> dict[str, list[tuple[Trigger, Frame]]]:
        """Lemma of the chief word → triggers and their frames, in the order of the files."""
        found: dict[str, list[tuple[Trigger, Frame]]] = {}
        for frame in self.frames:
            for trigger in frame.triggers:
                for head in trigger.heads:
                    found.setdefault(head, []).append((trigger, frame))
        return found

    @cached_property
    def anything(self) -> tuple[Entry, ...]:
        """Entries of the trigger that any verb is."""
        return tuple(_longest_first(self.listed.get(ANY, ())))

    @cached_property
    def buckets(self) -> Buckets:
        """The same, by kind, as matching asks for them."""
        return Buckets(self.listed)

    def prepare(self) -> None:
        """Works out at once what matching asks for."""
        buckets = self.buckets
        for word in self.listed:
            buckets[word]
        _ = self.anything, self.hyphened, self.verbs

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
        return frozenset(w for frame in self.frames for t in frame.triggers if t.kind == "verb" for w in t.heads)


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
