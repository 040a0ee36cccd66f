"""Names that sound alike, kept so that a new one is held against the old ones without reading them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, func, insert, select

from tellings.compare.across import blocks_of, likes, sounds
from tellings.corpus import schema as s
from tellings.corpus.catalogue import put
from tellings.corpus.pieces import portions


def spell(connection: Connection, names: AbstractSet[str]) -> None:
    """Find other spellings of names that are new, and keep them."""
    n, fresh = s.sounds.c, set(names)
    for some in portions(names):
        fresh -= set(connection.execute(select(n.name).where(n.name.in_(some)).distinct()).scalars())
    if not fresh:
        return
    rows = [{"sound": sound, "name": name} for name in sorted(fresh) for sound in sounds(name)]
    for some in portions(rows, 5000):
        connection.execute(insert(s.sounds), some)
    if len(fresh) * 2 > connection.execute(select(func.count(n.name.distinct()))).scalar_one():
        blocks: Iterable[Sequence[str]] = blocks_of(sorted(connection.execute(select(n.name).distinct()).scalars()))
    else:
        blocks = _blocks(connection, {row["sound"] for row in rows})
    found = [{"a": a, "b": b, "score": score} for a, b, score in likes(blocks, fresh)]
    for some in portions(found, 5000):
        put(connection, s.likes, some)


def _blocks(connection: Connection, wanted: AbstractSet[str]) -> list[list[str]]:
    n = s.sounds.c
    found: dict[str, list[str]] = {}
    for some in portions(sorted(wanted)):
        for sound, name in connection.execute(select(n.sound, n.name).where(n.sound.in_(some))):
            found.setdefault(sound, []).append(name)
    return list(found.values())
