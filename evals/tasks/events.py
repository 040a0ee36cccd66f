"""PLOVER records: one sentence a row; with --main only the event that the sentence is chiefly about."""

from __future__ import annotations

from collections.abc import Iterator

from evals.tasks.coding import report_of
from tellings.model import Actor, Mention, Participant
from tellings.reading import read_parsed

# The records follow PLOVER of 2016, which had one code for every intergovernmental organisation.
OLDER_CODES = {"UNO": "IGO", "EUR": "IGO"}


def predict(rows: list[dict], options) -> Iterator[dict]:
    from evals.parsed import parse_cached

    pipeline = options.pipeline()
    reports = [report_of(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(pipeline.model, reports, f"events-{options.name}"), strict=True):
        reading = read_parsed(parsed, pipeline)
        actors = {a.id: a for a in reading.actors}
        mentions = [m for m in reading.mentions if m.of is None]
        if options.main:
            mentions = chief(mentions)
        yield {"id": row["id"], "events": [_event(m, actors, options.gov_default) for m in mentions]}


def chief(mentions: list[Mention]) -> list[Mention]:
    """The mention of most weight; of equal ones the first."""
    return [max(mentions, key=lambda m: (m.weight, -m.trigger.start))] if mentions else []


def _event(m: Mention, actors: dict[str, Actor], gov_default: bool) -> dict:
    source = _side(m.actors, actors, gov_default)
    target = source if m.reciprocal else _side(m.recipients, actors, gov_default)
    return {
        "event_type": m.type,
        "mode": m.modes[0] if m.modes else None,
        "reciprocal": m.reciprocal,
        "source": source,
        "target": target,
    }


def _side(people: tuple[Participant, ...], actors: dict[str, Actor], gov_default: bool) -> list[dict]:
    out = []
    for p in people:
        actor = actors.get(p.actor or "")
        if actor is not None:
            sector = (
                actor.sectors[0]
                if actor.sectors
                else ("GOV" if gov_default and actor.code and actor.kind == "state" else None)
            )
            row = {"country": OLDER_CODES.get(actor.code, actor.code), "sector": sector}
            if row not in out:
                out.append(row)
    return out
