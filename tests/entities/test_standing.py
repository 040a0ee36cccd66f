"""Of some types an event is none if nobody in it has a standing in politics."""

import pytest

from tellings.model import Known, Report
from tellings.pipeline import Pipeline
from tellings.reading import read

# Enough about other things for a report to be expected to say who its people are.
AROUND = """
The market in the old town of Arbolan opened before dawn, as it does on every working day of the year. Stalls were full of
bread, onions and late pears, and the baker by the bridge had sold out before eight. Rain fell for an hour and stopped. The
river stood a little lower than a week ago, and the mill was silent. Nobody could remember an autumn as mild as this one, and
most of the benches under the plane trees were taken until the evening. The library kept its doors open all day.
"""

CASES = [
    ("Ilse Brandt, a baker, met two teachers on Tuesday.", 0),
    ("The supporters backed Ilse Brandt on Tuesday.", 0),
    ("Prime Minister Bo Lindqvist met two teachers on Tuesday.", 1),
    ("Spain backed the supporters on Tuesday.", 1),
    ("A spokeswoman rejected the demand on Tuesday.", 1),
    ("Hooligans attacked Ilse Brandt on Tuesday.", 1),  # violence is violence, whoever it hits
]


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def mentions(pipeline, text):
    report = Report(
        id="r",
        outlet=Known(value=None, basis="unknown"),
        published=Known(value=None, basis="unknown"),
        title="",
        text=text,
    )
    return [m for m in read(report, pipeline).mentions if "Tuesday" in text[m.sentence.start : m.sentence.end]]


@pytest.mark.parametrize(("sentence", "number"), CASES)
def test_somebody_must_have_a_standing(pipeline, sentence, number):
    assert len(mentions(pipeline, sentence + AROUND)) == number


def test_a_sentence_by_itself_does_not_show_who_people_are(pipeline):
    assert len(mentions(pipeline, "The supporters backed Ilse Brandt on Tuesday.")) == 1


def test_nor_does_a_report_without_capitals(pipeline):
    assert (
        len(
            mentions(
                pipeline, ("The supporters backed the baker on Tuesday." + AROUND).lower().replace("tuesday", "Tuesday")
            )
        )
        == 1
    )


TOLD = [
    ("The senate agreed on Tuesday to help the teachers.", True),
    ("The senate, which on Tuesday is agreeing to help the teachers, slept.", False),  # only describes it
    ("The senate of Norway, which on Tuesday agreed to help Peru, slept.", True),  # but two states
    ("A senator conceded defeat on Tuesday.", True),
    ("A baker spoke of the senator who had conceded defeat on Tuesday.", True),  # unmistakable words need no more
    ("“We would agree on Tuesday to help the teachers,” the minister said.", False),
]


@pytest.mark.parametrize(("sentence", "found"), TOLD)
def test_signs_must_speak_for_what_words_alone_do_not_tell(pipeline, sentence, found):
    assert bool(mentions(pipeline, sentence + AROUND)) == found


def test_a_single_sentence_needs_no_signs(pipeline):
    assert len(mentions(pipeline, TOLD[1][0])) == 1


QUIET = [
    ("Ilse Brandt refused to be photographed on Tuesday.", 0),
    ("Ilse Brandt told the baker to close the shop on Tuesday.", 0),
    ("Ilse Brandt criticised Bo Lindqvist on Tuesday.", 0),  # two strangers of everyday life
    ("Senator Ilse Brandt criticised Bo Lindqvist on Tuesday.", 1),
    ("Police arrested Ilse Brandt on Tuesday.", 1),
]


@pytest.mark.parametrize(("sentence", "number"), QUIET)
def test_a_report_without_politics_asks_for_more(pipeline, sentence, number):
    assert len(mentions(pipeline, sentence + AROUND)) == number


@pytest.mark.parametrize("deed", ["criticised", "met"])
def test_a_report_of_politics_does_not(pipeline, deed):
    """Two of whom nothing is known may be ministers there."""
    politics = " The government of Arbolan faces an election, and its ministers fear the opposition in parliament. " * 2
    assert len(mentions(pipeline, f"Ilse Brandt {deed} Bo Lindqvist on Tuesday." + politics + AROUND)) == 1


def test_a_report_of_a_game_tells_of_none_whoever_takes_part(pipeline):
    game = (
        " The coach praised his team after the playoff game, the best of the season, and the rookie scored two goals."
    )
    assert mentions(pipeline, "Chile fired its captain on Tuesday." + game + AROUND) == []
    assert mentions(pipeline, "Chile expelled two Peruvian diplomats on Tuesday." + AROUND) != []


def test_a_candidate_s_rally_is_no_protest(pipeline):
    campaign = (
        " The candidates of both parties fight for the votes of the north, and the polls favour the nominee. " * 3
    )
    assert mentions(pipeline, "Mrs. Ilse Brandt held a rally in Oslo on Tuesday." + campaign + AROUND) == []
    assert mentions(pipeline, "Students held a rally in Oslo on Tuesday." + campaign + AROUND) != []
