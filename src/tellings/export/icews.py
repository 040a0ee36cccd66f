"""ICEWS' table: tab-separated, 20 columns, one row a pair of source and target."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tellings.corpus import Corpus
from tellings.export.flat import Flat, happened_events, tabbed
from tellings.export.selection import Selection
from tellings.model import KnownActor

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province",
    "Country", "Latitude", "Longitude",
)  # fmt: skip


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    yield tabbed(COLUMNS)
    for flat in happened_events(corpus, selection):
        for source, target in product(flat.actors or (None,), flat.recipients or (None,)):
            yield tabbed(_row(flat, source, target))


def _row(flat: Flat, source: KnownActor | None, target: KnownActor | None) -> tuple:
    event, place = flat.event, flat.event.place
    city = place.name if place and place.precision in ("city", "point") else None
    return (
        event.id, flat.day, *_party(source), event.type + "".join(f" {mode}" for mode in event.modes), flat.cameo, flat.score,
        *_party(target), event.story, None, flat.first.outlet.value, city, None, place.admin1 if place else None,
        place.country if place else None, place.lat if place else None, place.lon if place else None,
    )  # fmt: skip


def _party(actor: KnownActor | None) -> tuple[str | None, str | None, str | None]:
    return (actor.name, ",".join(actor.sectors), actor.code) if actor else (None, None, None)
