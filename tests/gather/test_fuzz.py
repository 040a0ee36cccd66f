"""Random and mangled bytes through every reader: rows come out, never an exception, and reports keep their promises."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.gather import GatherOptions, gather
from tellings.gather.formats import ENDINGS
from tellings.model import Failure

from .conftest import BODY
from .test_formats import ATOM, HTTP, RSS, TITLE, page, pdf, record, response, warc

SEEDS = [
    f"{TITLE}\n\nKANO, April 3 (AFP) — {BODY}\n\nRead more".encode(),
    page(BODY).encode(),
    json.dumps(record(BODY)).encode(),
    f"title,text\n{TITLE},{BODY}\n".encode(),
    warc(("response", "https://a.example/1", HTTP, response(page(BODY)))),
    RSS.format(title=TITLE, body=BODY).encode(),
    ATOM.format(title=TITLE, body=BODY).encode(),
    pdf([TITLE, BODY]),
    gzip.compress(BODY.encode()),
]
NAMES = [f"a{ending}" for ending in sorted(ENDINGS)]


@st.composite
def mangled(draw):
    """A good document with some of its bytes replaced, dropped, doubled or cut off."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 40))
        data[place : place + length] = draw(st.binary(max_size=40)) * draw(st.integers(0, 3))
    return bytes(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), data=st.one_of(mangled(), st.binary(max_size=400)))
def test_no_bytes_break_a_reader(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    check(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=400),
    title=st.text(max_size=60),
    published=st.one_of(st.text(max_size=20), st.floats(), st.integers()),
)
def test_no_text_breaks_the_cleaning(tmp_path, text, title, published):
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"text": f"{text} {BODY} {text}", "title": title, "published": published, "acquired": title})
    )
    check(path)


def check(path):
    rows = list(gather(path, GatherOptions(max_seconds=5)))
    assert rows
    for row in rows:
        if isinstance(row, Failure):
            assert row.code != "reader-error", row
            assert row.message
            continue
        row.text.encode()
        assert row.acquired[:4].isdigit()
        position = 0
        for mark in row.marks:
            assert position <= mark.start < mark.end <= len(row.text)
            position = mark.end
        for known in (row.outlet, row.published):
            assert known.span is None or row.text[known.span.start : known.span.end].strip()


@pytest.mark.parametrize("data", SEEDS)
def test_the_seeds_are_good(tmp_path, data):
    path = tmp_path / "a"
    path.write_bytes(data)
    assert not isinstance(next(gather(path)), Failure)
