"""Whom a deed is aimed at when the frame's roles do not say."""

import pytest

FRAMES = """
[[frame]]
id = "send"
type = "AID"
triggers = ["send"]
recipient = ["object", "prep:to", "indirect"]
[[frame]]
id = "sanction"
type = "SANCTION"
triggers = ["suspend"]
[[frame]]
id = "stop"
type = "PROTEST"
triggers = ["stop work"]
[[frame]]
id = "bow"
type = "CONCEDE"
triggers = ["bow to demand"]
[[frame]]
id = "reject"
type = "REJECT"
triggers = ["reject"]
[[frame]]
id = "reject-appeal"
type = "REJECT"
triggers = ["turn down appeal"]
[[frame]]
id = "stockpile"
type = "MOBILIZE"
triggers = ["stockpile"]
recipient = "prep:against"
[[frame]]
id = "blast"
type = "ASSAULT"
triggers = ["car bombing/noun"]
bare = true
recipient = "prep:at"
[[frame]]
id = "shelter"
type = "AID"
triggers = ["shelter"]
when = { object = ["person"] }
"""

CASES = [
    ("Kenya sent fuel, medicine to Chad.", ["Chad"]),  # the goods are not the ones addressed
    ("Kenya was sent forty tents by Chad.", ["Kenya"]),  # nor in the passive of two objects
    ("Kenya rejected a Security Council resolution.", ["Security Council"]),
    ("Kenya suspended deliveries in Chad.", ["Chad"]),  # abroad
    ("Kenyan officials suspended deliveries in Kenya.", []),  # at home
    ("Miners stopped work to protest against Chad's decision to sell the mine to Peru.", ["Chad"]),
    ("Kenya bowed to demands from Chad.", ["Chad"]),  # behind a word of the trigger
    ("Kenya turned down a Chadian appeal.", ["Chadian"]),  # before a word of the trigger
    ("Kenya stockpiled rockets to use against Chad.", ["Chad"]),  # what the thing is for
    ("Nine shepherds were wounded in a car bombing.", ["Nine shepherds"]),  # the verb is no event here
    ("Kenya sheltered the wounded.", ["the wounded"]),  # a participle to the parser
]


@pytest.mark.parametrize(("text", "recipients"), CASES)
def test_recipients(tell, own_frames, text, recipients):
    (event,) = tell(text, own_frames(FRAMES))
    assert event["recipients"] == recipients


JOINT = """
[[frame]]
id = "agree"
type = "AGREE"
triggers = ["agree"]
recipient = ["prep:with"]
content = ["clause:inf"]
reciprocal = "joint"
"""


def test_parties_that_agree_with_one_another_need_no_other(tell, own_frames):
    (event,) = tell("Kenya and Chad agreed to share the water of Uganda.", own_frames(JOINT))
    assert (event["actors"], event["recipients"]) == (["Kenya", "Chad"], [])


MANY = """
[[frame]]
id = "drill"
type = "COOPERATE"
many = true
triggers = ["hold drill"]
"""


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Kenya and Chad held a drill.", True),
        ("French and Egyptian sailors held a drill.", True),
        ("The two navies held a drill.", True),
        ("Kenya held a drill.", False),
    ],
)
def test_a_frame_of_many_wants_two_parties(tell, own_frames, text, counts):
    assert bool(tell(text, own_frames(MANY))) == counts


AROUND = """
[[frame]]
id = "visit"
type = "CONSULT"
around = true
triggers = ["visit to/noun"]
recipient = "prep:to"
"""


def test_a_noun_in_passing_takes_its_doer_from_what_stands_around_it(tell, own_frames):
    frames = own_frames(AROUND)
    (event,) = tell("During an official visit to Oman the premier planted a tree.", frames)
    assert (event["actors"], event["recipients"]) == (["the premier"], ["Oman"])
