"""What each outlet calls each actor: whole names, and no parts of a state for the state."""

import pytest

from tellings.compare.called import namings
from tellings.model import Actor, Known, Reading, Report, Span


def called(text, *forms, kind="person"):
    report = Report(id="r", outlet=Known(value="Post", basis="metadata"), published=Known(value=None, basis="unknown"), title="", text=text)  # fmt: skip
    spans = tuple(Span(at, at + len(form)) for form in forms for at in [text.index(form)])
    reading = Reading(
        report="r", fingerprint="made", sentences=(), actors=(Actor(id="k", name=forms[0], kind=kind, forms=spans),)
    )
    return {n.form for n in namings([(report, reading)], {("r", "k"): "a"})}


def test_a_name_cut_short_is_the_longer_one_that_stands_there():
    text = "Park Sung-min spoke. Later Park left, and Park Sung-min's men with him."
    report = Report(id="r", outlet=Known(value="Post", basis="metadata"), published=Known(value=None, basis="unknown"), title="", text=text)  # fmt: skip
    cut = text.rindex("Park Sung")
    spans = (Span(0, 13), Span(text.index("Park left"), text.index("Park left") + 4), Span(cut, cut + 9))
    reading = Reading(
        report="r",
        fingerprint="made",
        sentences=(),
        actors=(Actor(id="k", name="Park Sung-min", kind="person", forms=spans),),
    )
    found = {n.form: len(n.quotes) for n in namings([(report, reading)], {("r", "k"): "a"})}
    assert found == {"Park Sung-min": 2, "Park": 1}


@pytest.mark.parametrize(
    ("form", "kept"),
    [("Guam", False), ("northern Japan", False), ("North Korea", True), ("N. Korea", True), ("the rogue state", True)],
)
def test_a_part_of_a_state_is_no_name_for_it(form, kept):
    assert bool(called(f"They spoke of {form} again.", form, kind="state")) is kept
