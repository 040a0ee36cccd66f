"""Every example of the grammar's rules, read on Wednesday 15 May 2024."""

from __future__ import annotations

import pytest

from tellings.entities.times import find_times, find_timexes, grammar


def examples() -> list[tuple[str, str]]:
    return [(rule["pattern"], example) for rule in grammar().rules for example in rule.get("examples", ())]


@pytest.mark.parametrize(("pattern", "example"), examples(), ids=lambda x: x[:60])
def test_the_rules_own_examples(pattern, example, parse):
    marked, _, value = example.rpartition(" => ")
    start = marked.index("[")
    inner = marked[start + 1 : marked.index("]")].strip()
    text = marked.replace("[ ", "").replace(" ]", "").replace("[", "").replace("]", "")
    parsed = parse(text, published="2024-05-15")
    found = {t.expression: t.value for t in (*find_timexes(parsed), *find_times(parsed))}
    assert found.get(inner) == value, found


def test_every_rule_but_a_few_has_examples():
    bare = [rule["pattern"] for rule in grammar().rules if not rule.get("examples")]
    assert not bare, bare
