"""Spans in their exported form: the report, the offsets and the words; and nouns as plain dicts of them."""

from __future__ import annotations

import msgspec

from tellings.model import Count, Mention, Participant, Place, Quote, Report, Span, When


class Quoter:
    """Quotes out of one report."""

    def __init__(self, report: Report, known: dict[str, str], *, text: bool = True) -> None:
        """known: the report's actor ids -> actor ids across reports.  text: whether the words are given."""
        self.report, self.known, self.text = report, known, text

    def span(self, span: Span | None) -> dict | None:
        if span is None:
            return None
        words = self.report.text[span.start : span.end] if self.text else ""
        return {"report": self.report.id, "start": span.start, "end": span.end, "text": words}

    def spans(self, spans) -> list[dict]:
        return [self.span(span) for span in spans]

    def participant(self, one: Participant) -> dict:
        return {
            "span": self.span(one.span),
            "head": self.span(one.head),
            "slot": one.slot,
            "actor": self.known.get(one.actor or "", None),
        }

    def count(self, one: Count) -> dict:
        return {"what": one.what, "low": one.low, "high": one.high, "update": one.update, "span": self.span(one.span)}

    def when(self, one: When | None) -> dict | None:
        return None if one is None else when(one) | {"span": self.span(one.span)}

    def place(self, one: Place | None) -> dict | None:
        return None if one is None else place(one) | {"span": self.span(one.span)}

    def mention(self, one: Mention, places: dict[str, Place], event: str | None, telling: str | None) -> dict:
        return {
            "kind": "mention",
            "id": one.id,
            "report": self.report.id,
            "event": event,
            "telling": telling,
            "type": one.type,
            "modes": list(one.modes),
            "contexts": list(one.contexts),
            "cameo": one.cameo,
            "status": one.status,
            "trigger": self.span(one.trigger),
            "sentence": self.span(one.sentence),
            "frame": one.frame,
            "actors": [self.participant(p) for p in one.actors],
            "recipients": [self.participant(p) for p in one.recipients],
            "reciprocal": one.reciprocal,
            "counts": [self.count(c) for c in one.counts],
            "when": self.when(one.when),
            "when_basis": one.when_basis,
            "place": self.place(places.get(one.place or "")),
            "place_basis": one.place_basis,
            "attribution": one.attribution,
            "weight": one.weight,
            "reductions": list(one.reductions),
            "because": list(one.because),
        }


def when(one: When) -> dict:
    """A time without its span."""
    return {
        "expression": one.expression,
        "value": one.value,
        "start": one.start,
        "end": one.end,
        "granularity": one.granularity,
        "basis": one.basis,
        "missing": one.missing,
    }


def place(one: Place) -> dict:
    """A place without its span."""
    fields = ("name", "geonameid", "lat", "lon", "country", "admin1", "feature", "precision", "basis", "within")
    return {name: getattr(one, name) for name in fields}


def quote(one: Quote | None, *, text: bool = True) -> dict | None:
    if one is None:
        return None
    return {"report": one.report, "start": one.start, "end": one.end, "text": one.text if text else ""}


def quotes(many, *, text: bool = True) -> list[dict]:
    return [quote(one, text=text) for one in many]


def line(value: dict) -> str:
    """One object as a line of JSON."""
    return msgspec.json.encode(value).decode() + "\n"
