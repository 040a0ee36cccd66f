"""Deaths that nobody dealt are no violence, in one sentence or in a report that tells of a wreck elsewhere."""

import pytest

from tellings.model import Known, Report
from tellings.pipeline import Pipeline
from tellings.reading import read

CASES = [
    ("A tour boat struck a pillar of the old bridge and 14 people were hurt, police in Novi Sad said.", 0),
    ("Six people were killed when a tram jumped the rails in a sharp bend.", 0),
    ("Eleven people were injured by a motorist in a pile-up near Lodz.", 0),
    ("Six people were killed when a tram was bombed in Kharkiv.", 1),
    ("Nine people were killed when a lorry was driven into a crowd of protesters.", 1),
    ("Bandits ambushed a bus and killed nine people.", 1),
]

WRECK = "A ferry capsized in the strait off Bohol on Sunday. The accident happened in calm water. "
RAID = "Gunmen raided the port of Bohol on Sunday. The attack came before a ferry accident. "


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def violence(pipeline, text):
    unknown = Known(value=None, basis="unknown")
    reading = read(Report(id="r", outlet=unknown, published=unknown, title="", text=text), pipeline)
    return [text[m.trigger.start : m.trigger.end] for m in reading.mentions if m.type == "ASSAULT"]


@pytest.mark.parametrize(("sentence", "number"), CASES)
def test_of_one_sentence(pipeline, sentence, number):
    assert min(1, len(violence(pipeline, sentence))) == number


def test_what_a_death_came_of_stands_elsewhere_in_the_report(pipeline):
    death = "At least nine people were killed, the mayor said."
    assert violence(pipeline, WRECK + death) == []
    assert "killed" in violence(pipeline, RAID + death)
    assert "killed" in violence(pipeline, death)


def test_two_ships_of_states_may_have_meant_it(pipeline):
    met = "Two ships collided off Bohol on Sunday. The collision was the third this year. "
    assert violence(pipeline, met + "Nine fishermen were injured, a nurse said.") == []
    assert violence(pipeline, met + "The navy struck their boat and injured nine fishermen.") != []
