"""Modes and contexts: the type and modes of the event that a sentence is chiefly about, and what the sentence is about."""

from __future__ import annotations

from collections.abc import Iterator

from evals.parsed import parse_cached
from evals.tasks.coding import frames, model, report_of
from evals.tasks.events import chief
from tellings.events import code
from tellings.events.contexts import contexts_by_sentence
from tellings.events.syntax import Graph
from tellings.model import Mention


def predict(rows: list[dict], options) -> Iterator[dict]:
    reports = [report_of(row) for row in rows]
    for row, parsed in zip(rows, parse_cached(model(), reports, f"modes-{options.name}"), strict=True):
        mentions = list(code(parsed, (), frames()))
        main = chief([m for m in mentions if m.of is None])
        about = [c for contexts in contexts_by_sentence(Graph(parsed.doc)).values() for c in contexts]
        about += [c for m in main for c in m.contexts]
        yield {"id": row["id"], "events": _types(main, mentions), "contexts": list(dict.fromkeys(about))}


def _types(main: list[Mention], mentions: list[Mention]) -> list[dict]:
    """The main event, and what the same words also say: a prison sentence is both a conviction and an arrest."""
    alike = [m for m in mentions if any(m.trigger == x.trigger for x in main)]
    found: dict[str, list[str]] = {}
    for m in (*main, *alike):
        modes = found.setdefault(m.type, [])
        modes += [mode for mode in m.modes if mode not in modes]
    return [{"type": t, "modes": modes} for t, modes in found.items()]
