"""A table goes out, a person changes cells, and comes back as judgements."""

from __future__ import annotations

import csv
import io

import pytest

from handmade import BODY, make_corpus, report
from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export import Selection, find
from tellings.export.corrections import Correction, corrections
from tellings.web.judging import compare, judge


@pytest.fixture
def corpus(tmp_path):
    reports = [
        report(outlet="The Test Post", url="https://example.org/a"),
        report(BODY.replace("killed 8", "killed 11"), outlet="Radio Two", published="2024-02-13"),
    ]
    with Corpus.open(make_corpus(tmp_path / "c", reports), write=True) as opened:
        yield opened


@pytest.fixture
def exported(corpus, tmp_path):
    """exported("events") -> (path, rows) of that table."""
    folder = tmp_path / "out"
    folder.mkdir()
    find("csv").write_folder(corpus, Selection(), folder)

    def table(name):
        path = folder / f"{name}.csv"
        return path, list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))

    return table


def save(path, rows, delimiter=",", encoding="utf-8-sig"):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding, "replace"))


@pytest.mark.parametrize("name", ["events", "mentions", "actors"])
def test_an_unchanged_table_says_nothing(corpus, exported, name):
    path, rows = exported(name)
    assert rows
    assert corrections(corpus, path) == ([], [])


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_a_type_as_spreadsheets_save_it(corpus, exported, delimiter, encoding):
    path, rows = exported("events")
    rows[0]["type"], rows[0]["modes"] = "PROTEST", "riot"
    save(path, rows, delimiter, encoding)
    assert corrections(corpus, path) == ([Correction(2, "type", rows[0]["event"], "PROTEST riot")], [])


def test_columns_and_rows_may_be_missing(corpus, exported):
    path, rows = exported("mentions")
    save(path, [{"type": "", "mention": rows[-1]["mention"]}])
    assert corrections(corpus, path)[0] == [Correction(2, "type", rows[-1]["mention"], "NONE")]


def test_what_was_corrected_holds_after_the_next_comparison(corpus, exported):
    path, rows = exported("events")
    rows[0]["type"], rows[0]["modes"] = "PROTEST", ""
    save(path, rows)
    for one in corrections(corpus, path)[0]:
        judge(corpus, one.verdict, one.a, one.b, by="a reader")
    compare(corpus)
    assert "PROTEST" in {event.type for event in corpus.compared().events}
    assert corrections(corpus, path)[0] == [] or rows[0]["event"] not in {e.id for e in corpus.compared().events}


def test_an_actors_code(corpus, exported):
    path, rows = exported("actors")
    rows[0]["code"], rows[0]["sectors"] = "KEN", "GOV; MIL"
    save(path, rows)
    found, problems = corrections(corpus, path)
    assert found == [Correction(2, "code", rows[0]["name"], "KEN GOV MIL")] and not problems
    judge(corpus, found[0].verdict, found[0].a, found[0].b, by="a reader")
    compare(corpus)
    actor = next(a for a in corpus.compared().actors if a.name == rows[0]["name"])
    assert (actor.code, actor.sectors) == ("KEN", ("GOV", "MIL"))


def test_two_actors_are_one(corpus, exported):
    path, rows = exported("actors")
    rows = [{**row, "same_as": ""} for row in rows]
    rows[0]["same_as"] = rows[1]["actor"]
    save(path, rows)
    assert corrections(corpus, path)[0] == [Correction(2, "same", rows[0]["name"], rows[1]["name"])]


def test_a_mention_that_is_an_event_of_its_own(corpus, exported):
    path, rows = exported("mentions")
    shared = [row for row in rows if sum(other["event"] == row["event"] for other in rows) > 1]
    assert shared
    row = shared[0]
    save(path, [{"mention": row["mention"], "event": "new"}])
    (found,), _ = corrections(corpus, path)
    judge(corpus, found.verdict, found.a, found.b, by="a reader")
    compare(corpus)
    events = [{m for t in event.tellings for m in t.mentions} for event in corpus.compared().events]
    assert {row["mention"]} in events
    # And back.
    other = next(r["mention"] for r in shared[1:] if r["event"] == row["event"])
    home = next(e for e in corpus.compared().events if any(other in t.mentions for t in e.tellings))
    judge(corpus, "move", row["mention"], home.id, by="a reader")
    compare(corpus)
    events = [{m for t in event.tellings for m in t.mentions} for event in corpus.compared().events]
    assert any({row["mention"], other} <= mentions for mentions in events)


def test_unknown_rows_are_told_with_their_line(corpus, exported):
    path, rows = exported("events")
    save(path, [{"event": "e-nothing", "type": "AID"}, {"event": rows[0]["event"], "type": "AID"}])
    found, problems = corrections(corpus, path)
    assert [p.line for p in problems] == [2] and "e-nothing" in problems[0].message
    assert [c.line for c in found] == [3]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b"event,type\n", b"telling,event\nt-1,e-1\n"])
def test_what_is_no_table_of_ours(corpus, tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(TellingsError) as error:
        corrections(corpus, path)
    assert error.value.code == "not-a-table" and error.value.hint


@pytest.mark.parametrize("code", ["", "XXX", "KEN NOBODY", "KENGOV"])
def test_a_code_that_is_none(corpus, code):
    with pytest.raises(TellingsError) as error:
        judge(corpus, "code", "Somebody", code, by="a reader")
    assert error.value.code == "bad-judgement"
