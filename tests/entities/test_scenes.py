"""A town before a word for what happened says where it was; it takes no part."""

import pytest

from tellings.model import Known, Report
from tellings.pipeline import Pipeline
from tellings.reading import read

# sentence, who did it, where it was
CASES = [
    ("The Paris attacks killed 130 people, the court was told.", [], "Paris"),
    ("The Kabul bombing left 20 people dead on Tuesday.", [], "Kabul"),
    ("The Berlin truck attack killed 12 people and hurt many.", [], "Berlin"),
    ("Witnesses described the Cologne killings to the panel.", [], "Cologne"),
    ("The Geneva talks collapsed late on Monday evening.", [], "Geneva"),
    ("A Hamas attack in Ashkelon killed nine people on Tuesday.", ["Hamas"], "Ashkelon"),
    ("An Israeli strike on Rafah killed five people on Tuesday.", ["Israeli"], "Rafah"),
    ("A helicopter attack killed nine villagers on Tuesday.", ["helicopter"], None),
    # What the word before says is struck, or is struck with, does nothing.
    ("The embassy bombing killed 12 people on Tuesday morning.", [], None),
    ("A convoy attack killed nine drivers on Tuesday morning.", [], None),
    ("The van attack killed three people on Tuesday morning.", [], None),
    ("The Capitol riot in Ohio shocked many people on Tuesday.", [], "Ohio"),
    ("An anti-government protest in Lyon drew many people on Tuesday.", [], "Lyon"),
    ("A terror attack killed three people on Tuesday morning.", [], None),
    ("A police raid killed three people on Tuesday morning.", ["police"], None),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


@pytest.mark.parametrize(("text", "doers", "where"), CASES)
def test_who_did_it_and_where(text: str, doers: list[str], where: str | None, pipeline: Pipeline) -> None:
    unknown = Known(value=None, basis="unknown")
    report = Report(id="r", outlet=unknown, published=unknown, title="", text=text)
    found = read(report, pipeline)
    mention = found.mentions[0]
    assert [text[p.span.start : p.span.end] for p in mention.actors] == doers
    assert {p.id: p.name for p in found.places}.get(mention.place) == where


def test_a_day_before_a_riot_counts_nobody(pipeline: Pipeline) -> None:
    unknown = Known(value=None, basis="unknown")
    text = "The Jan. 6 riot at the town hall shocked many people, the mayor said."
    report = Report(id="r", outlet=unknown, published=unknown, title="", text=text)
    assert [m.counts for m in read(report, pipeline).mentions if m.type == "PROTEST"] == [()]
