"""Actors from the user's own files: PETRARCH actor and agent dictionaries, and CSV.

A broken line is told with its number and left out; the rest of the file is used.

PETRARCH actors::

    OKELLO_OCHIENG_   [KENGOV 980101-030531] [KENOPP >030531]   # a comment
    +JAMES_OKELLO_
    +OKELLO_          [KEN]

Codes are three letters a time, the first a country or non-state code, the rest sectors.  Dates have 6 or 8 digits;
``<990101`` means before, ``>990101`` after that day.  A synonym without codes of its own takes those of its actor, which
may also stand on lines of their own.  Agents name
sectors only: ``FISHERMAN [~AGR]``, or ``{FISHERMAN}`` plurals in braces.

CSV: a header line with ``name`` and any of ``also`` (spellings, separated by |), ``code``, ``sectors`` (separated by
spaces, ; or |), ``from``, ``to`` (ISO dates), ``kind`` (actor or agent).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tellings.entities.lexicon import Entry, Lexicon, plural
from tellings.errors import TellingsError

SECTORS = frozenset(
    [
        "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "PRE", "SOC", "AGR", "BUS", "CRM", "CVL", "EDU",
        "ELI", "JRN", "LAB", "MED", "REF", "OPP", "REL",
    ]
)  # fmt: skip
# CAMEO's sectors under PLOVER's names.
OLDER = {
    "CIV": "CVL",
    "HLH": "MED",
    "MED": "JRN",
    "SEP": "REB",
    "INS": "REB",
    "RAD": "REB",
    "SET": "CVL",
    "HRI": "SOC",
    "ENV": "SOC",
    "DEV": "SOC",
}
OLDER_COUNTRY = {
    "UNO": "UNO",
    "IGO": "IGO",
    "NGO": "NGO",
    "NGM": "NGO",
    "MNC": "MNC",
    "IMG": "IMG",
    "INT": "IGO",
    "EUR": "EUR",
    "EEC": "EUR",
    "ROM": "ROU",
    "ZAR": "COD",
    "TMP": "TLS",
    "WSB": "PSE",
    "GZS": "PSE",
    "PAL": "PSE",
}
MAX_FILE = 200_000_000
_CODE = re.compile(r"\[([^\[\]]*)\]")
_DATES = re.compile(r"^(?P<sign>[<>])?(?P<a>\d{8}|\d{6})(?:\s*-\s*(?P<b>\d{8}|\d{6}))?$")
_LETTERS = re.compile(r"^[A-Za-z]{3}(?:[A-Za-z]{3})*$")


@dataclass(frozen=True)
class Meaning:
    """One code with the days on which it holds."""

    code: str | None
    sectors: tuple[str, ...]
    start: str | None = None
    end: str | None = None


def load_dictionary(path: str | Path, lexicon: Lexicon, known: frozenset[str]) -> list[str]:
    """Add a file's actors to the lexicon; what was left out, in words ("file, line 12: …").

    known: accepted country and non-state codes.  Raises TellingsError no-such-file, file-too-large, not-text,
    empty-dictionary (no usable line).
    """
    path = Path(path)
    text = _text(path)
    notes: list[str] = []
    read = _csv if _looks_like_csv(path, text) else _petrarch
    count = 0
    for number, item in read(text, known, str(path)):
        if isinstance(item, str):
            notes.append(f"{path}, line {number}: {item}")
            continue
        count += 1
        for form, entry in item:
            lexicon.add(form, entry)
    if not count:
        raise TellingsError(
            "empty-dictionary", f"no line of {path.name} could be used" + (f"; first: {notes[0]}" if notes else ""), where=str(path),
            hint="Give a PETRARCH actor or agent file, or a CSV with a header line",
        )  # fmt: skip
    return notes


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE:
            raise TellingsError("file-too-large", f"{path.name} is larger than {MAX_FILE} bytes", where=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise TellingsError("no-such-file", f"cannot read {path}", where=str(path), hint=str(error.strerror)) from error
    if b"\0" in data[:4096]:
        raise TellingsError("not-text", f"{path.name} is not a text file", where=str(path), hint="Save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _looks_like_csv(path: Path, text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "").lower()
    return path.suffix.lower() in (".csv", ".tsv") or ("name" in re.split(r"[,;\t]", first) and "[" not in first)


# ---------------------------------------------------------------- PETRARCH

Item = list[tuple[str, Entry]] | str


def _petrarch(text: str, known: frozenset[str], origin: str) -> Iterator[tuple[int, Item]]:
    """Blocks: a name, its synonyms, and codes before, among or after them."""
    block = _Block()
    for number, raw in enumerate(text.splitlines(), 1):
        line = re.split(r"[#;]|<!--", raw, maxsplit=1)[0].strip()
        if not line or line.startswith("!"):
            continue
        synonym = line.startswith("+")
        try:
            phrase, meanings, agent = _line(line.lstrip("+").strip(), known)
            if not phrase and not block.forms:
                raise ValueError("a code without a name")
            if synonym and not block.forms:
                raise ValueError("a synonym without an actor above it")
        except ValueError as problem:
            if not synonym and not line.startswith("["):
                yield from block.entries(origin)
                block = _Block()
            yield number, str(problem)
            continue
        if not phrase:
            block.common += meanings
        elif synonym:
            block.forms.append((number, phrase, meanings))
        else:
            yield from block.entries(origin)
            block = _Block(forms=[(number, phrase, [])], common=meanings, agent=agent)
    yield from block.entries(origin)


@dataclass
class _Block:
    """forms: line number, spelling and codes of its own; common: codes of those that have none."""

    forms: list[tuple[int, str, list[Meaning]]] = field(default_factory=list)
    common: list[Meaning] = field(default_factory=list)
    agent: bool = False

    def entries(self, origin: str) -> Iterator[tuple[int, Item]]:
        for number, phrase, own in self.forms:
            meanings = own or self.common
            if not meanings:
                yield number, f"{phrase!r} has no code"
                continue
            entries = [_entry(phrase if self.agent else self.forms[0][1], m, self.agent, origin) for m in meanings]
            yield number, [(form, entry) for form in _forms(phrase, self.agent) for entry in entries]


def _line(line: str, known: frozenset[str]) -> tuple[str, list[Meaning], bool]:
    """Name, meanings, and whether it is an agent (sectors only)."""
    if line.count("[") != line.count("]"):
        raise ValueError("a bracket is not closed")
    codes = _CODE.findall(line)
    name = _CODE.sub("", line).strip()
    if any(not c.strip() for c in codes):
        raise ValueError("a code is empty")
    agent = any(c.strip().startswith("~") for c in codes)
    phrase = re.sub(r"\s+", " ", name.replace("_", " ")).strip()
    if name and not any(c.isalpha() for c in re.sub(r"\{.*?\}", "", phrase)):
        raise ValueError(f"no letter in the name {name!r}")
    return phrase, [_meaning(c.strip(), known) for c in codes], agent


def _meaning(code: str, known: frozenset[str]) -> Meaning:
    words = code.split()
    start = end = None
    for dates in _joined_dates(words[1:]):
        start, end = _days(dates)
    head = words[0] if words else ""
    if _DATES.match(head):
        raise ValueError(f"dates without a code: {code!r}")
    sectors_only = head.startswith("~")
    letters = head.lstrip("~")
    if not _LETTERS.match(letters):
        raise ValueError(f"{head!r} is not a code of three letters a part")
    parts = [letters[i : i + 3].upper() for i in range(0, len(letters), 3)]
    country = None
    if not sectors_only:
        first = OLDER_COUNTRY.get(parts[0], parts[0])
        if first in known:
            country, parts = first, parts[1:]
        elif first not in SECTORS and first not in OLDER:
            raise ValueError(f"{parts[0]!r} is neither a country nor a sector")
    sectors = tuple(dict.fromkeys(s for s in (OLDER.get(p, p) for p in parts) if s in SECTORS))
    if country is None and not sectors:
        raise ValueError(f"{head!r} holds no country and no sector")
    return Meaning(country, sectors, start, end)


def _joined_dates(words: list[str]) -> list[str]:
    joined = re.sub(r"\s*-\s*", "-", " ".join(words)).replace("> ", ">").replace("< ", "<")
    return joined.split()


def _days(text: str) -> tuple[str | None, str | None]:
    match = _DATES.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date or a range of dates (YYMMDD or YYYYMMDD, <, >)")
    first = _day(match["a"])
    if match["sign"] == "<":
        return None, (first - timedelta(days=1)).isoformat()
    if match["sign"] == ">":
        return (first + timedelta(days=1)).isoformat(), None
    if match["b"] is None:
        return first.isoformat(), first.isoformat()
    last = _day(match["b"])
    if last < first:
        raise ValueError(f"the range {text!r} ends before it starts")
    return first.isoformat(), last.isoformat()


def _day(digits: str) -> date:
    """Two-digit years from 40 on are of the last century."""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) >= 40 else "20") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError(f"{digits!r} is no day of the calendar") from None


def _entry(name: str, meaning: Meaning, agent: bool, origin: str) -> Entry:
    display = name.title() if name.isupper() else name
    if agent:
        return Entry(
            kind="role", name=display.lower(), sectors=meaning.sectors, role="person", weight="strong", origin=origin
        )
    return Entry(
        kind="organisation", name=display, code=meaning.code, sectors=meaning.sectors, start=meaning.start, end=meaning.end, origin=origin,
    )  # fmt: skip


def _forms(phrase: str, agent: bool) -> Iterator[str]:
    """The name; an agent's plural too, which stands in braces when it is irregular."""
    match = re.match(r"^(.*?)\s*\{(.*?)\}$", phrase)
    if match:
        yield match.group(1).lower()
        yield match.group(2).lower()
        return
    if agent:
        yield phrase.lower()
        yield plural(phrase.lower())
        return
    yield phrase


# ---------------------------------------------------------------- CSV


def _csv(text: str, known: frozenset[str], origin: str) -> Iterator[tuple[int, Item]]:
    first = text.splitlines()[0] if text else ""
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        header = [h.strip().lower() for h in next(reader)]
    except StopIteration:
        return
    if "name" not in header:
        yield 1, "the header has no column 'name'"
        return
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"cannot be read: {error}"
            continue
        if not any(c.strip() for c in cells):
            continue
        row = dict(zip(header, (c.strip() for c in cells), strict=False))
        try:
            yield reader.line_num, _row(row, known, origin)
        except ValueError as problem:
            yield reader.line_num, str(problem)


def _row(row: dict[str, str], known: frozenset[str], origin: str) -> Item:
    name = row.get("name", "")
    if not any(c.isalpha() for c in name):
        raise ValueError("the name is empty")
    code = row.get("code", "").upper() or None
    if code and OLDER_COUNTRY.get(code, code) not in known:
        raise ValueError(f"{code!r} is neither a country nor a non-state code")
    sectors = tuple(s.upper() for s in re.split(r"[\s;|,]+", row.get("sectors", "")) if s)
    wrong = [s for s in sectors if s not in SECTORS]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no sector")
    start, end = _iso(row.get("from")), _iso(row.get("to"))
    if start and end and end < start:
        raise ValueError("'to' lies before 'from'")
    agent = row.get("kind", "").lower() in ("agent", "role")
    if not code and not sectors:
        raise ValueError("neither code nor sectors")
    meaning = Meaning(OLDER_COUNTRY.get(code, code) if code else None, sectors, start, end)
    names = [name, *(s.strip() for s in row.get("also", "").split("|") if s.strip())]
    entry = _entry(name, meaning, agent, origin)
    return [(form, entry) for each in names for form in _forms(each, agent)]


def _iso(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no ISO date (YYYY-MM-DD)") from None
