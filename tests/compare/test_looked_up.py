"""Who is told without a full name in one story and with it in another.  All people are invented."""

from __future__ import annotations

import random

import pytest

from tellings.compare.across import appearance, blocks_of, likes, link
from tellings.model import KnownActor, Quote, Role


def actor(id: str, name: str, *, code="MWI", sectors=("GOV",), kind="person", title="", forms=()) -> KnownActor:
    quote = Quote(report=f"r-{id}", start=0, end=len(title), text=title) if title else None
    return KnownActor(
        id=id,
        name=name,
        kind=kind,
        code=code,
        sectors=sectors,
        forms=(name, *forms),
        roles=(Role(code=code, sectors=sectors, attested=None, evidence=quote),),
        members=((f"r-{id}", f"a-{id}"),),
    )


def linked(*told, judged=()):
    """told: (day, actor).  Groups of ids, and what is said of each id's group."""
    found = [appearance(a, day) for day, a in told]
    alike = likes(blocks_of(sorted({n for one in found for n in one.full})))
    out = link(found, alike, judged)
    return {m: set(one.members) for one in out for m in one.members}, {m: one.why for one in out for m in one.members}


FULL = ("2024-03-01", actor("full", "Kondwani Phirimoyo", title="Interior Minister"))


def test_a_bare_surname_of_the_office_and_time_is_who_another_story_names_in_full():
    groups, why = linked(FULL, ("2024-03-20", actor("bare", "Phirimoyo")))
    assert groups["bare"] == {"full", "bare"}
    assert any("register:" in w and "kondwani phirimoyo" in w and "2024-03-01 in r-full" in w for w in why["bare"])


@pytest.mark.parametrize(
    "other",
    [
        actor("bare", "Phirimoyo", code="ZMB"),  # of another state
        actor("bare", "Phirimoyo", sectors=("JRN",)),  # no such office
        actor("bare", "Phirimoyo", sectors=()),  # the story tells none
        actor("bare", "Banda"),
    ],
)
def test_what_does_not_fit_stays_by_itself(other):
    assert linked(FULL, ("2024-03-20", other))[0]["bare"] == {"bare"}


def test_years_later_a_surname_is_nobodys():
    assert linked(FULL, ("2031-03-20", actor("bare", "Phirimoyo")))[0]["bare"] == {"bare"}
    assert linked(FULL, ("9999", actor("bare", "Phirimoyo")))[0]["bare"] == {"bare"}


def test_two_of_one_surname_leave_it_open_and_say_why():
    second = ("2024-02-01", actor("second", "Chisomo Phirimoyo"))
    groups, why = linked(FULL, second, ("2024-03-20", actor("bare", "Phirimoyo")))
    assert groups["bare"] == {"bare"}
    assert any("chisomo phirimoyo | kondwani phirimoyo" in w for w in why["bare"])


@pytest.mark.parametrize("form", ["the interior minister", "Malawi's interior minister", "the minister of interior"])
def test_an_office_without_a_name(form):
    groups, _ = linked(FULL, ("2024-04-20", actor("office", form, kind="unnamed")))
    assert groups["office"] == {"full", "office"}


@pytest.mark.parametrize("form", ["the minister", "an interior minister", "the former interior minister", "ministers"])
def test_what_many_may_be_called_is_looked_up_for_nobody(form):
    assert linked(FULL, ("2024-04-20", actor("office", form, kind="unnamed")))[0]["office"] == {"office"}


def test_an_office_has_other_holders_a_year_later():
    assert linked(FULL, ("2025-04-20", actor("office", "the interior minister", kind="unnamed")))[0]["office"] == {
        "office"
    }


def test_people_may_say_otherwise():
    told = (FULL, ("2024-03-20", actor("bare", "Phirimoyo")))
    assert linked(*told, judged=[("Kondwani Phirimoyo", "Phirimoyo", "different")])[0]["bare"] == {"bare"}


def test_the_order_of_the_stories_does_not_matter():
    told = [
        FULL,
        ("2024-02-01", actor("second", "Chisomo Banda", title="Finance Minister")),
        ("2024-03-20", actor("bare", "Phirimoyo")),
        ("2024-03-21", actor("office", "the finance minister", kind="unnamed")),
        ("2024-03-22", actor("banda", "Banda")),
    ]
    first = linked(*told)
    for seed in range(5):
        again = list(told)
        random.Random(seed).shuffle(again)
        assert linked(*again) == first


def test_either_of_two_given_names_alone_is_the_one_with_both():
    told = ("Kondwani Yankho Phirimoyo", "Kondwani Phirimoyo", "Yankho Phirimoyo")
    groups, _ = linked(*((f"2024-03-0{n}", actor(str(n), name)) for n, name in enumerate(told, 1)))
    assert groups["1"] == {"1", "2", "3"}


def test_two_given_names_are_two_people_when_nobody_bears_both():
    groups, _ = linked(("2024-03-01", actor("a", "Kondwani Phirimoyo")), ("2024-03-02", actor("b", "Yankho Phirimoyo")))
    assert groups["a"] == {"a"}
