"""The measure of the fresh sentences, on predictions made by hand."""

import json

import pytest
from evals.fresh import main, rows_of, same, score


def event(type, actor=(), recipient=(), status="actual", modes=(), frame="f"):
    return {
        "type": type, "modes": modes, "status": status, "actor": list(actor), "recipient": list(recipient),
        "frame": frame, "trigger": "t",
    }  # fmt: skip


def gold(type, actor=(), recipient=(), status="actual", mode=None):
    return {"type": type, "mode": mode, "status": status, "actor": list(actor), "recipient": list(recipient)}


def test_phrases_are_the_same_when_half_of_the_words_or_all_of_one_are_shared():
    assert same("the Kenyan president", "Kenyan president Amos Kirui")
    assert same("Kenya", "Kenya's foreign minister")
    assert not same("the Kenyan army", "the Somali army command")


def test_an_empty_and_a_superfluous_slot_both_cost():
    rows = [{"events": [gold("AID", ["Qatar"], ["Mali"])]}]
    assert score(rows, [[event("AID", ["Qatar"], ["Mali"])]])["recipient"] == 1.0
    assert score(rows, [[event("AID", ["Qatar"])]])["recipient"] == 0.0
    assert score(rows, [[event("AID", ["Qatar", "the tents"], ["Mali"])]])["actor"] == 0.667


def test_recall_accuracy_and_negatives_are_apart():
    rows = [{"events": [gold("AID"), gold("CONSULT", mode="visit")]}, {"events": []}, {"events": []}]
    answer = score(rows, [[event("REJECT"), event("CONSULT", modes=("visit",))], [], [event("ASSAULT")]])
    assert answer["type recall"] == 0.5
    assert answer["type accuracy"] == 0.0
    assert answer["negatives"] == 0.5
    assert answer["mode"] == 1.0


def test_a_bad_row_is_told_with_its_place(tmp_path):
    path = tmp_path / "fresh.jsonl"
    row = {"id": "a", "text": "x", "half": "dev", "events": [{"type": "AIDE"}]}
    path.write_text("\n" + json.dumps(row), "utf-8")
    with pytest.raises(SystemExit, match=r"fresh.jsonl:2: .*AIDE"):
        rows_of(path)


def test_the_errors_of_the_test_half_are_not_shown(tmp_path):
    with pytest.raises(SystemExit):
        main([str(tmp_path / "x.jsonl"), "--half", "test", "--errors"])
