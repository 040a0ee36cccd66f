"""The countries' outlines, out of world-atlas (Natural Earth, 1:50 million), as rings of degrees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

import msgspec

Point = tuple[float, float]  # longitude, latitude
_FILE = ("static", "vendor", "countries-50m.json")


@dataclass(frozen=True)
class Ring:
    """A closed outline, and the box around it."""

    points: tuple[Point, ...]
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Country:
    """A country with the outlines of its parts; holes are outlines, too."""

    name: str
    rings: tuple[Ring, ...]


@cache
def countries() -> tuple[Country, ...]:
    """All countries of the atlas."""
    atlas = msgspec.json.decode(files("tellings.web").joinpath(*_FILE).read_bytes())
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [_arc(steps, scale, move) for steps in atlas["arcs"]]
    return tuple(
        Country(shape["properties"]["name"], tuple(_ring(arcs, numbers) for part in _parts(shape) for numbers in part))
        for shape in atlas["objects"]["countries"]["geometries"]
    )


def _arc(steps: list[list[int]], scale: list[float], move: list[float]) -> list[Point]:
    """TopoJSON gives whole steps from point to point."""
    along = accumulate(step[0] for step in steps)
    up = accumulate(step[1] for step in steps)
    return [(x * scale[0] + move[0], y * scale[1] + move[1]) for x, y in zip(along, up, strict=True)]


def _parts(shape: dict) -> list[list[list[int]]]:
    return shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def _ring(arcs: list[list[Point]], numbers: list[int]) -> Ring:
    """Arcs end where the next one begins; a negative number is an arc the other way round."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    points = _unrolled(points)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Ring(tuple(points), min(xs), min(ys), max(xs), max(ys))


def _unrolled(points: list[Point]) -> list[Point]:
    """An outline across the date line (Fiji's), going on beyond 180 instead of leaping round the world.

    One that goes round the pole does not come back to where it began, and stays as it is.
    """
    turned, turn, last = [], 0.0, points[0][0]
    for x, y in points:
        turn -= 360.0 * round((x - last) / 360.0)
        last = x
        turned.append((x + turn, y))
    return points if turn else turned
