"""How participants and places stand to each other, and which parts of a sentence are one deed."""

import pytest
from tests.compare.made import Told, Where, Who

from tellings.compare.party import Party
from tellings.compare.relations import party_relation, place_relation
from tellings.compare.words import verb_stem
from tellings.comparing import compare
from tellings.model import KnownActor, Place, Span


def party(text, code=None, sectors=(), sure=False, kind="unnamed"):
    known = KnownActor(
        id=f"a-{text}", name=text, kind=kind, code=code, sectors=sectors, forms=(text,), roles=(), members=()
    )
    return Party(text, text.split()[-1].lower(), known, sure)


@pytest.mark.parametrize(
    "one, other, relation",
    [
        (party("37 pupils"), party("fifty-two children"), "like"),
        (party("two guards"), party("both watchmen"), "like"),
        (party("three mayors"), party("two judges"), "open"),
        (party("soldiers", "KEN", ("MIL",)), party("a patrol", "TZA", ("MIL",)), "like"),  # the countries are guessed
        (party("soldiers", "KEN", ("MIL",), True), party("a patrol", "TZA", ("MIL",), True), "contrary"),
        (party("a firm", "KEN"), party("a farm", "TZA"), "open"),
        (party("Nepal", "NPL", (), True, "state"), party("the Valley Front", "NPL", ("REB",), True), "contrary"),
        (party("its helpers", "NPL", (), True, "state"), party("the opposition", "NPL", ("OPP",), True), "contrary"),
        (party("Nepal", "NPL", (), True, "state"), party("the army", "NPL", ("MIL",), True), "like"),
    ],
)
def test_people_by_the_sort_they_are_of(one, other, relation):
    assert party_relation(one, other) == party_relation(other, one) == relation


def spot(name, geonameid=None, precision="point", lat=None, lon=None):
    return Place(
        id=name, name=name, span=Span(0, 1), geonameid=geonameid, country="SOM", precision=precision, lat=lat, lon=lon
    )


@pytest.mark.parametrize(
    "one, other, relation",
    [
        (spot("Kismayo", 55671, "city", -0.4, 42.5), spot("Kismayo airfield", lat=2.0, lon=45.3), "within"),
        (spot("Kismayo airport", lat=-0.4, lon=42.5), spot("Kismayo airfield", lat=2.0, lon=45.3), "within"),
        (spot("Jilib", 1, "city", 0.49, 42.77), spot("Kismayo airfield", lat=2.0, lon=45.3), "contrary"),
    ],
)
def test_a_spot_is_at_the_town_it_is_called_after(one, other, relation):
    assert place_relation(one, other) == place_relation(other, one) == relation


@pytest.mark.parametrize(
    "forms",
    [
        ("hold", "held", "holding"),
        ("destroy", "destroyed"),
        ("stay", "stayed"),
        ("steal", "stole", "stolen"),
        ("offer", "offered", "offers", "offering"),
        ("deliver", "delivered"),
        ("suffer", "suffering"),
        ("apologise", "apologized", "apology", "apologies"),
        ("criticise", "criticized", "criticism"),
    ],
)
def test_forms_of_a_verb_are_one(forms):
    assert len({verb_stem(form) for form in forms}) == 1


def _events(pair):
    return compare([pair], one_story=True).events


def shelling():
    told = Told("Benadir Wire", "2024-03-19")
    militia, monday = Who("the militia", "SOM", ("REB",)), ("on Monday", "2024-03-18")
    return told.tells("ASSAULT", militia, "shelled", Who("the airfield"), mode="heavy-weapons", when=monday)


def in_one_sentence(told):
    first, second = told.mentions
    second["sentence"] = first["sentence"] = Span(first["sentence"].start, second["sentence"].end)


def test_what_was_struck_and_who_was_hurt_by_it():
    told = shelling()
    told.tells(
        "ASSAULT",
        None,
        "wounding",
        Who("a Kenyan soldier", "KEN", ("MIL",)),
        counts={"injured": (1, 1)},
        when=("on Monday", "2024-03-18"),
    )
    in_one_sentence(told)
    assert [len(e.tellings[0].mentions) for e in _events(told.pair())] == [2]


def test_two_who_were_hurt_in_one_sentence_by_two_are_two_deeds():
    told = shelling()
    told.tells(
        "ASSAULT",
        Who("two robbers", "SOM", ("CRM",)),
        "wounded",
        Who("a baker", "SOM", ("CVL",)),
        counts={"injured": (1, 1)},
    )
    in_one_sentence(told)
    assert len(_events(told.pair())) == 2


def test_words_are_said_wherever_the_speaker_is():
    rome, quito = Where("Rome", 3169070, "ITA", 41.9, 12.5), Where("Quito", 3652462, "ECU", -0.2, -78.5)
    pairs = [
        Told(outlet, "2024-03-19")
        .tells("REJECT", Who("the ambassador", "ECU", ("GOV",)), "rejected", Who("the charges"), mode="", place=place)
        .pair()
        for outlet, place in (("Tiber Post", rome), ("Andes Wire", quito))
    ]
    events = compare(pairs, one_story=True).events
    assert [len(e.tellings) for e in events] == [2]
    assert all(v.verdict != "differ" for e in events for v in e.comparison)
