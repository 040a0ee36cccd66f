"""The engine that needs nothing: one report after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from tellings.engines.worker import MEMORY, SECONDS, Done, Loader, Reader, read_one
from tellings.model import Report


class InProcess:
    """Reads in the calling process; the pipeline is loaded when it is first needed."""

    workers = 1

    def __init__(self, load: Loader, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._load, self.seconds, self.memory = load, seconds, memory

    @cached_property
    def _reader(self) -> Reader:
        return self._load()

    def fingerprint(self) -> str:
        return self._reader.fingerprint

    def read(self, reports: Iterable[Report]) -> Iterator[Done]:
        """One `Done` a report, in order."""
        for report in reports:
            yield read_one(self._reader, report, self.seconds, self.memory)

    def map(self, work: Callable[[bytes], bytes], pieces: Iterable[bytes]) -> Iterator[bytes]:
        """What `work` makes of each piece, in order; needs no pipeline."""
        return map(work, pieces)

    def close(self) -> None:
        """Nothing to close."""
