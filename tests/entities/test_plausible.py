"""Events told as having happened are not dated after the report."""

from __future__ import annotations

import pytest

from conftest import make_report
from tellings.entities.plausible import not_after_publication
from tellings.entities.times import find_times
from tellings.entities.times_tense import Tenses
from tellings.model import Mention, Span, When
from tellings.pipeline import Pipeline
from tellings.reading import read

DAY = When(
    span=Span(0, 8),
    expression="Thursday",
    value="2024-05-16",
    start="2024-05-16",
    end="2024-05-16",
    granularity="day",
    basis="published",
)
MONTH = When(
    span=Span(0, 7),
    expression="October",
    value="2024-10",
    start="2024-10-01",
    end="2024-10-31",
    granularity="month",
    basis="published",
)


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def mention(status: str) -> Mention:
    return Mention(id="m-1", type="ACCUSE", trigger=Span(0, 1), sentence=Span(0, 1), frame="f", status=status)


def settled(when: When, status: str = "actual", published: str | None = "2024-05-15") -> tuple[str | None, str]:
    found, basis = not_after_publication(mention(status), when, "clause", make_report("Text.", published=published))
    return (found.start if found else None, basis)


def test_a_weekday_after_publication_is_the_one_before():
    assert settled(DAY) == ("2024-05-09", "clause")


def test_a_day_under_will_or_would_is_not_put_back_a_week(parse):
    parsed = parse("Adaeze Okpara confirmed that she would fly to Accra for talks on Thursday.", published="2024-05-14")
    day = find_times(parsed)[0]
    ahead = Tenses(parsed).lies_ahead
    assert ahead(day.span.start, day.span.end)
    assert not_after_publication(mention("actual"), day, "clause", parsed.report, ahead) == (None, "after publication")


def test_another_time_after_publication_is_of_something_else():
    assert settled(MONTH) == (None, "after publication")


@pytest.mark.parametrize("status", ["future", "hypothetical", "negated"])
def test_what_is_to_come_may_lie_ahead(status):
    assert settled(MONTH, status) == ("2024-10-01", "clause")


def test_without_a_day_of_publication_nothing_is_known():
    assert settled(DAY, published=None) == ("2024-05-16", "clause")


def test_a_date_ten_years_ahead(parse):
    """Kept as the text has it, and never the day of what has happened."""
    times = find_times(parse("Troops killed two men near Gao. The base closes on 3 May 2034, the general said."))
    (far,) = [t for t in times if t.type == "DATE"]
    assert (far.value, far.start) == ("2034-05-03", "2034-05-03")
    assert settled(far) == (None, "after publication")
    assert settled(far, "future") == ("2034-05-03", "clause")


@pytest.mark.parametrize(
    "sentence, verb, kind, start",
    [
        (
            "Readers will remember the Omani tanker boarded in November, whose captain was fined.",
            "boarded",
            "COERCE",
            "2022-11-01",
        ),
        ("The judge extended the ban until November.", "extended", "COERCE", None),
        ("The ministers agreed to a vote in November.", "agreed", "AGREE", None),
    ],
)
def test_a_month_at_the_verb_of_what_has_happened_is_last_years(parse, sentence, verb, kind, start):
    parsed = parse(sentence, published="2023-09-07")
    at = parsed.text.index(verb)
    told = Mention(
        id="m-1", type=kind, trigger=Span(at, at + len(verb)), sentence=Span(0, 1), frame="f", status="actual"
    )
    when = next(t for t in find_times(parsed) if t.expression == "November")
    tenses = Tenses(parsed)
    found, _ = not_after_publication(told, when, "clause", parsed.report, tenses.lies_ahead, tenses.in_month_of)
    assert (found.start if found else None) == start


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Adaeze Okpara will meet envoys of Chad in Accra on 3 July.", "2024-07-03"),
        ("Adaeze Okpara is set to meet envoys of Chad in Accra on Thursday.", "2024-05-16"),
        ("Ghana announced talks with Chad, which will be held in Accra on 3 July.", "2024-07-03"),
    ],
)
def test_what_is_planned_keeps_the_day_of_the_plan(pipeline, text, day):
    report = make_report(text, published="2024-05-15")
    (mention, *_) = (m for m in read(report, pipeline).mentions if m.type == "AGREE")
    assert (mention.when.start, mention.when_basis) == (day, "plan")


def test_a_date_before_a_noun_is_the_nearest_whatever_the_verb(parse):
    parsed = parse("The house will debate the January 6 riot and the June 3 vote.", published="2024-05-15")
    assert [w.start for w in find_times(parsed)] == ["2024-01-06", "2024-06-03"]
