"""tellings watch: feeds, polled politely; what comes is read and compared as it comes."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import notes
from tellings.cli.progress import steps
from tellings.cli.run_command import (
    Actors,
    Catalogue,
    Cues,
    EngineName,
    Frames,
    Into,
    Memory,
    Model,
    Places,
    Seconds,
    Workers,
    compare,
    pipeline_options,
    tell_tally,
)
from tellings.corpus import Corpus, feeds
from tellings.engines import choose
from tellings.engines.choose import Engine
from tellings.engines.loading import loader
from tellings.engines.running import Tally, run
from tellings.engines.worker import MEMORY, SECONDS
from tellings.errors import TellingsError
from tellings.gather.fetching import Fetcher, FetchOptions, checked
from tellings.gather.options import GatherOptions
from tellings.gather.watching import Feed, Pages, Polled, due, items, poll
from tellings.web.wording import many

_BUSY = 30.0  # seconds until a corpus that somebody else writes to is tried again


@app.command("watch", short_help="Poll feeds; read and compare what comes.")
def watch_command(
    addresses: Annotated[
        list[str],
        typer.Argument(
            metavar="FEEDS...", help="Addresses of RSS or Atom feeds, or files with one a line.", show_default=False
        ),
    ],
    into: Into,
    every: Annotated[
        float, typer.Option("--every", min=0.01, help="Minutes from one poll of a feed to the next.")
    ] = 15.0,
    once: Annotated[bool, typer.Option("--once", help="Poll the feeds that are due, and end.")] = False,
    pages: Annotated[
        bool,
        typer.Option(
            "--pages", help="Fetch the pages of entries that tell only the start, where robots.txt allows it."
        ),
    ] = False,
    contact: Annotated[
        str, typer.Option("--contact", help="Told to the servers, so that they can complain to you.")
    ] = "",
    max_bytes: Annotated[
        int, typer.Option("--max-bytes", min=1, help="At most so much of one feed or page.")
    ] = 16_777_216,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also ask servers on this machine and in its network.")
    ] = False,
    engine: EngineName = "inprocess",
    workers: Workers = None,
    frames: Frames = [],  # noqa: B006 - typer copies it
    cues: Cues = [],  # noqa: B006
    actors: Actors = [],  # noqa: B006
    places: Places = [],  # noqa: B006
    model: Model = None,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    catalogue: Catalogue = None,
) -> None:
    """Poll feeds politely; read and compare what comes, until Ctrl-C."""
    urls = list(_addresses(addresses))
    options = pipeline_options(frames, cues, actors, places, model)
    Corpus.open(into, write=True, catalogue=catalogue).close()
    chosen = choose(engine, loader(options), workers=workers, seconds=seconds, memory=memory)
    fetching = FetchOptions(max_bytes=max_bytes, private=allow_private, contact=contact)
    with closing(chosen), closing(Fetcher(fetching)) as fetcher, _interruptible(fetcher) as stopped:
        chosen.fingerprint()
        watch = _Watch(
            into,
            urls,
            chosen,
            fetcher,
            stopped,
            every * 60,
            GatherOptions(max_bytes=max_bytes, max_memory=memory),
            pages,
        )
        while not stopped.is_set():
            wait = watch.round()
            if once:
                break
            stopped.wait(wait)
    if stopped.is_set():
        notes().print("stopped; what came is kept, and the same command goes on from there")


def _addresses(given: list[str]) -> Iterator[str]:
    """Each address once; raises bad-address, no-such-file."""
    for one in given:
        if "://" in one:
            yield checked(one)
            continue
        try:
            lines = Path(one).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise TellingsError(
                "no-such-file",
                f"neither an address nor a file that can be read: {error}",
                where=one,
                hint="Write https://…",
            ) from error
        for number, line in enumerate(lines, start=1):
            if line.strip() and not line.startswith("#"):
                try:
                    yield checked(line.strip())
                except TellingsError as error:
                    raise TellingsError(error.code, error.message, where=f"{one}:{number}", hint=error.hint) from error


@contextmanager
def _interruptible(fetcher: Fetcher) -> Iterator[threading.Event]:
    """Ctrl-C ends the wait and what is being fetched; a report that is being read is finished and kept."""
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()
        fetcher.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class _Watch:
    into: Path
    urls: list[str]
    engine: Engine
    fetcher: Fetcher
    stopped: threading.Event
    every: float
    options: GatherOptions
    with_pages: bool
    pages: Pages | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.with_pages:
            self.pages = Pages(self.fetcher, time.time, self._pause)

    def _pause(self, seconds: float) -> None:
        self.stopped.wait(seconds)

    def round(self) -> float:
        """Ask what is due, read what came, compare; returns the seconds until something is due again.

        The corpus is open only meanwhile, so that others can judge in it between two rounds.
        """
        try:
            with Corpus.open(self.into, write=True) as corpus:
                with corpus.engine.connect() as connection:
                    known = feeds.load(connection, self.urls)
                for polled in poll(
                    self.fetcher, due(known, time.time()), every=self.every, clock=time.time, pause=self._pause
                ):
                    if self.stopped.is_set():
                        return 0.0  # an answer that was cut off says nothing about the feed
                    self._take(corpus, polled)
                with steps() as shown:
                    compare(corpus, shown, self.engine)
                with corpus.engine.connect() as connection:
                    return self._wait(feeds.load(connection, self.urls))
        except TellingsError as error:
            if error.code != "corpus-busy":
                raise
            notes().print(f"{error.message}; trying again")
            return _BUSY

    def _take(self, corpus: Corpus, polled: Polled) -> None:
        """What came is kept before the feed is marked as asked: a crash between the two asks again, and loses nothing."""
        if polled.feed.code:
            notes().print(f"{polled.feed.url}: {polled.feed.code}: {polled.feed.told}")
        if polled.data is not None:
            self._tell(polled.feed, run(corpus, self._items(corpus, polled), self.engine))
        if self.stopped.is_set():
            return
        with corpus.engine.begin() as connection:
            feeds.save(connection, [polled.feed])

    def _items(self, corpus: Corpus, polled: Polled):
        def known(source: str) -> bool:
            with corpus.engine.connect() as connection:
                return feeds.has_source(connection, source)

        for item in items(polled, self.options, known=known, pages=self.pages):
            if self.stopped.is_set():
                return
            yield item

    def _tell(self, feed: Feed, tally: Tally) -> None:
        if tally.read or tally.copies or tally.failed:
            notes().print(feed.url)
            tell_tally(tally, self.into)

    def _wait(self, known: list[Feed]) -> float:
        alive = [feed.due for feed in known if feed.code != "gone"]
        if not alive:
            notes().print(f"{many(len(known), 'feed is', 'feeds are')} gone: nothing is left to watch")
            self.stopped.set()
        return max(0.2, min(alive, default=0.0) - time.time())
