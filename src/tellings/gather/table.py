"""CSV and TSV: one row, one report; the header names the fields as data/fields.toml knows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec

from tellings.errors import TellingsError
from tellings.gather.charset import decode, is_binary
from tellings.gather.draft import Blob, Draft, as_failure, sha256
from tellings.gather.options import GatherOptions
from tellings.gather.records import draft_of, fields
from tellings.model import Failure

_SIGNS = ",;\t|"


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    head = blob.stream.peek(1 << 16)
    if not head.strip():
        raise TellingsError("empty-file", "there is nothing in it", where=blob.name, hint="Give a table with a header")
    if is_binary(head):
        raise TellingsError(
            "binary-file", "this is not a table in text", where=blob.name, hint="Save it as CSV in UTF-8"
        )
    encoding = options.encoding or _encoding(head)
    lines = _lines(io.TextIOWrapper(blob.stream, encoding=encoding, errors="replace", newline=""), options, blob.name)
    csv.field_size_limit(options.max_bytes)
    first = next(lines, "")
    sign = max(_SIGNS, key=first.count)
    names = [name.strip() for name in next(csv.reader([first], delimiter=sign), [])]
    if not has_text(names):
        raise TellingsError(
            "no-text-column",
            "no column holds the reports' words",
            where=blob.name,
            hint=f"Name one of them: {', '.join(fields()['text'])}",
        )
    rows = csv.reader(lines, delimiter=sign)
    number, found = 0, False
    while True:
        number += 1
        source = f"{blob.name}:{number}"
        try:
            row = next(rows)
        except StopIteration:
            if not found:
                raise TellingsError(
                    "no-reports", "the table has a header and no rows", where=blob.name, hint="Was it saved whole?"
                ) from None
            return
        except csv.Error as error:
            # The reader has lost its place: what follows cannot be told apart.
            raise TellingsError(
                "bad-table", f"row {number}: {error}", where=source, hint="Check the quotation marks around the fields"
            ) from error
        if any(row):
            found = True
            yield _draft(names, row, source)


def has_text(names: list[str]) -> bool:
    return any(name.lower() in fields()["text"] for name in names)


def looks_like_table(head: bytes) -> bool:
    """Whether the first line is a header with a column for the text and one more."""
    first = head.split(b"\n", 1)[0][:2000].decode("utf-8", "replace").lstrip("\ufeff")
    sign = max(_SIGNS, key=first.count)
    names = [name.strip().strip('"') for name in first.split(sign)]
    return len(names) > 1 and has_text(names) and all(0 < len(name) < 40 for name in names)


def _draft(names: list[str], row: list[str], source: str) -> Draft | Failure:
    record = dict(zip(names, row, strict=False))
    if len(row) > len(names):
        record["_more"] = row[len(names) :]
    raw = msgspec.json.encode(record)
    try:
        return draft_of(record, raw, source)
    except TellingsError as error:
        return as_failure(error, source, sha256(raw))


def _encoding(head: bytes) -> str:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # A character may be cut in two at the end of what was peeked.
        head[: len(head) - 4 if len(head) > 8 else len(head)].decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 8:
            return "utf-8"
    _, notes = decode(head)
    return notes[0].rsplit(" ", 1)[-1] if notes and "read as" in notes[0] else "cp1252"


def _lines(stream: io.TextIOWrapper, options: GatherOptions, name: str) -> Iterator[str]:
    while line := stream.readline(options.max_bytes):
        if len(line) >= options.max_bytes and not line.endswith("\n"):
            raise TellingsError(
                "too-large",
                f"a line is longer than {options.max_bytes:,} bytes",
                where=name,
                hint="Raise max_bytes if it really is one report",
            )
        yield line
