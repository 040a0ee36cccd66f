"""A pool of processes that survives a dying worker.

Reports go out in chunks, at most two a worker at a time.  When a worker dies, every chunk that was out is suspect: its
reports are read one by one by a single worker, so that the culprit is known when that one dies, and the pool is made
anew.  A report is given up only when it kills twice, since a worker may also die of something else.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext

import msgspec

from tellings.engines.worker import MEMORY, SECONDS, Done, Loader, Reader, failed, read_chunk
from tellings.errors import TellingsError
from tellings.model import Report

CHARACTERS = 40_000  # of text in a chunk: some seconds of work, so that a lost chunk costs little
REPORTS = 32
_TRIES = 3
_PAUSE = 0.5  # seconds
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
        self._executor: ProcessPoolExecutor | None = None

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
        out: deque[tuple[list[Report], Future]] = deque()
        try:
            for chunk in chunks(reports):
                while len(out) >= 2 * self.workers:
                    yield from self._next(out)
                out.append((chunk, self._submit(_work, msgspec.json.encode(chunk))))
            while out:
                yield from self._next(out)
        finally:
            for _, future in out:
                future.cancel()

    def _next(self, out: deque[tuple[list[Report], Future]]) -> list[Done]:
        """The oldest chunk's results; after a death, those of all that were out."""
        chunk, future = out.popleft()
        try:
            return _done.decode(future.result())
        except BrokenProcessPool:
            self.close()
        finished: list[Done] = []
        suspects = list(chunk)
        for other, waiting in out:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                finished += _done.decode(waiting.result())
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

    def _submit(self, task, *args) -> Future:
        for _ in range(_TRIES):
            if self._executor is None:
                self._executor = self._make()
            try:
                return _give(self._executor, task, *args)
            except BrokenProcessPool:  # it died between two tasks
                self.close()
        raise TellingsError("no-workers", "the pool dies as soon as it is made", hint="Try --engine inprocess")

    def _make(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.workers,
            mp_context=self._context(),
            initializer=_start,
            initargs=(self._load, self.seconds, self.memory),
        )

    def _context(self) -> BaseContext:
        for name in _THREADS:  # inherited by the workers; processes are the unit of parallel work
            os.environ.setdefault(name, "1")
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        context.set_forkserver_preload(list(self._preload))  # imported once, and shared by all workers
        return context

    def close(self) -> None:
        """End the workers, at once if they are in the middle of something."""
        if self._executor is not None:
            executor, self._executor = self._executor, None
            _end(executor)


def mapped(
    work: Callable[[bytes], bytes], pieces: Iterable[bytes], workers: int, context: Callable[[], BaseContext]
) -> Iterator[bytes]:
    """Results in order.  A piece that was out when a worker died is done alone; one that kills again and again ends it all."""
    taken: deque[bytes] = deque()  # those that were taken up, oldest first, and what was promised for them
    out: deque[Future] = deque()
    executor = ProcessPoolExecutor(workers, mp_context=context())
    waiting = iter(pieces)
    try:
        while True:
            while len(taken) < 2 * workers and (piece := next(waiting, None)) is not None:
                taken.append(piece)
            if not taken:
                return
            try:
                out.extend(_give(executor, work, piece) for piece in list(taken)[len(out) :])
                result = out[0].result()
            except BrokenProcessPool:
                _end(executor)
                executor = ProcessPoolExecutor(workers, mp_context=context())
                out.clear()
                while taken:
                    yield _alone(work, taken.popleft(), context)
                continue
            out.popleft()
            taken.popleft()
            yield result
    finally:
        _end(executor)


def _alone(work: Callable[[bytes], bytes], piece: bytes, context: Callable[[], BaseContext]) -> bytes:
    for _ in range(_TRIES):
        lone = ProcessPoolExecutor(1, mp_context=context())
        try:
            return _give(lone, work, piece).result()
        except BrokenProcessPool:
            continue
        finally:
            _end(lone)
    raise TellingsError(
        "worker-died",
        "the process that compared some reports died, again and again",
        hint="Is there enough memory? What was read is kept; try again with --workers 1",
    )


def _give(executor: ProcessPoolExecutor, task: Callable, *args) -> Future:
    """Hand over a task; raises BrokenProcessPool also if what starts the processes died."""
    try:
        with _no_interrupt():
            return executor.submit(task, *args)
    except (EOFError, ConnectionError) as error:
        time.sleep(_PAUSE)  # until it counts as dead: only then another one is started
        raise BrokenProcessPool("the server that starts processes died") from error


def _end(executor: ProcessPoolExecutor) -> None:
    processes = list((executor._processes or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(5)


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


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Processes started here are deaf to Ctrl-C from their first instruction on, not only once they are set up."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
