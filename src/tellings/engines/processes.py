"""Processes that work for this one, and what the standard library's executor leaves open when one of them is killed.

- Killed while it hands over a result, a process leaves half a message, and the executor waits for the other half for ever.
  Whoever waits here looks every few seconds whether all processes are alive.
- Killed itself, the parent leaves its workers waiting for ever, each with its memory.  Here they end with it.
- The server that starts the processes may be the one that dies.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

LOOK = 2.0  # seconds between looks at whether all processes are alive
_PAUSE = 0.5  # seconds
_ENDING = 5.0  # seconds that a process has to end


class Processes:
    """An executor of so many processes.  begin: called once in each, with `given`."""

    def __init__(self, workers: int, context: BaseContext, begin: Callable | None = None, given: tuple = ()) -> None:
        self._executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(begin, given) if begin else ()
        )
        self._ended = False

    def give(self, task: Callable, *args) -> Task:
        """Hand over a task.  Raises BrokenProcessPool, also if what starts the processes died."""
        try:
            with _no_interrupt():
                return Task(self, self._executor.submit(task, *args))
        except (EOFError, ConnectionError) as error:
            time.sleep(_PAUSE)  # until it counts as dead: only then another one is started
            raise BrokenProcessPool("the server that starts processes died") from error

    def one_is_dead(self) -> bool:
        return self._ended or any(process.exitcode is not None for process in self._all())

    def _all(self) -> list:
        return list((self._executor._processes or {}).values())

    def end(self) -> None:
        """End all, at once if they are in the middle of something."""
        self._ended = True
        processes, executor = self._all(), self._executor
        manager = executor._executor_manager_thread
        results = executor._result_queue
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(_ENDING)
        if manager is not None and results is not None:
            manager.join(_PAUSE)
            if manager.is_alive():  # it waits for the rest of a message that nobody is left to write
                with suppress(OSError):
                    results._writer.close()
                manager.join(_ENDING)
        for process in processes:  # lets go of the pipe by which a process sees that it is to end
            with suppress(ValueError):
                process.close()


class Task:
    """What was handed over to processes."""

    def __init__(self, processes: Processes, future: Future) -> None:
        self._processes, self._future = processes, future

    def result(self):
        """What it gave, or its error.  Raises BrokenProcessPool when a process died, or all were ended, before it was done."""
        looks_at_dead = 0
        while True:
            try:
                return self._future.result(timeout=LOOK)
            except CancelledError as error:
                raise BrokenProcessPool("the processes were ended") from error
            except TimeoutError:
                if self._future.done():
                    return self._future.result()  # it may be the task's own error
            looks_at_dead = looks_at_dead + 1 if self._processes.one_is_dead() else 0
            if looks_at_dead == 2:  # at the first look the executor may just be finding out
                self._processes.end()
                raise BrokenProcessPool("a process died while it gave its result")

    def kept(self):
        """What it gave if it is done well, else None."""
        future = self._future
        return future.result() if future.done() and not future.cancelled() and future.exception() is None else None

    def cancel(self) -> None:
        self._future.cancel()


def _begin(begin: Callable | None = None, given: tuple = ()) -> None:
    """In a new process: end with the parent, then what it is for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    if begin:
        begin(*given)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


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
