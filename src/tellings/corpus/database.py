"""Opening the catalogue, wherever it is: its place, its version, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from tellings.corpus import fulltext, migrations, postgresql, queries, schema, settings, shards, sqlite
from tellings.corpus.settings import Place
from tellings.errors import TellingsError

NAME = sqlite.NAME


class Database:
    """The catalogue of one corpus.

    place: None for SQLite in the corpus's folder.  write=False can change nothing.
    """

    def __init__(self, path: Path, place: Place | None, *, write: bool) -> None:
        self.path = path / NAME
        self.place = place
        self._lock: postgresql.Lock | None = None
        self.engine: Engine = (
            postgresql.connect(place, write=write) if place else sqlite.connect(self.path, write=write)
        )

    def __str__(self) -> str:
        return str(self.place or self.path)

    def close(self) -> None:
        if self._lock:
            self._lock.release()
            self._lock = None
        self.engine.dispose()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Errors of the database as errors that a user can act on."""
        try:
            yield
        except DBAPIError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: object) -> TellingsError:
        if self.place:
            return postgresql.unusable(self.place, error)
        return sqlite.unusable(self.path, error)

    def prepare(self) -> None:
        """Make the tables of a new catalogue, bring up those of an older one; refuse a newer one and a second writer."""
        with self.told():
            if self.place:
                self._lock = postgresql.Lock(self.engine, self.place)
            with self.engine.begin() as connection:
                if self.place:
                    postgresql.make_schema(connection, self.place)
                else:  # without it Python would commit after each change of a table
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                self._tables(connection)

    def _tables(self, connection: Connection) -> None:
        found = version(connection)
        if found is not None and found > schema.VERSION:
            raise shards.newer(self, found, schema.VERSION)
        if found is not None:
            migrations.bring_up(connection, found, schema.VERSION)
        schema.metadata.create_all(connection)
        fulltext.make(connection)
        if found != schema.VERSION:
            queries.set_meta(connection, "schema_version", str(schema.VERSION))

    def check(self) -> None:
        """Refuse a catalogue that this program cannot read."""
        with self.told(), self.engine.connect() as connection:
            found = version(connection)
        if found is None:
            raise sqlite.unusable(self.path, "it has no tables") if self.place is None else _gone(self)
        if found > schema.VERSION:
            raise shards.newer(self, found, schema.VERSION)
        if found < schema.VERSION:
            raise TellingsError(
                "corpus-older",
                f"this corpus was written by an older tellings (version {found} of its catalogue; this program has {schema.VERSION})",
                where=str(self),
                hint=f"`tellings run --into {self.path.parent}` brings it up to date; nothing is read again",
            )

    def compact(self) -> None:
        """Leave no byte of what was deleted."""
        with self.told():
            with self.engine.begin() as connection:
                fulltext.tidy(connection)
            (postgresql if self.place else sqlite).compact(self.engine)

    def damage(self) -> list[str]:
        """What the database itself finds wrong with its files; a server looks after its own."""
        if self.place:
            return []
        with self.told(), self.engine.connect() as connection:
            return [line for line in connection.execute(text("PRAGMA integrity_check")).scalars() if line != "ok"]


def exists(path: Path) -> bool:
    """Whether a folder has a catalogue, here or elsewhere."""
    return (path / NAME).is_file() or (path / settings.NAME).is_file()


def version(connection: Connection) -> int | None:
    """The schema version of the catalogue; None where there is none."""
    if not inspect(connection).has_table("meta"):
        return None
    value = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")).scalar()
    return int(value) if value is not None else None


def _gone(database: Database) -> TellingsError:
    return TellingsError(
        "catalogue-damaged",
        "the database has no tables of this corpus",
        where=str(database),
        hint=f"`tellings run --into {database.path.parent}` makes them again of the readings, which are kept",
    )
