"""Phrases for one body of a state, however it is called and whoever speaks for it."""

import pytest

from tellings.compare.mouthpieces import body_of, one_body, table

ROWS = table()["body"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["names"][0])
def test_the_examples_of_the_table(row):
    one, other = body_of(row["example"]["one"]), body_of(row["example"]["other"])
    assert one and other and one_body(one, other)


def test_no_name_stands_for_two_bodies():
    names = [name for row in ROWS for name in row["names"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("a spokesman for the army", "Malian military", True),
        ("the spokeswoman of the ministry of mines", "Zambia's mines ministry", True),
        ("a union spokesman", "the union spokeswoman", True),
        ("the provincial police", "a police spokesman", True),
        ("a Lagos police spokesman", "Kano police", False),
        ("the army", "the navy", False),
        ("the ministry of mines", "the ministry of health", False),
        ("the Pentagon", "the Russian defence ministry", True),  # the countries of the actors tell these apart
        ("the Kremlin", "the Elysee", False),
    ],
)
def test_pairs(one, other, same):
    a, b = body_of(one), body_of(other)
    assert a and b and one_body(a, b) is same


@pytest.mark.parametrize("phrase", ["a spokesman", "the spokeswoman", "a doctor", "residents", "a senior official", ""])
def test_words_that_name_no_body(phrase):
    assert body_of(phrase) is None


def test_who_speaks_for_a_body_is_told_from_the_body():
    assert body_of("an army spokesman").through
    assert not body_of("the army").through
