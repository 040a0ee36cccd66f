"""Full-text search over reports, titles of stories and names of actors: FTS5 in SQLite, an indexed column in PostgreSQL.

Both find the same: every word of the query, without regard to case and accents; "so-called" as the two words in a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

MOST_WORDS = 20
_AT_ONCE = 10_000  # ids in one statement
MOST_BYTES = 400_000  # of a report's words; PostgreSQL's index takes a megabyte of words with their places
_WORD = re.compile(r"[^\W_]+")

# Table -> columns of words in SQLite.
_COLUMNS = {"search": ("title", "text"), "story_search": ("title",), "actor_search": ("names",)}
_TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"
_MAKE = {
    "sqlite": ("CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(id UNINDEXED, {columns}, {tokens})",),
    "postgresql": (
        'CREATE TABLE IF NOT EXISTS {table} (id VARCHAR COLLATE "C" PRIMARY KEY, words tsvector)',
        "CREATE INDEX IF NOT EXISTS ix_{table}_words ON {table} USING gin (words)",
    ),
}
_ADD = (
    "INSERT INTO {table} (id, words) VALUES (:id, CAST(:words AS tsvector)) "
    "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
)
_HOLDS = {
    "sqlite": "{table} MATCH :{terms}",
    "postgresql": "{table}.words @@ CAST(:{terms} AS tsquery)",
}


def make(connection: Connection) -> None:
    """The tables, where they are missing."""
    for table, columns in _COLUMNS.items():
        for statement in _MAKE[connection.dialect.name]:
            connection.execute(text(statement.format(table=table, columns=", ".join(columns), tokens=_TOKENS)))


def add_reports(connection: Connection, reports: Iterable[tuple[str, str, str]]) -> None:
    """(id, title, text) of reports that are not in the index yet."""
    _add(connection, "search", reports)


def add_stories(connection: Connection, stories: Iterable[tuple[str, str]]) -> None:
    """(id, title) of stories that are not in the index yet."""
    _add(connection, "story_search", stories)


def add_actors(connection: Connection, actors: Iterable[tuple[str, str]]) -> None:
    """(id, names) of actors that are not in the index yet."""
    _add(connection, "actor_search", actors)


def _add(connection: Connection, table: str, values: Iterable[tuple[str, ...]]) -> None:
    if connection.dialect.name == "postgresql":
        rows = [{"id": key, "words": vector("\n".join(words))} for key, *words in values]
        statement = _ADD.format(table=table)
    else:
        names = ("id", *_COLUMNS[table])
        rows = [dict(zip(names, value, strict=True)) for value in values]
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    if rows:
        connection.execute(text(statement), rows)


def drop_reports(connection: Connection, keys: Sequence[str]) -> None:
    _drop(connection, "search", keys)


def drop_stories(connection: Connection, keys: Sequence[str] | None = None) -> None:
    """These stories, or all."""
    _drop(connection, "story_search", keys)


def drop_actors(connection: Connection, keys: Sequence[str] | None = None) -> None:
    """These actors, or all."""
    _drop(connection, "actor_search", keys)


def _drop(connection: Connection, table: str, keys: Sequence[str] | None) -> None:
    if keys is None:
        connection.execute(text(f"DELETE FROM {table}"))
    elif keys:
        # FTS5 has no index of ids: it is gone through once, whatever their number.
        gone = bindparam("gone", expanding=True)
        for start in range(0, len(keys), _AT_ONCE):
            part = {"gone": list(keys[start : start + _AT_ONCE])}
            connection.execute(text(f"DELETE FROM {table} WHERE id IN :gone").bindparams(gone), part)


def tidy(connection: Connection) -> None:
    """Let go of the words of rows that are gone."""
    if connection.dialect.name == "sqlite":
        for table in _COLUMNS:
            connection.execute(text(f"INSERT INTO {table} ({table}) VALUES ('optimize')"))


def holding(table: str, terms: str, connection: Connection) -> str:
    """A statement that gives the ids of a table that hold what is bound to the name `terms`."""
    return f"SELECT id FROM {table} WHERE {_HOLDS[connection.dialect.name].format(table=table, terms=terms)}"


def terms(connection: Connection, words: str, *, beginnings: bool = False) -> str:
    """Words as the database's search takes them, each literally and all of them; none is a search that finds nothing.

    beginnings: words may go on.
    """
    pieces = [found for word in words.split()[:MOST_WORDS] if (found := split(word))]
    if connection.dialect.name == "postgresql":
        more = ":*" if beginnings else ""
        return " & ".join("(" + " <-> ".join(f"'{token}'" for token in piece) + f"{more})" for piece in pieces)
    more = "*" if beginnings else ""
    return " ".join('"' + " ".join(piece) + f'"{more}' for piece in pieces) or '""'


def split(words: str) -> list[str]:
    """Letters and digits in a row, in lower case and without accents."""
    plain = unicodedata.normalize("NFD", words)
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)).lower())


def vector(words: str) -> str:
    """A tsvector's own notation: words with their places.  Not made by PostgreSQL, whose rules hang on its locale."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(split(words.encode(errors="ignore")[:MOST_BYTES].decode(errors="ignore")), start=1):
        places.setdefault(token[:200], []).append(min(place, 16_383))
    return " ".join(f"'{token}':{','.join(map(str, found[:255]))}" for token, found in places.items())
