"""An answer before it has a form: what HTML, JSON and CSV are made of."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Rows for a spreadsheet."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def command(verb: str, *words: str, **options: object) -> str:
    """What to type for the same in the terminal.  options: those that are empty are left out."""
    given = [part for name, value in options.items() if value for part in (f"--{name}", str(value))]
    if any(word.startswith("-") for word in words):
        return shlex.join(["tellings", verb, *given, "--", *words])
    return shlex.join(["tellings", verb, *words, *given])


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
