from __future__ import annotations

import pytest

from tellings.gather.published import find_day, from_metadata, from_url


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2013-04-02", "2013-04-02"),
        ("2013-04-02T10:00:00Z", "2013-04-02T10:00:00+00:00"),
        ("2013-04-02T10:00:00.123+03:00", "2013-04-02T10:00:00+03:00"),
        ("2013-04-02 10:00", "2013-04-02T10:00:00"),
        ("Tue, 02 Apr 2013 10:00:00 GMT", "2013-04-02T10:00:00+00:00"),
        ("20130402", "2013-04-02"),
        (20130402, "2013-04-02"),
        (1364896800, "2013-04-02T10:00:00+00:00"),
        (1364896800000, "2013-04-02T10:00:00+00:00"),
        ("April 2, 2013", "2013-04-02"),
        ("2 Apr. 2013", "2013-04-02"),
        ("2nd of April 2013", "2013-04-02"),
        ("31/12/2013", "2013-12-31"),
        ("12/31/2013", "2013-12-31"),
        ("31.12.2013", "2013-12-31"),
    ],
)
def test_metadata(value, iso):
    assert from_metadata(value) == (iso, "")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("03/04/2013", "ambiguous-date"),
        ("soon", "unreadable-date"),
        ("2013-02-31", "implausible-date"),
        (float("nan"), "unreadable-date"),
    ],
)
def test_dates_that_are_none(value, code):
    iso, problem = from_metadata(value)
    assert iso is None
    assert problem.startswith(code)


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://a.example/2013/04/02/story", "2013-04-02"),
        ("https://a.example/2013/apr/02/story", "2013-04-02"),
        ("https://a.example/news/story-2013-04-02.html", "2013-04-02"),
        ("https://a.example/20130402/story", "2013-04-02"),
        ("https://a.example/2013/13/45/story", None),
        ("https://a.example/story-201304021234567", None),
        ("https://a.example/2013/04/story", None),
        (None, None),
    ],
)
def test_url(url, iso):
    assert from_url(url) == iso


def test_first_day_in_a_text():
    found = find_day("It was on Tuesday, April 2, 2013 and not on 5 May 2014.")
    assert found.value == "2013-04-02"
    assert (found.start, found.end) == (19, 32)


@pytest.mark.parametrize(("date", "code"), [("0202-04-03", "implausible-date"), ("2913-04-03", "implausible-date")])
def test_implausible_date_is_a_note_and_unknown(one, body, date, code):
    report = one(f'{{"text": "{body}", "published": "{date}"}}', "a.jsonl")
    assert (report.published.value, report.published.basis) == (None, "unknown")
    assert report.notes[0].startswith(code)
    assert date in report.notes[0]


def test_year_0202_in_the_text(one, body):
    report = one(f"Farmers block road\n\n{body}\n\nApril 2, 0202")
    assert report.published.value is None
    assert any(note.startswith("implausible-date") for note in report.notes)


def test_next_evidence_is_taken_when_metadata_are_wrong(one, body):
    report = one(f'{{"text": "{body}", "published": "0202-04-03", "url": "https://a.example/2013/04/02/x"}}', "a.jsonl")
    assert (report.published.value, report.published.basis) == ("2013-04-02", "url")


def test_dateline_without_year_needs_the_url(one, body):
    line = f'{{"title": "Farmers block road", "text": "KANO, April 3 (AFP) - {body}"%s}}'
    alone = one(line % "", "a.jsonl")
    assert alone.published.value is None
    assert alone.notes == ("no-year: the dateline's date --04-03 has no year",)
    helped = one(line % ', "url": "https://a.example/2013/04/road.html"', "b.jsonl")
    assert (helped.published.value, helped.published.basis) == ("2013-04-03", "url")
