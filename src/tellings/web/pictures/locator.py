"""Where it was: a map around the places of some events, with the outlines of the countries there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.web.pictures.atlas import Country, Point, countries

WIDTH, HEIGHT = 640, 360
LEAST_ACROSS = 9.0  # degrees of longitude at the equator, so that a coast or a border is seen
MARGIN = 1.7  # how much wider than the places the map is
FINEST = 1.0  # pixels: corners nearer than that are left out
SMALLEST = 2.0  # pixels: islands smaller than that, too
LETTER, LINE = 6.4, 14  # pixels that a label's letter and line take
MOST_LABELS = 12
NAMED_FROM = 0.02  # part of the map that a country covers to be named
KM_A_DEGREE = 111.32
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A place to be shown.  precision: as in Place; count: how many events; words: what its tooltip says."""

    name: str
    lat: float
    lon: float
    precision: str = ""
    count: int = 1
    words: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Dot:
    """A spot where it is drawn; coarse: the middle of something larger, not a point."""

    spot: Spot
    x: float
    y: float
    r: float
    coarse: bool
    label: tuple[float, float, str] | None  # x, y, text-anchor


@dataclass(frozen=True)
class Name:
    """A country's name on the map."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Locator:
    """A map, ready to be drawn.  lands: the path of each country; scale: (pixels, kilometres)."""

    lands: tuple[str, ...]
    names: tuple[Name, ...]
    dots: tuple[Dot, ...]
    scale: tuple[float, int]
    width: int = WIDTH
    height: int = HEIGHT


def locator(spots: Sequence[Spot]) -> Locator | None:
    """The map around these spots; None if there are none."""
    if not spots:
        return None
    view = _View.around([(spot.lon, spot.lat) for spot in spots])
    taken: list[Box] = []
    dots = _dots(spots, view, taken)
    shown = {spot.name.casefold() for spot in spots}
    lands, names = [], []
    for country in countries():
        outlines = list(_outlines(country, view))
        if outlines:
            lands.append("".join(map(_path, outlines)))
            names += _name(country.name, outlines, taken) if country.name.casefold() not in shown else []
    return Locator(lands=tuple(lands), names=tuple(names), dots=tuple(dots), scale=_scale(view))


@dataclass(frozen=True)
class _View:
    """The window in degrees: its west edge, its north edge, pixels a degree each way."""

    west: float
    north: float
    across: float
    down: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> _View:
        west, east = _shortest([lon for lon, _ in points])
        south, north = min(lat for _, lat in points), max(lat for _, lat in points)
        middle = (south + north) / 2
        flat = max(math.cos(math.radians(middle)), 0.2)  # degrees of longitude are shorter there
        width = max((east - west) * flat * MARGIN, (north - south) * MARGIN * WIDTH / HEIGHT, LEAST_ACROSS)
        width = min(width, 360.0 * flat)
        down = WIDTH / width
        centre = (west + east) / 2
        tall = HEIGHT / down
        top = min(max(middle + tall / 2, -90 + tall), 90.0) if tall < 180 else 90.0
        return cls(west=centre - width / flat / 2, north=top, across=down * flat, down=down)

    def place(self, lon: float, lat: float) -> Point:
        return (lon - self.west) * self.across, (self.north - lat) * self.down


def _shortest(lons: Iterable[float]) -> tuple[float, float]:
    """West and east of the shortest stretch that holds all of them; across the date line, east is beyond 180."""
    ordered = sorted({(lon + 180) % 360 - 180 for lon in lons})
    gaps = [(b - a, b) for a, b in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)]
    widest, after = max(gaps)
    west = (after + 180) % 360 - 180
    return west, west + 360 - widest


# ---------------------------------------------------------------- land


def _outlines(country: Country, view: _View) -> Iterable[list[Point]]:
    """The outlines within the window, in pixels; the world goes round, so each may be seen a turn further."""
    east, south = view.west + WIDTH / view.across, view.north - HEIGHT / view.down
    for ring in country.rings:
        for turn in (-360.0, 0.0, 360.0):
            apart = ring.east + turn < view.west or ring.west + turn > east
            if apart or ring.north < south or ring.south > view.north:
                continue
            points = _thinned([view.place(lon + turn, lat) for lon, lat in ring.points])
            clipped = _clipped(points, -8.0, -8.0, WIDTH + 8.0, HEIGHT + 8.0)
            if len(clipped) > 2 and _extent(clipped) > SMALLEST:
                yield clipped


def _extent(points: list[Point]) -> float:
    return max(max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1))


def _thinned(points: list[Point]) -> list[Point]:
    kept = points[:1]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) > FINEST or abs(y - kept[-1][1]) > FINEST:
            kept.append((x, y))
    return kept


def _clipped(points: list[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The part of an outline within a rectangle, edge after edge (Sutherland and Hodgman)."""
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept: list[Point] = []
        for before, here in zip(points[-1:] + points[:-1], points, strict=True):
            was, now = (before[axis] - bound) * sign >= 0, (here[axis] - bound) * sign >= 0
            if was is not now:
                part = (bound - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
            if now:
                kept.append(here)
        points = kept
    return points


def _path(points: list[Point]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"


def _name(text: str, outlines: list[list[Point]], taken: list[Box]) -> list[Name]:
    """The country's name at the centre of its largest part, if there is room."""
    area, outline = max(((abs(_area(outline)), outline) for outline in outlines), key=lambda pair: pair[0])
    if area < NAMED_FROM * WIDTH * HEIGHT:
        return []
    x, y = _centre(outline)
    half = len(text) * LETTER / 2 + 4
    box = (x - half, y - LINE, x + half, y + 4)
    if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > HEIGHT or _meets(box, taken):
        return []
    taken.append(box)
    return [Name(text, round(x, 1), round(y, 1))]


def _area(points: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)) / 2


def _centre(points: list[Point]) -> Point:
    """The centre of gravity."""
    x = y = 0.0
    for a, b in zip(points, points[1:] + points[:1], strict=True):
        part = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * part, y + (a[1] + b[1]) * part
    six = 6 * _area(points)
    return x / six, y / six


# ---------------------------------------------------------------- places


def _dots(spots: Sequence[Spot], view: _View, taken: list[Box]) -> list[Dot]:
    """The largest first, so that it has its label; small ones are drawn upon large ones."""
    placed = []
    for spot in sorted(spots, key=lambda spot: -spot.count):
        lon = spot.lon + 360 * math.ceil((view.west - spot.lon) / 360)
        x, y = view.place(lon, spot.lat)
        placed.append((spot, x, y, 4.0 + 2.2 * math.sqrt(spot.count - 1)))
    taken += [(x - r, y - r, x + r, y + r) for _, x, y, r in placed]
    return [
        Dot(
            spot=spot,
            x=round(x, 1),
            y=round(y, 1),
            r=round(r, 1),
            coarse=_coarse(spot.precision),
            label=_label(spot.name, x, y, r, taken) if number < MOST_LABELS else None,
        )
        for number, (spot, x, y, r) in enumerate(placed)
    ]


def _coarse(precision: str) -> bool:
    """Whether a spot stands for a country, a province, or for something that lies somewhere in a larger place."""
    return precision in ("country", "admin1") or precision.startswith("within:")


def _label(text: str, x: float, y: float, r: float, taken: list[Box]) -> tuple[float, float, str] | None:
    """Where a label is free of all others: right, left, above or below the dot."""
    wide = len(text) * LETTER
    choices = [
        (x + r + 4, y + 4, "start", x + r + 4),
        (x - r - 4, y + 4, "end", x - r - 4 - wide),
        (x, y - r - 5, "middle", x - wide / 2),
        (x, y + r + LINE, "middle", x - wide / 2),
    ]
    for at, base, anchor, left in choices:
        box = (left, base - LINE + 3, left + wide, base + 3)
        if left >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT and not _meets(box, taken):
            taken.append(box)
            return round(at, 1), round(base, 1), anchor
    return None


def _meets(box: Box, others: Iterable[Box]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)


def _scale(view: _View) -> tuple[float, int]:
    """A round number of kilometres that fits into a sixth of the width."""
    pixels_a_km = view.down / KM_A_DEGREE
    room = WIDTH / 6 / pixels_a_km
    power = 10 ** math.floor(math.log10(room))
    km = max(step * power for step in (1, 2, 5) if step * power <= room)
    return round(km * pixels_a_km, 1), int(km)
