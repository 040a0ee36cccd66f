"""The parse: offsets, sentence case, paragraphs, names on demand."""

from __future__ import annotations

import time

import pytest

from tellings.model import Span
from tellings.parse import analysed_text, sentence_case


def test_offsets_are_the_reports(parse):
    parsed = parse("Two men met  in Lomé. They left.", title="Ministers Meet In Lomé")
    assert parsed.doc.text == analysed_text(parsed.report)
    assert len(parsed.doc.text) == len(parsed.report.text)
    word = next(t for t in parsed.doc if t.text == "left")
    assert parsed.words(parsed.span(word, word)) == "left"


@pytest.mark.parametrize(
    "start, end, words",
    [(0, 3, "Two"), (1, 2, "Two"), (0, 7, "Two men"), (3, 4, ""), (4, 9, "men met"), (30, 30, ""), (400, 500, "")],
)
def test_tokens_touched(parse, start, end, words):
    parsed = parse("Two men met in Lomé.")
    assert parsed.tokens(Span(start, end)).text.strip() == words


def test_a_span_of_spaces_has_no_tokens(parse):
    parsed = parse("One.\n\n\n   \n\nTwo.")
    assert [t.text for t in parsed.tokens(Span(6, 7)) if not t.is_space] == []


def test_title_case_becomes_sentence_case():
    body = " The minister threatened exiles from Chad. Minister Idris Maalo spoke."
    assert sentence_case("Minister Threatens Exiles From Chad", body) == "Minister threatens exiles from Chad"


def test_names_keep_their_capitals():
    body = " Heydar Karimi met reporters. The visit of Karimi was short."
    assert (
        sentence_case("Heydar Karimi Meets Reporters After Visit", body) == "Heydar Karimi meets reporters after visit"
    )


@pytest.mark.parametrize(
    "line, wanted",
    [
        ("Blast Kills Six Guards in South Sudan", "Blast kills six Guards in South Sudan"),
        ("Governor Declares New Emergency in New York", "Governor Declares new Emergency in New York"),
        ("NEW TALKS HELD IN NEW DELHI", "New talks held in New Delhi"),
    ],
)
def test_names_that_begin_with_a_common_word_stay_whole(line, wanted):
    assert sentence_case(line, " The police gave no details.") == wanted


def test_paragraphs_end_sentences(parse):
    parsed = parse("A headline without a full stop\n\nThe text begins here.")
    assert [s.text.strip() for s in parsed.sentences] == ["A headline without a full stop", "The text begins here."]


def test_names_only_where_asked(parse):
    parsed = parse("Anna Berg flew to Oslo. Peter Lund stayed in Rome.")
    names = {parsed.doc[n.start : n.end].text for n in parsed.names([1])}
    assert "Rome" in names and "Oslo" not in names


def test_sentences_have_no_blanks_around_them(parse):
    parsed = parse("One ran.   \n\n   Two ran.  ")
    assert [s.text for s in parsed.sentences] == ["One ran.", "Two ran."]


@pytest.mark.parametrize("mark", ['"', "(", "x.", "“’"])
def test_an_unbroken_run_of_marks_takes_no_longer_than_as_many_words(parse, mark):
    text = mark * 3_000
    start = time.process_time()
    parsed = parse(text)
    assert time.process_time() - start < 5
    assert parsed.doc.text == text.replace("’", "'")
