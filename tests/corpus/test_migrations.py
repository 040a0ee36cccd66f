"""Corpora of older versions are brought up to date with everything in them; who only reads them is told what to do."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from handmade import HandReader, hand_loader, make_corpus, some_reports
from tellings.corpus import Corpus, migrations, schema, settings
from tellings.corpus.verify import verify
from tellings.engines.comparison import renew
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run
from tellings.errors import TellingsError

OLD = sorted((Path(__file__).parent / "data").glob("version*.tar.xz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name.split(".")[0])
def old(request, tmp_path):
    """A corpus as an earlier version left it: three stories' reports, a copy, a failure, a judgement, one forgotten.

    Of one in PostgreSQL the archive has what pg_dump wrote, as INSERT statements.
    """
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    if (dumped := tmp_path / "corpus" / "catalogue.sql").exists():
        into_postgresql(dumped)
    return tmp_path / "corpus"


def into_postgresql(dumped: Path) -> None:
    url = os.environ.get("TELLINGS_TEST_POSTGRESQL")
    if not url:
        pytest.skip("no server: run `tools/with_postgresql.sh make test`")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS tellings_version3 CASCADE")
        connection.execute(dumped.read_text())
    settings.keep(dumped.parent, settings.Place(settings.parse(url), "tellings_version3"))
    dumped.unlink()


def test_an_old_corpus_is_whole_after_its_migration(old):
    with Corpus.open(old, write=True) as corpus:
        status = corpus.status("hand-1")
        assert (status.gathered, status.read, status.copies, status.unsupported) == (6, 4, 1, 1)
        assert (status.reports, status.mentions, status.stories, status.stale) == (5, 13, 1, 0)
        assert [(j.by, j.verdict, j.reasons) for j in corpus.judgements()] == [("Ada", "different", ("seen",))]
        assert {e.report.id: e.reading for e in corpus.entries() if not e.copy_of} == {
            e.report.id: HandReader().read(e.report) for e in corpus.entries() if not e.copy_of
        }
        assert verify(corpus) == []
    with Corpus.open(old) as corpus:
        events = {event.id for event in corpus.compared().events}
        assert len(events) == 3


def test_columns_that_came_later_are_filled_as_comparing_fills_them(old):
    columns = {
        "tellings": "id, voice",
        "findings": "kind, story, actor, outlet",
        "copies": "earlier, later",
        "called": "actor, outlet, form, times",
        "stories": "id, head, rank",
        "event_actors": "event, side, actor, day",
        "reports": "id, day",
        "actors": "id, events",
        "events": "id, countries",
        "story_reports": "story, report, outlet",
    }

    def words(connection):
        return "id, names" if connection.dialect.name == "sqlite" else "id, words"

    def rows(corpus):
        with corpus.engine.connect() as connection:
            return {
                table: sorted(map(tuple, connection.exec_driver_sql(f"SELECT {names} FROM {table}")), key=str)
                for table, names in (columns | {"actor_search": words(connection)}).items()
            }

    with Corpus.open(old, write=True) as corpus:
        brought_up = rows(corpus)
        renew(corpus)
        assert brought_up == rows(corpus)
    assert any(voice for _, voice in brought_up["tellings"]) and any(row[2] for row in brought_up["findings"])


def test_a_run_goes_on_from_there(old):
    with Corpus.open(old, write=True) as corpus:
        tally = run(corpus, some_reports(4), InProcess(hand_loader()))
    assert (tally.known, tally.read) == (3, 1)


def test_what_was_forgotten_stays_so(old):
    from handmade import BODY, report

    gone = report(BODY.replace("harbour", "lighthouse"), outlet="Gone Gazette", source="gone.txt")
    with Corpus.open(old, write=True) as corpus:
        assert run(corpus, [gone], InProcess(hand_loader())).known == 1


def test_who_only_reads_is_told_how_to_bring_it_up(old, monkeypatch):
    newest = schema.VERSION + 1
    monkeypatch.setattr(schema, "VERSION", newest)
    with pytest.raises(TellingsError) as caught:
        Corpus.open(old)
    assert caught.value.code == "corpus-older" and f"tellings run --into {old}" in caught.value.hint


def test_a_step_that_fails_leaves_the_catalogue_as_it_was(old, monkeypatch):
    Corpus.open(old, write=True).close()
    was = schema.VERSION

    def breaks(connection):
        connection.exec_driver_sql("DROP TABLE aliases")
        connection.exec_driver_sql("DELETE FROM judgements")
        raise RuntimeError("no")

    monkeypatch.setattr(schema, "VERSION", was + 1)
    monkeypatch.setattr(migrations.bring_up, "__defaults__", ({was: breaks},))
    with pytest.raises(RuntimeError):
        Corpus.open(old, write=True)
    monkeypatch.setattr(schema, "VERSION", was)
    with Corpus.open(old) as corpus:
        assert len(corpus.judgements()) == 1 and corpus.compared().stories[0].aliases == ()


def test_there_is_a_step_from_every_version():
    assert set(migrations.STEPS) == set(range(1, schema.VERSION))


def test_a_catalogue_without_terms_is_compared_anew_under_its_ids(catalogue, tmp_path):
    """The step from version 6, in SQLite and in PostgreSQL."""
    make_corpus(tmp_path / "c", some_reports(5))
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        renew(corpus)
        before = corpus.compared()
        with corpus.engine.begin() as connection:
            for statement in (
                "ALTER TABLE sketches DROP COLUMN terms",
                "UPDATE sketches SET shingles = weights",
                "UPDATE meta SET value = '6' WHERE key = 'schema_version'",
            ):
                connection.exec_driver_sql(statement)
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        assert corpus.needs_comparing()
        renew(corpus)
        assert corpus.compared() == before
        with corpus.engine.connect() as connection:
            kept = connection.exec_driver_sql("SELECT count(*) FROM sketches WHERE length(terms) > 0").scalar_one()
    assert kept == 5
