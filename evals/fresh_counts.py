"""python -m evals.fresh_counts FILE … [--half dev|test] [--errors] [--json]: figures of people in short passages, by halves.

FILE is as `counts_dev.jsonl` beside the scorer, with a field `half` in each row.  Figures are those of the scorer: F1 of
(what, low, high), and of what with ranges that meet.  The rules may be improved on the dev half alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from evals.__main__ import Options
from evals.accounts import scorer
from evals.score_entities import read
from evals.tasks import counts as task


def figures(gold: list[dict], told: list[dict]) -> dict[str, float]:
    score = scorer().score_counts(gold, told)
    return {
        "exact F1": round(score["exact"]["f1"] / 100, 3),
        "precision": round(score["exact"]["precision"] / 100, 3),
        "recall": round(score["exact"]["recall"] / 100, 3),
        "ranges meet": round(score["overlapping"]["f1"] / 100, 3),
    }


def errors(gold: list[dict], told: list[dict]) -> Iterator[str]:
    for row, found in zip(gold, told, strict=True):
        wanted, given = ([(c["what"], c["low"], c["high"]) for c in r["counts"]] for r in (row, found))
        missed, wrong = [c for c in wanted if c not in given], [c for c in given if c not in wanted]
        if missed or wrong:
            yield f"{row['id']} lacks {missed} has {wrong}: {row['text']}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.fresh_counts", description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--half", choices=("dev", "test"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    if args.errors and args.half == "test":
        parser.error("the errors of the test half are not to be read")
    rows = [row for path in args.files for row in read(path)]
    for half in [args.half] if args.half else ["dev", "test"]:
        gold = [row for row in rows if row["half"] == half]
        told = list(task.predict(gold, Options(name=f"fresh-{half}")))
        found = figures(gold, told)
        print(
            json.dumps({half: found}) if args.json else f"{half:5} " + "  ".join(f"{k} {v}" for k, v in found.items())
        )
        if args.errors and half == "dev":
            print("\n".join(errors(gold, told)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
