"""Bytes to text: byte order mark, UTF-8, the declared encoding, a guess; mixed encodings line by line."""

from __future__ import annotations

import codecs
import re

from tellings.errors import TellingsError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z][\w.:-]{1,30})", re.IGNORECASE)
_BINARY = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"MZ\x90", b"\xd0\xcf\x11\xe0", b"RIFF", b"OggS",
    b"ID3", b"SQLite format 3", b"Rar!", b"7z\xbc\xaf", b"\xfd7zXZ", b"BZh", b"\xca\xfe\xba\xbe", b"wOFF", b"wOF2",
    b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"\x1aE\xdf\xa3", b"II*\x00", b"MM\x00*",
)  # fmt: skip
_CONTROL = bytes(range(0, 9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_SAMPLE = 1 << 16


def decode(data: bytes, *, declared: str | None = None, override: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Text and notes.  Raises TellingsError `binary-file` for what is no text, `unknown-encoding` for a bad override."""
    if override:
        return _with_override(data, override)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    if is_binary(data):
        raise TellingsError(
            "binary-file", "this is not text", hint="Give text, HTML, JSON lines or another known format"
        )
    wide = _unmarked_utf16(data)
    if wide:
        return _replacing(data, wide)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    return _legacy(data, declared or _declared(data))


def is_binary(data: bytes) -> bool:
    """By well-known first bytes, or by many control bytes that no text has."""
    if data.startswith(_BINARY):
        return True
    sample = data[:_SAMPLE]
    if _unmarked_utf16(data):
        return False
    strange = len(sample) - len(sample.translate(None, _CONTROL))
    return strange > max(2, len(sample) // 50)


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[: _SAMPLE & ~1]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _with_override(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise TellingsError(
            "unknown-encoding", f"there is no encoding {name!r}", hint="Name one that Python knows, such as cp1256"
        ) from error
    return _replacing(data, name)


def _replacing(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(name, errors="replace")
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    return text, ((f"wrong-encoding: {lost} characters are not {name} and were replaced",) if lost > 0 else ())


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def _legacy(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    lines = data.split(b"\n")
    broken = [line for line in lines if not _is_utf8(line)]
    name = _usable(declared) or _guess(b"\n".join(broken)[:_SAMPLE])
    mixed = any(_is_utf8(line) and not line.isascii() for line in lines)
    if not mixed:
        return data.decode(name, errors="replace"), (f"encoding: not UTF-8, read as {name}",)
    text = "\n".join(line.decode("utf-8") if _is_utf8(line) else line.decode(name, "replace") for line in lines)
    return text, (f"mixed-encoding: {len(broken)} lines are not UTF-8 and were read as {name}",)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _usable(name: str | None) -> str | None:
    if not name:
        return None
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    # Pages that declare Latin-1 mean Windows-1252, as browsers know; one that declares UTF-8 was wrong to.
    if known in ("iso8859-1", "ascii"):
        return "cp1252"
    return None if known.startswith("utf") or not _is_text_encoding(known) else known


def _is_text_encoding(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name), str)
    except (LookupError, UnicodeError, TypeError, ValueError):
        return False


def _guess(sample: bytes) -> str:
    # English with a few bytes beyond ASCII is Windows-1252: too little for statistics, and what the press uses.
    high = sum(byte > 127 for byte in sample)
    if high <= max(8, len(sample) // 20):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
