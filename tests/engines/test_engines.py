"""The same readings whichever engine; a worker that dies takes nothing with it but the culprit."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal

import pytest

from handmade import backwards, die, hand_loader, report, some_reports
from tellings.corpus import Corpus
from tellings.corpus.records import encode
from tellings.engines import choose
from tellings.engines.inprocess import InProcess
from tellings.engines.pool import Pool, chunks
from tellings.engines.running import run
from tellings.errors import TellingsError


def rows_of(path, engine, reports) -> str:
    """A digest of everything that a run kept, whatever the order."""
    with Corpus.open(path, write=True) as corpus:
        try:
            run(corpus, reports, engine)
        finally:
            engine.close()
        rows = sorted(encode(entry) for entry in corpus.entries())
    return hashlib.sha256(b"\n".join(rows)).hexdigest()


@pytest.fixture(scope="module")
def pool():
    made = Pool(hand_loader(), workers=2)
    yield made
    made.close()


def test_pool_and_process_give_the_same_rows(tmp_path, pool):
    reports = [*some_reports(80), *(report(outlet=f"Outlet {n}") for n in range(4))]
    assert rows_of(tmp_path / "a", InProcess(hand_loader()), reports) == rows_of(tmp_path / "b", pool, reports)


def test_a_poisonous_report_is_found_and_the_rest_is_read(pool):
    reports = some_reports(70)
    reports.insert(41, report("POISON for a worker", source="poison.txt"))
    done = list(pool.read(reports))
    assert sorted(d.report.id for d in done) == sorted(r.id for r in reports)
    failures = [d.failure for d in done if d.failure]
    assert [(f.source, f.code, f.stage) for f in failures] == [("poison.txt", "worker-died", "read")]


def test_a_fault_in_one_report_is_a_failure_of_that_report(pool):
    for engine in (pool, InProcess(hand_loader())):
        done = list(engine.read([report("FAULT", source="a"), report("BADFRAME", source="b"), *some_reports(2)]))
        assert [d.failure.code if d.failure else None for d in done] == ["reading-failed", "bad-thing", None, None]
        assert "ZeroDivisionError" in done[0].failure.message


def test_a_report_that_takes_for_ever_is_given_up():
    done = list(InProcess(hand_loader(), seconds=0.2).read([report("FOREVER"), *some_reports(1)]))
    assert [d.failure.code if d.failure else None for d in done] == ["too-slow", None]


def broken_loader():
    raise TellingsError("bad-frame", "the frame is wrong", where="mine.toml:3", hint="Mend it")


def test_a_bad_file_of_the_user_is_told_and_not_hidden_by_the_pool():
    engine = Pool(broken_loader, workers=1)
    with pytest.raises(TellingsError) as caught:
        engine.fingerprint()
    engine.close()
    assert (caught.value.code, caught.value.where) == ("bad-frame", "mine.toml:3")


def test_the_pool_takes_no_more_than_it_can_work_on(pool):
    taken = []

    def reports():
        for one in some_reports(2000):
            taken.append(one)
            yield one

    read = pool.read(reports())
    next(read)
    assert len(taken) < 500
    read.close()


def test_chunks_are_bounded():
    sizes = [len(chunk) for chunk in chunks(some_reports(100))]
    assert sum(sizes) == 100 and max(sizes) <= 32
    assert [len(c) for c in chunks([report("x" * 50_000), report("y" * 50_000)])] == [1, 1]


def test_an_unknown_engine():
    with pytest.raises(TellingsError) as caught:
        choose("steam", hand_loader())
    assert caught.value.code == "unknown-engine" and "pool" in caught.value.hint


def kill_server_of_processes():
    server = multiprocessing.forkserver._forkserver._forkserver_pid
    os.kill(server, signal.SIGKILL)
    return server


@pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="processes start otherwise here"
)
def test_the_pool_outlives_what_starts_its_processes(pool):
    assert pool.fingerprint() == "hand-1"
    kill_server_of_processes()
    assert len(list(pool.read(some_reports(40)))) == 40
    kill_server_of_processes()
    pieces = [b"%d" % n for n in range(100, 130)]
    assert list(pool.map(backwards, pieces)) == [piece[::-1] for piece in pieces]


def test_workers_that_die_while_they_start_are_told():
    engine = Pool(die, workers=1)
    with pytest.raises(TellingsError) as caught:
        engine.fingerprint()
    engine.close()
    assert caught.value.code == "no-workers"
