"""The places of a report, and where each event was."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.entities.containing import Container, containers
from tellings.entities.datelines import dateline_place, outlet_country
from tellings.entities.demonyms import state_before
from tellings.entities.event_places import event_place
from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.locating import Located, locate
from tellings.entities.placewords import place_words
from tellings.entities.toponym_search import find_toponyms
from tellings.entities.toponyms import Toponym, toponym_at
from tellings.model import Place, Span, digest
from tellings.names import plain_spaces
from tellings.parse import Parsed

__all__ = ["event_place", "find_places", "place_spans"]

_PRECISION = {"city": "city", "admin1": "admin1", "admin2": "admin2", "country": "country", "continent": "continent"}


def find_places(
    parsed: Parsed,
    gazetteer: Gazetteer,
    sentences: Sequence[int] | None = None,
    bodies: frozenset[int] = frozenset(),
) -> tuple[Place, ...]:
    """Every place that the report names, in reading order; a dateline's place stands first.

    Names that the gazetteer knows are looked for everywhere; named-entity recognition helps in the `sentences` asked for
    (indices; None: all of them; (): none).  bodies: tokens that names of known organisations cover.
    """
    dateline = dateline_place(parsed.report, gazetteer)
    toponyms, words = find_toponyms(parsed, gazetteer, sentences, bodies)
    places = _placed(parsed, gazetteer, toponyms, words, dateline)
    places = tuple(sorted((*places, *_waters(parsed, gazetteer)), key=lambda p: p.span))
    return (dateline, *places) if dateline else places


def _waters(parsed: Parsed, gazetteer: Gazetteer) -> list[Place]:
    """ "In Vietnamese waters", "over Estonian airspace": a state by what is its own."""
    words = [form.lower() for form in parsed.forms]
    found = []
    for position, word in enumerate(words):
        if word not in place_words().own:
            continue
        kind = position - 1 if words[position - 1 : position] == ["territorial"] else position
        code, start = state_before(words, kind) or (None, position)
        country = gazetteer.country(code)
        if country is not None:
            entry = country.entry
            span = parsed.span(start, position)
            found.append(
                Place(
                    id="p-" + digest(parsed.report.id, span.start, span.end),
                    name=entry.name,
                    span=span,
                    geonameid=entry.id,
                    lat=entry.lat,
                    lon=entry.lon,
                    country=entry.country,
                    feature=entry.kind,
                    precision="country",
                    basis="adjective",
                )
            )
    return found


def place_spans(parsed: Parsed, gazetteer: Gazetteer, spans: Sequence[Span]) -> tuple[Place | None, ...]:
    """What these spans, known to name places, mean in this report; None for a span without a word."""
    toponyms = [toponym_at(parsed, gazetteer, span) for span in spans]
    order = sorted((t.start, i) for i, t in enumerate(toponyms) if t is not None)
    places = _placed(parsed, gazetteer, [toponyms[i] for _, i in order], [token.lower_ for token in parsed.doc], None)
    found: list[Place | None] = [None] * len(spans)
    for (_, i), place in zip(order, places, strict=True):
        found[i] = place
    return tuple(found)


def _placed(
    parsed: Parsed, gazetteer: Gazetteer, toponyms: list[Toponym], words: list[str], dateline: Place | None
) -> tuple[Place, ...]:
    located = locate(toponyms, gazetteer, words, dateline or outlet_country(parsed.report, gazetteer))
    around = containers(parsed, located, gazetteer, words)
    return tuple(
        _known(parsed, gazetteer, item) if item.entry else _within(parsed, gazetteer, item, around.get(number))
        for number, item in enumerate(located)
    )


def _known(parsed: Parsed, gazetteer: Gazetteer, item: Located) -> Place:
    entry = item.entry
    lat, lon, precision = entry.lat, entry.lon, _precision(entry)
    if lat is None and entry.within:  # one that says only what contains it
        around = gazetteer.find(entry.within)
        around = tuple(e for e in around if e.country == entry.country) or around
        outer = max(around, key=lambda e: (e.kind != "city", e.population), default=None)
        if outer:
            lat, lon, precision = outer.lat, outer.lon, "within:" + _precision(outer)
            entry = entry._replace(country=entry.country or outer.country, admin1=outer.admin1)
    return Place(
        **_named(parsed, item),
        geonameid=entry.id,
        lat=lat,
        lon=lon,
        country=entry.country,
        admin1=_division(entry, gazetteer),
        feature=entry.kind,
        precision=precision,
        basis=item.basis,
        within=entry.within,
    )


def _within(parsed: Parsed, gazetteer: Gazetteer, item: Located, container: Container | None) -> Place:
    """A place that no gazetteer has, placed by what contains it."""
    if container is None:
        return Place(**_named(parsed, item), feature=item.toponym.sort, basis="not-in-gazetteer")
    entry = container.entry
    return Place(
        **_named(parsed, item),
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=_division(entry, gazetteer),
        feature=item.toponym.sort,
        precision="within:" + _precision(entry),
        basis=container.basis,
        within=entry.name,
    )


def _named(parsed: Parsed, item: Located) -> dict:
    span = parsed.span(item.toponym.start, item.toponym.end - 1)
    return {
        "id": "p-" + digest(parsed.report.id, span.start, span.end),
        "name": plain_spaces(parsed.words(span)),
        "span": span,
    }


def _precision(entry: Entry) -> str:
    return _PRECISION.get(entry.kind, "point" if entry.rank else "region")


def _division(entry: Entry, gazetteer: Gazetteer) -> str | None:
    division = entry if entry.kind == "admin1" else gazetteer.by_id(entry.admin1)
    return division.name if division else None
