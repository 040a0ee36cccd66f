"""Who hears the words when a medium is told something."""

from __future__ import annotations

import pytest

from tellings.pipeline import Pipeline
from tellings.reading import read_parsed


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


@pytest.mark.parametrize(
    "text, named",
    [
        ("“We demand the release of all prisoners,” the rebel commander told the BBC.", ()),
        ("The opposition leader told AFP that the president of Malawi should resign.", ()),
        ("The information ministry told the BBC to take down the film.", ("BBC",)),
        ("The Kenyan minister told the rebels to leave the valley at once.", ("the rebels",)),
    ],
)
def test_a_medium_is_asked_only_for_what_it_is_to_do(pipeline, parse, text, named):
    reading = read_parsed(parse(text), pipeline)
    (request,) = [m for m in reading.mentions if m.type == "REQUEST"]
    names = {actor.id: actor.name for actor in reading.actors}
    assert tuple(names[r.actor] for r in request.recipients) == named
