"""JSON lines, and JSON files that hold one report or a list of them.

A line's fields are found by any of the names in data/fields.toml; all others are kept in `extra`.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from tellings.errors import TellingsError
from tellings.gather.charset import decode, is_binary
from tellings.gather.draft import Blob, Draft, as_failure, read_all, sha256
from tellings.gather.options import GatherOptions
from tellings.gather.tidy import without_markup
from tellings.model import Failure

_DEEP = re.compile(rb"[\[{]{200}")
_DECODER = msgspec.json.Decoder()


@cache
def fields() -> dict[str, tuple[str, ...]]:
    """Our field to the names it goes by, best first."""
    text = (files("tellings.gather") / "data" / "fields.toml").read_text("utf-8")
    return {ours: tuple(names) for ours, names in tomllib.loads(text).items()}


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    if blob.ending == ".json":
        yield from _read_file(blob, options)
        return
    found = False
    for number, line in enumerate(_lines(blob.stream, options.max_bytes), start=1):
        source = f"{blob.name}:{number}"
        try:
            if line is None:
                raise TellingsError(
                    "too-large",
                    f"the line is longer than {options.max_bytes:,} bytes",
                    hint="Raise max_bytes if it really is one report",
                )
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            found = True
            value, notes = _parse(line, options)
            yield _draft(value, line.strip(), source, notes)
        except TellingsError as error:
            found = True
            yield as_failure(error, source, sha256(line) if line else None)
            if error.code == "binary-file":
                return
    if not found:
        raise TellingsError("empty-file", "there is nothing in it", where=blob.name, hint="Give one JSON object a line")


def _read_file(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    data = read_all(blob, options.max_bytes * 16)
    try:
        value, notes = _parse(data, options)
    except TellingsError as error:
        lines = [line for line in data.split(b"\n") if line.strip()]
        if error.code != "bad-json" or len(lines) < 2 or not lines[1].lstrip().startswith(b"{"):
            raise
        # Many tools give JSON lines the ending .json.
        yield from read(Blob(blob.name, io.BufferedReader(io.BytesIO(data)), ".jsonl"), options)
        return
    if isinstance(value, dict) and "articles" in value and isinstance(value["articles"], list):
        value = value["articles"]
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        source = f"{blob.name}:{number}" if isinstance(value, list) else blob.name
        raw = msgspec.json.encode(item) if isinstance(value, list) else data
        try:
            yield _draft(item, raw, source, notes)
        except TellingsError as error:
            yield as_failure(error, source, sha256(raw))


def _lines(stream, limit: int) -> Iterator[bytes | None]:
    """Lines; None stands for one that is longer than the limit, whose rest is passed over."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield None


def _parse(data: bytes, options: GatherOptions) -> tuple[Any, tuple[str, ...]]:
    if is_binary(data):
        raise TellingsError("binary-file", "this is not JSON", hint="Give one JSON object a line")
    if _DEEP.search(data):
        raise TellingsError(
            "bad-json", "the JSON is nested too deeply for a report", hint="Give one flat JSON object a line"
        )
    try:
        return _DECODER.decode(data), ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    # Other encodings, a byte order mark, or halves of characters (\\ud83d alone) that strict JSON forbids.
    text, notes = decode(data, override=options.encoding)
    text, halves = _HALF.subn("", text)
    if halves:
        notes += (f"lone-surrogates: {halves} halves of characters removed",)
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace")), notes
    except (msgspec.DecodeError, RecursionError) as error:
        raise TellingsError("bad-json", f"not valid JSON: {error}", hint="Give one JSON object a line") from error


_HALF = re.compile(
    r"\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89aAbB]..)\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def draft_of(record: Mapping[str, Any], raw: bytes, source: str, notes: tuple[str, ...] = ()) -> Draft:
    """A record of a table or a line of JSON as a draft.  Raises TellingsError `no-text`."""
    taken: dict[str, Any] = {}
    used: set[str] = set()
    by_lower = {str(key).lower(): key for key in record}
    for ours, names in fields().items():
        for name in names:
            key = by_lower.get(name)
            if key is not None and key not in used and _filled(record[key]):
                taken[ours] = record[key]
                used.add(key)
                break
    text = taken.get("text")
    if not isinstance(text, str):
        raise TellingsError(
            "no-text",
            "the record has no text",
            hint=f"Put the report's words into one of: {', '.join(fields()['text'])}",
        )
    return Draft(
        text=without_markup(text),
        source=source,
        sha256=sha256(raw),
        title=_words(taken.get("title")),
        outlet=_words(taken.get("outlet")),
        url=_words(taken.get("url")),
        published=taken.get("published"),
        byline=_words(taken.get("byline")),
        language=_words(taken.get("language")),
        acquired=_words(taken.get("acquired")),
        extra={str(key): value for key, value in record.items() if key not in used},
        notes=notes,
    )


def _draft(value: Any, raw: bytes, source: str, notes: tuple[str, ...]) -> Draft:
    if not isinstance(value, dict):
        raise TellingsError("bad-json", "not a JSON object", hint="Give one JSON object a line, with a field `text`")
    return draft_of(value, raw, source, notes)


def _filled(value: Any) -> bool:
    return value is not None and value != "" and value != [] and value != {}


def _words(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str)) or None
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("title"))
    return None if value is None else str(value)
