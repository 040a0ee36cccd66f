"""The gazetteer: what is known of places, by name and by id.

The shipped file is SQLite, opened read-only and immutable, so that any number of processes share its pages.  Beside it
lie small tables kept by hand: countries, regions and seas, English and former names, abbreviations of divisions.
A user's own places (`load_gazetteer(["camps.csv"])`) are looked up first.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from tellings.entities.placekeys import place_key
from tellings.errors import TellingsError

_DATA = files("tellings.entities") / "data"
_CACHED = 5_000  # names kept in memory; about 5 MB when full
_MOST = 400  # candidates of one name; the most populous are kept
_VILLAGE = 15_000  # people: as well known as a town of that size
_TOWN = 15_000  # people that another spelling must stand for to be a name of its own
_COLUMNS = "place.id, place.name, kind, lat, lon, country, admin1, admin2, population"


class Entry(NamedTuple):
    """One place of the gazetteer.

    kind: continent, country, admin1, admin2, city, or the kind of a region (sea, desert, former …), or the user's own.
    lat, lon in degrees; country: ISO alpha-3; admin1, admin2: GeoNames ids.  main: found by its chief or English name,
    not by another spelling.  rank: 0 shipped, 1 the user's own.  within: name of what contains it, if only that is known.
    famous: known abroad well enough to have an English name of its own ("Geneva").
    """

    id: int | None
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str | None = None
    admin1: int | None = None
    admin2: int | None = None
    population: int = 0
    main: bool = True
    capital: bool = False
    rank: int = 0
    within: str | None = None
    famous: bool = False


class Country(NamedTuple):
    """A country or territory: iso2, iso3, its entry, the name of its capital, and its neighbours (alpha-3)."""

    iso2: str
    iso3: str
    entry: Entry
    capital: str
    neighbours: frozenset[str]


class Gazetteer:
    """Places by key; safe to pickle and to fork (every process opens the file for itself)."""

    def __init__(self, path: str | Path, own: Sequence[tuple[str, Entry]] = ()) -> None:
        self.path = str(path)
        self.own = tuple(own)
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._by_id: dict[int, Entry | None] = {}
        self._db: sqlite3.Connection | None = None
        self._pid = 0

    def __reduce__(self):
        return (Gazetteer, (self.path, self.own))

    # ------------------------------------------------------------ look up

    def find(self, name: str) -> tuple[Entry, ...]:
        """Every place of that name, the user's own first, then the most populous.  A leading "the" may be missing."""
        return self.find_key(place_key(name))

    def find_key(self, key: str) -> tuple[Entry, ...]:
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _CACHED:
                self._found.clear()
            found = self._found[key] = self._search(key)
        return found

    def by_id(self, number: int | None) -> Entry | None:
        """The place with this GeoNames id."""
        if number is None:
            return None
        if number not in self._by_id:
            if len(self._by_id) >= _CACHED:
                self._by_id.clear()
            self._by_id[number] = self._country_ids.get(number) or next(
                self._rows(f"SELECT {_COLUMNS}, 0 FROM place WHERE id = ?", (number,)), None
            )
        return self._by_id[number]

    def division(self, abbreviation: str) -> tuple[Entry, ...]:
        """The first-level division that "Md." or "NSW" stands for."""
        return tuple(
            entry
            for name, country in self._abbreviations.get(abbreviation, ())
            for entry in self.find(name)
            if entry.kind == "admin1" and entry.country == country and entry.main
        )[:1]

    def country(self, iso3: str | None) -> Country | None:
        return self.countries.get(iso3 or "")

    def contains(self, container: Entry, place: Entry) -> bool:
        """Whether one lies in the other, by country and division."""
        if container.kind == "country":
            return place.country == container.country and place is not container
        if container.kind == "admin1" and container.id:
            return place.admin1 == container.id
        if container.kind == "admin2" and container.id:
            return place.admin2 == container.id
        return False

    # ------------------------------------------------------------ the tables kept by hand

    @cached_property
    def countries(self) -> dict[str, Country]:
        table = {}
        for iso2, iso3, number, name, lat, lon, population, capital, near, *_ in _table("places_countries.tsv"):
            entry = Entry(int(number), name, "country", float(lat), float(lon), iso3, population=int(population))
            table[iso3] = Country(iso2, iso3, entry, capital, frozenset(near.split(",")) - {""})
        return table

    @cached_property
    def _country_ids(self) -> dict[int, Entry]:
        return {c.entry.id: c.entry for c in self.countries.values() if c.entry.id}

    @cached_property
    def _kept(self) -> dict[str, list[Entry]]:
        """Countries, regions and the user's own places by key."""
        kept: dict[str, list[Entry]] = {}
        for name, entry in self.own:
            kept.setdefault(place_key(name), []).append(entry)
        for row in _table("places_countries.tsv"):
            for name in (row[3], *row[9].split("|")):
                _keep(kept, name, self.countries[row[1]].entry)
        for name, country, division, *others in _table("places_villages.tsv"):
            village = Entry(None, name, "city", None, None, country, population=_VILLAGE, within=division)
            for form in (name, *(others[0].split("|") if others else ())):
                _keep(kept, form, village)
        for name, country, town, *others in _table("places_sites.tsv"):
            site = Entry(None, name, "site", None, None, country, within=town)
            for form in (name, *(others[0].split("|") if others else ())):
                _keep(kept, form, site)
        for name, kind, lat, lon, inside, *others in _table("places_regions.tsv"):
            entry = Entry(None, name, kind, float(lat), float(lon), inside or None)
            for form in (name, *(others[0].split("|") if others else ())):
                _keep(kept, form, entry)
        return kept

    @cached_property
    def _points(self) -> dict[int, tuple[float, float]]:
        return {int(n): (float(lat), float(lon)) for n, _, _, lat, lon in _table("places_points.tsv")}

    @cached_property
    def _english(self) -> dict[str, list[tuple[str, str]]]:
        names: dict[str, list[tuple[str, str]]] = {}
        for name, target, country in _table("places_exonyms.tsv"):
            names.setdefault(place_key(name), []).append((place_key(target), country))
        return names

    @cached_property
    def _capitals(self) -> frozenset[tuple[str, str]]:
        return frozenset((place_key(c.capital), c.iso3) for c in self.countries.values() if c.capital)

    @cached_property
    def _abbreviations(self) -> dict[str, list[tuple[str, str]]]:
        table: dict[str, list[tuple[str, str]]] = {}
        for short, name, country in _table("places_abbreviations.tsv"):
            table.setdefault(short, []).append((name, country))
        return table

    @cached_property
    def capitals_only(self) -> frozenset[str]:
        """Keys that are names only when written in capitals: "US", "UAE", "DC"."""
        rows = _table("places_countries.tsv")
        forms = [form for row in rows for form in row[9].split("|")]
        forms += [form for row in _table("places_regions.tsv") for form in (row[5].split("|") if len(row) > 5 else ())]
        forms += [row[0] for row in _table("places_exonyms.tsv")]
        return frozenset(place_key(form) for form in forms if form.isupper() and len(place_key(form)) <= 5)

    # ------------------------------------------------------------ the shipped file

    def _search(self, key: str) -> tuple[Entry, ...]:
        if not key:
            return ()
        kept = self._kept.get(key, [])
        found = list(
            self._rows(
                f"SELECT {_COLUMNS}, other FROM name JOIN place ON place.id = name.place"
                " WHERE key = ? ORDER BY other, population DESC LIMIT ?",
                (key, _MOST),
            )
        )
        for target, country in self._english.get(key, ()):
            same = [e for e in (found if target == key else self._search_plain(target)) if e.country == country]
            for kind in ("city", "admin1"):
                for entry in sorted((e for e in same if e.kind == kind), key=lambda e: (not e.main, -e.population))[:1]:
                    found = [e for e in found if e.id != entry.id] + [entry._replace(main=True, famous=True)]
        found = _alone_by_another_name(found)
        found = [e._replace(capital=True) if self._is_capital(key, e) else e for e in found]
        kept = [e for e in kept if e.rank or not any(_same(e, f) for f in found)]
        return (*kept, *sorted(found, key=lambda e: -e.population))

    def _search_plain(self, key: str) -> list[Entry]:
        return list(
            self._rows(
                f"SELECT {_COLUMNS}, other FROM name JOIN place ON place.id = name.place WHERE key = ? LIMIT ?",
                (key, _MOST),
            )
        )

    def _is_capital(self, key: str, entry: Entry) -> bool:
        if entry.kind != "city" or entry.country is None:
            return False
        return (key, entry.country) in self._capitals or (place_key(entry.name), entry.country) in self._capitals

    def _rows(self, query: str, values: tuple) -> Iterator[Entry]:
        for number, name, kind, lat, lon, country, admin1, admin2, population, other in self._connection().execute(
            query, values
        ):
            point = self._points.get(number) if kind == "admin1" else None
            lat, lon = point or (lat / 1e4, lon / 1e4)
            yield Entry(number, name, kind, lat, lon, country, admin1, admin2, population, not other)

    def _connection(self) -> sqlite3.Connection:
        if self._db is None or self._pid != os.getpid():
            try:
                self._db = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
                self._db.execute("PRAGMA mmap_size = 67108864")
                self._db.execute("PRAGMA cache_size = -512")
                self._db.execute("SELECT 1 FROM name LIMIT 1")
            except sqlite3.Error as error:
                raise TellingsError(
                    "no-gazetteer",
                    f"the gazetteer cannot be read: {error}",
                    where=self.path,
                    hint="Install the package again, with its data files",
                ) from error
            self._pid = os.getpid()
        return self._db


def load_gazetteer(extra_paths: Iterable[str | Path] = ()) -> Gazetteer:
    """The shipped gazetteer and the user's own places (CSV or GeoJSON); every broken line is named in the error."""
    from tellings.entities.own_places import read_places

    own = [pair for path in extra_paths for pair in read_places(Path(path))]
    gazetteer = Gazetteer(str(_DATA / "gazetteer.db"), own)
    gazetteer._connection()
    return gazetteer


def _alone_by_another_name(found: list[Entry]) -> list[Entry]:
    """A town whose other spelling means nothing else anywhere is as well known by it: "Duhok", "Severodonetsk"."""
    if not found or any(e.main for e in found) or len({e.country for e in found}) != 1:
        return found
    best = max((e for e in found if e.kind == "city"), key=lambda e: e.population, default=None)
    if best is None or best.population < _TOWN:
        return found
    return [e._replace(main=True) if e.id == best.id else e for e in found]


def _same(kept: Entry, found: Entry) -> bool:
    """A region kept by hand that GeoNames knows as a division of that country."""
    return (
        kept.kind not in ("country", "continent", "former")
        and kept.country == found.country
        and (found.kind == "admin1" and found.main)
    )


def _keep(kept: dict[str, list[Entry]], name: str, entry: Entry) -> None:
    key = place_key(name)
    if key and entry not in kept.setdefault(key, []):
        kept[key].append(entry)


_TABLES: dict[str, list[list[str]]] = {}


def _table(name: str) -> list[list[str]]:
    """The rows of a table of the package; lines that begin with # are comments."""
    if name not in _TABLES:
        text = (_DATA / name).read_text("utf-8")
        _TABLES[name] = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    return _TABLES[name]
