"""Whether anybody who takes part in an event has a standing in politics (data/standing.toml).

Friends meet, firms offer, voters support: the words are those of states and parties.  Of some types an event is none if
all who take part in it are known to be private, or if its only party is a name or a word of which nothing is known.  Two
names of which nothing is known may well be ministers; so may anybody in a single sentence, or where nothing has capitals.

Words that tell of many other things ("backed", "was ready to") need more.  The signs for and against are counted: those of the
sentence (events/signs.py), and whether those who take part have a standing or come from several states.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tellings.entities.decide import Decided
from tellings.entities.drafts import Draft
from tellings.entities.view import View
from tellings.events.classes import load_lexicon
from tellings.model import Mention

_FEW_CAPITALS = 0.01  # of all letters
_OPENING = 4_000  # characters that show whether there are any
_TELLING = 80  # words from which on a report may be expected to say who somebody is


@dataclass(frozen=True)
class Standing:
    """data/standing.toml as sets.  words: those of its classes."""

    types: frozenset[str]
    sectors: frozenset[str]
    codes: frozenset[str]
    across: frozenset[str]
    whoever: frozenset[str]
    classes: frozenset[str]
    words: frozenset[str]
    campaign: frozenset[str]
    crowded: float
    needed: Mapping[str, int]
    signs: Mapping[str, int]
    quiet: Mapping[str, Any]
    playing: Mapping[str, Any]
    stumping: frozenset[str]


@cache
def load_standing() -> Standing:
    """The table that ships with the program."""
    raw = tomllib.loads(files("tellings.entities").joinpath("data").joinpath("standing.toml").read_text("utf-8"))
    return Standing(**{name: frozenset(values) if isinstance(values, list) else values for name, values in raw.items()})


@dataclass(frozen=True)
class Party:
    """One who takes part: the draft, what it amounts to, and the head word (lower case, lemma)."""

    draft: Draft
    decided: Decided
    low: str
    lemma: str


def is_telling(view: View) -> bool:
    """Whether a report says of its people who they are: it is no single sentence, and its names have capitals."""
    if len(view.doc) < _TELLING:
        return False
    opening = view.text[:_OPENING]
    return sum(map(str.isupper, opening)) >= _FEW_CAPITALS * sum(map(str.isalpha, opening))


def is_campaign(view: View) -> bool:
    """Whether a report tells of a campaign for votes, where support, visits and promises are what everybody does every day."""
    table = load_standing()
    return sum(t.lower_ in table.campaign for t in view.doc) >= table.crowded * len(view.doc)


def is_quiet(view: View) -> bool:
    """Whether a report has hardly a word of politics: it tells of celebrities, sport, crime, accidents."""
    return _of_politics(view) < load_standing().quiet["share"] * len(view.doc)


def is_playing(view: View) -> bool:
    """Whether it tells of a game, and less of politics than of that."""
    table = load_standing()
    found = _spoken(view, table.playing["classes"], table.playing["words"])
    return found >= table.playing["share"] * len(view.doc) and found > _of_politics(view)


def _of_politics(view: View) -> int:
    """How many of a report's words are those of politics."""
    table = load_standing()
    words = table.campaign.union(table.quiet["words"])
    return _spoken(view, table.quiet["classes"], words)


def _spoken(view: View, listed: Collection[str], further: Collection[str]) -> int:
    """How many of a report's words are in these classes, or among these words."""
    classes, words, sure = frozenset(listed), frozenset(further), load_lexicon().sure
    return sum(t.lemma_.lower() in words or not classes.isdisjoint(sure(t.lower_, t.lemma_.lower())) for t in view.doc)


def is_borne_out(mention: Mention, parties: Sequence[tuple[bool, Party]], campaign: bool) -> bool:
    """Whether the signs for and against a mention amount to what is needed.  parties: (is a doer, party)."""
    table = load_standing()
    needed = table.needed.get(mention.type) if mention.needs is None else mention.needs
    if needed is None or not mention.signs:
        return True
    found = list(mention.signs)
    standing = [doer for doer, party in parties if _stands(party, table)]
    if any(standing):
        found.append("doer of politics")
        if len(standing) > 1:
            found.append("both of politics")
    if len({party.decided.code for _, party in parties} - {None}) > 1:
        found.append("two states")
    if campaign:
        found.append("campaign")
    return sum(table.signs[name] for name in found) >= needed


def is_political(mention: Mention, parties: Sequence[Party], unresolved: int, quiet: bool = False) -> bool:
    """False only where the type asks for a standing and nobody has one.

    unresolved: participants without a draft.  quiet: the report is one without politics.
    """
    table = load_standing()
    if quiet and mention.of is None and _is_of(mention, table.quiet["types"]):
        return any(_stands(p, table) for p in parties)
    if mention.of is not None or mention.type not in table.types or (not parties and not unresolved):
        return True
    if any(_stands(p, table) for p in parties):
        return True
    codes = {p.decided.code for p in parties} - {None}
    if len(codes) > 1:
        return True
    if mention.type in table.whoever and any(table.across.intersection(p.decided.sectors) for p in parties):
        return True
    strangers = [p for p in parties if p.draft.names and not p.decided.sectors]
    return len({p.draft.number for p in strangers}) > 1


def is_stumping(mention: Mention, parties: Sequence[tuple[bool, Party]]) -> bool:
    """A candidate's rally.  parties: (is a doer, party)."""
    doers = [party for doer, party in parties if doer]
    table = load_standing()
    return bool(doers) and _is_of(mention, table.stumping) and all(p.draft.kind == "person" for p in doers)


def is_of_play(mention: Mention) -> bool:
    """Whether it is what reports of games tell in the words of politics."""
    return mention.of is None and _is_of(mention, load_standing().playing["types"])


def _is_of(mention: Mention, types: Collection[str]) -> bool:
    """Whether its type, or its type with one of its modes, is among these."""
    return mention.type in types or any(f"{mention.type}-{mode}" in types for mode in mention.modes or ("",))


def _stands(party: Party, table: Standing) -> bool:
    decided = party.decided
    if party.draft.kind == "state" or decided.code in table.codes or table.sectors.intersection(decided.sectors):
        return True
    if party.low in table.words or party.lemma in table.words:
        return True
    if party.draft.names:
        return False
    return not table.classes.isdisjoint(load_lexicon().sure(party.low, party.lemma))
