"""A town before a word for what happened is where it happened ("the Paris attacks killed …", "the Geneva talks").

It takes no part.  Before a word for what is said it stands for its government ("a Beijing statement"), and a country may be
either ("a Syria strike"), so both are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from spacy.tokens import Token

from tellings.events.classes import load_lexicon
from tellings.model import Mention, Participant, Place
from tellings.parse import Parsed

HAPPENINGS = frozenset({"violence", "protest", "gathering"})  # classes of words for what happens at a place
_BEFORE = frozenset({"compound", "nmod", "amod"})
_BY_THE_WAY = frozenset(
    {"", "before", "dateline", "only", "home", "beside", "within"}
)  # said farther off than before the word itself


def without_scenes(parsed: Parsed, mention: Mention, towns: Mapping[int, Place]) -> Mention:
    """The mention without towns that only say where it was; the first of them is its place, if nothing nearer is.

    towns: places that are no countries, by the first character of their spans.
    """
    scenes = {
        p.head.start: towns[p.span.start] for p in (*mention.actors, *mention.recipients) if _is_scene(parsed, p, towns)
    }
    if not scenes:
        return mention
    place, basis = mention.place, mention.place_basis
    if basis in _BY_THE_WAY:
        place, basis = next(iter(scenes.values())).id, "named for it"
    return msgspec.structs.replace(
        mention,
        actors=_others(mention.actors, scenes),
        recipients=_others(mention.recipients, scenes),
        place=place,
        place_basis=basis,
    )


def towns_of(places: Sequence[Place]) -> dict[int, Place]:
    """Places that are no countries, by the first character of their spans."""
    return {p.span.start: p for p in places if p.precision and p.precision != "country" and p.basis != "dateline"}


def _others(participants: tuple[Participant, ...], scenes: Mapping[int, Place]) -> tuple[Participant, ...]:
    return tuple(p for p in participants if p.head.start not in scenes)


def _is_scene(parsed: Parsed, participant: Participant, towns: Mapping[int, Place]) -> bool:
    town = towns.get(participant.span.start)
    if town is None or town.span != participant.span:
        return False
    tokens = parsed.tokens(town.span)
    return bool(len(tokens)) and tokens.root.dep_ in _BEFORE and _happens(tokens.root.head)


def _happens(noun: Token) -> bool:
    """Whether a word is listed for what happens; "killings" by its singular, which the model of the language leaves as it is."""
    listed = load_lexicon().sure(noun.lemma_.lower(), noun.lower_.removesuffix("s"))
    return noun.pos_ in ("NOUN", "PROPN") and not HAPPENINGS.isdisjoint(listed)
