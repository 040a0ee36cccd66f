"""Day and place of an event that is pointed at: {"id", "text", "published", "outlet", "trigger", "type"} -> when, place.

The trigger stands for the coding, which is measured elsewhere: where the coder finds an event on these very words its
mention is taken as it is, else one that knows nothing but its trigger.
"""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from tellings import entities, events, voices
from tellings.gather import Draft, report_of
from tellings.model import Mention, Report, Span


def predict(rows: list[dict], options) -> Iterator[dict]:
    pipeline = options.pipeline()
    reports = [report(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(pipeline.model, reports, f"when-where-{options.name}"), strict=True):
        attributions = voices.attribute(parsed, pipeline.cues)
        mentions = list(events.code(parsed, attributions, pipeline.frames))
        pointed = _pointed(mentions, parsed, row)
        resolved = entities.resolve(parsed, attributions, [*mentions, pointed], pipeline.knowledge)
        when, place = resolved.mentions[-1].when, resolved.mentions[-1].place
        places = {p.id: p for p in resolved.places}
        yield {
            "id": row["id"],
            "when": [when.start, when.end or when.start] if when and when.start else None,
            "place": places[place].name if place else None,
            "country": places[place].country if place else None,
            "why": f"{resolved.mentions[-1].when_basis} / {resolved.mentions[-1].place_basis}",
        }


def report(row: dict) -> Report:
    """As gathering makes it, so that a dateline is one."""
    made = report_of(
        Draft(text=row["text"], source=row["id"], sha256="", outlet=row["outlet"], published=row["published"])
    )
    if not isinstance(made, Report) or made.text != row["text"]:
        raise ValueError(f"{row['id']}: gathering changed the text, its offsets no longer hold")
    return made


def _pointed(mentions: list[Mention], parsed, row: dict) -> Mention:
    trigger = Span(*row["trigger"])
    on_it = [m for m in mentions if m.trigger.start < trigger.end and trigger.start < m.trigger.end]
    # What the coder turned into another type, as a visit to come into an agreement, is another event: its day is another.
    if on_it and (same := [m for m in on_it if row["type"] in ("*", m.type)] or [m for m in on_it if not m.reductions]):
        return same[0]
    status = "future" if on_it else "actual"
    sentence = parsed.sentences[parsed.sentence_number(parsed.tokens(trigger)[0])]
    return Mention(
        id="m-pointed",
        type=row["type"] if row["type"] != "*" else "CONSULT",
        trigger=trigger,
        sentence=Span(sentence.start_char, sentence.end_char),
        frame="pointed",
        status=status,
    )
