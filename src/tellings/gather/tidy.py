"""Text as every offset will see it: line ends, NFC, no control characters, no markup left over.

What is done here is done before the text is fixed; everything later marks spans and changes nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF, 0x61C]
)
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]+$", re.MULTILINE)
_BLANK = re.compile(r"\n{3,}")

# UTF-8 that somebody read as Windows-1252: "â€™" for an apostrophe.
_HIGH = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_MOJIBAKE = re.compile(f"[\u00c2-\u00df][{re.escape(_HIGH)}]|[\u00e0-\u00ef][{re.escape(_HIGH)}]{{2}}")

_BLOCKS = "p|br|div|li|ul|ol|h[1-6]|blockquote|tr|table|section|article|header|footer|figure|figcaption|hr|pre"
_INLINE = "a|b|i|u|em|strong|span|font|small|sup|sub|img|td|th|tbody|cite|q|abbr|time|iframe|center|o:p|strike|mark|s"
_TAG = re.compile(rf"<(/?)({_BLOCKS}|{_INLINE})(?:\s[^<>]{{0,2000}})?/?\s?>", re.IGNORECASE)
_CLOSING = {"<!--": "-->", "<script": "</script>", "<style": "</style>"}
_HIDDEN = re.compile(r"<!--|-->|<(?:script|style)\b|</(?:script|style)>", re.IGNORECASE)
_BLOCK_NAME = re.compile(_BLOCKS, re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """The text's fixed form, and notes about what had to go."""
    notes: list[str] = []
    if _MOJIBAKE.search(text):
        text, repaired = _repair(text)
        if repaired:
            notes.append(f"repaired-encoding: {repaired} characters were UTF-8 read as Windows-1252")
    text = _LINE_ENDS.sub("\n", text)
    for code, what, pattern in (
        ("bidi-overrides", "characters that reverse the direction of writing", _BIDI),
        ("lone-surrogates", "halves of characters", _SURROGATE),
        ("control-characters", "control characters", _CONTROL),
    ):
        if pattern.search(text):
            text, removed = pattern.subn("", text)
            notes.append(f"{code}: {removed} {what} removed")
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("\t", " ")
    text = _BLANK.sub("\n\n", _TRAILING.sub("", text))
    return text.strip(), tuple(notes)


def without_markup(text: str) -> str:
    """Tags and entities that a scraper left in a text field; tag names that HTML does not know stay."""
    if "<" in text:
        text = _TAG.sub(_break_for, _without_hidden(text))
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return text


def one_line(text: str) -> str:
    """A title, a byline or a name: no markup, no line ends."""
    cleaned, _ = tidy(without_markup(text))
    return " ".join(cleaned.split())


def _break_for(match: re.Match[str]) -> str:
    if not _BLOCK_NAME.fullmatch(match.group(2)):
        return ""
    return "\n" if match.group(2).lower() == "br" else "\n\n"


def _without_hidden(text: str) -> str:
    """Without comments, scripts and styles; one that is never closed stays, so that nothing is lost by accident."""
    out: list[str] = []
    position, opened, kind = 0, -1, ""
    for match in _HIDDEN.finditer(text):
        token = match.group().lower()
        if opened < 0 and token in _CLOSING:
            opened, kind = match.start(), token
        elif opened >= 0 and token == _CLOSING[kind]:
            out.append(text[position:opened])
            position, opened = match.end(), -1
    out.append(text[position:])
    return "".join(out)


def _repair(text: str) -> tuple[str, int]:
    repaired = 0

    def one(match: re.Match[str]) -> str:
        nonlocal repaired
        raw = b"".join(_as_byte(char) for char in match.group())
        try:
            decoded = raw.decode("utf-8")
        except UnicodeDecodeError:
            return match.group()
        repaired += 1
        return decoded

    return _MOJIBAKE.sub(one, text), repaired


def _as_byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(char) & 0xFF])
