"""python -m tellings.events.check [FILE…] [--show SENTENCE] [--no-examples]

Validates frame files and runs their examples.  Without FILE, the program's own; a FILE is a path, or the name of one of
the program's own files ("consult.toml").  --show prints what a sentence gives, with
reasons; with --why FRAME also why that frame counts there or does not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tellings.errors import TellingsError
from tellings.events.coder import code, matcher_of
from tellings.events.examples import describe, report_of, run_examples
from tellings.events.frames import load_frames
from tellings.events.why import why
from tellings.parse import Model

OWN = Path(__file__).parent / "frames"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tellings.events.check", description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--show", action="append", default=[], metavar="SENTENCE")
    parser.add_argument("--why", metavar="FRAME", help="with --show: why this frame counts there or does not")
    parser.add_argument("--no-examples", action="store_true")
    args = parser.parse_args(argv)
    names = [Path(f) for f in args.files]
    extra = [p for p in names if not _is_own(p)]
    errors: list[tuple[str, TellingsError]] = []
    try:
        frames = load_frames(extra, on_error=lambda name, error: errors.append((name, error)))
    except TellingsError as error:
        print(error, file=sys.stderr)
        return 1
    for _, error in errors:
        print(error, file=sys.stderr)
    if any(not names or Path(name).name in {p.name for p in names} for name, _ in errors):
        return 1
    model = Model()
    for sentence in args.show:
        parsed = model.parse(report_of(sentence))
        print(sentence)
        for m in code(parsed, (), frames):
            print("   " + describe(m, parsed), f"weight {m.weight}", *m.because, sep="\n       ")
        if args.why:
            print(
                *("   ? " + line for line in why(matcher_of(parsed, frames), args.why)),
                sep="\n",
            )
    if args.no_examples or (args.show and not names):
        return 0
    chosen = frozenset(str(p) if p in extra else p.name for p in names) or None
    failed = ran = 0
    for outcome in run_examples(frames, model, chosen):
        ran += 1
        if outcome.problem:
            failed += 1
            print(f"{outcome.where}: {outcome.frame.id}: {outcome.example.text}\n    {outcome.problem}")
    print(f"{len(frames.frames)} frames in force; {ran} examples run, {failed} failed")
    return 1 if failed else 0


def _is_own(path: Path) -> bool:
    return (OWN / path.name).exists() and (path.parent == Path(".") or path.resolve().parent == OWN)


if __name__ == "__main__":
    raise SystemExit(main())
