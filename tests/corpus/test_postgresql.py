"""A catalogue in PostgreSQL: what SQLite has no like of.  Everything else is tested with both, see `catalogue`."""

from __future__ import annotations

import os
import shutil

import pytest
from sqlalchemy import text

from handmade import BODY, hand_loader, make_corpus, report, some_reports
from tellings.corpus import Corpus, held, listing, settings
from tellings.corpus.columns import LONGEST_KEY
from tellings.corpus.forget import forget
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run
from tellings.errors import TellingsError
from tellings.model import Failure


@pytest.fixture
def server(catalogue):
    if catalogue != "postgresql":
        pytest.skip("about PostgreSQL")
    return os.environ["TELLINGS_TEST_POSTGRESQL"]


def code_of(action) -> str:
    with pytest.raises(TellingsError) as caught:
        action()
    assert caught.value.hint
    return caught.value.code


def test_the_folder_says_where_the_catalogue_is(server, tmp_path, monkeypatch):
    monkeypatch.delenv(settings.VARIABLE)
    with Corpus.open(tmp_path / "c", write=True, catalogue=server) as corpus:
        run(corpus, some_reports(2), InProcess(hand_loader()))
    assert not (tmp_path / "c" / "corpus.db").exists()
    assert 'catalogue = "postgresql://' in (tmp_path / "c" / "corpus.toml").read_text()
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.status().reports == 2


def test_many_corpora_in_one_database(server, tmp_path):
    make_corpus(tmp_path / "a", some_reports(2))
    make_corpus(tmp_path / "b", some_reports(5))
    with Corpus.open(tmp_path / "a") as a, Corpus.open(tmp_path / "b") as b:
        assert (a.status().reports, b.status().reports) == (2, 5)


def test_a_lost_schema_is_made_anew_from_the_shards(server, tmp_path):
    make_corpus(tmp_path / "c", some_reports(4))
    with Corpus.open(tmp_path / "c", write=True) as corpus, corpus.engine.begin() as connection:
        before = {e.report.id: e for e in corpus.entries()}
        connection.execute(text(f'DROP SCHEMA "{corpus.database.place.schema}" CASCADE'))
    assert code_of(lambda: Corpus.open(tmp_path / "c")) == "catalogue-damaged"
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        assert {e.report.id: e for e in corpus.entries()} == before


def test_a_newer_catalogue_is_refused(server, tmp_path):
    make_corpus(tmp_path / "c", some_reports(1))
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        corpus.remember("schema_version", "999")
    assert code_of(lambda: Corpus.open(tmp_path / "c")) == "corpus-newer"
    assert code_of(lambda: Corpus.open(tmp_path / "c", write=True)) == "corpus-newer"


def test_one_writer_even_where_the_folder_has_no_common_lock(server, tmp_path):
    make_corpus(tmp_path / "c", some_reports(1))
    shutil.copytree(tmp_path / "c", tmp_path / "elsewhere")
    with Corpus.open(tmp_path / "c", write=True):
        assert code_of(lambda: Corpus.open(tmp_path / "elsewhere", write=True)) == "corpus-busy"
    Corpus.open(tmp_path / "elsewhere", write=True).close()


def test_who_reads_can_change_nothing(server, tmp_path):
    make_corpus(tmp_path / "c", some_reports(1))
    with Corpus.open(tmp_path / "c") as corpus, pytest.raises(Exception, match="read-only"):
        corpus.engine.connect().execute(text("DELETE FROM reports"))


def test_what_is_forgotten_is_in_no_table(server, tmp_path):
    secret = report(BODY.replace("harbour", "Xanadulighthouse"), outlet="Leak", source="leak.txt")
    make_corpus(tmp_path / "c", [secret, *some_reports(2)])

    def every_row(corpus) -> str:
        with corpus.engine.connect() as connection:
            names = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            ).scalars()
            return "".join(
                str(row) for name in list(names) for row in connection.execute(text(f"SELECT t::text FROM {name} t"))
            )

    with Corpus.open(tmp_path / "c", write=True) as corpus:
        assert "xanadulighthouse" in every_row(corpus)
        forget(corpus, [secret.id])
        left = every_row(corpus)
    assert "xanadulighthouse" not in left.lower() and "leak.txt" not in left


def test_no_server_there(catalogue, tmp_path, monkeypatch):
    pytest.importorskip("psycopg")
    address = "postgresql://ada:secret@127.0.0.1:9/none"
    monkeypatch.setenv(settings.VARIABLE, address)
    with pytest.raises(TellingsError) as caught:
        Corpus.open(tmp_path / "c", write=True)
    assert caught.value.code == "no-catalogue" and "secret" not in str(caught.value)
    assert not (tmp_path / "c" / "corpus.toml").exists()


def test_passwords_are_not_kept(server, tmp_path, monkeypatch):
    told = settings.parse(server).set(password="open sesame").render_as_string(hide_password=False)
    monkeypatch.setenv(settings.VARIABLE, told)
    make_corpus(tmp_path / "c", some_reports(1))
    assert "sesame" not in (tmp_path / "c" / "corpus.toml").read_text()
    assert settings.find(tmp_path / "c").url.password == "open sesame"
    monkeypatch.delenv(settings.VARIABLE)
    for url in (told, f"{server}&password=open"):
        assert code_of(lambda url=url: Corpus.open(tmp_path / "d", write=True, catalogue=url)) == "password-in-url"


@pytest.mark.parametrize(
    ("address", "code"),
    [("mysql://h/d", "unknown-catalogue"), ("nonsense", "unknown-catalogue"), ("", None)],
)
def test_addresses_that_are_none(tmp_path, address, code, monkeypatch):
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    if code:
        assert code_of(lambda: Corpus.open(tmp_path / "c", write=True, catalogue=address)) == code
    else:
        Corpus.open(tmp_path / "c", write=True, catalogue=address).close()


def test_a_corpus_stays_where_it_is(tmp_path, monkeypatch):
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    make_corpus(tmp_path / "c", some_reports(1))
    wanted = "postgresql://db.example/news"
    assert code_of(lambda: Corpus.open(tmp_path / "c", write=True, catalogue=wanted)) == "other-catalogue"
    monkeypatch.setenv(settings.VARIABLE, wanted)  # is for new ones
    Corpus.open(tmp_path / "c", write=True).close()


def test_settings_that_cannot_be_understood(tmp_path):
    make_corpus(tmp_path / "c", some_reports(1))
    (tmp_path / "c" / "corpus.toml").write_text("catalogue =")
    assert code_of(lambda: Corpus.open(tmp_path / "c")) == "bad-settings"


# ---------------------------------------------------------------- both


def test_strings_that_no_database_likes(catalogue, tmp_path):
    """NUL, halves of characters, very long ones: in titles, outlets, file names, messages."""
    gathered = [
        report(outlet="An \x00 Outlet " + "x" * 9_000, title="NUL \x00 in the title", source="a\x00" + "b" * 4_000),
        Failure(source="f/a\x00" + "ü" * 5_000, stage="gather", code="empty-file", message="a\x00b"),
    ]
    for known in (0, 1):
        with Corpus.open(tmp_path / "c", write=True) as corpus:
            assert run(corpus, gathered, InProcess(hand_loader())).known == known
            status = corpus.status()
            assert (status.gathered, status.read, status.failed) == (2, 1, 1)
    with Corpus.open(tmp_path / "c") as corpus, corpus.engine.connect() as connection:
        (failure,) = held.failures(connection)
        assert failure[0].startswith("f/a\\x00ü") and len(failure[0]) == LONGEST_KEY and failure[4] == "a\\x00b"


def test_search_finds_the_same_everywhere(catalogue, tmp_path):
    make_corpus(
        tmp_path / "c",
        [
            report(
                "Ségolène met the so-called O'Brien's cousin at Zürich'); DROP TABLE reports;-- in A.B.C. 2024-03-14."
            ),
            report("Nothing of the kind was seen by anyone who was there at the time.", title="Another thing"),
        ],
    )
    with Corpus.open(tmp_path / "c") as corpus, corpus.engine.connect() as connection:

        def found(words: str) -> int:
            return len(listing.stories(connection, listing.Wanted(words=words), 50)[0])

        for words in ("segolene", "SÉGOLÈNE", "so-called", "o'brien", "zurich drop table", "a.b.c.", "2024-03-14"):
            assert found(words) == 1, words
        for words in ("called-so", "segolene nowhere", "''' & | ! <->", '"', "\x00", "*", "obrien"):
            assert found(words) == 0, words
