"""Which mode is picked by the words around the trigger."""

from __future__ import annotations

import pytest

from tellings.events import code, load_frames


@pytest.fixture(scope="module")
def frames():
    return load_frames()


CASES = [
    ("Chile warned that it would ban imports of Peruvian beef.", "THREATEN", "restrict"),
    ("Togo threatened to suspend relations with Benin.", "THREATEN", "relations"),
    ("The rebels threatened to kill the mayor of Segou.", "THREATEN", "violence"),
    ("Unions urged the Greek government to scrap the pension law.", "REQUEST", "change"),
    ("Laos demanded an end to the trade embargo.", "REQUEST", "yield"),
    ("Kenya urged Somalia to release the fishermen.", "REQUEST", "yield"),
    ("The militia spurned calls for a ceasefire.", "REJECT", "yield"),
    ("Gunmen massacred farmers near Jos.", "ASSAULT", "targeted"),
    ("Iraq turned away foreign assistance.", "REJECT", "assist"),
    ("The ministers of the bloc met in Accra.", "CONSULT", "multilateral"),
]


@pytest.mark.parametrize(("text", "type_", "mode"), CASES)
def test_mode_of_a_sentence(parse, frames, text, type_, mode):
    found = {(m.type, *m.modes) for m in code(parse(text), (), frames) if m.of is None}
    assert (type_, mode) in found
