"""The words by which places are recognised and events are placed (data/places_words.toml, places_events.toml), as sets."""

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
    place_of: frozenset[str]
    settled: frozenset[str]
    title: frozenset[str]
    link: frozenset[str]
    strong_preposition: frozenset[str]
    preposition: frozenset[str]
    part: frozenset[str]
    never: frozenset[str]
    wordlike: frozenset[str]
    given: frozenset[str]
    people_behind: frozenset[str]
    between: frozenset[str]
    own: frozenset[str]
    not_in: frozenset[str]


@cache
def place_words() -> PlaceWords:
    text = (files("tellings.entities") / "data" / "places_words.toml").read_text("utf-8")
    return PlaceWords(**{name: frozenset(words) for name, words in tomllib.loads(text).items()})


@dataclass(frozen=True)
class EventWords:
    """What data/places_events.toml says, as sets; `again` maps a noun to the features of places it can stand for."""

    at: frozenset[str]
    to: frozenset[str]
    to_words: frozenset[str]
    from_: frozenset[str]
    from_words: frozenset[str]
    leaving: frozenset[str]
    on_words: frozenset[str]
    over_words: frozenset[str]
    home_verbs: frozenset[str]
    home_objects: frozenset[str]
    home_bodies: frozenset[str]
    causing: frozenset[str]
    time_nouns: frozenset[str]
    dwellers: frozenset[str]
    locals: frozenset[str]
    beside: frozenset[str]
    missions: frozenset[str]
    place_verbs: frozenset[str]
    mostly_place_verbs: frozenset[str]
    home_offices: frozenset[str]
    home_acts: frozenset[str]
    object_verbs: frozenset[str]
    subject_verbs: frozenset[str]
    object_nouns: frozenset[str]
    place_nouns: frozenset[str]
    way_nouns: frozenset[str]
    at_verbs: frozenset[str]
    moving: frozenset[str]
    movable: frozenset[str]
    venues: frozenset[str]
    sites: frozenset[str]
    held: frozenset[str]
    in_people: frozenset[str]
    life: frozenset[str]
    speech: frozenset[str]
    other_event: frozenset[str]
    verbal: frozenset[str]
    again: dict[str, frozenset[str]]


@cache
def event_words() -> EventWords:
    data = tomllib.loads((files("tellings.entities") / "data" / "places_events.toml").read_text("utf-8"))
    again = {noun: frozenset(kinds) for noun, kinds in data.pop("again").items()}
    sets = {("from_" if name == "from" else name): frozenset(words) for name, words in data.items()}
    names = place_words()
    sets["place_nouns"] |= names.division | names.landform | names.site_behind
    return EventWords(**sets, again=again)
