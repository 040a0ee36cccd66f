"""A rule is tried only where the words are that it cannot do without, and misses nothing by that."""

from __future__ import annotations

import re

import pytest

from tellings.entities.times import grammar as times
from tellings.numbers import grammar as numbers
from tellings.phrase_needs import needs

TEXT = """The minister said on Monday, 3 May 2021, that some 25 to 30 people, two dozen of them children, had left in the early
1990s. Hours before, at 18:30, at least three hundred and five came; by the end of last year "half a million" had gone.
Since then, nearly 1,200 a week. Two years ago, in the summer of 2011, the first 40 or so of them returned after a few days."""


@pytest.mark.parametrize(
    ("regex", "expected"),
    [
        ("ab", ["a", "b"]),
        ("(?:a|b)c?[de]", ["ab", "de"]),
        ("(?P<n__1>a(?:b)?)c{0,8}", ["a"]),
        ("(?:a|b?)", []),
        ("(?:ab|[cd]e)f", ["ae", "f"]),
        ("(?:(?:a|b)|c)?d", ["d"]),
    ],
)
def test_needs(regex, expected):
    assert needs(regex) == [frozenset(words) for words in expected]


@pytest.mark.parametrize("grammar", [times(), numbers()], ids=["times", "numbers"])
def test_no_match_is_missed(grammar):
    words = grammar.words(TEXT)
    plain = {
        (number, found.start(), found.end())
        for number, rule in enumerate(grammar.rules)
        for found in re.finditer(grammar._regex(rule["pattern"]), words.atoms)
        if found.end() > found.start()
    }
    order = {id(rule): number for number, rule in enumerate(grammar.rules)}
    first = {(order[id(m.rule)], m.start, m.end) for m in grammar.matches(words)}
    again = {(order[id(m.rule)], m.start, m.end) for m in grammar.matches(words)}
    assert len(plain) > 10
    assert first == plain == again
