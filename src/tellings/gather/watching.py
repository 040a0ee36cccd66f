"""Polling feeds: when each is asked again, what its answer means, and its entries as reports.

The clock is the wall's, since waits outlive the process; when it goes backwards a feed is asked at most one longest wait late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from tellings.errors import TellingsError
from tellings.gather import feed, page, report_of
from tellings.gather.charset import decode
from tellings.gather.draft import Draft, as_failure, sha256
from tellings.gather.fetching import Fetched, Fetcher, host_of, today, wait_of
from tellings.gather.limits import within
from tellings.gather.options import GatherOptions
from tellings.gather.robots import Robots
from tellings.model import Failure, Report

LONGEST = 24 * 3600.0  # seconds until even a broken feed is asked again
HOSTS = 8  # asked at the same time, one request each


@dataclass(frozen=True)
class Feed:
    """What is known of a feed.

    due: epoch seconds when it may be asked again.  etag, modified: what its server gave with the last answer.
    failures: in a row.  code: of the last failure; "gone" when the server said that it will not come back.
    """

    url: str
    etag: str = ""
    modified: str = ""
    due: float = 0.0
    failures: int = 0
    code: str = ""
    told: str = ""


@dataclass(frozen=True)
class Polled:
    """A feed after it was asked, and the bytes of its entries if there are new ones."""

    feed: Feed
    at: float
    data: bytes | None = None


def due(feeds: Iterable[Feed], now: float) -> list[Feed]:
    """Those that may be asked; one whose due time lies too far ahead was written by a wrong clock."""
    return [f for f in feeds if f.code != "gone" and (f.due <= now or f.due > now + 2 * LONGEST)]


def poll(
    fetcher: Fetcher, feeds: Iterable[Feed], *, every: float, clock: Callable[[], float], pause: Callable[[float], None]
) -> Iterator[Polled]:
    """Ask these feeds, several hosts at once and each host one request at a time, with a second between two.

    every: seconds from one poll to the next when all goes well.
    """
    groups: dict[str, list[Feed]] = defaultdict(list)
    for one in feeds:
        groups[host_of(one.url)].append(one)

    def ask(group: list[Feed]) -> list[Polled]:
        answers = []
        for number, one in enumerate(group):
            if number:
                pause(1.0)
            answers.append(_ask(fetcher, one, every, clock))
        return answers

    with ThreadPoolExecutor(HOSTS) as pool:
        for done in as_completed([pool.submit(ask, group) for group in groups.values()]):
            yield from done.result()


def _ask(fetcher: Fetcher, one: Feed, every: float, clock: Callable[[], float]) -> Polled:
    headers = {"accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"}
    if one.etag:
        headers["if-none-match"] = one.etag
    if one.modified:
        headers["if-modified-since"] = one.modified
    try:
        answer = fetcher.fetch(one.url, headers=headers)
    except TellingsError as error:
        return Polled(_failed(one, error.code, error.message, 0.0, every, clock()), clock())
    return after(one, answer, every, clock())


def after(one: Feed, answer: Fetched, every: float, now: float) -> Polled:
    """What an answer means for the feed."""
    if answer.status == 304:
        return Polled(replace(one, due=now + every, failures=0, code="", told=""), now)
    if answer.status == 200:
        kept = replace(
            one,
            etag=answer.headers.get("etag", "")[:300],
            modified=answer.headers.get("last-modified", "")[:100],
            due=now + every,
            failures=0,
            code="",
            told="",
        )
        return Polled(kept, now, answer.data)
    if answer.status == 410:
        return Polled(replace(one, code="gone", told="the server says that this feed is gone", due=now + LONGEST), now)
    wait = wait_of(answer.headers, now)
    return Polled(_failed(one, f"http-{answer.status}", f"the server answers {answer.status}", wait, every, now), now)


def _failed(one: Feed, code: str, told: str, asked: float, every: float, now: float) -> Feed:
    """Twice as long from failure to failure, and never shorter than the server asks for."""
    wait = min(LONGEST, max(every * 2 ** min(one.failures + 1, 20), asked))
    return replace(one, due=now + wait, failures=one.failures + 1, code=code, told=told)


def items(
    polled: Polled,
    options: GatherOptions,
    *,
    known: Callable[[str], bool] = lambda source: False,
    pages: Pages | None = None,
) -> Iterator[Report | Failure]:
    """Reports of a feed's entries; a source names the feed and the entry's own id, so that it stays the same.

    known: whether an entry's page was fetched before.  pages: fetches what entries link to, when the feed has only the start.
    """
    url, options = polled.feed.url, replace(options, acquired=today(polled.at))
    try:
        drafts = feed.drafts(polled.data or b"", url, options, lambda number, key: f"{url}#{key or number}")
        while True:
            with within(options.max_seconds):
                draft = next(drafts, None)
            if draft is None:
                return
            if pages is not None and not known(draft.source):
                draft = pages.instead_of(draft, options)
            yield draft if isinstance(draft, Failure) else report_of(draft, options)
    except TellingsError as error:
        yield as_failure(error, url, sha256(polled.data or b""))


class Pages:
    """Fetches the pages that entries link to, where robots.txt allows it."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._fetcher, self._clock, self._pause = fetcher, clock, pause
        self._robots = Robots(fetcher, clock)
        self._asked: dict[str, float] = {}  # host -> when it was asked last

    def instead_of(self, draft: Draft | Failure, options: GatherOptions) -> Draft | Failure:
        """The page's draft, with the feed's day; the feed's own words where there is no page."""
        if isinstance(draft, Failure) or not draft.url or len(draft.text) >= feed.LONG:
            return draft
        try:
            found = self._page(draft, options)
        except TellingsError as error:
            return replace(draft, notes=(*draft.notes, f"page-not-read: {error.code}"))
        if len(found.text) < len(draft.text):
            return replace(draft, notes=(*draft.notes, "page-not-read: it has fewer words than the feed"))
        return replace(
            found,
            title=draft.title or found.title,
            published=found.published or draft.published,
            byline=found.byline or draft.byline,
            extra={**draft.extra, "feed": draft.source.partition("#")[0]},
        )

    def _page(self, draft: Draft, options: GatherOptions) -> Draft:
        host = host_of(draft.url)
        wait = self._robots.allowed(draft.url)
        last = self._asked.get(host)
        if last is not None:
            self._pause(max(0.0, min(wait, LONGEST / 1440) - (self._clock() - last)))
        answer = self._fetcher.fetch(draft.url)
        self._asked[host] = self._clock()
        if answer.status != 200:
            raise TellingsError(f"http-{answer.status}", f"the server answers {answer.status}", where=draft.url)
        with within(options.max_seconds):
            text, notes = decode(answer.data, declared=_charset(answer.headers.get("content-type", "")))
            return page.draft_of(
                text,
                source=draft.source,
                digest=sha256(answer.data),
                options=options,
                url=answer.url,
                acquired=today(self._clock()),
                notes=notes,
            )


def _charset(kind: str) -> str | None:
    _, found, name = kind.lower().partition("charset=")
    return name.split(";")[0].strip(" \"'")[:30] if found else None
