"""Which words can speak of an event of a type, for echoes: `data/echo_words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tellings.compare.words import verb_stem

_ENTRY = re.compile(r'"([^"]+)"|(\S+)')


def speaks_of(words: Sequence[str], kind: str) -> bool:
    """Whether these lower-case words can speak of an event of this PLOVER type."""
    singles, phrases = _words().get(kind, (frozenset(), ()))
    stems = {verb_stem(w) for w in words}
    return bool(stems & singles) or any(phrase <= stems for phrase in phrases)


@cache
def _words() -> dict[str, tuple[frozenset[str], tuple[frozenset[str], ...]]]:
    table = tomllib.loads(files("tellings.compare").joinpath("data/echo_words.toml").read_text("utf-8"))
    out = {}
    for kind, text in table.items():
        entries = [frozenset(map(verb_stem, (m[1] or m[2]).split())) for m in _ENTRY.finditer(text)]
        out[kind] = (
            frozenset(s for e in entries if len(e) == 1 for s in e),
            tuple(e for e in entries if len(e) > 1),
        )
    return out
