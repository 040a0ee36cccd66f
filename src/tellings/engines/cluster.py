"""Dask: the same futures on other machines.  Whoever reaches a Dask port can run code there: use TLS, or --shard."""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import msgspec

from tellings.engines.pool import chunks
from tellings.engines.worker import MEMORY, SECONDS, Done, Loader, Reader, failed, read_chunk
from tellings.errors import TellingsError
from tellings.model import Report

_TRIES = 3
PATIENCE = 20  # seconds until a scheduler must have answered
_reports = msgspec.json.Decoder(list[Report])
_done = msgspec.json.Decoder(list[Done])
_one_at_a_time = threading.Lock()  # a worker with several threads has one pipeline


@lru_cache(maxsize=1)
def _reader(load: bytes) -> Reader:
    return pickle.loads(load)()


def _fingerprint(load: bytes) -> str:
    with _one_at_a_time:
        return _reader(load).fingerprint


def _work(load: bytes, seconds: float, memory: int, chunk: bytes) -> bytes:
    with _one_at_a_time:
        return msgspec.json.encode(read_chunk(_reader(load), _reports.decode(chunk), seconds, memory))


def _client(*args, **options):
    try:
        from distributed import Client
    except ImportError as error:
        raise TellingsError("no-dask", "Dask is not installed", hint='Run `pip install "tellings[dask]"`') from error
    return Client(*args, **options)


def _at(scheduler: str):
    """A client of a scheduler that somebody else started."""
    try:
        return _client(scheduler, timeout=PATIENCE)
    except (OSError, TimeoutError) as error:
        raise TellingsError(
            "no-scheduler",
            f"no Dask scheduler answers: {error}",
            where=scheduler,
            hint="Start one with `dask scheduler`, and check the address",
        ) from error


def _made_here(workers: int | None):
    """A client of a cluster on this machine; one whose workers die while they start is started again."""
    for tries_left in range(_TRIES, 0, -1):
        try:
            return _client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        except (RuntimeError, OSError, TimeoutError) as error:
            if tries_left == 1:
                raise TellingsError(
                    "no-workers",
                    f"Dask's workers do not start: {error}",
                    hint="Is there enough memory? Try --workers 1 or --engine pool",
                ) from error


LOOK = 10  # seconds between looks at whether anybody works on a task
IDLE_LOOKS = 3
_ALONE_SECONDS = 90


class Cluster:
    """Reads on a Dask cluster: at a scheduler's address, or one made here with a process a worker.

    Dask gives up a task whose worker died several times; its reports are then read one by one, at the end.
    """

    def __init__(
        self,
        load: Loader,
        *,
        scheduler: str | None = None,
        workers: int | None = None,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._load = pickle.dumps(load)
        self.seconds, self.memory = seconds, memory
        self._client = _at(scheduler) if scheduler else _made_here(workers)
        self.workers = max(1, len(self._client.scheduler_info()["workers"]))
        self._executor = self._client.get_executor(pure=False)

    def fingerprint(self) -> str:
        """Of the pipeline as the workers have it."""
        return self._executor.submit(_fingerprint, self._load).result()

    def read(self, reports: Iterable[Report]) -> Iterator[Done]:
        """One `Done` a report, in order but for those that were with a worker when it died: they come last."""
        out: deque = deque()
        suspects: list[Report] = []
        for chunk in chunks(reports):
            while len(out) >= 2 * self.workers:
                yield from self._next(*out.popleft(), suspects)
            out.append((chunk, self._submit(chunk)))
        while out:
            yield from self._next(*out.popleft(), suspects)
        # Dask blames every task that was on a dying worker.  Alone on the cluster, a report that kills is guilty.
        for report in suspects:
            yield from self._alone(report)

    def _next(self, chunk: list[Report], future, suspects: list[Report]) -> list[Done]:
        from distributed import KilledWorker

        try:
            return _done.decode(self._result(future))
        except (KilledWorker, TimeoutError):
            suspects += chunk
            return []

    def _result(self, future) -> bytes:
        """What the task gave.  TimeoutError once no worker has had anything to do for a while: a task whose workers died
        again and again may wait for ever without ever being given to another."""
        idle = 0
        while True:
            try:
                return future.result(timeout=LOOK)
            except TimeoutError:
                if future.done():
                    raise
                idle = 0 if any(self._client.processing().values()) else idle + 1
                if idle >= IDLE_LOOKS:
                    future.cancel()
                    raise

    def _alone(self, report: Report) -> list[Done]:
        from distributed import KilledWorker

        try:
            # A worker that dies again and again may leave its task waiting for ever.
            return _done.decode(self._submit([report]).result(timeout=_ALONE_SECONDS))
        except (KilledWorker, TimeoutError):
            return [
                failed(
                    report, "worker-died", "the processes that read this report died", "Have the workers enough memory?"
                )
            ]

    def map(self, work: Callable[[bytes], bytes], pieces: Iterable[bytes]) -> Iterator[bytes]:
        """What `work` makes of each piece, in order."""
        from distributed import KilledWorker

        out: deque = deque()
        waiting = iter(pieces)
        try:
            while True:
                while len(out) < 2 * self.workers and (piece := next(waiting, None)) is not None:
                    out.append(self._executor.submit(work, piece))
                if not out:
                    return
                yield self._result(out.popleft())
        except (KilledWorker, TimeoutError) as error:
            raise TellingsError(
                "worker-died",
                "the processes that compared some reports died",
                hint="Have the workers enough memory? What was read is kept; run again",
            ) from error

    def _submit(self, chunk: list[Report]):
        return self._executor.submit(_work, self._load, self.seconds, self.memory, msgspec.json.encode(chunk))

    def close(self) -> None:
        """Leave the cluster; one that was made here ends."""
        self._executor.shutdown(wait=False)
        self._client.close()
