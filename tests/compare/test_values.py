"""What a telling answers that no word of it says outright: a single victim, a spot, whose forces "ours" are, figures beside it."""

from datetime import date

import pytest
from tests.compare.made import Told, Where, Who
from tests.compare.test_verdicts import GAO, HERDERS, MILITANTS, MONDAY, SOLDIERS, found, raid

from tellings.compare import spots, timing
from tellings.compare.register import build
from tellings.compare.scoring import Rarity, tie
from tellings.compare.views import OWN, View, views_of
from tellings.model import Known, Mention, Report, Span

ARMY = Who("the Republican Guard", "MLI", ("MIL",), "organisation")
MALI = Who("Mali", "MLI", (), "state")


@pytest.mark.parametrize(
    "theirs, ours, verdict",
    [
        (ARMY, Who("our men"), "agree"),  # whoever prints it owns to the deed
        (MALI, Who("our armed forces", "MLI", ("MIL",)), "agree"),
        (Who("gunmen", None, ("UAF",)), Who("our men"), "compatible"),  # whom the others mean is not known
        (Who("Niger", "NER", (), "state"), Who("our army", "MLI", ("MIL",)), "differ"),
    ],
)
def test_our_forces_are_whom_the_others_name(theirs, ours, verdict):
    told = (raid("Sahel Wire", theirs), raid("River Post", ours, rest="near the pens of Gao"))
    assert found(*told)[0]["actor"] == verdict


def test_some_of_us_are_we():
    told = (raid("Sahel Wire", SOLDIERS), raid("River Post", Who("some forty of us"), rest="near the pens of Gao"))
    assert found(*told)[0]["actor"] == "compatible"


def taken(outlet, whom, verb="kidnapped", counts=None, mode="abduct"):
    return Told(outlet, "2024-03-05").tells("ASSAULT", MILITANTS, verb, whom, "beside the pens of Gao", mode=mode, when=MONDAY, place=GAO, counts=counts)  # fmt: skip


GEOLOGIST = Who("a geologist", "MLI", ("BUS",))


@pytest.mark.parametrize(
    "one, other, verdict",
    [
        (taken("Sahel Wire", GEOLOGIST), taken("River Post", GEOLOGIST), "agree"),
        (taken("Sahel Wire", GEOLOGIST), taken("River Post", GEOLOGIST, counts={"abducted": (1, 1)}), "agree"),
        (taken("Sahel Wire", GEOLOGIST), taken("River Post", GEOLOGIST, counts={"abducted": (3, 3)}), "compatible"),
        (taken("Sahel Wire", Who("a family", "MLI", ("CVL",))), taken("River Post", Who("a family", "MLI", ("CVL",))), None),
        (taken("Sahel Wire", Who("herders", "MLI", ("AGR",))), taken("River Post", Who("herders", "MLI", ("AGR",))), None),
    ],
)  # fmt: skip
def test_a_single_victim_counts_as_one_and_never_clashes(one, other, verdict):
    assert found(one, other)[0].get("abducted") == verdict


def test_one_who_is_arrested_counts_where_others_give_a_figure():
    def told(outlet, counts=None):
        return Told(outlet, "2024-03-05").tells("COERCE", SOLDIERS, "arrested", GEOLOGIST, "in Gao", mode="arrest", when=MONDAY, place=GAO, counts=counts)  # fmt: skip

    assert "arrested" not in found(told("Sahel Wire"), told("River Post"))[0]
    assert found(told("Sahel Wire"), told("River Post", {"arrested": (1, 1)}))[0]["arrested"] == "agree"


# ---------------------------------------------------------------- spots


@pytest.mark.parametrize(
    "rest, verdict",
    [
        ("in the square", "compatible"),
        ("beside the old market", "agree"),  # the other telling speaks of a market too
        ("before dawn", "one"),
        ("before the elders had left the square", "one"),  # the spot of something else
    ],
)
def test_a_spot_is_compatible_with_the_town_and_agrees_with_a_like_spot(rest, verdict):
    town = raid("Sahel Wire", SOLDIERS, rest="at a market in Gao")
    assert found(town, raid("River Post", SOLDIERS, where=None, rest=rest))[0]["where"] == verdict


def marked(words):
    """A view of a sentence whose telling stands between brackets."""
    text = words.replace("[", "").replace("]", "") + "."
    start, end = words.index("["), words.index("]") - 1
    mention = Mention(id="m", type="PROTEST", trigger=Span(start, end), sentence=Span(0, len(text)), frame="")
    report = Report(
        id="r",
        outlet=Known(value=None, basis="unknown"),
        published=Known(value=None, basis="unknown"),
        title="",
        text=text,
    )
    return View(report=report, mention=mention, order=0, sentence=text, trigger=text[start:end], actors=(), recipients=(), when=None,
        days=None, place=None, counts=(), attribution=None, published=None, in_title=False)  # fmt: skip


@pytest.mark.parametrize("words, spot", spots.table()["examples"])
def test_the_examples_of_spots(words, spot):
    found = spots.spot_of(marked(words))
    assert (found.text if found else "") == spot


def test_a_spot_is_in_the_town_that_stands_behind_it():
    """The firm answer is the town, and not the spot before it; a town of the next sentence is none."""
    gao = raid("Sahel Wire", SOLDIERS, rest="at a market in Gao")
    near = Where(GAO.name, GAO.geonameid, GAO.country, GAO.lat, GAO.lon, basis="before")
    assert found(gao, raid("River Post", SOLDIERS, where=near, rest="in the old market of Gao"))[0]["where"] == "agree"
    apart = raid("River Post", SOLDIERS, where=near, rest="in the camp").also("Gao was quiet.")
    assert found(gao, apart)[0]["where"] == "compatible"


def test_where_the_news_is_is_not_where_something_was_years_ago():
    near = Where(GAO.name, GAO.geonameid, GAO.country, GAO.lat, GAO.lon, basis="dateline")

    def place(words):
        told = raid("Sahel Wire", SOLDIERS, where=near, when=("in 2019", "2019-06-01"), rest=words)
        report, reading = told.pair()
        return views_of(report, reading, build([(report, reading)]), date(2024, 3, 5))[0].told_where[0]

    assert place("beside the pens") is None
    assert place("in the same town").name == GAO.name


# ---------------------------------------------------------------- parts of a day


@pytest.mark.parametrize("sort, one", [("together", True), ("apart", False)])
def test_the_examples_of_parts_of_a_day(sort, one):
    for a, b in timing.day_parts()["examples"][sort]:
        assert timing.one_hour(a, b) is one and timing.one_hour(b, a) is one, (a, b)


@pytest.mark.parametrize("hour, verdict", [("evening", "compatible"), ("dawn", "agree"), ("", "agree")])
def test_another_part_of_the_day_does_not_agree(hour, verdict):
    def told(outlet, words):
        return raid(outlet, SOLDIERS, when=(words, "2024-03-04"))

    assert found(told("Sahel Wire", "on Monday morning"), told("River Post", f"on Monday {hour}"))[0]["when"] == verdict


def test_whose_waters_they_were_is_no_sign_of_two_events():
    """A place told by a state's adjective answers where, and parts no two mentions."""
    ours = Where("Mali", 2453866, "MLI", 17.0, -4.0)
    report, reading = raid("Sahel Wire", SOLDIERS, where=ours).pair()
    from msgspec.structs import replace

    reading = replace(reading, places=tuple(replace(p, basis=OWN, precision="country") for p in reading.places))
    view = views_of(report, reading, build([(report, reading)]), None)[0]
    assert not view.place_firm and view.told_where[1]


# ---------------------------------------------------------------- figures beside an event


@pytest.mark.parametrize("day, verdict", [(None, "agree"), (("on Friday", "2024-03-01"), "one")])
def test_a_figure_of_what_one_report_alone_tells_beside_the_event(day, verdict):
    wounded = Who("a soldier", "MLI", ("MIL",))
    both = raid("Sahel Wire", SOLDIERS)
    both.mentions[-1]["counts"]["injured"] = (1, 1)
    apart = raid("River Post", SOLDIERS, rest="near the pens of Gao")
    apart.tells("COERCE", MILITANTS, "left hurt", wounded, when=day, counts={"injured": (1, 1)})
    assert found(both, apart)[0]["injured"] == verdict


def test_the_town_of_a_deed_is_no_doer_that_clashes():
    town = Who("Gao", "FRA", ("GOV",), "state", sure=True)
    told = (raid("Sahel Wire", MILITANTS), raid("River Post", town, rest="near the pens of Gao"))
    assert found(*told)[0]["actor"] != "differ"


def test_a_bare_surname_is_the_person_of_that_name():
    whole = Who("Amadou Diallo-Ba", "MLI", ("OPP",), "person")
    bare = Who("Diallo-Ba", None, (), "organisation")
    told = (raid("Sahel Wire", SOLDIERS, whole), raid("River Post", SOLDIERS, bare, rest="near the pens of Gao"))
    assert found(*told)[0]["recipient"] == "agree"


@pytest.mark.parametrize("what, apart", [("participants", False), ("killed", True)])
def test_turnouts_told_otherwise_part_nobody(what, apart):
    """Of a rally everybody gives another figure; of the dead two figures speak for two attacks."""

    def view(figure):
        told = Told("Sahel Wire", "2024-03-05").tells("PROTEST", HERDERS, "marched", None, "in Gao", mode="demo", when=MONDAY, place=GAO, counts={what: (figure, figure)})  # fmt: skip
        report, reading = told.pair()
        return views_of(report, reading, build([(report, reading)]), None)[0]

    one, other = view(800), view(20000)
    assert ("count_apart" in tie(one, other, Rarity([one, other]), "status")[1]) is apart


@pytest.mark.parametrize(
    "verb, verdict", [("shot, and doctors at the clinic treated", "compatible"), ("hurt", "differ")]
)
def test_those_treated_at_one_place_are_not_all_of_the_hurt(verb, verdict):
    def told(outlet, verb, figure):
        return Told(outlet, "2024-03-05").tells("ASSAULT", SOLDIERS, verb, Who(f"{figure} herders", "MLI", ("AGR",)), "beside the pens of Gao", mode="firearms", when=MONDAY, place=GAO, counts={"injured": (figure, figure)})  # fmt: skip

    assert found(told("Sahel Wire", "hurt", 22), told("River Post", verb, 19))[0]["injured"] == verdict
