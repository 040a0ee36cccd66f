"""What one phrase says: state and sectors.  All people, bodies and events are invented."""

from __future__ import annotations

import pytest
from actor_helpers import actor_of, mention, resolved

from tellings.entities import load_knowledge


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


CASES = [
    # text, phrase, code, sectors (primary first)
    ("Police raided a bar in Lusaka. Officers fired at the roof.", "Officers", "ZMB", ("COP",)),
    ("The army took over in Bissau. Officers read a statement.", "Officers", "GNB", ("MIL",)),
    ("Election officers in Lusaka counted ballots.", "Election officers", "ZMB", ("GOV",)),
    ("The Danish-led coalition struck a depot.", "The Danish-led coalition", "DNK", ("MIL",)),
    ("The UN met in Belgrade. The coalition rejected early elections.", "The coalition", None, None),
    ("Congress lost two seats in Kerala, India.", "Congress", "IND", ("PTY",)),
    ("Congress passed the bill.", "Congress", "USA", ("LEG",)),
    ("RSF fighters took a hospital in Khartoum.", "RSF fighters", "SDN", ("PRM",)),
    ("RSF condemned the verdict.", "RSF", "NGO", ()),
    ("The Centre for Research in India closed.", "The Centre for Research", None, None),
    ("The ex-minister of Gabon fled.", "The ex-minister of Gabon", "GAB", ("ELI",)),
    ("The army shelled the Hungarian minority of Vojvodina.", "the Hungarian minority of Vojvodina", "SRB", ("CVL",)),
    ("The bill angered the Hungarian minority.", "the Hungarian minority", "HUN", ("CVL",)),
    ("Inspectors went to Isfahan Fuel Facilities in Iran.", "Isfahan Fuel Facilities", "IRN", ()),
    ("The Ghanaian trade minister met reporters.", "The Ghanaian trade minister", "GHA", ("GOV",)),
    ("Peru's defence minister Inti Quispe resigned.", "Peru's defence minister Inti Quispe", "PER", ("GOV", "MIL")),
    ("Nepal's Minister of Intelligence visited Rome.", "Nepal's Minister of Intelligence", "NPL", ("GOV", "SPY")),
    ("Zambian police arrested nine miners.", "Zambian police", "ZMB", ("COP",)),
    ("Zambian police arrested nine Tongan miners.", "nine Tongan miners", "TON", ("LAB",)),
    ("Rebels in Chad seized a town.", "Rebels in Chad", "TCD", ("REB",)),
    ("A militia based in Honduras freed two nuns.", "A militia based in Honduras", "HND", ("REB",)),
    ("A pro-Iranian militia in Iraq fired rockets.", "A pro-Iranian militia in Iraq", "IRQ", ("REB",)),
    ("A Turkish-backed faction attacked the village.", "A Turkish-backed faction", None, None),
    ("The French-led force entered the city.", "The French-led force", "FRA", ("MIL",)),
    (
        "Former Bolivian president Nayra Condori was questioned.",
        "Former Bolivian president Nayra Condori",
        "BOL",
        ("ELI",),
    ),
    ("The exiled Laotian leader Kham Somphone spoke.", "The exiled Laotian leader Kham Somphone", "LAO", ("ELI",)),
    ("Lawmakers from Latvia condemned the move.", "Lawmakers from Latvia", "LVA", ("LEG",)),
    (
        "The Gambian opposition leader Lamin Sowe was freed.",
        "The Gambian opposition leader Lamin Sowe",
        "GMB",
        ("OPP",),
    ),
    ("Students in Chile marched on Monday.", "Students in Chile", "CHL", ("EDU",)),
    ("Gunmen abducted a priest in Mali.", "Gunmen", None, ("UAF",)),
    ("Kenyan farmers blocked the road.", "Kenyan farmers", "KEN", ("AGR",)),
    ("Malawian prosecutors charged a banker.", "Malawian prosecutors", "MWI", ("JUD",)),
    ("The Kremlin rejected the offer.", "The Kremlin", "RUS", ("GOV",)),
    ("Bamako expelled the envoy.", "Bamako", "MLI", ("GOV",)),
    ("NATO deployed more troops.", "NATO", "IGO", ("MIL",)),
    ("The African Union sent observers.", "The African Union", "IGO", ()),
    ("U.N. peacekeepers left the base.", "U.N. peacekeepers", "UNO", ("MIL",)),
    ("Doctors Without Borders treated the wounded.", "Doctors Without Borders", "NGO", ("MED",)),
    ("Refugees from Eritrea crossed the border.", "Refugees from Eritrea", "ERI", ("REF",)),
    ("The Kenyan Union of Dockers called a strike.", "The Kenyan Union of Dockers", "KEN", ("LAB",)),
    (
        "The president of the Malian National Assembly met them.",
        "The president of the Malian National Assembly",
        "MLI",
        ("LEG",),
    ),
    ("Three Belgian journalists were arrested in Togo.", "Three Belgian journalists", "BEL", ("JRN",)),
    ("Belgium's ally refused.", "Belgium's ally", None, None),
    ("Abkhaz officials declined to comment.", "Abkhaz officials", "GEO", ("GOV", "PRE")),
    ("Kurdish rebels attacked a convoy in Turkey.", "Kurdish rebels", "TUR", ("REB",)),
    ("President Jerry Rawlings dissolved the council.", "President Jerry Rawlings", "GHA", ("GOV",)),
]


@pytest.mark.parametrize(("text", "phrase", "code", "sectors"), CASES, ids=[c[1] for c in CASES])
def test_phrase(parse, knowledge, text, phrase, code, sectors):
    actor = actor_of(parse(text, published=None), knowledge, phrase)
    if sectors is None:
        assert actor.code is None
        return
    if phrase != "Gunmen":
        assert actor.code == code
    assert actor.sectors[: len(sectors)] == sectors


def test_a_bare_state_has_no_sector_unless_asked_for(parse):
    text = "Norway praised Tuvalu."
    bare = actor_of(parse(text), load_knowledge(), "Norway")
    assert (bare.code, bare.sectors) == ("NOR", ())
    asked = actor_of(parse(text), load_knowledge(gov_default=True), "Norway")
    assert asked.sectors == ("GOV",)
    assert [e.rule for e in asked.evidence if e.attribute == "sector"] == ["gov-default"]


def test_evidence_points_to_the_words(parse, knowledge):
    parsed = parse("The Ghanaian trade minister met reporters.")
    actor = actor_of(parsed, knowledge, "The Ghanaian trade minister")
    shown = {(e.attribute, e.value): parsed.words(e.span) for e in actor.evidence}
    assert shown[("country", "GHA")] == "Ghanaian"
    assert shown[("sector", "GOV")].endswith("minister")


def test_the_setting_says_that_it_is_one(parse, knowledge):
    actor = actor_of(
        parse("Protesters in the streets demanded that the government of Fiji resign. Police fired tear gas."),
        knowledge,
        "Police",
    )
    assert actor.code == "FJI"
    assert any(e.attribute == "country" and e.rule.startswith("setting") for e in actor.evidence)


def test_the_state_that_a_minister_accuses_is_not_taken_for_hers(parse, knowledge):
    parsed = parse("The Chadian army lost two posts. Defence Minister Awa Sidibe accused Sudan of the raid.")
    slots = mention(parsed, actor="Defence Minister Awa Sidibe", recipient="Sudan", type="ACCUSE")
    out, actors = resolved(parsed, knowledge, slots)
    assert actors[out.mentions[0].actors[0].actor].code != "SDN"


def test_who_crosses_a_border_river_need_not_be_of_beyond(parse, knowledge):
    text = "The men fled across the Congo river, the police commander said. Kinshasa had sent the troops."
    actor = actor_of(parse(text), knowledge, "the police commander")
    assert not any(e.span and parse(text).words(e.span) == "Congo" for e in actor.evidence)


def test_ministers_of_both_countries_have_no_single_one(parse, knowledge):
    text = "The trade ministers of both countries met in Lima, Peru."
    assert actor_of(parse(text), knowledge, "The trade ministers of both countries").code is None


def test_nothing_is_guessed_from_a_name(parse, knowledge):
    actor = actor_of(parse("Giovanni Marchetti wrote a letter."), knowledge, "Giovanni Marchetti")
    assert (actor.code, actor.sectors) == (None, ())
    assert actor.unknown == ("country:no-evidence", "sector:no-evidence")


@pytest.mark.parametrize(("day", "sectors"), [("1985-06-01", ("GOV",)), ("1996-06-01", ("ELI",)), ("1975-06-01", ())])
def test_offices_hold_on_their_days(parse, knowledge, day, sectors):
    actor = actor_of(parse("Margaret Thatcher wrote a letter.", published=day), knowledge, "Margaret Thatcher")
    assert actor.code == "GBR"
    assert actor.sectors == sectors


def test_two_states_before_one_noun_are_two_actors(parse, knowledge):
    from actor_helpers import mention, resolved

    parsed = parse("Irish and Danish ministers met in Oslo.")
    out, actors = resolved(parsed, knowledge, mention(parsed, "Irish and Danish ministers"))
    assert [(actors[p.actor].code, actors[p.actor].sectors) for p in out.mentions[0].actors] == [
        ("IRL", ("GOV",)),
        ("DNK", ("GOV",)),
    ]


def test_a_thing_stands_for_whose_it_is(parse, knowledge):
    assert (
        actor_of(parse("Lima rejected Ecuador's proposal."), knowledge, "Ecuador's proposal", side="recipient").code
        == "ECU"
    )
    assert actor_of(
        parse("Lima promised aid to Haitian farmers."), knowledge, "aid to Haitian farmers", side="recipient"
    ).sectors == ("AGR",)


def test_users_words_come_first_and_only_on_their_days(parse, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("INTI_QUISPE_ [PERBUS 20100101-20121231]\n+DON_INTI_\n")
    knowledge = load_knowledge(dictionaries=[str(path)])
    inside = actor_of(parse("Don Inti met reporters.", published="2011-05-05"), knowledge, "Don Inti")
    after = actor_of(parse("Don Inti met reporters.", published="2013-05-05"), knowledge, "Don Inti")
    assert (inside.code, inside.sectors) == ("PER", ("BUS",))
    assert [e.rule for e in inside.evidence if e.attribute == "country"] == ["user-dictionary"]
    assert (after.code, after.sectors) == (None, ())
