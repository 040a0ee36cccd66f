"""Which files were gathered before and have the same bytes still: they need not be taken apart again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from tellings import __version__
from tellings.gather.draft import shown
from tellings.gather.options import GatherOptions
from tellings.gather.remote import is_remote, stamp_of
from tellings.gather.walking import STDIN


@dataclass(frozen=True)
class Seen:
    """A file as it was when it was gathered.

    changed: nanoseconds.  documents: how many it gave.  given: the path as its documents name it.
    """

    path: str
    size: int
    changed: int
    sha256: str = ""
    documents: int = 0
    given: str = ""


Recall = Callable[[str], Seen | None]


@dataclass
class Files:
    """Told of every file that gather opens.  recall: what is known of a path.  finished: what was gathered whole."""

    recall: Recall = lambda path: None
    passed: Callable[[Seen], None] = lambda seen: None
    finished: list[Seen] = field(default_factory=list)

    def begin(self, path: str) -> Seen | None:
        """The file as it is now; None for what has no size and time of its own."""
        if path == STDIN:
            return None
        try:
            if is_remote(path):
                return Seen(path, *stamp_of(path))
            found = os.stat(path)
            return Seen(os.path.abspath(path), found.st_size, found.st_mtime_ns)
        except OSError:
            return None

    def is_same(self, path: str, now: Seen | None) -> bool:
        """Whether it was gathered before and nothing changed; tells so.  A new time with the same bytes is no change."""
        before = self.recall(now.path) if now else None
        if before is None or now is None or before.size != now.size:
            return False
        if before.changed != now.changed:
            if is_remote(path) or not before.sha256 or _digest(path) != before.sha256:
                return False
            self.finished.append(replace(before, changed=now.changed))
        self.passed(before)
        return True

    def end(self, path: str, begun: Seen | None, documents: int) -> None:
        """All of its documents were handed on."""
        if begun is not None and self.begin(path) == begun:  # else it was written to meanwhile
            sha = "" if is_remote(path) else _digest(path)
            self.finished.append(replace(begun, sha256=sha, documents=documents, given=shown(path)))


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def way_of(options: GatherOptions, fingerprint: str) -> str:
    """Digest of all that decides what a file gives: options, this room's code and data, and who reads its reports."""
    told = [f"{key}={value}" for key, value in sorted(asdict(options).items()) if key != "acquired"]
    return hashlib.sha256("\0".join([__version__, _room(), fingerprint, *told]).encode()).hexdigest()[:16]


@cache
def _room() -> str:
    whole = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
