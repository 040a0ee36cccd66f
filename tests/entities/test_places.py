"""Which names are places, and which places they mean."""

from __future__ import annotations

import time

import pytest

from conftest import make_report
from tellings.entities.gazetteer import load_gazetteer
from tellings.entities.places import find_places, place_spans
from tellings.model import Mark, Span


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture(scope="module")
def places(parse, gazetteer):
    return lambda text, **about: find_places(parse(text, **about), gazetteer)


def named(found, name):
    return next(p for p in found if p.name == name)


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("A man was shot in Rockville, Md., on Sunday.", "Rockville", "USA", "Maryland"),
        ("Police in Paris, Texas, arrested a man.", "Paris", "USA", "Texas"),
        ("Police in Paris, France, arrested a man.", "Paris", "FRA", None),
        ("Police in London, Ontario, said the fire was out.", "London", "CAN", "Ontario"),
        ("Police in London arrested a man.", "London", "GBR", "England"),
        ("Tripoli in northern Lebanon was calm.", "Tripoli", "LBN", None),
        ("Shells fell on Tripoli; people left the north Lebanese port by boat.", "Tripoli", "LBN", None),
        ("A bus burned in the Lebanese town of Tripoli.", "Tripoli", "LBN", None),
        ("U.S. envoys return to Geneva on Monday.", "Geneva", "CHE", None),
        ("A man from Batavia was shot in Geneva, Illinois.", "Geneva", "USA", "Illinois"),
        ("The militias of Tripoli left Benghazi alone, a Libyan officer said.", "Tripoli", "LBY", None),
        ("Lebanon, Pa., is near Harrisburg.", "Lebanon", "USA", "Pennsylvania"),
        ("In Georgia, lawmakers in Atlanta voted for the bill.", "Georgia", "USA", "Georgia"),
        ("In Georgia, marchers in Tbilisi waved flags.", "Georgia", "GEO", None),
        ("Ten died in Hyderabad in the Indian state of Telangana.", "Hyderabad", "IND", None),
        ("Hyderabad police in Sindh province arrested ten people.", "Hyderabad", "PAK", "Sindh"),
        ("NSW police arrested a man.", "NSW", "AUS", "New South Wales"),
        ("A bus fell into a ravine near Cuzco.", "Cuzco", "PER", None),
    ],
)  # fmt: skip
def test_the_report_decides_which_place_is_meant(places, text, name, country, admin1):
    place = named(places(text), name)
    assert place.country == country and place.geonameid and place.lat is not None
    assert admin1 is None or place.admin1 == admin1


def test_two_places_of_one_name_in_one_report(places):
    found = places("Officials in Alexandria, Egypt, and Alexandria, Virginia, signed the letter.")
    assert [p.country for p in found if p.name == "Alexandria"] == ["EGY", "USA"]


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post reported that the Bank of England had raised rates.",
        "Mr Sydney thanked the voters.",
        "They read, and Reading was their joy. Nice people came.",
        "Most of them left. Of these, May was the youngest.",
        "Kabul Times and Paris Match reported it.",
        "It gave us hope, and the WHO agreed.",
        "Doctors feared Marburg fever and the West Nile virus.",
        "French and Iraqi officers drank Turkish coffee.",
    ],
)
def test_people_organisations_words_and_demonyms_are_no_places(places, text):
    assert [p.name for p in places(text)] == []


def test_towns_that_are_words_count_where_only_a_place_can_stand(places):
    found = places("In Nice, a lorry ran into a crowd. Nice words were said in the town of Reading.")
    assert [(p.name, p.span.start) for p in found] == [("Nice", 3), ("Reading", 71)]


def test_names_in_capitals(places):
    found = places("TROOPS STORM BAGHDAD AND BASRA")
    assert [p.name for p in found] == ["BAGHDAD", "BASRA"]


def test_spans_are_the_reports_own_words(places):
    text = "Clashes spread from Port-au-Prince to Saint-Marc in Haiti’s Artibonite."
    for place in places(text):
        assert text[place.span.start : place.span.end] == place.name
    assert {"Port-au-Prince", "Haiti"} <= {p.name for p in places(text)}


def test_lists_carry_small_towns(places):
    found = places("The cities of Kisumu, Migori, Homa Bay and Siaya in Kenya were calm.")
    assert {"Kisumu", "Migori", "Homa Bay", "Siaya"} <= {p.name for p in found}
    assert {p.country for p in found} == {"KEN"}


# ---------------------------------------------------------------- places that no gazetteer has


def test_a_camp_is_kept_by_name_and_placed_by_what_contains_it(places):
    found = places("Rockets hit Camp Tamarind, Iraq, at dawn. Eight people at Camp Tamarind died. Iran denied it.")
    camps = [p for p in found if p.name == "Camp Tamarind"]
    assert [(p.country, p.precision, p.within) for p in camps] == [("IRQ", "within:country", "Iraq")] * 2
    assert camps[0].geonameid is None and camps[0].basis == "beside"


def test_the_short_form_of_a_camp(places):
    found = places("They were moved to Camp Ashgrove near Baghdad in May. An attack on Ashgrove followed.")
    short = [p for p in found if p.name == "Ashgrove"]
    assert len(short) == 1 and short[0].within == "Baghdad"


def test_a_place_without_container_has_no_coordinates(places):
    (place,) = places("He was held at Camp Tamarind for a year.")
    assert (place.lat, place.country, place.basis) == (None, None, "not-in-gazetteer")


def test_precision_says_how_exact_it_is(places):
    found = places("Fighting near Kandahar airport in Afghanistan spread to Helmand province.")
    assert named(found, "Kandahar").precision == "city"
    assert named(found, "Kandahar airport").precision == "within:city"
    assert named(found, "Afghanistan").precision == "country"
    assert named(found, "Helmand").precision == "admin1"


def test_own_places_win(parse, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon,country\nCamp Tamarind,33.2,44.1,IRQ\n")
    found = find_places(parse("Rockets hit Camp Tamarind at dawn."), load_gazetteer([path]))
    assert [(p.lat, p.lon, p.precision, p.basis) for p in found] == [(33.2, 44.1, "point", "own")]


# ---------------------------------------------------------------- dateline, outlet, hostile input


def test_the_dateline_is_a_place_and_decides_between_namesakes(model, gazetteer):
    import msgspec

    text = "TRIPOLI, Lebanon, May 3 (Agency) - Shops in Tripoli were closed on Friday."
    report = msgspec.structs.replace(make_report(text), marks=(Mark(kind="dateline", start=0, end=34),))
    found = find_places(model.parse(report), gazetteer)
    assert [(p.name, p.country, p.basis == "dateline") for p in found] == [
        ("TRIPOLI", "LBN", True),
        ("Tripoli", "LBN", False),
    ]


def test_given_spans(parse, gazetteer):
    parsed = parse("She flew from Tallinn to the Zorvan hills.")
    tallinn, hills = place_spans(parsed, gazetteer, [Span(14, 21), Span(29, 35)])
    assert tallinn.country == "EST" and hills.geonameid is None and hills.name == "Zorvan"


def test_ner_is_not_needed(model, gazetteer):
    found = find_places(model.parse(make_report("Two bombs exploded in Kano on Monday.")), gazetteer, ())
    assert [p.name for p in found] == ["Kano"]


def test_thousands_of_names_take_little_time(model, gazetteer):
    cities = [
        row[0] for row in gazetteer._connection().execute("SELECT name FROM place WHERE population > 60000 LIMIT 4000")
    ]
    assert len(cities) == 4000
    parsed = model.parse(make_report("Attacks were reported in " + ", ".join(cities) + "."))
    start = time.process_time()
    found = find_places(parsed, gazetteer, ())
    assert len(found) > 3000
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "Camp " * 2000, "Bank of " * 2000, "San Antonio, " * 1500, "of Of OF " * 500]
)
def test_odd_reports_do_not_stop_it(places, text):
    start = time.process_time()
    places(text)
    assert time.process_time() - start < 30


def test_names_in_capitals_are_places_too(parse, gazetteer):
    names = [p.name for p in find_places(parse("TROOPS SHELLED KHARKIV AND MARCHED TO ODESA ON MONDAY."), gazetteer)]
    assert any(name.casefold() == "kharkiv" for name in names), names


def test_capitals_of_states_by_adjective(parse, gazetteer):
    for text, words, country in (
        ("Gunmen stormed a hotel in the Malian capital.", "Malian capital", "MLI"),
        ("Fighting broke out in the South Sudanese capital.", "South Sudanese capital", "SSD"),
    ):
        found = [p for p in find_places(parse(text), gazetteer) if p.name == words]
        assert [(p.country, p.precision) for p in found] == [(country, "city")], text


def test_a_town_called_like_a_word_is_none_in_a_headline(places):
    found = {p.name for p in places("President Of Chad Meets King Of Jordan")}
    assert "Of" not in found
    assert all(p.name != "Of" for p in places("Ministers spoke Of peace."))


def test_a_town_known_everywhere_is_not_outweighed_by_a_states_name(places):
    text = "U.S. senators met envoys in Geneva. U.S. officials said the United States, and American firms, want a deal."
    assert ("Geneva", "CHE") in {(p.name, p.country) for p in places(text)}
    inside = "Firms in Geneva, Illinois, hire again, and Ohio and Illinois are glad. Geneva is growing."
    assert {p.country for p in places(inside) if p.name == "Geneva"} == {"USA"}


def test_seats_of_government_and_squares_stand_in_their_towns(places):
    found = {
        p.name: p
        for p in places("Crowds gathered outside the White House and in Red Square. He woke in the wake of it.")
    }
    assert found["White House"].country == "USA" and found["White House"].within == "Washington"
    assert found["Red Square"].country == "RUS" and round(found["Red Square"].lat) == 56
    assert len(found) == 2


def test_a_small_town_behind_which_a_state_is_named_lies_in_that_state(places):
    found = {p.name: p for p in places("Soldiers attacked the village of Bani in Mali.")}
    assert found["Bani"].country == "MLI"
