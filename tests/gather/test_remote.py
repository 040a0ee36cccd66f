"""Stores by fsspec: addresses, folders and patterns, as local files."""

from __future__ import annotations

import gzip

import pytest

from tellings.gather import Files, gather
from tellings.gather.remote import is_remote
from tellings.model import Failure, Report

fsspec = pytest.importorskip("fsspec")
TITLE = "Farmers block road over water"


@pytest.fixture
def store(body):
    memory = fsspec.filesystem("memory")
    memory.pipe("/news/2024/a.txt", f"{TITLE}\n\n{body}".encode())
    memory.pipe("/news/2024/b.txt.gz", gzip.compress(f"{TITLE}, again\n\n{body}".encode()))
    memory.pipe("/news/2024/README.md", b"no report")
    memory.pipe("/news/2024/c.bin", b"\x00")
    memory.pipe("/news/empty.txt", b"")
    yield memory
    memory.rm("/news", recursive=True)


@pytest.mark.parametrize(
    ("address", "reports"),
    [
        ("memory://news/2024/a.txt", 1),
        ("memory://news/2024", 2),
        ("memory://news/2024/*.txt*", 2),
        ("memory://news/**/*.gz", 1),
    ],
)
def test_files_folders_and_patterns(store, read, address, reports):
    found, failures = read(address)
    assert len(found) == reports and not failures
    assert all(report.source.startswith("memory://") and report.sha256 for report in found)


def test_a_local_file_by_its_address(put, read, body):
    path = put("a.txt", f"{TITLE}\n\n{body}")
    (report,), failures = read(f"file://{path}")
    assert report.text.startswith(TITLE) and not failures


@pytest.mark.parametrize(
    ("address", "code"),
    [("memory://nothing/here.txt", "not-found"), ("memory://nothing/*.txt", "no-match"), ("klingon://a/b", "unknown-store"),
     ("memory://news/empty.txt", "empty-file")],
)  # fmt: skip
def test_addresses_that_lead_nowhere(store, read, address, code):
    found, failures = read(address)
    assert [failure.code for failure in failures] == [code] and not found and failures[0].hint


def test_a_store_that_breaks_off(store, read, monkeypatch):
    from fsspec.implementations.memory import MemoryFile

    def broken(self, *_):
        raise RuntimeError("the token has expired")

    monkeypatch.setattr(MemoryFile, "read", broken)
    _, failures = read("memory://news/2024/a.txt")
    assert [failure.code for failure in failures] == ["unreadable"] and "token" in failures[0].message


def test_what_is_no_address():
    assert (
        is_remote("s3://bucket/key") and is_remote("gs://b/k") and not is_remote("a.txt") and not is_remote("/a/b://c")
    )
    assert not is_remote("C:\\news") and not is_remote("-")


# ---------------------------------------------------------------- files that were gathered before


def remembered(files: Files) -> Files:
    known = {seen.path: seen for seen in files.finished}
    return Files(recall=known.get)


def test_an_unchanged_file_is_not_taken_apart_again(put, body, monkeypatch):
    first, second = put("a.txt", f"{TITLE}\n\n{body}"), put("b.txt", f"{TITLE}, again\n\n{body}")
    files = Files()
    assert len(list(gather(first.parent, files=files))) == 2
    again, passed = remembered(files), []
    again.passed = passed.append
    assert list(gather(first.parent, files=again)) == []
    assert [(seen.path, seen.documents) for seen in passed] == [(str(first), 1), (str(second), 1)]
    second.write_text(second.read_text())  # a new time, the same bytes
    touched = remembered(files)
    assert list(gather(first.parent, files=touched)) == [] and len(touched.finished) == 1
    second.write_text(second.read_text() + " More came later, said a spokesman.")
    (report,) = gather(first.parent, files=remembered(files))
    assert report.text.endswith("said a spokesman.")


def test_a_file_that_may_do_better_next_time_is_not_remembered(put, body, monkeypatch):
    from tellings.gather import plain

    def broken(blob, options):
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(plain, "read", broken)
    files = Files()
    assert isinstance(next(gather(put("a.txt", body), files=files)), Failure)
    assert files.finished == []


def test_a_store_is_asked_for_the_stamp(store):
    files = Files()
    assert len(list(gather("memory://news/2024/a.txt", files=files))) == 1
    assert list(gather("memory://news/2024/a.txt", files=remembered(files))) == []
    store.pipe(
        "/news/2024/a.txt", b"Farmers block road over water once more\n\nThe governor met them in the hall on Monday."
    )
    assert isinstance(next(gather("memory://news/2024/a.txt", files=remembered(files))), Report)
