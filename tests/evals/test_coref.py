"""Coreference over documents given as tokens, on invented reports: their headlines, and what the trees are fitted on."""

import numpy as np
import pytest
from evals.recipes.mention_pairs import SMALLER, Lessons, Told
from evals.tasks.coref import _report, _starts, _titled

from tellings.compare.mention_pairs import describe
from tellings.compare.undated import Undated
from tellings.model import Span


def row(name, *sentences, mentions=()):
    return {"doc_id": name, "topic": 1, "sentences": [s.split() for s in sentences], "mentions": list(mentions)}


NEWS = row(
    "one",
    "http : / / bulletin . example / 2021 / 05 / 06 / quarry",
    "Quarry Owner Sells Everything To His Rival",
    "The owner sold all he had , a rival said .",
    "More On This Tomorrow",
)


def test_lines_in_title_case_are_headlines_and_keep_their_places():
    report = _titled(_report(NEWS))
    assert [report.text[m.start : m.end] for m in report.marks] == [
        "Quarry Owner Sells Everything To His Rival",
        "More On This Tomorrow",
    ]
    at = _starts(NEWS)[1][2]
    assert report.text[at : at + 5] == "Sells"


def test_the_verb_of_a_headline_is_described_as_that_of_a_sentence(model):
    report = _titled(_report(NEWS))
    parsed = model.parse(report)

    def described(sentence, token):
        at = _starts(NEWS)[sentence][token]
        return describe(parsed, Span(at, at + len(NEWS["sentences"][sentence][token])))

    head, line = described(1, 2), described(2, 2)
    assert (head.lemma, head.verb) == (line.lemma, line.verb) == ("sell", True)
    assert head.agents & line.agents


@pytest.fixture(scope="module")
def told(model):
    rows, described = [], []
    for n in range(5):
        sentence = f"Police arrested the miner Ruben Sala in Tarija on Friday , witness number {n} said ."
        rows.append(row(f"r{n}", sentence, mentions=[{"cluster": "A"}, {"cluster": f"said {n}"}]))
        parsed = model.parse(_report(rows[-1]))
        for word in ("arrested", "said"):
            start = parsed.report.text.index(word)
            described.append(describe(parsed, Span(start, start + len(word))))
    reports = [_report(r) for r in rows]
    return Told.of(rows, described, reports, Undated((tuple(r.id for r in reports),), {}))


def test_smaller_stories_hold_the_mentions_of_their_reports(told):
    smaller = told.smaller()
    assert len(smaller) == SMALLER
    for positions, reports in smaller:
        assert 2 <= len(reports) < 5
        assert {told.mentions[p].report for p in positions} == {r.id for r in reports}


def test_smaller_stories_weigh_together_what_the_whole_ones_weigh(told):
    whole = told.pairs(told.stories)
    lessons = Lessons.of(told, whole)
    assert len(lessons.values) > len(whole[0])
    assert lessons.weight[: len(whole[0])].sum() == pytest.approx(lessons.weight[len(whole[0]) :].sum())
    assert np.mean(lessons.weight) == pytest.approx(1)
