"""Parquet: one row, one report; read in small batches, columns as data/fields.toml knows them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from tellings.errors import TellingsError
from tellings.gather.draft import Blob, Draft, as_failure, read_all, sha256
from tellings.gather.options import GatherOptions
from tellings.gather.records import draft_of, fields
from tellings.gather.table import has_text
from tellings.model import Failure

BATCH = 32


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    stream = blob.stream if blob.stream.seekable() else io.BytesIO(read_all(blob, options.max_bytes * 16))
    number = 0
    try:
        table = pq.ParquetFile(stream)
        if not has_text(table.schema_arrow.names):
            raise TellingsError(
                "no-text-column",
                "no column holds the reports' words",
                where=blob.name,
                hint=f"Name one of them: {', '.join(fields()['text'])}",
            )
        for batch in table.iter_batches(batch_size=BATCH):
            for row in batch.to_pylist():
                number += 1
                yield _draft(row, f"{blob.name}:{number}")
        if number == 0:
            raise TellingsError("no-reports", "the table has no rows", where=blob.name, hint="Was it saved whole?")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise TellingsError(
            "bad-table",
            f"not readable as Parquet after row {number}: {error}",
            where=blob.name,
            hint="Write the file again",
        ) from error


def _draft(row: dict, source: str) -> Draft | Failure:
    raw = msgspec.json.encode(row, enc_hook=str)
    try:
        return draft_of(row, raw, source)
    except TellingsError as error:
        return as_failure(error, source, sha256(raw))
