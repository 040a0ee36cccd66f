"""python -m evals TASK INPUT --out PREDICTIONS [--main] [--gov-default] | python -m evals case FOLDER

Each task is a module `evals.tasks.TASK` with `predict(rows, options)`: it sees the input's rows and yields rows of the
shape that the scorer beside the data reads.  An adapter looks at the text, the date and the ids, and at nothing else.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.score_entities import read

TASKS = (
    "events", "attribution", "time", "place", "place-oracle", "coref", "stories", "presence", "copies", "numbers",
    "naming", "chains", "status", "counts", "accounts", "modes", "when-where", "name-pairs", "actor-phrases",
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What the command line said; `pipeline()` is loaded when a task first asks for it."""

    main: bool = False
    gov_default: bool = False
    encoder: bool = False
    name: str = ""

    def pipeline(self):
        return _pipeline()


@cache
def _pipeline():
    from tellings.pipeline import Pipeline

    return Pipeline.load()


def run(task: str, source: Path, options: Options) -> list[dict]:
    """The predictions of one task for one input file."""
    module = importlib.import_module("evals.tasks." + task.replace("-", "_"))
    return list(module.predict(read(source), options))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=(*TASKS, "case"))
    parser.add_argument("input", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--main", action="store_true", help="events: only the event that the sentence is chiefly about")
    parser.add_argument(
        "--gov-default", action="store_true", help="events: a state named by itself counts as its government"
    )
    parser.add_argument("--encoder", action="store_true", help="stories: use the sentence encoder")
    args = parser.parse_args(argv)
    if args.task == "case":
        from evals.case import check_folder

        return check_folder(args.input)
    options = Options(main=args.main, gov_default=args.gov_default, encoder=args.encoder, name=args.input.stem)
    predictions = run(args.task, args.input, options)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions)
    if args.out:
        args.out.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
