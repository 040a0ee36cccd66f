"""The labels of real stories, and what is counted by them."""

import pytest
from evals.score_entities import read

from evals import real_stories

STORY = {
    "story": "s",
    "reports": [
        {"id": "a", "text": "Police arrested two men. Rain fell."},
        {"id": "b", "text": "Two men were held. A mayor quit."},
    ],
    "events": [
        {
            "event": "e1",
            "event_type": "COERCE",
            "tellings": [
                {"report": "a", "evidence": "Police arrested two men", "spans": [[0, 23]]},
                {"report": "b", "evidence": "Two men were held", "spans": [[0, 17]]},
            ],
            "comparison": {"arrested": "agree", "when": "differ"},
            "independent_voices": 2,
        }
    ],
}


def told(*tellings, **comparison):
    """One event of ours as the task gives it."""
    spans = [{"report": r, "start": s, "end": e} for r, s, e in tellings]
    return {"event": "ours", "event_type": "COERCE", "tellings": spans, "comparison": comparison, "values": {}}


def counts(*events):
    return real_stories.counted([STORY], [{"story": "s", "events": list(events)}])[0]


def test_a_join_is_right_where_both_tellings_are_of_one_labelled_event():
    assert counts(told(("a", 0, 15), ("b", 8, 17)))["join right"] == 1


def test_a_join_with_what_is_not_labelled_is_wrong_and_the_telling_is_extra_only_if_its_report_does_not_tell_it():
    found = counts(told(("a", 0, 15), ("b", 19, 32)))
    assert (found["join wrong"], found["join right"], found["extra"]) == (1, 0, 0)


def test_a_join_of_two_tellings_that_are_not_labelled_counts_as_neither():
    found = counts(told(("a", 25, 34), ("b", 19, 32)))
    assert (found["join unlabelled"], found["join wrong"]) == (1, 0)


def test_differ_is_right_where_the_label_says_so():
    both = ("a", 0, 15), ("b", 8, 17)
    assert counts(told(*both, when="differ"))["differ right"] == 1
    found = counts(told(*both, arrested="differ"))
    assert (found["differ said"], found["differ right"], found["differ gold"]) == (1, 0, 1)


def test_every_labelled_event_is_told_by_two_reports_and_each_once():
    for row in read(real_stories.LABELS):
        names = [e["event"] for e in row["events"]]
        assert len(set(names)) == len(names)
        for event in row["events"]:
            reports = [t["report"] for t in event["tellings"]]
            assert len(set(reports)) == len(reports) > 1
            assert all(start < end for t in event["tellings"] for start, end in t["spans"])
        assert all(set(pair) <= set(names) for pair in row["apart"])


@pytest.mark.skipif(not real_stories.there(), reason="the texts of the real stories are not here")
def test_the_labels_fit_the_texts():
    rows = real_stories.stories()
    assert len(rows) == 139
    assert all(t["evidence"].strip() for row in rows for e in row["events"] for t in e["tellings"])
