"""Cost of comparing: python -m evals.scale [--engine pool] [REPORTS …].  Seconds a step, ratios between sizes, and memory.

Every size is a corpus on disk made of `evals.synthetic`, in the order in which stories and not days come, compared by a
process of its own whose memory is its own; then a hundred reports of the last day are added and compared, a hundred of a day in
the middle, and a hundred of any day.  CPU seconds count this process and its workers, so a busy machine changes them little.

python -m evals.scale --day REPORTS …: all of them of one day, which is one cell.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from evals.synthetic import corpus as synthetic
from tellings.compare.copies import kin
from tellings.comparing import cell_groups, sketched
from tellings.corpus import Corpus
from tellings.corpus.records import Entry, Input
from tellings.engines.comparison import renew
from tellings.engines.inprocess import InProcess
from tellings.engines.pool import Pool
from tellings.model import Reading, Report

SIZES = (1_000, 10_000)
ADDED = 100
SHARD = 256


def make(folder: Path, reports: int, seed: int = 7) -> tuple[list, list, list]:
    """A corpus to be compared; and a hundred reports of its last day, of one in the middle and of any that are not in it."""
    pairs = synthetic(reports + 3 * ADDED, seed)
    spare = [pair for _, pair in zip(range(3 * ADDED), pairs, strict=False)]
    with Corpus.open(folder, write=True) as corpus:
        while some := list(islice(pairs, SHARD)):
            put(corpus, some)
        with corpus.engine.connect() as connection:
            days = list(
                connection.exec_driver_sql("SELECT DISTINCT published FROM reports ORDER BY published").scalars()
            )
    last, middle = (
        [_on(pair, day) for pair in some]
        for day, some in ((days[-1], spare[:ADDED]), (days[len(days) // 2], spare[ADDED : 2 * ADDED]))
    )
    return last, middle, spare[2 * ADDED :]


def _on(pair: tuple[Report, Reading], day: str) -> tuple[Report, Reading]:
    """The same on another day."""
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
    last, middle, scattered = make(folder, reports)
    row: dict = {"reports": reports, "engine": engine}
    row |= {"all_" + key: value for key, value in _compared(folder, engine).items()}
    for name, some in (("last_day_", last), ("a_day_", middle), ("any_day_", scattered)):
        row |= {name + key: value for key, value in _added(folder, engine, some).items()}
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
    workers = Workers()
    began, cpu = time.monotonic(), time.process_time()

    def spent() -> float:
        return time.process_time() - cpu + workers.cpu

    with workers, Corpus.open(folder, write=True) as corpus:
        told = renew(corpus, chosen, lambda step: steps.append((step, spent())))
    chosen.close()
    ends = [at for _, at in steps[1:]] + [spent()]
    return {
        "seconds": round(time.monotonic() - began, 1),
        "cpu": round(spent(), 1),
        "steps": {step: round(end - at, 1) for (step, at), end in zip(steps, ends, strict=True)},
        "told": told,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "megabytes_worker": workers.megabytes,
    }


class Workers(threading.Thread):
    """Looks at the processes below this one every half second.  cpu: seconds of all of them; megabytes: most that one had.

    They are children of a server that starts them, so that what the system tells of children does not count them.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._cpu: dict[int, float] = {}
        self.megabytes = 0

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values())

    def __enter__(self) -> Workers:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        tick = os.sysconf("SC_CLK_TCK")
        while not self._over.wait(0.5):
            for pid, fields in _below(os.getpid()).items():
                self._cpu[pid] = (int(fields[11]) + int(fields[12])) / tick
                with contextlib.suppress(OSError):
                    status = Path(f"/proc/{pid}/status").read_text()
                    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
                    self.megabytes = max(self.megabytes, int(peak) // 1024)


def _below(top: int) -> dict[int, list[str]]:
    """Processes below one, each with what /proc/PID/stat has after its name."""
    found: dict[int, list[str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            found[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    inside = {top}
    while more := {pid for pid, fields in found.items() if int(fields[1]) in inside} - inside:
        inside |= more
    return {pid: found[pid] for pid in inside - {top} if pid in found}


def one_day(reports: int) -> dict:
    """What the only cell of so many reports of one day costs: sketches, groups and families, without the stories."""
    sketches = []
    began = time.process_time()
    for pair in synthetic(reports, 5, a_day=reports):
        report, reading = _on(pair, "2020-01-01")
        sketches.append(sketched(report, reading))
    sketches.sort(key=lambda one: one.report)
    row: dict = {"reports": reports, "made_and_sketched": round(time.process_time() - began, 1)}
    began = time.process_time()
    groups, _ = cell_groups([(one.report, "2020-01-01", one.terms) for one in sketches], ())
    row |= {"grouped": round(time.process_time() - began, 1), "groups": len(groups), "largest": max(map(len, groups))}
    began = time.process_time()
    families = kin([one.sample for one in sketches], [])
    row |= {"families": round(time.process_time() - began, 1), "largest_family": max(map(len, families), default=0)}
    return row | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _nothing() -> None:
    """Comparing needs no pipeline."""


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
    elif given[:1] == ["--day"]:
        for count in given[1:]:
            print(json.dumps(one_day(int(count))), flush=True)
    else:
        named = given[1] if given[:1] == ["--engine"] else "inprocess"
        main([int(g) for g in given if g.isdigit()] or list(SIZES), named)
