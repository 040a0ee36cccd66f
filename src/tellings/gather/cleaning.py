"""Marks for what is no part of the story: found by lines, never deleted.

A line is what stands between two line ends; scraped pages keep a paragraph, a caption or a button on one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tellings.gather.datelines import Lead, find_lead, glued_headline, words
from tellings.gather.outlets import agencies, outlet_names
from tellings.gather.patterns import glued_tail, whole_line
from tellings.gather.published import DayFound, find_day
from tellings.model import Mark, Span

HEAD_LINES = 8
TAIL_LINES = 8
LEAD_LINES = 6
_DATE_REST = re.compile(
    r"(?:(?:published|posted|updated|last (?:updated|modified)|modified|date|on|at|by|first|created|added|dated|issued|released|time|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|gmt|utc|ist|est|edt|bst|cet|pst|pkt|am|pm|a\.m|p\.m|hrs|hours|ago|"
    r"press release|statement|[a-z]{3,4}t)\b|\d{1,2}[:.h]\d{2}(?::\d{2})?|[\s,.:;|/()\[\]–—+-]|\d{1,2}(?=\s?[ap]m)){0,24}",
    re.IGNORECASE,
)
_CREDIT_SIGN = re.compile(r"[(\[–—\-/|]{0,2}\s{0,2}(?P<who>[A-Za-z][\w .'&/,-]{1,60}?)\s{0,2}[)\]/|]{0,2}")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\W{0,3}(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s{0,2}(?:by\s)?(?P<outlet>[A-Z][^.|,©\d\n]{2,60}[^.|,©\d\s])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line's place in the text, white space at its ends left out."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The marks, sorted and without overlap, and what the marked parts say about the report."""

    marks: tuple[Mark, ...]
    title: Span | None
    lead: tuple[int, Lead] | None = None  # the paragraph's start, and what stands before the lead
    days: tuple[tuple[DayFound, int], ...] = ()  # dates that stand alone, each with its line's start
    byline: Span | None = None
    signed: Span | None = None  # the organisation that signed at the end
    credit: str | None = None  # an agency that the end credits
    notes: tuple[str, ...] = ()


def lines_of(text: str) -> list[Line]:
    lines = []
    position = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + len(raw) - len(raw.lstrip())
            lines.append(Line(start, start + len(stripped), stripped))
        position += len(raw) + 1
    return lines


def clean(text: str, *, title: Span | None = None, outlet: str | None = None) -> Cleaned:
    """Marks for a text.  title: where the title stands, if that is known; else the first line that looks like one is taken."""
    lines = lines_of(text)
    marks: dict[int, Mark] = {}
    found: dict[str, object] = {}
    days: list[tuple[DayFound, int]] = []
    if title is None:
        title = _find_title(lines, text)
    if title is not None:
        marks[title.start] = Mark(kind="title", start=title.start, end=title.end)
        lines = _after_title(lines, title)
    lines = _cut_glued(lines, marks, found)
    _mark_repeats(lines, marks, text[title.start : title.end] if title else "")
    _mark_lines(lines, marks, days, found)
    lead = _mark_lead(lines, marks, outlet)
    return Cleaned(
        marks=tuple(sorted(marks.values(), key=lambda mark: (mark.start, mark.end))),
        title=title,
        lead=lead,
        days=tuple(days),
        byline=found.get("byline"),
        signed=found.get("signed"),
        credit=found.get("credit"),
    )


# ---------------------------------------------------------------- title


def _find_title(lines: list[Line], text: str) -> Span | None:
    """The first paragraph, if it is one: short, no sentence, something follows; or a headline glued to the lead."""
    for i, line in enumerate(lines[:5]):
        if _is_furniture(line.text):
            continue
        if i + 1 < len(lines) and _looks_like_headline(line.text):
            following = lines[i + 1]
            wrapped = text[line.end : following.start].count("\n") == 1 and i + 2 < len(lines)
            ended = wrapped and text[following.end : lines[i + 2].start].count("\n") > 1
            if (
                ended
                and len(line.text) >= 30
                and len(following.text) < len(line.text) + 10
                and _continues(line, following)
            ):
                return Span(line.start, following.end)
            return Span(line.start, line.end)
        cut = glued_headline(line.text)
        return Span(line.start, line.start + cut) if cut else None
    return None


def _continues(line: Line, following: Line) -> bool:
    return (
        _looks_like_headline(following.text)
        and not _is_furniture(following.text)
        and (
            following.text[0].islower()
            or (line.text[-1].isalpha() and len(line.text) > 45 and find_lead(following.text) is None)
        )
    )


def _looks_like_headline(line: str) -> bool:
    words = line.split()
    if not 2 <= len(words) <= 35 or len(line) > 220:
        return False
    if line[-1] in ".;," and not line.endswith(("...", "U.S.", "U.N.", "U.K.")):
        return False
    lead = find_lead(line)
    return not (lead and (lead.agency or lead.day or lead.month_day) and len(line) - lead.end > 60)


def _is_furniture(line: str) -> bool:
    if whole_line(line, frozenset({"head"})) or _date_line(line):
        return True
    return line.lower() in outlet_names() and len(line.split()) < 5


def _after_title(lines: list[Line], title: Span) -> list[Line]:
    out = []
    for line in lines:
        if line.start >= title.end or line.end <= title.start:
            out.append(line)
        elif line.end > title.end:
            rest = line.text[title.end - line.start :]
            skipped = len(rest) - len(rest.lstrip())
            if rest.strip():
                out.append(Line(title.end + skipped, line.end, rest.strip()))
    return out


# ---------------------------------------------------------------- lines


def _mark_repeats(lines: list[Line], marks: dict[int, Mark], title: str) -> None:
    """A line that comes again: the first is a caption if it is none of the story's sentences, the later ones repeat."""
    seen: dict[str, Line] = {_key(title): Line(0, 0, title)} if title else {}
    for line in lines:
        key = _key(line.text)
        if len(key) < 12:
            continue
        first = seen.setdefault(key, line)
        if first is line:
            continue
        marks[line.start] = Mark(kind="repeat", start=line.start, end=line.end)
        if first.end and first.start not in marks and len(first.text) <= 300 and not _is_paragraph(first.text):
            marks[first.start] = Mark(kind="caption", start=first.start, end=first.end)
    _mark_teasers(lines, marks)


def _mark_teasers(lines: list[Line], marks: dict[int, Mark]) -> None:
    """The lead's first words with dots behind them, as lists of stories show them."""
    for i, line in enumerate(lines[:HEAD_LINES]):
        stem = re.sub(r"\s?(?:\[?(?:…|\.{3})\]?)$", "", line.text)
        if stem == line.text or len(stem) < 30 or line.start in marks:
            continue
        if any(_key(other.text).startswith(_key(stem)) for other in lines[i + 1 : i + 12]):
            marks[line.start] = Mark(kind="repeat", start=line.start, end=line.end)


def _is_paragraph(text: str) -> bool:
    return text.endswith((".", ".”", '."', "!", "?")) and text.count(". ") >= 1


def _key(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())


def _mark_lines(
    lines: list[Line], marks: dict[int, Mark], days: list[tuple[DayFound, int]], found: dict[str, object]
) -> None:
    full = 0
    for number, line in enumerate(lines):
        zones = set()
        if number < HEAD_LINES and full < 3:
            zones.add("head")
        if number >= len(lines) - TAIL_LINES:
            zones.add("tail")
        if len(line.text) > 120:
            full += 1
        if line.start in marks:
            continue
        kind = _kind(line, frozenset(zones), days, found)
        if kind:
            marks[line.start] = Mark(kind=kind, start=line.start, end=line.end)


def _kind(line: Line, zones: frozenset[str], days: list[tuple[DayFound, int]], found: dict[str, object]) -> str | None:
    if zones:
        day = _date_line(line.text)
        if day:
            days.append((day, line.start))
            return "date"
    if "tail" in zones:
        agency = _agency_line(line.text)
        if agency:
            found["credit"] = agency
            return "credit"
        if _is_outlet_line(line.text):
            found.setdefault("signed", Span(line.start, line.end))
            return "byline"
    match = whole_line(line.text, zones)
    if match is None:
        return None
    kind, groups = match
    if kind == "byline":
        found.setdefault("byline", Span(line.start, line.end))
        if "outlet" in groups.re.groupindex:
            start, end = groups.span("outlet")
            found["signed"] = Span(line.start + start, line.start + end)
    elif kind == "credit":
        found.setdefault("credit", _agency_in(line.text))
    elif owner := _COPYRIGHT.search(line.text):
        found.setdefault("signed", Span(line.start + owner.start("outlet"), line.start + owner.end("outlet")))
    return kind


def _is_outlet_line(line: str) -> bool:
    """ "Isthmus Observer": an outlet's name and nothing else."""
    tokens = line.split()
    if len(tokens) > 6 or len(line) > 60 or line.endswith((".", ":", "?", "!", ",")):
        return False
    if line.lower() in outlet_names():
        return True
    named = len(tokens) > 1 and all(token[0].isupper() or token in ("of", "the", "and", "for", "&") for token in tokens)
    return named and any(token.lower() in words()["outlet"] for token in tokens)


def _date_line(line: str) -> DayFound | None:
    """A line that is a date and nothing else, clock and weekday aside."""
    if len(line) > 120 or not any(char.isdigit() for char in line):
        return None
    day = find_day(line)
    if day is None:
        return None
    return day if _DATE_REST.fullmatch(line[: day.start]) and _DATE_REST.fullmatch(line[day.end :]) else None


def _agency_line(line: str) -> str | None:
    """ "— Reuters", "(AFP)", "AP/dpa": a line of agencies and nothing else."""
    match = _CREDIT_SIGN.fullmatch(line) if len(line) < 70 else None
    if match is None:
        return None
    names = [name.strip() for name in re.split(r"[/,&]|\band\b|-", match["who"]) if name.strip()]
    known = [agencies()[name.lower()] for name in names if name.lower() in agencies()]
    return (
        known[0]
        if known and all(n.lower() in agencies() or n.lower() in ("agencies", "staff") for n in names)
        else None
    )


def _agency_in(line: str) -> str | None:
    for word in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+){0,3}", line):
        for piece in (word, *word.split()):
            if piece.lower() in agencies():
                return agencies()[piece.lower()]
    return None


# ---------------------------------------------------------------- lead and tail


def _mark_lead(lines: list[Line], marks: dict[int, Mark], outlet: str | None) -> tuple[int, Lead] | None:
    known = frozenset({outlet.lower(), outlet.lower().removeprefix("the ")}) if outlet else frozenset()
    for line in [line for line in lines if line.start not in marks][:LEAD_LINES]:
        if len(line.text) < 40:
            continue
        lead = find_lead(line.text, known)
        if lead:
            marks[line.start] = Mark(kind=lead.kind, start=line.start, end=line.start + lead.end)
            return line.start, lead
        if len(line.text) > 160:
            return None
    return None


def _cut_glued(lines: list[Line], marks: dict[int, Mark], found: dict[str, object]) -> list[Line]:
    """The lines, the last ones without the pieces glued to their ends, which are marked."""
    out = list(lines)
    zones = frozenset({"tail"})
    for number in range(max(0, len(lines) - TAIL_LINES), len(lines)):
        line = lines[number]
        if whole_line(line.text, zones):
            continue
        end = len(line.text)
        for _ in range(4):
            piece = line.text[:end]
            tail = glued_tail(piece, zones) or _glued_agency(piece)
            if tail is None or tail[1] == 0:
                break
            kind, offset = tail
            if kind == "credit":
                found.setdefault("credit", _agency_in(piece[offset:]))
            marks[line.start + offset] = Mark(kind=kind, start=line.start + offset, end=line.start + end)
            end = len(piece[:offset].rstrip())
        if end < len(line.text):
            out[number] = Line(line.start, line.start + end, line.text[:end])
    return out


_AGENCY_TAIL = re.compile(
    r"(?<=[.!?”\"’])\s{0,3}(?P<part>[–—-]{1,2}\s?[A-Z][\w .&/-]{1,40}|[(\[][A-Z][\w .&/-]{1,40}[)\]]|[A-Z][\w]{1,12}(?:/[A-Z]\w{1,12}){0,2})\s{0,2}$"
)


def _glued_agency(line: str) -> tuple[str, int] | None:
    match = _AGENCY_TAIL.search(line, max(0, len(line) - 60))
    return ("credit", match.start("part")) if match and _agency_line(match["part"]) else None
