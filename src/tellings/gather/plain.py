"""Plain text: one file, one report."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.gather.charset import decode
from tellings.gather.draft import Blob, Draft, read_all, sha256
from tellings.gather.options import GatherOptions
from tellings.gather.tidy import without_markup


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft]:
    data = read_all(blob, options.max_bytes)
    text, notes = decode(data, override=options.encoding)
    yield Draft(text=without_markup(text), source=blob.name, sha256=sha256(data), notes=notes)
