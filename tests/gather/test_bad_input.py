"""Bad and hostile input: each a failure row with code, message and hint, or a clean report; never an exception, never a hang."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import time

import pytest
import zstandard

from tellings.gather import GatherOptions, gather
from tellings.gather import walking as walking_room
from tellings.model import Failure

from .test_formats import HTTP, page, pdf, record, response, warc

TITLE = "Farmers block road over water"


def test_empty_files(refused):
    assert refused("").code == "empty-file"
    assert refused(" \n\t\n").code == "empty-file"
    assert refused("", "a.jsonl").code == "empty-file"
    assert refused("", "a.html").code == "empty-file"
    assert refused("", "a.csv").code == "empty-file"
    assert refused("", "a.txt.gz").code == "empty-file"


def test_binary_files(refused):
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9).code == "binary-file"
    assert refused(os.urandom(5000), "a.txt").code in ("binary-file", "damaged-archive")
    assert refused(b"\x00\x01\x02" * 500, "a.jsonl").code == "binary-file"
    assert refused(b"PK\x03\x04" + b"\x00" * 100, "a.docx").code == "unknown-format"


def test_no_words(refused):
    assert refused("12345 67890\n\n---").code == "no-text"
    assert refused("<html><body><script>x()</script></body></html>", "a.html").code == "no-text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(one, body, encoding):
    text = f"{TITLE}\n\n{body} “Never”, said Zoë – twice."
    assert one(text.encode(encoding)).text == text


def test_cyrillic_names_in_a_legacy_encoding_need_no_luck(one, body):
    assert "Жуков" in one((body + " Жуков сказал.").encode("cp1251"), encoding="cp1251").text


def test_mixed_encoding(one, body):
    report = one(f"{TITLE}\n\n{body} “One”.\n\n".encode() + "He said “never” in the café.".encode("cp1252"))
    assert "“One”" in report.text
    assert "“never” in the café" in report.text
    assert report.notes[0].startswith("mixed-encoding: 1 lines")


def test_utf8_read_as_windows_1252_is_repaired(one, body):
    broken = (
        (body + " “Never”, said Zoë’s aunt – twice.").encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    )
    report = one(f"{TITLE}\n\n{broken}")
    assert report.text.endswith("“Never”, said Zoë’s aunt – twice.")
    assert report.notes[0].startswith("repaired-encoding")


def test_unknown_encoding_option(refused, body):
    assert refused(body, encoding="klingon").code == "unknown-encoding"


def test_control_characters(one, body):
    report = one(json.dumps({"text": f"{body}\x00\x07 a\u202eb\u2066c\u200b\u00ad e\u0301\r\nnext"}), "a.jsonl")
    assert report.text.endswith(" abc é\nnext")
    assert [note.split(":")[0] for note in report.notes] == ["bidi-overrides", "control-characters"]


def test_lone_surrogates(one, body):
    report = one(f'{{"text": "{body} \\ud83d and \\udc00 end", "title": "A \\ud800 title"}}', "a.jsonl")
    assert report.text.endswith("  and  end")
    assert any(note.startswith("lone-surrogates") for note in report.notes)
    report.text.encode()


def test_other_languages(refused):
    samples = {
        "es": "El gobernador de la región se reunió con los agricultores en el ayuntamiento y les prometió agua del canal.",
        "fr": "Le gouverneur de la région a rencontré les agriculteurs dans la mairie et leur a promis de l’eau du canal.",
        "de": "Der Gouverneur der Region hat sich mit den Bauern im Rathaus getroffen und ihnen das Wasser aus dem Kanal versprochen.",
        "ar": "التقى محافظ المنطقة بالمزارعين في مبنى البلدية يوم الاثنين ووعدهم بالمياه من القناة الجديدة",
        "ru": "Губернатор области встретился с фермерами в ратуше в понедельник и обещал им воду из нового канала",
        "zh": "该地区的州长星期一在市政厅会见了农民，并承诺向他们提供新运河的水。该地区的州长星期一在市政厅会见了农民",
        "id": "Gubernur itu bertemu dengan para petani di balai kota pada hari Senin dan berjanji akan memberi air untuk mereka.",
    }
    for language, text in samples.items():
        failure = refused(text)
        assert failure.code == "unsupported-language"
        assert repr(language) in failure.message


def test_english_with_foreign_names_is_english(one, body):
    assert (
        one(f"{body} “Viva la revolución”, wrote El Diario de la Mañana. Der Spiegel and Le Monde agreed.").language
        == "en"
    )


def test_one_line_of_20_megabytes(refused):
    line = "The governor met the farmers. " * 700_000
    assert refused(line).code == "too-large"
    assert refused(line, max_bytes=1 << 26).code == "too-long"
    assert refused('{"text": "' + line + '"}', "a.jsonl").code == "too-large"


def test_a_long_line_does_not_hide_the_next_one(put, read, body):
    lines = '{"text": "' + "x" * 5000 + '"}\n' + json.dumps(record(body))
    reports, failures = read(put("a.jsonl", lines), max_bytes=2000)
    assert [failure.code for failure in failures] == ["too-large"]
    assert "2,000 bytes" in failures[0].message
    assert len(reports) == 1


def test_paths_that_lead_nowhere(read, tmp_path):
    _, failures = read([tmp_path / "nothing.txt", str(tmp_path / "*.txt"), tmp_path])
    assert [failure.code for failure in failures] == ["not-found", "no-match", "no-reports"]
    assert all(failure.hint for failure in failures)


def test_a_file_that_vanishes(put, body):
    put("a.txt", f"{TITLE}\n\n{body}")
    gone = put("b.txt", body)
    found = gather(gone.parent)
    next(found)
    gone.unlink()
    (failure,) = list(found)
    assert (failure.code, failure.source) == ("not-found", str(gone))


def test_a_file_that_may_not_be_read(put, read, monkeypatch, body):
    secret = put("a.txt", body)
    put("b.txt", f"{TITLE}\n\n{body}")

    def guarded(path, *args, **kwargs):
        if path == str(secret):
            raise PermissionError(13, "Permission denied")
        return open(path, *args, **kwargs)

    monkeypatch.setattr(walking_room, "open", guarded, raising=False)
    reports, failures = read(secret.parent)
    assert [failure.code for failure in failures] == ["unreadable"]
    assert "Permission denied" in failures[0].message
    assert len(reports) == 1


def test_a_file_whose_bytes_cannot_be_read(read):
    _, failures = read("/proc/self/mem")
    assert [failure.code for failure in failures] == ["unreadable"]


def test_pipes_and_dangling_links_do_not_hang(read, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    _, failures = read(tmp_path)
    assert sorted(failure.code for failure in failures) == ["not-found", "unreadable"]


def test_paths_with_newlines_and_dots(put, read, tmp_path, body):
    put("a\nb '; DROP TABLE reports;--.txt", f"{TITLE}\n\n{body}")
    reports, _ = read(tmp_path / "sub" / ".." if (tmp_path / "sub").mkdir() is None else "")
    assert reports[0].source.endswith("a\nb '; DROP TABLE reports;--.txt")


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.jsonl.gz", "bomb.csv.gz", "bomb.warc.gz"])
def test_decompression_bombs(put, read, name):
    start = {
        "jsonl": b'{"text": "',
        "csv": b"title,text\nx,",
        "warc": b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 400000000\r\n\r\n",
    }
    sink = io.BytesIO()
    with gzip.GzipFile(fileobj=sink, mode="wb") as stream:
        stream.write(start.get(name.split(".")[1], b""))
        for _ in range(64):
            stream.write(b"a" * (1 << 20))
    reports, failures = read(put(name, sink.getvalue()), max_bytes=1 << 20)
    assert not reports
    assert failures
    assert {failure.code for failure in failures} <= {"decompression-bomb", "too-large"}


def test_bomb_in_zstandard_and_in_a_page_of_an_archive(refused, put, read, body):
    packed = zstandard.ZstdCompressor().compress(b"a" * (1 << 26))
    assert refused(packed, "a.txt.zst", max_bytes=1 << 20).code in ("decompression-bomb", "too-large")
    bomb = response(gzip.compress(b"<p>" + b"a" * (1 << 24)), headers="Content-Encoding: gzip\r\n")
    data = warc(
        ("response", "https://a.example/1", HTTP, bomb), ("response", "https://a.example/2", HTTP, response(page(body)))
    )
    reports, failures = read(put("a.warc", data), max_bytes=1 << 20)
    assert [failure.code for failure in failures] == ["decompression-bomb"]
    assert len(reports) == 1


def test_compressed_files_in_each_other(refused, body):
    data = body.encode()
    for _ in range(6):
        data = gzip.compress(data)
    assert refused(data, "a.txt.gz").code == "decompression-bomb"


def test_damaged_archives(put, read, refused, body):
    assert refused(b"no gzip at all", "a.txt.gz").code == "damaged-archive"
    lines = "\n".join(json.dumps(record(f"{body} {i} {os.urandom(40).hex()}")) for i in range(2000))
    packed = gzip.compress(lines.encode())
    reports, failures = read(put("cut.jsonl.gz", packed[: len(packed) // 2]))
    assert len(reports) > 500
    assert failures[-1].code == "damaged-archive"


def test_nested_tags_and_megabyte_attributes(put, read, body):
    hostile = {
        "nested.html": page(body).replace("<article>", "<div>" * 200_000 + "<article>"),
        "open.html": "<b>" * 200_000,
        "attribute.html": page(body).replace("<article>", f"<article class='{'a' * 2_000_000}'>"),
        "attributes.html": page(body).replace(
            "<article>", "<article " + " ".join(f"a{i}=x" for i in range(200_000)) + ">"
        ),
        "quote.html": page(body).replace("<article>", '<a "' * 200_000),
        "brackets.html": "<html>" + "<" * 1_000_000,
        "comment.html": page(body) + "<!--" * 300_000,
    }
    for name, content in hostile.items():
        start = time.process_time()
        reports, failures = read(put(name, content), max_seconds=10)
        assert len(reports) + len(failures) == 1, name
        assert time.process_time() - start < 16, name
        assert all(
            failure.code in ("too-complex", "too-long", "no-text", "too-slow", "bad-html") for failure in failures
        ), failures
    assert read(put("nested.html", hostile["nested.html"]))[1][0].code == "too-complex"
    assert read(put("attributes.html", hostile["attributes.html"]))[1][0].code == "too-complex"


def test_nested_json(refused):
    assert refused('{"text": ' + "[" * 200_000, "a.jsonl").code == "bad-json"
    assert refused('{"a":' * 100_000, "a.json").code == "bad-json"


def test_lines_that_are_no_json_do_not_hide_the_others(put, read, body):
    lines = [
        "nonsense",
        "[1, 2]",
        '"text"',
        '{"no": "words"}',
        '{"text": 7}',
        json.dumps(record(body)),
        '{"text": "cut',
    ]
    reports, failures = read(put("a.jsonl", "\n".join(lines)))
    assert len(reports) == 1
    assert [failure.code for failure in failures] == [
        "bad-json",
        "bad-json",
        "bad-json",
        "no-text",
        "no-text",
        "bad-json",
    ]
    assert failures[-1].source.endswith("a.jsonl:7")


@pytest.mark.parametrize("length", ["-1", "99999999999999999999", "abc", "5", "1000000000000"])
def test_warc_with_malformed_lengths(put, read, body, length):
    good = warc(("conversion", "https://a.example/1", "text/plain", f"{TITLE}\n\n{body}".encode()))
    bad = good.replace(b"Content-Length: ", b"Content-Length: %s\r\nX-Was: " % length.encode(), 1)
    reports, failures = read(put("a.warc", good + bad + good))
    assert reports
    assert len(reports) + len(failures) <= 4
    assert all(failure.hint for failure in failures)


def test_warc_of_garbage(refused):
    assert refused(b"WARC/1.0\r\n" + os.urandom(20_000), "a.warc").code in ("damaged-archive", "no-reports")


def test_xml_entities(refused):
    laughs = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    assert refused(laughs, "a.rss").code == "xml-entities"
    assert refused("<rss><channel><title>x</title></channel></rss>", "a.rss").code == "no-reports"
    assert refused('<?xml version="1.0"?><rss><channel><item><title>x', "a.rss").code in ("bad-feed", "no-text")


def test_pdfs(refused):
    assert refused(b"%PDF-1.4\n" + b"garbage " * 100, "a.pdf").code == "bad-pdf"
    assert refused(pdf([]), "a.pdf").code == "no-text-layer"


def test_tables(refused):
    assert refused("a,b\n1,2\n", "a.csv").code == "no-text-column"
    assert refused('title,text\nx,"' + "a" * 5000, "a.csv", max_bytes=3000).code in ("bad-table", "too-large")
    assert refused(b"PAR1" + b"garbage" * 10 + b"PAR1", "a.parquet").code == "bad-table"


def test_a_reader_that_breaks_does_not_stop_the_run(put, read, monkeypatch, body):
    from tellings.gather import plain

    put("b.html", page(body))

    def broken(blob, options):
        raise ZeroDivisionError("no reason")
        yield

    monkeypatch.setattr(plain, "read", broken)
    reports, failures = read(put("a.txt", body).parent)
    assert [failure.code for failure in failures] == ["reader-error"]
    assert len(reports) == 1


def test_a_document_that_takes_too_long(put, read, monkeypatch, body):
    from tellings.gather import plain

    put("b.html", page(body))

    def slow(blob, options):
        while True:
            with contextlib.suppress(Exception):  # what libraries do
                time.sleep(0.01)
        yield

    monkeypatch.setattr(plain, "read", slow)
    reports, failures = read(put("a.txt", body).parent, max_seconds=0.5)
    assert [failure.code for failure in failures] == ["too-slow"]
    assert len(reports) == 1


@pytest.mark.parametrize(
    "pattern",
    [
        "a " * 100_000,
        "By " + "A" * 200_000,
        "(" * 100_000,
        "– " * 100_000,
        "“" * 100_000,
        "Read more " * 20_000,
        "2013-" * 50_000,
        "\n".join("Share this" for _ in range(20_000)),
        "April 3 " * 30_000,
        ". A" * 80_000,
        "<p " * 80_000,
        "&#1" * 80_000,
        " " * 250_000 + "x",
        "A, " * 90_000,
    ],
)
def test_cleaning_is_linear(put, pattern, body):
    start = time.process_time()
    list(gather(put("a.txt", f"{TITLE}\n\n{body}\n\n{pattern}"), GatherOptions()))
    list(gather(put("b.txt", pattern), GatherOptions()))
    assert time.process_time() - start < 3


def test_failures_are_rows():
    (failure,) = gather("/no/such/place.txt")
    assert isinstance(failure, Failure)
    assert (failure.source, failure.stage) == ("/no/such/place.txt", "gather")


def test_what_fuzzing_found(put, read, refused, body):
    assert refused("title,text\n", "a.csv").code == "no-reports"
    reports, _ = read(put("a.jsonl", json.dumps({"text": body, "published": "Mon, 04 Mar 2222222024 10:00:00 GMT"})))
    assert reports[0].published.value is None
    beyond = f"<rss version='2.0'><channel><item><title>&#x110000;</title><description>{body}</description></item></channel></rss>"
    assert refused(beyond, "a.rss").code == "bad-feed"


def test_a_file_name_that_is_no_text(tmp_path, read, body):
    path = os.fsencode(tmp_path) + b"/a\xff.txt"
    try:
        with open(path, "wb") as file:
            file.write(f"{TITLE}\n\n{body}".encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    (report,), failures = read(tmp_path)
    assert not failures
    report.source.encode()
