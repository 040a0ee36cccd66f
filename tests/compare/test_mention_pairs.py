import numpy as np
import pytest

from tellings.compare.clustering import cluster, setting
from tellings.compare.linkage import average_link
from tellings.compare.mention_pairs import FEATURES, Setting, describe, features, kinds_of, score
from tellings.compare.trees import Trees
from tellings.model import Span


def mention(parsed, word):
    start = parsed.report.text.index(word)
    return describe(parsed, Span(start, start + len(word)))


@pytest.fixture(scope="module")
def raid(model):
    from tests.conftest import make_report

    texts = {
        "A": "Police arrested the union leader Tomas Arce in Sucre on Friday. The governor of Beni praised the harvest.",
        "B": "The union leader Tomas Arce was detained by police in Sucre, his wife said.",
        "C": "A court in Lagos sentenced two bankers to six years in jail for fraud.",
    }
    return {name: model.parse(make_report(text, outlet=name)) for name, text in texts.items()}


def test_participants_are_those_of_the_deed_in_active_and_passive(raid):
    one, two = mention(raid["A"], "arrested"), mention(raid["B"], "detained")
    assert {"arc", "tom", "tomas", "arce"} & one.patients & two.patients
    assert "polic" in one.agents & two.agents
    assert one.kinds & two.kinds


def test_one_arrest_in_two_wordings_is_likelier_than_two_deeds(raid):
    one, two, other = mention(raid["A"], "arrested"), mention(raid["B"], "detained"), mention(raid["C"], "sentenced")
    around = setting([one, two, other], [p.report for p in raid.values()])
    same, reasons = score(one, two, around)
    assert same > 0.5 > score(one, other, around)[0]
    assert reasons and all(reason[0] in "+-" for reason in reasons)
    assert score(two, one, around)[0] == pytest.approx(same)


def test_mentions_of_two_stories_never_meet(raid):
    found = [mention(raid["A"], "arrested"), mention(raid["B"], "detained"), mention(raid["C"], "sentenced")]
    reports = {p.report.id: p.report for p in raid.values()}
    ids = [m.report for m in found]
    assert cluster(found, [ids], reports)[0] == [0, 1]
    assert cluster(found, [[ids[0]], ids[1:]], reports) == [[0], [1], [2]]


def test_features_have_their_names(raid):
    one, two = mention(raid["A"], "arrested"), mention(raid["A"], "praised")
    assert len(features(one, two, setting([one, two], [raid["A"].report]))) == len(FEATURES)


def test_the_weight_of_a_set_does_not_depend_on_its_order():
    rarity = {str(n): 0.1 for n in range(10)}
    assert Setting(rarity, {}, 0, {}, {}).weight(frozenset(rarity)) == 1.0  # 0.1 + 0.1 + … is less


def test_average_link_counts_a_pair_without_a_value_as_nothing():
    assert average_link(3, [(0, 1), (1, 2)], np.array([0.9, 0.6]), 0.4) == [[0, 1], [2]]
    assert average_link(3, [(0, 1), (1, 2), (0, 2)], np.array([0.9, 0.6, 0.4]), 0.4) == [[0, 1, 2]]
    assert average_link(2, [], np.array([]), 0.0) == [[0], [1]]
    assert average_link(0, [], np.array([]), 0.5) == []


def test_two_lone_mentions_need_a_surer_pair_than_one_that_joins_a_group():
    values = np.array([0.9, 0.9, 0.9, 0.35, 0.35, 0.35])
    pairs = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    assert average_link(4, pairs, values, 0.2, few=0.3) == [[0, 1, 2, 3]]
    assert average_link(2, [(0, 1)], np.array([0.35]), 0.2, few=0.3) == [[0], [1]]
    assert average_link(2, [(0, 1)], np.array([0.35]), 0.2) == [[0, 1]]
    assert average_link(3, [(0, 1)], np.array([0.5]), 0.2, few=0.3) == [[0, 1], [2]]


def test_kinds_of_happening_join_verbs_and_nouns():
    assert kinds_of(["arrest"]) & kinds_of(["detention"])
    assert not kinds_of(["arrest"]) & kinds_of(["quake"])


def test_trees_from_plain_arrays():
    text = (
        '{"feature":[0,-1,-1],"threshold":[0.5,0,0],"left":[1,0,0],"right":[2,0,0],'
        '"value":[0.0,-2.0,2.0],"roots":[0],"bias":0.0,"depth":1}'
    )
    trees = Trees.load(text)
    assert trees.log_odds(np.array([[0.0], [0.5], [0.6]])).tolist() == [-2.0, -2.0, 2.0]
    assert trees.contributions(np.array([0.6])).tolist() == [2.0]
    assert len(trees.probability(np.zeros((0, 1)))) == 0
