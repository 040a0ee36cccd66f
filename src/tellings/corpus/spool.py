"""Readings on their way to being compared: out of few shards directly, or all copied once into an order of their own.

A shard holds what came in together and a cell of the calendar what happened together.  When a comparison needs much of a
corpus, the shards are read once and their entries put into a file that is thrown away afterwards.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path

import zstandard

from tellings.corpus import shards

NAME = ".comparing"
LAID_OUT = 4000  # reports; for more the shards are read through once
HELD = 1500  # records in memory


class Spool:
    """Records of reports (`shards.opened`).  owners: report → shard.  Use as a context manager."""

    def __init__(self, folder: Path, owners: dict[str, str]) -> None:
        self._folder, self._owners = folder, owners
        self._path = folder.parent / NAME
        self._file: sqlite3.Connection | None = None
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._in, self._out = zstandard.ZstdCompressor(level=1), zstandard.ZstdDecompressor()

    def __enter__(self) -> Spool:
        self._remove()
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        self._remove()

    def _remove(self) -> None:
        for path in (self._path, self._path.with_name(NAME + "-journal")):
            path.unlink(missing_ok=True)

    def lay_out(self, reports: Iterable[str]) -> None:
        """These will be asked for, most of them more than once."""
        wanted = set(reports)
        if len(wanted) <= LAID_OUT or self._file is not None:
            return
        self._file = sqlite3.connect(self._path, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "CREATE TABLE records (id TEXT PRIMARY KEY, data BLOB)",
        ):
            self._file.execute(statement)
        for name, ids in self._by_shard(wanted):
            rows = [(key, self._in.compress(data)) for key, data in shards.raw(self._folder, name, ids)]
            self._file.execute("BEGIN")
            self._file.executemany("INSERT INTO records VALUES (?, ?)", rows)
            self._file.execute("COMMIT")

    def records(self, reports: Sequence[str]) -> list[bytes]:
        """One a report, in order."""
        found: dict[str, bytes] = {}
        for key in reports:
            if key in self._held:
                self._held.move_to_end(key)
                found[key] = self._held[key]
        missing = [key for key in reports if key not in found]
        if self._file is not None:
            for key in missing:
                row = self._file.execute("SELECT data FROM records WHERE id = ?", (key,)).fetchone()
                if row:
                    found[key] = self._out.decompress(row[0])
        for name, ids in self._by_shard({key for key in missing if key not in found}):
            found.update(shards.raw(self._folder, name, ids))
        for key in missing:
            self._held[key] = found[key]
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return [found[key] for key in reports]

    def _by_shard(self, reports: Iterable[str]) -> list[tuple[str, list[str]]]:
        found: dict[str, list[str]] = {}
        for key in reports:
            found.setdefault(self._owners[key], []).append(key)
        return sorted(found.items())


class Parcels:
    """Pieces of work that is done, kept in a file until all of it is; read in the order in which they came."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = open(path, "w+b")  # noqa: SIM115 - closed by `close`
        self._in, self._out = zstandard.ZstdCompressor(level=1), zstandard.ZstdDecompressor()

    def add(self, data: bytes) -> tuple[int, int]:
        """Where it is."""
        packed = self._in.compress(data)
        self._file.seek(0, 2)
        at = self._file.tell()
        self._file.write(packed)
        return at, len(packed)

    def get(self, where: tuple[int, int]) -> bytes:
        self._file.seek(where[0])
        return self._out.decompress(self._file.read(where[1]))

    def close(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)
