"""Column types that take any string in SQLite and PostgreSQL alike, and order it the same way: by code point.

PostgreSQL has no NUL in its strings, neither takes halves of characters, and an index takes no value of more than some 2,700
bytes; file names, addresses and outlets of hostile documents have all three.
"""

from __future__ import annotations

import hashlib
import re

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

LONGEST_KEY = 600  # characters; at four bytes each an index still takes them
_NEVER = re.compile("[\x00\ud800-\udfff]")


def storable(value: str) -> str:
    """The string with NUL and lone surrogates written out (``\\x00``, ``\\udcff``)."""
    if value.isascii() and "\x00" not in value:
        return value
    return _NEVER.sub(lambda match: match.group().encode("unicode_escape").decode(), value)


def key(value: str) -> str:
    """A storable string that an index takes: a longer one ends in the digest of the whole."""
    value = storable(value)
    if len(value) <= LONGEST_KEY:
        return value
    return f"{value[: LONGEST_KEY - 33]}…{hashlib.sha256(value.encode()).hexdigest()[:32]}"


class _Anything(TypeDecorator):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(String(collation="C" if dialect.name == "postgresql" else None))


class Words(_Anything):
    """A string of any length, never looked up."""

    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value if value is None else storable(value)


class Key(_Anything):
    """A string that an index may hold; very long ones are shortened, when they are kept and when they are looked for."""

    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value if value is None else key(value)
