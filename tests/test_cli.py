"""The commands: what they say, where they say it, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handmade import BODY, make_corpus, report, some_reports
from tellings.cli.app import call
from tellings.cli.commands import VERBS
from tellings.corpus import Corpus

EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return str(make_corpus(tmp_path_factory.mktemp("corpus") / "c"))


def refused(capsys, *arguments: str) -> str:
    """The code of the error that ends a command; it must come with exit code 2, a hint and no traceback."""
    assert call(list(arguments)) == 2
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err and not captured.out
    assert captured.err.startswith("error: ") and "  help " in captured.err
    return captured.err.split(": ")[1]


def test_every_verb_helps(capsys):
    for verb in VERBS:
        assert call([verb, "--help"]) == 0
        assert "Usage: tellings " + verb in capsys.readouterr().out


def test_wrong_use_ends_with_two_and_says_why(capsys):
    assert call(["run", "--nonsense"]) == 2
    assert "--nonsense" in capsys.readouterr().err


def test_version(capsys):
    assert call(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tellings 0.")


# ---------------------------------------------------------------- run


def test_the_whole_way_and_again(tmp_path, capsys):
    arguments = ["run", str(EXAMPLES), "--into", str(tmp_path / "c"), "--engine", "inprocess"]
    assert call(arguments) == 0
    first = capsys.readouterr()
    assert first.out == "" and " read" in first.err and "0 stories" not in first.err
    with Corpus.open(tmp_path / "c") as opened:
        before = opened.compared()
        assert opened.status().compared
    assert call(arguments) == 0
    assert "known before" in capsys.readouterr().err
    with Corpus.open(tmp_path / "c") as opened:
        assert opened.compared() == before


def test_bad_documents_do_not_stop_good_ones(tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    good = EXAMPLES / "blantyre-shire-chronicle.txt"
    (folder / "good.txt").write_bytes(good.read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "picture.xyz").write_bytes(b"\x00\x01" * 500)
    (folder / "line.txt").write_text("word " * 4_000_000)
    (folder / "german.txt").write_text(
        "Der Minister traf am Montag in Berlin seine Kollegin, um über die Lage an der Grenze zu sprechen. " * 20
    )
    (folder / "broken.jsonl").write_text('{"text": \n{"no": "text"}\n')
    assert call(["run", str(folder), "--into", str(tmp_path / "c"), "--engine", "inprocess"]) == 0
    said = capsys.readouterr().err
    assert "1 read" in said and "Traceback" not in said
    with Corpus.open(tmp_path / "c") as opened:
        status = opened.status()
    assert status.read == 1 and status.gathered >= 7
    assert status.gathered == status.read + status.copies + status.unsupported + status.failed
    assert call(["status", str(tmp_path / "c")]) == 0
    listed = capsys.readouterr().out
    for name in ("empty.txt", "binary.txt", "german.txt", "line.txt", "broken.jsonl"):
        assert name in "".join(listed.split()), name


def test_no_documents(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    call(["run", str(tmp_path / "empty"), "--into", str(tmp_path / "c"), "--engine", "inprocess"])
    captured = capsys.readouterr()
    assert "1 failed" in captured.err and str(tmp_path / "empty") in captured.err and "Traceback" not in captured.err


def test_a_users_file_that_is_not_there(tmp_path, capsys):
    assert (
        refused(capsys, "run", str(EXAMPLES), "--into", str(tmp_path / "c"), "--frames", "nowhere.toml")
        == "no-such-file"
    )


def test_an_unknown_engine(tmp_path, capsys):
    assert refused(capsys, "run", str(EXAMPLES), "--into", str(tmp_path / "c"), "--engine", "steam") == "unknown-engine"


def test_run_into_a_folder_of_other_things(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("dear")
    assert refused(capsys, "run", str(EXAMPLES), "--into", str(tmp_path)) == "not-a-corpus"


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("engine", ["inprocess", "pool"])
def test_ctrl_c_keeps_what_was_read(tmp_path, engine):
    with open(tmp_path / "many.jsonl", "w") as file:
        for number in range(4000):
            text = f"{BODY} Case {number} was opened in Porto on Friday by inspector number {number}, police said. " * 3
            file.write(
                json.dumps({"outlet": "Post", "title": f"Case {number}", "published": "2024-02-12", "text": text})
                + "\n"
            )
    command = [
        sys.executable,
        "-m",
        "tellings",
        "run",
        str(tmp_path / "many.jsonl"),
        "--into",
        str(tmp_path / "c"),
        "--engine",
        engine,
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert " read" in process.stderr.readline()  # the first word of its progress
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Stopped" in errors and "Traceback" not in errors
    with Corpus.open(tmp_path / "c") as opened:
        kept = opened.status()
    assert 0 < kept.read < 4000 and kept.gathered == kept.read + kept.copies + kept.unsupported + kept.failed


# ---------------------------------------------------------------- show, explain, status


@pytest.mark.parametrize("width", [60, 100, 140])
def test_a_story_fits_its_width(corpus, capsys, width):
    assert call(["show", corpus, "--width", str(width)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    assert "“killed”" in text or "8 killed A" in text
    assert "differ: killed" in text or "8 killed A ≠ 11 killed B" in text
    assert "\x1b" not in text


def test_many_outlets_get_letters(tmp_path, capsys):
    path = make_corpus(
        tmp_path / "c", [report(BODY.replace("8", str(8 + n // 2)), outlet=f"Outlet {n}") for n in range(6)]
    )
    assert call(["show", str(path), "--width", "100"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "A B C D E F" in text and "8 killed A D ≠ 9 killed C F ≠ 10 killed B E" in text


def test_an_event_in_full(corpus, capsys):
    with Corpus.open(corpus) as opened:
        event = next(e for e in opened.compared().events if e.type == "ASSAULT")
    assert call(["show", corpus, event.id[:6]]) == 0
    text = capsys.readouterr().out
    assert (
        "residents" in text
        and "Daily <b>Example</b>" in text
        and "8 killed" in text
        and event.tellings[0].mentions[0] in text
    )


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_a_list_of_stories_keeps_its_titles_in_any_window(tmp_path, capsys, monkeypatch, columns):
    late = report(title="Two governments sign", published="2025-11-30")
    path = str(make_corpus(tmp_path / "c", [report(title="Two governments sign"), late]))
    monkeypatch.setenv("COLUMNS", str(columns))
    assert call(["show", path]) == 0
    assert "Two governments" in capsys.readouterr().out


def test_words_lead_to_stories(tmp_path, capsys):
    other = report(
        "Ada Lovelace met Carl Gauss in Zomba on Friday to talk about the price of maize in the north. " * 3,
        title="Maize",
        published="2024-05-01",
    )
    path = str(make_corpus(tmp_path / "c", [report(), report(outlet="Second"), other]))
    assert call(["show", path, "price of MAIZE"]) == 0
    assert "Lovelace" in capsys.readouterr().out
    assert call(["show", path, "on"]) == 0
    assert "Maize" in (listed := capsys.readouterr().out) and "Minister visits" in listed and "clashes" not in listed
    assert call(["show", path, "on", "--width", "140"]) == 0
    assert "Minister visits" in (listed := capsys.readouterr().out) and "clashes" in listed
    assert call(["show", path, '"; DROP TABLE stories; --']) == 2
    assert call(["show", path, "2"]) == 0


def test_what_is_not_there(corpus, capsys):
    assert refused(capsys, "show", corpus, "e-none") == "no-such-story"
    assert refused(capsys, "show", corpus + "-not") == "no-such-corpus"
    assert refused(capsys, "explain", corpus, "m-none") == "no-such-mention"


def test_a_mention_explains_itself(corpus, capsys):
    with Corpus.open(corpus) as opened:
        event = next(e for e in opened.compared().events if e.type == "ASSAULT" and len(e.tellings) == 2)
    mention = event.tellings[0].mentions[0]
    assert call(["explain", corpus, mention]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for part in (
        "by-hand",
        "matched by hand",
        "Gunmen",
        "by capitals",
        "9 February",
        "anchored to published",
        "residents",
        "cue",
        event.id,
    ):
        assert part in text, part


def test_status_sums_up(tmp_path, capsys):
    path = make_corpus(tmp_path / "c", [*some_reports(3), report("FAULT in it", source="fault.txt")])
    assert call(["status", str(path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "4 gathered = 3 read + 0 copies + 0 unsupported + 1 failed" in text
    assert "fault.txt" in text and "reading-failed" in text and "stale" not in text


def test_status_tells_of_stale_readings(tmp_path, capsys):
    path = make_corpus(tmp_path / "c", some_reports(3))
    with Corpus.open(path, write=True) as opened:
        opened.remember("fingerprint", "another")
    call(["status", str(path)])
    text = capsys.readouterr().out
    assert "3 readings are stale" in text and "--reread" in text


def test_doctor_is_content(corpus, capsys):
    assert call(["doctor", corpus]) == 0
    assert "bad" not in capsys.readouterr().out.split()


def test_output_that_nobody_reads_any_more(corpus):
    command = f"{sys.executable} -m tellings export {corpus} -f jsonl -o - | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert '"kind":"export"' in done.stdout and "Traceback" not in done.stderr
