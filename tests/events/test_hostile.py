"""Bad input: nothing crashes, nothing takes more than linear time."""

import time

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n  ",
        "!!! ??? ...",
        "No verbs at all.",
        "REBELS BOMBED THE HARBOUR AND KILLED NINE SAILORS",
        "🙂🙃 ﷽ \u202e txet",
        "a" * 5000,
        '"' * 20 + "he said" + '"' * 20,
    ],
)
def test_odd_texts(tell, text):
    tell(text)


def test_a_sentence_of_thousands_of_words(parse, frames):
    from tellings.events import code

    short = parse("Rebels said that soldiers killed nine men and " * 60 + "left.")
    long = parse("Rebels said that soldiers killed nine men and " * 600 + "left.")
    start = time.process_time()
    code(short, (), frames)
    middle = time.process_time()
    code(long, (), frames)
    end = time.process_time()
    assert end - middle < 60 * max(middle - start, 0.05)


def test_deep_nesting(tell):
    tell("the man who saw " * 300 + "left.")
