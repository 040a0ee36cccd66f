"""Readings on their way to being compared: each read out of its shard once, and kept until the comparison is done.

A shard holds what came in together and a cell of the calendar what happened together.  So what will be asked for is read
shard by shard beforehand; much of it is put into a file that is thrown away afterwards.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import zstandard

from tellings.corpus import shards

NAME = ".comparing"
HELD = 1500  # records in memory


class Spool:
    """Records of reports (`shards.opened`).  owners: report → shard.  Use as a context manager."""

    def __init__(self, folder: Path, owners: dict[str, str]) -> None:
        self._folder, self._owners = folder, owners
        self._path = folder.parent / NAME
        self._file: sqlite3.Connection | None = None
        self._laid_out: set[str] = set()
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
        """These will be asked for, in an order that is not that of the shards."""
        for _ in self.through(reports):
            pass

    def through(self, reports: Iterable[str]) -> Iterator[list[bytes]]:
        """The records shard by shard, those that are laid out already left out; they will be asked for again."""
        wanted = {key for key in reports if key not in self._laid_out and key not in self._held}
        small = len(wanted) <= HELD
        for name, ids in self._by_shard(wanted):
            rows = list(shards.raw(self._folder, name, ids))
            if small:
                self._hold(rows)
            else:
                self._write(rows)
            yield [data for _, data in rows]

    def _write(self, rows: Sequence[tuple[str, bytes]]) -> None:
        if self._file is None:
            self._file = sqlite3.connect(self._path, isolation_level=None)
            for statement in (
                "PRAGMA journal_mode=OFF",
                "PRAGMA synchronous=OFF",
                "CREATE TABLE records (id TEXT PRIMARY KEY, data BLOB)",
            ):
                self._file.execute(statement)
        self._file.execute("BEGIN")
        self._file.executemany(
            "INSERT INTO records VALUES (?, ?)", [(key, self._in.compress(data)) for key, data in rows]
        )
        self._file.execute("COMMIT")
        self._laid_out.update(key for key, _ in rows)

    def records(self, reports: Sequence[str]) -> list[bytes]:
        """One a report, in order."""
        found: dict[str, bytes] = {}
        for key in reports:
            if key in self._held:
                self._held.move_to_end(key)
                found[key] = self._held[key]
            elif key in self._laid_out:
                row = self._file.execute("SELECT data FROM records WHERE id = ?", (key,)).fetchone()
                found[key] = self._out.decompress(row[0])
        for name, ids in self._by_shard({key for key in reports if key not in found}):
            rows = list(shards.raw(self._folder, name, ids))
            found.update(rows)
            self._hold(rows)
        return [found[key] for key in reports]

    def _hold(self, rows: Iterable[tuple[str, bytes]]) -> None:
        self._held.update(rows)
        while len(self._held) > 2 * HELD:
            self._held.popitem(last=False)

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
