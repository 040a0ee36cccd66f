"""Keeping readings: nothing lost, nothing twice, and clear words when it cannot be done."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from handmade import HandReader, hand_loader, report, some_reports
from tellings.corpus import Corpus, judgement_log, shards
from tellings.engines.inprocess import InProcess
from tellings.engines.running import reread, run
from tellings.errors import TellingsError
from tellings.model import Failure, Judgement

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL


def keep(path, gathered, fingerprint="hand-1"):
    with Corpus.open(path, write=True) as corpus:
        return run(corpus, gathered, InProcess(hand_loader(fingerprint)))


def content(path):
    """Report id -> reading, as an outsider sees it."""
    with Corpus.open(path) as corpus:
        return {entry.report.id: (entry.report, entry.reading) for entry in corpus.entries()}


def test_a_reading_comes_back_as_it_was(tmp_path):
    reports = some_reports(3)
    keep(tmp_path / "c", reports)
    assert content(tmp_path / "c") == {r.id: (r, HandReader().read(r)) for r in reports}


def test_gathered_is_the_sum(tmp_path):
    gathered = [
        *some_reports(4),
        report(outlet="Second", source="copy.txt"),
        report(outlet="Third", source="copy2.txt"),
        report("FAULT in it", source="fault.txt"),
        Failure(source="x.pdf", stage="gather", code="unknown-format", message="no"),
        Failure(source="y.txt", stage="gather", code="empty-file", message="no"),
    ]
    keep(tmp_path / "c", gathered)
    with Corpus.open(tmp_path / "c") as corpus:
        status = corpus.status("hand-1")
    assert (status.gathered, status.read, status.copies, status.unsupported, status.failed) == (9, 5, 1, 1, 2)
    assert status.gathered == status.read + status.copies + status.unsupported + status.failed
    assert status.reports == 6 and status.stale == 0


def test_what_was_read_is_not_read_again(tmp_path):
    reports = some_reports(5)
    keep(tmp_path / "c", reports)
    again = keep(tmp_path / "c", reports)
    assert (again.known, again.read, again.copies) == (5, 0, 0)
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.status().gathered == 5


def test_the_same_report_from_another_file_is_a_copy(tmp_path):
    one = report(source="a.txt")
    keep(tmp_path / "c", [one, report(source="b.txt")])
    keep(tmp_path / "c", [report(source="c.txt")])
    with Corpus.open(tmp_path / "c") as corpus:
        status = corpus.status()
    assert (status.gathered, status.read, status.copies, status.reports) == (3, 1, 2, 1)


def test_a_failed_document_that_now_reads_has_not_failed(tmp_path):
    keep(tmp_path / "c", [Failure(source="a.txt", stage="gather", code="unreadable", message="no")])
    keep(tmp_path / "c", [report(source="a.txt")])
    with Corpus.open(tmp_path / "c") as corpus:
        status = corpus.status()
    assert (status.gathered, status.read, status.failed) == (1, 1, 0)


def test_a_failure_is_kept_once(tmp_path):
    failure = Failure(source="a.txt", stage="gather", code="empty-file", message="nothing in it")
    for _ in range(3):
        keep(tmp_path / "c", [failure])
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.status().failed == 1 and corpus.status().shards == 1


def test_a_reading_that_failed_is_tried_again_by_another_pipeline_only(tmp_path):
    bad = report("FAULT in it", source="fault.txt")
    assert keep(tmp_path / "c", [bad]).failed == 1
    assert keep(tmp_path / "c", [bad]).known == 1
    assert keep(tmp_path / "c", [bad], "hand-2").failed == 1


def test_stale_readings_are_told_and_renewed(tmp_path):
    reports = [*some_reports(3), report(outlet="Second", published="2024-02-13"), report(outlet="First")]
    keep(tmp_path / "c", reports)
    keep(tmp_path / "c", some_reports(5)[3:], "hand-2")
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.status("hand-2").stale == 5
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        tally = reread(corpus, InProcess(hand_loader("hand-2")))
        assert tally.read + tally.copies == 5
        status = corpus.status("hand-2")
        assert (status.stale, status.reports, status.gathered, status.shards) == (0, 7, 7, 2)
        assert {reading.fingerprint for _, reading in corpus.pairs()} == {"hand-2"}
        assert len(list(corpus.folder.glob("*.parquet"))) == 2


def test_a_lost_catalogue_is_made_anew_from_the_shards(tmp_path, in_sqlite):
    keep(tmp_path / "c", [*some_reports(4), Failure(source="x", stage="gather", code="empty-file", message="no")])
    before = content(tmp_path / "c")
    (tmp_path / "c" / "corpus.db").unlink()
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        status = corpus.status()
    assert content(tmp_path / "c") == before
    assert (status.gathered, status.read, status.failed) == (5, 4, 1)


def test_what_an_interrupted_write_left_does_not_count(tmp_path):
    keep(tmp_path / "c", some_reports(2))
    folder = tmp_path / "c" / shards.FOLDER
    (folder / ".000009-x.parquet.1.part").write_bytes(b"half")
    (folder / "000009-x.parquet").write_bytes(b"whole, but its manifest was never written")
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        assert corpus.status().reports == 2
    assert sorted(p.suffix for p in folder.iterdir()) == [".json", ".parquet"]


def test_interruption_keeps_what_was_done(tmp_path):
    reports = some_reports(6)
    with Corpus.open(tmp_path / "c", write=True) as corpus, pytest.raises(KeyboardInterrupt):
        run(corpus, [*reports[:3], report("INTERRUPT me", source="i.txt"), *reports[3:]], InProcess(hand_loader()))
    assert set(content(tmp_path / "c")) == {r.id for r in reports[:3]}
    tally = keep(tmp_path / "c", reports)
    assert (tally.known, tally.read) == (3, 3)


def test_killed_at_any_write_nothing_is_lost_or_twice(tmp_path):
    """The process dies at its n-th write or rename, for every n; the next run ends like an undisturbed one."""
    keep(tmp_path / "whole", some_reports(6))
    whole = content(tmp_path / "whole")
    found = subprocess.run(
        [sys.executable, "-c", _DYING, str(tmp_path)], cwd=Path(__file__).parents[1], capture_output=True, text=True
    )
    deaths = found.stdout.split()
    assert deaths and len(deaths) < 40, found.stderr
    for path in deaths:
        keep(path, some_reports(6))
        assert content(path) == whole
        with Corpus.open(path) as corpus:
            assert corpus.status().gathered == 6


_DYING = """
import os, sys
from tellings.corpus import Corpus, catalogue
from tellings.engines import running
from tellings.engines.inprocess import InProcess
from handmade import hand_loader, some_reports
running.SHARD_REPORTS = 3
def dying(function):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return function(*args, **kwargs)
    return call
os.replace, os.fsync, catalogue.add_shard = dying(os.replace), dying(os.fsync), dying(catalogue.add_shard)
for n in range(1, 40):
    path = f"{sys.argv[1]}/c{n}"
    child = os.fork()
    if not child:
        left = n
        with Corpus.open(path, write=True) as corpus:
            running.run(corpus, some_reports(6), InProcess(hand_loader()))
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 0:
        break
    print(path)
"""


# ---------------------------------------------------------------- refusals


def code_of(action) -> str:
    with pytest.raises(TellingsError) as caught:
        action()
    assert caught.value.hint
    return caught.value.code


def test_two_runs_at_once_are_refused(tmp_path):
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        run(corpus, some_reports(1), InProcess(hand_loader()))
        with pytest.raises(TellingsError) as caught:
            Corpus.open(tmp_path / "c", write=True)
        assert caught.value.code == "corpus-busy" and str(os.getpid()) in caught.value.message
        assert len(content(tmp_path / "c")) == 1  # reading goes on meanwhile
    Corpus.open(tmp_path / "c", write=True).close()


def test_no_corpus_there(tmp_path):
    assert code_of(lambda: Corpus.open(tmp_path / "nothing")) == "no-such-corpus"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear")
    assert code_of(lambda: Corpus.open(tmp_path / "letters")) == "not-a-corpus"
    assert code_of(lambda: Corpus.open(tmp_path / "letters", write=True)) == "not-a-corpus"
    assert code_of(lambda: Corpus.open(tmp_path / "letters" / "a.txt", write=True)) == "not-a-corpus"
    assert [p.name for p in (tmp_path / "letters").iterdir()] == ["a.txt"]


def test_a_newer_corpus_is_refused(tmp_path, in_sqlite):
    keep(tmp_path / "c", some_reports(1))
    with sqlite3.connect(tmp_path / "c" / "corpus.db") as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    connection.close()
    assert code_of(lambda: Corpus.open(tmp_path / "c")) == "corpus-newer"
    assert code_of(lambda: Corpus.open(tmp_path / "c", write=True)) == "corpus-newer"


def test_newer_shards_are_refused(tmp_path):
    keep(tmp_path / "c", some_reports(1))
    manifest = next((tmp_path / "c" / shards.FOLDER).glob("*.json"))
    manifest.write_text(manifest.read_text().replace('"version": 1', '"version": 999'))
    assert code_of(lambda: Corpus.open(tmp_path / "c", write=True)) == "corpus-newer"


@pytest.mark.skipif(os.name != "posix", reason="folders that cannot be written are made with POSIX permissions")
def test_a_folder_that_cannot_be_written(tmp_path, in_sqlite):
    keep(tmp_path / "c", some_reports(1))
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == tmp_path.owner() and folder.stat().st_mode & 0o077 == 0:
            folder.chmod(0o755)
    (tmp_path / "scratch").mkdir()
    for target in (tmp_path / "new", tmp_path / "c"):
        found = subprocess.run(
            [sys.executable, "-c", _OF_NOBODY, str(tmp_path / "scratch" / target.name), str(target)],
            capture_output=True,
            text=True,
        )
        assert found.stdout.strip() == "corpus-not-writable", found.stderr


_OF_NOBODY = """
import os, pathlib, sys
from tellings.corpus import Corpus
from tellings.errors import TellingsError
Corpus.open(sys.argv[1], write=True).close()  # so that all is imported before the process loses its rights
if os.getuid() == 0:
    os.setuid(65534)
else:
    target = pathlib.Path(sys.argv[2])
    (target if target.exists() else target.parent).chmod(0o555)
    (target / "lock").exists() and (target / "lock").chmod(0o444)
try:
    Corpus.open(sys.argv[2], write=True)
except TellingsError as error:
    print(error.code)
"""


def test_a_file_that_is_no_catalogue(tmp_path, in_sqlite):
    keep(tmp_path / "c", some_reports(1))
    (tmp_path / "c" / "corpus.db").write_bytes(b"this is no database at all, however long it may go on" * 40)
    assert code_of(lambda: Corpus.open(tmp_path / "c")) == "catalogue-damaged"
    assert code_of(lambda: Corpus.open(tmp_path / "c", write=True)) == "catalogue-damaged"


def test_a_damaged_shard_says_so(tmp_path):
    keep(tmp_path / "c", some_reports(2))
    shard = next((tmp_path / "c" / shards.FOLDER).glob("*.parquet"))
    shard.write_bytes(shard.read_bytes()[:-40])
    assert code_of(lambda: content(tmp_path / "c")) == "shard-damaged"


# ---------------------------------------------------------------- judgements


def test_judgements_of_persons_stay(tmp_path):
    keep(tmp_path / "c", some_reports(1))
    mine = Judgement(
        a="m-1", b="m-2", about="mention", verdict="different", score=1.0, reasons=("seen",), by="Ada", at="2024-02-12"
    )
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        corpus.judge([mine])
        assert corpus.needs_comparing()
        assert corpus.judgements() == (mine,)
        with corpus.engine.connect() as connection:
            assert judgement_log.judgements_among(connection, ["m-1", "m-2"]) == (mine,)
