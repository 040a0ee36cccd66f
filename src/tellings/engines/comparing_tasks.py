"""What workers do for a comparison: pieces of it as bytes in and bytes out, so that they can be done anywhere."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tellings import comparing
from tellings.compare.copies import sample
from tellings.compare.correcting import Corrections
from tellings.comparing import Pair, StoryTold
from tellings.corpus.shards import opened
from tellings.model import Copy, Frozen, Judgement


class Cell(Frozen):
    """The reports of a cell, as records; for copies also those of the days before that may share words with them."""

    own: tuple[bytes, ...]
    before: tuple[bytes, ...] = ()
    human: tuple[Judgement, ...] = ()


class Grouped(Frozen):
    """Of each report of a cell: what is kept of it, and the first report of its group."""

    reports: tuple[str, ...]
    knots: tuple[str, ...]
    bodies: tuple[bytes, ...]
    shingles: tuple[bytes, ...]
    weights: tuple[bytes, ...]


class Chapter(Frozen):
    """One story to tell: its reports as records, by date, and the copies between them."""

    records: tuple[bytes, ...]
    copies: tuple[Copy, ...] = ()


class Chapters(Frozen):
    stories: tuple[Chapter, ...]
    human: tuple[Judgement, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_cell = msgspec.msgpack.Decoder(Cell)
_chapters = msgspec.msgpack.Decoder(Chapters)
grouped = msgspec.msgpack.Decoder(Grouped)
copied = msgspec.msgpack.Decoder(tuple[Copy, ...])
told = msgspec.msgpack.Decoder(list[msgspec.Raw])
story_told = msgspec.msgpack.Decoder(StoryTold)


def task(value: Frozen) -> bytes:
    return _encode(value)


def group_cell(data: bytes) -> bytes:
    """A `Cell` → `Grouped`."""
    cell = _cell.decode(data)
    pairs = _pairs(cell.own, cell.human)
    groups, weights = comparing.cell_groups(pairs, cell.human)
    knots = {report: group[0] for group in groups for report in group}
    samples = [sample(report, reading.sentences) for report, reading in pairs]
    return _encode(
        Grouped(
            reports=tuple(one.report for one in samples),
            knots=tuple(knots[one.report] for one in samples),
            bodies=tuple(one.body for one in samples),
            shingles=tuple(one.shingles.tobytes() for one in samples),
            weights=tuple(weights[one.report] for one in samples),
        )
    )


def copy_cell(data: bytes) -> bytes:
    """A `Cell` → its copies."""
    cell = _cell.decode(data)
    return _encode(comparing.cell_copies(_pairs(cell.own, ()), _pairs(cell.before, ())))


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
