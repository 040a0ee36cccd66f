"""Quotations of every make, and marks that are none."""

from __future__ import annotations

import time

import pytest

from tellings.voices.quotes import LONGEST, Quotes, scan


def quoted(text: str) -> list[str]:
    return [text[slice(*q.inner)] for q in scan(text) if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('She said "the road is shut" and left.', ["the road is shut"]),
        ("She said “the road is shut” and left.", ["the road is shut"]),
        ("Elle dit «la route est fermée» et partit.", ["la route est fermée"]),
        ("Er sagte „die Straße ist zu“ und ging.", ["die Straße ist zu"]),
        ("彼は「道は閉鎖された」と言った。", ["道は閉鎖された"]),
        ("他说《道路》关闭了。", ["道路"]),
        ("قال الوزير «الطريق مغلق» ثم غادر.", ["الطريق مغلق"]),
        ("She said ''the road is shut'' and left.", ["the road is shut"]),
        ("She said 'the road is shut' and left.", ["the road is shut"]),
        ("The men's road isn't the women's road.", []),
        ("It was the '90s, and the dogs' dinner was cold.", []),
        ("She said “he told me ‘go home’ and I went” and left.", ["he told me ‘go home’ and I went"]),
    ],
)
def test_marks(text, inside):
    assert quoted(text) == inside


def test_nested_marks_have_depth():
    text = "“He told me ‘go home at once’ and I went,” she said."
    assert [(text[slice(*q.inner)], q.depth) for q in scan(text)] == [
        ("He told me ‘go home at once’ and I went,", 0),
        ("go home at once", 1),
    ]


def test_unclosed_ends_with_its_paragraph():
    text = "“We will go on, she said.\n\nThe road was shut on Monday.\n\nNobody “came” at all."
    assert quoted(text) == ["We will go on, she said.", "came"]


def test_speech_over_paragraphs_goes_on():
    text = "“We will go on.\n\n“We will not stop,” she said."
    first, second = scan(text)
    assert first.goes_on and not first.closed
    assert second.closed


def test_quotations_by_place():
    text = "One “two” three “four” five"
    quotes = Quotes(text)
    assert [text[q.start : q.end] for q in quotes.over(0, len(text))] == ["“two”", "“four”"]
    assert quotes.at(text.index("two")) is quotes.outer[0]
    assert quotes.at(text.index("three")) is None


@pytest.mark.parametrize("mark", ['"', "“", "”", "«", "'", "「", "''", '“"', "„“"])
def test_ten_thousand_marks_take_no_time(mark):
    text = (mark + "word ") * 10_000
    started = time.process_time()
    scan(text)
    assert time.process_time() - started < 2.0


def test_time_is_linear():
    def cost(n):
        text = ("He said “yes” and “no. " * n) + "\n\n"
        started = time.process_time()
        scan(text)
        return time.process_time() - started

    cost(100)
    assert cost(8000) < 40 * max(cost(1000), 0.001)
    assert LONGEST > 1000


def test_a_typewriters_mark_closed_by_a_typesetters():
    found = scan("The men sang \"Down with him'' and left. The guards looked on, \"not amused'' by it.")
    assert [q.closed for q in found] == [True, True]


def test_a_blank_that_slipped_before_the_closing_mark():
    text = 'He called it "a black day, "the paper wrote. "We will see, "he added.'
    assert [text[q.start : q.end] for q in scan(text)] == ['"a black day, "', '"We will see, "']


def test_a_quotation_that_never_closes_leaves_the_next_one_whole():
    text = 'He called it "a black day, the paper wrote, "and we will see," he added.'
    assert text.index('"and we will see,"') in [q.start for q in scan(text)]
