import numpy as np
import pytest

from tellings.compare.undated import FEATURES, MOST, Weights, group_undated, likeness, report_pairs
from tellings.model import Known, Report

_UNKNOWN = Known(value=None, basis="unknown")
FIRE = [
    "A fire tore through the textile market in Kisumu on Monday, and 12 traders were hurt.\n\nFire crews said the blaze "
    "in Kisumu began in a store of cotton. Governor Otieno promised help to the traders of the textile market.",
    "Twelve traders were hurt when the textile market of Kisumu burned on Monday.\n\nThe blaze began among bales of "
    "cotton, fire crews told Governor Otieno.",
    "Governor Otieno visited the burned textile market of Kisumu.\n\nTraders hurt in the blaze on Monday lay in hospital; "
    "fire crews blamed stored cotton.",
]
OTHER_FIRE = [
    "A fire tore through the fish market in Iloilo on Friday, and three porters were hurt.\n\nFire crews said the blaze in "
    "Iloilo began in a cold store. Mayor Salonga promised help to the porters of the fish market.",
    "Three porters were hurt when the fish market of Iloilo burned on Friday.\n\nThe blaze began in a cold store, fire "
    "crews told Mayor Salonga.",
    "Mayor Salonga visited the burned fish market of Iloilo.\n\nPorters hurt in the blaze on Friday lay in hospital; fire "
    "crews blamed the cold store.",
]
STRIKE = [
    "Bus drivers in Lima walked out over unpaid wages.\n\nTheir union said talks with the ministry had failed.",
    "The union of bus drivers in Lima says talks failed.\n\nThe walkout over unpaid wages goes on, the ministry said.",
]


def _reports(*texts: str) -> list[Report]:
    return [
        Report(id=f"r{n}", outlet=_UNKNOWN, published=_UNKNOWN, title="", text=text) for n, text in enumerate(texts)
    ]


def test_reports_of_one_happening_are_likelier_one_story_than_those_of_two_of_a_kind():
    found = group_undated(_reports(*FIRE, *OTHER_FIRE, *STRIKE))
    own = [found.alike[frozenset(("r0", "r1"))], found.alike[frozenset(("r3", "r4"))]]
    across = [found.alike[frozenset(("r0", "r3"))], found.alike[frozenset(("r1", "r4"))]]
    assert min(own) > max(across)


def test_happenings_of_two_kinds_are_two_stories():
    assert group_undated(_reports(*FIRE, *STRIKE)).stories == (("r0", "r1", "r2"), ("r3", "r4"))


def test_every_report_is_in_one_story_whatever_it_says():
    reports = _reports("", "…", "A quake.", "A quake.", "7")
    assert sorted(r for story in group_undated(reports).stories for r in story) == [r.id for r in reports]
    assert group_undated([]).stories == ()


def test_too_many_reports_stay_by_themselves():
    reports = _reports(*["The same words."] * (MOST + 1))
    assert len(group_undated(reports).stories) == MOST + 1


def test_a_pair_of_reports_has_every_feature():
    for members, pairs, values in report_pairs(_reports(*FIRE, *STRIKE)):
        assert values.shape == (len(pairs), len(FEATURES)) or not pairs
        assert np.isfinite(values).all()
        assert all(0 <= a < b < len(members) for a, b in pairs)


def test_likeness_is_a_cosine_over_shared_terms():
    table = likeness([{"quake": 2, "lima": 1}, {"quake": 2, "lima": 1}, {"vote": 1, "once": 1}])
    assert table[0, 1] == pytest.approx(1) and table[0, 2] == 0 and table[2, 2] == 0


def test_probability_rises_with_what_is_weighed():
    weights = Weights(np.array([1.0, 0.0]), np.array([2.0, 1.0]), np.array([1.0, 0.0]), 0.0)
    low, middle, high = weights.probability(np.array([[-1.0, 5.0], [1.0, 0.0], [3.0, -5.0]]))
    assert low < middle == 0.5 < high
