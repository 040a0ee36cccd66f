"""The examples of `blamed.toml`, and whom words that no frame knows hold to have done a deed."""

import re
import tomllib
from importlib.resources import files

import pytest
from tests.compare.made import Told, Who
from tests.compare.test_blame import ARMY, MILITIA, actor, blast

from tellings.compare.blame import held_to

ROWS = tomllib.loads(files("tellings.compare").joinpath("data/blamed.toml").read_text("utf-8"))
NAME = re.compile(r"(?:The |the )?(?:Red Dune|Lake Front|Ama Boateng|three clans|a gas leak)")


@pytest.mark.parametrize(
    "text, own", [(text, row.get("own", False)) for side in ROWS.values() for row in side for text in row["examples"]]
)
def test_whoever_is_marked_is_held_to_have_done_it(text, own):
    before, _, rest = text.partition("[")
    assert held_to(before, rest.partition("]")[2]) is own


@pytest.mark.parametrize("text", [text for side in ROWS.values() for row in side for text in row.get("not", ())])
def test_others_are_not(text):
    name = NAME.search(text)
    assert held_to(text[: name.start()], text[name.end() :]) is None


def test_suspicion_answers_who_did_it():
    found = actor(blast("Tien Shan Wire").also("Suspicion fell on the Alai Brotherhood, officials said."))
    assert [v.text for v in found.values] == ["Alai Brotherhood (suspected)"]


def test_whoever_owns_to_a_deed_answers_for_himself():
    found = actor(
        blast("Tien Shan Wire").also("The Alai Brotherhood, which hides there, later claimed responsibility.")
    )
    assert [v.text for v in found.values] == ["Alai Brotherhood (so Alai Brotherhood)"]


@pytest.mark.parametrize(
    "words",
    [
        "The Alai Brotherhood has not claimed responsibility.",
        "No Alai Group has claimed responsibility.",
        "The Alai Brotherhood holds the pass.",
    ],
)
def test_words_that_hold_nobody_to_it(words):
    assert actor(blast("Tien Shan Wire").also(words)) is None


def test_nobody_is_suspected_of_a_deed_whose_doer_is_told():
    found = actor(blast("Tien Shan Wire", ARMY).also("Suspicion fell on the Alai Brotherhood."))
    assert [v.text for v in found.values] == ["the army"]


def test_suspicion_is_of_the_deed_told_last():
    told = blast("Tien Shan Wire").tells("ASSAULT", MILITIA, "burned", Who("a mill", "KGZ"))
    assert actor(told.also("Suspicion fell on the Alai Brotherhood.")) is not None
    two = blast("Tien Shan Wire").tells("ASSAULT", None, "burned", Who("a mill", "KGZ"))
    assert actor(two.also("Suspicion fell on the Alai Brotherhood.")) is None


def test_whoever_is_charged_did_not_arrest_himself():
    thief = Who("a clerk", "KGZ", ("LAB",))
    told = Told("Tien Shan Wire", "2024-04-09").tells("COERCE", None, "was arrested", thief, mode="arrest")
    found = actor(told.tells("ACCUSE", Who("a prosecutor", "KGZ", ("JUD",)), "charged", thief, mode="allege"))
    assert found is None
