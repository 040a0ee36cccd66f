from __future__ import annotations

import pytest

from tellings.gather import GatherOptions, gather
from tellings.model import Failure, Report

NOW = "2026-01-02T03:04:05+00:00"
BODY = (
    "The governor of the region met farmers in the town hall on Monday and promised them water from the new canal. "
    "They had blocked the road for two days, and the police had arrested nine of them."
)


@pytest.fixture
def body():
    return BODY


@pytest.fixture
def put(tmp_path):
    """put(name, text or bytes) -> path of a file with that content."""

    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read():
    """read(paths, **options) -> (reports, failures)."""

    def run(paths, **options):
        found = list(gather(paths, GatherOptions(acquired=NOW, **options)))
        return [r for r in found if isinstance(r, Report)], [f for f in found if isinstance(f, Failure)]

    return run


@pytest.fixture
def one(put, read):
    """one(text, name="a.txt") -> its only report."""

    def run(content, name="a.txt", **options):
        reports, failures = read(put(name, content), **options)
        assert not failures, failures
        assert len(reports) == 1
        return reports[0]

    return run


@pytest.fixture
def refused(put, read):
    """refused(content, name) -> the only failure, complete."""

    def run(content, name="a.txt", **options):
        reports, failures = read(put(name, content), **options)
        assert not reports
        assert len(failures) == 1
        failure = failures[0]
        assert failure.stage == "gather"
        assert failure.message
        assert failure.hint
        assert str(name).split("/")[-1] in failure.source
        return failure

    return run
