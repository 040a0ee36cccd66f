"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export.selection import Selection


@dataclass(frozen=True)
class Format:
    """One export format.

    room: the module with `write(corpus, selection) -> Iterator[str]`, or with `write_folder(corpus, selection, folder)`
    for a format of several files.
    """

    name: str
    about: str
    ending: str
    room: str
    folder: bool = False

    def write(self, corpus: Corpus, selection: Selection) -> Iterator[str]:
        """The file's text in parts."""
        return import_module(self.room).write(corpus, selection)

    @property
    def write_folder(self) -> Callable:
        """Writes the files into a folder that is there; returns their paths."""
        return import_module(self.room).write_folder


_ALL = (
    Format("jsonl", "everything, one JSON object a line", ".jsonl", "tellings.export.jsonl"),
    Format("csv", "tables for a spreadsheet, a file each", "", "tellings.export.comma", folder=True),
    Format("parquet", "the same tables with types, for pandas, R, DuckDB", "", "tellings.export.columnar", folder=True),
    Format("plover", "PLOVER records, one JSON object a line", ".jsonl", "tellings.export.plover"),
    Format("polecat", "POLECAT's 40 columns, tab-separated", ".tsv", "tellings.export.polecat"),
    Format("icews", "ICEWS' 20 columns, tab-separated", ".tsv", "tellings.export.icews"),
    Format("gdelt", "GDELT 2.0 events and mentions, tab-separated", "", "tellings.export.gdelt", folder=True),
    Format("acled", "an ACLED-like table of 31 columns, comma-separated", ".csv", "tellings.export.acled"),
    Format("geojson", "a map's features, one an event", ".geojson", "tellings.export.geojson"),
    Format("ftm", "FollowTheMoney entities, one JSON object a line", ".ftm.jsonl", "tellings.export.ftm"),
    Format("annotation", "W3C Web Annotations, one JSON object a line", ".jsonl", "tellings.export.annotation"),
)
FORMATS = {one.name: one for one in _ALL}


def find(name: str, more: Iterable[Format] = ()) -> Format:
    """A format by its name; raises unknown-format."""
    known = FORMATS | {one.name: one for one in more}
    if name not in known:
        raise TellingsError(
            "unknown-format", f"there is no format {name!r}", hint=f"Choose one of {', '.join(sorted(known))}"
        )
    return known[name]
