"""When a clash is not believed: what looks like a contradiction and is a slip of reading, or of something else."""

import pytest
from tests.compare.made import Told, Where, Who

from tellings.comparing import compare

GAO = Where("Gao", 2457161, "MLI", 16.27, -0.04)
MONDAY = ("on Monday", "2024-03-04")
TUESDAY = ("on Tuesday", "2024-03-05")
SOLDIERS = Who("soldiers", "MLI", ("MIL",))


def raid(outlet, whom="herders", rest="beside the pens of Gao", verb="killed", when=MONDAY, **more):
    return Told(outlet, "2024-03-06").tells(
        "ASSAULT", SOLDIERS, verb, Who(whom, "MLI", ("AGR",)), rest, mode="firearms", when=when, place=GAO, **more
    )


def verdicts(*told):
    pairs = [t.pair() for t in told]
    compared = compare(pairs, one_story=True)
    first = pairs[0][1].mentions[0].id
    event = next(e for e in compared.events if any(first in t.mentions for t in e.tellings))
    assert len(event.tellings) == len(told)
    return {v.question: v.verdict for v in event.comparison}


def of(figure, words="herders", rest="beside the pens of Gao"):
    return {"whom": f"{figure} {words}", "rest": rest, "counts": {"killed": (figure, figure)}}


@pytest.mark.parametrize(
    "other, verdict",
    [
        (of(9), "differ"),
        (of(1, "herder"), "differ"),
        (of(700), "compatible"),  # so many times more are mostly of something else
        (
            {**of(9), "rest": ", including the gunman, beside the pens of Gao"},
            "compatible",
        ),  # beside the eight he killed
    ],
)
def test_figures_that_clash(other, verdict):
    assert verdicts(raid("Sahel Wire", **of(8)), raid("River Post", **other))["killed"] == verdict


def test_one_with_an_article_may_be_the_first_of_several():
    one = raid("River Post", "a herder, his wife and four sons", counts={"killed": (1, 1)})
    assert verdicts(raid("Sahel Wire", **of(6)), one)["killed"] == "compatible"


@pytest.mark.parametrize("words, verdict", [("another 20 herders", "compatible"), ("20 herders", "differ")])
def test_so_many_more_are_not_all_of_them(words, verdict):
    more = raid("River Post", words, counts={"killed": (20, 20)})
    assert verdicts(raid("Sahel Wire", **of(8)), more)["killed"] == verdict


@pytest.mark.parametrize(
    "verb, verdict",
    [
        ("have never fired on", "differ"),
        ("did not fire on", "differ"),
        ("dismissed that they had fired on", "compatible"),  # what was dismissed is told as a deed by others
        ("have not immediately fired on", "compatible"),
    ],
)
def test_a_denial_stands_in_plain_words(verb, verdict):
    denied = raid("River Post", verb=verb, status="negated")
    assert verdicts(raid("Sahel Wire", verb="fired on"), denied)["status"] == verdict


@pytest.mark.parametrize(
    "rest, verdict",
    [
        ("beside the pens of Gao", "differ"),
        ("beside the pens of Gao because somebody had stolen a car", "compatible"),  # the car was stolen on Tuesday
    ],
)
def test_a_time_in_another_clause_is_not_of_the_deed(rest, verdict):
    told = raid("Sahel Wire", verb="fired on"), raid("River Post", verb="fired on", rest=rest, when=TUESDAY)
    assert verdicts(*told)["when"] == verdict


def test_whom_a_description_is_taken_for_is_a_guess():
    """ "The judge" may be taken for a judge who is named elsewhere in the report."""
    named = Who("Ibrahim Toure-Kane", "MLI", ("JUD",), "person")

    def guess(told):
        report, reading = told.pair()
        judge = next(a for a in reading.actors if a.name == "the judge")
        return report, type(reading)(**{
            **{f: getattr(reading, f) for f in reading.__struct_fields__},
            "actors": tuple(
                type(a)(**{**{f: getattr(a, f) for f in a.__struct_fields__}, "name": "Moussa Cisse-Diarra", "kind": "person"})
                if a is judge
                else a
                for a in reading.actors
            ),
        })  # fmt: skip

    def sentence(outlet, who):
        return Told(outlet, "2024-03-06").tells("SANCTION", who, "sentenced", Who("two herders", "MLI", ("AGR",)), "in Gao", mode="convict", when=MONDAY, place=GAO)  # fmt: skip

    judge = Who("the judge", "MLI", ("JUD",), "person")
    pairs = [sentence("Sahel Wire", named).pair(), guess(sentence("River Post", judge))]
    event = next(e for e in compare(pairs, one_story=True).events if len(e.tellings) == 2)
    assert next(v for v in event.comparison if v.question == "actor").verdict != "differ"


def test_of_many_tellings_one_alone_does_not_clash():
    told = [raid(f"Outlet {n}", **of(8)) for n in range(4)]
    assert verdicts(*told, raid("River Post", **of(9)))["killed"] == "compatible"
    assert verdicts(*told, raid("River Post", **of(9)), raid("Lake Post", **of(9)))["killed"] == "differ"


def test_a_stray_figure_does_not_clash():
    """A figure near the event that no word of counting holds to it, and that need not be of people."""
    stray = raid("River Post").also("The dead lay there when the men stole eleven sacks.")
    found = verdicts(raid("Sahel Wire", **of(8)), stray)
    assert found.get("killed") != "differ"


@pytest.mark.parametrize("verb, verdict", [("will not meet", "differ"), ("has no plans to meet", "compatible")])
def test_who_has_no_plans_denies_nothing(verb, verdict):
    def meeting(outlet, verb, status):
        minister = Who("the minister", "MLI", ("GOV",))
        return Told(outlet, "2024-03-03").tells("CONSULT", minister, verb, Who("the herders", "MLI", ("AGR",)), "in Gao", mode="meet", status=status, when=MONDAY, place=GAO)  # fmt: skip

    assert (
        verdicts(meeting("Sahel Wire", "will meet", "future"), meeting("River Post", verb, "negated"))["status"]
        == verdict
    )


def test_a_quarter_of_a_town_is_no_other_place():
    quarter = Where("East Gao", 99, "MLI", 17.9, 1.2)
    told = raid("River Post")
    told.mentions[-1]["place"] = quarter
    assert verdicts(raid("Sahel Wire"), told)["where"] != "differ"


@pytest.mark.parametrize(
    "who, verdict",
    [(Who("the Nigerien army", "NER", ("MIL",), sure=True), "differ"), (Who("Gao traders", "MLI", ("BUS",)), None)],
)
def test_among_many_tellings_only_two_countries_clash_as_doers(who, verdict):
    def told(outlet, doer):
        return Told(outlet, "2024-03-06").tells("ASSAULT", doer, "fired on", Who("nine herders", "MLI", ("AGR",)), "beside the pens of Gao", mode="firearms", when=MONDAY, place=GAO)  # fmt: skip

    army = Who("the Malian army", "MLI", ("MIL",), sure=True)
    found = verdicts(*(told(f"Outlet {n}", army) for n in range(3)), *(told(f"Post {n}", who) for n in range(2)))
    assert (found["actor"] == "differ") is (verdict == "differ")
