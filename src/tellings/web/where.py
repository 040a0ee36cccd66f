"""Where a page's events were, as a map with its table; what cannot be placed is said in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.model import Event, Place
from tellings.web import wording
from tellings.web.event_row import Row, headline
from tellings.web.pictures.locator import Locator, Spot, locator

MOST_NAMED = 8


@dataclass(frozen=True)
class Where:
    """A map, or no map and why.  rows: the table under it; unplaced: (what, why it is not on the map)."""

    map: Locator | None
    words: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    unplaced: tuple[tuple[str, str], ...]

    @property
    def coarse(self) -> bool:
        return self.map is not None and any(dot.coarse for dot in self.map.dots)

    @property
    def unplaced_words(self) -> str:
        """What is not on the map and why, in a sentence or two."""
        silent = sum(not why for _, why in self.unplaced)
        named = [f"{what} ({why})" for what, why in self.unplaced if why]
        told = [f"Not on the map: {wording.listed(named, MOST_NAMED)}."] if named else []
        if silent:
            told.append(f"{wording.many(silent, 'event')} {'has' if silent == 1 else 'have'} no place.")
        return " ".join(told)


def of_story(rows: Sequence[Row]) -> Where:
    """The places of a story's events, each once."""
    held: dict[tuple[str, float, float], list[Row]] = {}
    unplaced = []
    for row in rows:
        place = row.event.place
        if placed(place):
            held.setdefault((place.name, place.lat, place.lon), []).append(row)
        else:
            unplaced.append((place.name if place else headline(row), unplaced_because(place)))
    spots = []
    for (name, lat, lon), own in held.items():
        told = wording.listed([headline(row) for row in own], 6)
        spots.append(Spot(name, lat, lon, own[0].event.place.precision, len(own), f"{name}: {told}"))
    spots.sort(key=lambda spot: (-spot.count, spot.name))
    return Where(
        map=locator(spots),
        words="; ".join(f"{spot.name}: {wording.many(spot.count, 'event')}" for spot in spots),
        columns=("Place", "Country", "Events", "Precision", "Latitude", "Longitude"),
        rows=tuple(
            (
                s.name,
                held[s.name, s.lat, s.lon][0].event.place.country,
                s.count,
                s.precision,
                _degrees(s.lat),
                _degrees(s.lon),
            )
            for s in spots
        ),
        unplaced=tuple(dict.fromkeys(unplaced)) if all(why for _, why in unplaced) else tuple(unplaced),
    )


def of_event(event: Event, told: Iterable[tuple[str, Place]], *, differ: bool) -> Where:
    """Where each outlet puts an event.  told: (outlet, place); differ: the outlets contradict each other on it."""
    places: dict[str, tuple[Place, list[str]]] = {}
    for outlet, place in told:
        outlets = places.setdefault(place.name.casefold(), (place, []))[1]
        if outlet not in outlets:
            outlets.append(outlet)
    if not places and event.place:
        places[event.place.name.casefold()] = (event.place, [])
    spots, unplaced = [], []
    for place, outlets in places.values():
        says = wording.listed(outlets)
        if placed(place):
            words = f"{place.name}: {says}" if says else place.name
            spots.append(Spot(place.name, place.lat, place.lon, place.precision, 1, words, "differ" if differ else ""))
        else:
            unplaced.append((place.name, unplaced_because(place)))
    if not places:
        unplaced.append(("", ""))
    return Where(
        map=locator(spots),
        words="; ".join(spot.words for spot in spots),
        columns=("Place", "Country", "Told by", "Precision", "Latitude", "Longitude"),
        rows=tuple(
            (
                p.name,
                p.country,
                wording.listed(outlets, 6) or None,
                p.precision or None,
                _degrees(p.lat),
                _degrees(p.lon),
            )
            for p, outlets in places.values()
        ),
        unplaced=tuple(unplaced),
    )


def placed(place: Place | None) -> bool:
    return place is not None and place.lat is not None and place.lon is not None


def unplaced_because(place: Place | None) -> str:
    """Why a place has no coordinates; "" if there is no place at all."""
    if place is None:
        return ""
    return f"somewhere in {place.within}" if place.within else "not in the gazetteer"


def _degrees(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
