"""Times of a report: anchors that are missing, intervals, events and their days, bad input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tellings.entities.times import event_time, find_times, grammar, publication, resolve_time
from tellings.model import Known, Mark, Mention, Report, Span

CASES = Path(__file__).with_name("event_times.txt").read_text("utf-8").splitlines()


def values(parsed) -> list[str]:
    return [t.value for t in find_times(parsed)]


@pytest.mark.parametrize("case", [line for line in CASES if line and not line.startswith("#")])
def test_the_day_of_an_event(case, parse):
    marked, _, day = case.rpartition(" => ")
    start, end = marked.index("["), marked.index("]") - 1
    parsed = parse(marked.replace("[", "").replace("]", ""), published="2024-05-15")
    trigger = Span(start, end)
    mention = Mention(id="m", type="ASSAULT", trigger=trigger, sentence=trigger, frame="test")
    when, basis = event_time(parsed, mention, find_times(parsed))
    assert (when.start if when else "none") == day, basis


def test_the_direction_of_a_weekday_follows_the_tense(parse):
    assert values(parse("Troops entered the town on Friday.")) == ["2024-05-10"]
    assert values(parse("Troops will enter the town on Friday.")) == ["2024-05-17"]
    assert values(parse("The envoys are to meet on Friday.")) == ["2024-05-17"]
    assert values(parse("The truce, signed on Friday, has failed.")) == ["2024-05-10"]
    assert values(parse("Troops entered the town on Wednesday.")) == ["2024-05-15"]


def test_a_report_without_a_day_keeps_expression_and_says_what_is_missing(parse):
    parsed = parse(
        "Shells hit the camp on February 9. Guards fled on Tuesday. A day earlier the gate was shut.", published=None
    )
    day, weekday, earlier = find_times(parsed)
    assert (day.expression, day.value, day.start, day.missing) == ("February 9", "XXXX-02-09", None, "year")
    assert (weekday.value, weekday.start, weekday.missing) == ("XXXX-WXX-2", None, "published")
    assert earlier.missing == "published"


def test_a_missing_anchor_is_filled_in_later(parse):
    parsed = parse(
        "Shells hit the camp on February 9. Guards fled on Tuesday. A day earlier the gate was shut.", published=None
    )
    times = find_times(parsed)
    filled = [resolve_time(t, "2013-04-02", times) for t in times]
    assert [t.start for t in filled] == ["2013-02-09", "2013-04-02", "2013-04-01"]
    assert [t.missing for t in filled] == [None, None, None]
    assert [t.span for t in filled] == [t.span for t in times]
    assert resolve_time(times[0], None) is times[0]


def test_a_missing_anchor_keeps_the_tense(parse):
    times = find_times(parse("The parties will meet on Tuesday.", published=None))
    assert resolve_time(times[0], "2013-04-03", times).start == "2013-04-09"


def test_the_day_of_publication_is_read_from_dateline_or_last_line():
    def report(text: str, *marks: Mark) -> Report:
        unknown = Known(value=None, basis="unknown")
        return Report(id="r", outlet=unknown, published=unknown, title="", text=text, marks=marks)

    dated = report("ACCRA, 3 June 2019 – Troops left.", Mark(kind="dateline", start=0, end=20))
    assert [str(x) for x in publication(dated)] == ["2019-06-03", "dateline"]
    assert [str(x) for x in publication(report("Troops left on Monday.\n\nPress office\nJune 3, 2019"))] == [
        "2019-06-03",
        "dateline",
    ]
    assert publication(report("Troops left on 3 June 2019 and never came back."))[0] is None


def test_utc_is_said():
    def basis(value: str) -> str:
        known = Known(value=value, basis="metadata")
        return publication(Report(id="r", outlet=known, published=known, title="", text="x"))[1]

    assert basis("2024-05-15T23:10:00Z") == "published:UTC"
    assert basis("2024-05-15T23:10:00+03:00") == basis("2024-05-15") == "published"


def test_intervals_are_one_time(parse):
    assert values(parse("Fighting raged from 3 to 5 May.")) == ["2024-05-03/2024-05-05"]
    assert values(parse("He ruled between 2001 and 2004.")) == ["2001/2004"]
    interval = find_times(parse("Fighting raged from March to May 2019."))[0]
    assert (interval.start, interval.end, interval.granularity) == ("2019-03-01", "2019-05-31", "interval")


def test_anaphora_lean_on_the_day_told_before(parse):
    text = "The mayor was shot on 3 March 2019. Two days later he died. The following week the port closed. Later that year it reopened."
    assert values(parse(text)) == ["2019-03-03", "2019-03-05", "2019-W11", "2019"]
    first, second = find_times(parse("He was shot on 3 March 2019. A day earlier he had resigned."))
    assert second.basis == f"earlier:{first.span.start}-{first.span.end}"


def test_clock_and_day_are_one(parse):
    assert values(parse("Shelling began at 5 p.m. on Monday.")) == ["2024-05-13T17:00"]
    assert values(parse("On Monday shelling began at dawn.")) == ["2024-05-13", "2024-05-13TMO"]


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 1973 was passed.",
        "The man, 40 years old, was freed.",
        "The 27-year-old was freed.",
        "They may march on the capital.",
        "About 2000 people fled.",
        "April Okoro spoke.",
        "A second blast followed.",
        "Call me as soon as you can.",
        "A quarter of the votes were void.",
    ],
)
def test_what_only_looks_like_a_time(text, parse):
    assert find_times(parse(text)) == ()


def test_days_that_do_not_exist_are_kept_and_not_resolved(parse):
    for text in ("He died on 31 February 2019.", "He died on 30 February.", "Signed 2019-13-45."):
        (found,) = find_times(parse(text))
        assert (found.start, found.basis) == (None, "impossible")
    assert all(
        t.start is None
        for t in find_times(parse("In the year 0 there was nothing, nor on 3 May 0000."))
        if "0" in t.value[:1]
    )


def test_both_orders_of_day_and_month_are_kept(parse):
    (found,) = find_times(parse("Filed on 02/04/2013 in Lagos."))
    assert (found.start, found.end) == ("2013-02-04", "2013-04-02")
    assert found.basis == "ambiguous:day-month-order"


def test_far_dates_stay_in_the_calendar(parse):
    for text in (
        "In 9999 years ago.",
        "They lived 300000 years ago.",
        "A ban until 2034 was agreed.",
        "99999999 centuries later it fell.",
    ):
        find_times(parse(text))
    assert values(parse("A ban until 2034 was agreed.")) == ["2034"]


def test_hostile_text_takes_linear_time():
    rules = grammar()
    for text in (
        "1" * 1_000_000,
        "1 " * 40_000,
        "a few " * 20_000,
        "Monday " * 12_000,
        "3 to " * 20_000,
        "twenty-" * 12_000,
    ):
        started = time.process_time()
        rules.longest(rules.words(text))
        assert time.process_time() - started < 8
