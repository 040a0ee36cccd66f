"""Numbers in words and figures, their bounds, and what a hostile text may cost."""

from __future__ import annotations

import time

import pytest

from tellings.numbers import find_numbers, spelled

CASES = {
    "at least eight": (8, None),
    "up to 30": (0, 30),
    "as many as 25,000": (0, 25000),
    "no more than a hundred": (0, 100),
    "some one hundred": (90, 110),
    "about 40": (36, 44),
    "an estimated 7,000": (6300, 7700),
    "300 or so": (270, 330),
    "nearly 200": (180, 199),
    "almost 3,000": (2700, 2999),
    "more than 50": (51, None),
    "over a thousand": (1001, None),
    "fewer than ten": (0, 9),
    "no fewer than 65": (65, None),
    "a minimum of 18": (18, None),
    "twelve or more": (12, None),
    "between 40 and 60": (40, 60),
    "thirty to thirty-five": (30, 35),
    "three or four": (3, 4),
    "three to four thousand": (3000, 4000),
    "70-80": (70, 80),
    "dozens": (24, None),
    "scores": (40, None),
    "hundreds": (200, None),
    "thousands": (2000, None),
    "tens of thousands": (20000, None),
    "hundreds of thousands": (200000, None),
    "a handful": (3, 9),
    "several hundred": (300, 900),
    "a couple": (2, 2),
    "a dozen": (12, 12),
    "half a dozen": (6, 6),
    "half a million": (500_000, 500_000),
    "nearly half a million": (450_000, 499_999),
    "surpassing 600": (601, None),
    "two dozen": (24, 24),
    "twenty-three": (23, 23),
    "two hundred and six": (206, 206),
    "four hundred and eighty": (480, 480),
    "one thousand two hundred": (1200, 1200),
    "1.2 million": (1200000, 1200000),
    "3 lakh": (300000, 300000),
    "5,307": (5307, 5307),
    "zero": (0, 0),
}


@pytest.mark.parametrize("words", CASES)
def test_what_a_number_means(words):
    text = f"They counted {words} people there."
    (number,) = find_numbers(text)
    assert (number.low, number.high) == CASES[words]
    assert text[number.span.start : number.span.end] == words


def test_words_that_are_no_numbers():
    assert find_numbers("The man fired on the crowd and left.") == ()
    assert spelled(["horse"]) is None


def test_two_numbers_are_two():
    assert [(n.low, n.high) for n in find_numbers("three soldiers and eleven guards")] == [(3, 3), (11, 11)]
    assert [(n.low, n.high) for n in find_numbers("down from 15 to 10")] == [(15, 15), (10, 10)]


def test_hostile_numbers_take_linear_time():
    for text in ("9" * 1_000_000, "9," * 60_000, "one hundred and " * 12_000, "nine million " * 12_000, "-1" * 40_000):
        started = time.process_time()
        numbers = find_numbers(text)
        assert time.process_time() - started < 8
        assert all(number.low <= 10**40 for number in numbers)
