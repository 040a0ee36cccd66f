"""Words of a parse as objects: what spaCy's own would say, and nothing left that refers to itself."""

from __future__ import annotations

import gc

import pytest

from tellings import events, voices
from tellings.events.counts import find_counts
from tellings.events.tokens import Tokens
from tellings.events.triggers import spellings

TEXT = (
    "At least nine miners and a guard were killed in Uusiniva on Tuesday, the mayor said. "
    "Two of them, whose families had left, wouldn't be named.\n\nPolice held 14 men who threw stones; none survived."
)


@pytest.fixture(scope="module")
def parsed(parse):
    return parse(TEXT, title="Nine Killed in Mine")


def test_a_word_is_as_spacy_has_it(parsed):
    with Tokens(parsed.columns) as words:
        assert len(words) == len(parsed.doc)
        for word, token in zip(words[: len(words)], parsed.doc, strict=True):
            for name in ("i", "idx", "lower_", "lemma_", "pos_", "tag_", "dep_"):
                assert getattr(word, name) == getattr(token, name), (token, name)
            assert len(word) == len(token)
            assert word.head.i == token.head.i
            assert [k.i for k in word.children] == [k.i for k in token.children]
            assert [k.i for k in word.ancestors] == [k.i for k in token.ancestors]
            assert word.sent == (token.sent.start, token.sent.end)
            assert words.edges(word.i) == (token.left_edge.i, token.right_edge.i)


def test_no_words_of_an_empty_text(parse):
    with Tokens(parse("").columns) as words:
        assert len(words) == 0 and words[:5] == []


def test_reading_leaves_nothing_to_the_collector(parse):
    """A worker lets it look seldom, since what reading makes refers to nothing that refers back."""
    frames, cues = events.load_frames(), voices.load_cues()
    parsed = parse(TEXT)
    events.code(parsed, voices.attribute(parsed, cues), frames)  # what is remembered of words is no garbage
    gc.collect()
    gc.disable()
    try:
        counts = find_counts(parsed)
        mentions = events.code(parsed, voices.attribute(parsed, cues), frames)
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert counts and any(m.counts for m in mentions)


@pytest.mark.parametrize(
    ("word", "both"),
    [
        ("organise", "organize"), ("mobilisation", "mobilization"), ("paralyse", "paralyze"), ("honour", "honor"),
        ("defence", "defense"), ("theatre", "theater"), ("dialogue", "dialog"), ("programme", "program"), ("fulfil", "fulfill"),
    ],
)  # fmt: skip
def test_british_words_have_american_spellings(word, both):
    assert spellings(word) == {word, both}


def test_a_word_with_one_spelling_has_one():
    assert spellings("siege") == {"siege"}


def test_prepared_frames_match_as_those_that_are_not(parse):
    ready, fresh = events.load_frames(), events.load_frames()
    events.prepare(ready)
    parsed = parse(TEXT)
    assert events.code(parsed, (), ready) == events.code(parsed, (), fresh)
