"""POLECAT's table: tab-separated, 40 columns; what is missing is the word None, lists are joined by "; "."""

from __future__ import annotations

from collections.abc import Iterator

from tellings import __version__
from tellings.corpus import Corpus
from tellings.export.flat import Flat, happened_events, tabbed
from tellings.export.selection import Selection
from tellings.model import KnownActor

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
    "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    yield tabbed(COLUMNS)
    for flat in happened_events(corpus, selection):
        yield tabbed("None" if cell in (None, "") else cell for cell in _row(flat))


def _row(flat: Flat) -> tuple:
    event, place, report = flat.event, flat.event.place, flat.first
    city = place.name if place and place.precision in ("city", "point") else None
    everybody = (*flat.actors, *flat.recipients)
    return (
        event.id, flat.day, event.type, "; ".join(event.modes), flat.score, _QUADS[flat.quad], "; ".join(event.contexts),
        *_side(flat.actors), *_side(flat.recipients), place.name if place else None, city, None, place.admin1 if place else None,
        place.country if place else None, place.lat if place else None, place.lon if place else None,
        place.geonameid if place else None, place.name if place else None, place.feature if place else None, report.outlet.value,
        (report.published.value or "")[:10], "; ".join(a.name for a in everybody if a.kind == "person"),
        "; ".join(a.name for a in everybody if a.kind in ("organisation", "group")), place.name if place else None, report.language,
        f"tellings {__version__}",
    )  # fmt: skip


def _side(actors: tuple[KnownActor, ...]) -> tuple:
    names = "; ".join(a.name for a in actors)
    primary = "; ".join(a.sectors[0] for a in actors if a.sectors)
    sectors = "; ".join(dict.fromkeys(s for a in actors for s in a.sectors))
    return names, "; ".join(a.code or "None" for a in actors), None, primary, sectors, None, names, None
