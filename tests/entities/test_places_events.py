"""Where an event was: passages with several places, labelled before the rules were written."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from conftest import make_report
from tellings.entities.gazetteer import load_gazetteer
from tellings.entities.places import event_place, find_places
from tellings.model import Mark, Mention, Span

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def mention(parsed, word: str, kind: str = "ASSAULT", **more) -> Mention:
    token = next(t for t in parsed.doc if t.text == word)
    sentence = Span(token.sent.start_char, token.sent.end_char)
    return Mention(
        id="m-1", type=kind, trigger=Span(token.idx, token.idx + len(token)), sentence=sentence, frame="test", **more
    )


def where(parsed, gazetteer, word: str, kind: str = "ASSAULT", **more) -> tuple[str, str]:
    place, basis = event_place(parsed, mention(parsed, word, kind, **more), find_places(parsed, gazetteer))
    return (place.name if place else ""), basis


def passages(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("where_passages.tsv", 0.95),
        ("where_passages_second.tsv", 0.90),
        ("where_passages_third.tsv", 0.85),
        ("where_passages_fourth.tsv", 0.87),
    ],
)
def test_labelled_passages(parse, gazetteer, name, least):
    rows = passages(name)
    wrong = [
        (text, word, place, got)
        for text, word, place, kind in rows
        if (got := where(parse(text), gazetteer, word, kind)[0]).removeprefix("the ") not in place.split("/")
    ]
    assert 1 - len(wrong) / len(rows) >= least, wrong


def test_the_frames_phrase_comes_first(parse, gazetteer):
    text = "The envoy left Oslo for Lusaka on Friday."
    phrase = Span(text.index("Lusaka"), text.index("Lusaka") + 6)
    assert where(parse(text), gazetteer, "left", "CONSULT", place_phrase=phrase) == ("Lusaka", "frame")


def test_a_camp_that_comes_under_attack(parse, gazetteer):
    text = "Camp Tamarind, Iraq, came under rocket attack last May. Eight people died as a result."
    parsed = parse(text)
    assert where(parsed, gazetteer, "attack")[0] == "Camp Tamarind"
    assert where(parsed, gazetteer, "died") == ("Camp Tamarind", "before")


def test_the_finest_of_nested_places(parse, gazetteer):
    assert (
        where(parse("A bomb killed four in the Iraqi capital Baghdad, in Iraq."), gazetteer, "killed")[0] == "Baghdad"
    )


def test_the_sentence_before_only_within_the_paragraph(parse, gazetteer):
    assert where(parse("Fighting broke out in Nyala. A bank was burned."), gazetteer, "burned") == ("Nyala", "before")
    assert where(parse("Fighting broke out in Nyala.\n\nA bank was burned."), gazetteer, "burned") == ("", "")


def test_there_and_the_city(parse, gazetteer):
    text = "The minister arrived in Lusaka on Monday. He met miners in the city, and was arrested there."
    parsed = parse(text)
    assert where(parsed, gazetteer, "met", "CONSULT")[0] == "Lusaka"
    assert where(parsed, gazetteer, "arrested", "COERCE")[0] == "Lusaka"


def test_the_dateline_stands_for_the_lead_alone(model, gazetteer):
    text = "LUSAKA (Agency) - Soldiers beat two students.\n\nThe union protested.\n\nPolice arrested a teacher."
    report = msgspec.structs.replace(make_report(text), marks=(Mark(kind="dateline", start=0, end=17),))
    parsed = model.parse(report)
    assert where(parsed, gazetteer, "beat") == ("LUSAKA", "dateline")
    assert where(parsed, gazetteer, "arrested") == ("", "")


def test_a_town_that_is_merely_named_is_not_taken(parse, gazetteer):
    for text, word in [
        ("The mayor of Odesa was beaten by two men.", "beaten"),
        ("A man born in Lusaka was stabbed on Sunday.", "stabbed"),
        ("Police in Oslo said that a Sudanese judge had been shot.", "shot"),
        ("A lawyer from Gao was stabbed on Sunday.", "stabbed"),
    ]:
        assert where(parse(text), gazetteer, word) == ("", ""), text


def test_a_place_that_hangs_elsewhere_in_the_sentence(parse, gazetteer):
    for text, word, place, basis in [
        ("The governor flew to Poltava, where he visited a school.", "visited", "Poltava", "clause"),
        ("Residents of Oran said that soldiers looted the shops.", "looted", "Oran", "home"),
        ("The killing of two teachers has shocked the people of Maiduguri.", "killing", "Maiduguri", "only"),
        ("Some 300 residents of Yambio were evacuated by truck.", "evacuated", "Yambio", "object"),
        ("The premier was shot while he was giving a speech in Nara, near Kyoto.", "shot", "Nara", "clause"),
        ("Kabul: two dead as bomb hits bus", "hits", "Kabul", "scene"),
        ("The consulate of Sweden in Istanbul was attacked.", "attacked", "Istanbul", "object"),
    ]:
        assert where(parse(text), gazetteer, word) == (place, basis), text


def test_odd_mentions(parse, gazetteer):
    parsed = parse("In Oslo, they met.")
    nowhere = Mention(id="m-1", type="CONSULT", trigger=Span(500, 510), sentence=Span(0, 5), frame="test")
    assert event_place(parsed, nowhere, find_places(parsed, gazetteer)) == (None, "")
    assert event_place(parsed, mention(parsed, "met"), ()) == (None, "")


def test_deep_nesting_is_survived(parse, gazetteer):
    text = "They met " + "the man who saw the woman in the house near the road to " * 120 + "Oslo."
    assert where(parse(text), gazetteer, "met", "CONSULT")[0] in ("", "Oslo")


def test_what_is_told_in_one_breath_was_in_one_place(parse, gazetteer):
    parsed = parse("The girls were seized and shot by soldiers in Bria on Saturday.")
    assert where(parsed, gazetteer, "seized")[0] == "Bria"
    flown = parse("The girls were seized and flown to Bria on Saturday.")
    assert where(flown, gazetteer, "seized")[1] != "clause"


def test_a_government_called_by_its_capital_says_nothing_of_where(parse, gazetteer):
    parsed = parse("Beijing has defended its ban after reports that ships attacked a trawler.")
    assert where(parsed, gazetteer, "attacked")[0] != "Beijing"
