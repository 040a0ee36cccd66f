"""Which reader reads which bytes: by what they begin with, then by the name's ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

from tellings.errors import TellingsError
from tellings.gather.draft import Blob, Draft
from tellings.gather.options import GatherOptions
from tellings.gather.table import looks_like_table
from tellings.model import Failure

Reader = Callable[[Blob, GatherOptions], Iterator[Draft | Failure]]

# Endings that a folder is searched for, each with the module that reads it.
ENDINGS = {
    ".txt": "plain", ".text": "plain", ".md": "plain", "": "plain",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".shtml": "page",
    ".jsonl": "records", ".ndjson": "records", ".json": "records",
    ".csv": "table", ".tsv": "table",
    ".parquet": "columns", ".pq": "columns",
    ".warc": "archive", ".wet": "archive",
    ".pdf": "printed",
    ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".gz": "packed", ".zst": "packed", ".bz2": "packed", ".xz": "packed",
}  # fmt: skip
# Documents that no reader reads: told, not passed over in silence.
UNREAD = {
    ".doc": "text", ".docx": "text", ".odt": "text", ".rtf": "text", ".epub": "text", ".pages": "text", ".eml": "text",
    ".mht": "HTML", ".mhtml": "HTML", ".xls": "CSV", ".xlsx": "CSV", ".ods": "CSV",
    ".zip": "a folder", ".tar": "a folder", ".tgz": "a folder", ".7z": "a folder", ".rar": "a folder",
}  # fmt: skip
_MAGIC = (
    (b"\x1f\x8b", "packed"), (b"\x28\xb5\x2f\xfd", "packed"), (b"BZh", "packed"), (b"\xfd7zXZ\x00", "packed"),
    (b"PAR1", "columns"), (b"WARC/", "archive"), (b"%PDF-", "printed"),
)  # fmt: skip
_FEED = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*|<\?[^>]{0,500}>\s*|<!DOCTYPE[^>\[]{0,300}(?:\[|>)\s*){0,8}(?:<rss\b|<feed\b|<rdf:RDF\b)",
    re.I,
)
_MARKUP = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|meta|article|div|p)\b", re.I | re.S
)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_XML_PAGE = re.compile(rb"<html\b", re.I)
_RECORD = re.compile(rb"\s*(?:\[\s*)?\{\s*\"")
PEEK = 4096


def reader_for(blob: Blob) -> Reader:
    """The reader of this blob.  Raises TellingsError `unknown-format`."""
    head = blob.stream.peek(PEEK)[:PEEK]
    name = sniff(head)
    if name is None and blob.ending in UNREAD:
        raise TellingsError(
            "unknown-format",
            f"{blob.ending} files are not read",
            where=blob.name,
            hint=f"Save or unpack it as {UNREAD[blob.ending]}",
        )
    # Text under an ending that means nothing ("story.2013") is text; what is none will say so.
    name = name or ENDINGS.get(blob.ending) or "plain"
    if name == "plain" and looks_like_table(head):
        name = "table"
    return import_module(f"tellings.gather.{name}").read


def sniff(head: bytes) -> str | None:
    """The reader that the first bytes call for; None if they could be anything."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    start = (head[3:] if head.startswith(b"\xef\xbb\xbf") else head).lstrip()
    if _RECORD.match(start):
        return "records"
    if _FEED.match(start) or (start.startswith(b"<?xml") and _FEED_ROOT.search(start)):
        return "feed"
    if _MARKUP.match(start) or (start.startswith(b"<?xml") and _XML_PAGE.search(start)):
        return "page"
    return None
