"""Did it happen?"""

import pytest

FRAMES = """
[[frame]]
id = "bomb"
type = "ASSAULT"
triggers = ["bomb", "bombing/noun", "attack/noun"]
recipient = ["object", "prep:on"]
bare = true
[[frame]]
id = "strike"
type = "PROTEST"
triggers = ["strike", "strike/noun", "boycott"]
bare = true
[[frame]]
id = "visit"
type = "CONSULT"
triggers = ["visit", "visit/noun"]
recipient = ["object", "prep:to"]
bare = true
[[frame]]
id = "withdraw"
type = "RETREAT"
triggers = ["withdraw", "withdrawal/noun"]
noun_of = "subject"
"""

STATUSES = [
    ("Rebels bombed the harbour.", "actual"),
    ("Rebels have bombed the harbour.", "actual"),
    ("Rebels managed to bomb the harbour.", "actual"),
    ("Rebels will bomb the harbour.", "future"),
    ("Rebels are going to bomb the harbour.", "future"),
    ("Rebels plan to bomb the harbour.", "future"),
    ("Rebels said they would bomb the harbour.", "future"),
    ("Rebels did not bomb the harbour.", "negated"),
    ("Rebels never bombed the harbour.", "negated"),
    ("Rebels gave no reason and bombed the harbour.", "actual"),
    ("The premier will not create a panel on the bombing of the harbour.", "actual"),
    ("Parliament made no statement on the attack on the harbour.", "actual"),
    ("The army had no role in the bombing of the harbour.", "actual"),
    ("The station showed no video of the bombing of the harbour.", "actual"),
    ("The mayor failed to examine the bombing of the harbour.", "actual"),
    ("The paper left out details from a report on the bombing of the harbour.", "actual"),
    ("The army dismissed reports of a bombing of the harbour.", "negated"),
    ("The army dismissed the reports of the bombing of the harbour.", "negated"),
    ("Rebels failed to carry out the bombing of the harbour.", "negated"),
    ("Police headed off an attack on the harbour.", "negated"),
    ("The navy failed to act as rebels bombed the harbour.", "actual"),
    ("The mayor could not say a word when rebels bombed the harbour.", "actual"),
    ("Rebels headed to the coast to bomb the harbour.", "actual"),
    ("There was no bombing of the harbour.", "negated"),
    ("Rebels carried out no bombing of the harbour.", "negated"),
    ("Rebels bombed no harbour.", "negated"),
    ("Rebels denied bombing the harbour.", "negated"),
    ("Rebels denied that they had bombed the harbour.", "negated"),
    ("Rebels failed to bomb the harbour.", "negated"),
    ("No attack took place in the harbour.", "negated"),
    ("Rebels could bomb the harbour.", "hypothetical"),
    ("If rebels bombed the harbour, ships would leave.", "hypothetical"),
    ("Should rebels bomb the harbour, ships would leave.", "hypothetical"),
    ("Ministers fear an attack on the harbour.", "hypothetical"),
    ("Perhaps rebels bombed the harbour.", "hypothetical"),
    ("In 1974 rebels bombed the harbour.", "historical"),
    ("Rebels bombed the harbour during the cold war.", "historical"),
    ("Two decades ago rebels bombed the harbour.", "historical"),
    ("He recalled the 1956 attack on the harbour.", "historical"),
    ("Rebels bombed the harbour in 2024.", "actual"),
    ("Nurses will strike from Monday.", "future"),
    ("Rebels have yet to bomb the harbour.", "negated"),
    ("The mayor rejected allegations that rebels had bombed the harbour.", "negated"),
    ("The claim that rebels had bombed the harbour was false.", "negated"),
    ("An attack on the harbour would ruin both sides.", "hypothetical"),
    ("The attack on the harbour would ruin both sides, he said.", "actual"),
    ("Ministers last visited the harbour in 2007.", "historical"),
    ("Ministers plan to close the road following an attack on the harbour.", "actual"),
    ("The port needs more guards as it faces troubles, including a bombing of the harbour.", "actual"),
    ("The mayor wants to restore order in the wake of a bombing of the harbour.", "actual"),
    ("The mayor was asked a question regarding the attack on the harbour.", "actual"),
    ("Rebels were on the brink of bombing the harbour.", "future"),
    ("He spoke of the attack, which will take place in May.", "future"),
    ("He spoke of the attack on the men of the port, which will begin in May.", "future"),
    ("It is the last quiet evening before rebels bomb the harbour.", "future"),
    ("Did rebels bomb the harbour?", "hypothetical"),
    ("Why did rebels bomb the harbour?", "actual"),
    ("Rebels bombed the harbour for comparing them to the men of the civil war.", "actual"),
    ("Ministers visited the harbour against a law of 1974.", "actual"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status(tell, own_frames, text, status):
    assert [e["status"] for e in tell(text, own_frames(FRAMES))] == [status]


REDUCTIONS = [
    ("The minister will visit Chad in June.", "AGREE", "actual"),
    ("The army will withdraw from Gedo next month.", "CONCEDE", "actual"),
    ("The army will not withdraw from Gedo.", "REJECT", "actual"),
    ("The minister will not visit Chad.", "REJECT", "actual"),
    ("The union said it will boycott the vote unless wages rise.", "THREATEN", "actual"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "status"), REDUCTIONS)
def test_reductions(tell, own_frames, text, kind, status):
    (event,) = tell(text, own_frames(FRAMES))
    assert (event["type"], event["status"]) == (kind, status)
    assert event["reductions"]


NOTHING = [
    "The army should withdraw from Gedo, the bishop wrote.",
    "The bishops demanded that the army withdraw from Gedo.",
    "It is unclear whether the army withdrew from Gedo.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_asked_for_or_ought_to_be_is_no_event(tell, own_frames, text):
    assert [e["type"] for e in tell(text, own_frames(FRAMES)) if e["type"] in ("RETREAT", "CONCEDE")] == []
