"""What stands before a lead: "NCRI –", "(Reuters) -", "BAGHDAD, April 3 (AFP) —", and a headline glued to it.

The head of a paragraph is cut at its first dash or colon and its pieces (between commas, brackets and slashes) must
all be of a known sort: a place, a date, an agency, an outlet.  One piece that is none of these leaves the lead alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.gather.outlets import agencies, dateline_places, outlet_names
from tellings.gather.published import find_day, find_day_without_year

REACH = 140
_CUT = re.compile(
    r"\s{1,3}(?:[-–—―]{1,2}|[|/~])\s{0,3}|(?<=\S)(?:--|—|―)\s{0,3}|(?<=[)\]])[-–:]\s{0,3}|(?<=\S)(?:[-–/:]|//)\s{1,3}"
)
_PIECES = re.compile(r"[,/()\[\]|]|\s[-–—]\s")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?|\d{4}", re.IGNORECASE)
_BY = re.compile(
    r"(?:by|staff|our|special|correspondent|news|web|bureau|desk|reporter|exclusive|monitoring)\b", re.IGNORECASE
)
_BRACKETED = re.compile(r"[(\[]\s?([A-Za-z][\w .'/&-]{1,40})\s?[)\]]\s{0,3}(?=[A-Z“\"‘'])")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a lead: the mark's kind and end (start is the paragraph's), and what its pieces are.

    outlet, agency: name and span relative to the paragraph.  day: ISO date; month_day: "--04-03" where no year is given.
    """

    kind: str
    end: int
    outlet: tuple[str, int, int] | None = None
    agency: tuple[str, int, int] | None = None
    day: tuple[str, int, int] | None = None
    month_day: tuple[str, int, int] | None = None
    place: tuple[str, int, int] | None = None


@cache
def words() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("tellings.gather") / "data" / "lead.toml").read_text("utf-8"))
    return {
        "outlet": frozenset(data["outlet_words"].split()),
        "kicker": frozenset(data["kickers"].split("|")),
        "opener": frozenset(data["openers"].split("|")),
    }


def find_lead(paragraph: str, known_outlets: frozenset[str] = frozenset()) -> Lead | None:
    """The prefix or dateline at a paragraph's start; None if it begins with the story itself."""
    bracketed = _BRACKETED.match(paragraph)
    if bracketed and bracketed.group(1).lower() in agencies():
        return Lead("dateline", bracketed.end(), agency=(agencies()[bracketed.group(1).lower()], *bracketed.span(1)))
    found: list[tuple[str, str, int, int]] = []
    start, end = 0, 0
    for cut in _CUT.finditer(paragraph[:REACH]):
        if cut.start() == 0:
            continue
        rest = paragraph[cut.end() : cut.end() + 2]
        if not rest or not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "“\"‘'(["):
            continue
        pieces = _classify(paragraph, start, cut.start(), cut.group(), known_outlets)
        if pieces is None:
            if found:
                break
            continue
        found += pieces
        start = end = cut.end()
    return _lead(found, end, paragraph) if found else None


def _lead(found: list[tuple[str, str, int, int]], end: int, paragraph: str) -> Lead | None:
    first = {}
    for sort, name, start, stop in found:
        first.setdefault(sort, (name, start, stop))
    if not first.keys() - {"byline", "weekday", "clock"}:
        return None
    if set(first) == {"unsure"} and _paired(paragraph, end):
        return None
    outlet = first.get("outlet") or first.get("unsure")
    dateline = first.keys() & {"place", "day", "month-day", "agency"}
    return Lead(
        kind="dateline" if dateline and not first.get("outlet") else "prefix",
        end=end,
        outlet=outlet,
        agency=first.get("agency"),
        day=first.get("day"),
        month_day=first.get("month-day"),
        place=first.get("place"),
    )


def _paired(paragraph: str, end: int) -> bool:
    """A second dash in the same sentence: the first one opened an aside."""
    sentence = re.split(r"[.!?](?:\s|$)", paragraph[end : end + 600], maxsplit=1)[0]
    return bool(re.search(r"\s[-–—]{1,2}\s", sentence))


def _classify(
    paragraph: str, start: int, end: int, cut: str, known_outlets: frozenset[str]
) -> list[tuple[str, str, int, int]] | None:
    """(sort, name, start, end) of every piece; None if one piece is of no known sort."""
    out: list[tuple[str, str, int, int]] = []
    bracketed: set[int] = set()
    position = start
    bounds = [(m.start(), m.end()) for m in _PIECES.finditer(paragraph, start, end)] + [(end, end)]
    for stop, following in bounds:
        piece = paragraph[position:stop]
        left = position + len(piece) - len(piece.lstrip())
        if position > start and paragraph[position - 1] in "([":
            bracketed.add(left)
        piece = piece.strip()
        position = following
        if not piece:
            continue
        sort = _sort(piece, known_outlets)
        if sort is None:
            return None
        out.append((sort, _name(sort, piece), left, left + len(piece)))
    if len(out) > 1:
        # A name in brackets behind a place or a date is the agency, whether a table knows it or not.
        out = [
            ("agency" if p[2] in bracketed and p[0] in ("outlet", "capitals", "titled") else p[0], *p[1:]) for p in out
        ]
    return _settled(out, cut)


def _sort(piece: str, known_outlets: frozenset[str]) -> str | None:
    low = piece.lower().rstrip(".")
    if low in agencies():
        return "agency"
    if low in known_outlets or low in outlet_names():
        return "outlet"
    if low in dateline_places():
        return "place"
    if low in words()["kicker"]:
        return "kicker"
    if _WEEKDAY.fullmatch(piece):
        return "weekday"
    if _CLOCK.fullmatch(piece):
        return "clock"
    if any(char.isdigit() for char in piece) and len(piece) < 40:
        day = find_day(piece)
        if day:
            return "day" if day.value else None
        if find_day_without_year(piece):
            return "month-day"
    if _BY.match(piece) and len(piece) < 50:
        return "byline"
    tokens = piece.split()
    if len(tokens) > 6 or not tokens[0][0].isupper():
        return None
    if not all(
        token[0].isupper() or token in ("of", "the", "and", "for", "in", "on", "de", "el", "al", "&")
        for token in tokens
    ):
        return None
    if any(token.lower() in words()["outlet"] for token in tokens) or re.search(r"\w\.(?:com|org|net|info|tv)$", low):
        return "outlet"
    letters = re.sub(r"[\W\d_]", "", piece)
    if letters.isupper() and len(letters) >= 2:
        return "capitals"
    return "titled"


def _settled(out: list[tuple[str, str, int, int]], cut: str) -> list[tuple[str, str, int, int]] | None:
    """Decide capitals and names by their neighbours: beside an agency or a date they are places, alone perhaps an outlet."""
    sorts = {sort for sort, *_ in out}
    beside = sorts & {"agency", "day", "month-day", "place"}
    colon = ":" in cut
    settled = []
    for sort, name, start, end in out:
        if sort in ("capitals", "titled"):
            if beside:
                sort = "place"
            elif colon or ("/" in cut and sort == "titled" and " " not in name):
                return None
            elif sort == "capitals":
                short = len(re.sub(r"\W", "", name)) <= 6 and " " not in name
                sort = "unsure" if short or len(out) > 1 else "place"
            elif " " in name and len(out) == 1:
                sort = "unsure"
            else:
                return None
        settled.append((sort, name, start, end))
    if colon and not sorts & {"agency", "place", "outlet", "kicker", "day"}:
        return None
    # "Minister: …" with a place's name is a headline's way to say who speaks, in mixed case.
    if colon and sorts == {"place"} and not out[0][1].isupper():
        return None
    if sorts == {"outlet"} and colon and not out[0][1].isupper() and out[0][1].lower() not in outlet_names():
        return None
    return settled


def _name(sort: str, piece: str) -> str:
    if sort == "agency":
        return agencies()[piece.lower().rstrip(".")]
    if sort == "day":
        return find_day(piece).value or ""
    if sort == "month-day":
        month, day, *_ = find_day_without_year(piece)
        return f"--{month:02d}-{day:02d}"
    return piece


# A dateline or an agency in the midst of a first line: what stands before it is the headline.
_INNER = re.compile(
    r"(?<=[\w’'”\")?!])\s{1,3}(?=(?:(?:[A-Z][A-Z.'-]{2,20}(?: [A-Z][A-Z.'-]{1,20}){0,3}|[A-Z][\w'-]{2,20}(?: [A-Z][\w'-]{2,20}){0,2})"
    r"(?:, [^\n()]{2,40})?\s?(?:\([^()\n]{2,40}\)\s?[-–—:]|[–—]\s|--\s|-\s)|\([A-Z][\w .-]{1,30}\)\s?[-–—]))"
)


def glued_headline(line: str) -> int | None:
    """Where a headline that is glued to its lead ends: before a dateline or prefix, or "…capitalThe minister"."""
    for match in _INNER.finditer(line[:320]):
        headline = line[: match.start()]
        if not 12 <= len(headline) <= 220 or headline.rstrip().endswith((".", ",", ";", ":", "-", "–", "—")):
            continue
        lead = find_lead(line[match.end() :])
        if lead and (
            lead.agency or lead.day or lead.month_day or (lead.place and lead.place[0].isupper()) or lead.outlet
        ):
            return match.start()
    openers = "|".join(sorted(words()["opener"], key=len, reverse=True))
    match = re.search(
        rf"(?<=[a-z]{{3}})(?=(?:{openers})\s[a-z\d])|(?<=[a-z’'][’”\"'])(?=(?:{openers})\s[a-z\d])", line[:260]
    )
    if match and 12 <= match.start() <= 220 and ". " not in line[: match.start()]:
        return match.start()
    return None
