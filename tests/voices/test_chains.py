"""Chains of voices: through whom the words came."""

from __future__ import annotations

import pytest

from tellings.model import Span
from tellings.voices import attribute, load_cues, tells

CUES = load_cues()


def chain(parsed, words: str):
    """Names and attribution of the smallest telling that holds the words; None if the outlet says them itself."""
    start = parsed.report.text.index(words)
    place = Span(start, start + len(words))
    held = [
        a
        for a in attribute(parsed, CUES)
        if tells(a) and any(s.start <= place.start and place.end <= s.end for s in a.content)
    ]
    return min(held, key=lambda a: sum(s.end - s.start for s in a.content)) if held else None


CASES = [
    # quoted behind the clause; by whom comes last
    (
        "The lake is dying, Mayor Ines Prado was quoted as saying by the daily Correo.",
        "The lake is dying",
        ["Correo", "Ines Prado"],
    ),
    ("The lake is dying, the daily Correo quoted a ranger as saying.", "The lake is dying", ["Correo", "ranger"]),
    (
        "The ranger was quoted in the daily Correo as saying the lake was dying.",
        "the lake was dying",
        ["Correo", "ranger"],
    ),
    ("Quoting two rangers, the daily Correo said the lake was dying.", "the lake was dying", ["Correo", "two rangers"]),
    (
        "Radio Sol reported, citing two rangers, that the lake was dying.",
        "the lake was dying",
        ["Radio Sol", "two rangers"],
    ),
    (
        "Radio Sol, which has seen the rangers' report, says the lake is dying.",
        "the lake is dying",
        ["Radio Sol", "report"],
    ),
    ("The mayor, who spoke to Radio Sol, said the lake was dying.", "the lake was dying", ["Radio Sol", "mayor"]),
    (
        "Radio Sol carried a statement by the mayor saying the lake was dying.",
        "the lake was dying",
        ["Radio Sol", "mayor"],
    ),
    (
        "Radio Sol broadcast a telephone call in which the mayor says the lake is dying.",
        "the lake is dying",
        ["Radio Sol", "mayor"],
    ),
    (
        "In extracts printed by the weekly Lac Matin, the mayor admits the lake is dying.",
        "the lake is dying",
        ["Lac Matin", "mayor"],
    ),
    ("The lake was dying, the utility said through a spokesman.", "The lake was dying", ["spokesman", "utility"]),
    (
        "Fishermen told the Lagoon Rights Network that the lake was dying.",
        "the lake was dying",
        ["Lagoon Rights Network", "Fishermen"],
    ),
    (
        "Ranger Paul Otim, citing the testimony of two fishermen, said the lake was dying.",
        "the lake was dying",
        ["Paul Otim", "two fishermen"],
    ),
    ("The mayor told Canal 9 that the lake was dying.", "the lake was dying", ["Canal 9", "mayor"]),
    # nobody's words passed on
    ("The utility said on its website that the lake was dying.", "the lake was dying", ["utility"]),
    ("Fishermen contacted by telephone said the lake was dying.", "the lake was dying", ["Fishermen"]),
    ("Her brother quoted her as saying the lake was dying.", "the lake was dying", ["brother", "her"]),
    # where the parser is mistaken
    ("The lake, says the mayor, is dying.", "is dying", ["mayor"]),
    (
        "Asked why the pumps were off, the mayor, Ines Prado, said the lake was dying.",
        "the lake was dying",
        ["Ines Prado"],
    ),
    ("The lake is dying, fishermen briefed on the survey said.", "The lake is dying", ["fishermen"]),
    # headlines
    ("Lake is dying: minister\n\nThe mayor gave no details.", "Lake is dying", ["minister"]),
    ("“Lake is dying” – police\n\nThe mayor gave no details.", "Lake is dying", ["police"]),
    (
        "Reuters quoted a Malian officer as saying that two helicopters had been lost.",
        "two helicopters",
        ["Reuters", "officer"],
    ),
    ("The envoy told state radio that the border was open.", "the border was open", ["state radio", "envoy"]),
    (
        "Speaking to Al Jazeera, commander Salah Bouzid said his men would stay.",
        "his men would stay",
        ["Al Jazeera", "Salah Bouzid"],
    ),
    (
        "The Andean Post reported that the governor had fled, quoting an aide.",
        "the governor had fled",
        ["Andean Post", "aide"],
    ),
    (
        "According to a report obtained by Radio Lima, the truck had no brakes.",
        "the truck had no brakes",
        ["Radio Lima", "report"],
    ),
    (
        "Local media reported that the mayor had told residents the dam would be opened.",
        "the dam would be opened",
        ["Local media", "mayor"],
    ),
    (
        "The mission said it had heard from residents, who said gunmen came at dawn.",
        "gunmen came at dawn",
        ["mission", "residents"],
    ),
    ("Prime Minister Anna Lund has resigned, Swedish television reports.", "has resigned", ["Swedish television"]),
    (
        "In an interview with Radio Bug, the mayor said the shelter would close.",
        "the shelter would close",
        ["Radio Bug", "mayor"],
    ),
    (
        "The wells are dry, according to farmers interviewed by the Water Observatory.",
        "The wells are dry",
        ["Water Observatory", "farmers"],
    ),
    ("The port, she said, would stay shut.", "would stay shut", ["she"]),
    ("A guard, the army said, had admitted that he slept.", "he slept", ["army", "guard"]),
    (
        "The claim that the count was rigged, made by lawmaker Selin Aksu, drew jeers.",
        "the count was rigged",
        ["Selin Aksu"],
    ),
    ("As the Daily Mirror reported, the clinic had no licence.", "the clinic had no licence", ["Daily Mirror"]),
    ("The letter, seen by Le Phare, says the firm knew of the leak.", "the firm knew", ["Le Phare", "letter"]),
    # "citing …" between the verb and its clause, which the parser hung on the clause
    (
        "Radio Sol reported on Friday, citing two rangers, that three hunters shot the swan.",
        "three hunters shot the swan",
        ["Radio Sol", "two rangers"],
    ),
    (
        "The daily Correo said this week, citing unidentified rangers, that two dozen boats moved fuel over the lake.",
        "two dozen boats moved fuel over the lake",
        ["Correo", "unidentified rangers"],
    ),
    # names with small words written large, and with hyphens
    ("The charity Bread For Tomorrow said the lake was dying.", "the lake was dying", ["Bread For Tomorrow"]),
    ("Rangers Without Wages says the lake is dying.", "the lake is dying", ["Rangers Without Wages"]),
    ("The guild's leader, Park Sung-min, a ranger, said the lake was dying.", "the lake was dying", ["Park Sung-min"]),
    # a speaker that the parser gives to the clause behind him
    (
        "The bridge can be crossed, said engineer Rosa Ibarra of the roads office, and not one lorry was turned away.",
        "The bridge can be crossed",
        ["Rosa Ibarra"],
    ),
    # hearsay
    (
        "Fishermen said they had heard from the rangers that the lake was dying.",
        "the lake was dying",
        ["Fishermen", "rangers"],
    ),
    # who lends the voice; whom a headline says was told; what goes on behind a medium
    (
        "In a letter read out at the shore by his son, the ranger asked the town to save the lake.",
        "the town to save the lake",
        ["his son", "ranger"],
    ),
    ("Mayor to Radio Sol: The lake is dying", "The lake is dying", ["Radio Sol", "Mayor"]),
    (
        '"We saw it coming," a ranger told Radio Sol. The lake, she said, was dying.',
        "was dying",
        ["Radio Sol", "a ranger"],
    ),
]


@pytest.mark.parametrize(("text", "words", "voices"), CASES, ids=[c[0][:50] for c in CASES])
def test_chain(parse, text, words, voices):
    found = chain(parse(text, outlet="Lakeside Monitor"), words)
    assert found is not None
    names = [v.name for v in found.voices]
    assert names[0] == "Lakeside Monitor"
    assert len(names) == len(voices) + 1, names
    for name, wanted in zip(names[1:], voices, strict=True):
        assert wanted in name


def test_outlet_speaks_for_itself(parse):
    parsed = parse("Guards say the visitors were drunk. The gate had been locked since noon.")
    assert chain(parsed, "had been locked since noon") is None
    assert [v.name for v in chain(parsed, "the visitors were drunk").voices] == ["The Test Post", "Guards"]


def test_pronoun_is_resolved_with_evidence(parse):
    parsed = parse("Major Ousmane Kari toured the barracks. He said the smugglers had left the valley.")
    voice = chain(parsed, "the smugglers had left").voices[-1]
    assert voice.name.endswith("Ousmane Kari")
    assert parsed.words(voice.mention) == "He"
    assert "He".lower() in voice.because


def test_description_is_resolved_to_the_name(parse):
    parsed = parse("The minister, Pavel Dvořák, arrived late. The minister said the law was dead.")
    assert chain(parsed, "the law was dead").voices[-1].name == "Pavel Dvořák"


def test_unnamed_source_is_marked(parse):
    parsed = parse("A senior official who asked not to be named said the bridge was mined.")
    voice = chain(parsed, "the bridge was mined").voices[-1]
    assert voice.unnamed
    assert "asked not to be named" in voice.because


def test_roles(parse):
    parsed = parse("The minister told the state broadcaster that the dam was safe.")
    assert [v.role for v in chain(parsed, "the dam was safe").voices] == ["outlet", "broadcaster", "speaker"]


def test_interrupted_speech_is_one_telling(parse):
    parsed = parse("“We saw the smoke,” said Marta Quiroga. “Then we ran to the boats.”")
    found = chain(parsed, "Then we ran to the boats")
    assert len(found.content) == 2
    assert found.kind == "direct"
    assert found.voices[-1].name == "Marta Quiroga"


def test_speech_over_paragraphs(parse):
    text = "“We will go on with the strike,” Ana Tavares said.\n\n“Nobody will stop us. We have food for a month.”\n\nThe port is quiet."
    parsed = parse(text)
    assert chain(parsed, "food for a month").voices[-1].name == "Ana Tavares"
    assert chain(parsed, "The port is quiet") is None


def test_quotation_inside_a_quotation(parse):
    parsed = parse('"My father sat here," Ned Vale said. "He told the crew, \'This boat carries children.\'"')
    found = chain(parsed, "This boat carries children")
    assert found.kind == "direct"
    assert found.inside is not None
    assert [v.name for v in found.voices][1] == "Ned Vale"


def test_kinds(parse):
    parsed = parse("The judge said the case was “a farce”. The clerk said the court was shut.")
    assert chain(parsed, "the case was").kind == "mixed"
    assert chain(parsed, "the court was shut").kind == "indirect"


def test_headline(parse):
    parsed = parse(
        "The minister spoke in Baghdad on Monday. Moslehi said the group must go.",
        title="Moslehi: group must leave Iraq at once",
    )
    found = [a for a in attribute(parsed, CUES) if a.rule.startswith("colon")]
    assert [parsed.words(a.source) for a in found] == ["Moslehi"]


def test_order_ids_and_spans(parse):
    text = "Witnesses told the BBC that police had fired. A police spokesman denied that anybody was hurt."
    parsed = parse(text)
    found = attribute(parsed, CUES)
    assert len({a.id for a in found}) == len(found)
    assert all(0 <= s.start < s.end <= len(text) for a in found for s in a.content)
    assert found == attribute(parsed, CUES)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The guild said the quay was closed.", "utterance"),
        ("The guild vowed to block the quay.", "utterance"),
        ("The guild is said to have blocked the quay.", "utterance"),
        ("The guild wants to block the quay.", "attitude"),
        ("The guild supports the harbour master.", "attitude"),
    ],
)
def test_an_attribution_says_whether_words_were_uttered(parse, text, act):
    found = attribute(parse(text), CUES)
    assert [a.act for a in found] == [act]
    assert all(tells(a) == (a.act == "utterance") for a in found)


def test_who_rejects_a_claim_does_not_pass_it_on(parse):
    parsed = parse("The council rejected the mayor's claim that the well was poisoned.")
    found = chain(parsed, "the well was poisoned")
    assert [v.name for v in found.voices[1:]] == ["mayor"]


def test_who_issues_a_statement_says_it(parse):
    parsed = parse("The ministry issued a statement saying that the ferry was safe.")
    found = chain(parsed, "the ferry was safe")
    assert [v.name for v in found.voices[1:]] == ["ministry"]


def test_a_quotation_goes_on_behind_its_insert(parse):
    parsed = parse("“Here we sow,” the widow says, “and this year we shall reap.”")
    assert chain(parsed, "and this year we shall reap").kind == "direct"


def test_nobody_is_called_there(parse):
    parsed = parse("There is an increasing consensus that the pumps were sabotaged.")
    found = chain(parsed, "the pumps were sabotaged")
    assert found is None or "there" not in {voice.name.lower() for voice in found.voices}


def test_who_only_flees_tells_nothing(parse):
    assert chain(parse("The town heard from rangers that fled the fire."), "fled the fire") is None


def test_a_second_speaker_did_not_come_through_the_medium_of_the_first(parse):
    text = '"We saw it coming," a ranger told Radio Sol. Her husband said the lake was dying.'
    assert [v.name for v in chain(parse(text, outlet="Monitor"), "the lake was dying").voices][1:] == ["Her husband"]


def test_a_lawmaker_called_by_the_party(parse):
    text = "Senator Ruth Haller left the hall on Thursday. The Ohio Democrat said that the bridge would close."
    assert [v.name for v in chain(parse(text), "the bridge would close").voices][1:] == ["Senator Ruth Haller"]


def test_a_member_of_another_party_is_somebody_else(parse):
    text = "The Democrat left the hall on Thursday. The Republican said that the bridge would close."
    assert [v.name for v in chain(parse(text), "the bridge would close").voices][1:] == ["Republican"]


def test_a_name_behind_the_office_in_according_to(parse):
    said = chain(parse("Two men died, according to the army chief, Gen. Paul Ober."), "Two men died")
    assert said.voices[-1].name == "Gen. Paul Ober" and len(said.content) == 1


def test_a_rate_is_no_source(parse):
    assert (
        chain(parse("The firm pays the men 30 dollars, per head and per day, for as long as they work."), "The firm")
        is None
    )
