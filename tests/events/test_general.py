"""What is said of people in general is no event."""

import pytest

from tellings.model import Known, Report
from tellings.pipeline import Pipeline
from tellings.reading import read

CASES = [
    ("A tent will offer help to women who have been assaulted or feel threatened.", False),
    ("The charity in Lima runs shelters for people who have been beaten by their husbands.", False),
    ("If anyone is hurt, the organisers will be to blame.", False),
    ("Police freed two women who had been assaulted near Kano.", True),
    ("The court freed women who have been beaten by soldiers.", True),  # the clause above is past
    ("The army will exhume villagers who were beaten to death in May.", True),
    ("The plan helps other villagers, who have been beaten for weeks.", True),  # set off: it tells more of known ones
    ("Someone was beaten outside the embassy on Monday.", True),
    ("The remarks come amid a debate in Belgium about how to tackle an increase in sexual assaults.", False),
    ("An increase in Russian attacks on Kharkiv alarmed the mayor.", True),
    ("He not only beat the deputy but shot his driver.", True),
]


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


@pytest.mark.parametrize(("text", "told"), CASES)
def test_in_general_or_not(pipeline, text, told):
    unknown = Known(value=None, basis="unknown")
    reading = read(Report(id="r", outlet=unknown, published=unknown, title="", text=text), pipeline)
    found = [m for m in reading.mentions if m.type == "ASSAULT" and m.status == "actual"]
    assert bool(found) is told
