"""Credit lines: which report says that its words are another outlet's.

"(AFP)", "- AFP", "By Reuters", "Source: Caucasus Wire", "Caucasus Wire reported", "according to Caucasus Wire".
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from tellings.model import Quote, Report

_MARKED = frozenset({"credit", "byline", "prefix", "dateline"})
_FIRST = re.compile(r"\w+")
_TAIL, _HEAD = 300, 400  # characters at either end of a report where a bare name is a credit line


@cache
def agencies() -> dict[str, tuple[str, ...]]:
    """Names of news agencies, lower case, each with all the names of the same agency (data/agencies.txt)."""
    out: dict[str, tuple[str, ...]] = {}
    for line in files("tellings.compare.data").joinpath("agencies.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            names = tuple(name.strip() for name in line.split("|"))
            for name in names:
                out[plain(name)] = names
    return out


def plain(name: str) -> str:
    """An outlet's name for comparing: lower case, no article, no domain ending."""
    name = re.sub(r"^(?:the|www\.)\s*", "", name.strip().lower())
    return re.sub(r"\.(?:com|org|net|news|co\.[a-z]{2}|[a-z]{2})$", "", name).strip()


@lru_cache(maxsize=10_000)
def short_names(outlet: str) -> tuple[str, ...]:
    """What credit lines may call it: "(BVN)" or "(Benue Valley)" for Benue Valley News, "(GLN)" for Great Lakes Newswire."""
    words = [w for w in re.findall(r"[^\W\d_][^\W_]*", outlet) if w[0].isupper() and w != "The"]
    name = [w for w in words if w.lower() not in _GENERIC]
    initials = "".join(w[0] for w in words)
    # An outlet of the same first word ("Meridian Post") might be meant, so one word alone must be a rare one.
    short = " ".join(name) if name and name != words and (len(name) > 1 or len(name[0]) > 5) else ""
    return tuple(n for n in (initials if len(initials) > 1 else "", short) if n)


_GENERIC = frozenset(
    [
        "news",
        "agency",
        "press",
        "wire",
        "newswire",
        "service",
        "bureau",
        "dispatch",
        "international",
        "network",
        "report",
    ]
)


def same_outlet(a: Report, b: Report) -> bool:
    """Both name an outlet, and it is one outlet or one agency."""
    if not a.outlet.value or not b.outlet.value:
        return False
    x, y = plain(a.outlet.value), plain(b.outlet.value)
    return x == y or (x in agencies() and agencies()[x] == agencies().get(y))


def credit_to(report: Report, outlet: str | None) -> Quote | None:
    """The words with which `report` credits `outlet`, if it does."""
    if not outlet or not plain(outlet) or (report.outlet.value and plain(report.outlet.value) == plain(outlet)):
        return None
    known = agencies().get(plain(outlet))
    for name in known or (re.sub(r"^[Tt]he\s+", "", outlet.strip()),):
        found = _find(report, name)
        if found:
            return Quote(report=report.id, start=found[0], end=found[1], text=report.text[found[0] : found[1]])
    for name in () if known else short_names(outlet):
        found = _credit_line(report, name)
        if found:
            return Quote(report=report.id, start=found[0], end=found[1], text=report.text[found[0] : found[1]])
    return None


def agency_credit(report: Report) -> Quote | None:
    """The words with which `report` credits any known news agency, in a credit line, byline or dateline."""
    own = agencies().get(plain(report.outlet.value or ""), ())
    for name, names in _names_in(report.text):
        if names != own and (found := _credit_line(report, name)):
            return Quote(report=report.id, start=found[0], end=found[1], text=report.text[found[0] : found[1]])
    return None


def _names_in(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Agency names near either end of the text, in the order of the list."""
    edges = text if len(text) <= _HEAD + 2 * _TAIL else text[: _HEAD + _TAIL] + "\n" + text[-_TAIL:]
    words = set(_FIRST.findall(edges))
    return [
        (name, names)
        for word in sorted(words & _by_first().keys())
        for name, names in _by_first()[word]
        if name in edges
    ]


@cache
def _by_first() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Agency names by their first word."""
    out: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for names in dict.fromkeys(agencies().values()):
        for name in names:
            out.setdefault(_FIRST.search(name).group(), []).append((name, names))
    return out


def _find(report: Report, name: str) -> tuple[int, int] | None:
    if name not in report.text:
        return None
    found = _credit_line(report, name)
    if found:
        return found
    for pattern in _told(name):
        match = pattern.search(report.text)
        if match:
            return match.start(), match.end()
    return None


def _credit_line(report: Report, name: str) -> tuple[int, int] | None:
    """A place where the name stands as a credit and not as a word of the story."""
    text = report.text
    for match in _named(name).finditer(text):
        start, end = match.span()
        if any(m.kind in _MARKED and m.start <= start < m.end for m in report.marks):
            return start, end
        if text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]", "/"):
            return start - 1, end + 1
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        before = text[max(line_start, start - 12) : start]
        near_edge = start < _HEAD or start > len(text) - _TAIL
        if near_edge and before.strip() and re.search(r"[-–—/]\s*$", before) and not text[end:line_end].strip(" ."):
            return start, end
        if near_edge and line_end - line_start <= len(name) + 40 and text[line_start:line_end].rstrip().count(".") < 2:
            return line_start, line_end
        if near_edge and re.search(r"\b(?:[Ss]ource|[Vv]ia|[Bb]y|©):?\s*$", before):
            return start, end
    return None


@cache
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")


@cache
def _told(name: str) -> tuple[re.Pattern[str], ...]:
    """Sentences that give the name as the source of what is told."""
    it = rf"(?<![\w-])(?:[Tt]he\s)?{re.escape(name)}(?:\s(?:news\s)?(?:agency|service|wire))?(?![\w-])"
    verbs = "reports?|reported|said|says|wrote|writes|quoted|cited|learned|noted|contributed"
    return (
        re.compile(rf"{it}\s(?:has\s|had\s|also\s|first\s)?(?:{verbs})\b"),
        re.compile(rf"\b(?:according to|reported by|reports by|quoted by|cited by|told|citing|via|courtesy of)\s{it}"),
        re.compile(rf"\b(?:reported|reports|said|wrote),?\s{it}"),
    )
