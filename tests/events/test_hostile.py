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


def many_times(parse, text, times):
    """The parse of a report that says the same over and over, without paying for it."""
    from dataclasses import replace

    from msgspec.structs import replace as with_text
    from spacy.tokens import Doc

    once = parse(text)
    doc = Doc.from_docs([once.doc] * times, ensure_whitespace=True)
    return replace(once, report=with_text(once.report, text=doc.text), doc=doc)


def test_a_report_of_fifty_thousand_words(parse, frames):
    from tellings.events import code

    text = (
        "Rebels shelled the port of Beira on Monday, killing nine. The ministry condemned the raid and closed schools. "
    )
    words = len(text.split())
    small, large = (many_times(parse, text, n // words) for n in (5_000, 50_000))
    seconds = []
    for parsed in (small, large):
        start = time.process_time()
        mentions = code(parsed, (), frames)
        seconds.append(time.process_time() - start)
    assert len(mentions) >= 2 * (50_000 // words)
    assert len({m.id for m in mentions}) == len(mentions)
    assert seconds[1] < 40 * max(seconds[0], 0.05)


def test_a_sentence_of_five_thousand_words(parse, frames):
    from tellings.events import code

    parsed = parse("The army said that rebels " + "from the hills and the towns of the north " * 555 + "shot nine men.")
    assert sum(t.is_alpha for t in parsed.doc) >= 5_000
    start = time.process_time()
    code(parsed, (), frames)
    assert time.process_time() - start < 20


def test_quotes_twenty_deep(tell):
    told = (
        "".join(f"\u201cMinister {chr(65 + n)} said: " for n in range(20)) + "rebels shot two soldiers." + "\u201d" * 20
    )
    assert [e["type"] for e in tell(told)].count("ASSAULT") == 1


def test_no_verbs_at_all(tell):
    assert tell("The minister of the interior. A village in the hills. Nine sheep, two goats and a well.") == []


def test_all_capitals(tell):
    (event,) = tell("REBELS BOMBED THE HARBOUR AND KILLED NINE SAILORS.")[:1]
    assert event["type"] == "ASSAULT"
