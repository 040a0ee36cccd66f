"""A user's own places: CSV with a heading, or GeoJSON.

CSV columns: name, lat, lon (degrees; both may be empty if `within` is given); optional: country (ISO alpha-2 or -3),
kind, geonameid, within, population, aliases (separated by |).  GeoJSON: features with a Point, or any geometry whose
middle serves as the point, and the same names among their properties.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tellings.entities.gazetteer import Entry, _table
from tellings.errors import TellingsError

_SHOWN = 20  # broken lines named in one error


def read_places(path: Path) -> list[tuple[str, Entry]]:
    """(name, entry) pairs of one file.  Raises TellingsError "bad-places" that names every broken line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TellingsError(
            "no-places", f"the file of places cannot be read: {error.strerror}", where=str(path), hint="Check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise TellingsError(
            "bad-places", f"byte {error.start} is not UTF-8", where=str(path), hint="Save the file as UTF-8"
        ) from error
    geojson = path.suffix.lower() in (".json", ".geojson") or text.lstrip().startswith("{")
    rows = _features(text, path) if geojson else _lines(text, path)
    found: list[tuple[str, Entry]] = []
    broken: list[str] = []
    for label, row in rows:
        try:
            found += _pairs(row)
        except ValueError as error:
            broken.append(f"{label}: {error}")
    if broken:
        more = f" and {len(broken) - _SHOWN} more" if len(broken) > _SHOWN else ""
        raise TellingsError(
            "bad-places",
            "; ".join(broken[:_SHOWN]) + more,
            where=str(path),
            hint="Correct these lines, or take them out; nothing was loaded from this file",
        )
    return found


def _lines(text: str, path: Path) -> Iterable[tuple[str, Mapping]]:
    start = text[:2000].split("\n", 1)[0]
    delimiter = max(",;\t", key=start.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    heading = [cell.strip().lower() for cell in next(reader, [])]
    if "name" not in heading:
        raise TellingsError(
            "bad-places",
            f"the heading has no column `name` (it has: {', '.join(heading) or 'nothing'})",
            where=f"{path}, line 1",
            hint="Begin the file with: name,lat,lon,country",
        )
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {reader.line_num}", {"error": str(error)}
            continue
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            row = {key: cell.strip() for key, cell in zip(heading, cells, strict=False)}
            if len(cells) > len(heading):
                row["error"] = f"{len(cells)} fields where the heading has {len(heading)}"
            yield f"line {reader.line_num}", row


def _features(text: str, path: Path) -> Iterable[tuple[str, Mapping]]:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"{path}, line {getattr(error, 'lineno', 1)}"
        raise TellingsError(
            "bad-places", f"not JSON: {error}", where=where, hint="Export it again as GeoJSON"
        ) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise TellingsError(
            "bad-places", "no list of `features`", where=str(path), hint="Export a GeoJSON FeatureCollection"
        )
    for number, feature in enumerate(features, 1):
        label = f"feature {number}"
        if not isinstance(feature, dict):
            yield label, {"error": "not an object"}
            continue
        properties = feature.get("properties")
        row = {str(k).lower(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
        geometry = feature.get("geometry")
        if isinstance(geometry, dict):
            points = list(_points(geometry.get("coordinates")))
            if points:
                lons, lats = [p[0] for p in points], [p[1] for p in points]
                row["lon"], row["lat"] = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        yield label, row


def _points(coordinates: object) -> Iterable[tuple[float, float]]:
    stack = [coordinates]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            if len(item) >= 2 and all(isinstance(x, int | float) for x in item[:2]):
                yield float(item[0]), float(item[1])
            else:
                stack.extend(item)


def _pairs(row: Mapping) -> list[tuple[str, Entry]]:
    if row.get("error"):
        raise ValueError(row["error"])
    name = str(row.get("name") or "").strip()
    if not name:
        raise ValueError("no name")
    lat, lon = _degrees(row, "lat", 90, ("latitude", "y")), _degrees(row, "lon", 180, ("lng", "longitude", "x"))
    within = str(row.get("within") or "").strip() or None
    if (lat is None or lon is None) and not within:
        raise ValueError(f"{name!r} has neither lat and lon nor within")
    entry = Entry(
        _whole(row, "geonameid"), name, str(row.get("kind") or "own").strip(), lat, lon, _country(row),
        population=_whole(row, "population") or 0, rank=1, within=within,
    )  # fmt: skip
    aliases = row.get("aliases") or ()
    aliases = aliases.split("|") if isinstance(aliases, str) else [str(a) for a in aliases]
    return [(form.strip(), entry) for form in (name, *aliases) if form.strip()]


def _degrees(row: Mapping, column: str, most: float, others: tuple[str, ...]) -> float | None:
    value = next((row[c] for c in (column, *others) if row.get(c) not in (None, "")), None)
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{column} {value!r} is not a number") from None
    if not -most <= number <= most:
        raise ValueError(f"{column} {value} is outside {-most:g} to {most:g}")
    return number


def _whole(row: Mapping, column: str) -> int | None:
    value = row.get(column)
    if value in (None, ""):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError(f"{column} {value!r} is not a whole number") from None


def _country(row: Mapping) -> str | None:
    code = str(row.get("country") or "").strip().upper()
    if not code:
        return None
    for iso2, iso3, *_ in _table("places_countries.tsv"):
        if code in (iso2, iso3):
            return iso3
    raise ValueError(f"country {code!r} is no ISO 3166 code")
