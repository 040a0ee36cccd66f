"""Reading in a pool: two processes against one, a worker's memory over many reports, and what exact copies save.

python -m evals.workers ratio  [--reports 400]                      words a second of two workers ÷ of one, rounds in turn
python -m evals.workers memory [--reports 20000] [--texts F.jsonl]  megabytes of each worker along the way
python -m evals.workers copies [--reports 400]                      time with 30 % exact copies ÷ time with none

Reports are invented (`evals.recipes.pages`), or passages of the `text` fields of JSON lines; in `memory` each has a few words that
no other has, since what grows in a worker is what it remembers of words.  Everything is the real thing: gathered reports, pool, shards.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from evals.recipes.pages import stories
from tellings.corpus import Corpus
from tellings.engines.loading import loader
from tellings.engines.pool import Pool
from tellings.engines.running import Tally, run
from tellings.model import Known, Mark, Report, report_id

PASSAGE = 900  # characters
STEP = 1_000  # reports between two looks at the memory
ROUNDS = 3


def invented(count: int, seed: int, copied: float = 0.0) -> Iterator[Report]:
    for number, story in enumerate(stories(count, seed=seed, copied=copied)):
        yield _report(number, story.title, "\n\n".join(story.paragraphs), story.outlet, seed)


def passages(path: Path, count: int) -> Iterator[Report]:
    """Pieces of real texts, over and over, each with words of its own."""
    rng = random.Random(5)
    pieces = [
        text[at : at + PASSAGE]
        for line in path.read_text("utf-8").splitlines()
        for text in [json.loads(line)["text"]]
        for at in range(0, max(1, len(text) - PASSAGE // 2), PASSAGE)
    ]
    for number, piece in enumerate(islice(cycle(pieces), count)):
        name = " ".join("".join(rng.choices("abdefgiklmnorstu", k=rng.randint(4, 9))).title() for _ in range(2))
        yield _report(
            number, f"{name} speaks", f"{name} said on Monday that police arrested {name}.\n\n{piece}", "X", 0
        )


def _report(number: int, title: str, body: str, outlet: str, seed: int) -> Report:
    text = f"{title}\n\n{body}"
    return Report(
        id=report_id(outlet, f"{seed}-{number}", text),
        outlet=Known(value=outlet, basis="metadata"),
        published=Known(value="2024-03-01", basis="metadata"),
        title=title,
        text=text,
        marks=(Mark(kind="title", start=0, end=len(title)),),
        language="en",
        source=f"{number}.txt",
    )


def read(
    reports: Iterator[Report], workers: int, look: Callable[[Tally, Pool], None] | None = None, warm: int = 40
) -> Tally:
    """A run into a corpus of its own; the workers have loaded and read a little before the clock starts."""
    pool = Pool(loader({}), workers=workers)
    try:
        for _ in pool.read(invented(warm * workers, seed=99)):
            pass
        with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "corpus", write=True) as corpus:
            return run(corpus, reports, pool, lambda tally: look(tally, pool) if look else None)
    finally:
        pool.close()


def ratio(count: int) -> None:
    speeds: dict[int, list[float]] = {1: [], 2: []}
    for round_ in range(ROUNDS):
        for workers in speeds:
            tally = read(invented(count, seed=round_), workers)
            speeds[workers].append(tally.words / tally.seconds)
            print(f"{workers} workers: {speeds[workers][-1]:.0f} words/s", flush=True)
    print(f"two against one: {statistics.median(b / a for a, b in zip(*speeds.values(), strict=True)):.2f}")


def copies(count: int) -> None:
    shares = []
    for round_ in range(ROUNDS):
        seconds = {}
        for copied in (0.0, 0.3):
            tally = read(invented(count, seed=round_, copied=copied), 1)
            seconds[copied] = tally.seconds
            print(f"{copied:.0%} copies: {tally.read} read, {tally.copies} copies, {tally.seconds:.1f} s", flush=True)
        shares.append(1 - seconds[0.3] / seconds[0.0])
    print(f"30 % of exact copies save {statistics.median(shares):.1%} of the time")


def memory(count: int, texts: Path | None) -> None:
    import psutil

    seen = 0

    def look(tally: Tally, pool: Pool) -> None:
        nonlocal seen
        done = tally.read + tally.copies
        if done >= seen + STEP:
            seen = done
            sizes = [psutil.Process(pid).memory_info().rss >> 20 for pid in pool._executor._processes]
            own = psutil.Process().memory_info().rss >> 20
            print(
                f"{done} reports: workers {sizes} MB, parent {own} MB, {tally.words / tally.seconds:.0f} words/s",
                flush=True,
            )

    read(passages(texts, count) if texts else invented(count, seed=3), 2, look)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.workers", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["ratio", "memory", "copies"])
    parser.add_argument("--reports", type=int)
    parser.add_argument("--texts", type=Path)
    args = parser.parse_args()
    if args.what == "memory":
        memory(args.reports or 20_000, args.texts)
    else:
        {"ratio": ratio, "copies": copies}[args.what](args.reports or 400)


if __name__ == "__main__":
    main()
