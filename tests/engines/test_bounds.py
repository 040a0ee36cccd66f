"""Bounds on one report, and files that a second run passes over."""

from __future__ import annotations

import sys

import pytest

from handmade import BODY, HandReader, hand_loader, report, some_reports
from tellings.corpus import Corpus
from tellings.corpus.part import gather_part
from tellings.corpus.verify import drop
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run_files
from tellings.engines.worker import read_one
from tellings.gather import GatherOptions, gather, plain

pytestmark = pytest.mark.usefixtures("catalogue")


class Greedy:
    fingerprint = "greedy"

    def read(self, one):
        return bytearray(600 * 2**20) and HandReader().read(one)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")
def test_a_report_that_takes_too_much_memory_is_a_failure():
    done = read_one(Greedy(), report(), memory=100)
    assert done.failure.code == "out-of-memory" and "100 MB" in done.failure.message and done.failure.hint
    assert read_one(Greedy(), report(), memory=0).reading is not None
    assert read_one(HandReader(), report(), memory=100).reading is not None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")
def test_a_document_that_takes_too_much_memory_is_a_failure(tmp_path, monkeypatch):
    def greedy(blob, options):
        bytearray(600 * 2**20)
        yield

    (tmp_path / "a.txt").write_text(BODY)
    monkeypatch.setattr(plain, "read", greedy)
    (failure,) = gather(tmp_path, GatherOptions(max_memory=100))
    assert failure.code == "out-of-memory" and failure.hint


def folder(tmp_path, count=5):
    path = tmp_path / "in"
    path.mkdir()
    for number, one in enumerate(some_reports(count)):
        (path / f"{number}.txt").write_text(one.text)
    return path


def again(tmp_path, path, fingerprint="hand-1", **options):
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        engine = InProcess(hand_loader(fingerprint))
        return run_files(corpus, [str(path)], engine, options=GatherOptions(**options))


def test_a_second_run_does_not_take_files_apart(tmp_path, monkeypatch):
    path = folder(tmp_path)
    (path / "bad.txt").write_text("")
    first = again(tmp_path, path)
    assert (first.gathered, first.read, first.failed) == (6, 5, 1)
    opened = []
    read = plain.read
    monkeypatch.setattr(plain, "read", lambda blob, options: opened.append(blob.name) or read(blob, options))
    second = again(tmp_path, path)
    assert (second.gathered, second.known, second.read, opened) == (6, 6, 0, [])
    (path / "2.txt").write_text((path / "2.txt").read_text() + " It was said again.")
    third = again(tmp_path, path)
    assert (third.read, len(opened)) == (1, 1)
    assert again(tmp_path, path, max_chars=200_000).known == 5 and len(opened) == 1 + 6  # other bounds may give more
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        drop(corpus, {min(corpus.folder.glob("*.json")).stem})
    assert again(tmp_path, path).read > 0


def test_a_run_that_was_stopped_forgets_no_file(tmp_path):
    path = folder(tmp_path)
    (path / "2.txt").write_text(
        "INTERRUPT me, somebody who reads this for the ministry of the interior said on Monday."
    )
    with pytest.raises(KeyboardInterrupt):
        again(tmp_path, path)
    (path / "2.txt").write_text("Nothing of the kind was seen by anyone who was there at the time, she said on Monday.")
    assert again(tmp_path, path).read == 3
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.status().reports == 5


def test_parts_take_whole_files_where_there_are_enough(tmp_path):
    path = folder(tmp_path, 6)
    parts = [[r.source for r in gather_part([str(path)], n, 3)] for n in (1, 2, 3)]
    assert [len(part) for part in parts] == [2, 2, 2] and len({s for part in parts for s in part}) == 6
    few = [[r.source for r in gather_part([str(path)], n, 20)] for n in range(1, 21)]
    assert sum(map(len, few)) == 6
