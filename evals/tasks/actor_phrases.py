"""A phrase that is known to act: {"id", "text", "span"} -> its country and primary sector."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from evals.tasks.coding import report_of
from tellings import entities
from tellings.model import Mention, Participant, Span


def predict(rows: list[dict], options) -> Iterator[dict]:
    pipeline = options.pipeline()
    reports = [report_of(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(pipeline.model, reports, f"actor-phrases-{options.name}"), strict=True):
        span = Span(*row["span"])
        head = parsed.tokens(span).root
        root = head.sent.root
        mention = Mention(
            id="m-pointed",
            type="CONSULT",
            trigger=Span(root.idx, root.idx + len(root)),
            sentence=Span(0, len(row["text"])),
            frame="pointed",
            actors=(Participant(span=span, head=Span(head.idx, head.idx + len(head))),),
        )
        resolved = entities.resolve(parsed, (), [mention], pipeline.knowledge)
        actors = {a.id: a for a in resolved.actors}
        found = [actors[p.actor] for p in resolved.mentions[0].actors if p.actor in actors]
        actor = found[0] if found else None
        yield {
            "id": row["id"],
            "country": actor.code if actor else None,
            "sector": actor.sectors[0] if actor and actor.sectors else None,
        }
