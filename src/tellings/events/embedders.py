"""Words that embed an event and say whether it happened; verbs that lend nouns their subject."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from tellings.errors import TellingsError
from tellings.events.triggers import spellings
from tellings.model import digest

GIVES = ("future", "hypothetical", "negated", "actual")


@dataclass(frozen=True)
class Embedder:
    """content: relations between it and the event.  particle: a second word it needs."""

    id: str
    gives: str
    content: frozenset[str]
    particle: str | None = None

    def holds(self, relation: str) -> bool:
        return relation in self.content


class StatusLists:
    """The lists of status.toml as sets."""

    def __init__(self, s: Mapping) -> None:
        self.future = frozenset(s["modals"]["future"].split())
        self.hypothetical = frozenset(s["modals"]["hypothetical"].split())
        self.negation = frozenset(s["negation"]["words"].split())
        self.not_only = frozenset(s["negation"]["not_only"].split())
        self.determiners = frozenset(s["negation"]["determiners"].split())
        self.raising = frozenset(s["negation"]["raising"].split())
        self.conditional = frozenset(s["conditional"]["markers"].split())
        self.provisos = frozenset(s["conditional"]["provisos"].split())
        self.inverted = frozenset(s["conditional"]["inverted"].split())
        self.hedges = frozenset(s["hedges"]["words"].split())
        self.pending = frozenset(s["negation"]["pending"].split())
        self.any_one = frozenset(s["hedges"]["any_one"].split())
        self.given = frozenset(s["hedges"]["given"].split())
        self.meanwhile = frozenset(s["hedges"]["meanwhile"].split())
        self.going_on = frozenset(s["hedges"]["going_on"].split())
        self.facing = frozenset(s["hedges"]["facing"].split())
        self.aftermath = frozenset(s["hedges"]["aftermath"].split())
        self.taking_place = frozenset(s["hedges"]["taking_place"])
        self.awaited = frozenset(s["conditional"]["awaited"].split())
        self.showing = frozenset(s["hedges"]["showing"].split())
        self.tellings = frozenset(s["telling"]["nouns"].split())
        self.deniers = frozenset(s["telling"]["deniers"].split())
        self.falsehood = frozenset(s["telling"]["falsehood"].split())


@dataclass(frozen=True, eq=False)
class Embedders:
    """words: (lemma, kind) → embedders.  light: verb → role.  occurring: verbs whose subject is the event."""

    words: Mapping[tuple[str, str], tuple[Embedder, ...]]
    light: dict[str, str]
    occurring: frozenset[str]
    status: Mapping
    reporting: frozenset[str]
    fingerprint: str

    @cached_property
    def lists(self) -> StatusLists:
        """Those of `status`."""
        return StatusLists(self.status)


@cache
def load_embedders() -> Embedders:
    """The embedders that ship with the program.  Raises TellingsError embedders-invalid."""
    data = files("tellings.events").joinpath("data")
    text, status_text = (
        data.joinpath("embedders.toml").read_text("utf-8"),
        data.joinpath("status.toml").read_text("utf-8"),
    )
    raw, status = tomllib.loads(text), tomllib.loads(status_text)
    words: dict[tuple[str, str], list[Embedder]] = {}
    for entry in raw["embedder"]:
        if entry["gives"] not in GIVES:
            raise TellingsError("embedders-invalid", f"{entry['id']}: gives {entry['gives']!r}", where="embedders.toml")
        content = frozenset(c for item in entry["content"] for c in _relations(item))
        for word in entry["words"]:
            name, _, kind = word.partition("/")
            name, _, only = name.partition(":")
            lemma, _, particle = name.partition(" ")
            embedder = Embedder(entry["id"], entry["gives"], frozenset({only}) if only else content, particle or None)
            for spelling in spellings(lemma):
                words.setdefault((spelling, kind or "verb"), []).append(embedder)
    light = {}
    for item in raw["light"]["subject"].replace("\n", "").split("|"):
        name, _, role = item.strip().partition(":")
        light[name] = role or "subject"
    occurring = frozenset(w.strip() for w in raw["occurring"]["words"].replace("\n", "").split("|"))
    return Embedders(
        {k: tuple(v) for k, v in words.items()},
        light,
        occurring,
        status,
        frozenset(status["reporting"]["words"].split()),
        digest(text, status_text),
    )


def _relations(item: str) -> list[str]:
    if item.startswith("prep:"):
        return ["prep:" + p for p in item[5:].split("|")]
    return [item]
