"""One frame covers every construction: passive, relative, participle, control, conjunction, noun, headline."""

import pytest

EXPEL = """
[[frame]]
id = "expel"
type = "SANCTION"
mode = "expel"
triggers = ["expel", "throw out", "expulsion/noun", "give * order to leave"]
"""
MEET = """
[[frame]]
id = "meet"
type = "CONSULT"
triggers = ["meet", "hold {talks|meeting}", "talks/noun", "meeting/noun"]
recipient = ["prep:with|between", "object"]
reciprocal = true
"""

CONSTRUCTIONS = [
    ("Peru expelled two Chilean envoys on Monday.", ["Peru"], ["two Chilean envoys"]),
    ("Two Chilean envoys were expelled by Peru.", ["Peru"], ["Two Chilean envoys"]),
    ("Two Chilean envoys were expelled on Monday.", [], ["Two Chilean envoys"]),
    ("Peru, which expelled two envoys, closed its embassy.", ["Peru"], ["two envoys"]),
    ("The envoys whom Peru expelled have left Lima.", ["Peru"], ["The envoys"]),
    ("The envoys expelled by Peru have left Lima.", ["Peru"], ["The envoys"]),
    ("Peru decided to expel two envoys.", ["Peru"], ["two envoys"]),
    ("Peru and Bolivia expelled the envoy.", ["Peru", "Bolivia"], ["the envoy"]),
    ("Peru expelled the envoy and a consul.", ["Peru"], ["the envoy", "a consul"]),
    ("Peru closed the embassy and expelled the envoy.", ["Peru"], ["the envoy"]),
    ("Peru threw the envoy out.", ["Peru"], ["the envoy"]),
    ("Peru threw out the envoy.", ["Peru"], ["the envoy"]),
    ("Peru's expulsion of the envoy angered Chile.", ["Peru"], ["the envoy"]),
    ("The expulsion of the envoy by Peru angered Chile.", ["Peru"], ["the envoy"]),
    ("The Peruvian expulsion of the envoy angered Chile.", ["Peruvian"], ["the envoy"]),
    ("Peru gave the envoy an order to leave.", ["Peru"], ["the envoy"]),
    ("Peru expels envoys", ["Peru"], ["envoys"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "actors", "recipients"), CONSTRUCTIONS)
def test_constructions(tell, own_frames, text, actors, recipients):
    found = tell(text, own_frames(EXPEL + 'recipient = ["object", "indirect"]\n'))
    assert [(e["actors"], e["recipients"]) for e in found] == [(actors, recipients)], found


@pytest.mark.parametrize(
    "text",
    [
        "Peru's president and Chile's minister met in Quito.",
        "Peru's president met Chile's minister in Quito.",
        "Peru's president held two days of talks with Chile's minister.",
        "Talks between Peru's president and Chile's minister lasted an hour.",
        "Talks were held between Peru's president and Chile's minister.",
    ],
)
def test_reciprocal_events_have_actors_on_both_sides(tell, own_frames, text):
    (event,) = tell(text, own_frames(MEET))
    assert event["actors"] == ["Peru's president", "Chile's minister"] and event["recipients"] == []


def test_a_longer_trigger_beats_a_shorter_one(tell, own_frames):
    found = tell("Rebels carried out an attack on the camp.", own_frames("""
[[frame]]
id = "attack-verb"
type = "ASSAULT"
triggers = ["carry out attack"]
recipient = "prep:on"
[[frame]]
id = "attack-noun"
type = "ASSAULT"
triggers = ["attack/noun"]
recipient = "prep:on"
"""))  # fmt: skip
    assert [(e["trigger"], e["recipients"]) for e in found] == [("carried out an attack", ["the camp"])]


def test_content_is_not_coded_twice_and_picks_the_mode(tell, own_frames):
    frames = own_frames("""
[[frame]]
id = "threat"
type = "THREATEN"
mode_from = "threat"
triggers = ["threaten", "threat/noun"]
content = ["clause:inf", "prep:of"]
[[frame]]
id = "bomb"
type = "ASSAULT"
triggers = ["bomb", "bombing/noun"]
""")
    (event,) = tell("Rebels threatened to bomb the harbour.", frames)
    assert (event["type"], event["modes"], event["recipients"]) == ("THREATEN", ("violence",), ["the harbour"])


def test_own_act_tells_a_vow_from_a_report(tell, own_frames):
    frames = own_frames("""
[[frame]]
id = "vow"
type = "THREATEN"
triggers = ["say", "vow"]
content = "clause:inf|will"
needs = ["ASSAULT"]
own_act = true
[[frame]]
id = "bomb"
type = "ASSAULT"
triggers = ["bomb"]
""")
    assert [e["type"] for e in tell("The rebels said they would bomb the port.", frames)] == ["THREATEN"]
    assert [e["type"] for e in tell("The mayor said the rebels would bomb the port.", frames)] == ["ASSAULT"]


def test_alternatives_and_blockers(tell, own_frames):
    frames = own_frames("""
[[frame]]
id = "expel"
type = "COERCE"
mode = "deport"
triggers = ["expel"]
unless = { object = ["sport"] }
  [[frame.alternative]]
  when = { object = ["diplomat"] }
  type = "SANCTION"
  mode = "expel"
""")
    assert [(e["type"], e["modes"]) for e in tell("Peru expelled nine fishermen.", frames)] == [("COERCE", ("deport",))]
    assert [(e["type"], e["modes"]) for e in tell("Peru expelled nine diplomats.", frames)] == [
        ("SANCTION", ("expel",))
    ]
    assert tell("The referee expelled the striker.", frames) == []


def test_names_do_not_count_as_events(tell):
    assert tell("The War Memorial Museum has new opening hours.") == []


def test_nationalities_before_one_noun_are_several_participants(tell, own_frames):
    (event,) = tell("Turkish and Greek envoys met in Geneva.", own_frames(MEET))
    assert event["actors"] == ["Turkish", "Greek envoys"]


def test_one_deed_told_as_noun_and_verb_is_one_event(tell):
    for text in ("A rebel bomb attack killed nine men.", "Nine men were killed in a bomb attack by rebels."):
        (event,) = tell(text)
        assert (event["type"], event["modes"]) == ("ASSAULT", ("explosives",)), event
        assert event["recipients"] in (["nine men"], ["Nine men"]) and len(event["actors"]) == 1


def test_whom_a_threat_is_aimed_at_stands_in_its_content(tell):
    events = tell("The parliament threatened to break relations with Russia.")
    assert [e["recipients"] for e in events if e["type"] == "THREATEN"] == [["Russia"]]


def test_of_equal_triggers_the_first_in_the_file_counts(own_frames):
    """Whatever order a set of words has: the same report must give the same ids in every process."""
    seconds = ["ban", "curb", "levy", "tax", "fine", "duty", "limit", "quota", "tariff", "toll"]
    triggers = ", ".join(f'"impose {word}"' for word in seconds)
    frames = own_frames(f'[[frame]]\nid = "impose"\ntype = "SANCTION"\ntriggers = [{triggers}]\n')
    entries = frames.buckets["impose"]["verb"].entries(set(seconds))
    assert [e.trigger.written for e in entries] == [f"impose {word}" for word in seconds]


@pytest.mark.parametrize(
    "text",
    [
        "You expel an envoy and the world laughs.",
        "Peru expelled two Chilean envoys, and you get expelled too if you laugh.",
    ],
)
def test_people_in_general_do_nothing(tell, own_frames, text):
    found = tell(text, own_frames(EXPEL))
    assert all("you" not in (*e["actors"], *e["recipients"]) and "You" not in e["actors"] for e in found), found


MARCH = """
[[frame]]
id = "march"
type = "PROTEST"
triggers = ["march/noun", "begin {march|protest}"]
bare = true
"""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The miners began a march in Oruro on Monday.", 1),
        ("The club began March with two defeats.", 0),
        ("The rite on march 15 drew thousands.", 0),
        ("The debate began after a protest.", 0),
        ("FILE - In this June photo, miners began a march in Oruro.", 0),
    ],
)
def test_the_month_and_what_only_stands_beside_are_not_meant(tell, own_frames, text, number):
    assert len(tell(text, own_frames(MARCH))) == number
