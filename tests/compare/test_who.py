"""Who did it as two tellings answer it: parts of a force, one's own side, both sides, and whom a pronoun stands for."""

import pytest
from tests.compare.made import Told, Where, Who
from tests.compare.test_relations import party

from tellings.compare.sorts import sorts_of
from tellings.compare.who import actors_verdict
from tellings.comparing import compare

GAO = Where("Gao", 2457161, "MLI", 16.27, -0.04)
TRADERS = Who("six traders", "MLI", ("BUS",))
DUNE = party("the Red Dune", kind="group")
REBELS = party("the rebels", sectors=("REB",))
TOGO, BENIN = party("Togo", "TGO", kind="state", sure=True), party("Benin", "BEN", kind="state", sure=True)


@pytest.mark.parametrize(
    "one, other, verdict",
    [
        # Whoever owns to a deed is whom the others name, or call by the body that is meant; "gunmen" may be others.
        ([party("our rocket force")], [party("the movement")], "agree"),
        ([party("our brothers")], [DUNE], "agree"),
        ([party("our brothers")], [party("gunmen")], "compatible"),
        ([party("our brothers")], [party("a movement")], "compatible"),
        # A unit may be anybody's; the soldiers of one country are not those of another.
        ([party("a column")], [REBELS], "compatible"),
        ([party("a patrol", sectors=("MIL",))], [REBELS], "compatible"),
        ([party("soldiers", sectors=("MIL",))], [REBELS], "differ"),
        ([party("a patrol", "PER", ("MIL",), True)], [party("soldiers", "CHL", ("MIL",), True)], "differ"),
        # Both sides.
        ([party("the warring parties")], [TOGO, BENIN], "agree"),
        ([party("the rival delegations")], [party("envoys of the crown and of the clans")], "agree"),
        ([party("the warring parties")], [TOGO], "compatible"),
    ],
)
def test_who_did_it(one, other, verdict):
    assert actors_verdict(one, other)[0] == actors_verdict(other, one)[0] == verdict


def doers(*told):
    """The verdict on who did what the first of several reports tells last, and each one's words."""
    pairs = [t.pair() for t in told]
    deed = pairs[0][1].mentions[-1].id
    events = compare(pairs, one_story=True).events
    event = next(e for e in events if any(deed in t.mentions for t in e.tellings))
    found = next(v for v in event.comparison if v.question == "actor")
    return found.verdict, sorted(v.text for v in found.values)


def shot(outlet, doer, before=None):
    told = Told(outlet, "2024-04-09")
    if before:
        told.tells("PROTEST", before, "marched through town")
    return told.tells(
        "ASSAULT", doer, "shot dead", TRADERS, mode="firearms", when=("on Monday", "2024-04-08"), place=GAO
    )


def meaning(who, pronoun):
    """The same actor, told by a pronoun."""
    return Who(pronoun, who.code, who.sectors, who.kind, who.name or who.text)


def test_a_pronoun_is_shown_as_the_words_it_stands_for_where_others_bear_them_out():
    bandits, robbers = Who("the bandits", "MLI", ("CRM",)), Who("bandits", "MLI", ("CRM",))
    verdict, words = doers(shot("Sahel Post", meaning(bandits, "they"), bandits), shot("Gao Voice", robbers))
    assert (verdict, words) == ("agree", ["bandits", "the bandits"])


def test_whom_a_pronoun_means_is_a_guess():
    weavers, robbers = Who("some weavers", "MLI", ("LAB",)), Who("bandits", "MLI", ("CRM",))
    verdict, words = doers(shot("Sahel Post", meaning(weavers, "they"), weavers), shot("Gao Voice", robbers))
    assert (verdict, words) == ("agree", ["bandits", "they"])


def test_our_men_are_meant_whatever_others_say():
    men, gunmen = Who("our men", "MLI", ("CVL",)), Who("gunmen", "MLI", ("UAF",))
    verdict, words = doers(shot("Dune Herald", meaning(men, "they"), men), shot("Gao Voice", gunmen))
    assert (verdict, words) == ("compatible", ["gunmen", "our men"])


def test_we_who_marched_are_not_told_to_be_those_whom_others_name():
    parents = Who("parents", "MLI", ("CVL",))
    march = ("PROTEST", parents, "marched to the town hall")
    ours = Told("Gao Voice", "2024-04-09").tells(
        "PROTEST", None, "marched", rest="to the town hall, two thousand of us", when=("on Monday", "2024-04-08"), place=GAO
    )  # fmt: skip
    theirs = Told("Sahel Post", "2024-04-09").tells(*march, when=("on Monday", "2024-04-08"), place=GAO)
    assert doers(theirs, ours)[0] == "one"  # those words stand behind the deed
    ours = Told("Gao Voice", "2024-04-09").tells(
        "PROTEST", None, "Two thousand of us marched", rest="to the town hall", when=("on Monday", "2024-04-08"), place=GAO
    )  # fmt: skip
    assert doers(theirs, ours) == ("compatible", ["Two thousand of us", "parents"])


def test_us_to_whom_it_was_promised_are_whom_others_name():
    minister, unions = Who("the minister", "MLI", ("GOV",)), Who("the unions", "MLI", ("LAB",))
    monday = ("on Monday", "2024-04-08")
    ours = Told("Gao Voice", "2024-04-09").tells("AGREE", minister, "promised", rest="to receive us", when=monday)
    theirs = Told("Sahel Post", "2024-04-09").tells("AGREE", minister, "promised", unions, when=monday)
    pairs = [ours.pair(), theirs.pair()]
    event = next(e for e in compare(pairs, one_story=True).events if len(e.tellings) == 2)
    found = next(v for v in event.comparison if v.question == "recipient")
    assert (found.verdict, sorted(v.text for v in found.values)) == ("agree", ["the unions", "us"])


@pytest.mark.parametrize(
    "verb, words, verdict",
    [
        ("fought", "in a valley that cost us dear", "compatible"),
        ("shelled", "a valley that cost us dear", "one"),
    ],
)
def test_in_a_war_we_are_one_of_those_who_fought(verb, words, verdict):
    monday = ("on Monday", "2024-04-08")
    theirs = Told("Sahel Post", "2024-04-09").tells("ASSAULT", Who("Mali", "MLI", kind="state"), verb, when=monday, place=GAO)  # fmt: skip
    ours = Told("Gao Voice", "2024-04-09").tells("ASSAULT", None, verb, rest=words, when=monday, place=GAO)
    assert doers(theirs, ours)[0] == verdict


def test_sorts_of_people():
    assert sorts_of("pupils") & sorts_of("children")
    assert not sorts_of("office") & sorts_of("officer")
