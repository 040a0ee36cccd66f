"""GeoJSON: a feature an event, with a point where the place is known and a null geometry where it is not."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tellings.corpus import Corpus
from tellings.export.flat import Flat, flat_events
from tellings.export.selection import Selection


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":[\n'
    before = ""
    for flat in flat_events(corpus, selection):
        yield before + msgspec.json.encode(feature(flat)).decode()
        before = ",\n"
    yield "\n]}\n"


def feature(flat: Flat) -> dict:
    """One event; coordinates are longitude and latitude, in this order."""
    event, place = flat.event, flat.event.place
    point = None
    if place is not None and place.lat is not None and place.lon is not None:
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    killed = flat.count("killed")
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": point,
        "properties": {
            "type": event.type,
            "modes": list(event.modes),
            "status": event.status,
            "actors": [a.name for a in flat.actors],
            "recipients": [a.name for a in flat.recipients],
            "start": flat.day,
            "end": flat.last_day,
            "place": place.name if place else None,
            "country": place.country if place else None,
            "precision": place.precision if place else None,
            "geonameid": place.geonameid if place else None,
            "killed_low": killed[0],
            "killed_high": killed[1],
            "outlets": flat.outlets,
            "voices": len(event.voices),
            "story": event.story,
            "sentence": flat.sentence,
        },
    }
