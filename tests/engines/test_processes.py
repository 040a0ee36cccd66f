"""Workers that are killed at the worst moment, and parents that are."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tellings.engines import processes
from tellings.engines.pool import mapped
from tellings.engines.processes import Processes

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="processes start otherwise here"
)


def context():
    return multiprocessing.get_context("forkserver")


def half_a_result(once: str, piece: bytes) -> bytes:
    """Killed while it writes its result, but only if nobody was before."""
    try:
        os.close(os.open(once, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return piece[::-1]
    whole = Connection._send

    def half(self, data, *more):
        whole(self, bytes(data)[: len(data) // 2], *more)
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = half
    return piece[::-1]


def test_half_a_result_holds_nobody_up(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LOOK", 0.2)
    pieces = [bytes([number]) * 50_000 + b"." for number in range(8)]
    began = time.monotonic()
    given = list(mapped(partial(half_a_result, str(tmp_path / "once")), pieces, 2, context))
    assert given == [piece[::-1] for piece in pieces] and (tmp_path / "once").exists()
    assert time.monotonic() - began < 30


def test_what_was_given_to_ended_processes_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(processes, "LOOK", 0.2)
    some = Processes(1, context())
    task, waiting = some.give(time.sleep, 60), some.give(abs, -1)
    some.end()
    for one in (task, waiting):
        with pytest.raises(BrokenProcessPool):
            one.result()


def raise_timeout():
    raise TimeoutError("its own")


def test_a_task_may_raise_what_waiting_raises():
    some = Processes(1, context())
    with pytest.raises(TimeoutError, match="its own"):
        some.give(raise_timeout).result()
    some.end()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_workers_end_with_a_killed_parent():
    code = """
import multiprocessing, os, sys, time
from tellings.engines.processes import Processes
if __name__ == "__main__":
    some = Processes(2, multiprocessing.get_context("forkserver"))
    tasks = [some.give(time.sleep, 0.5), some.give(time.sleep, 0.5)]
    [task.result() for task in tasks]
    print(*[process.pid for process in some._all()], flush=True)
    time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    workers = [Path(f"/proc/{pid}") for pid in parent.stdout.readline().split()]
    assert len(workers) == 2 and all(worker.exists() for worker in workers)
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 10
    while any(alive(worker) for worker in workers) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(alive(worker) for worker in workers)


def alive(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
