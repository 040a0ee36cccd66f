"""The catalogue in SQLite, in WAL mode: pages are read while a run writes, also where nothing can be written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from tellings.errors import TellingsError

NAME = "corpus.db"
CACHE = 64 * 1024  # kB of pages that a writer keeps: the indexes of a large corpus are written to all over
COMPARING = 256 * 1024  # kB while thousands of stories are put into them


def connect(path: Path, *, write: bool) -> Engine:
    """An engine on the file.  write=False never changes it and works in a folder that is read-only."""
    uri = path.resolve().as_uri()
    if not write:
        uri += "?mode=ro" if os.access(path.parent, os.W_OK) else "?immutable=1"

    def open_file() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=30, check_same_thread=False)

    engine = create_engine("sqlite://", creator=open_file, poolclass=QueuePool)
    if write:

        @event.listens_for(engine, "connect")
        def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")  # what is dear is in the shards, which are synced
            connection.execute(f"PRAGMA cache_size=-{CACHE}")

    return engine


@contextmanager
def roomy(connection: Connection) -> Iterator[None]:
    """More pages are kept meanwhile."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size=-{COMPARING}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE}")


def compact(engine: Engine) -> None:
    """Write the file anew without the free pages, in which words of deleted rows are left."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def unusable(path: Path, error: object) -> TellingsError:
    """The error for a file that SQLite does not take."""
    message = str(getattr(error, "orig", None) or error)
    if isinstance(error, OperationalError) and ("readonly" in message or "unable to open" in message):
        return TellingsError(
            "corpus-not-writable",
            f"cannot write to the corpus: {message}",
            where=str(path),
            hint="Choose another folder with --into, or change its permissions",
        )
    if isinstance(error, DatabaseError) and ("disk is full" in message or "disk I/O error" in message):
        return TellingsError(
            "catalogue-full",
            f"cannot write the catalogue: {message}",
            where=str(path),
            hint="Free some space, then run again: what was read before is kept",
        )
    return TellingsError(
        "catalogue-damaged",
        f"the catalogue cannot be used: {message}",
        where=str(path),
        hint="It can be rebuilt: move corpus.db away and run `tellings run --into CORPUS`; the readings are kept",
    )
