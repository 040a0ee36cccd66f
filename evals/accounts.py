"""python -m evals.accounts FILE … [--half dev|test] [--errors] [--json]: stories told by several outlets, measured by halves.

FILE is as `accounts_dev.jsonl` beside the scorer (see FORMAT.md there), with a field `half` ("dev" or "test") in each story;
a story without one counts as dev.  The rules may be improved on the dev half alone: --errors is refused for the other one.
Figures are those of the scorer: telling recall, B-cubed F1, comparison and independent voices of events that several
tell, and how many pairs of events that must stay apart were merged.

--errors gives for every event the tellings that are missing and, for every verdict that is wrong, what each telling was
taken to say; and then why verdicts are wrong, counted:
  event      no event of ours tells any of its tellings
  telling    the event lacks a telling
  value      a telling gives no answer to the question, or answers where the gold knows nothing
  judgement  the answers are there, and were judged wrongly (or one is wrong)
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from evals.__main__ import Options
from evals.score_entities import read
from evals.tasks import accounts as task

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("EVAL_SHARED", ROOT.parent / "shared" / "eval"))
FIGURES = {
    "telling recall": lambda s: s["telling_recall"] / 100,
    "B-cubed F1": lambda s: s["bcubed"]["f1"] / 100,
    "comparison": lambda s: s["comparison_several"] / 100,
    "voices": lambda s: s["independent_voices_several"] / 100,
    "wrongly merged": lambda s: s["apart_merged"],
}


def scorer() -> ModuleType:
    """The scorer beside the data."""
    spec = importlib.util.spec_from_file_location("own_score", SHARED / "own" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(gold: list[dict], told: list[dict]) -> dict[str, float]:
    score = scorer().score_accounts(gold, told)
    return {name: round(get(score), 3) for name, get in FIGURES.items()}


def errors(gold: list[dict], told: list[dict]) -> Iterator[tuple[str, str]]:
    """(kind of error, words for it); see above for the kinds."""
    by_story = {row["story"]: row["events"] for row in told}
    for story in gold:
        for event in story["events"]:
            yield from _errors_of(story, event, by_story[story["story"]])


def _errors_of(story: dict, event: dict, told: list[dict]) -> Iterator[tuple[str, str]]:
    texts = {r["id"]: r["text"] for r in story["reports"]}
    where = f"{story['story']} {event['event']} {event['event_type']}"
    wanted = [(t["report"], texts[t["report"]].index(t["evidence"]), t["evidence"]) for t in event["tellings"]]
    held = {r + str(start): [e for e in told if _holds(e, r, start, start + len(words))] for r, start, words in wanted}
    votes = Counter(e["event"] for some in held.values() for e in some)
    if not votes:
        for question in event["comparison"]:
            yield "event", f"{where} {question}"
        yield "", f"{where}: nothing of it is told"
        return
    best = next(e for e in told if e["event"] == votes.most_common(1)[0][0])
    missing = [(r, words) for r, start, words in wanted if best not in held[r + str(start)]]
    for report, words in missing:
        others = [e["event_type"] for e in held[report + str(texts[report].index(words))]]
        yield (
            "",
            f"{where}: lacks {report} “{words}” {'(told as another: ' + ', '.join(others) + ')' if others else ''}",
        )
    extra = [t["report"] for t in best["tellings"] if t["report"] not in {r for r, _, _ in wanted}]
    if extra:
        yield "", f"{where}: told by {', '.join(sorted(set(extra)))} too"
    if len(event["tellings"]) > 1 and best["independent_voices"] != event["independent_voices"]:
        yield "voices", f"{where}: {best['independent_voices']} for {event['independent_voices']}: {best['voices']}"
    for question, verdict in event["comparison"].items():
        said = best["comparison"].get(question)
        if said != verdict and len(event["tellings"]) > 1:
            values = best["values"].get(question, [])
            kind = "telling" if missing else "value" if len(values) < len(wanted) else "judgement"
            yield kind, f"{where} {question}: {said} for {verdict}: {values}"


def _holds(event: dict, report: str, start: int, end: int) -> bool:
    return any(t["report"] == report and t["start"] < end and start < t["end"] for t in event["tellings"])


def printed(gold: list[dict], told: list[dict]) -> Iterator[str]:
    """The errors, a line each, and how many of each kind."""
    counted: Counter[str] = Counter()
    for kind, words in errors(gold, told):
        counted[kind] += bool(kind)
        yield f"{kind:10}{words}"
    yield str(dict(counted))


def by_halves(
    argv: list[str] | None,
    prog: str,
    about: str,
    predict: Callable[[list[dict], Options], Iterable[dict]],
    measured: Callable[[list[dict], list[dict]], dict[str, float]],
    wrong: Callable[[list[dict], list[dict]], Iterable[str]],
    rows: Callable[[], list[dict]] | None = None,
) -> int:
    """The command of a set with halves: figures of either; errors of the one that may be read.  rows: instead of files."""
    parser = argparse.ArgumentParser(prog=prog, description=about.splitlines()[0])
    if rows is None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--half", choices=("dev", "test"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    if args.errors and args.half == "test":
        parser.error("the errors of the test half are not to be read")
    every = rows() if rows is not None else [row for path in args.files for row in read(path)]
    for half in [args.half] if args.half else ["dev", "test"]:
        gold = [row for row in every if row.get("half", "dev") == half]
        if not gold:
            continue
        told = list(predict(gold, Options(name=f"fresh-{half}")))
        found = measured(gold, told)
        print(
            json.dumps({half: found}) if args.json else f"{half:5} " + "  ".join(f"{k} {v}" for k, v in found.items())
        )
        if args.errors and half == "dev":
            print("\n".join(wrong(gold, told)))
    return 0


def main(argv: list[str] | None = None) -> int:
    return by_halves(argv, "python -m evals.accounts", __doc__, task.predict, figures, printed)


if __name__ == "__main__":
    sys.exit(main())
