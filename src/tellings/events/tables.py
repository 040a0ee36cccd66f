"""PLOVER's tables as data: modes, contexts, scores, CAMEO; and the tables that pick a mode."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.model import digest

_DATA = files("tellings.events").joinpath("data")
_PLOVER = tomllib.loads(_DATA.joinpath("plover.toml").read_text("utf-8"))
MODES: dict[str, dict[str, float | None]] = {
    k: {m: (None if s == "" else s) for m, s in v.items()} for k, v in _PLOVER["modes"].items()
}
SCORES: dict[str, float] = _PLOVER["scores"]
QUAD: dict[str, int] = _PLOVER["quad"]
CAMEO_ROOT: dict[str, str] = _PLOVER["cameo"]
CONTEXTS: tuple[str, ...] = tuple(_PLOVER["contexts"])


@dataclass(frozen=True)
class Choice:
    """A mode, chosen when one of the words or classes, or an embedded type (`TYPE` or `TYPE-mode`), is there.

    `ahead`: its words and classes tell more than any embedded type, and are tried before those.
    """

    mode: str
    classes: frozenset[str]
    words: frozenset[str]
    types: frozenset[str]
    ahead: bool = False


@dataclass(frozen=True, eq=False)
class Tables:
    """modes: name → choices in order.  cameo: code → label."""

    modes: Mapping[str, tuple[Choice, ...]]
    cameo: Mapping[str, str]
    fingerprint: str


@cache
def load_tables() -> Tables:
    """The tables that ship with the program."""
    text = _DATA.joinpath("modes.toml").read_text("utf-8")
    cameo = _DATA.joinpath("cameo_to_plover.csv").read_text("utf-8")
    labels = {row["cameo"]: row["cameo_label"] for row in csv.DictReader(io.StringIO(cameo))}
    labels |= {code[:2]: "" for code in labels}
    tables = {
        name: tuple(
            Choice(
                c["mode"],
                frozenset(c.get("classes", ())),
                frozenset(w.lower() for w in c.get("words", ())),
                frozenset(c.get("types", ())),
                c.get("ahead", False),
            )
            for c in choices
        )
        for name, choices in tomllib.loads(text).items()
    }
    return Tables(tables, labels, digest(text, cameo, _DATA.joinpath("plover.toml").read_text("utf-8")))


def score(kind: str, modes: tuple[str, ...] = ()) -> float | None:
    """PLOVER's conflict-cooperation score: that of the first mode that has one, else the type's; None for own types."""
    for mode in modes:
        found = MODES.get(kind, {}).get(mode)
        if found is not None:
            return found
    return SCORES.get(kind)
