import pytest

from tellings.compare.named_bodies import body_named
from tellings.compare.naming import Phrase, group_phrases


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("the White House", "state:USA"),
        ("officials of the Kremlin", "state:RUS"),
        ("the Democrats", "party:democrats"),
        ("the DNC", "party:democrats"),
        ("Democratic donors", "party:democrats"),
        ("senior Tories", "party:conservatives"),
        ("a democratic leader", ""),
        ("the Democratic Republic", ""),
        ("a white house", ""),
        ("", ""),
    ],
)
def test_what_the_end_of_a_phrase_names(phrase, label):
    assert body_named(phrase.split()) == label


def test_initials_with_points_and_without_are_one_body():
    found = group_phrases([Phrase("the F.B.I.", "f.b.i."), Phrase("the FBI", "fbi")])
    assert found == ["state:USA"] * 2


def test_a_verb_that_a_headline_writes_large_is_no_name():
    phrases = [Phrase("Okello Fled With Amina", "flee", False)] + [Phrase("who fled at dawn", "flee", False)] * 2
    assert not {label for label in group_phrases(phrases) if label.startswith("name:fled")}


def test_a_deed_told_again_and_again_is_a_thing_of_the_story():
    phrases = [Phrase(f"fled on day {n}", "flee", False) for n in range(12)] + [Phrase("was late", "be", False)] * 12
    assert group_phrases(phrases) == ["deed:flee"] * 12 + ["rest:"] * 12
