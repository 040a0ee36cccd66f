"""Bodies of archived pages, however they came over the wire."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from evals.recipes.pages import address, page, stories
from trafilatura.metadata import extract_metadata
from trafilatura.utils import load_html

from tellings.errors import TellingsError
from tellings.gather.encodings import decoded
from tellings.gather.metadata import about_page

from .test_formats import HTTP, response, warc
from .test_formats import page as simple

PAGE = b"<!doctype html><p>" + b"The mayor met the farmers. " * 200


def chunked(data: bytes, size: int = 700) -> bytes:
    parts = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def deflated(data: bytes) -> bytes:
    raw = zlib.compressobj(wbits=-15)
    return raw.compress(data) + raw.flush()


CODINGS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    " Deflate": deflated,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    "": bytes,
    "identity": bytes,
    "aes128gcm": bytes,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding(coding):
    packed = CODINGS[coding](PAGE)
    assert decoded(packed, transfer="", content=coding, max_bytes=1 << 20) == PAGE
    assert decoded(chunked(packed), transfer="chunked", content=coding, max_bytes=1 << 20) == PAGE
    assert decoded(PAGE, transfer="Chunked", content=coding, max_bytes=1 << 20) == PAGE  # headers are no proof


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bombs_and_damage(coding):
    bomb = CODINGS[coding](b"<" + b"a" * (1 << 24))
    whole = CODINGS[coding](b"".join(b"%d mayors met. " % (n * n) for n in range(400)))
    for code, data in (("decompression-bomb", bomb), ("damaged-archive", whole[:14] + b"\xff" * 60 + whole[14:])):
        with pytest.raises(TellingsError) as caught:
            decoded(data, transfer="", content=coding, max_bytes=1 << 16)
        assert caught.value.code == code


def test_broken_chunks_lose_no_more_than_they_must():
    whole = chunked(PAGE)
    assert decoded(whole[:-5], transfer="chunked", content="", max_bytes=1 << 20) == PAGE
    assert PAGE.startswith(decoded(whole[:1000], transfer="chunked", content="", max_bytes=1 << 20))
    assert decoded(b"ffffffff\r\n" + PAGE, transfer="chunked", content="", max_bytes=1 << 20) == PAGE


def test_a_page_in_an_archive(put, read, body):
    bodies = [(brotli.compress(simple(body).encode()), "br"), (gzip.compress(simple(body).encode()), "gzip")]
    records = [
        ("response", f"https://a.example/{n}", HTTP, response(chunked(data), headers=f"Transfer-Encoding: chunked\r\nContent-Encoding: {name}\r\n"))
        for n, (data, name) in enumerate(bodies)
    ]  # fmt: skip
    reports, failures = read(put("a.warc", warc(*records)))
    assert not failures
    assert len(reports) == 2 and all(body[:60] in report.text for report in reports)


def test_what_a_page_says_of_itself_is_what_trafilatura_finds():
    for number, story in enumerate(stories(30)):
        html, url = page(story, number), address(story, number)
        dates = {"extensive_search": False, "original_date": True}
        theirs = extract_metadata(load_html(html), default_url=url, date_config=dates, extensive=False)
        ours = about_page(load_html(html), url)
        for name in ("title", "author", "url", "date", "sitename"):
            assert getattr(ours, name) == getattr(theirs, name), (number, name)
