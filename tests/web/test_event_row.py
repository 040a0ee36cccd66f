"""An event as one line: whose names it has, and which answers contradict each other."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tellings.model import Event, KnownActor, Telling, Value, Verdict
from tellings.web.event_row import chain_of, row_of

OUTLETS = {"r-1": "A", "r-2": "B", "r-3": "C"}


def telling(number: int, **about) -> Telling:
    one = Telling(
        id=f"t-{number}", event="e-1", report=f"r-{number}", outlet=OUTLETS[f"r-{number}"], published=None,
        mentions=(), chain=(OUTLETS[f"r-{number}"],), evidence=(), status="actual",
    )  # fmt: skip
    return replace(one, **about)


def actor(key: str, name: str, kind: str) -> KnownActor:
    return KnownActor(id=key, name=name, kind=kind, code=None, sectors=(), forms=(name,), roles=(), members=())


def event(question: str, verdict: str, values: list[str], **about) -> Event:
    told = tuple(Value(telling=f"t-{n}", value=value, text=value, quotes=()) for n, value in enumerate(values, 1))
    one = Event(
        id="e-1", story="s-1", type="ASSAULT", types=("ASSAULT",), modes=(), contexts=(), cameo=None, status="actual",
        actors=(), recipients=(), when=None, place=None, place_report=None, counts=(),
        tellings=tuple(telling(n) for n in range(1, len(values) + 1)),
        comparison=(Verdict(question=question, verdict=verdict, values=told, why=""),), voices=(),
    )  # fmt: skip
    return replace(one, **about)


@pytest.mark.parametrize(
    ("values", "signed"),
    [
        (["61+", "61", "34"], "34 arrested ≠ 61 arrested · 61 or more arrested"),
        (["24+", "34", "61"], "24 or more arrested · 34 arrested ≠ 61 arrested"),
        (["20–30", "25+", "40"], "20–30 arrested · 25 or more arrested ≠ 40 arrested"),
        (["8", "8", "9"], "8 arrested ≠ 9 arrested"),
    ],
)
def test_only_numbers_that_cannot_both_be_are_apart(values, signed):
    (answers,) = [a for a in row_of(event("arrested", "differ", values), {}, OUTLETS, year=True).answers if a.verdict]
    assert " ".join(f"{sign} {words}".strip() for sign, words, _ in answers.signed) == signed


def test_only_values_that_clash_are_shown_as_clashing():
    """Zomba lies in Malawi; Lilongwe is another town."""
    one = event("where", "differ", ["Malawi", "Zomba", "Lilongwe"])
    (verdict,) = one.comparison
    one = replace(one, comparison=(replace(verdict, clashes=(("Zomba", "Lilongwe"),)),))
    (answers,) = [a for a in row_of(one, {}, OUTLETS, year=True).answers if a.verdict]
    assert " ".join(f"{sign} {words}".strip() for sign, words, _ in answers.signed) == "Malawi · Zomba ≠ Lilongwe"


def test_a_place_of_two_names_is_shown_once():
    words = ["North Korea", "DPRK", "North Korea"]
    one = event("where", "compatible", ["1873107", "1873107", "1873107"])
    (verdict,) = one.comparison
    said = tuple(replace(v, text=text) for v, text in zip(verdict.values, words, strict=True))
    one = replace(one, comparison=(replace(verdict, values=said),))
    (answers,) = [a for a in row_of(one, {}, OUTLETS, year=True).answers if a.verdict]
    assert answers.said == (("North Korea", ("A", "B", "C")),)


ACTORS = {
    "a-1": actor("a-1", "its members", "unnamed"),
    "a-2": actor("a-2", "at least 61 people", "unnamed"),
    "a-3": actor("a-3", "Rosa Quispe", "person"),
    "a-4": actor("a-4", "two students", "unnamed"),
}


@pytest.mark.parametrize(
    ("verdict", "values", "keys", "whom"),
    [
        ("agree", ["at least 61 people", "people", "its members"], ("a-1", "a-2"), "at least 61 people"),
        (
            "compatible",
            ["its members", "Rosa Quispe; two students"],
            ("a-1", "a-3", "a-4"),
            "Rosa Quispe and two students",
        ),
        ("agree", ["a crowd", "two students", "two students"], ("a-1", "a-4"), "two students"),
        ("differ", ["Rosa Quispe", "two students"], ("a-3", "a-4"), "Rosa Quispe and two students"),
        ("agree", ["at least 61 people", "at least 61 people"], ("a-2",), "at least 61 people"),
    ],
)
def test_one_side_is_named_as_one_telling_names_it(verdict, values, keys, whom):
    one = event("recipient", verdict, values, recipients=keys)
    assert row_of(one, ACTORS, OUTLETS, year=True).whom == whom


def test_a_copy_does_not_outvote():
    one = event("recipient", "agree", ["at least 61 people", "people", "people"], recipients=("a-1", "a-2"))
    one = replace(one, tellings=(*one.tellings[:2], telling(3, copy_of="t-2")))
    assert row_of(one, ACTORS, OUTLETS, year=True).whom == "at least 61 people"


def test_an_outlet_that_names_itself_is_no_voice():
    assert chain_of(telling(1, chain=("A", "a"))) == ""
    assert chain_of(telling(1, chain=("A", "radio", "Okello"))) == "radio ← Okello"
