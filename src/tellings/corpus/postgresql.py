"""The catalogue in PostgreSQL: many corpora in one database, each in a schema of its own, one writer at a time."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from tellings.corpus.settings import Place
from tellings.errors import TellingsError


def connect(place: Place, *, write: bool) -> Engine:
    """An engine whose every statement is about this corpus; write=False can change nothing.  Raises no-psycopg."""
    try:
        engine = create_engine(place.url, pool_pre_ping=True, hide_parameters=True)
    except ImportError as error:
        raise TellingsError(
            "no-psycopg",
            "a catalogue in PostgreSQL needs psycopg",
            where=str(place),
            hint='Run `pip install "tellings[postgresql]"`',
        ) from error

    @event.listens_for(engine, "connect")
    def _settings(connection, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'SET search_path = "{place.schema}"')
            cursor.execute("SET client_min_messages = warning")
            if not write:
                cursor.execute("SET default_transaction_read_only = on")
        connection.commit()

    return engine


def make_schema(connection: Connection, place: Place) -> None:
    """The corpus's schema, if it is not there.  Raises wrong-encoding."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise TellingsError(
            "wrong-encoding",
            f"the database keeps strings as {encoding}",
            where=str(place),
            hint="Make one with `createdb --encoding UTF8 --template template0`",
        )
    connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{place.schema}"'))


class Lock:
    """One writer a schema, wherever it runs; the server lets go when the connection ends."""

    def __init__(self, engine: Engine, place: Place) -> None:
        """Raises corpus-busy."""
        number = int.from_bytes(hashlib.sha256(place.schema.encode()).digest()[:8], "big", signed=True)
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not self._connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar():
            self.release()
            raise TellingsError(
                "corpus-busy",
                "another run is writing to this corpus's catalogue",
                where=str(place),
                hint="Wait until it is done; reading with `tellings show` works meanwhile",
            )

    def release(self) -> None:
        self._connection.invalidate()  # closed, not given back to the pool: the lock ends with it
        self._connection.close()


def compact(engine: Engine) -> None:
    """Write the tables anew without the rows that are gone.  The server's log and backups are not ours to clean."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (FULL)"))


def unusable(place: Place, error: DBAPIError) -> TellingsError:
    """The error for a database that cannot be used."""
    message = str(error.orig or error).strip().splitlines()[0]
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in ("42501", "25006"):
        return TellingsError(
            "corpus-not-writable",
            f"the database does not allow it: {message}",
            where=str(place),
            hint="Ask its owner for the right to CREATE in this database",
        )
    if state.startswith(("53", "58")):
        return TellingsError(
            "catalogue-full",
            f"the database has no room or cannot write: {message}",
            where=str(place),
            hint="Free some space, then run again: what was read before is kept",
        )
    return TellingsError(
        "no-catalogue",
        f"the database cannot be used: {message}",
        where=str(place),
        hint="Is the server running, and is the address right? Passwords belong into ~/.pgpass or PGPASSWORD",
    )
