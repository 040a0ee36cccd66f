"""Who is blamed answers who did it, as the claim of whoever blames."""

from tests.compare.made import Told, Where, Who

from tellings.comparing import compare

OSH = Where("Osh", 1527534, "KGZ", 40.53, 72.79)
MINERS = Who("six miners", "KGZ", ("LAB",))
MILITIA = Who("the Alai militia", "KGZ", ("REB",), "group", "Alai militia")
ARMY = Who("the army", "KGZ", ("MIL",))
GOVERNOR = Who("Governor Bakyt Osmonov", "KGZ", ("GOV",), "person", "Bakyt Osmonov")


def blast(outlet, doer=None):
    return Told(outlet, "2024-04-09").tells("ASSAULT", doer, "killed", MINERS, "at a shaft near Osh", mode="explosives", when=("on Monday", "2024-04-08"), place=OSH, counts={"killed": (6, 6)})  # fmt: skip


def actor(*told):
    pairs = [t.pair() for t in told]
    compared = compare(pairs, one_story=True)
    deed = pairs[0][1].mentions[0].id
    event = next(e for e in compared.events if any(deed in t.mentions for t in e.tellings))
    return next((v for v in event.comparison if v.question == "actor"), None)


def test_blame_answers_who_did_it_with_its_voice():
    found = actor(blast("Tien Shan Wire").tells("ACCUSE", GOVERNOR, "blamed", MILITIA, mode="allege"))
    assert found.verdict == "one"
    assert found.values[0].value == "Alai militia"
    assert "so Governor Bakyt Osmonov" in found.values[0].text


def test_two_who_are_blamed_differ():
    found = actor(
        blast("Tien Shan Wire").tells("ACCUSE", GOVERNOR, "blamed", MILITIA, mode="allege"),
        blast("Alai Free Word").tells(
            "ACCUSE", Who("widows of the miners", "KGZ", ("CVL",)), "blamed", ARMY, mode="allege"
        ),
    )
    assert found.verdict == "differ"


def test_a_doer_who_is_told_outranks_who_is_blamed():
    found = actor(blast("Tien Shan Wire", ARMY).tells("ACCUSE", GOVERNOR, "blamed", MILITIA, mode="allege"))
    assert [v.value for v in found.values] == ["the army"]


def test_blame_far_from_the_deed_or_of_another_kind_is_none():
    far = blast("Tien Shan Wire").also("Snow fell.").also("Roads were shut.").also("Bread was scarce.")
    assert actor(far.tells("ACCUSE", GOVERNOR, "blamed", MILITIA, mode="allege")) is None
    criticised = blast("Tien Shan Wire").tells("ACCUSE", GOVERNOR, "criticised", MILITIA, mode="disapprove")
    assert actor(criticised) is None
