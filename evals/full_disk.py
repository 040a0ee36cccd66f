"""A disk that fills up: python -m evals.full_disk [--sizes 40].  Needs root on Linux, since it mounts small file systems of memory.

A run writes into a file system of a few hundred kilobytes, a little larger each time, so that every kind of write meets its end.  It
must say so with an error of its own; once there is room, the next run must end like one that never lacked any.  Exit 1 when not.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from evals.torture import finish, make, start, state

LEAST, MOST = 64, 3_000  # kilobytes; the whole corpus takes about two megabytes
ROOM = "256m"
TOLD = ("corpus-not-writable", "catalogue-full")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.full_disk", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, default=40)
    sizes = parser.parse_args().sizes
    broken: list[str] = []
    codes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        problem = finish(start("inprocess", folder, folder / "whole", 0.0))
        assert not problem, problem
        wanted = state(folder / "whole")
        disk = folder / "disk"
        disk.mkdir()
        for number in range(sizes):
            size = LEAST + (MOST - LEAST) * number // max(1, sizes - 1)
            mount(disk, f"{size}k")
            try:
                told = finish(start("inprocess", folder, disk / "corpus", 0.0))
                code = (
                    next((c for c in TOLD if f"TellingsError: {c}:" in told.strip().splitlines()[-1]), None)
                    if told
                    else "room"
                )
                codes[code or "other"] += 1
                mount(disk, ROOM, again=True)
                after = finish(start("inprocess", folder, disk / "corpus", 0.0))
                if code is None or after or state(disk / "corpus") != wanted:
                    broken.append(
                        f"{size} kB: {told[-600:] if code is None else after or 'other rows after the next run'}"
                    )
            finally:
                subprocess.run(["umount", str(disk)], check=True)
    print(f"{sizes} sizes: {dict(codes)}; {len(broken)} broken")
    print(*broken, sep="\n")
    return 1 if broken else 0


def mount(disk: Path, size: str, again: bool = False) -> None:
    """A file system of this size; again: the one that is there grows."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"{'remount,' if again else ''}size={size}", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"cannot mount a file system of memory: {done.stderr.strip()}")


if __name__ == "__main__":
    raise SystemExit(main())
