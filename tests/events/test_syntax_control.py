"""Who does what an adjunct says."""

from __future__ import annotations

import pytest

from tellings.events import code, load_frames


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Officers in Lima arrested 34 suspects for throwing stones at shops.", "34 suspects"),
        ("Police in Quito detained nine men for throwing stones at shops.", "nine men"),
        ("Police in Quito detained nine men for looting shops and for stoning a patrol.", "nine men"),
        ("Two traders were flogged for stoning a patrol.", "Two traders"),
        ("A jury in Lyon found two traders guilty of stoning a patrol.", "two traders"),
        ("The bishop is angry with two traders for stoning a patrol.", "two traders"),
        ("The bishop hit out at the army for stoning a patrol.", "the army"),
        ("The bishop thanked the crowd and apologised to the army for stoning a patrol.", "The bishop"),
        ("Rebels punished the town by stoning its mayor.", "Rebels"),
    ],
)
def test_the_one_who_is_punished_did_it(parse, text, doer):
    parsed = parse(text)
    thrown = [
        m
        for m in code(parsed, (), load_frames())
        if m.type in ("ASSAULT", "PROTEST") and "ston" in parsed.words(m.trigger)
    ]
    assert [parsed.words(p.span) for m in thrown for p in m.actors] == [doer]


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("The Zuma inquiry angered many in Durban.", []),
        ("The Senate inquiry angered many in Durban.", ["Senate"]),
        ("They opened a criminal investigation into the mayor of Durban.", []),
    ],
)
def test_a_name_before_an_inquiry_is_whom_it_is_about(parse, text, doers):
    parsed = parse(text)
    found = [m for m in code(parsed, (), load_frames()) if m.type == "ACCUSE"]
    assert [parsed.words(p.span) for m in found for p in m.actors if parsed.words(p.span) != "They"] == doers


def test_all_that_is_told_in_one_breath_has_the_doer_at_its_end(parse):
    parsed = parse("Two women were groped, beaten and robbed by gangs of men in Gulu on Saturday.")
    found = [m for m in code(parsed, (), load_frames()) if m.type == "ASSAULT"]
    assert len(found) > 1
    assert {parsed.words(p.span) for m in found for p in m.actors} == {"gangs of men"}
    assert all(m.actors for m in found)


def test_ransomware_suffers_nothing(parse):
    parsed = parse("Hackers carried out a ransomware strike on a clinic in Cork.")
    found = [m for m in code(parsed, (), load_frames()) if "strike" in parsed.words(m.trigger)]
    assert "ransomware" not in {parsed.words(p.span) for m in found for p in m.recipients}
