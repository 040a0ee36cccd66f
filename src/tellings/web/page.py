"""An answer before it has a form: what HTML, JSON and CSV are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Rows for a spreadsheet."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Page:
    """An answer before it has a form.  address: without its suffix; command: what shows the same in the terminal.

    scripts: whether the browser draws pictures on it.
    """

    template: str
    title: str
    address: str
    data: Mapping[str, object]
    tables: Mapping[str, Table]
    command: str = ""
    shown: Mapping[str, object] = field(default_factory=dict)
    scripts: bool = False
