"""PDF with a text layer, by pypdf: pure Python, no further dependency, bounds on what a stream may unpack to."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

from tellings.errors import TellingsError
from tellings.gather.draft import Blob, Draft, read_all, sha256
from tellings.gather.options import GatherOptions
from tellings.model import Failure

MOST_PAGES = 200
_UNTITLED = re.compile(
    r"microsoft word|untitled|\.(?:docx?|indd|pdf|qxd|rtf|pages)\b|^\W*$|^document\d*$", re.IGNORECASE
)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    data = read_all(blob, options.max_bytes)
    yield draft_of(data, source=blob.name, digest=sha256(data), options=options)


def draft_of(
    data: bytes,
    *,
    source: str,
    digest: str,
    options: GatherOptions,
    url: str | None = None,
    acquired: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Draft:
    """A document's draft.  Raises TellingsError `bad-pdf`, `encrypted`, `no-text-layer`, `too-long`."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise TellingsError(
                "encrypted", "the PDF is locked with a password", where=source, hint="Save it without the password"
            )
        if len(reader.pages) > MOST_PAGES:
            raise TellingsError(
                "too-long", f"the PDF has more than {MOST_PAGES} pages", where=source, hint="Split it into reports"
            )
        pages = _pages(reader, options)
        title, author = _about(reader)
    except TellingsError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
        AssertionError,
        ArithmeticError,
        LookupError,
    ) as error:
        # pypdf lets the errors of its own assumptions through when a file breaks them.
        raise TellingsError(
            "bad-pdf", f"the PDF cannot be read: {error}", where=source, hint="Save or print it again"
        ) from error
    text = "\n\n".join(joined(page) for page in pages if page.strip())
    if not text.strip():
        raise TellingsError(
            "no-text-layer",
            "the PDF holds pictures of pages, no text",
            where=source,
            hint="Run text recognition (OCR) over it first",
        )
    return Draft(
        text=text,
        source=source,
        sha256=digest,
        title=title,
        byline=author,
        url=url,
        acquired=acquired,
        extra=extra or {},
    )


def _pages(reader: pypdf.PdfReader, options: GatherOptions) -> list[str]:
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > 2 * options.max_chars:
            break  # far beyond what is accepted: building will say so
    return pages


def _about(reader: pypdf.PdfReader) -> tuple[str | None, str | None]:
    about = reader.metadata
    title = str(about.title or "").strip() if about else ""
    author = str(about.author or "").strip() if about else ""
    return (title if 8 <= len(title) <= 200 and not _UNTITLED.search(title) else None), author[:120] or None


def joined(page: str) -> str:
    """Paragraphs of a page's lines: a line that fills the column and ends in mid sentence goes on in the next one."""
    lines = [line.strip() for line in page.split("\n")]
    width = max((len(line) for line in lines), default=0)
    out: list[str] = []
    for line in lines:
        if not line:
            out.append("")
        elif out and _goes_on(out[-1], line, width):
            broken = out[-1].endswith("-") and len(out[-1]) > 1 and out[-1][-2].isalpha() and line[0].islower()
            out[-1] = out[-1][:-1] + line if broken else f"{out[-1]} {line}"
        else:
            out.append(line)
    return "\n\n".join(paragraph for paragraph in out if paragraph)


def _goes_on(before: str, line: str, width: int) -> bool:
    if not before:
        return False
    last = before.rsplit("\n", 1)[-1]
    full = len(last) >= 0.6 * width
    if line[0].islower():
        return full or not last.endswith((".", "!", "?", ":"))
    return full and not last.endswith((".", "!", "?", ":", ".”", '."'))
