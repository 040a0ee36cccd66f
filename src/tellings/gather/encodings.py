"""Bodies of web pages as they came over the wire: chunks put together, gzip, deflate, brotli and zstandard unpacked.

Headers are no proof: most archives keep them as they were and the body unpacked.  So the bytes are asked first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import brotli
import zstandard

from tellings.errors import TellingsError

_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,200})?\r?\n")
_CODED = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
MOST_CODINGS = 3


def decoded(data: bytes, *, transfer: str, content: str, max_bytes: int) -> bytes:
    """The body without what its two headers say was done to it.

    Raises TellingsError `decompression-bomb` above max_bytes, `damaged-archive` for bytes that cannot be unpacked.
    """
    if "chunked" in transfer.lower():
        data = _joined(data)
    codings = [name.strip().lower() for name in content.split(",") if name.strip().lower() in _CODED]
    for name in codings[: -MOST_CODINGS - 1 : -1]:  # the last one was applied last
        data = _unpacked(data, name, max_bytes)
    return data


def _joined(data: bytes) -> bytes:
    """Chunks as one; bytes that do not begin with a chunk are whole already."""
    parts: list[bytes] = []
    position = 0
    while (size := _SIZE.match(data, position)) is not None:
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(data[size.end() : size.end() + length])
        position = size.end() + length
        position += 2 if data[position : position + 2] == b"\r\n" else data[position : position + 1] == b"\n"
    # What was cut off in the middle is kept as far as it goes.
    return b"".join(parts) if parts and position >= len(data) else data


def _unpacked(data: bytes, name: str, max_bytes: int) -> bytes:
    unpack = _unpacker(data, name)
    if unpack is None:
        return data
    try:
        out = unpack(data, max_bytes + 1)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise TellingsError(
            "damaged-archive", f"the body cannot be unpacked: {error}", hint="Fetch the page again"
        ) from error
    if len(out) > max_bytes:
        raise TellingsError(
            "decompression-bomb",
            f"the body unpacks to more than {max_bytes:,} bytes",
            hint="Raise max_bytes if it can be trusted",
        )
    return out


def _unpacker(data: bytes, name: str) -> Callable[[bytes, int], bytes] | None:
    """How to unpack; None for what is not packed."""
    if name in ("gzip", "x-gzip"):
        return _inflate(31) if data.startswith(b"\x1f\x8b") else None
    if name == "zstd":
        return _zstandard if data.startswith(b"\x28\xb5\x2f\xfd") else None
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):  # these two have no mark of their own
        return None
    if name == "br":
        return _brotli
    return _inflate(15) if data[:1] == b"\x78" else _inflate(-15)


def _inflate(bits: int) -> Callable[[bytes, int], bytes]:
    return lambda data, most: zlib.decompressobj(wbits=bits).decompress(data, most)


def _brotli(data: bytes, most: int) -> bytes:
    unpacker = brotli.Decompressor()
    out = [unpacker.process(data, output_buffer_limit=most)]
    size = len(out[0])
    while size < most and not unpacker.is_finished():
        more = unpacker.process(b"", output_buffer_limit=most - size)
        if not more:
            break
        out.append(more)
        size += len(more)
    return b"".join(out)


def _zstandard(data: bytes, most: int) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as stream:
        return stream.read(most)
