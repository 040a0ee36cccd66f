"""What reading needs, loaded once a process, and its fingerprint."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# One thread a process for the numeric libraries: processes are the unit of parallel work.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from tellings import __version__, entities, events, voices  # noqa: E402
from tellings.errors import TellingsError  # noqa: E402
from tellings.parse import DEFAULT_MODEL, Model  # noqa: E402

# The rooms a reading passes through.  A change in any other room leaves readings fresh.
_READING_ROOMS = ("voices", "events", "entities", "data")
_READING_MODULES = (
    "model.py", "parse.py", "columns.py", "ner.py", "attribute_rules.py", "reading.py", "names.py", "numbers.py", "phrases.py",
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What a user may choose: a model, and files of their own (paths as strings, so that options cross processes)."""

    model: str = DEFAULT_MODEL
    frames: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    gov_default: bool = False


@dataclass(frozen=True)
class Pipeline:
    """The language model, cues, frames and knowledge of one process."""

    options: Options
    model: Model
    cues: voices.Cues
    frames: events.Frames
    knowledge: entities.Knowledge
    fingerprint: str

    @classmethod
    def load(cls, options: Options | None = None) -> Pipeline:
        """Load everything; errors in a user's file are `TellingsError` with the file and line."""
        options = options or Options()
        with _seldom_collected():
            model = Model(options.model)
            frames = events.load_frames(options.frames)
            events.prepare(frames)
            return cls(
                options=options,
                model=model,
                cues=voices.load_cues(options.cues),
                frames=frames,
                knowledge=entities.load_knowledge(
                    dictionaries=options.actors, gazetteers=options.places, gov_default=options.gov_default
                ),
                fingerprint=fingerprint(options, model.version),
            )


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """What is loaded stays: looking for garbage among it every 700 objects takes a sixth of the time and finds nothing."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def fingerprint(options: Options, model_version: str) -> str:
    """16 hexadecimal digits over code version, model, package data of the reading rooms and the user's files."""
    whole = hashlib.sha256()
    for part in (__version__, model_version, _package_digest(), str(options.gov_default)):
        whole.update(part.encode() + b"\0")
    for group in (options.frames, options.cues, options.actors, options.places):
        for name in group:
            try:
                whole.update(hashlib.sha256(Path(name).read_bytes()).digest())
            except OSError as error:
                raise TellingsError(
                    "no-such-file", f"cannot read {name}", where=name, hint=str(error.strerror)
                ) from error
        whole.update(b"\0")
    return whole.hexdigest()[:16]


@cache
def _package_digest() -> str:
    root = Path(__file__).parent
    paths = [root / name for name in _READING_MODULES]
    for room in _READING_ROOMS:
        paths += sorted(p for p in (root / room).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    whole = hashlib.sha256()
    for path in paths:
        if path.exists():
            whole.update(
                path.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
            )
    return whole.hexdigest()
