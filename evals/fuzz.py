"""Mangled documents through every reader: python -m evals.fuzz [READER …] [--seconds 600]

Good documents of a format are cut, doubled, spliced with those of others and filled with what breaks parsers, by hypothesis,
which also makes a failing one small.  A reader passes when every document gives a report that keeps its promises or a failure
that says what to do, within the time bound.  Exit 1 when one did not; the document is then printed.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import random
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from evals.recipes.pages import page, record, stories
from tellings.gather import GatherOptions, gather
from tellings.gather.formats import ENDINGS
from tellings.model import Failure

SECONDS = 5.0  # a document may take
PIECES = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "\u202e\u2066".encode(), b"<!--", b"]]>", b"<![CDATA[", b"<!ENTITY a '&a;&a;'>", b"&#x110000;",
    b"<div>" * 300, b"</p>" * 300, b"<a " + b"x=1 " * 500, b'"' * 50, b"\\ud800", b"{" * 300, b"[" * 300, b"1e999", b"-1", b"9" * 400,
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n", b"Content-Encoding: br\r\n", b"Transfer-Encoding: chunked\r\n",
    b"WARC/1.0\r\n", b"\r\n\r\n", b"\n" * 200, b" " * 2000, b"A" * 5000, b"%PDF-1.7\n", b"endobj", b"/Length 999999999", b"stream\r\n", b"PAR1",
    b"<rss><channel><item>", b"0000-00-00", b"31 February 2013", b"By By By ", b"(Reuters) - ", "“”‘’—…".encode(), b"\xf0\x9f\x98\x80",
)  # fmt: skip


@cache
def seeds() -> dict[str, list[bytes]]:
    """Good documents by reader."""
    told = list(stories(6))
    texts = [f"{s.title}\n\nKANO, April 3 (AFP) — " + "\n\n".join(s.paragraphs[:3]) for s in told]
    pages = [page(s, n).encode() for n, s in enumerate(told)]
    rows = [
        {"title": s.title, "text": " ".join(s.paragraphs[:2]), "published": str(s.at), "url": "https://a.example/1"}
        for s in told
    ]
    lines = b"\n".join(json.dumps(row).encode() for row in rows)
    item = "<item><title>{}</title><link>https://a.example/{}</link><pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate><description>{}</description></item>"
    rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>" + "".join(
        item.format(s.title, n, s.paragraphs[0]) for n, s in enumerate(told)
    ) + "</channel></rss>"  # fmt: skip
    table = "title,text,date\n" + "\n".join(f'"{s.title}","{s.paragraphs[0]}",2024-03-01' for s in told)
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    archive = b"".join(record(s, n) for n, s in enumerate(told[:3]))
    packed = brotli.compress(pages[0])
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n" + packed
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    brotlied = (head % len(http)).encode() + http + b"\r\n\r\n"
    return {
        "plain": [text.encode() for text in texts] + [texts[0].encode("utf-16"), texts[1].encode("cp1252", "replace")],
        "page": pages,
        "records": [lines, json.dumps(rows).encode(), json.dumps(rows[0]).encode()],
        "table": [table.encode(), table.replace(",", "\t").encode()],
        "columns": [sink.getvalue()],
        "archive": [archive, gzip.compress(archive), brotlied],
        "feed": [rss.encode(), rss.replace("rss", "feed").replace("item", "entry").encode()],
        "printed": [_pdf(text) for text in texts[:2]],
        "packed": [pack(texts[0].encode()) for pack in (gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress)],
    }  # fmt: skip


def _pdf(text: str) -> bytes:
    shown = b"".join(
        b"(%s) Tj T* " % line.encode("ascii", "replace").translate(None, b"()\\") for line in text.split("\n")
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\nBT /F 12 Tf 14 TL 40 700 Td %sET\nendstream" % (len(shown) + 40, shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
        + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF"
    )


@st.composite
def mangled(draw, good: list[bytes], others: list[bytes]):
    """A good document with some of its bytes replaced, dropped, doubled, spliced or cut off."""
    data = bytearray(draw(st.sampled_from(good)))
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((0, 1, 4, 40, 400)))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            new = draw(st.binary(max_size=20))
        elif kind == 1:
            new = draw(st.sampled_from(PIECES))
        elif kind == 2:
            new = bytes(data[place : place + length]) * draw(st.integers(0, 60))
        elif kind == 3:
            other = draw(st.sampled_from(others))
            start = draw(st.integers(0, len(other)))
            new = other[start : start + draw(st.sampled_from((20, 400, 4000)))]
        else:
            new, length = b"", len(data) if draw(st.booleans()) else length
        data[place : place + length] = new
    return bytes(data)


def check(path: Path) -> None:
    """Raises AssertionError when a document's rows do not keep their promises."""
    start = time.monotonic()
    rows = list(gather(path, GatherOptions(max_seconds=SECONDS)))
    assert time.monotonic() - start < 4 * SECONDS, "too slow"
    assert rows, "a document gave nothing, not even a failure"
    for row in rows:
        if isinstance(row, Failure):
            assert row.code not in ("reader-error", "too-slow"), row
            assert row.message and row.hint, row
            continue
        row.text.encode()
        position = 0
        for mark in row.marks:
            assert position <= mark.start < mark.end <= len(row.text), (mark, len(row.text))
            position = mark.end
        for known in (row.outlet, row.published):
            assert known.span is None or row.text[known.span.start : known.span.end].strip(), known


def fuzz(reader: str, seconds: float, tell: Callable[[str], None] = print) -> bool:
    """Whether a reader stood it for so long."""
    good = seeds()[reader]
    others = [data for name, some in seeds().items() if name != reader for data in some]
    endings = [ending for ending, name in ENDINGS.items() if name == reader]
    end = time.monotonic() + seconds
    done = 0
    number = random.SystemRandom().randrange(1 << 30)
    with tempfile.TemporaryDirectory() as folder:

        def one(data: bytes, ending: str) -> None:
            nonlocal done
            done += 1
            path = Path(folder) / f"a{ending}"
            path.write_bytes(data)
            check(path)

        while time.monotonic() < end:
            number += 1
            case = given(data=mangled(good, others), ending=st.sampled_from(endings))(one)
            case = settings(
                max_examples=60, deadline=None, database=None, phases=(Phase.generate, Phase.shrink), print_blob=False,
                suppress_health_check=list(HealthCheck),
            )(seed(number)(case))  # fmt: skip
            try:
                case()
            except Exception as error:
                tell(f"{reader}: broken after {done} documents: {error!r}"[:3000])
                tell("\n".join(getattr(error, "__notes__", []))[:3000])
                return False
    tell(f"{reader}: {done} documents in {seconds:.0f} s, none broke it")
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(seeds())}; all if none is named")
    parser.add_argument("--seconds", type=float, default=600)
    args = parser.parse_args()
    return 0 if all([fuzz(reader, args.seconds) for reader in args.readers or seeds()]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
