"""Parquet: the tables of csv with their types, for pandas, R, DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tellings.corpus import Corpus
from tellings.export.selection import Selection
from tellings.export.tables import TABLES

_TYPES = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
_ROWS = 20_000  # in memory at a time


def write_folder(corpus: Corpus, selection: Selection, folder: Path) -> list[Path]:
    """Every table as a file."""
    selection = selection.prepared(corpus)
    written = []
    for table in TABLES:
        schema = pa.schema([(name, _TYPES[kind]) for name, kind in table.columns.items()])
        path = folder / f"{table.name}.parquet"
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for rows in _groups(table.rows(corpus, selection)):
                columns = [
                    pa.array(column, type=field.type)
                    for column, field in zip(zip(*rows, strict=True), schema, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        written.append(path)
    return written


def _groups(rows: Iterable[tuple]) -> Iterator[list[tuple]]:
    source = iter(rows)
    while group := list(islice(source, _ROWS)):
        yield group
