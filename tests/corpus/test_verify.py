"""Any damaged or missing byte is found, and what it held is read again."""

from __future__ import annotations

import pytest

from handmade import hand_loader, make_corpus, some_reports
from tellings.cli.app import call
from tellings.corpus import Corpus
from tellings.corpus.verify import drop, verify
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL


@pytest.fixture
def corpus(tmp_path):
    path = make_corpus(tmp_path / "c", some_reports(3))
    with Corpus.open(path, write=True) as opened:
        run(opened, some_reports(5), InProcess(hand_loader()))
    return path


def shard(path, ending="parquet"):
    return sorted((path / "readings").glob(f"*.{ending}"))[0]


def damage_one_byte(path):
    data = bytearray(shard(path).read_bytes())
    data[len(data) // 2] ^= 1
    shard(path).write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (damage_one_byte, "damaged"),
        (lambda path: shard(path).write_bytes(shard(path).read_bytes()[:-1]), "damaged"),
        (lambda path: shard(path).unlink(), "missing"),
        (lambda path: shard(path, "json").write_text("{"), "bad-manifest"),
        (lambda path: shard(path, "json").unlink(), "no-manifest"),
        (lambda path: [shard(path, "json").unlink(), shard(path).unlink()], "missing"),
    ],
)
def test_damage_is_found_and_mended(corpus, spoil, code):
    with Corpus.open(corpus) as opened:
        whole = {e.report.id: e for e in opened.entries()}
        assert verify(opened) == []
    spoil(corpus)
    with Corpus.open(corpus) as opened:
        problems = verify(opened)
    assert [p.code for p in problems] == [code]
    assert set(problems[0].sources) == {"0.txt", "1.txt", "2.txt"}
    with Corpus.open(corpus, write=True, recover=False) as opened:
        drop(opened, {p.what for p in problems})
        assert run(opened, some_reports(5), InProcess(hand_loader())).read == 3
        assert verify(opened) == []
        assert {e.report.id: e for e in opened.entries()} == whole
        assert opened.status().gathered == 5


def test_the_command(corpus, capsys):
    assert call(["verify", str(corpus)]) == 0
    assert "every byte" in capsys.readouterr().out
    damage_one_byte(corpus)
    assert call(["verify", str(corpus)]) == 1
    said = capsys.readouterr().out
    assert "damaged" in said and "read again: 1.txt" in said and "--drop" in said
    assert call(["verify", str(corpus), "--drop"]) == 0
    assert call(["verify", str(corpus)]) == 0


def test_whoever_needs_a_damaged_shard_is_told_what_to_do(corpus, capsys):
    damage_one_byte(corpus)
    shard(corpus).write_bytes(shard(corpus).read_bytes()[:-60])
    assert call(["export", str(corpus), "--format", "jsonl", "--out", "-"]) == 2
    assert "shard-damaged" in capsys.readouterr().err
