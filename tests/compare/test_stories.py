import time

import numpy as np
import pytest
from tests.conftest import make_report

from tellings.compare.linkage import link
from tellings.compare.stories import Group, _among, changes, find_stories, outstanding
from tellings.compare.term_rows import Rows

DAM = "Engineers in Tbarka opened the gates of the Nahla dam after three days of rain, and two thousand villagers were moved to schools."
DAM2 = "Villagers below the Nahla dam spent the night in schools after its gates were opened to let out flood water, officials in Tbarka said."
VOTE = "Lawmakers in Quito rejected the fuel tax bill by four votes, a defeat for president Marta Iturralde and her finance minister."
VOTE2 = "The fuel tax of president Iturralde failed in Quito's congress by four votes, and her finance minister offered to resign."


def told(text, day, outlet, title=""):
    return make_report(text, title=title, outlet=outlet, published=day)


def members(groups, *reports):
    where = {r: n for n, g in enumerate(groups) for r in g.reports}
    return [where[r.id] for r in reports]


def test_two_reports_alone_are_joined_when_they_tell_one_thing_and_kept_apart_when_not():
    a, b = (
        told(DAM, "2024-03-02", "A", "Dam gates opened"),
        told(DAM2, "2024-03-03", "B", "Night in schools below Nahla dam"),
    )
    c = told(VOTE, "2024-03-02", "A", "Fuel tax falls")
    groups = find_stories([a, b, c])
    one, two, other = members(groups, a, b, c)
    assert one == two != other
    assert any("nahla" in term for term in groups[one].why)


def test_the_same_kind_of_happening_a_year_later_is_another_story():
    quakes = [
        told("A quake of magnitude six shook Tarija on Sunday; nobody was hurt.", "2023-06-04", "A", "Quake in Tarija"),
        told("Nobody was hurt when a quake of magnitude six shook Tarija.", "2023-06-04", "B", "Quake shakes Tarija"),
        told(
            "An earthquake cut power in Tarija and cracked the walls of a clinic.",
            "2024-08-11",
            "A",
            "Power cut in Tarija",
        ),
    ]
    things = ("strike", "flood", "verdict", "recall", "parade", "merger", "blackout", "census")
    fillers = [
        told(
            f"A {thing} in Harbour{i} was the talk of district{i} as {thing}{i} went on.",
            f"2023-{i % 12 + 1:02d}-15",
            "C",
        )
        for i, thing in enumerate(things * 6)
    ]
    a, b, c = members(find_stories(quakes + fillers), *quakes)
    assert a == b != c


def test_undated_reports_find_their_story():
    a, b = told(VOTE, "2024-03-02", "A"), told(VOTE2, None, "B")
    assert len(find_stories([a, b])) == 1


def test_judgements_outrank_likeness():
    a, b, c = told(DAM, "2024-03-02", "A"), told(DAM2, "2024-03-02", "B"), told(VOTE, "2024-03-02", "C")
    one, two, three = members(find_stories([a, b, c], together=[(a.id, c.id)], apart=[(a.id, b.id)]), a, b, c)
    assert one == three != two


def test_order_of_input_does_not_matter():
    reports = [
        told(DAM, "2024-03-02", "A"),
        told(DAM2, "2024-03-03", "B"),
        told(VOTE, "2024-03-02", "C"),
        told(VOTE2, None, "D"),
    ]
    assert find_stories(reports) == find_stories(reports[::-1])


def test_nothing_and_empty_reports():
    assert find_stories([]) == ()
    assert len(find_stories([told("", None, None), told(" ", "no date", None)])) == 2


def test_average_likeness_is_exact_over_the_union():
    rows = Rows(
        bounds=np.array([0, 1, 3, 4]),
        ids=np.array([0, 0, 1, 1]),
        weights=np.array([1.0, 0.8, 0.6, 1.0]),
        numbers=np.array([7, 9], dtype=np.uint32),
        shared=np.array([True, True]),
    )
    all_pairs = [(0, 1), (0, 2), (1, 2)]
    assert link(rows, [1, 1, 1], all_pairs, lambda a, b: 1.0, 0.31) == [[0, 1], [2]]
    # (0 + 0.6) / 2 = 0.3 joins the rest
    assert link(rows, [1, 1, 1], all_pairs, lambda a, b: 1.0, 0.29) == [[0, 1, 2]]


def test_changes_name_founded_joined_bridged_and_split():
    before = (Group(("a", "b"), ()), Group(("c",), ()), Group(("d", "e"), ()))
    after = (Group(("a", "b", "c", "x"), ()), Group(("y",), ()), Group(("d", "z"), ()), Group(("e",), ()))
    found = {(c.kind, c.before, c.after, c.reports) for c in changes(before, after)}
    assert found == {
        ("bridged", (0, 1), (0,), ("x",)),
        ("founded", (), (1,), ("y",)),
        ("joined", (2,), (2,), ("z",)),
        ("split", (2,), (2, 3), ("e",)),
    }


@pytest.mark.parametrize("day", ["2024-03-02", None])
def test_a_thousand_reports_of_one_story_in_one_day_take_seconds(day):
    places = [f"Village{i % 300}" for i in range(1000)]
    reports = [
        told(f"{DAM} Families from {p} said the water came at hour {i % 24} of case{i}.", day, f"P{i % 90}")
        for i, p in enumerate(places)
    ]
    started = time.process_time()
    groups = find_stories(reports)
    assert len(groups) == 1
    assert time.process_time() - started < 30


def test_where_many_stories_are_told_two_reports_must_be_more_alike():
    quiet, busy = _among([10]), _among([10] * 60)
    assert quiet(10, 10) > 1 > busy(10, 10)
    assert quiet(10, None) > busy(10, None) > 0
    assert _among([])(None, None) == _among([10] * 60)(None, None)


def test_a_report_in_a_crowded_field_counts_less_than_one_that_stands_alone():
    draw = np.random.default_rng(7)
    field = draw.normal(size=16)
    crowd = field + 0.2 * draw.normal(size=(40, 16))
    rows = np.vstack([crowd, draw.normal(size=16)])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    lengths = np.linalg.norm(outstanding(rows), axis=1)
    assert lengths[:40].max() < 1 < lengths[40] <= 1.25
    assert np.array_equal(outstanding(rows[:10]), rows[:10])
    assert outstanding(rows[:0]).shape == (0, 16)
