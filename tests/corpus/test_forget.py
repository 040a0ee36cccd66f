"""What is forgotten is gone: no byte of it is left, and nothing else is lost."""

from __future__ import annotations

import pytest

from handmade import BODY, hand_loader, make_corpus, report, some_reports
from tellings.cli.app import call
from tellings.corpus import Corpus, catalogue, shards
from tellings.corpus import forget as forgetting
from tellings.corpus.forget import forget
from tellings.corpus.verify import verify
from tellings.engines.comparison import renew
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run
from tellings.model import report_id

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL

SECRET = report(
    BODY.replace("harbour", "Xanadulighthouse"),
    outlet="Leak",
    title="Quuxian affair",
    published="2024-02-13",
    source="leak.txt",
)


def every_byte(path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file())


def test_forgetting(tmp_path, capsys):
    reports = [report(outlet="The Test Post"), SECRET, *some_reports(3)]
    path = make_corpus(tmp_path / "c", reports)
    with Corpus.open(path) as corpus:
        others = {e.report.id: e for e in corpus.entries() if e.report.id != SECRET.id}
    assert call(["forget", str(path), SECRET.id, "--yes"]) == 0
    assert "forgot 1 report; 1 shard rewritten" in capsys.readouterr().err
    left = every_byte(path)
    for trace in (b"Xanadulighthouse", b"Quuxian", b"leak.txt"):
        assert trace not in left, trace
    with Corpus.open(path, write=True) as corpus:
        assert {e.report.id: e for e in corpus.entries()} == others
        status = corpus.status()
        assert (status.gathered, status.read, status.reports, status.compared) == (4, 4, 4, True)
        assert verify(corpus) == []
        assert all(t.report != SECRET.id for e in corpus.compared().events for t in e.tellings)
        again = run(corpus, reports, InProcess(hand_loader()))
        assert (again.known, again.read) == (5, 0)
    assert b"Xanadulighthouse" not in every_byte(path)


def test_a_crash_in_the_middle_is_finished_by_the_next_opening(tmp_path, monkeypatch):
    path = make_corpus(tmp_path / "c", [report(outlet="The Test Post"), SECRET, *some_reports(3)])
    with Corpus.open(path) as corpus:
        events = {e.id for e in corpus.compared().events}
    with Corpus.open(path, write=True) as corpus, monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(shards, "write", _crash)
        forget(corpus, [SECRET.id])
    for module, name in ((catalogue, "add_shard"), (shards, "remove"), (forgetting, "_forget")):
        with monkeypatch.context() as patch, pytest.raises(RuntimeError):
            patch.setattr(module, name, _crash)
            Corpus.open(path, write=True)
    Corpus.open(path, write=True).close()
    assert b"Xanadulighthouse" not in every_byte(path)
    with Corpus.open(path, write=True) as corpus:
        assert (corpus.status().reports, corpus.status().gathered) == (4, 4) and verify(corpus) == []
        renew(corpus)
        assert {e.id for e in corpus.compared().events} <= events


def _crash(*_: object) -> None:
    raise RuntimeError("the power went")


def test_what_is_not_there_cannot_be_forgotten(tmp_path, capsys):
    path = make_corpus(tmp_path / "c")
    assert call(["forget", str(path), report_id("nobody", None, ""), "--yes"]) == 2
    assert "no-such-report" in capsys.readouterr().err
