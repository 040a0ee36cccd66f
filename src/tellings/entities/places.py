"""The places of a report, and where each event was."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.entities.event_places import event_place
from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.locating import Located, locate
from tellings.entities.toponyms import Toponym, find_toponyms
from tellings.model import Place, Span, digest
from tellings.parse import Parsed

__all__ = ["event_place", "find_places", "place_spans"]

_PRECISION = {"city": "city", "admin1": "admin1", "admin2": "admin2", "country": "country", "continent": "continent"}


def find_places(parsed: Parsed, gazetteer: Gazetteer, sentences: Sequence[int] | None = None) -> tuple[Place, ...]:
    """Every place that the report names, in reading order.

    Names that the gazetteer knows are looked for everywhere; named-entity recognition helps in the `sentences` asked for
    (indices; None: all of them; (): none).
    """
    return _placed(parsed, gazetteer, find_toponyms(parsed, gazetteer, sentences))


def place_spans(parsed: Parsed, gazetteer: Gazetteer, spans: Sequence[Span]) -> tuple[Place | None, ...]:
    """What these spans, known to name places, mean in this report; None for a span without a word."""
    from tellings.entities.toponyms import toponym_at

    toponyms = [toponym_at(parsed, gazetteer, span) for span in spans]
    order = sorted((t.start, i) for i, t in enumerate(toponyms) if t is not None)
    places = _placed(parsed, gazetteer, [toponyms[i] for _, i in order], keep=True)
    found: list[Place | None] = [None] * len(spans)
    for (_, i), place in zip(order, places, strict=True):
        found[i] = place
    return tuple(found)


def _placed(parsed: Parsed, gazetteer: Gazetteer, toponyms: list[Toponym], keep: bool = False) -> tuple[Place, ...]:
    words = [token.lower_ for token in parsed.doc]
    located = locate(toponyms, gazetteer, words)
    return tuple(_place(parsed, gazetteer, located, number) for number in range(len(located)))


def _place(parsed: Parsed, gazetteer: Gazetteer, located: list[Located], number: int) -> Place:
    item = located[number]
    span = parsed.span(item.toponym.start, item.toponym.end - 1)
    name = parsed.words(span)
    if item.entry is None:
        return _within(parsed, gazetteer, located, number, span, name)
    entry = item.entry
    division = entry if entry.kind == "admin1" else gazetteer.by_id(entry.admin1)
    return Place(
        id="p-" + digest(parsed.report.id, span.start, span.end),
        name=name,
        span=span,
        geonameid=entry.id,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=division.name if division else None,
        feature=entry.kind,
        precision=_PRECISION.get(entry.kind, "point" if entry.rank else "region"),
        basis=item.basis,
        within=entry.within,
    )


def _within(parsed: Parsed, gazetteer: Gazetteer, located: list[Located], number: int, span: Span, name: str) -> Place:
    """A place that no gazetteer has: placed by what is written beside it, or by the nearest known place of its sentence."""
    outer, why = _outer(parsed, located, number)
    entry: Entry | None = outer.entry if outer else None
    division = (entry if entry.kind == "admin1" else gazetteer.by_id(entry.admin1)) if entry else None
    return Place(
        id="p-" + digest(parsed.report.id, span.start, span.end),
        name=name,
        span=span,
        lat=entry.lat if entry else None,
        lon=entry.lon if entry else None,
        country=entry.country if entry else None,
        admin1=division.name if division else None,
        feature=located[number].toponym.sort,
        precision="within:" + _PRECISION.get(entry.kind, "region") if entry else "",
        basis=why if entry else "not-in-gazetteer",
        within=entry.name if entry else None,
    )


def _outer(parsed: Parsed, located: list[Located], number: int) -> tuple[Located | None, str]:
    item = located[number]
    for other in (number - 1, number + 1):
        if 0 <= other < len(located) and located[other].entry and _overlaps(located[other].toponym, item.toponym):
            return located[other], "in-name"
    if number + 1 < len(located) and located[number + 1].entry:
        between = parsed.doc[item.toponym.end : located[number + 1].toponym.start]
        if len(between) <= 4 and any(t.lower_ in (",", "in", "near", "(", "outside") for t in between):
            return located[number + 1], "beside"
    same = [
        o
        for o in located
        if o.entry and o.entry.kind != "continent" and _sentence(parsed, o) == _sentence(parsed, item)
    ]
    if same:
        return min(same, key=lambda o: abs(o.toponym.start - item.toponym.start)), "sentence"
    return None, ""


def _overlaps(a: Toponym, b: Toponym) -> bool:
    return a.start < b.end and b.start < a.end


def _sentence(parsed: Parsed, item: Located) -> int:
    return parsed.sentence_number(item.toponym.start)
