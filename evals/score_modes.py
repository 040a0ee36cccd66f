"""python evals/score_modes.py GOLD PREDICTIONS [--json]: modes of the main event, and contexts of the sentence.

GOLD and PREDICTIONS are JSON Lines of {"id", "events": [{"type", "modes": [...]}], "contexts": [...]}; GOLD also has "text".

  mode      micro precision, recall and F1 of TYPE-mode pairs; an event without a mode gives no pair, and a mode
            given to it counts as wrong
  type      share of gold sentences of which every type was found and no other given
  context   micro precision, recall and F1 of contexts, and each context's own
A sentence that PREDICTIONS lacks counts as one with nothing found; an id that GOLD lacks is an error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path


def read(path: Path) -> dict[str, dict]:
    """The rows of a JSON Lines file by id; a line that is no such row, or an id twice, is an error with its place."""
    rows: dict[str, dict] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key = row["id"]
            pairs(row), types(row), set(row["contexts"])
        except (ValueError, KeyError, TypeError) as error:
            raise SystemExit(f"{path}:{number}: not a row of id, events and contexts: {error!r}") from None
        if key in rows:
            raise SystemExit(f"{path}:{number}: id {key!r} stands twice")
        rows[key] = row
    return rows


def pairs(row: dict) -> set[str]:
    return {f"{e['type']}-{mode}" for e in row["events"] for mode in e["modes"]}


def types(row: dict) -> set[str]:
    return {e["type"] for e in row["events"]}


def f1(right: int, given: int, gold: int) -> dict:
    """Precision, recall and F1 of counts; nothing given and nothing to give is a full score."""
    if not given and not gold:
        return {"precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 0, "given": 0, "gold": 0}
    precision, recall = right / given if given else 0.0, right / gold if gold else 0.0
    both = 2 * right / (given + gold)
    return {"precision": precision, "recall": recall, "f1": both, "right": right, "given": given, "gold": gold}


def micro(gold: list[set[str]], given: list[set[str]]) -> tuple[dict, dict[str, dict]]:
    """Over all labels together, and of each label by itself."""
    right, predicted, wanted = Counter(), Counter(), Counter()
    for g, p in zip(gold, given, strict=True):
        right.update(g & p)
        predicted.update(p)
        wanted.update(g)
    each = {x: f1(right[x], predicted[x], wanted[x]) for x in sorted(wanted | predicted)}
    return f1(right.total(), predicted.total(), wanted.total()), each


def score(gold: dict[str, dict], given: dict[str, dict]) -> dict:
    strangers = sorted(given.keys() - gold.keys())
    if strangers:
        raise SystemExit(f"{len(strangers)} predicted ids are not in the gold file, the first is {strangers[0]!r}")
    nothing = {"events": [], "contexts": []}
    both = [(row, given.get(key, nothing)) for key, row in gold.items()]
    mode, modes = micro([pairs(g) for g, _ in both], [pairs(p) for _, p in both])
    context, contexts = micro([set(g["contexts"]) for g, _ in both], [set(p["contexts"]) for _, p in both])
    same = sum(types(g) == types(p) for g, p in both)
    return {
        "sentences": len(both),
        "type_accuracy": same / len(both) if both else 1.0,
        "mode": mode,
        "context": context,
        "by_mode": modes,
        "by_context": contexts,
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--json", action="store_true", help="everything as JSON; else a few lines")
    args = parser.parse_args(argv)
    answer = score(read(args.gold), read(args.predictions))
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    print(f"sentences {answer['sentences']}   types right {answer['type_accuracy']:.3f}")
    for name in ("mode", "context"):
        a = answer[name]
        print(f"{name:8} F1 {a['f1']:.3f}   precision {a['precision']:.3f}   recall {a['recall']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
