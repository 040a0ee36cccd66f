"""Who must have done it, from what the same report tells beside it."""

import pytest
from tests.compare.made import Told, Who
from tests.compare.test_relations import party

from tellings.compare.party import called_in
from tellings.compare.who import actors_verdict
from tellings.comparing import compare
from tellings.model import Span

FRONT = Who("fighters of the Lake Front", "NGA", ("REB",), "organisation", "Lake Front")
SOLDIERS, POLICE = Who("soldiers", "NGA", ("MIL",)), Who("police", "NGA", ("COP",))
NURSES, SINGER = Who("four nurses", "NGA", ("MED",)), Who("a singer", "NGA", ("CVL",))
GOVERNMENT, CLANS = Who("the government", "NGA", ("GOV",)), Who("both clans", "NGA", ("CVL",))


def doers(told, trigger):
    """Who did what the trigger tells, as the report's only answer."""
    report, reading = told.pair()
    deed = next(m.id for m in reading.mentions if report.text[m.trigger.start : m.trigger.end] == trigger)
    events = compare([(report, reading)], one_story=True).events
    event = next(e for e in events if any(deed in t.mentions for t in e.tellings))
    return [v.text for q in event.comparison if q.question == "actor" for v in q.values]


def told(doer, freed, deed, kind, mode, victim):
    return (
        Told("Jos Wire", "2024-04-09")
        .tells("RETREAT", doer, "freed", freed, mode="release")
        .also("A bishop met them.")
        .tells(kind, None, deed, victim, mode=mode, when=("in March", "2024-03-01/2024-03-31"))
    )


@pytest.mark.parametrize(
    "doer, freed, deed, kind, mode, victim, expected",
    [
        (FRONT, NURSES, "abducted", "ASSAULT", "abduct", NURSES, [FRONT.text]),
        (POLICE, SINGER, "arrested", "COERCE", "arrest", SINGER, [POLICE.text]),
        # Soldiers free whom others took; a court frees whom police arrested; others were freed.
        (SOLDIERS, NURSES, "abducted", "ASSAULT", "abduct", NURSES, []),
        (Who("a judge", "NGA", ("JUD",)), SINGER, "arrested", "COERCE", "arrest", SINGER, []),
        (FRONT, NURSES, "abducted", "ASSAULT", "abduct", Who("a herder", "NGA", ("AGR",)), []),
        (FRONT, NURSES, "wounded", "ASSAULT", "", NURSES, []),
    ],
)
def test_whoever_frees_captives_held_them(doer, freed, deed, kind, mode, victim, expected):
    assert doers(told(doer, freed, deed, kind, mode, victim), deed) == expected


def test_talks_that_failed_were_those_of_the_parties_that_met():
    met = Told("Jos Wire", "2024-04-09").tells("CONSULT", Who("the warring parties", "NGA", ("PTY",)), "met")
    failed = met.tells("REJECT", None, "collapsed", rest="in March", mode="meet", status="historical")
    assert doers(failed, "collapsed") == ["the warring parties"]


def test_a_meeting_of_one_tells_no_parties():
    met = (
        Told("Jos Wire", "2024-04-09")
        .tells("CONSULT", GOVERNMENT, "met")
        .tells("REJECT", None, "collapsed", mode="meet")
    )
    assert doers(met, "collapsed") == []


def test_bandits_may_be_others_than_the_body_that_is_named():
    front = party("the Lake Front", sectors=("REB",), kind="organisation")
    assert actors_verdict([party("the bandits")], [front])[0] == "compatible"
    assert actors_verdict([party("the bandits")], [party("gunmen")])[0] == "agree"


@pytest.mark.parametrize(
    "text, wanted, found",
    [
        ("They took her from her office.", party("six officers"), None),
        ("The protests went on.", party("protesters"), None),
        ("An officer held her.", party("six officers"), "officer"),
        ("The bandits ran.", party("gunmen"), "The bandits"),
    ],
)
def test_an_office_is_no_officer(text, wanted, found):
    party_found = called_in(text, Span(0, len(text)), [wanted], [])
    assert (party_found.text if party_found else None) == found


def test_a_title_is_taken_with_the_name_behind_it():
    text = "The premier refused. President\u00a0Ira Voss had asked him to go."
    wanted = party("the president")
    found = called_in(text, Span(0, len(text)), [wanted], [])
    assert (found.text, text[found.span.start : found.span.end]) == ("President Ira Voss", "President\u00a0Ira Voss")
