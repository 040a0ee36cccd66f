"""Own spans: the places that find_places yields, sites that no gazetteer has left out."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings.entities.gazetteer import Gazetteer, load_gazetteer
from tellings.entities.places import find_places
from tellings.model import Known, Place, Report, report_id
from tellings.parse import Model


def predict(rows: list[dict], options) -> Iterator[dict]:
    gazetteer = load_gazetteer()
    for row, parsed in zip(rows, parse_rows(rows, options.name), strict=True):
        places = find_places(parsed, gazetteer)
        yield {
            "id": row["id"],
            "toponyms": [
                located(p, gazetteer) for p in places if p.feature != "site" and p.precision != "within:country"
            ],
        }


def parse_rows(rows: list[dict], name: str):
    unknown = Known(value=None, basis="unknown")
    reports = [
        Report(id=report_id(None, None, r["text"]), outlet=unknown, published=unknown, title="", text=r["text"])
        for r in rows
    ]
    return parse_cached(Model(), reports, name or "place")


def located(place: Place, gazetteer: Gazetteer) -> dict:
    country = gazetteer.country(place.country)
    return {
        "start": place.span.start,
        "end": place.span.end,
        "phrase": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.geonameid,
        "country": country.iso2 if country else None,
        "basis": place.basis,
    }
