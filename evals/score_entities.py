"""python evals/score_entities.py when-where|names|actors GOLD PREDICTIONS: the answer as JSON, all rows and each half.

  when-where  GOLD rows have "when", a list of right intervals of days (null: not scored), and "place", a list of right
              names (null: not scored; [""] none), with "country".  A day is right when it is the very day; an interval
              longer than two days when it shares at least .6 of what the two cover.  A place is right by its name
              ("the" and case apart) in one of the countries.
  names       GOLD has "label" same or different.  Recall of the same at the lowest score that lets at most 2 % of the
              different pass (`recall_at_2`), recall at the package's own limit, and the area under the curve.
  actors      GOLD has "country" and "sector", each a list of right answers, null in it for none, or null for not scored.
The rows carry "half": dev, whose errors one may read, and test, whose errors nobody reads.
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from pathlib import Path

LIMIT = 0.88  # at which entities and compare take two spellings for one name
FALSE_POSITIVES = 0.02


def read(path: Path) -> list[dict]:
    """The rows of a JSON Lines file, or of a table whose first line names the columns; each has an id."""
    if path.suffix == ".tsv":
        with open(path, encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            return [{"id": str(number), **row} for number, row in enumerate(table, 2)]
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def same_days(gold: list[str], given: list[str] | None) -> bool:
    if given is None:
        return False
    (a, b), (x, y) = ((date.fromisoformat(d[:10]).toordinal() for d in pair) for pair in (gold, given))
    if b - a <= 1:
        return (a, b) == (x, y)
    shared = min(b, y) - max(a, x) + 1
    return shared / (max(b, y) - min(a, x) + 1) >= 0.6


def bare(name: str | None) -> str:
    return (name or "").casefold().removeprefix("the ").strip()


def when_where(pairs: list[tuple[dict, dict]]) -> dict:
    days = [any(same_days(w, p.get("when")) for w in g["when"]) for g, p in pairs if g["when"] is not None]
    places = []
    for g, p in pairs:
        if g["place"] is not None:
            named = bare(p.get("place")) in {bare(name) for name in g["place"]}
            places.append(named and (not p.get("place") or not g["country"] or p.get("country") in g["country"]))
    return {"day": _share(days), "place": _share(places), "passages": len(pairs)}


def names(pairs: list[tuple[dict, dict]]) -> dict:
    same = sorted(p["similarity"] for g, p in pairs if g["label"] == "same")
    other = sorted((p["similarity"] for g, p in pairs if g["label"] == "different"), reverse=True)
    bound = other[int(FALSE_POSITIVES * len(other))]
    above = sum(sum(s > o for o in other) + 0.5 * sum(s == o for o in other) for s in same)
    return {
        "recall_at_2": _share([s > bound for s in same]),
        "recall_at_limit": _share([s >= LIMIT for s in same]),
        "false_at_limit": _share([s >= LIMIT for s in other]),
        "area": above / (len(same) * len(other)),
        "pairs": len(pairs),
    }


def actors(pairs: list[tuple[dict, dict]]) -> dict:
    right = [_is(p, g, "country") for g, p in pairs]
    both = [_is(p, g, "country") and _is(p, g, "sector") for g, p in pairs]
    return {"country": _share(right), "both": _share(both), "phrases": len(pairs)}


def _is(given: dict, gold: dict, key: str) -> bool:
    return gold[key] is None or given.get(key) in gold[key]


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


KINDS = {"when-where": when_where, "names": names, "actors": actors}


def score(kind: str, gold: list[dict], given: list[dict]) -> dict:
    """The answer for all, and for the halves by name."""
    found = {row["id"]: row for row in given}
    strangers = sorted(found.keys() - {row["id"] for row in gold})
    if strangers:
        raise SystemExit(f"{len(strangers)} predicted ids are not in the gold file, the first is {strangers[0]!r}")
    missing = {"similarity": 0.0}
    pairs = [(row, found.get(row["id"], missing)) for row in gold]
    answer = KINDS[kind](pairs)
    for half in ("dev", "test"):
        part = [pair for pair in pairs if pair[0].get("half") == half]
        if part:
            answer[half] = KINDS[kind](part)
    return answer


def main(argv: list[str]) -> int:
    if len(argv) != 3 or argv[0] not in KINDS:
        print(__doc__, file=sys.stderr)
        return 2
    gold, given = (read(Path(name)) for name in argv[1:])
    print(json.dumps(score(argv[0], gold, given), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
