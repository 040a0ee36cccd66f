"""What a reader of one format hands on: a document's words and what its container says about it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from tellings.errors import TellingsError
from tellings.model import Failure


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before cleaning.

    text: body, not yet normalised.  title: None if the container names none; it may also stand at the text's start.
    outlet, published, byline, language: as the container's metadata give them.  page_date: a date found in the page's
    markup outside its metadata.  extra: fields that are not ours.  sha256: of the document's own bytes (for a table's
    row, of its JSON form).  notes: what was remarkable, each `code: words`.
    """

    text: str
    source: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Any = None
    page_date: str | None = None
    byline: str | None = None
    language: str | None = None
    acquired: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes with a name: `stream` must offer `peek`; `ending` is what the name says of the format, lower case.

    depth: how many compressed files it lay in.
    """

    name: str
    stream: BinaryIO
    ending: str
    depth: int = 0


def shown(path: str) -> str:
    """A path as text: bytes of a file's name that are none are written out."""
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_all(blob: Blob, max_bytes: int) -> bytes:
    """The whole blob.  Raises TellingsError `too-large` above max_bytes, `empty-file` if there is nothing."""
    data = blob.stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TellingsError(
            "too-large",
            f"the document is larger than {max_bytes:,} bytes",
            where=blob.name,
            hint="Raise max_bytes if it really is one report, or split it",
        )
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        raise TellingsError(
            "empty-file", "there is nothing in it", where=blob.name, hint="Fetch or save the document again"
        )
    return data


def as_failure(error: TellingsError, source: str, digest: str | None = None) -> Failure:
    """An error as the row that the run keeps of it."""
    return Failure(
        source=source, stage="gather", code=error.code, message=error.message, hint=error.hint, sha256=digest
    )
