"""The words by which names of places are recognised (data/places_words.toml), as sets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class PlaceWords:
    """Sets of lower-case words; what each is for stands in the data file."""

    division: frozenset[str]
    landform: frozenset[str]
    site_behind: frozenset[str]
    site_before: frozenset[str]
    organisation_behind: frozenset[str]
    public_behind: frozenset[str]
    thing_behind: frozenset[str]
    organisation_of: frozenset[str]
    title: frozenset[str]
    link: frozenset[str]
    strong_preposition: frozenset[str]
    preposition: frozenset[str]
    part: frozenset[str]
    never: frozenset[str]


@cache
def place_words() -> PlaceWords:
    text = (files("tellings.entities") / "data" / "places_words.toml").read_text("utf-8")
    return PlaceWords(**{name: frozenset(words) for name, words in tomllib.loads(text).items()})
