"""Our own hand for two slow steps of spaCy gives what spaCy gives, to the word."""

from __future__ import annotations

import pytest
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG
from spacy.pipeline import AttributeRuler

from tellings.attribute_rules import AttributeRules
from tellings.ner import Network

TEXTS = (
    "",
    " ",
    "Nurse",
    "President Amadou Keïta of Mali met Chancellor Ingrid Vogel in Bamako on 3 March 2021.\n\n"
    "There's a deal, he said; they ain't gonna wait. Let's go, y'all, I've got to leave. C'mon!",
    "THE MINISTRY OF DEFENCE OF THE REPUBLIC OF KENYA SAID ON MONDAY THAT FORTY-TWO SOLDIERS HAD GONE",
    "Some 2,000 members of the Movement for the Defence of the Upper Valley marched from Kisumu to Lake Victoria "
    "last Friday , 12 days after   the Supreme Court of Justice \t struck down Law No. 14 of 2009 ; “ nothin' ” came of it.",
    "“I can't and won't,” she told Radio Patagonia, “and I'd've said so on the United Nations' Day of Peace.”\n\n\n"
    "Ha'aretz, the Al-Quds al-Arabi daily and the New Straits Times Press (Malaysia) Berhad reported it: $40m, 12.5%.",
    "word " * 300 + "Geneva",
)


@pytest.fixture(scope="module")
def parsed(model):
    """Tagged and parsed documents, before the attribute ruler."""

    def make(text):
        doc = model.nlp.make_doc(text)
        for name in ("tok2vec", "tagger", "parser"):
            doc = model.nlp.get_pipe(name)(doc)
        return doc

    return make


@pytest.mark.parametrize("text", TEXTS)
def test_attributes_are_the_rulers(model, parsed, text):
    theirs = model.nlp.get_pipe("attribute_ruler")(parsed(text))
    rules = AttributeRules(model.nlp.get_pipe("attribute_ruler"))
    wanted = [POS, MORPH, LEMMA, DEP, TAG]
    for _ in range(2):  # asked, then remembered
        assert rules(parsed(text)).to_array(wanted).tolist() == theirs.to_array(wanted).tolist()


@pytest.mark.parametrize("text", TEXTS)
def test_names_are_the_recognisers(model, parsed, text):
    doc = parsed(text)
    network = Network.of(model.ner)
    found = list(network.names(doc))
    assert found == [(name.start, name.end, name.label_) for name in model.ner(doc).ents]


def test_the_texts_have_names_of_many_lengths(model, parsed):
    lengths = {end - start for text in TEXTS for start, end, _ in Network.of(model.ner).names(parsed(text))}
    assert {1, 2, 3} <= lengths and max(lengths) > 4


def test_rules_over_several_words_are_held(model, parsed):
    doc = AttributeRules(model.nlp.get_pipe("attribute_ruler"))(parsed("They are gonna go. Let's see."))
    lemmas = {token.text: token.lemma_ for token in doc}
    assert lemmas["gon"] == "go" and lemmas["na"] == "to" and lemmas["'s"] == "us"


@pytest.mark.parametrize(
    ("pattern", "attributes"),
    [
        ([{"SHAPE": "dddd"}], {"POS": "NUM"}),
        ([{"TAG": "NN"}], {"NORM": "x"}),
        ([{"LOWER": {"FUZZY": "x"}}], {"POS": "X"}),
        ([{"TAG": "NN"}, {"LOWER": "x"}], {"POS": "X"}),
    ],
)
def test_rules_of_another_make_are_left_to_spacy(model, pattern, attributes):
    ruler = AttributeRuler(model.nlp.vocab)
    ruler.add([pattern], attributes)
    with pytest.raises(ValueError, match=r"unknown make|any form"):
        AttributeRules(ruler)


def test_a_recogniser_of_another_make_is_left_to_spacy(model):
    assert Network.of(model.nlp.get_pipe("tagger")) is None
