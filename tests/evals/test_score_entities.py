"""The scorer of days, places, names and actors, and the sets that it is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals.score_entities import read, same_days, score

DATA = Path(__file__).resolve().parents[2] / "evals" / "data"


def passage(key="a", when=(("2024-05-12", "2024-05-12"),), place=("Gao",), country=("MLI",), half="dev"):
    return {"id": key, "when": [list(w) for w in when], "place": list(place), "country": list(country), "half": half}


def test_a_day_is_the_very_day_and_a_season_its_greater_part():
    assert same_days(["2024-05-12", "2024-05-12"], ["2024-05-12", "2024-05-12"])
    assert not same_days(["2024-05-12", "2024-05-12"], ["2024-05-12", "2024-05-13"])
    assert same_days(["2023-12-01", "2024-02-29"], ["2023-12-05", "2024-02-29"])
    assert not same_days(["2023-12-01", "2024-02-29"], ["2024-02-01", "2024-02-29"])
    assert not same_days(["2024-05-12", "2024-05-12"], None)


def test_a_place_is_right_by_name_and_country():
    def given(place, country):
        return [{"id": "a", "when": ["2024-05-12", "2024-05-12"], "place": place, "country": country}]

    assert score("when-where", [passage()], given("the GAO", "MLI"))["place"] == 1.0
    assert score("when-where", [passage()], given("Gao", "NGA"))["place"] == 0.0
    assert score("when-where", [passage()], given(None, None))["place"] == 0.0
    assert score("when-where", [passage(place=("",))], given(None, None))["place"] == 1.0
    assert score("when-where", [passage()], given("Gao", "MLI"))["dev"]["day"] == 1.0


def test_recall_counts_only_what_stands_above_the_false_ones():
    gold = [{"id": str(i), "label": "same" if i < 3 else "different", "half": "dev"} for i in range(6)]
    given = [{"id": str(i), "similarity": s} for i, s in enumerate((0.9, 0.8, 0.5, 0.7, 0.3, 0.2))]
    answer = score("names", gold, given)
    assert answer["recall_at_2"] == pytest.approx(2 / 3)
    assert answer["area"] == pytest.approx(8 / 9)


def test_an_actor_without_country_is_right_only_where_none_is_due():
    gold = [
        {"id": "a", "country": ["MLI", None], "sector": ["REB"], "half": "dev"},
        {"id": "b", "country": ["MLI"], "sector": None, "half": "test"},
    ]
    answer = score("actors", gold, [{"id": "a", "country": None, "sector": "REB"}, {"id": "b", "country": None}])
    assert (answer["country"], answer["both"]) == (0.5, 0.5)
    assert answer["dev"]["both"] == 1.0 and answer["test"]["both"] == 0.0


def test_a_row_that_the_gold_lacks_is_an_error():
    with pytest.raises(SystemExit, match="not in the gold"):
        score("actors", [], [{"id": "x"}])


@pytest.mark.parametrize(
    ("name", "least"),
    [("when_where.jsonl", 150), ("when_where_third.jsonl", 150), ("actor_phrases.jsonl", 300), ("name_pairs.tsv", 800)],
)
def test_the_sets_are_whole_and_in_two_halves(name, least):
    rows = read(DATA / name)
    assert len(rows) >= least and len({r["id"] for r in rows}) == len(rows)
    halves = [r["half"] for r in rows]
    assert set(halves) == {"dev", "test"} and abs(halves.count("dev") - halves.count("test")) <= len(rows) / 20


def test_spans_of_the_sets_lie_in_their_texts():
    for row in read(DATA / "when_where.jsonl"):
        start, end = row["trigger"]
        assert row["text"][start:end].isalpha()
        assert all(name in row["text"] for name in row["place"] or ())
    for row in read(DATA / "when_where_third.jsonl"):
        start, end = row["trigger"]
        assert row["text"][start:end].isalpha()
        assert any(name in row["text"] for name in row["place"])
    for row in read(DATA / "actor_phrases.jsonl"):
        start, end = row["span"]
        assert row["text"][start:end].strip() == row["text"][start:end] != ""
