"""Ids are minted once and kept: what compare finds again goes on under its old id, what merged leaves an alias.

A thing is found again by what it is made of: an event by its mentions, a story by its reports, an actor by its
appearances.  The thing that has most of an old one's parts gets its id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import msgspec

from tellings.model import Compared, digest


@dataclass(frozen=True)
class Membership:
    """Part -> the id of the thing it belongs to, before a new comparison; and aliases, old id -> id."""

    events: Mapping[Hashable, str] = field(default_factory=dict)
    stories: Mapping[Hashable, str] = field(default_factory=dict)
    actors: Mapping[Hashable, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def keep_ids(
    before: Membership, compared: Compared, reserved: AbstractSet[str] = frozenset()
) -> tuple[Compared, dict[str, str]]:
    """The comparison under the old ids where there are any, and all aliases that lead to it.

    reserved: ids under which things outside of this comparison go on.
    """
    events = {e.id: [m for t in e.tellings for m in t.mentions] for e in compared.events}
    stories = {s.id: list(s.reports) for s in compared.stories}
    actors = {a.id: list(a.members) for a in compared.actors}
    renamed: dict[str, str] = {}
    merged: dict[str, str] = {}
    for old, new in ((before.events, events), (before.stories, stories), (before.actors, actors)):
        names, gone = match(old, new, reserved)
        renamed |= names
        merged |= gone
    aliases = {old: merged.get(now, now) for old, now in before.aliases.items()} | merged
    alive = {renamed.get(key, key) for things in (events, stories, actors) for key in things}
    aliases = {old: now for old, now in aliases.items() if now in alive and old not in alive}
    return _with_aliases(_renamed(compared, {a: b for a, b in renamed.items() if a != b}), aliases), aliases


def match(
    old: Mapping[Hashable, str], new: Mapping[str, Iterable[Hashable]], reserved: AbstractSet[str] = frozenset()
) -> tuple[dict[str, str], dict[str, str]]:
    """New id -> the id it keeps, and old id that is no more -> the new thing that has most of its parts."""
    shared: Counter[tuple[str, str]] = Counter()
    for key, parts in new.items():
        shared.update((old[part], key) for part in parts if part in old)
    names: dict[str, str] = {}
    taken: dict[str, str] = {}  # old id -> new id
    for (was, key), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0][0] != item[0][1], item[0])):
        if was not in taken and key not in names:
            names[key], taken[was] = was, key
    for key in new:
        if key not in names:
            # Its own id may be in use by another thing that kept it.
            names[key] = key if key not in taken and key not in reserved else key[:2] + digest(key, "again")
    gone = {}
    for (was, key), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if was not in taken:
            gone.setdefault(was, names[key])
    return names, gone


def _renamed(compared: Compared, names: Mapping[str, str]) -> Compared:
    if not names:
        return compared
    ids = dict(names)
    for event in compared.events:
        if event.id in names:
            for telling in event.tellings:
                ids[telling.id] = "t-" + digest(names[event.id], telling.report)
    kept = {
        name: _rewrite(getattr(compared, name), ids)
        for name in compared.__struct_fields__
        if name not in ("copies", "judgements")
    }
    return msgspec.structs.replace(compared, **kept)


def _rewrite(value, ids: Mapping[str, str]):
    """The same value with ids changed.  As deep as the nouns are, and no deeper."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, tuple):
        return tuple(_rewrite(item, ids) for item in value)
    if isinstance(value, msgspec.Struct) and not value.__struct_config__.array_like:
        return type(value)(**{name: _rewrite(getattr(value, name), ids) for name in value.__struct_fields__})
    return value


def _with_aliases(compared: Compared, aliases: Mapping[str, str]) -> Compared:
    if not aliases:
        return compared
    of: dict[str, list[str]] = defaultdict(list)
    for old, now in sorted(aliases.items()):
        of[now].append(old)

    def told(things):
        return tuple(msgspec.structs.replace(t, aliases=tuple(of[t.id])) if t.id in of else t for t in things)

    return msgspec.structs.replace(
        compared, stories=told(compared.stories), events=told(compared.events), actors=told(compared.actors)
    )
