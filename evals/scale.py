"""Cost of comparing: python -m evals.scale [REPORTS …].  CPU seconds a step, ratios between sizes, and memory.

Every size runs in a process of its own on a corpus of `evals.synthetic`, so that the memory is that of this size.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time

from evals.synthetic import corpus
from tellings.comparing import compare

SIZES = (2_000, 10_000)


def measure(reports: int) -> dict:
    """CPU seconds by step and in all, peak memory in MB, and what came out."""
    pairs = list(corpus(reports))
    gc.collect()
    before = _megabytes()
    steps: list[tuple[str, float]] = []
    started = time.process_time()
    compared = compare(pairs, progress=lambda step: steps.append((step, time.process_time())))
    ended = time.process_time()
    ends = [at for _, at in steps[1:]] + [ended]
    return {
        "reports": reports,
        "seconds": round(ended - started, 1),
        "steps": {step: round(end - at, 1) for (step, at), end in zip(steps, ends, strict=True)},
        "megabytes_readings": before,
        "megabytes_peak": _megabytes(),
        "stories": len(compared.stories),
        "events": len(compared.events),
        "actors": len(compared.actors),
        "copies": len(compared.copies),
    }


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(sizes: list[int]) -> None:
    last = None
    for size in sizes:
        run = subprocess.run(
            [sys.executable, "-m", "evals.scale", "--one", str(size)], capture_output=True, text=True, check=True
        )
        row = json.loads(run.stdout)
        if last:
            row["times_more_reports"] = round(row["reports"] / last["reports"], 1)
            row["times_more_seconds"] = round(row["seconds"] / max(last["seconds"], 0.1), 1)
        print(json.dumps(row))
        last = row


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--one"]:
        print(json.dumps(measure(int(given[1]))))
    else:
        main([int(g) for g in given] or list(SIZES))
