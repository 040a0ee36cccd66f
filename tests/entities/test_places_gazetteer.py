"""The gazetteer: names, capitals, containment, the user's own places, and errors that name the line."""

from __future__ import annotations

import json
import pickle

import pytest

from tellings.entities.gazetteer import Gazetteer, load_gazetteer
from tellings.entities.placekeys import place_key
from tellings.errors import TellingsError


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Baghdad", "IRQ", 33.3, 44.4),
        ("Rangoon", "MMR", 16.8, 96.2),
        ("Kiev", "UKR", 50.5, 30.5),
        ("Bombay", "IND", 19.1, 72.9),
        ("Sana'a", "YEM", 15.4, 44.2),
        ("São Paulo", "BRA", -23.5, -46.6),
        ("Nicosia", "CYP", 35.2, 33.4),
        ("Saint Petersburg", "RUS", 59.9, 30.3),
        ("N’Djamena", "TCD", 12.1, 15.0),
    ],
)
def test_cities_by_english_and_former_names(gazetteer, name, country, lat, lon):
    cities = [e for e in gazetteer.find(name) if e.kind == "city"]
    best = max(cities, key=lambda e: e.population)
    assert best.country == country
    assert abs(best.lat - lat) < 0.6 and abs(best.lon - lon) < 0.6


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Maryland", "admin1", "USA"), ("Sindh", "admin1", "PAK"), ("Nineveh", "admin1", "IRQ"), ("Tatarstan", "admin1", "RUS"),
        ("Catalonia", "admin1", "ESP"), ("Xinjiang", "admin1", "CHN"), ("Ivory Coast", "country", "CIV"),
        ("Burma", "country", "MMR"), ("Holland", "country", "NLD"), ("Swaziland", "country", "SWZ"),
        ("West Bank", "admin1", "PSE"), ("Darfur", "region", "SDN"), ("Soviet Union", "former", "RUS"),
    ],
)  # fmt: skip
def test_divisions_states_and_regions(gazetteer, name, kind, country):
    assert any(e.kind == kind and e.country == country and e.lat is not None for e in gazetteer.find(name))


def test_every_state_has_a_point_and_a_capital_that_is_known(gazetteer):
    states = list(gazetteer.countries.values())
    assert len(states) > 240
    without = {"ATA", "TKL", "PSE"}
    for state in states:
        assert -90 <= state.entry.lat <= 90 and -180 <= state.entry.lon <= 180
        if state.entry.population > 100_000 and state.iso3 not in without:
            assert any(e.capital and e.country == state.iso3 for e in gazetteer.find(state.capital)), state.capital


def test_containment(gazetteer):
    maryland = next(e for e in gazetteer.find("Maryland") if e.kind == "admin1")
    inside = [e for e in gazetteer.find("Rockville") if gazetteer.contains(maryland, e)]
    assert len(inside) == 1 and inside[0].country == "USA"
    assert gazetteer.division("Md.") == (maryland,)
    assert gazetteer.division("Zz.") == ()


def test_keys_are_the_same_however_a_name_is_written():
    assert place_key("Saint-Étienne") == place_key("St. Etienne") == "st etienne"
    assert place_key("Port-au-Prince") == place_key("port au prince")
    assert place_key("D.C.") == "dc"
    assert place_key("Łódź") == "lodz"
    assert place_key("") == ""


def test_unknown_and_hostile_names(gazetteer):
    for name in ("", "   ", "Qwxzzk", "'; DROP TABLE place; --", "\x00", "🙂" * 500, "a" * 100_000):
        assert gazetteer.find(name) == ()


def test_it_crosses_process_borders(gazetteer):
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again.find("Tallinn") == gazetteer.find("Tallinn")


def test_a_missing_file_is_an_error_that_says_so(tmp_path):
    with pytest.raises(TellingsError) as error:
        Gazetteer(tmp_path / "none.db").find("Oslo")
    assert error.value.code == "no-gazetteer"


# ---------------------------------------------------------------- the user's own places


def test_csv_of_own_places_comes_first(tmp_path):
    path = tmp_path / "camps.csv"
    path.write_text(
        "name,lat,lon,country,aliases\nCamp Tamarind,33.2,44.1,IQ,Tamarind Base|FOB Tamarind\nParis,1.5,2.5,,\n"
    )
    gazetteer = load_gazetteer([path])
    (camp,) = gazetteer.find("Tamarind Base")
    assert (camp.name, camp.country, camp.lat, camp.rank) == ("Camp Tamarind", "IRQ", 33.2, 1)
    assert gazetteer.find("Paris")[0].rank == 1


def test_geojson_points_and_polygons(tmp_path):
    path = tmp_path / "own.geojson"
    square = [[[10, 0], [12, 0], [12, 4], [10, 4], [10, 0]]]
    features = [
        {"type": "Feature", "properties": {"name": "Elm Gate"}, "geometry": {"type": "Point", "coordinates": [5, 6]}},
        {"type": "Feature", "properties": {"name": "Oak Ward"}, "geometry": {"type": "Polygon", "coordinates": square}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    gazetteer = load_gazetteer([path])
    assert (gazetteer.find("Elm Gate")[0].lat, gazetteer.find("Elm Gate")[0].lon) == (6, 5)
    assert (gazetteer.find("Oak Ward")[0].lat, gazetteer.find("Oak Ward")[0].lon) == (2, 11)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,lat,lon\nElm,abc,3\n", "line 2: lat 'abc' is not a number"),
        ("name,lat,lon\nElm,1,2\n,1,2\n", "line 3: no name"),
        ("name,lat,lon\nElm,95,2\n", "line 2: lat 95 is outside"),
        ("name,lat,lon\nElm,,\n", "line 2: 'Elm' has neither"),
        ("name,lat,lon,country\nElm,1,2,XQ\n", "line 2: country 'XQ'"),
        ("name,lat,lon\nElm,1,2,3,4\n", "line 2: 5 fields"),
        ("title,lat,lon\nElm,1,2\n", "no column `name`"),
        ("", "no column `name`"),
        ('{"features": [{"properties": {}}]}', "feature 1: no name"),
        ('{"features": 3}', "no list of `features`"),
        ('{"features": [', "not JSON"),
    ],
)
def test_broken_files_name_the_line(tmp_path, text, said):
    path = tmp_path / ("own.geojson" if text.startswith("{") else "own.csv")
    path.write_text(text)
    with pytest.raises(TellingsError) as error:
        load_gazetteer([path])
    assert error.value.code == "bad-places"
    assert said in str(error.value) and str(path) in str(error.value)


def test_files_that_are_no_text_or_not_there(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(b"name,lat,lon\n\xff\xfe,1,2\n")
    with pytest.raises(TellingsError, match="UTF-8"):
        load_gazetteer([path])
    with pytest.raises(TellingsError) as error:
        load_gazetteer([tmp_path / "nowhere.csv"])
    assert error.value.code == "no-places"
