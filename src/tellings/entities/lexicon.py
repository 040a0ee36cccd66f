"""Words and names that stand for something, found in a text in one pass.

Text is cut into atoms (runs of letters and digits), so that "U.S.", "al-Qaeda" and "Cote d'Ivoire" match however the
tokeniser cuts them.  The longest phrase wins; a phrase never crosses a comma or a sentence's end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.names import plain, skeleton

_ATOM = re.compile(r"[^\W_]+")
_JOINTS = frozenset([" ", "-", "'", "’", "' ", "’ ", " & ", "/", "–", "‑", "\n", "\t", "\u00a0"])
_ABBREVIATED = frozenset(
    ["st", "gen", "lt", "col", "maj", "capt", "sgt", "mt", "ft", "dr", "no", "brig", "adm", "rep", "sen", "gov"]
)


@dataclass(frozen=True)
class Entry:
    """One meaning of a phrase.

    kind: state, adjective, people, seat, area, organisation, person, role, modifier, domain, ethnic.
    role: what sort of thing (person, group, organisation, thing); weight: strong, weak, none, office, or a modifier's effect; local: a body that is meant only where its state is named.
    exact: an acronym that wants its capitals; capital: the last word wants one.  Roles are valid from `start` to `end` (ISO dates, inclusive; None is open).  origin: the file it came from.
    """

    kind: str
    name: str
    code: str | None = None
    sectors: tuple[str, ...] = ()
    role: str = ""
    weight: str = ""
    plural: bool = False
    exact: bool = False
    capital: bool = False
    start: str | None = None
    end: str | None = None
    origin: str = ""

    def holds(self, day: str | None) -> bool:
        """Whether the entry is valid on an ISO day; an unknown day rules nothing out."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))


@dataclass(frozen=True)
class Hit:
    """A phrase found: characters, and every meaning it has."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def of(self, *kinds: str) -> Entry | None:
        """The first meaning of one of these kinds."""
        for entry in self.entries:
            if entry.kind in kinds:
                return entry
        return None


class Lexicon:
    """Phrases by their first atom."""

    def __init__(self) -> None:
        self._phrases: dict[str, dict[tuple[str, ...], list[Entry]]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self.short: dict[str, list[Entry]] = {}

    def add_short(self, word: str, entry: Entry) -> None:
        """A form that means somebody only beside a title, such as a surname; looked up by its consonants too."""
        for key in {fold(word), skeleton(plain(word))}:
            bucket = self.short.setdefault(key, [])
            if entry not in bucket:
                bucket.append(entry)

    def add(self, phrase: str, entry: Entry) -> None:
        """Add one meaning; the same meaning twice counts once."""
        atoms = tuple(fold(a) for a in _ATOM.findall(phrase))
        if not atoms:
            return
        meanings = self._phrases.setdefault(atoms[0], {}).setdefault(atoms, [])
        if entry not in meanings:
            # What users say comes first.
            meanings.insert(sum(1 for m in meanings if m.origin) if entry.origin else len(meanings), entry)

    def freeze(self) -> None:
        """Order the lengths once; call after the last `add`."""
        self._lengths = {
            first: tuple(sorted({len(p) for p in phrases}, reverse=True)) for first, phrases in self._phrases.items()
        }

    def get(self, phrase: str) -> tuple[Entry, ...]:
        """Every meaning of exactly this phrase."""
        atoms = tuple(fold(a) for a in _ATOM.findall(phrase))
        return tuple(self._phrases.get(atoms[0], {}).get(atoms, ())) if atoms else ()

    def scan(self, text: str) -> list[Hit]:
        """Phrases in the text, left to right, none overlapping, the longest first."""
        spans = [m.span() for m in _ATOM.finditer(text)]
        folded = _folded(text, spans)
        hits: list[Hit] = []
        lengths_of = self._lengths
        i, total = 0, len(spans)
        while i < total:
            lengths = lengths_of.get(folded[i])
            if lengths is None:
                i += 1
                continue
            hit, used = self._longest(text, spans, folded, i, lengths)
            if hit is not None:
                hits.append(hit)
            i += used
        return hits

    def _longest(
        self, text: str, spans: list[tuple[int, int]], folded: list[str], i: int, lengths: tuple[int, ...]
    ) -> tuple[Hit | None, int]:
        """The longest phrase that starts at atom i, and how many atoms to go on by."""
        phrases = self._phrases[folded[i]]
        for length in lengths:
            last = i + length
            if last > len(spans):
                continue
            meanings = phrases.get(tuple(folded[i:last]))
            if not meanings or (length > 1 and not _unbroken(text, spans, folded, i, length)):
                continue
            words = [text[a:b] for a, b in spans[i:last]]
            fitting = tuple(e for e in meanings if _cased(e, words))
            if fitting:
                end = spans[last - 1][1]
                if length > 1 and len(words[-1]) == 1 and text[end : end + 1] == ".":
                    end += 1
                return Hit(spans[i][0], end, fitting), length
        return None, 1


def _folded(text: str, spans: list[tuple[int, int]]) -> list[str]:
    low = text.lower()
    if text.isascii():
        return [low[a:b] for a, b in spans]
    if len(low) != len(text):  # the offsets are not those of the text
        return [fold(text[a:b]) for a, b in spans]
    return [word if (word := low[a:b]).isascii() else fold(text[a:b]) for a, b in spans]


def _unbroken(text: str, spans: list[tuple[int, int]], folded: list[str], i: int, length: int) -> bool:
    """Only blanks, hyphens, apostrophes and the dots of abbreviations part the atoms of a phrase."""
    for k in range(i, i + length - 1):
        gap = text[spans[k][1] : spans[k + 1][0]]
        if gap in _JOINTS:
            continue
        if gap in (".", ". ") and (gap == "." or len(folded[k]) == 1 or folded[k] in _ABBREVIATED):
            continue
        return False
    return True


_PROPER = frozenset({"state", "adjective", "people", "seat", "area", "organisation", "person", "ethnic"})


def _cased(entry: Entry, words: list[str]) -> bool:
    """Names want a capital; short acronyms want all of them."""
    if entry.capital and words[-1].islower():
        return False
    if entry.exact:
        return all(not w.isalpha() or w.isupper() for w in words)
    return (
        entry.kind not in _PROPER
        or words[0][0].isupper()
        or words[0][0].isdigit()
        or (len(words) > 1 and words[-1][0].isupper())
    )


def fold(word: str) -> str:
    """Lower case without accents."""
    low = word.lower()
    if low.isascii():
        return low
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", low.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
        if not unicodedata.combining(c)
    )


def forms(cell: str) -> Iterable[tuple[str, str | None]]:
    """(singular, plural) of each form in a cell: "Dane", "Turkmen/Turkmens", "[British]" (plural as it stands)."""
    for form in filter(None, (f.strip() for f in cell.split("|"))):
        if form.startswith("["):
            yield "", form.strip("[]")
        elif "/" in form:
            one, many = form.split("/", 1)
            yield one, many.strip("[]")
        else:
            yield form, plural(form)


def plural(word: str) -> str:
    """The regular plural."""
    low = word.lower()
    if low.endswith(("ese", "ois", "mil", "men")) or word.endswith("S"):
        return word
    if low.endswith("man") and low not in (
        "roman",
        "german",
        "ottoman",
        "human",
        "shaman",
        "talisman",
        "norman",
        "burman",
        "turkoman",
        "gilman",
        "west german",
        "east german",
    ):
        return word[:-3] + ("MEN" if word.isupper() else "men")
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
