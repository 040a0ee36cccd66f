"""The examples in the cue files hold: each is found, with the source and the content it names."""

from __future__ import annotations

import pytest

from tellings.voices import attribute, load_cues

CUES = load_cues()
TRIM = " \"'“”‘’,.;:"


@pytest.mark.parametrize("example", CUES.examples, ids=lambda e: f"{e.cue}: {e.text[:40]}")
def test_example(parse, example):
    parsed = parse(example.text)
    found = [a for a in attribute(parsed, CUES) if a.rule.startswith(example.cue + ":")]
    found = found or [a for a in attribute(parsed, CUES) if example.content is not None]
    assert found, "no attribution by this cue"
    texts = {" … ".join(parsed.words(s).strip(TRIM) for s in a.content) for a in found}
    sources = {parsed.words(a.source).strip(TRIM) for a in found if a.source}
    if example.content is not None:
        assert example.content.strip(TRIM) in texts
    if example.source is not None:
        assert example.source.strip(TRIM) in sources


def test_every_entry_of_verbs_has_a_stance_that_is_known():
    for table in (CUES.verbs, CUES.nouns, CUES.adjectives, CUES.phrases):
        for cues in table.values():
            for cue in cues:
                assert cue.patterns, cue
                assert all(
                    stance in ("said", "denied", "asked", "wanted", "believed", "shown")
                    for _, stance in cue.patterns.values()
                )
