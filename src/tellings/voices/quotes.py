"""Quotations: where the text stands between quotation marks.

One pass over the marks of each paragraph, so the time is linear in the text.  A quotation that does not close ends with
its paragraph; if the next paragraph opens again with a mark, it is the same quotation going on.  Marks around one or two
words, or around a title, are found too and flagged as `scare`: they are nobody's speech by themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

_MARKS = re.compile("[\"“”„‟«»‹›「」『』《》〝〞＂]|''|``|['‘’‚]")
_PAIRS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "《": "》",
    "〝": "〞",
}
_CLOSERS = frozenset("”»«›‹」』》〞“")
_EITHER = {'"': '"', "＂": "＂", "''": "''"}
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\n")
# Behind one of these and a blank a straight mark closes what is open ('enough, "the mayor said'), if the marks after it are even.
_STOPS = frozenset(",.!?")
LONGEST = 20_000


@dataclass(frozen=True)
class Quotation:
    """Characters [start, end) with the marks included; `closed` if a closing mark was found.

    depth 0 is the outermost.  goes_on: the index of the quotation that continues it in the next paragraph.
    """

    start: int
    end: int
    depth: int
    closed: bool
    words: int
    goes_on: bool = False
    mark: str = '"'

    @property
    def inner(self) -> tuple[int, int]:
        """The characters between the marks."""
        width = len(self.mark)
        return self.start + width, max(self.start + width, self.end - (width if self.closed else 0))


class Quotes:
    """The quotations of a text, to be asked by place.  `outer` are those in no other, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = scan(text)
        self.outer = tuple(q for q in self.all if q.depth == 0)
        self._starts = [q.start for q in self.outer]
        self._all_starts = [q.start for q in self.all]

    def over(self, start: int, end: int) -> tuple[Quotation, ...]:
        """Outer quotations that share a character with [start, end)."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.outer[first].end <= start:
            first += 1
        return self.outer[first : bisect_left(self._starts, end)]

    def near(self, start: int, end: int, place: int) -> list[Quotation]:
        """The outermost quotations over [start, end) that do not hold the character `place`."""
        out: list[Quotation] = []
        for quote in self.over(start, end):
            if not quote.start <= place < quote.end:
                out.append(quote)
                continue
            for inner in self.within(quote):
                if inner.start < end and start < inner.end and not inner.start <= place < inner.end:
                    if not out or inner.start >= out[-1].end:
                        out.append(inner)
        return out

    def within(self, outer: Quotation) -> list[Quotation]:
        """The quotations inside an outer one, in order."""
        first = bisect_left(self._all_starts, outer.start)
        return [q for q in self.all[first : bisect_left(self._all_starts, outer.end)] if q is not outer]

    def at(self, char: int) -> Quotation | None:
        """The outer quotation that holds the character."""
        return next(iter(self.over(char, char + 1)), None)


def scan(text: str) -> tuple[Quotation, ...]:
    """All quotations of a text in order of their start."""
    found: list[Quotation] = []
    start = 0
    paragraphs = []
    for match in _PARAGRAPH.finditer(text):
        paragraphs.append((start, match.start()))
        start = match.end()
    paragraphs.append((start, len(text)))
    for first, last in paragraphs:
        if first < last:
            found.extend(_paragraph(text, first, last))
    found.sort(key=lambda q: (q.start, -q.end))
    return tuple(_joined(text, found))


def _paragraph(text: str, first: int, last: int) -> list[Quotation]:
    """Quotations of one paragraph, by a stack of open marks."""
    out: list[Quotation] = []
    stack: list[tuple[str, int]] = []
    straight = text.count('"', first, last)
    for match in _MARKS.finditer(text, first, last):
        mark, at = match.group(), match.start()
        straight -= mark == '"'
        before = text[at - 1] if at > first else " "
        after = text[match.end()] if match.end() < last else " "
        if mark in "'‘’‚" and not _single(mark, before, after, stack):
            continue
        opener = stack[-1] if stack else None
        slipped = opener is not None and opener[0] == mark == '"' and straight % 2 == 0
        slipped = slipped and before.isspace() and text[at - 2 : at - 1] in _STOPS
        if opener and (slipped or _closes(opener[0], mark, before, after)):
            stack.pop()
            out.append(_quotation(text, opener[1], match.end(), len(stack), True, opener[0]))
        elif mark in _EITHER and any(o == mark for o, _ in stack) and not (before.isspace() and not after.isspace()):
            while stack:
                inner, where = stack.pop()
                if inner == mark:
                    out.append(_quotation(text, where, match.end(), len(stack), True, mark))
                    break
        elif _opens(mark, before, after) and len(stack) < 4:
            stack.append((mark, at))
    while stack:
        mark, at = stack.pop()
        if mark not in "'‘‚":
            out.append(_quotation(text, at, last, len(stack), False, mark))
    return out


def _single(mark: str, before: str, after: str, stack: list[tuple[str, int]]) -> bool:
    """A single mark is a quotation mark unless it is an apostrophe."""
    if before.isalnum() and after.isalnum():
        return False
    if stack and stack[-1][0] in "'‘‚" and not before.isspace() and not after.isalnum():
        return True
    return mark in "'‘‚" and not before.isalnum() and (after.isalpha() or after in '“"[…')


def _closes(opener: str, mark: str, before: str, after: str) -> bool:
    if opener == '"' and mark == "''":  # a typewriter's mark, closed as a typesetter closes one
        return not before.isspace() and not after.isalnum()
    if opener in _EITHER:
        return mark == opener and not (before.isspace() and after.isalnum())
    if opener in "'‘‚":
        return mark in "'’‘" and not before.isspace()
    if opener == "``":
        return mark == "''"
    if opener == mark == "“":
        return not before.isspace() and not after.isalnum()
    return mark in _PAIRS.get(opener, "") or (mark == '"' and opener in "“„")


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in _EITHER:
        return not after.isspace() and not before.isalnum()
    if mark == "``" or mark in "'‘‚":
        return True
    if mark in "»›":
        return not after.isspace() and not before.isalnum()
    return mark in _PAIRS


def _quotation(text: str, start: int, end: int, depth: int, closed: bool, mark: str) -> Quotation:
    return Quotation(start, end, depth, closed, len(text[start : min(end, start + LONGEST)].split()), mark=mark)


def _joined(text: str, found: list[Quotation]) -> list[Quotation]:
    """Mark the unclosed ones whose next paragraph opens with a mark again."""
    outer = [i for i, q in enumerate(found) if q.depth == 0]
    for here, after in pairwise(outer):
        one, other = found[here], found[after]
        if not one.closed and not text[one.end : other.start].strip() and other.mark == one.mark:
            found[here] = Quotation(one.start, one.end, 0, False, one.words, True, one.mark)
    return found
