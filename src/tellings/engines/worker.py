"""What a worker does: read one report after the other, and turn whatever goes wrong into a `Failure`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from tellings.errors import TellingsError
from tellings.gather.limits import roomy
from tellings.model import Failure, Frozen, Reading, Report

SECONDS = 120.0  # for one report; at 4,000 words a second that is a book
MEMORY = 1_500  # megabytes that one report may take beyond what the pipeline holds


class Reader(Protocol):
    """A loaded pipeline."""

    fingerprint: str

    def read(self, report: Report) -> Reading: ...


# Called once in each process; must survive pickling, so a module's function or a partial of one.
Loader = Callable[[], Reader]


class Done(Frozen):
    """A report that was worked on: its reading, or why there is none."""

    report: Report
    reading: Reading | None = None
    failure: Failure | None = None


class TooSlow(Exception):
    """Raised inside a reading that took longer than it may."""


def read_one(reader: Reader, report: Report, seconds: float = SECONDS, memory: int = MEMORY) -> Done:
    """Read one report; any error but one of the user's own files becomes a Failure."""
    try:
        with roomy(memory), _deadline(seconds):
            return Done(report=report, reading=reader.read(report))
    except TooSlow:
        return failed(
            report, "too-slow", f"reading took longer than {seconds:g} seconds", "Raise the limit with --seconds"
        )
    except MemoryError:
        return failed(
            report,
            "out-of-memory",
            f"reading takes more than {memory:,} MB of memory, or more than there is",
            "Raise the limit with --memory, or split the document",
        )
    except TellingsError as error:
        return failed(report, error.code, error.message, error.hint)
    except Exception as error:
        # One bad document must not end a run of millions; the row in `failures` says what to report.
        return failed(
            report,
            "reading-failed",
            f"{type(error).__name__}: {error}"[:500],
            "This is a fault of the program; please report it",
        )


def read_chunk(reader: Reader, reports: Sequence[Report], seconds: float = SECONDS, memory: int = MEMORY) -> list[Done]:
    """Read several, in order."""
    return [read_one(reader, report, seconds, memory) for report in reports]


def failed(report: Report, code: str, message: str, hint: str) -> Done:
    """A report without a reading."""
    failure = Failure(
        source=report.source or report.id, stage="read", code=code, message=message, hint=hint, sha256=report.sha256
    )
    return Done(report=report, failure=failure)


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raise TooSlow after so many seconds, where the system has alarms and this is the main thread."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def _late(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
