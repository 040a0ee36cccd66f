"""Cost of comparing: python -m evals.scale [--engine pool] [REPORTS …].  Seconds a step, ratios between sizes, and memory.

Every size is a corpus on disk made of `evals.synthetic`, in the order in which stories and not days come, compared by a
process of its own whose memory is its own; then a hundred reports of the last days are added and compared, and a hundred of
any day.  CPU seconds count this process and its workers, so a busy machine changes them little.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from evals.synthetic import corpus as synthetic
from tellings.corpus import Corpus
from tellings.corpus.records import Entry, Input
from tellings.engines.comparison import renew
from tellings.engines.inprocess import InProcess
from tellings.engines.pool import Pool
from tellings.model import Reading, Report

SIZES = (1_000, 10_000)
ADDED = 100
SHARD = 256


def make(folder: Path, reports: int, seed: int = 7) -> tuple[list, list]:
    """A corpus to be compared; and a hundred reports of its last days and a hundred of any day that are not in it."""
    pairs = synthetic(reports + 2 * ADDED, seed)
    spare = [pair for _, pair in zip(range(2 * ADDED), pairs, strict=False)]
    with Corpus.open(folder, write=True) as corpus:
        while some := list(islice(pairs, SHARD)):
            put(corpus, some)
        with corpus.engine.connect() as connection:
            last = connection.exec_driver_sql("SELECT max(published) FROM reports").scalar_one()
    moved = [_on(pair, last) for pair in spare[:ADDED]]
    return moved, spare[ADDED:]


def _on(pair: tuple[Report, Reading], day: str) -> tuple[Report, Reading]:
    """The same on the last day."""
    from msgspec.structs import replace

    report, reading = pair
    return replace(report, published=replace(report.published, value=day)), reading


def put(corpus: Corpus, pairs: Iterable[tuple[Report, Reading]]) -> None:
    """Readings into a corpus, as a run does."""
    entries = [Entry(report=report, reading=reading, body=report.id) for report, reading in pairs]
    inputs = [Input(source=f"{e.report.id}.txt", state="read", report=e.report.id) for e in entries]
    corpus.add(entries, inputs, "synthetic")


def measure(reports: int, engine: str, folder: Path) -> dict:
    """What comparing so many costs, and adding to them."""
    late, scattered = make(folder, reports)
    row: dict = {"reports": reports, "engine": engine}
    row |= {"all_" + key: value for key, value in _compared(folder, engine).items()}
    row |= {"last_days_" + key: value for key, value in _added(folder, engine, late).items()}
    row |= {"any_day_" + key: value for key, value in _added(folder, engine, scattered).items()}
    with Corpus.open(folder) as corpus:
        status = corpus.status()
    row |= {"stories": status.stories, "events": status.events, "mentions": status.mentions}
    row["catalogue_megabytes"] = (folder / "corpus.db").stat().st_size >> 20
    return row


def _added(folder: Path, engine: str, pairs: Sequence[tuple[Report, Reading]]) -> dict:
    with Corpus.open(folder, write=True) as corpus:
        put(corpus, pairs)
    return _compared(folder, engine)


def _compared(folder: Path, engine: str) -> dict:
    """In a process of its own."""
    command = [sys.executable, "-m", "evals.scale", "--compare", engine, str(folder)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def compare_here(engine: str, folder: Path) -> dict:
    """Compare a corpus; seconds by step, wall and CPU, and memory."""
    chosen = (
        InProcess(_nothing)
        if engine == "inprocess"
        else Pool(_nothing, workers=int(engine.partition(":")[2] or 0) or None)
    )
    steps: list[tuple[str, float]] = []
    began, cpu = time.monotonic(), _cpu()
    with Corpus.open(folder, write=True) as corpus:
        told = renew(corpus, chosen, lambda step: steps.append((step, _cpu())))
    chosen.close()
    ends = [at for _, at in steps[1:]] + [_cpu()]
    return {
        "seconds": round(time.monotonic() - began, 1),
        "cpu": round(_cpu() - cpu, 1),
        "steps": {step: round(end - at, 1) for (step, at), end in zip(steps, ends, strict=True)},
        "told": told,
        "megabytes": _megabytes(resource.RUSAGE_SELF),
        "megabytes_worker": _megabytes(resource.RUSAGE_CHILDREN),
    }


def _nothing() -> None:
    """Comparing needs no pipeline."""


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def main(sizes: Sequence[int], engine: str = "inprocess", to: Path | None = None) -> None:
    last = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="tellings-scale-", dir=to) as folder:
            row = measure(size, engine, Path(folder) / "corpus")
        if last:
            row["times_more_reports"] = round(row["reports"] / last["reports"], 1)
            row["times_more_cpu"] = round(row["all_cpu"] / max(last["all_cpu"], 0.1), 1)
        print(json.dumps(row), flush=True)
        last = row


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--compare"]:
        print(json.dumps(compare_here(given[1], Path(given[2]))))
    else:
        named = given[1] if given[:1] == ["--engine"] else "inprocess"
        main([int(g) for g in given if g.isdigit()] or list(SIZES), named)
