"""Phrases that mean several lead to one actor each; "they" may be somebody who fills no slot.  All people are invented."""

from __future__ import annotations

import pytest
from actor_helpers import mention, resolved

from tellings.entities import load_knowledge


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def codes(parse, knowledge, text, *phrases):
    """Country and first sector of each actor that the last phrase means; the others stand in mentions before it."""
    parsed = parse(text)
    mentions = [mention(parsed, words, number=n) for n, words in enumerate(phrases)]
    out, actors = resolved(parsed, knowledge, *mentions)
    found = [actors[p.actor] for p in out.mentions[-1].actors if p.actor]
    return [(a.code, *a.sectors[:1]) for a in found]


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("The ministers of Chad and Niger met in Abuja.", "The ministers", [("TCD", "GOV"), ("NER", "GOV")]),
        (
            "The presidents of Brazil and of Paraguay signed a treaty.",
            "The presidents",
            [("BRA", "GOV"), ("PRY", "GOV")],
        ),
        (
            "Envoys from Chad, Niger and Mali dined in Abuja.",
            "Envoys",
            [("TCD", "GOV"), ("NER", "GOV"), ("MLI", "GOV")],
        ),
        ("Kenyan and Ugandan troops crossed the river.", "Kenyan and Ugandan troops", [("KEN", "MIL"), ("UGA", "MIL")]),
        # One owner: two towns of a country, a double ministry, one man of two.
        ("Residents of Goma and Bukavu marched in the rain.", "Residents", [("COD", "CVL")]),
        ("The minister of trade and industry of Ghana left.", "The minister", [("GHA", "GOV")]),
    ],
)
def test_whose_they_are_is_told_for_each(parse, knowledge, text, phrase, expected):
    assert codes(parse, knowledge, text, phrase) == expected


@pytest.mark.parametrize(
    "phrase", ["The two", "Both", "Both sides", "The parties", "The warring parties", "The two neighbours"]
)
def test_those_who_met_before(parse, knowledge, phrase):
    text = f"The ministers of Chad and Niger met in Abuja, Benin's president said. {phrase} will meet again in May."
    assert codes(parse, knowledge, text, "The ministers", phrase) == [("TCD", "GOV"), ("NER", "GOV")]


@pytest.mark.parametrize("phrase", ["Two neighbours", "A minister", "The two deserters", "The parties of the left"])
def test_others_are_new(parse, knowledge, phrase):
    text = f"The ministers of Chad and Niger met in Abuja. {phrase} spoke in the evening."
    assert len(codes(parse, knowledge, text, "The ministers", phrase)) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The bandits came at dusk and stayed for hours. They killed both watchmen.", "The bandits"),
        ("Our men do not burn barns. They burn barracks.", "Our men"),
        ("Miners had stood there for days. The road is long. They went home.", "Miners"),
    ],
)
def test_they_may_be_people_who_only_came(parse, knowledge, text, name):
    parsed = parse(text)
    out, actors = resolved(parsed, knowledge, mention(parsed, "They"))
    assert actors[out.mentions[0].actors[0].actor].name == name


def test_what_a_sentence_is_about_need_be_nobody(parse, knowledge):
    parsed = parse("The crimes of the regime are many. They arrested two teachers.")
    out, actors = resolved(parsed, knowledge, mention(parsed, "They"))
    assert actors[out.mentions[0].actors[0].actor].name == "They"


def test_a_verb_with_a_subject_is_no_part_of_the_phrase_behind_it(parse, knowledge):
    parsed = parse("Governor Oumar Diallo-Sow blamed fighters of the Red Dune, who hold villages in the hills.")
    start = parsed.report.text.index("fighters")
    _, actors = resolved(parsed, knowledge, mention(parsed, recipient="fighters of the Red Dune"))
    assert min(f.start for a in actors.values() if a.name.startswith("fighters") for f in a.forms) == start


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Rebels freed four surveyors. A bishop received them. The four were tired.", "The four", "four surveyors"),
        ("Police held three teachers in Tunis. The three men were silent.", "The three men", "three teachers"),
        ("Two guards and five nurses were missing. The pair knew the road.", "The pair", "Two guards"),
        # Nobody of that number; counts of a charge are nobody; a new number.
        ("Rebels freed four surveyors. The five were tired.", "The five", "The five"),
        ("He was tried on two counts of murder. Both women were old.", "Both women", "Both women"),
        ("Rebels freed four surveyors. Four men were tired.", "Four men", "Four men"),
    ],
)
def test_people_taken_up_by_their_number(parse, knowledge, text, phrase, name):
    parsed = parse(text)
    told = "four surveyors" if "surveyors" in text else "three teachers" if "teachers" in text else "Two guards"
    first = [mention(parsed, recipient=told, type="ASSAULT")] if told in text else []
    out, actors = resolved(parsed, knowledge, *first, mention(parsed, phrase, number=1))
    assert actors[out.mentions[-1].actors[0].actor].name == name


def test_whoever_holds_them_is_not_them(parse, knowledge):
    parsed = parse("Gunmen freed five nurses after holding them for a week.")
    held = mention(parsed, recipient="them", type="ASSAULT", number=1)
    out, actors = resolved(parsed, knowledge, mention(parsed, "Gunmen", "five nurses"), held)
    assert actors[out.mentions[1].recipients[0].actor].name == "five nurses"


@pytest.mark.parametrize(
    ("phrase", "sectors"),
    [("fighters of the Red Dune", ("REB",)), ("fighters of the Red Dune Brigade", ("REB",)), ("soldiers of the Red Dune Brigade", ("MIL",))],
)  # fmt: skip
def test_whoever_has_fighters_is_no_army(parse, knowledge, phrase, sectors):
    parsed = parse(f"Villagers blamed {phrase}.")
    out, actors = resolved(parsed, knowledge, mention(parsed, recipient=phrase, type="ACCUSE"))
    assert actors[out.mentions[0].recipients[0].actor].sectors == sectors
