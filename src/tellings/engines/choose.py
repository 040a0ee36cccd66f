"""The engines by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from tellings.engines.inprocess import InProcess
from tellings.engines.worker import MEMORY, SECONDS, Done, Loader
from tellings.errors import TellingsError
from tellings.model import Report

PRELOAD = ("tellings.reading",)
ENGINES = ("pool", "inprocess", "dask")


class Engine(Protocol):
    """Reads and compares somewhere.  `read` and `map` are lazy on both sides: they take no more than they can work on.

    map: what a module's function makes of each piece, in order.
    """

    workers: int

    def fingerprint(self) -> str: ...

    def read(self, reports: Iterable[Report]) -> Iterator[Done]: ...

    def map(self, work: Callable[[bytes], bytes], pieces: Iterable[bytes]) -> Iterator[bytes]: ...

    def close(self) -> None: ...


def choose(
    name: str,
    load: Loader,
    *,
    workers: int | None = None,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    scheduler: str | None = None,
) -> Engine:
    """An engine by its name; raises unknown-engine, no-dask, no-scheduler, no-workers."""
    if name == "inprocess":
        return InProcess(load, seconds, memory)
    if name == "pool":
        from tellings.engines.pool import Pool

        return Pool(load, workers=workers, seconds=seconds, memory=memory, preload=PRELOAD)
    if name == "dask":
        from tellings.engines.cluster import Cluster

        return Cluster(load, scheduler=scheduler, workers=workers, seconds=seconds, memory=memory)
    raise TellingsError("unknown-engine", f"there is no engine {name!r}", hint=f"Choose one of {', '.join(ENGINES)}")
