"""robots.txt: whether a page may be fetched, and how long to wait between two."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from tellings.errors import TellingsError
from tellings.gather.fetching import Fetcher

NAME = "tellings"
PAUSE = 1.0  # seconds between two pages of a host that asks for nothing
_DAY = 24 * 3600.0
_MOST = 512 * 1024  # characters that are looked at
_MOST_HOSTS = 5_000


class Robots:
    """Asks each host once a day."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], float]) -> None:
        self._fetcher, self._clock = fetcher, clock
        self._known: dict[str, tuple[float, RobotFileParser]] = {}

    def allowed(self, url: str) -> float:
        """Seconds to leave between two requests.  Raises robots-forbid, and what fetching raises."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        at, rules = self._known.get(root, (0.0, None))
        if rules is None or not 0 <= self._clock() - at < _DAY:
            rules = self._fetch(root)
            if len(self._known) >= _MOST_HOSTS:
                self._known.clear()
            self._known[root] = (self._clock(), rules)
        if not rules.can_fetch(NAME, url):
            raise TellingsError("robots-forbid", "the site's robots.txt forbids it", where=url)
        return max(PAUSE, float(rules.crawl_delay(NAME) or 0))

    def _fetch(self, root: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            answer = self._fetcher.fetch(f"{root}/robots.txt")
        except TellingsError:
            rules.disallow_all = True
            return rules
        rules.modified()
        if answer.status == 200:
            rules.parse(answer.data.decode("utf-8", "replace")[:_MOST].splitlines())
        elif answer.status >= 500:
            rules.disallow_all = True
        else:
            rules.allow_all = True
        return rules
