"""Compressed files: .gz, .zst, .bz2, .xz; what is inside is read as if it lay there unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from pathlib import PurePath

import zstandard

from tellings.errors import TellingsError
from tellings.gather.draft import Blob, Draft
from tellings.gather.limits import Unpacked
from tellings.gather.options import GatherOptions
from tellings.model import Failure

# First bytes, and how to open what they begin.  zstandard: a window of 128 MB at most, what the tool uses with --long.
UNPACKERS = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"\x28\xb5\x2f\xfd": lambda stream: zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        stream, read_across_frames=True
    ),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
ENDINGS = frozenset({".gz", ".zst", ".bz2", ".xz"})


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    from tellings.gather.formats import reader_for

    head = blob.stream.peek(8)[:8]
    unpack = next((unpack for magic, unpack in UNPACKERS.items() if head.startswith(magic)), None)
    if unpack is None:
        code, message = (
            ("damaged-archive", "the ending promises a compressed file, the bytes are none")
            if head
            else ("empty-file", "there is nothing in it")
        )
        raise TellingsError(code, message, where=blob.name, hint="Fetch the file again")
    if blob.depth >= 3:
        raise TellingsError(
            "decompression-bomb", "compressed files inside compressed files", where=blob.name, hint="Unpack it by hand"
        )
    counted = _Counted(blob.stream)
    raw = Unpacked(unpack(counted), counted, max_bytes=options.max_bytes, max_ratio=options.max_ratio, name=blob.name)
    name = PurePath(blob.name)
    inner = name.with_suffix("") if name.suffix.lower() in ENDINGS else name
    stream = io.BufferedReader(raw, buffer_size=1 << 17)
    inside = Blob(name=blob.name, stream=stream, ending=inner.suffix.lower(), depth=blob.depth + 1)
    yield from reader_for(inside)(inside, options)


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes it gave; standard input has no tell."""

    def __init__(self, stream) -> None:
        self._stream = stream
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._given += len(data)
        return data

    def readinto(self, buffer) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        return self._given
