"""One deed told in two types that are not near: joined by two firm ties, never by what is said of it or by a place."""

import pytest
from tests.compare.made import Told, Where, Who

from tellings.comparing import compare

NAVY = Who("the navy", "MLT", ("MIL",), kind="organisation", name="Maltese navy")
CUSTOMS = Who("customs officers", "MLT", ("GOV",))
TANKER = Who("the tanker Sea Lily", kind="organisation", name="Sea Lily")
VALLETTA = Where("Valletta", 2562305, "MLT", 35.9, 14.51)
DAY = ("on 3 October", "2024-10-03")


def seizure():
    return Told("Harbour Wire", "2024-10-05").tells(
        "COERCE", NAVY, "seized", TANKER, "off the coast", mode="seize", when=DAY
    )


def both(other):
    pairs = [seizure().pair(), other.pair()]
    compared = compare(pairs, one_story=True)
    first, second = (reading.mentions[0].id for _, reading in pairs)
    event = next(e for e in compared.events if any(first in t.mentions for t in e.tellings))
    reasons = [r for j in compared.judgements if {j.a, j.b} == {first, second} for r in j.reasons]
    return any(second in t.mentions for t in event.tellings), reasons


def test_one_who_suffers_it_and_one_day():
    joined, reasons = both(
        Told("Valletta Post", "2024-10-06").tells("CONSULT", CUSTOMS, "stopped", TANKER, "with its cargo", when=DAY)
    )
    assert joined
    assert "told as another type, but tied twice" in reasons
    assert any(r.startswith("recipient same") for r in reasons)


@pytest.mark.parametrize(
    "kind, actor, verb, recipient, when, place",
    [
        ("SUPPORT", NAVY, "praised", TANKER, DAY, None),  # what is said of it, or of something else
        ("CONSULT", CUSTOMS, "stopped", TANKER, ("on 9 September", "2024-09-09"), None),
        ("CONSULT", NAVY, "received", Who("the envoy"), DAY, VALLETTA),  # what somebody does on a day may be two deeds
        ("CONSULT", CUSTOMS, "visited", Who("the shipyard"), DAY, VALLETTA),
    ],
)
def test_less_than_two_firm_ties_join_nothing(kind, actor, verb, recipient, when, place):
    joined, _ = both(
        Told("Valletta Post", "2024-10-06").tells(kind, actor, verb, recipient, "yesterday", when=when, place=place)
    )
    assert not joined


def test_a_report_that_tells_both_tells_two_deeds():
    other = Told("Valletta Post", "2024-10-06").tells(
        "COERCE", NAVY, "seized", TANKER, "off Gozo", mode="seize", when=DAY
    )
    other.tells("CONSULT", CUSTOMS, "stopped", TANKER, "in the port", when=DAY)
    pairs = [seizure().pair(), other.pair()]
    compared = compare(pairs, one_story=True)
    stopped = pairs[1][1].mentions[1].id
    event = next(e for e in compared.events if any(stopped in t.mentions for t in e.tellings))
    assert event.type == "CONSULT" and len(event.tellings) == 1
