"""python -m evals.fresh_counts FILE … [--half dev|test] [--errors] [--json]: figures of people in short passages, by halves.

FILE is as `counts_dev.jsonl` beside the scorer, with a field `half` in each row.  Figures are those of the scorer: F1 of
(what, low, high), and of what with ranges that meet.  The rules may be improved on the dev half alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from evals.accounts import by_halves, scorer
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
    return by_halves(argv, "python -m evals.fresh_counts", __doc__, task.predict, figures, errors)


if __name__ == "__main__":
    sys.exit(main())
