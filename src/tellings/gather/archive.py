"""WARC and WET archives (CC-NEWS, heritrix, wget): pages of successful responses, and plain text of conversions.

Other records (requests, redirects, pictures, scripts) are no documents and are passed over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from tellings.errors import TellingsError
from tellings.gather import page, printed
from tellings.gather.charset import decode
from tellings.gather.draft import Blob, Draft, as_failure, sha256
from tellings.gather.encodings import decoded
from tellings.gather.limits import within
from tellings.gather.options import GatherOptions
from tellings.model import Failure

_KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_CHARSET = re.compile(r"charset\s?=\s?[\"']?([\w.:-]{1,30})", re.IGNORECASE)


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    source = _Stream(blob.stream)
    number = 0
    found = False
    try:
        for record in ArchiveIterator(source, record_types=_KINDS, parse_http=True, fsspec_args=False):
            number += 1
            document = _document(record, f"{blob.name}:{number}", options)
            if document is not None:
                found = True
                yield document
    except TellingsError:
        raise
    except BaseException as error:
        # A panic of the archive's reader is no Exception; everything else that is none goes its way.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if source.error:
            raise source.error from error
        raise TellingsError(
            "damaged-archive",
            f"the archive breaks off after record {number}: {error}",
            where=blob.name,
            hint="Fetch it again; what came before is kept",
        ) from error
    if source.error:
        raise source.error
    if not found:
        raise TellingsError(
            "no-reports", "the archive holds no page", where=blob.name, hint="Give a WARC with responses, or a WET file"
        )


class _Stream(io.RawIOBase):
    """The stream as the archive's reader wants it: with a position, even if it cannot go back.

    Errors of unpacking are kept and end the stream: raised in the reader's own loop they would become a panic.
    """

    def __init__(self, stream) -> None:
        self._stream = stream
        self._position = 0
        self.error: TellingsError | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        ahead = offset if whence == io.SEEK_CUR else offset - self._position
        if whence == io.SEEK_END or ahead < 0:
            raise io.UnsupportedOperation("only forward")
        while ahead > 0 and (data := self.read(min(ahead, 1 << 20))):
            ahead -= len(data)
        return self._position

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except TellingsError as error:
            self.error = error
            return b""
        self._position += len(data)
        return data

    def readinto(self, buffer) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _document(record: WarcRecord, source: str, options: GatherOptions) -> Draft | Failure | None:
    digest = None
    try:
        kind = _content_type(record)
        if kind is None:
            return None
        data = record.reader.read(options.max_bytes + 1)
        if len(data) > options.max_bytes:
            raise TellingsError(
                "too-large",
                f"the record is larger than {options.max_bytes:,} bytes",
                hint="Raise max_bytes if it really is one report",
            )
        data = _decoded(data, record, options)
        if not data.strip():
            raise TellingsError("empty-file", "the record is empty", hint="Nothing to do: the server sent nothing")
        digest = sha256(data)
        with within(options.max_seconds):
            return _draft(data, kind, digest, record, source, options)
    except TellingsError as error:
        return as_failure(error, source, digest)


def _content_type(record: WarcRecord) -> str | None:
    """html, text or pdf; None for what is no document."""
    if record.record_type == WarcRecordType.conversion:
        return "text"
    if record.is_http and record.http_headers is not None and record.http_headers.status_code != 200:
        return None
    kind = ((record.http_content_type if record.is_http else record.headers.get("Content-Type", "")) or "").lower()
    if "html" in kind or not kind:
        return "html"
    if kind.startswith("application/pdf"):
        return "pdf"
    return "text" if kind.startswith("text/plain") and not _is_robots(record) else None


def _is_robots(record: WarcRecord) -> bool:
    return record.headers.get("WARC-Target-URI", "").split("?")[0].endswith(".txt")


def _draft(data: bytes, kind: str, digest: str, record: WarcRecord, source: str, options: GatherOptions) -> Draft:
    url = record.headers.get("WARC-Target-URI", "").strip("<> ") or None
    about = {
        "url": url,
        "acquired": record.headers.get("WARC-Date") or None,
        "extra": {"warc_record": record.record_id} if record.record_id else {},
    }
    if kind == "pdf":
        return printed.draft_of(data, source=source, digest=digest, options=options, **about)
    header = _CHARSET.search(record.http_content_type or "") if record.is_http else None
    declared = record.http_charset or (header.group(1) if header else None) if record.is_http else None
    text, notes = decode(data, declared=declared, override=options.encoding)
    if kind == "html":
        return page.draft_of(text, source=source, digest=digest, options=options, notes=notes, **about)
    return Draft(text=text, source=source, sha256=digest, notes=notes, **about)


def _decoded(data: bytes, record: WarcRecord, options: GatherOptions) -> bytes:
    """The body without the transfer's and the content's coding, if the archive kept it."""
    headers = record.http_headers
    if headers is None:
        return data
    return decoded(
        data,
        transfer=headers.get("Transfer-Encoding", ""),
        content=headers.get("Content-Encoding", ""),
        max_bytes=options.max_bytes,
    )
