"""Dates that a report leaves open, settled by its story."""

from datetime import date

import pytest
from msgspec.structs import replace
from tests.compare.made import Told, Who

from tellings.compare.dating import OPEN_ORDER, fill_dates


def raid(outlet, published, when):
    return Told(outlet, published).tells("ASSAULT", Who("horsemen"), "attacked", Who("herders"), "in the hills", mode="firearms", when=when).pair()  # fmt: skip


def open_order(pair):
    """The same with every time of open order of day and month."""
    report, reading = pair

    def opened(when):
        return replace(when, basis=OPEN_ORDER)

    mentions = tuple(replace(m, when=opened(m.when)) for m in reading.mentions)
    return report, replace(reading, mentions=mentions, times=tuple(map(opened, reading.times)))


AMBIGUOUS = ("on 03/04/2023", "2023-03-04/2023-04-03")


def day(pairs, report):
    filled, _ = fill_dates(pairs, [[r.id for r, _ in pairs]])
    when = next(reading.mentions[0].when for r, reading in filled if r.id == report.id)
    return when.start, when.end, when.basis


@pytest.mark.parametrize("told, meant", [("2023-04-03", "2023-04-03"), ("2023-03-04", "2023-03-04")])
def test_the_story_knows_which_day_is_meant(told, meant):
    vague = open_order(raid("Hills Post", "2023-04-07", AMBIGUOUS))
    other = raid("Plains Wire", "2023-04-06", ("on Monday", told))
    assert day([vague, other], vague[0]) == (meant, meant, "story")


def test_what_is_not_past_is_not_meant():
    vague = open_order(raid("Hills Post", "2023-03-06", AMBIGUOUS))
    assert day([vague], vague[0])[:2] == ("2023-03-04", "2023-03-04")


def test_without_a_witness_both_days_stay_open():
    vague = open_order(raid("Hills Post", "2023-04-07", AMBIGUOUS))
    assert day([vague], vague[0]) == ("2023-03-04", "2023-04-03", OPEN_ORDER)
    again = open_order(raid("Plains Wire", "2023-04-08", AMBIGUOUS))
    assert day([vague, again], vague[0])[2] == OPEN_ORDER


def test_undated_report_takes_the_first_day_of_its_story():
    undated = raid("Hills Post", None, ("on Monday", "2023-04-03"))
    dated = raid("Plains Wire", "2023-04-06", ("on Monday", "2023-04-03"))
    _, days = fill_dates([undated, dated], [[undated[0].id, dated[0].id]])
    assert days[undated[0].id] == date(2023, 4, 6)
