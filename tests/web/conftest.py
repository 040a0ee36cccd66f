"""A real browser, for whoever asks; without Chromium or Playwright those tests are skipped."""

from __future__ import annotations

import os
import shutil

import pytest
from browsing import Watched

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, Debian's own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium here; on Debian: apt-get install chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--host-resolver-rules=MAP rebound.example 127.0.0.1"],
        )
        yield browser
        browser.close()


@pytest.fixture
def look(chromium):
    """look(address, **options) -> Watched: a fresh page of a browser that keeps nothing."""
    contexts = []

    def make(base: str, **options) -> Watched:
        # axe is put into the page by the tester, whom the page's own policy does not concern.
        context = chromium.new_context(**({"viewport": {"width": 1200, "height": 900}} | options))
        contexts.append(context)
        return Watched(context.new_page(), base).watch()

    yield make
    for context in contexts:
        context.close()
