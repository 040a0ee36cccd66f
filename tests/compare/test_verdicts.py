"""The rules of comparing, question by question: what agrees, what is only compatible, and when two accounts differ."""

from datetime import date

import pytest
from tests.compare.made import Told, Where, Who

from tellings.compare import register as registers
from tellings.compare.accounts import Account, Placed, Timed
from tellings.compare.clashes import near_days
from tellings.compare.origins import origins_of
from tellings.compare.verdicts import count_verdict, place_verdict, status_verdict, when_verdict
from tellings.compare.views import views_of
from tellings.comparing import compare
from tellings.model import Copy, Count, Place, Span

GAO = Where("Gao", 2457161, "MLI", 16.27, -0.04)
BAMAKO = Where("Bamako", 2460596, "MLI", 12.65, -8.0)
HERDERS = Who("nine herders", "MLI", ("AGR",))
MONDAY = ("on Monday", "2024-03-04")


def count(low, high, update=False):
    return Count(what="killed", low=low, high=high, span=Span(0, 1), update=update)


@pytest.mark.parametrize(
    "a, b, verdict",
    [
        (count(14, 14), count(14, 14), "agree"),
        (count(14, None), count(22, 22), "compatible"),
        (count(10, 20), count(18, 30), "compatible"),
        (count(14, 14), count(15, 15), "differ"),
        (count(14, None), count(9, 9), "differ"),
        (count(9, 9), count(17, 17, True), "compatible"),
    ],
)
def test_figures_are_ranges(a, b, verdict):
    assert count_verdict(a, b)[0] == count_verdict(b, a)[0] == verdict


def days(start, end=None, firm=True):
    return Timed((date.fromisoformat(start), date.fromisoformat(end or start)), firm)


@pytest.mark.parametrize(
    "a, b, verdict",
    [
        (days("2024-03-04"), days("2024-03-04"), "agree"),
        (days("2024-03-04"), days("2024-03-01", "2024-03-31"), "compatible"),
        (days("2024-03-04"), days("2024-03-05"), "differ"),
        (days("2024-03-04"), days("2024-03-05", firm=False), "compatible"),
        (days("2022-01-01", "2022-12-31"), days("2022-01-01", "2022-12-31"), "agree"),
    ],
)
def test_times_are_ranges_and_only_firm_ones_clash(a, b, verdict):
    assert when_verdict(a, b)[0] == when_verdict(b, a)[0] == verdict


def place(name, geonameid, precision="city", lat=16.27, lon=-0.04, country="MLI", firm=True):
    found = Place(id=name, name=name, span=Span(0, 1), geonameid=geonameid, precision=precision, lat=lat, lon=lon, country=country)  # fmt: skip
    return Placed(found, firm)


@pytest.mark.parametrize(
    "a, b, verdict",
    [
        (place("Gao", 1), place("Gao", 1), "agree"),
        (place("Gao", 1), place("Mali", 2, "country"), "compatible"),
        (place("Gao", 1), place("Kidal", 3, lat=18.44, lon=1.41), "differ"),
        (place("Gao", 1), place("Gao road", None, "within:city", None, None), "agree"),
        (place("Gao", 1), place("Niamey", 4, lat=13.5, lon=2.1, country="NER"), "differ"),
    ],
)
def test_places_hold_each_other(a, b, verdict):
    assert place_verdict(a, b)[0] == place_verdict(b, a)[0] == verdict


@pytest.mark.parametrize(
    "a, b, verdict",
    [
        ("actual", "actual", "agree"),
        ("actual", "historical", "agree"),
        ("actual", "negated", "differ"),
        ("future", "negated", "differ"),
        ("actual", "future", "compatible"),
        ("hypothetical", "actual", "compatible"),
    ],
)
def test_a_denial_differs_a_plan_does_not(a, b, verdict):
    assert status_verdict(a, b)[0] == status_verdict(b, a)[0] == verdict


# ---------------------------------------------------------------- who and whom


def raid(outlet, doer, whom=HERDERS, when=MONDAY, where=GAO, rest="beside the pens of Gao"):
    return Told(outlet, "2024-03-05").tells("ASSAULT", doer, "killed", whom, rest, mode="firearms", when=when, place=where, counts={"killed": (9, 9)})  # fmt: skip


def found(*told):
    pairs = [t.pair() for t in told]
    compared = compare(pairs, one_story=True)
    first = pairs[0][1].mentions[0].id
    event = next(e for e in compared.events if any(first in t.mentions for t in e.tellings))
    assert len(event.tellings) == len(told)
    return {v.question: v.verdict for v in event.comparison}, event


SOLDIERS = Who("soldiers", "MLI", ("MIL",))
MILITANTS = Who("militants", "MLI", ("REB",))


@pytest.mark.parametrize(
    "one, other, verdict",
    [
        (SOLDIERS, Who("soldiers", "MLI", ("MIL",)), "agree"),
        (SOLDIERS, Who("a patrol of the army", "MLI", ("MIL",)), "agree"),  # other words, one side
        (SOLDIERS, Who("men in masks"), "compatible"),  # nothing shows that they are one, nor that they are two
        (SOLDIERS, MILITANTS, "differ"),
        (SOLDIERS, Who("they"), "agree"),  # a pronoun says nothing that could differ
        (Who("Mali", "MLI", (), "state"), Who("Niger", "NER", (), "state"), "differ"),
    ],
)
def test_who_did_it(one, other, verdict):
    assert found(raid("Sahel Wire", one), raid("River Post", other, rest="near the pens of Gao"))[0]["actor"] == verdict


@pytest.mark.parametrize(
    "one, other, verdict",
    [
        (HERDERS, Who("nine cattle keepers"), "agree"),  # other words for people whom the event itself tells
        (HERDERS, Who("nine fighters", "MLI", ("REB",)), "differ"),  # but civilians are no fighters
        (HERDERS, Who("the herders", "MLI", ("AGR",)), "agree"),
    ],
)
def test_to_whom(one, other, verdict):
    told = (raid("Sahel Wire", SOLDIERS, one), raid("River Post", SOLDIERS, other, rest="near the pens of Gao"))
    assert found(*told)[0]["recipient"] == verdict


def test_which_values_clash_is_said():
    _, event = found(
        raid("Sahel Wire", SOLDIERS), raid("River Post", MILITANTS), raid("Coast Post", Who("men in masks"))
    )
    clashes = next(v.clashes for v in event.comparison if v.question == "actor")
    assert clashes == (("soldiers", "militants"),)


def test_told_by_one_only():
    verdicts, _ = found(
        raid("Sahel Wire", SOLDIERS), raid("River Post", None, when=None, where=None, rest="beside pens")
    )
    assert (verdicts["actor"], verdicts["where"]) == ("one", "one")


# ---------------------------------------------------------------- what the words do not tie to the event


def test_a_dateline_answers_only_if_nothing_better_does():
    line = Where("Bamako", 2460596, "MLI", 12.65, -8.0, "dateline")
    verdicts, event = found(
        raid("Sahel Wire", SOLDIERS), raid("River Post", SOLDIERS, where=line, rest="near the pens")
    )
    assert verdicts["where"] == "one"
    assert [v.text for q in event.comparison if q.question == "where" for v in q.values] == ["Gao"]


def test_the_day_of_the_sentence_before_agrees_but_never_differs():
    def later(day):
        told = Told("River Post", "2024-03-05").tells("CONSULT", Who("the mayor"), "met", Who("elders"), "in the hall", when=("that day", day))  # fmt: skip
        return told.tells("ASSAULT", SOLDIERS, "killed", HERDERS, "near the pens of Gao", mode="firearms", place=GAO, counts={"killed": (9, 9)})  # fmt: skip

    first = raid("Sahel Wire", SOLDIERS)
    assert found(first, later("2024-03-04"))[0]["when"] == "agree"
    assert found(first, later("2024-03-02"))[0]["when"] == "one"


def test_victims_counted_in_the_next_sentence_are_the_attacks():
    wounded = Who("twenty people", "MLI", ("CVL",))
    told = raid("Sahel Wire", SOLDIERS).tells("ASSAULT", None, "were wounded", wounded, counts={"injured": (20, 20)})
    verdicts, event = found(told)
    assert verdicts["injured"] == "one" and len(event.tellings[0].mentions) == 2
    elsewhere = raid("Sahel Wire", SOLDIERS).tells("ASSAULT", None, "were wounded", wounded, "in Bamako", place=BAMAKO, counts={"injured": (20, 20)})  # fmt: skip
    assert "injured" not in found(elsewhere)[0]


# ---------------------------------------------------------------- voices


def test_a_credit_by_initials_makes_a_like_sentence_the_agencys():
    wire = raid("Great Sahara Newswire", SOLDIERS, rest="beside the long pens east of Gao")
    paper = raid("Coast Post", SOLDIERS, rest="beside the long pens by Gao").also("The bridge is open. (GSN)")
    own = raid("River Post", SOLDIERS, rest="where the cattle drink under the palms of Gao")
    _, event = found(wire, paper, own)
    assert sorted(len(v.tellings) for v in event.voices) == [1, 2]


def test_whoever_is_quoted_took_nothing():
    """Printed first by accident of the alphabet, a paper that quotes the wire is not the wire's source."""
    paper = Told("Adrar Post", "2024-03-05").tells("ASSAULT", SOLDIERS, "killed", HERDERS, "beside the long pens east of Gao at dawn", mode="firearms", when=MONDAY, place=GAO, counts={"killed": (9, 9)}, said=(("Zinder Wire", "agency"),))  # fmt: skip
    wire = Told("Zinder Wire", "2024-03-05").tells("ASSAULT", SOLDIERS, "killed", HERDERS, "beside the long pens east of Gao at dawn", mode="firearms", when=MONDAY, place=GAO, counts={"killed": (9, 9)})  # fmt: skip
    _, event = found(paper, wire)
    assert len(event.voices) == 1


def test_unnamed_sources_of_two_outlets_are_two_voices():
    def told(outlet, verb, whom, rest):
        return Told(outlet, "2024-03-05").tells("ASSAULT", SOLDIERS, verb, whom, rest, mode="firearms", when=MONDAY, place=GAO, counts={"killed": (9, 9)}, said=(("a doctor", "speaker"),))  # fmt: skip

    one = told("Sahel Wire", "killed", HERDERS, "beside the long pens east of Gao")
    other = told("River Post", "shot dead", Who("nine cattle keepers", "MLI", ("AGR",)), "where the palms end")
    assert len(found(one, other)[1].voices) == 2


def said_by(outlet, verb, rest, *voices, status="actual", killed=9):
    return Told(outlet, "2024-03-05").tells("ASSAULT", SOLDIERS, verb, HERDERS, rest, mode="firearms", when=MONDAY, place=GAO, counts={"killed": (killed, killed)}, said=voices, status=status)  # fmt: skip


def test_a_body_and_who_speaks_for_it_are_one_voice():
    one = said_by("Sahel Wire", "killed", "beside the long pens east of Gao", ("the army", "speaker"))
    other = said_by("River Post", "shot dead", "where the palms end", ("a military spokesman", "speaker"))
    third = said_by("Lake Star", "gunned down", "behind the old mill", ("a police spokesman", "speaker"))
    assert sorted(len(v.tellings) for v in found(one, other, third)[1].voices) == [1, 2]


def test_whoever_denies_what_a_body_tells_does_not_speak_for_it():
    one = said_by("Sahel Wire", "killed", "beside the long pens east of Gao", ("the army", "speaker"))
    other = said_by(
        "River Post", "killed", "beside the pens of Gao", ("an army spokesman", "speaker"), status="negated"
    )
    assert len(found(one, other)[1].voices) == 2


def test_two_copies_that_have_each_others_words_are_one_voice():
    """Of two of one day the copies may name one as the source and the order of the reports the other."""
    text = "beside the long pens east of Gao where the traders of three valleys meet before the rains"
    pairs = [said_by(outlet, "killed", text).pair() for outlet in ("Lake Star", "River Post")]
    register = registers.build(pairs)
    first, second = (
        Account("t-" + report.id, tuple(views_of(report, reading, register, date(2024, 3, 5))))
        for report, reading in pairs
    )
    taken = {
        first.main.report.id: Copy(earlier=second.main.report.id, later=first.main.report.id, kind="near", share=1.0)
    }
    voices, _ = origins_of([first, second], taken, register)
    assert [v.tellings for v in voices] == [(first.telling, second.telling)]


def test_an_initial_and_a_body_behind_the_name_tell_who_speaks():
    one = said_by("Sahel Wire", "killed", "beside the long pens east of Gao", ("Bakary Traoré", "speaker"))
    other = said_by("River Post", "shot dead", "where the palms end", ("B. Traore", "speaker"))
    third = said_by("Lake Star", "gunned down", "behind the old mill", ("M. Traore", "speaker"))
    assert sorted(len(v.tellings) for v in found(one, other, third)[1].voices) == [1, 2]


def test_a_party_that_is_quoted_and_prints_a_paper_of_its_own_is_one_voice():
    wire = said_by("Sahel Wire", "killed", "beside the long pens east of Gao", ("Herders Union", "speaker"))
    own = said_by("Herders Union", "shot dead", "where the palms end")
    assert len(found(wire, own)[1].voices) == 1


def test_the_paper_of_a_body_that_is_quoted_is_its_voice():
    wire = said_by("Sahel Wire", "killed", "beside the long pens east of Gao", ("union", "speaker"))
    own = said_by("Free Herders' Union", "shot dead", "where the palms end")
    town = said_by("Gao People's Post", "gunned down", "behind the old mill", ("people", "speaker"))
    assert sorted(len(v.tellings) for v in found(wire, own, town)[1].voices) == [1, 2]
    # A town in a paper's name owns it no more than any other.
    capital = said_by("Sahel Wire", "killed", "beside the long pens east of Gao", ("Bamako", "speaker"))
    paper = said_by("Bamako Post", "shot dead", "where the palms end")
    assert len(found(capital, paper)[1].voices) == 2


def test_a_clash_is_said_only_of_what_is_surely_one_event():
    """A lorry is no other doer than the man who drove it; the children among the dead are not all of the dead."""
    lorry, _ = found(
        raid("Sahel Wire", Who("a gunman", "MLI", ("REB",))), raid("River Post", Who("a truck", "FRA", ("MIL",)))
    )
    assert lorry["actor"] == "compatible"


@pytest.mark.parametrize("phrase, verdict", [("four herders", "differ"), ("four children", "compatible"), ("four of the dead", "compatible"), ("four Fulani, who were among the dead,", "compatible"), ("four herders in critical condition", "compatible")])  # fmt: skip
def test_a_part_does_not_clash_with_the_whole(phrase, verdict):
    part = Told("River Post", "2024-03-05").tells("ASSAULT", SOLDIERS, "killed", Who(phrase, "MLI"), "near the pens of Gao", mode="firearms", when=MONDAY, place=GAO, counts={"killed": (4, 4)})  # fmt: skip
    assert found(raid("Sahel Wire", SOLDIERS), part)[0]["killed"] == verdict


@pytest.mark.parametrize(
    "one, other, verdict",
    [
        (("2024-03-04", "2024-03-04"), ("2024-03-05", "2024-03-05"), True),
        (("2024-03-04", "2024-03-04"), ("2023-11-01", "2023-11-01"), False),  # of another event
        (("2024-03-04", "2024-03-04"), ("2024-02-01", "2024-02-29"), False),  # a month is no day
        (("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), True),
    ],
)
def test_days_clash_if_they_are_near(one, other, verdict):
    days = [tuple(map(date.fromisoformat, pair)) for pair in (one, other)]
    assert near_days(*days) is verdict


def test_we_are_one_more_description():
    """Who "we" are is told by who speaks; that is no proof that others speak of the same people."""
    we, _ = found(raid("Sahel Wire", Who("a gunman", "MLI", ("REB",))), raid("River Post", Who("we")))
    they, _ = found(raid("Sahel Wire", Who("a gunman", "MLI", ("REB",))), raid("River Post", Who("they")))
    assert (we["actor"], they["actor"]) == ("compatible", "agree")


def _beside(words):
    """Soldiers killed nine herders, and a telling without a doer beside the words."""
    bare = Told("River Post", "2024-03-05").also(words).tells("ASSAULT", None, "killed", HERDERS, "near the pens of Gao", mode="firearms", when=MONDAY, place=GAO)  # fmt: skip
    return found(raid("Sahel Wire", SOLDIERS), bare)[1]


@pytest.mark.parametrize(
    "words, actor",
    [
        ("The troops had come at dawn.", "agree"),  # troops are soldiers
        ("The millet was ripe.", "one"),
        ("The herders had come at dawn.", "one"),  # those on the other side
    ],
)
def test_the_doer_is_called_beside_a_telling_without_one(words, actor):
    verdicts = {v.question: v for v in _beside(words).comparison}
    assert verdicts["actor"].verdict == actor
    if actor == "agree":
        assert verdicts["actor"].values[1].quotes[0].text == "The troops"


@pytest.mark.parametrize(
    "words, killed",
    [
        ("We counted nine shrouds.", "agree"),
        ("We counted eleven shrouds.", "one"),
        ("It was nine kilometres away.", "one"),
    ],
)
def test_a_figure_beside_a_telling_answers_only_as_others_do(words, killed):
    """It never differs: which figure is meant, only another telling shows."""
    told = Told("River Post", "2024-03-05").tells("ASSAULT", SOLDIERS, "killed", Who("herders", "MLI", ("AGR",)), "near the pens of Gao", mode="firearms", when=MONDAY, place=GAO).also(words)  # fmt: skip
    assert found(raid("Sahel Wire", SOLDIERS, Who("some herders", "MLI", ("AGR",))), told)[0]["killed"] == killed


def test_what_stands_beside_a_telling_never_clashes():
    """The militants beside the third telling agree with those of the first; that the second blames soldiers they do not contest."""
    bare = Told("River Post", "2024-03-05").also("Militants roam there.").tells("ASSAULT", None, "killed", HERDERS, "near the pens of Gao", mode="firearms", when=MONDAY, place=GAO)  # fmt: skip
    _, event = found(raid("Sahel Wire", MILITANTS), raid("Gao Mirror", SOLDIERS), bare)
    actor = next(v for v in event.comparison if v.question == "actor")
    assert actor.verdict == "differ" and actor.clashes == (("militants", "soldiers"),)


@pytest.mark.parametrize(
    "few, all_of_them, verdict",
    [
        (("six officers", 6), ("22 people", 22), "compatible"),  # they may be among them
        (("22 officers", 22), ("six people", 6), "differ"),
        (("six officers", 6), ("22 herders", 22), "differ"),
    ],
)
def test_some_of_one_sort_may_be_among_people(few, all_of_them, verdict):
    told = [
        Told(outlet, "2024-03-05").tells("ASSAULT", SOLDIERS, "killed", Who(words, "MLI"), "near the pens of Gao", mode="firearms", when=MONDAY, place=GAO, counts={"killed": (n, n)})
        for outlet, (words, n) in (("Sahel Wire", few), ("River Post", all_of_them))
    ]  # fmt: skip
    assert found(*told)[0]["killed"] == verdict
