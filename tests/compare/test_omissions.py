"""Whoever printed before an event was told left nothing out."""

from tests.compare.made import Told, Where, Who

from tellings.comparing import compare

GAO = Where("Gao", 2457161, "MLI", 16.27, -0.04)
SOLDIERS, HERDERS = Who("soldiers", "MLI", ("MIL",)), Who("nine herders", "MLI", ("AGR",))


def raid(outlet, day="2024-03-05"):
    return Told(outlet, day).tells("ASSAULT", SOLDIERS, "killed", HERDERS, "near Gao", mode="firearms", when=("on Monday", "2024-03-04"), place=GAO)  # fmt: skip


def silent(outlet, day):
    return Told(outlet, day).tells("PROTEST", Who("farmers", "MLI", ("AGR",)), "marched", rest="through the town")


def left_out(*told):
    return {o.outlet for o in compare([t.pair() for t in told], one_story=True).omissions}


def test_an_outlet_that_printed_later_left_it_out():
    assert left_out(raid("One"), raid("Two"), raid("Three"), silent("Four", "2024-03-06")) == {"Four"}


def test_an_outlet_that_printed_before_left_nothing_out():
    assert left_out(raid("One"), raid("Two"), raid("Three"), silent("Four", "2024-03-03")) == set()


def test_a_report_without_a_date_may_have_come_later():
    assert left_out(raid("One"), raid("Two"), raid("Three"), silent("Four", None)) == {"Four"}
