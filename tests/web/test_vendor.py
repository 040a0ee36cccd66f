"""Files of others are the ones that were looked at: their digests are those written beside them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import tellings.web

FOLDERS = [Path(tellings.web.__file__).parent / "static" / "vendor", Path(__file__).parent / "vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=["shipped", "for tests"])
def test_digests(folder):
    told = dict(re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (folder / "README.md").read_text("utf-8"), re.M))
    there = {p.name for p in folder.iterdir() if p.suffix in (".js", ".json")}
    assert told.keys() == there
    for name, digest in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert list(folder.glob("LICENSE*"))


def test_own_scripts_ask_for_nothing():
    own = (FOLDERS[0].parent / "charts.js").read_text("utf-8")
    assert not re.search(
        r"fetch|XMLHttpRequest|import\s*\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|https?://", own
    )
