"""Paths to blobs: files, folders, globs, standard input; in a fixed order, one that fails does not stop the others."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tellings.errors import TellingsError
from tellings.gather import remote
from tellings.gather.draft import Blob
from tellings.gather.formats import ENDINGS, UNREAD

STDIN = "-"
# What lies beside reports in folders and never is one.
_BESIDE = frozenset(["readme", "license", "licence", "copying", "notice", "makefile", "changelog", "contributing"])


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str | TellingsError]:
    """The files that the paths name, each once; an error for a path that names none."""
    seen: set[str] = set()
    for path in paths:
        for found in _expand(os.fspath(path)):
            if isinstance(found, TellingsError):
                yield found
                continue
            key = found if found == STDIN or remote.is_remote(found) else os.path.realpath(found)
            if key not in seen:
                seen.add(key)
                yield found


def _expand(path: str) -> Iterator[str | TellingsError]:
    if path == STDIN:
        yield path
    elif remote.is_remote(path):
        yield from remote.expand(path, is_candidate)
    elif os.path.isdir(path):
        yield from _folder(path)
    elif os.path.lexists(path):
        yield path
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        files = [match for match in matches if not os.path.isdir(match)]
        if files:
            yield from files
        else:
            yield TellingsError(
                "no-match", "no file matches the pattern", where=path, hint="Check the pattern and its folder"
            )
    else:
        yield TellingsError("not-found", "there is no such file or folder", where=path, hint="Check the path")


def _folder(path: str) -> Iterator[str | TellingsError]:
    found = False
    errors: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_candidate(name):
                found = True
                yield os.path.join(folder, name)
    for error in errors:
        yield TellingsError(
            "unreadable",
            f"the folder cannot be read: {error.strerror}",
            where=error.filename or path,
            hint="Check its permissions",
        )
    if not found and not errors:
        yield TellingsError(
            "no-reports",
            "the folder holds no file of a known format",
            where=path,
            hint=f"Known endings: {' '.join(sorted(ending for ending in ENDINGS if ending))}",
        )


def is_candidate(name: str) -> bool:
    """Whether a folder's file may be a report, by its name: a known ending, not hidden, no read-me."""
    if name.startswith(".") or name.split(".")[0].lower() in _BESIDE:
        return False
    ending = Path(name).suffix.lower()
    return bool(ending) and (ending in ENDINGS or ending in UNREAD)


def opened(path: str) -> Blob:
    """A file or standard input, ready to read.  Raises TellingsError `not-found`, `unreadable`."""
    if path == STDIN:
        stream = sys.stdin.buffer if hasattr(sys.stdin, "buffer") else sys.stdin
        return Blob("-", stream if hasattr(stream, "peek") else io.BufferedReader(stream), "")
    if remote.is_remote(path):
        return remote.opened(path)
    try:
        # Never wait for a pipe or a device that somebody left in the folder.
        if not os.path.isfile(path):
            os.stat(path)
            raise TellingsError(
                "unreadable", "not a regular file", where=path, hint="Give files, folders or - for standard input"
            )
        return Blob(path, open(path, "rb", buffering=1 << 17), Path(path).suffix.lower())
    except FileNotFoundError as error:
        raise TellingsError(
            "not-found", "the file has vanished", where=path, hint="Check the path, then run again"
        ) from error
    except OSError as error:
        raise TellingsError(
            "unreadable", f"the file cannot be read: {error.strerror}", where=path, hint="Check its permissions"
        ) from error
