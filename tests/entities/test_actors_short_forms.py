"""Short forms and names that several states have: headlines' adjectives, agencies, bodies that changed their state."""

from __future__ import annotations

import pytest
from actor_helpers import mention, resolved

from conftest import make_report
from tellings.entities.knowledge import load_knowledge


@pytest.fixture(scope="module")
def actor(model):
    """The actor that these words of a text of that day mean."""
    knowledge = load_knowledge()

    def find(text: str, words: str, published: str = "2024-03-14"):
        parsed = model.parse(make_report(text, published=published))
        out, actors = resolved(parsed, knowledge, mention(parsed, actor=words))
        return actors[out.mentions[0].actors[0].actor]

    return find


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("A Pak envoy met officials in Kabul on Monday.", "A Pak envoy", "PAK"),
        ("Lanka police arrested two fishermen on Monday.", "Lanka police", "LKA"),
        ("Pak PM met the governor on Monday.", "Pak PM", "PAK"),
        ("A Lankan minister met Maldivian envoys.", "A Lankan minister", "LKA"),
    ],
)
def test_adjectives_of_headlines(actor, text, words, code):
    assert actor(text, words).code == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ri Pak was received by the mayor of Pyongyang on Monday.", "Ri Pak"),
        ("Officials said that Pak Darmawan was questioned on Monday.", "Pak Darmawan"),
    ],
)
def test_and_the_people_called_so(actor, text, words):
    assert actor(text, words).code != "PAK"


def test_an_agencys_name_that_several_states_have(actor):
    there = "Homeland Security arrested ten men in Blantyre, Malawi's police said. Malawi's cabinet met in Lilongwe."
    assert actor(there, "Homeland Security").code != "USA"
    here = "Homeland Security arrested ten men from Honduras, the United States government said in Washington."
    assert actor(here, "Homeland Security").code == "USA"


@pytest.mark.parametrize(
    ("published", "words", "code", "sector"),
    [
        ("2005-03-14", "SPLM", "SDN", "REB"),
        ("2015-03-14", "SPLM", "SSD", "GOV"),
        ("1999-03-14", "UNITA", "AGO", "REB"),
        ("2015-03-14", "UNITA", "AGO", "OPP"),
    ],
)
def test_bodies_whose_state_or_role_holds_on_certain_days(actor, published, words, code, sector):
    found = actor(f"{words} met church leaders on Monday.", words, published)
    assert (found.code, found.sectors[0]) == (code, sector)


def test_the_minister_of_something_is_shown_by_all_of_it(actor):
    text = "Iran's Minister of Intelligence met Syrian officials in Tehran on Monday."
    found = actor(text, "Iran's Minister of Intelligence")
    told = {text[e.span.start : e.span.end] for e in found.evidence if e.span is not None}
    assert "Minister of Intelligence" in told, told
