"""Text that was never meant to be read: nothing crashes, nothing swallows the report, time stays linear."""

from __future__ import annotations

import time

import pytest

from tellings.voices import attribute, load_cues
from tellings.voices.quotes import Quotes

CUES = load_cues()
PLAIN = "The minister said the road was shut. Nobody came."


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n \n",
        '"' * 300,
        "“" * 300,
        "”” said “ “” he “",
        "said said said said, said, said: “said",
        "“said”",
        ": : : “: ”",
        "« « « قال » » »",
        "\u202e“The road is shut,” he said.\u202c",
        "「道は閉鎖された」と彼は言った。",
        "He said " * 50,
        "that that that that said that that",
        ", he said, , she said, , they said,",
        "“" + "She said that " * 60,
        "A. B. C. said: D. “E” — F, G; (H) [I]",
    ],
)
def test_nothing_crashes(parse, text):
    for item in attribute(parse(text), CUES):
        assert item.content
        assert all(s.end > s.start for s in item.content)


def test_a_quotation_that_never_closes_does_not_swallow_the_report(parse):
    text = "“The road is shut, the minister said on Monday.\n\n" + "\n\n".join(
        f"The council of village {n} opened its granary. Rain fell in the hills." for n in range(20)
    )
    parsed = parse(text)
    first = text.index("\n\n")
    assert all(s.end <= first + 1 for a in attribute(parsed, CUES) for s in a.content)


def test_a_report_that_is_one_quotation(parse):
    parsed = parse("“We have been waiting for the boats since March. Nobody has come, and nobody will.”")
    assert all(a.kind != "own" for a in attribute(parsed, CUES))


def test_ten_thousand_marks_cost_little(model, parse):
    text = "\n\n".join(['He said "yes" and "no" and "perhaps" to "it".'] * 400)
    parsed = parse(text)
    started = time.process_time()
    attribute(parsed, CUES)
    assert time.process_time() - started < 3.0


@pytest.mark.parametrize("mark", ['"', "“", "”", "«", "「", "'", "„"])
def test_ten_thousand_marks_in_a_row_cost_little(mark):
    started = time.process_time()
    quotes = Quotes("The envoy said " + mark * 10_000 + "\n\nThe mayor said “the road is shut”.")
    assert time.process_time() - started < 2.0
    assert any(quotes.text[slice(*quote.inner)] == "the road is shut" for quote in quotes.all)


@pytest.mark.parametrize(
    "text",
    [
        "The spokesman said 「the crossing is open」 on Friday.",
        "The spokesman said 『the crossing is open』 on Friday.",
        "The spokesman said 《the crossing is open》 on Friday.",
        "The spokesman said “the crossing is open” on Friday. هو قال «المعبر مفتوح»، وأضاف.",
        "The spokesman said ״the crossing is open״ on Friday.",
    ],
)
def test_marks_of_other_scripts(parse, text):
    parsed = parse(text)
    assert any("the crossing is open" in parsed.words(s) for a in attribute(parsed, CUES) for s in a.content)


def test_one_long_sentence_costs_little(parse):
    parsed = parse("The minister said that " + "the mayor said that " * 400 + "it rained.")
    started = time.process_time()
    attribute(parsed, CUES)
    assert time.process_time() - started < 5.0


def test_right_to_left_marks(parse):
    text = "The spokesman said «the crossing is open» on Friday."
    parsed = parse(text)
    assert any("the crossing is open" in parsed.words(s) for a in attribute(parsed, CUES) for s in a.content)
