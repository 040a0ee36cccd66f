"""Which reader reads which bytes: by what they begin with, then by the name's ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

from tellings.errors import TellingsError
from tellings.gather.draft import Blob, Draft
from tellings.gather.options import GatherOptions
from tellings.model import Failure

Reader = Callable[[Blob, GatherOptions], Iterator[Draft | Failure]]

# Endings that a folder is searched for, each with the module that reads it.
ENDINGS = {
    ".txt": "plain", ".text": "plain", ".md": "plain", "": "plain",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".shtml": "page",
    ".jsonl": "records", ".ndjson": "records", ".json": "records",
}  # fmt: skip
_MARKUP = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|meta|article|div|p)\b", re.I | re.S
)
_XML_PAGE = re.compile(rb"<html\b", re.I)
_RECORD = re.compile(rb"\s*(?:\[\s*)?\{\s*\"")
PEEK = 4096


def reader_for(blob: Blob) -> Reader:
    """The reader of this blob.  Raises TellingsError `unknown-format`."""
    name = sniff(blob.stream.peek(PEEK)[:PEEK]) or ENDINGS.get(blob.ending)
    if name is None:
        raise TellingsError(
            "unknown-format",
            f"no reader knows the ending {blob.ending!r}",
            where=blob.name,
            hint="Convert it to text, HTML or JSON lines, or rename it if it is one of these",
        )
    return import_module(f"tellings.gather.{name}").read


def sniff(head: bytes) -> str | None:
    """The reader that the first bytes call for; None if they could be anything."""
    start = head[3:] if head.startswith(b"\xef\xbb\xbf") else head
    if _RECORD.match(start):
        return "records"
    if _MARKUP.match(start) or (start.lstrip().startswith(b"<?xml") and _XML_PAGE.search(start)):
        return "page"
    return None
