"""Each format: the same report, in other clothes."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from tellings.gather import GatherOptions, gather
from tellings.model import report_id

TITLE = "Farmers block road over water"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title} | Harbour Herald</title>
<meta property="og:site_name" content="Harbour Herald"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="2021-05-03T08:00:00+01:00"><meta name="author" content="Amina Okoro">
<link rel="canonical" href="https://harbourherald.example/road"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>{title}</h1><p>{body}</p>
<p>A second paragraph of this report says that the governor will come again next week to hear the farmers of the valley.</p></article>
<footer>All about us</footer></body></html>"""


def page(body):
    return PAGE.format(title=TITLE, body=body)


def record(body, **more):
    return {
        "title": TITLE,
        "text": body,
        "outlet": "Harbour Herald",
        "url": "https://harbourherald.example/road",
        "published": "2021-05-03",
        **more,
    }


def warc(*records):
    out = b""
    for kind, url, content_type, payload in records:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-05-04T01:02:03Z\r\nWARC-Record-ID: <urn:uuid:{len(out):08d}-0000-4000-8000-000000000000>\r\nContent-Type: {content_type}\r\nContent-Length: {len(payload)}\r\n\r\n"
        out += head.encode() + payload + b"\r\n\r\n"
    return out


def response(html, status="200 OK", content_type="text/html; charset=utf-8", headers=""):
    body = html if isinstance(html, bytes) else html.encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


HTTP = "application/http; msgtype=response"


def test_page(one, body):
    report = one(page(body), "a.html")
    assert report.title == TITLE
    assert report.text.startswith(f"{TITLE}\n\n{body}")
    assert "Home" not in report.text
    assert "All about us" not in report.text
    assert (report.outlet.value, report.outlet.basis) == ("Harbour Herald", "metadata")
    assert (report.published.value, report.published.basis) == ("2021-05-03T08:00:00+01:00", "metadata")
    assert report.url == "https://harbourherald.example/road"
    assert report.byline == "Amina Okoro"


def test_page_dated_by_its_url_alone(one, body):
    html = (
        page(body)
        .replace("article:published_time", "x")
        .replace("herald.example/road", "herald.example/2020/02/03/road")
    )
    assert (one(html, "a.html").published.value, one(html, "a.html").published.basis) == ("2020-02-03", "url")


def test_page_in_a_declared_encoding(one, body):
    html = page(body.replace("water", "wäter “now”")).replace("<head>", '<head><meta charset="windows-1252">')
    assert "wäter “now”" in one(html.encode("cp1252"), "a.html").text


def test_json_line(one, body):
    report = one(json.dumps(record(body, id="x7", desk="north", tags=["a", "b"])), "a.jsonl")
    assert report.text == f"{TITLE}\n\n{body}"
    assert json.loads(report.extra) == {"id": "x7", "desk": "north", "tags": ["a", "b"]}
    assert report.source.endswith("a.jsonl:1")
    assert report.id == report_id("Harbour Herald", "https://harbourherald.example/road", report.text)


def test_title_is_not_put_in_front_twice(one, body):
    report = one(json.dumps(record(f"{TITLE.upper()}\n\n{body}")), "a.jsonl")
    assert report.text.lower().count(TITLE.lower()) == 1
    glued = one(json.dumps(record(TITLE + body)), "b.jsonl")
    assert glued.text == TITLE + body
    assert glued.title == TITLE


def test_markup_in_a_text_field(one, body):
    report = one(
        json.dumps(
            record(
                f"<p>{body}</p><script>var x='<p>';</script><!-- no --><p>Salt &amp; bread, A&nbsp;&lt;&nbsp;B.<br/>End</p>",
                title="A &quot;quoted&quot; <b>title</b>",
            )
        ),
        "a.jsonl",
    )
    assert report.title == 'A "quoted" title'
    assert report.text.split("\n\n")[1:] == [body, "Salt & bread, A\u00a0<\u00a0B.\nEnd"]


def test_other_names_of_fields(one, body):
    line = {
        "headline": TITLE,
        "maintext": body,
        "source_domain": "www.bbc.co.uk",
        "date_publish": "2021-05-03 10:00:00",
        "authors": ["A. Okoro", "B. Hale"],
        "language": "en",
    }
    report = one(json.dumps(line), "a.jsonl")
    assert (report.title, report.outlet.value, report.published.value, report.byline) == (
        TITLE,
        "BBC News",
        "2021-05-03T10:00:00",
        "A. Okoro, B. Hale",
    )


def test_json_file_with_a_list(put, read, body):
    reports, failures = read(put("a.json", json.dumps([record(body), record(body + " End.")])))
    assert len(reports) == 2
    assert not failures


def test_csv(put, read, body):
    rows = f'title,text,published,desk\n{TITLE},"{body}\n\nSecond ""quoted"" paragraph.",2021-05-03,north\n{TITLE},,2021-05-03,x\n'
    reports, failures = read(put("a.csv", rows))
    assert reports[0].text.endswith('Second "quoted" paragraph.')
    assert json.loads(reports[0].extra) == {"desk": "north"}
    assert [failure.code for failure in failures] == ["no-text"]


def test_csv_with_semicolons_in_windows_1252(put, read, body):
    reports, _ = read(put("a.csv", f"headline;body\n{TITLE};{body} “Never” — é\n".encode("cp1252")))
    assert reports[0].text.endswith("“Never” — é")


def test_parquet(put, read, body):
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([record(body, n=i) for i in range(70)]), sink)
    reports, failures = read(put("a.parquet", sink.getvalue()))
    assert len(reports) == 70
    assert not failures
    assert json.loads(reports[69].extra) == {"n": 69}


def test_warc(put, read, body):
    data = warc(
        ("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        ("request", "https://harbourherald.example/road", HTTP, b"GET / HTTP/1.1\r\n\r\n"),
        ("response", "https://harbourherald.example/road", HTTP, response(page(body))),
        ("response", "https://harbourherald.example/old", HTTP, response("<html>moved</html>", "301 Moved")),
        ("response", "https://harbourherald.example/a.css", HTTP, response("a{}", content_type="text/css")),
        (
            "response",
            "https://harbourherald.example/zip",
            HTTP,
            response(gzip.compress(page(body + " Zip.").encode()), headers="Content-Encoding: gzip\r\n"),
        ),
    )
    for name, content in (("a.warc", data), ("a.warc.gz", gzip.compress(data))):
        reports, failures = read(put(name, content))
        assert not failures
        assert [report.title for report in reports] == [TITLE, TITLE]
        assert "Zip." in reports[1].text
        assert reports[0].acquired == "2026-01-02T03:04:05+00:00"


def test_warc_keeps_the_time_of_the_crawl(put, body):
    data = warc(("response", "https://harbourherald.example/road", HTTP, response(page(body))))
    report = next(iter(gather(put("a.warc", data))))
    assert report.acquired == "2021-05-04T01:02:03+00:00"


def test_wet(put, read, body):
    data = warc(
        ("conversion", "https://harbourherald.example/2021/05/03/road", "text/plain", f"{TITLE}\n{body}\n".encode())
    )
    reports, _ = read(put("a.warc.wet", data))
    assert (reports[0].outlet.value, reports[0].outlet.basis, reports[0].published.value) == (
        "Harbourherald",
        "url",
        "2021-05-03",
    )
    assert reports[0].title == TITLE


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Herald</title>
<item><title>{title}</title><link>https://harbourherald.example/road</link><pubDate>Mon, 03 May 2021 08:00:00 +0100</pubDate>
<guid>g1</guid><description>Short.</description><content:encoded><![CDATA[<p>{body}</p><p>More.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Herald</title><entry><title>{title}</title>
<id>g1</id><link href="https://harbourherald.example/road"/><published>2021-05-03T08:00:00+01:00</published><summary>{body}</summary></entry></feed>"""


@pytest.mark.parametrize(("name", "form"), [("a.rss", RSS), ("a.atom", ATOM), ("a.xml", RSS)])
def test_feeds(one, body, name, form):
    report = one(form.format(title=TITLE, body=body), name)
    assert (report.title, report.outlet.value, report.published.value) == (
        TITLE,
        "Harbour Herald",
        "2021-05-03T08:00:00+01:00",
    )
    assert report.url == "https://harbourherald.example/road"
    assert body in report.text
    assert report.notes[0].startswith("feed-summary")


def pdf(*pages):
    """The smallest PDF that shows these lines, one list a page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 750 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = "%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{item}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010d} 00000 n \n" for place in places
    )
    return (out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode()


def test_pdf_lines_become_paragraphs(one):
    report = one(
        pdf(
            [
                TITLE,
                "The governor of the region met farmers in the town hall on Monday and pro-",
                "mised them water from the new canal. They had blocked the road for two",
                "days.",
                "Nobody was hurt.",
            ]
        ),
        "a.pdf",
    )
    assert report.title == TITLE
    assert "and promised them water from the new canal. They had blocked the road for two days." in report.text


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.txt.gz", gzip.compress),
        ("a.txt.zst", zstandard.ZstdCompressor().compress),
        ("a.txt.bz2", bz2.compress),
        ("a.txt.xz", lzma.compress),
        ("a.txt", gzip.compress),
    ],
)
def test_compressed(one, body, name, pack):
    assert one(pack(f"{TITLE}\n\n{body}".encode()), name).title == TITLE


def test_compressed_lines(put, read, body):
    lines = "\n".join(json.dumps(record(f"{body} {i}")) for i in range(5))
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.ZstdCompressor().compress)):
        reports, _ = read(put(name, pack(lines.encode())))
        assert len(reports) == 5


def test_bytes_outrank_the_ending(one, body):
    assert one(page(body), "page.txt").title == TITLE
    assert one(json.dumps(record(body)), "lines.txt").outlet.value == "Harbour Herald"


def test_standard_input(monkeypatch, body):
    class Input:
        buffer = io.BytesIO(json.dumps(record(body)).encode())

    monkeypatch.setattr(sys, "stdin", Input)
    (report,) = gather("-", GatherOptions())
    assert report.title == TITLE
    assert report.source == "-:1"


def test_folder_is_searched_in_a_fixed_order(put, read, tmp_path, body):
    for name in ("b.txt", "a.txt", "sub/c.html", ".hidden.txt", "README.md", "picture.png", "code.py"):
        put(name, page(body) if name.endswith("html") else f"{TITLE} in {name}\n\n{body}")
    reports, failures = read(tmp_path)
    assert [report.source.removeprefix(str(tmp_path) + "/") for report in reports] == ["a.txt", "b.txt", "sub/c.html"]
    assert not failures


def test_glob_and_no_file_twice(put, read, tmp_path, body):
    put("a.txt", f"{TITLE}\n\n{body}")
    reports, _ = read([str(tmp_path / "*.txt"), tmp_path / "a.txt", tmp_path])
    assert len(reports) == 1


def test_same_bytes_same_report(put, body):
    path = put("a.txt", f"{TITLE}\n\n{body}")
    (first,) = gather(path, GatherOptions(acquired="2020-01-01T00:00:00+00:00"))
    (second,) = gather(path, GatherOptions(acquired="2025-01-01T00:00:00+00:00"))
    assert first.id == second.id
    assert first.sha256 == second.sha256
    assert first.acquired != second.acquired
