"""W3C Web Annotation: one annotation a mention, on its sentence, with position and quotation selectors."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.corpus import Corpus, queries
from tellings.export.quoting import line
from tellings.export.selection import Selection
from tellings.model import Mention, Report, Span

_AROUND = 40  # characters of prefix and suffix, so that a mark survives another extraction of the page


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    selection = selection.prepared(corpus)
    passing = {event.id for event in selection.events(corpus)} if selection.filters or selection.story else None
    for entry in corpus.entries(judged=True):
        with corpus.engine.connect() as connection:
            links = queries.links(connection, entry.report.id)
        for mention in entry.reading.mentions:
            event = links.get(mention.id, (None, None))[0]
            if passing is None or event in passing:
                yield line(annotation(entry.report, mention, event, text=selection.text))


def annotation(report: Report, mention: Mention, event: str | None, *, text: bool) -> dict:
    """A mention on its report: the source is the report's address, or its id where it has none."""
    tags = [mention.type, *(f"{mention.type}-{mode}" for mode in mention.modes), mention.status]
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    if event:
        bodies.append({"type": "SpecificResource", "purpose": "identifying", "source": f"urn:tellings:{event}"})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:tellings:{mention.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": {
            "source": report.url or f"urn:tellings:{report.id}",
            "selector": selectors(report.text, mention.sentence, text=text),
            "state": {"type": "TimeState", "sourceDate": report.published.value} if report.published.value else None,
        },
    }


def selectors(text_of: str, span: Span, *, text: bool) -> list[dict]:
    """Both selectors; without text, the position alone."""
    found = [{"type": "TextPositionSelector", "start": span.start, "end": span.end}]
    if text:
        found.append(
            {
                "type": "TextQuoteSelector",
                "exact": text_of[span.start : span.end],
                "prefix": text_of[max(0, span.start - _AROUND) : span.start],
                "suffix": text_of[span.end : span.end + _AROUND],
            }
        )
    return found
