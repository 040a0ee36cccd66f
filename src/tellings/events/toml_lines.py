"""Where things stand in a frame file, for messages: tomllib does not tell."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NoReturn

from tellings.errors import TellingsError


def near(word: str, known: Iterable[str]) -> str:
    """'Did you mean …' for the user, or nothing."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return f"did you mean {found[0]!r}?" if found else ""


class Lines:
    """The lines of one file of frames."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.rows = text.splitlines()
        self.heads = [n for n, row in enumerate(self.rows) if re.match(r"\s*\[\[\s*frame\s*\]\]", row)]

    def block(self, number: int) -> tuple[int, int]:
        start = self.heads[number] if number < len(self.heads) else 0
        end = self.heads[number + 1] if number + 1 < len(self.heads) else len(self.rows)
        return start, end

    def find(self, words: str, number: int | None = None, nth: int = 0) -> int:
        """1-based line of a key or of quoted words, within frame `number`; else the line of the frame itself."""
        start, end = self.block(number) if number is not None else (0, len(self.rows))
        key = re.compile(r"^\s*(?:\[+\s*(?:frame\.)?)?" + re.escape(words) + r"\s*(?:=|\])")
        quoted = re.compile(r"[\"']" + re.escape(words) + r"[\"']|\b" + re.escape(words) + r"\s*=")
        for pattern in (key, quoted):
            hits = [n for n in range(start, end) if pattern.search(self.rows[n])]
            if len(hits) > nth:
                return hits[nth] + 1
        return start + 1

    def fail(self, message: str, line: int, hint: str, code: str = "frames-invalid") -> NoReturn:
        raise TellingsError(code, message, where=f"{self.name}, line {line}", hint=hint[:1].upper() + hint[1:])
