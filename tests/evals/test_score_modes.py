"""The scorer of modes and contexts, and the set that it is for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from evals.score_modes import read, score

from tellings.events.tables import CONTEXTS, MODES

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "evals" / "data" / "modes_contexts.jsonl"


def row(key, *events, contexts=()):
    return {"id": key, "events": [{"type": t, "modes": list(m)} for t, *m in events], "contexts": list(contexts)}


def rows(*items):
    return {r["id"]: r for r in items}


def test_the_gold_scores_full_against_itself():
    gold = read(SET)
    answer = score(gold, gold)
    assert answer["type_accuracy"] == answer["mode"]["f1"] == answer["context"]["f1"] == 1.0


def test_pairs_are_counted_over_sentences():
    gold = rows(row("a", ("ASSAULT", "beat", "primitive")), row("b", ("AID",)), row("c", ("COERCE", "arrest")))
    given = rows(row("a", ("ASSAULT", "beat")), row("b", ("AID",)), row("c", ("THREATEN", "arrest")))
    answer = score(gold, given)
    mode = answer["mode"]
    assert (mode["right"], mode["given"], mode["gold"]) == (1, 2, 3)
    assert mode["f1"] == pytest.approx(2 / 5)
    assert answer["type_accuracy"] == pytest.approx(2 / 3)


def test_a_mode_given_where_there_is_none_costs_precision():
    answer = score(rows(row("a", ("RETREAT",))), rows(row("a", ("RETREAT", "release"))))
    assert answer["mode"]["precision"] == 0.0 and answer["type_accuracy"] == 1.0


def test_contexts_each_and_together():
    gold = rows(row("a", contexts=["military", "cbrn"]), row("b"))
    given = rows(row("a", contexts=["military"]), row("b", contexts=["military"]))
    answer = score(gold, given)
    assert answer["context"]["f1"] == pytest.approx(2 / 4)
    assert answer["by_context"]["cbrn"]["recall"] == 0.0
    assert answer["by_context"]["military"]["precision"] == pytest.approx(1 / 2)


def test_a_sentence_without_prediction_is_one_with_nothing_found():
    answer = score(rows(row("a", ("AID",), contexts=["health"])), {})
    assert answer["type_accuracy"] == 0.0 and answer["context"]["recall"] == 0.0


def test_an_unknown_id_is_an_error():
    with pytest.raises(SystemExit, match="'z'"):
        score(rows(row("a")), rows(row("z")))


@pytest.mark.parametrize("line", ['{"id": "a"}', "[]", "{", '{"id": "a", "events": [{"type": "AID"}], "contexts": []}'])
def test_a_bad_line_is_named_with_its_place(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(row("x")) + "\n" + line + "\n", "utf-8")
    with pytest.raises(SystemExit, match=r"bad\.jsonl:2"):
        read(path)


def test_an_id_twice_is_an_error(tmp_path):
    path = tmp_path / "twice.jsonl"
    path.write_text((json.dumps(row("x")) + "\n") * 2, "utf-8")
    with pytest.raises(SystemExit, match="twice"):
        read(path)


def test_the_command_line_prints_json(tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "evals" / "score_modes.py"), str(SET), str(SET), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["sentences"] == 300


def test_the_set_has_every_mode_thrice_and_every_context_five_times():
    gold = read(SET).values()
    modes = Counter(f"{e['type']}-{m}" for r in gold for e in r["events"] for m in e["modes"])
    contexts = Counter(c for r in gold for c in r["contexts"])
    wanted = {f"{t}-{m}" for t, names in MODES.items() for m in names}
    assert set(modes) == wanted and min(modes.values()) >= 3
    assert set(contexts) == set(CONTEXTS) and min(contexts.values()) >= 5
    assert {e["type"] for r in gold for e in r["events"]} == set(MODES)
    assert len({r["text"] for r in gold}) == len(gold) == 300
