"""The examples that stand beside the patterns."""

from __future__ import annotations

import pytest

from tellings.gather.patterns import entries, glued_tail, whole_line

ZONES = frozenset({"head", "tail"})


def cases(key):
    return [(entry["kind"], line) for entry in entries() for line in entry.get(key, ())]


@pytest.mark.parametrize(("kind", "line"), cases("match"))
def test_line_is_marked(kind, line):
    found = whole_line(line, ZONES)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize(("kind", "line"), cases("other"))
def test_prose_is_left_alone(kind, line):
    assert whole_line(line, ZONES) is None


@pytest.mark.parametrize(("kind", "line"), cases("glued_match"))
def test_glued_piece_is_marked(kind, line):
    before, piece = line.split("¦")
    assert glued_tail(before + piece, ZONES) == (kind, len(before))


def test_every_entry_has_examples():
    assert all(entry.get("match") and entry.get("other") for entry in entries())
