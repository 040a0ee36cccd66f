from msgspec.structs import replace
from tests.compare.made import Told, Who

from tellings.compare.called import namings
from tellings.compare.naming import Phrase, group_phrases, outlet_words
from tellings.model import Place


def labels(*phrases):
    return group_phrases([Phrase(text, head) for text, head in phrases])


STORY = [
    ("Kenyan President Amina Okello", "okello"), ("Okello", "okello"), ("Mrs. Okello", "okello"), ("the Kenyan leader", "leader"),
    ("Okello", "okello"), ("President Okello", "okello"), ("Amina Okello", "okello"), ("the president", "president"),
] + [("Kenya", "kenya")] * 4 + [("Nairobi", "nairobi"), ("the Kenyan government", "government"), ("Kenyan officials", "official")]  # fmt: skip


def test_a_person_by_name_title_and_office():
    found = labels(*STORY)
    assert set(found[:8]) == {"name:okello"}


def test_a_state_by_name_seat_and_bodies():
    assert set(labels(*STORY)[8:]) == {"state:KEN"}


def test_initials_and_nouns_for_one_thing():
    phrases = [("the Green Valley Union", "union"), ("the GVU", "gvu")] * 4 + [
        ("the accord", "accord"),
        ("the pact", "pact"),
    ] * 4
    found = labels(*phrases)
    assert set(found[:8]) == {"body:gvu"}
    assert set(found[8:]) == {"thing:deal"}


def test_what_is_hardly_named_is_the_rest_and_nothing_breaks_on_odd_input():
    assert labels(("a broken umbrella", "umbrella"), ("", ""), ("--", "-")) == ["rest:"] * 3
    assert group_phrases([]) == []
    assert group_phrases([Phrase("went home early", "go", nominal=False)]) == ["rest:"]


def test_words_that_set_an_outlet_apart():
    texts = {
        "Lantern": ["The terrorists fled the camp. Terrorists struck again at dawn; the terrorists were many."] * 3,
        "Delta Mail": ["The rebels fled the camp. Rebels struck again at dawn; the rebels were many."] * 3,
    }
    found = outlet_words(texts)
    first = {w.outlet: w.word for w in reversed(found)}
    assert first == {"Lantern": "terrorists", "Delta Mail": "rebels"}
    assert all(w.word not in ("camp", "dawn") for w in found)
    lantern = next(w for w in found if w.outlet == "Lantern")
    assert (lantern.count, lantern.elsewhere) == (9, 0)


def test_one_outlet_alone_has_nothing_to_be_set_apart_from():
    assert outlet_words({"Lantern": ["Rebels rebels rebels."]}) == ()
    assert outlet_words({}) == ()


def test_a_phrase_is_about_its_head_and_not_about_who_goes_with_it():
    talks = [
        ("the talks with Okello", "talk"),
        ("the Kenyan talks", "talk"),
        ("talks", "talk"),
        ("the summit", "summit"),
    ]
    found = labels(*STORY, *talks)
    assert set(found[len(STORY) :]) == {"thing:meeting"}


def test_an_office_belongs_to_its_only_holder_also_with_the_state_named():
    story = [("Prime Minister Tomas Brandt", "brandt"), ("Brandt", "brandt"), ("Austria", "austria")] * 3
    assert labels(*story, ("the Austrian prime minister", "minister"))[-1] == "name:brandt"
    other = [*story, ("Kenyan Prime Minister Amina Okello", "okello"), ("Okello", "okello")]
    assert labels(*other, ("the Austrian prime minister", "minister"))[-1] != "name:okello"


def test_the_small_words_of_a_headline_are_no_names():
    found = labels(*STORY, *[("With Amina Okello", "okello"), ("With Okello", "okello")] * 4)
    assert set(found[len(STORY) :]) == {"name:okello"}


def test_a_halt_and_an_announcement_are_things_of_a_story():
    found = labels(
        *[("the moratorium", "moratorium"), ("a freeze", "freeze")] * 3,
        *[("the announcement", "announcement"), ("his pledge", "pledge")] * 3,
    )
    assert found[:6] == ["thing:halt"] * 6
    assert found[6:] == ["thing:announcement"] * 6


def test_a_state_is_not_called_by_a_town_whose_people_belong_to_it():
    told = Told("The Test Post", "2024-03-05")
    told.tells("ASSAULT", Who("Rebels"), "shelled", Who("Odda", "NOR", ("CVL",), "state"), "and fled")
    told.tells("ACCUSE", Who("Norway", "NOR", ("GOV",), "state"), "blamed", Who("the rebels"))
    report, reading = told.pair()
    town = reading.mentions[0].recipients[0].span
    place = Place(id="p", name="Odda", span=town, country="NOR", precision="city")
    reading = replace(reading, places=(*reading.places, place))
    known = {(report.id, actor.id): "k-" + (actor.code or actor.name) for actor in reading.actors}
    assert [n.form for n in namings([(report, reading)], known) if n.actor == "k-NOR"] == ["Norway"]
