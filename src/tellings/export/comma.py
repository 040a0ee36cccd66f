"""CSV: one file a table, for spreadsheets; UTF-8 with a mark, so that they know."""

from __future__ import annotations

import csv
from pathlib import Path

from tellings.corpus import Corpus
from tellings.export.flat import safe
from tellings.export.selection import Selection
from tellings.export.tables import TABLES


def write_folder(corpus: Corpus, selection: Selection, folder: Path) -> list[Path]:
    """Every table as a file; cells that a spreadsheet would run as formulas are made plain text."""
    selection = selection.prepared(corpus)
    written = []
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        with open(path, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            for row in table.rows(corpus, selection):
                writer.writerow(["" if cell is None else safe(cell) for cell in row])
        written.append(path)
    return written
