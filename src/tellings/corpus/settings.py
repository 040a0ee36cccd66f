"""Where a corpus keeps its catalogue: in the folder, or in PostgreSQL, which a file `corpus.toml` in the folder then says."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tellings.corpus import shards
from tellings.errors import TellingsError

NAME = "corpus.toml"
VARIABLE = "TELLINGS_CATALOGUE"
_HEAD = "# Where this corpus keeps its catalogue.  Passwords are kept in ~/.pgpass, or given as PGPASSWORD.\n"


@dataclass(frozen=True)
class Place:
    """A schema of its own in a PostgreSQL database."""

    url: URL
    schema: str

    def __str__(self) -> str:
        return f"{self.url.render_as_string(hide_password=True)}, schema {self.schema}"


def find(path: Path) -> Place | None:
    """Where an existing corpus has its catalogue; None for SQLite in its folder.  Raises bad-settings."""
    try:
        kept = tomllib.loads((path / NAME).read_text("utf-8"))
        place = Place(parse(kept["catalogue"]), kept["schema"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError) as error:
        raise TellingsError(
            "bad-settings",
            f"cannot be understood: {error}",
            where=str(path / NAME),
            hint="It needs two lines: catalogue = URL, schema = NAME",
        ) from error
    return Place(_with_password(place.url), place.schema)


def choose(path: Path, asked: str | None, *, has_catalogue: bool) -> Place | None:
    """Where a corpus that is opened for writing has its catalogue, or shall have it.

    asked: a URL; for a new corpus that of the variable TELLINGS_CATALOGUE serves as well.
    Raises other-catalogue, unknown-catalogue, password-in-url, bad-settings.
    """
    kept = find(path)
    wanted = parse(asked) if asked else None
    if wanted is not None and wanted.password:
        raise TellingsError(
            "password-in-url",
            "others can see a command's words",
            where="--catalogue",
            hint=f"Put the password into ~/.pgpass, PGPASSWORD or {VARIABLE}",
        )
    if kept:
        if wanted is not None and _same(wanted, kept.url) is False:
            raise _other(path, str(kept))
        return kept
    if has_catalogue:
        if wanted is not None:
            raise _other(path, "corpus.db in its folder")
        return None
    if wanted is None and os.environ.get(VARIABLE):
        wanted = parse(os.environ[VARIABLE])
    return Place(_with_password(wanted), f"tellings_{token_hex(6)}") if wanted is not None else None


def keep(path: Path, place: Place) -> None:
    """Write down where the catalogue is, without the password."""
    url = _open(place.url).render_as_string().replace("postgresql+psycopg:", "postgresql:")
    words = f"{_HEAD}catalogue = {_quoted(url)}\nschema = {_quoted(place.schema)}\n"
    shards.replace(path / NAME, words.encode())


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse(value: str) -> URL:
    """A URL of PostgreSQL.  Raises unknown-catalogue."""
    try:
        url = make_url(value)
    except ArgumentError as error:
        raise _unknown() from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise _unknown()
    told = url.query.get("password")
    url = url.difference_update_query(["password"]).set(drivername="postgresql+psycopg")
    return url.set(password=told) if isinstance(told, str) else url


def _unknown() -> TellingsError:
    return TellingsError(
        "unknown-catalogue",
        "this is no address of a PostgreSQL database",
        where="--catalogue",
        hint="Write postgresql://USER@HOST/DATABASE, or leave it away for SQLite in the corpus's folder",
    )


def _other(path: Path, kept: str) -> TellingsError:
    return TellingsError(
        "other-catalogue",
        f"this corpus has its catalogue elsewhere: {kept}",
        where=str(path),
        hint="Leave --catalogue away, or read into a new corpus with --into",
    )


def _same(one: URL, other: URL) -> bool:
    return _open(one) == _open(other)


def _open(url: URL) -> URL:
    return url._replace(password=None)


def _with_password(url: URL) -> URL:
    """With the password of the variable's URL, if that is the same place."""
    if url.password or not os.environ.get(VARIABLE):
        return url
    told = parse(os.environ[VARIABLE])
    return told if _same(told, url) else url
