"""Pictures that the browser draws of a table on the page: the table, its title, and words for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.events.tables import QUAD
from tellings.model import Event, KnownActor
from tellings.web import wording
from tellings.web.pictures import stretches

QUADS = {1: "cooperation in words", 2: "cooperation in deeds", 3: "conflict in words", 4: "conflict in deeds"}
MOST_PARTNERS, MOST_LINKS = 24, 120


@dataclass(frozen=True)
class Cell:
    """A cell of the table.  n: its number; to: the actor it leads to; key: what tells it apart from others of the name."""

    text: str
    n: int | None = None
    to: str = ""
    key: str = ""


@dataclass(frozen=True)
class Drawn:
    """A table to be drawn.  draw: how (stack, bars, network); key: whether its columns of numbers have colours."""

    draw: str
    title: str
    words: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    key: bool = True


def over_time(days: Mapping[tuple[str, str], int], undated: int, title: str = "Events over time") -> Drawn | None:
    """Events by day and by PLOVER's four classes.  days: (ISO day, type) -> events, or (ISO day, "") -> events if the types
    are not known; None if all are of one day."""
    typed = any(kind for _, kind in days)
    classes = QUADS if typed else {0: "events"}
    counts: dict[date, dict[int, int]] = {}
    for (day, kind), n in days.items():
        found = wording.as_date(day)
        if found:
            own = counts.setdefault(found, {})
            quad = QUAD[kind] if typed else 0
            own[quad] = own.get(quad, 0) + n
    ordered = sorted(counts)
    if len(ordered) < 2:
        return None
    unit = stretches.unit_of(ordered[0], ordered[-1])
    sums: dict[date, dict[int, int]] = {start: {} for start in stretches.starts(unit, ordered)}
    for day, own in counts.items():
        held = sums[stretches.start_of(unit, day)]
        for quad, n in own.items():
            held[quad] = held.get(quad, 0) + n
    rows = tuple(
        (Cell(stretches.words(unit, start)), *(Cell(str(held.get(q, 0)), held.get(q, 0)) for q in classes))
        for start, held in sums.items()
    )
    totals = {name: sum(held.get(quad, 0) for held in sums.values()) for quad, name in classes.items()}
    told = ": " + ", ".join(f"{n} {name}" for name, n in totals.items() if n) if typed else ""
    first, last = rows[0][0].text, rows[-1][0].text
    return Drawn(
        draw="stack",
        title=title,
        words=f"{wording.many(sum(totals.values()), 'event')} by {unit} from {first} to {last}{told}",
        columns=(unit.capitalize(), *classes.values()),
        rows=rows,
        note=f"{wording.many(undated, 'event')} without an exact day not drawn." if undated else "",
        key=typed,
    )


def network(own: KnownActor, events: Iterable[Event], known: Mapping[str, KnownActor]) -> Drawn | None:
    """Who is in the same events as an actor, and as each other.  None if nobody is."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for event in events:
        here = [k for k in dict.fromkeys((*event.actors, *event.recipients)) if k in known or k == own.id]
        for number, one in enumerate(here):
            for other in here[number + 1 :]:
                key = (
                    (one, other) if one == own.id else (other, one) if other == own.id else tuple(sorted((one, other)))
                )
                pairs.setdefault(key, []).append(event.type)
    mine = sorted(((len(types), b) for (a, b), types in pairs.items() if a == own.id), key=lambda p: (-p[0], p[1]))
    if not mine:
        return None
    near = {b for _, b in mine[:MOST_PARTNERS]}
    shown = [(a, b, types) for (a, b), types in pairs.items() if b in near and (a == own.id or a in near)]
    shown.sort(key=lambda link: (link[0] != own.id, -len(link[2]), link[0], link[1]))
    names = {key: actor.name for key, actor in known.items()} | {own.id: own.name}
    left = len(mine) - len(near)
    return Drawn(
        draw="network",
        title="Whom it deals with",
        words=f"{own.name} is in events with {wording.listed([names[b] for _, b in mine], 8)}",
        columns=("Who", "With whom", "Events", "Of which types"),
        rows=tuple(
            (
                Cell(names[a], to=a, key=a),
                Cell(names[b], to=b, key=b),
                Cell(str(len(types)), len(types)),
                Cell(_types(types)),
            )
            for a, b, types in shown[:MOST_LINKS]
        ),
        note=f"{wording.many(left, 'more actor')} not drawn." if left else "",
        key=False,
    )


def _types(types: Sequence[str]) -> str:
    counts = {kind: types.count(kind) for kind in dict.fromkeys(types)}
    return ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items(), key=lambda pair: -pair[1]))
