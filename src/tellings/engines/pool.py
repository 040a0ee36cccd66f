"""A pool of processes that survives a dying worker.

Reports go out in chunks, at most two a worker at a time.  When a worker dies, every chunk that was out is suspect: its
reports are read one by one by a single worker, so that the culprit is known when that one dies, and the pool is made
anew.  A report is given up only when it kills twice, since a worker may also die of something else.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

import msgspec

from tellings.engines.processes import Processes, Task
from tellings.engines.worker import MEMORY, SECONDS, Done, Loader, Reader, failed, read_chunk
from tellings.errors import TellingsError
from tellings.model import Report

CHARACTERS = 40_000  # of text in a chunk: some seconds of work, so that a lost chunk costs little
REPORTS = 32
_TRIES = 3
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")

_reader: Reader | None = None
_problem: TellingsError | None = None
_seconds = SECONDS
_memory = MEMORY
_reports = msgspec.json.Decoder(list[Report])
_done = msgspec.json.Decoder(list[Done])


def _start(load: Loader, seconds: float, memory: int) -> None:
    """In a worker, once.  A user's bad file is told by the first task; raising here would only break the pool."""
    global _reader, _problem, _seconds, _memory
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the pool in good order
    _seconds, _memory = seconds, memory
    try:
        _reader = load()
    except TellingsError as error:
        _problem = error
    except Exception as error:
        _problem = TellingsError(
            "no-pipeline", f"a worker could not load the pipeline: {type(error).__name__}: {error}"
        )


def _ready() -> Reader:
    if _problem or _reader is None:
        raise _problem or TellingsError("no-pipeline", "a worker has no pipeline")
    return _reader


def _fingerprint() -> str:
    return _ready().fingerprint


def _work(chunk: bytes) -> bytes:
    return msgspec.json.encode(read_chunk(_ready(), _reports.decode(chunk), _seconds, _memory))


class Pool:
    """Reads in `workers` processes (default: one a core), each with its own copy of the pipeline."""

    def __init__(
        self,
        load: Loader,
        *,
        workers: int | None = None,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        preload: tuple[str, ...] = (),
    ) -> None:
        self.workers = workers or _cores()
        self.seconds, self.memory = seconds, memory
        self._load, self._preload = load, preload
        self._processes: Processes | None = None

    def fingerprint(self) -> str:
        """Of the pipeline as the workers have it.  Raises no-workers when loading it kills them again and again."""
        for _ in range(_TRIES):
            try:
                return self._submit(_fingerprint).result()
            except BrokenProcessPool:
                self.close()
        raise TellingsError(
            "no-workers",
            "workers die while they load the pipeline",
            hint="Is there enough memory? Try --workers 1 or --engine inprocess",
        )

    def read(self, reports: Iterable[Report]) -> Iterator[Done]:
        """One `Done` a report, in order of submission but for reports that were with a worker when it died."""
        out: deque[tuple[list[Report], Task]] = deque()
        try:
            for chunk in chunks(reports):
                while len(out) >= 2 * self.workers:
                    yield from self._next(out)
                out.append((chunk, self._submit(_work, msgspec.json.encode(chunk))))
            while out:
                yield from self._next(out)
        finally:
            for _, task in out:
                task.cancel()

    def _next(self, out: deque[tuple[list[Report], Task]]) -> list[Done]:
        """The oldest chunk's results; after a death, those of all that were out."""
        chunk, task = out.popleft()
        try:
            return _done.decode(task.result())
        except BrokenProcessPool:
            self.close()
        finished: list[Done] = []
        suspects = list(chunk)
        for other, waiting in out:
            if (kept := waiting.kept()) is not None:
                finished += _done.decode(kept)
            else:
                suspects += other
        out.clear()
        return finished + list(self._one_by_one(suspects))

    def _one_by_one(self, suspects: list[Report]) -> Iterator[Done]:
        """Results of reports one of which may be a killer."""
        lone = Pool(self._load, workers=1, seconds=self.seconds, memory=self.memory, preload=self._preload)
        try:
            for report in suspects:
                yield lone._try(report)
        finally:
            lone.close()

    def _try(self, report: Report) -> Done:
        for _ in range(2):
            try:
                return _done.decode(self._submit(_work, msgspec.json.encode([report])).result())[0]
            except BrokenProcessPool:
                self.close()
        return failed(
            report,
            "worker-died",
            "the process that read this report died, twice",
            "Is there enough memory? Try --workers 1",
        )

    def map(self, work: Callable[[bytes], bytes], pieces: Iterable[bytes]) -> Iterator[bytes]:
        """What `work` makes of each piece, in order, in workers that have no pipeline: those that read are ended first."""
        self.close()
        yield from mapped(work, pieces, self.workers, self._context)

    def _submit(self, task, *args) -> Task:
        for _ in range(_TRIES):
            if self._processes is None:
                self._processes = Processes(
                    self.workers, self._context(), _start, (self._load, self.seconds, self.memory)
                )
            try:
                return self._processes.give(task, *args)
            except BrokenProcessPool:  # it died between two tasks
                self.close()
        raise TellingsError("no-workers", "the pool dies as soon as it is made", hint="Try --engine inprocess")

    def _context(self) -> BaseContext:
        for name in _THREADS:  # inherited by the workers; processes are the unit of parallel work
            os.environ.setdefault(name, "1")
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        context.set_forkserver_preload(list(self._preload))  # imported once, and shared by all workers
        return context

    def close(self) -> None:
        """End the workers, at once if they are in the middle of something."""
        if self._processes is not None:
            processes, self._processes = self._processes, None
            processes.end()


def mapped(
    work: Callable[[bytes], bytes], pieces: Iterable[bytes], workers: int, context: Callable[[], BaseContext]
) -> Iterator[bytes]:
    """Results in order.  A piece that was out when a worker died is done alone; one that kills again and again ends it all."""
    taken: deque[bytes] = deque()  # those that were taken up, oldest first, and what was promised for them
    out: deque[Task] = deque()
    processes = Processes(workers, context())
    waiting = iter(pieces)
    try:
        while True:
            while len(taken) < 2 * workers and (piece := next(waiting, None)) is not None:
                taken.append(piece)
            if not taken:
                return
            try:
                out.extend(processes.give(work, piece) for piece in list(taken)[len(out) :])
                result = out[0].result()
            except BrokenProcessPool:
                processes.end()
                processes = Processes(workers, context())
                out.clear()
                while taken:
                    yield _alone(work, taken.popleft(), context)
                continue
            out.popleft()
            taken.popleft()
            yield result
    finally:
        processes.end()


def _alone(work: Callable[[bytes], bytes], piece: bytes, context: Callable[[], BaseContext]) -> bytes:
    for _ in range(_TRIES):
        lone = Processes(1, context())
        try:
            return lone.give(work, piece).result()
        except BrokenProcessPool:
            continue
        finally:
            lone.end()
    raise TellingsError(
        "worker-died",
        "the process that compared some reports died, again and again",
        hint="Is there enough memory? What was read is kept; try again with --workers 1",
    )


def _cores() -> int:
    """Those this process may use, which a cluster's scheduler may have limited."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunks(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Reports in groups of a bounded number of characters; the first groups are small, so that results come soon."""
    chunk: list[Report] = []
    size, most = 0, 2
    for report in reports:
        if chunk and (size + len(report.text) > CHARACTERS or len(chunk) >= most):
            yield chunk
            chunk, size, most = [], 0, min(most + 2, REPORTS)
        chunk.append(report)
        size += len(report.text)
    if chunk:
        yield chunk
