"""Killed at random moments: python -m evals.torture [--moments 100] [--engines inprocess pool dask]

A run over a folder of files is killed (kill -9) at a moment drawn at random, while it gathers, reads, writes or compares: the whole
run, or one of its workers.  The next run must end like one that nobody disturbed: the same reports, readings, inputs, sums, stories
and events; nothing lost, nothing twice.  Exit 1 when not.  Readings are made by hand, slowly, so that a moment falls into every
stage; gathering, writing, comparing, catalogue and engines are the real ones.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from evals.recipes.pages import stories
from tellings.corpus import Corpus, schema
from tellings.corpus.records import encode
from tellings.corpus.verify import verify

TESTS = Path(__file__).resolve().parents[1] / "tests"
REPORTS = 60
SLOW = 0.01  # seconds a reading takes
LIMIT = 180  # seconds a run may take
_RUN = """
import sys
from functools import partial
from handmade import HandReader
from tellings.corpus import Corpus
from tellings.engines import choose, comparison, running
running.SHARD_REPORTS = 7  # many writes
comparison.WORTH_SHARING = 2  # comparing goes to the engine as well
if __name__ == "__main__":
    engine = choose(sys.argv[1], partial(HandReader, "hand-1", float(sys.argv[4])), workers=2)
    with Corpus.open(sys.argv[3], write=True) as corpus:
        running.run_files(corpus, [sys.argv[2]], engine)
        comparison.renew(corpus, engine)
    engine.close()
"""


def make(folder: Path) -> Path:
    """Files of many kinds: copies, an empty one, one that is no text."""
    source = folder / "in"
    source.mkdir()
    for number, story in enumerate(stories(REPORTS, seed=5, copied=0.2)):
        (source / f"{number:03}.txt").write_text(f"{story.title}\n\n" + "\n\n".join(story.paragraphs))
    (source / "empty.txt").write_text("")
    (source / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "run_once.py").write_text(_RUN)
    return source


def start(engine: str, folder: Path, into: Path, seconds: float) -> subprocess.Popen:
    paths = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(
        [sys.executable, str(folder / "run_once.py"), engine, str(folder / "in"), str(into), str(seconds)],
        env=os.environ | {"PYTHONPATH": paths, "TELLINGS_CATALOGUE": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process: subprocess.Popen) -> str:
    """What went wrong, if anything."""
    try:
        _, told = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        kill(process)
        return f"the run hangs for more than {LIMIT} s"
    return told.decode(errors="replace")[-2000:] if process.returncode else ""


def kill(process: subprocess.Popen) -> None:
    """The run and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def kill_worker(process: subprocess.Popen, rng: random.Random) -> bool:
    """One of the processes that the run started, if there is one."""
    import psutil

    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return False
    busy = [child for child in children if "resource_tracker" not in " ".join(_command(child))]
    if not busy:
        return False
    with suppress(psutil.NoSuchProcess):
        rng.choice(busy).kill()
    return True


def _command(process) -> list[str]:
    import psutil

    try:
        return process.cmdline()
    except psutil.Error:
        return []


def state(path: Path) -> str:
    """A digest of all that a corpus holds but the times of acquisition and what hangs on the order of writing."""
    with Corpus.open(path, write=True) as corpus:
        problems = verify(corpus)
        assert not problems, problems
        entries = []
        for entry in corpus.entries():
            words = encode(entry.reading)
            entries.append(f"{entry.report.id} {entry.body} {hashlib.sha256(words).hexdigest()}")
        i = schema.inputs.c
        with corpus.engine.connect() as connection:
            rows = connection.execute(select(i.source, i.item, i.sha256, i.code)).all()
            states = sorted(row[0] for row in connection.execute(select(i.state)))
        compared = corpus.compared()
        assert compared.events and not corpus.needs_comparing()
        told = sorted(encode(one).decode() for kind in compared.__struct_fields__ for one in getattr(compared, kind))
    whole = "\n".join([*sorted(entries), *sorted(map(str, rows)), *states, *told])
    return hashlib.sha256(whole.encode()).hexdigest()


def torture(engine: str, moments: int, seed: int, tell=print) -> int:
    """How many of the moments left a corpus other than the undisturbed one."""
    rng = random.Random(seed)
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        began = time.monotonic()
        problem = finish(start(engine, folder, folder / "whole", SLOW))
        assert not problem, problem
        lasts = time.monotonic() - began
        wanted = state(folder / "whole")
        for number in range(moments):
            into = folder / f"c{number}"
            process = start(engine, folder, into, SLOW)
            moment = rng.uniform(0.1, 1.0) * lasts
            time.sleep(moment)
            whole = engine == "inprocess" or rng.random() < 0.5
            if whole or not kill_worker(process, rng):
                kill(process)
                problem = ""
            else:  # the run goes on without its worker
                problem = finish(process)
            problem = problem or finish(start(engine, folder, into, 0.0))
            same = not problem and state(into) == wanted
            if not same:
                broken += 1
                tell(
                    f"{engine}, moment {number} ({moment:.2f} s, {'run' if whole else 'worker'} killed): {problem or 'other rows'}"
                )
            shutil.rmtree(into, ignore_errors=True)
    tell(f"{engine}: {moments} moments in a run of {lasts:.1f} s, {broken} broken")
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.torture", description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--engines", nargs="+", default=["inprocess", "pool", "dask"])
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    return 1 if sum(torture(engine, args.moments, args.seed) for engine in args.engines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
