"""Opening the catalogue: SQLite in WAL mode, its version, and reading it where nothing can be written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from tellings.corpus import migrations, queries, schema, shards
from tellings.errors import TellingsError

NAME = "corpus.db"


def connect(path: Path, *, write: bool) -> Engine:
    """An engine on the catalogue.  write=False never changes the file and works in a folder that is read-only."""
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

    return engine


def prepare(engine: Engine, path: Path) -> None:
    """Make the tables of a new catalogue, bring up those of an older one; refuse a newer one."""
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # else Python would commit after each change of a table
            found = version(connection)
            if found is not None and found > schema.VERSION:
                raise shards.newer(path, found, schema.VERSION)
            if found is not None:
                migrations.bring_up(connection, found, schema.VERSION)
            schema.metadata.create_all(connection)
            for statement in schema.SEARCH:
                connection.execute(text(statement))
            if found != schema.VERSION:
                queries.set_meta(connection, "schema_version", str(schema.VERSION))
    except DatabaseError as error:
        raise unusable(path, error) from error


def check(engine: Engine, path: Path) -> None:
    """Refuse a catalogue that this program cannot read."""
    try:
        with engine.connect() as connection:
            found = version(connection)
    except DatabaseError as error:
        raise unusable(path, error) from error
    if found is None:
        raise unusable(path, "it has no tables")
    if found > schema.VERSION:
        raise shards.newer(path, found, schema.VERSION)
    if found < schema.VERSION:
        raise TellingsError(
            "corpus-older",
            f"this corpus was written by an older tellings (version {found} of its catalogue; this program has {schema.VERSION})",
            where=str(path),
            hint=f"`tellings run --into {path.parent}` brings it up to date; nothing is read again",
        )


def version(connection: Connection) -> int | None:
    """The schema version in the file; None for an empty file."""
    present = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'meta'")).first()
    if not present:
        return None
    value = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")).scalar()
    return int(value) if value is not None else None


def unusable(path: Path, error: object) -> TellingsError:
    """The error for a catalogue that SQLite does not take."""
    message = str(getattr(error, "orig", None) or error)
    if isinstance(error, OperationalError) and ("readonly" in message or "unable to open" in message):
        return TellingsError(
            "corpus-not-writable",
            f"cannot write to the corpus: {message}",
            where=str(path),
            hint="Choose another folder with --into, or change its permissions",
        )
    return TellingsError(
        "catalogue-damaged",
        f"the catalogue cannot be used: {message}",
        where=str(path),
        hint="It can be rebuilt: move corpus.db away and run `tellings run --into CORPUS`; the readings are kept",
    )
