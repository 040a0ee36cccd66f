"""python -m evals.recipes.background ECBPLUS_TRAIN: word shares of ordinary news → src/tellings/compare/data/background.tsv

The share is the part of reports whose first sentences hold the term, averaged over the happenings reported (ECB+ training
subtopics), so that what many reports tell of one happening does not look common.  Source: ECB+, (c) A. Cybulska and
P. Vossen, CC BY 3.0; only counts of single words are kept.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from tellings.compare.terms import inflected

OUT = Path(__file__).resolve().parents[2] / "src/tellings/compare/data/background.tsv"
SENTENCES = 8
SMALLEST = 0.008  # share; rarer words are as good as unknown
HAPPENINGS = 3  # a term of fewer belongs to them, not to the language
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def shares(rows: list[dict]) -> dict[str, float]:
    """Mean share of reports that hold each term, over happenings."""
    told: dict[str, list[set[str]]] = defaultdict(list)
    for row in rows:
        opening = row["sentences"][:SENTENCES]
        told[row["subtopic"]].append({inflected(t) for s in opening for t in s if _WORD.fullmatch(t)})
    total: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for reports in told.values():
        for term, count in Counter(term for report in reports for term in report).items():
            total[term] += count / len(reports) / len(told)
            spread[term] += 1
    return {t: s for t, s in total.items() if s >= SMALLEST and spread[t] >= HAPPENINGS and len(t) > 1}


def main() -> None:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    lines = [f"{term}\t{share:.4f}" for term, share in sorted(shares(rows).items(), key=lambda p: (-p[1], p[0]))]
    head = "# Share of news reports whose opening holds the term. Made by evals/recipes/background.py from word counts of\n"
    head += "# ECB+ (training part), (c) A. Cybulska and P. Vossen, VU University Amsterdam, CC BY 3.0.\n"
    OUT.write_text(head + "\n".join(lines) + "\n", "utf-8")
    print(len(lines), "terms")


if __name__ == "__main__":
    main()
