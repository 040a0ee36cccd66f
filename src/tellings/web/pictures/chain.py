"""Who says so, through whom: from the voices on the left through agencies and broadcasters to the outlets on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.model import Event
from tellings.web import wording
from tellings.web.event_row import voices_of

STEP, TOP, COLUMN, LETTER, LETTERS = 30, 20, 240, 7.2, 27
MOST_ROWS = 40
Row = tuple[str, tuple[str, ...], str]  # outlet, voices from the nearest to the innermost, copied from
Key = tuple[int, str]  # how many steps from the outlet, and the name in lower case


@dataclass(frozen=True)
class Node:
    """A voice where it is drawn.  kind: voice (the innermost), between, outlet."""

    text: str
    full: str
    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Link:
    """Words that pass from one to another: the path of a curve.  kind: says, or copied (from one outlet to another)."""

    path: str
    kind: str


@dataclass(frozen=True)
class Chain:
    """A picture of voices.  lines: (outlet, through whom, copied from) as the table under it tells them."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    lines: tuple[Row, ...]
    width: int
    height: int
    left_out: int


def chain(event: Event, outlet_of: Mapping[str, str]) -> Chain | None:
    """The voices of an event; None if every outlet speaks in its own words and none copies.  outlet_of: telling -> outlet."""
    if not any(voices_of(t) or t.copy_of for t in event.tellings):
        return None
    told = dict.fromkeys((outlet_of[t.id], voices_of(t), outlet_of.get(t.copy_of or "", "")) for t in event.tellings)
    rows = _neighbours(list(told))
    shown = rows[:MOST_ROWS]
    outlets = {outlet.casefold() for outlet, _, _ in shown}
    steps = [_steps(outlet, voices, outlets) for outlet, voices, _ in shown]
    names = {key: name for way in steps for key, name in way}
    ends = {way[-1][0] for way in steps if len(way) > 1}
    at = _heights(steps)
    right = max(depth for depth, _ in names) * COLUMN
    nodes = {
        key: Node(
            text=wording.shortened(name, LETTERS),
            full=name,
            x=float(right - key[0] * COLUMN),
            y=at[key],
            kind="outlet" if key[0] == 0 else "voice" if key in ends else "between",
        )
        for key, name in names.items()
    }
    links: dict[Link, None] = {}
    for way in steps:
        for (near, _), (far, _) in zip(way, way[1:], strict=False):
            links[Link(_between(nodes[far], nodes[near]), "says")] = None
    for outlet, _, copied in shown:
        if copied and (0, copied.casefold()) in nodes and copied != outlet:
            links[Link(_between(nodes[0, copied.casefold()], nodes[0, outlet.casefold()]), "copied")] = None
    return Chain(
        nodes=tuple(nodes.values()),
        links=tuple(links),
        lines=tuple((outlet, " ← ".join(voices) or "its own words", copied or None) for outlet, voices, copied in rows),
        width=int(right + LETTERS * LETTER + 60),
        height=int(max(at.values())) + TOP,
        left_out=len(rows) - len(shown),
    )


def _neighbours(rows: Sequence[Row]) -> list[Row]:
    """Outlets with the same voice beside each other, so that lines do not cross more than they must."""
    last = ["\U0010ffff"]
    return sorted(rows, key=lambda row: ([v.casefold() for v in reversed(row[1])] or last, row[2], row[0]))


def _steps(outlet: str, voices: Sequence[str], outlets: set[str]) -> list[tuple[Key, str]]:
    """The nodes from an outlet inwards.  A voice that is itself an outlet here is drawn once, among the outlets."""
    found: list[tuple[Key, str]] = [((0, outlet.casefold()), outlet)]
    depth = 0
    for voice in voices:
        depth = 0 if voice.casefold() in outlets else depth + 1
        key = (depth, voice.casefold())
        if key not in [known for known, _ in found]:
            found.append((key, voice))
    return found


def _heights(steps: Sequence[Sequence[tuple[Key, str]]]) -> dict[Key, float]:
    """Outlets below each other in their order; every other voice beside the outlets that it reaches, a step apart."""
    outlets = list(dict.fromkeys(way[0][0] for way in steps))
    at = {key: float(TOP + number * STEP) for number, key in enumerate(outlets)}
    reached: dict[Key, list[float]] = {}
    for way in steps:
        row = at[way[0][0]]
        for key, _ in way[1:]:
            if key not in at:
                row_of_key = next((at[k] for k, _ in reversed(way[: [k for k, _ in way].index(key)]) if k in at), row)
                reached.setdefault(key, []).append(row_of_key)
    for depth in sorted({depth for depth, _ in reached}):
        free = 0.0
        for key in sorted((key for key in reached if key[0] == depth), key=lambda k: sum(reached[k]) / len(reached[k])):
            at[key] = max(sum(reached[key]) / len(reached[key]), free)
            free = at[key] + STEP
    return at


def _between(source: Node, target: Node) -> str:
    """A curve from behind one name to before another; a bow beside the names where both are in one column."""
    x = source.x + 14 + len(source.text) * LETTER
    if source.x == target.x:
        end = target.x + 14 + len(target.text) * LETTER
        out = max(x, end) + 34
        return f"M{x:.1f},{source.y:.1f}C{out:.1f},{source.y:.1f} {out:.1f},{target.y:.1f} {end:.1f},{target.y:.1f}"
    middle = (x + target.x) / 2
    return (
        f"M{x:.1f},{source.y:.1f}C{middle:.1f},{source.y:.1f} {middle:.1f},{target.y:.1f} {target.x:.1f},{target.y:.1f}"
    )
