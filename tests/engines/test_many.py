"""Many programs on one corpus: parts of it at once, and Dask; the same rows as one program alone."""

from __future__ import annotations

import pytest

from handmade import HandReader, hand_loader, report, some_reports
from tellings.corpus import Corpus, Part
from tellings.corpus.part import of_part, parse_part
from tellings.engines import choose, cluster
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run
from tellings.errors import TellingsError
from tellings.model import Failure

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL

GATHERED = [
    *some_reports(20),
    *(report(outlet=f"Outlet {n}", source=f"copy-{n}") for n in range(4)),
    report(outlet="Outlet 1", source="again"),
    report("FAULT in it", source="fault"),
    Failure(source="x.pdf", stage="gather", code="unknown-format", message="no"),
]


def kept(path):
    with Corpus.open(path) as corpus:
        status = corpus.status()
        return {e.report.id: e for e in corpus.entries()}, (
            status.gathered,
            status.read,
            status.copies,
            status.unsupported,
            status.failed,
        )


@pytest.fixture(scope="module")
def alone(tmp_path_factory, catalogue):
    path = tmp_path_factory.mktemp("alone") / "c"
    with Corpus.open(path, write=True) as corpus:
        run(corpus, GATHERED, InProcess(hand_loader()))
    return kept(path)


def read_part(path, number: int, count: int):
    with Part(path, number, count) as part:
        return run(part, of_part(GATHERED, number, count), InProcess(hand_loader()))


def test_parts_together_are_the_whole(tmp_path, alone):
    tallies = [read_part(tmp_path / "c", number, 3) for number in (1, 2, 3)]
    assert sum(t.gathered for t in tallies) == len(GATHERED) and min(t.gathered for t in tallies) > 0
    again = read_part(tmp_path / "c", 2, 3)
    assert again.read == 0 and again.copies == 0
    Corpus.open(tmp_path / "c", write=True).close()
    assert kept(tmp_path / "c") == alone


def test_parts_at_once_but_no_part_twice_and_no_run_meanwhile(tmp_path):
    with Part(tmp_path / "c", 1, 2), Part(tmp_path / "c", 2, 2):
        for action in (lambda: Part(tmp_path / "c", 1, 2), lambda: Corpus.open(tmp_path / "c", write=True)):
            with pytest.raises(TellingsError) as caught:
                action()
            assert caught.value.code == "corpus-busy"
    with Corpus.open(tmp_path / "c", write=True), pytest.raises(TellingsError):
        Part(tmp_path / "c", 1, 2)


@pytest.mark.parametrize("value", ["0/2", "3/2", "x", "1", "1/0", "-1/2"])
def test_no_part(value):
    with pytest.raises(TellingsError) as caught:
        parse_part(value)
    assert caught.value.code == "bad-part"


def test_a_part_is_written_one_of_so_many():
    assert parse_part("2/8") == (2, 8)


# ---------------------------------------------------------------- Dask


def test_dask_that_is_not_there_says_how_to_get_it():
    try:
        import distributed  # noqa: F401
    except ImportError:
        with pytest.raises(TellingsError) as caught:
            choose("dask", hand_loader())
        assert caught.value.code == "no-dask" and "pip install" in caught.value.hint


@pytest.fixture(scope="module")
def dask():
    pytest.importorskip("distributed")
    engine = choose("dask", hand_loader(), workers=2)
    yield engine
    engine.close()


def test_dask_gives_the_same_rows(tmp_path, alone, dask):
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        run(corpus, GATHERED, dask)
    assert kept(tmp_path / "c") == alone


def test_dask_survives_a_poisonous_report(dask):
    reports = some_reports(12)
    reports.insert(5, report("POISON for a worker", source="poison"))
    done = list(dask.read(reports))
    assert [d.failure.code for d in done if d.failure] == ["worker-died"]
    assert [d.reading for d in done if d.reading] == [HandReader().read(d.report) for d in done if d.reading]
    assert len(done) == 13


def test_no_scheduler_there(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 2)
    with pytest.raises(TellingsError) as caught:
        choose("dask", hand_loader(), scheduler="tcp://127.0.0.1:9")
    assert caught.value.code == "no-scheduler"
