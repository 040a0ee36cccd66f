"""A corpus on a real server, and a page of a real browser that is watched."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tellings.corpus import Corpus
from tellings.web.app import Explorer, make_app

LOOPBACK = ("127.0.0.1", "localhost")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SERIOUS = ("serious", "critical")


@contextmanager
def serving(corpus: Corpus, **options) -> Iterator[str]:
    """The address at which a corpus is served, as `tellings serve` does it."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(Explorer(corpus, "corpus", **options)), log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@dataclass
class Watched:
    """A page of the browser and all that should not have happened on it."""

    page: object
    base: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> Watched:
        page = self.page
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda message: self._console(message))
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: self.faults.append(f"popup: {popup.url}"))
        return self

    def _request(self, url: str) -> None:
        if urlsplit(url).hostname not in LOOPBACK:
            self.faults.append(f"request: {url}")

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def open(self, path: str, status: int = 200):
        """Go to an address of this server; nothing untoward may happen."""
        answer = self.page.goto(self.base + path)
        assert answer.status == status, (path, answer.status)
        if status != 200:  # that it failed to load is what the browser writes to the console for any error page
            self.faults = [f for f in self.faults if "Failed to load resource" not in f]
        assert self.faults == [], path
        return self.page

    def troubles(self) -> list[tuple[str, str, list[str]]]:
        """What axe-core finds serious or critical: (rule, what it says, where)."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            (one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:4])
            for one in found["violations"]
            if one["impact"] in SERIOUS
        ]
