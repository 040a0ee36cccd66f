"""FollowTheMoney entities, one JSON object a line: Article, Event, Person, Organization, PublicBody, Mention.

Lost: the direction of the act (all are `involved`), who says so, the status, the places of the words, the digests of the
files (theirs are SHA-1, ours SHA-256).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tellings.corpus import Corpus
from tellings.export.flat import Flat, flat_events, iso
from tellings.export.quoting import line
from tellings.export.selection import Selection
from tellings.model import KnownActor, Report

_LANGUAGES = {"en": "eng"}  # ISO 639-1 -> 639-3; English is what is read
_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    """Every entity once, before the events that refer to it."""
    actors: set[str] = set()
    for _, story in groupby(flat_events(corpus, selection), key=lambda flat: flat.story.id):
        of_story: set[str] = set()  # a report is of one story
        for flat in story:
            beside = [(actors, _actor(one)) for one in (*flat.actors, *flat.recipients)]
            beside += [(of_story, entity) for entity in (*_articles(flat), *_mentions(flat))]
            for written, entity in beside:
                if entity["id"] not in written:
                    written.add(entity["id"])
                    yield line(entity)
            yield line(_event(flat))


def _entity(key: str, schema: str, properties: dict) -> dict:
    """Properties are lists of strings; those without a value are not there."""
    kept = {name: [str(v) for v in values if v not in (None, "")] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _schema(actor: KnownActor) -> str:
    if actor.kind == "person":
        return "Person"
    if actor.kind in ("organisation", "group"):
        return "PublicBody" if _PUBLIC & set(actor.sectors) else "Organization"
    return "PublicBody" if actor.kind == "state" else "LegalEntity"


def _actor(actor: KnownActor) -> dict:
    return _entity(
        actor.id,
        _schema(actor),
        {"name": [actor.name], "alias": [f for f in actor.forms if f != actor.name], "country": [_country(actor.code)]},
    )


def _country(code: str | None) -> str | None:
    """Two small letters, as FollowTheMoney has them; nothing for those who belong to no country."""
    return "eu" if code == "EUR" else iso()[code][0].lower() if code in iso() else None


def _articles(flat: Flat) -> Iterator[dict]:
    for telling in flat.event.tellings:
        report: Report = flat.reports[telling.report]
        yield _entity(
            report.id,
            "Article",
            {
                "title": [report.title if flat.text else ""],
                "author": [report.byline],
                "publisher": [report.outlet.value],
                "publishedAt": [report.published.value],
                "language": [_LANGUAGES.get(report.language or "")],
                "sourceUrl": [report.url],
                "bodyText": [report.text if flat.text else ""],
            },
        )


def _mentions(flat: Flat) -> Iterator[dict]:
    """An actor as one report names it."""
    for actor in (*flat.actors, *flat.recipients):
        here = {report for report, _ in actor.members}
        for telling in flat.event.tellings:
            if telling.report in here:
                properties = {
                    "document": [telling.report],
                    "resolved": [actor.id],
                    "name": [actor.name],
                    "detectedSchema": [_schema(actor)],
                }
                yield _entity(f"{telling.report}.{actor.id}", "Mention", properties)


def _event(flat: Flat) -> dict:
    event, place = flat.event, flat.event.place
    what = " ".join((event.type, *event.modes))
    who = " → ".join(filter(None, (", ".join(a.name for a in flat.actors), ", ".join(a.name for a in flat.recipients))))
    return _entity(
        event.id,
        "Event",
        {
            "name": [f"{what}: {who}" if who else what],
            "summary": [flat.sentence],
            "startDate": [flat.day],
            "endDate": [flat.last_day if flat.last_day != flat.day else None],
            "location": [place.name if place else None],
            "country": [_country(place.country if place else None)],
            "involved": dict.fromkeys(a.id for a in (*flat.actors, *flat.recipients)),
            "proof": dict.fromkeys(t.report for t in event.tellings),
            "sourceUrl": dict.fromkeys(flat.reports[t.report].url for t in event.tellings),
            "keywords": [event.status, *event.contexts],
        },
    )
