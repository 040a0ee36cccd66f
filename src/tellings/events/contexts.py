"""What it is about: PLOVER's contexts, by cue words of the sentence."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from tellings.events.syntax import Graph
from tellings.events.tables import CONTEXTS


@cache
def load_cues() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """First word of a cue → (context, all its words)."""
    raw = tomllib.loads(files("tellings.events").joinpath("data", "contexts.toml").read_text("utf-8"))
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for context, table in raw.items():
        assert context in CONTEXTS, context
        for cue in table["words"].replace("\n", " ").split(","):
            words = tuple(cue.split())
            if words:
                found.setdefault(words[0].lower(), []).append((context, words))
    return {k: tuple(v) for k, v in found.items()}


def contexts_by_sentence(graph: Graph) -> dict[int, tuple[str, ...]]:
    """Sentence number → its contexts, in PLOVER's order."""
    cues, found = load_cues(), {}
    for i, (low, lemma) in enumerate(zip(graph.low, graph.lemma, strict=True)):
        for entry in cues.get(lemma, ()) or cues.get(low, ()):
            context, words = entry
            if all(
                i + n < graph.n and words[n] in (graph.low[i + n], graph.lemma[i + n]) for n in range(1, len(words))
            ):
                found.setdefault(graph.sent[i], set()).add(context)
    return {sentence: tuple(c for c in CONTEXTS if c in names) for sentence, names in found.items()}
