"""Where a report was written: its dateline's place, or the country of its outlet."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from tellings.entities.demonyms import spoken_of
from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.model import Place, Report, Span, digest

_STOP = re.compile(r"[(\d–—:]| - |\s-|--|/")
_KNOWN_TOWN = 100_000  # people of a town that papers beyond it are named after
_LONGEST = 120  # characters of a dateline that are read
# Country-code domains that are sold to anybody.
_SOLD = frozenset(
    {"co", "io", "tv", "me", "ai", "fm", "cc", "ws", "to", "ly", "gg", "im", "la", "sh", "st", "nu", "am", "eu"}
)


def dateline_place(report: Report, gazetteer: Gazetteer) -> Place | None:
    """The place that the dateline names ("KABUL, Afghanistan, May 3 (Reuters) -"), with basis "dateline"."""
    mark = next((m for m in report.marks if m.kind == "dateline"), None)
    if mark is None:
        return None
    text = report.text[mark.start : min(mark.end, mark.start + _LONGEST)]
    text = _STOP.split(text)[0]
    parts = [p.strip(" .,") for p in text.split(",")]
    start = mark.start + len(text) - len(text.lstrip())
    if not parts or not parts[0]:
        return None
    entries = gazetteer.find(parts[0])
    outer = [o for p in parts[1:3] if p for o in (*gazetteer.division(p), *gazetteer.find(p)) if o.kind != "city"]
    inside = [e for e in entries if any(gazetteer.contains(o, e) for o in outer)]
    entry = max(inside or entries, key=_prominence, default=None)
    if entry is None:
        return None
    division = entry if entry.kind == "admin1" else gazetteer.by_id(entry.admin1)
    span = Span(start, start + len(parts[0]))
    return Place(
        id="p-" + digest(report.id, span.start, span.end),
        name=report.text[span.start : span.end],
        span=span,
        geonameid=entry.id,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=division.name if division else None,
        feature=entry.kind,
        precision=entry.kind
        if entry.kind in ("city", "admin1", "admin2", "country")
        else "point"
        if entry.rank
        else "region",
        basis="dateline",
    )


def outlet_country(report: Report, gazetteer: Gazetteer) -> str | None:
    """ISO alpha-3 of the outlet's country-code domain, else of the town or state that it is named after, else None."""
    return _domain_country(report, gazetteer) or _name_country(report.outlet.value or "", gazetteer)


@lru_cache(maxsize=500)
def _name_country(outlet: str, gazetteer: Gazetteer) -> str | None:
    """ "The Lusaka Mirror", "Times of India", "Kenyan Standard": papers write of their own country."""
    if len(outlet) > _LONGEST:
        return None
    words = outlet.split()
    spoken = spoken_of([w.lower() for w in words])
    if len(spoken) == 1:
        return next(iter(spoken))
    for start in range(len(words)):
        for end in range(min(len(words), start + 3), start, -1):
            best = max(gazetteer.find(" ".join(words[start:end])), key=_prominence, default=None)
            if best is not None and best.main and (best.kind == "country" or best.population >= _KNOWN_TOWN):
                return best.country
    return None


def _domain_country(report: Report, gazetteer: Gazetteer) -> str | None:
    host = urlsplit(report.url or "").hostname or ""
    code = host.rsplit(".", 1)[-1]
    if len(code) != 2 or code in _SOLD:
        return None
    code = {"uk": "gb"}.get(code, code).upper()
    return next((c.iso3 for c in gazetteer.countries.values() if c.iso2 == code), None)


def _prominence(entry: Entry) -> tuple:
    """The user's own first, then capitals and towns by size: a dateline names a town."""
    return (entry.rank, entry.capital, entry.kind == "city" and entry.main, entry.population)
