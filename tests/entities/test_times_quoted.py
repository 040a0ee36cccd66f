""" "Today" inside a quotation."""

from __future__ import annotations

import pytest

from tellings.entities.times import find_times, publication
from tellings.entities.times_quoted import as_said
from tellings.voices import attribute, load_cues

CASES = [
    ('"Today I gave up my seat," Adaeze Okpara wrote on Sunday.', "2024-05-12"),
    ('"I gave up my seat yesterday," Adaeze Okpara wrote on Sunday.', "2024-05-11"),
    ('"I gave up my seat today," Adaeze Okpara wrote.', "2024-05-15"),
    ('"I gave up my seat today," Adaeze Okpara wrote. She had lost a vote on Sunday.', "2024-05-15"),
]


@pytest.mark.parametrize(("text", "day"), CASES)
def test_it_is_the_day_on_which_it_was_said(parse, text, day):
    parsed = parse(text, published="2024-05-15")
    times = as_said(parsed, attribute(parsed, load_cues()), find_times(parsed), publication(parsed.report)[0])
    assert next(t.start for t in times if t.expression.lower() in ("today", "yesterday")) == day
