"""The way back: what a person changed in a table of the csv export, as judgements.

Only these cells are looked at: in mentions.csv and events.csv `type` and `modes` (an empty type: no event), in mentions.csv
`event` (another event's id: the mention belongs there; `new`: it is an event of its own), in actors.csv `code` and
`sectors`; and in events.csv and actors.csv a column `same_as` that the person adds (the id of another row: the two are one).
A row or a column that is missing says nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tellings.compare.recoding import NO_COUNTRY
from tellings.compare.retyping import NO_EVENT
from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export.selection import Selection
from tellings.export.tables import TABLES

TABLE_OF = {"mention": "mentions", "event": "events", "actor": "actors"}  # by the first column
NEW = "new"
LARGEST = 500_000_000  # bytes
LONGEST_CELL = 10_000_000  # characters


@dataclass(frozen=True)
class Correction:
    """A judgement to keep, as `tellings judge CORPUS VERDICT A B` would.  line: of the file; 1 is the header."""

    line: int
    verdict: str
    a: str
    b: str


@dataclass(frozen=True)
class Problem:
    """A row of which nothing could be used."""

    line: int
    message: str


Row = dict[str, str]


def corrections(corpus: Corpus, path: Path) -> tuple[list[Correction], list[Problem]]:
    """What this file says otherwise than the corpus does now; raises cannot-read, not-a-table."""
    edited = _read(path)
    key = next(name for name in TABLE_OF if name in edited[0][1])
    now = _now(corpus, TABLE_OF[key], {row[name] for _, row in edited for name in (key, "same_as") if name in row})
    found: list[Correction] = []
    problems = []
    for line, row in edited:
        before = now.get(row[key])
        if before is None:
            problems.append(Problem(line, f"the corpus has no {key} {row[key]!r}"))
            continue
        found += (Correction(line, *said) for said in _RULES[key](row, before, now))
    return found, problems


def _mention(row: Row, before: Row, now: dict[str, Row]) -> Iterator[tuple[str, str, str]]:
    yield from _type(row["mention"], row, before)
    event = row.get("event", before["event"])
    if event != before["event"]:
        yield "move", row["mention"], event or NEW


def _event(row: Row, before: Row, now: dict[str, Row]) -> Iterator[tuple[str, str, str]]:
    yield from _type(row["event"], row, before)
    if row.get("same_as"):
        yield "same", row["event"], row["same_as"]


def _actor(row: Row, before: Row, now: dict[str, Row]) -> Iterator[tuple[str, str, str]]:
    code, sectors = row.get("code", before["code"]), row.get("sectors", before["sectors"])
    if (code, sectors) != (before["code"], before["sectors"]):
        parts = [code or NO_COUNTRY, *(part.strip() for part in sectors.replace(",", ";").split(";"))]
        yield "code", before["name"], " ".join(filter(None, parts))
    if row.get("same_as"):
        yield "same", before["name"], now.get(row["same_as"], {}).get("name", row["same_as"])


def _type(key: str, row: Row, before: Row) -> Iterator[tuple[str, str, str]]:
    kind, modes = row.get("type", before["type"]), row.get("modes", before["modes"])
    if (kind, modes) != (before["type"], before["modes"]):
        mode = modes.split(";")[0].strip() if kind == before["type"] or modes != before["modes"] else ""
        yield "type", key, f"{kind} {mode}".strip() if kind else NO_EVENT


_RULES = {"mention": _mention, "event": _event, "actor": _actor}


def _now(corpus: Corpus, name: str, wanted: set[str]) -> dict[str, Row]:
    """The rows of these ids as an export would write them now."""
    table = next(one for one in TABLES if one.name == name)
    return {
        row[0]: {column: "" if cell is None else str(cell) for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows(corpus, Selection(text=False))
        if row[0] in wanted
    }


def _read(path: Path) -> list[tuple[int, Row]]:
    """(line, cells by column) of a table as spreadsheets save it: any of three separators, three encodings."""
    try:
        if path.stat().st_size > LARGEST:
            raise TellingsError(
                "too-large", "this table is too large", where=str(path), hint="Keep the changed rows only"
            )
        data = path.read_bytes()
    except OSError as error:
        raise TellingsError("cannot-read", f"cannot read the table: {error.strerror}", where=str(path)) from error
    text = _decoded(data)
    first = text.partition("\n")[0]
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), restval="")
    columns = [(name or "").strip() for name in reader.fieldnames or ()]
    if not set(columns) & set(TABLE_OF) or ("telling" in columns and "mention" not in columns):
        raise TellingsError(
            "not-a-table",
            "this is no events.csv, mentions.csv or actors.csv of an export",
            where=str(path),
            hint="Export with `--format csv`, change cells, keep the header",
        )
    reader.fieldnames = columns
    try:
        rows = [(reader.line_num, {name: _plain(cell) for name, cell in row.items() if name}) for row in reader]
    except csv.Error as error:
        raise TellingsError(
            "not-a-table",
            f"this table is broken: {error}",
            where=f"{path}:{reader.line_num}",
            hint="Save it as CSV again",
        ) from error
    if not rows:
        raise TellingsError("not-a-table", "this table has no rows", where=str(path), hint="Keep the changed rows")
    return rows


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _plain(cell: object) -> str:
    """A cell without the blanks around it and without the apostrophe that keeps formulas from running."""
    text = cell.strip() if isinstance(cell, str) else ""
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
