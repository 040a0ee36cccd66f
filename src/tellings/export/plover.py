"""PLOVER JSON: one record a line, in the fields of the manual.  Events without a named doer or without a day are left out,
as PLOVER demands both."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.corpus import Corpus
from tellings.export.flat import Flat, coded_events
from tellings.export.quoting import line
from tellings.export.selection import Selection
from tellings.model import KnownActor

_RESOLUTION = {"point": 5, "city": 4, "admin2": 3, "admin1": 2, "country": 1}
_AUXILIARY = {"historical": "historical", "future": "future", "hypothetical": "hypothetical", "negated": "negation"}


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    for flat in coded_events(corpus, selection):
        if flat.day and flat.actors:
            yield line(record(flat))


def record(flat: Flat) -> dict:
    """One event as PLOVER has it; keys without a value are not there."""
    event, report = flat.event, flat.first
    whole = {
        "id": event.id,
        "date": flat.day,
        "enddate": flat.last_day if flat.last_day != flat.day else None,
        "actor": [_entity(a) for a in flat.actors],
        "recipient": [_entity(a) for a in flat.recipients],
        "event": [event.type],
        "mode": [f"{event.type}-{mode}" for mode in event.modes],
        "context": list(event.contexts) + ([_AUXILIARY[event.status]] if event.status in _AUXILIARY else []),
        "quad_code": flat.quad,
        "event_scale": flat.score,
        "event_loc": _location(flat),
        "size": _size(flat),
        "event_text": [flat.sentence] if flat.sentence else None,
        "has_event": True,
        "link": event.story,
        "text_info": _place_in_text(flat),
        "cite_info": {
            "corpus": "tellings",
            "citation": report.id,
            "url": report.url,
            "title": report.title if flat.text else None,
            "language": report.language,
            "publication": report.outlet.value,
        },
        "coder": "tellings",
        "comment": _comment(flat),
    }
    return {key: value for key, value in whole.items() if value not in (None, [], {})}


def _entity(actor: KnownActor) -> dict:
    whole = {
        "code": actor.code,
        "sector": "".join(actor.sectors[:2]) or None,
        "entity_text": actor.name,
        "identifier_text": actor.id,
    }
    return {key: value for key, value in whole.items() if value}


def _location(flat: Flat) -> dict | None:
    place = flat.event.place
    if place is None:
        return None
    whole = {
        "extracted_place": place.name,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "province": place.admin1,
        "country_code": place.country,
        "feature_code": place.feature or None,
        "resolution": _RESOLUTION.get(place.precision),
    }
    return {key: value for key, value in whole.items() if value is not None}


def _size(flat: Flat) -> dict:
    """The lower bounds, for a size is one number."""
    names = {"killed": "dead", "injured": "injured", "arrested": "arrested"}
    return {theirs: low for ours, theirs in names.items() if (low := flat.count(ours)[0]) is not None}


def _place_in_text(flat: Flat) -> dict | None:
    evidence = flat.event.tellings[0].evidence
    return {"start": evidence[0].start, "end": evidence[0].end} if evidence else None


def _comment(flat: Flat) -> str:
    return f"{len(flat.event.tellings)} tellings, {len(flat.event.voices)} independent voices"
