"""What workers do for a comparison: pieces of it as bytes in and bytes out, so that they can be done anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from tellings import comparing
from tellings.compare import copies
from tellings.compare.correcting import Corrections
from tellings.compare.passages import Prints, body_prints
from tellings.comparing import Pair, StoryTold
from tellings.corpus.shards import opened, opened_lightly
from tellings.model import Copy, Frozen, Judgement, Report

PRINTS = 500  # reports whose words a worker keeps


class Records(Frozen):
    """Reports as `shards.raw` gives them."""

    records: tuple[bytes, ...]


class Cell(Frozen):
    """The reports of a cell by date: id, date, terms (`term_rows.Terms`); and what persons judged of reports."""

    own: tuple[tuple[str, str | None, bytes], ...]
    human: tuple[Judgement, ...] = ()


class Grouped(Frozen):
    """Of each report of a cell the first report of its group, and its strongest terms."""

    knots: dict[str, str]
    weights: dict[str, bytes]


class Kin(Frozen):
    """Reports as records that may be copies of each other (`copies.kin`), several times; own: ids of a cell's own."""

    families: tuple[tuple[bytes, ...], ...]
    own: tuple[str, ...]


class Chapter(Frozen):
    """One story to tell: its reports as records, by date, and the copies between them."""

    records: tuple[bytes, ...]
    copies: tuple[Copy, ...] = ()


class Chapters(Frozen):
    stories: tuple[Chapter, ...]
    human: tuple[Judgement, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_records = msgspec.msgpack.Decoder(Records)
_cell = msgspec.msgpack.Decoder(Cell)
_kin = msgspec.msgpack.Decoder(Kin)
_chapters = msgspec.msgpack.Decoder(Chapters)
sketched = msgspec.msgpack.Decoder(list[comparing.Sketch])
grouped = msgspec.msgpack.Decoder(Grouped)
copied = msgspec.msgpack.Decoder(tuple[Copy, ...])
told = msgspec.msgpack.Decoder(list[msgspec.Raw])
story_told = msgspec.msgpack.Decoder(StoryTold)


def task(value: Frozen) -> bytes:
    return _encode(value)


def sketch_reports(data: bytes) -> bytes:
    """`Records` → a list of `Sketch`."""
    return _encode([comparing.sketched(*opened(record)) for record in _records.decode(data).records])


def group_cell(data: bytes) -> bytes:
    """A `Cell` → `Grouped`."""
    cell = _cell.decode(data)
    groups, weights = comparing.cell_groups(cell.own, cell.human)
    return _encode(Grouped(knots={report: group[0] for group in groups for report in group}, weights=weights))


def find_copies(data: bytes) -> bytes:
    """`Kin` → copies."""
    asked = _kin.decode(data)
    own = set(asked.own)
    found: list[Copy] = []
    for family in asked.families:
        known = [_printed(record) for record in family]
        reports = [report for report, _ in known]
        prints = {report.id: one for report, one in known}
        found += copies.find_copies(reports, prints=prints, only=[r.id for r in reports if r.id in own])
    return _encode(found)


@lru_cache(maxsize=PRINTS)
def _printed(record: bytes) -> tuple[Report, Prints]:
    """A report and the words of its body; the families of ten days ask for it again."""
    report, sentences = opened_lightly(record)
    return report, body_prints(report, sentences)


def tell_stories(data: bytes) -> bytes:
    """`Chapters` → a list of `StoryTold`."""
    asked = _chapters.decode(data)
    return _encode([comparing.tell(_pairs(one.records, asked.human), one.copies, asked.human) for one in asked.stories])


def _pairs(records: Sequence[bytes], human: Sequence[Judgement]) -> list[Pair]:
    corrections = Corrections.of(human)
    pairs = [opened(record) for record in records]
    if corrections:
        pairs = [(report, corrections.applied(report, reading)) for report, reading in pairs]
    return sorted(pairs, key=comparing.by_date)
