"""Small grammars over words: each known word is one character, each rule one linear regular expression over them.

A grammar is data: classes of words with values, macros, rules.  A rule is a pattern in a small language:

    lower-case word     that word            CLASS        any word of the class, or a shape such as DIGITS
    MACRO               what it stands for   ( a | b )    either
    x?                  maybe                x*           up to eight of them
    {name: ...}         a named group

Shapes are written by the lexer: DIGITS (an integer, with thousands' commas or without), DAYNUM (1-31), YEAR (four
digits, 1000-2999), DECIMAL, ORDNUM (3rd), CLOCK (18:30), ISO (2013-04-02), NUMDATE (02/04/2013), DECADE (1990s), SHORT
('82).  Repetition is bounded and every step eats one word, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeVar

from tellings.errors import TellingsError
from tellings.phrase_needs import needs

T = TypeVar("T")
SHAPES = ("DIGITS", "DAYNUM", "YEAR", "DECIMAL", "ORDNUM", "CLOCK", "ISO", "NUMDATE", "DECADE", "SHORT", "BREAK")
_LEX = re.compile(
    r"""(?P<WORD>[ap]\.m\.?(?!\w)|[^\W\d_]+(?:\.[^\W\d_](?=\.|\b))*)  # no other begins with a letter, and most are words
    |(?P<BREAK>\n[^\S\n]*\n\s*)
    |(?P<ISO>(?<![\d.,/-])\d{4}-\d\d?-\d\d?(?:[T\ ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-]))
    |(?P<NUMDATE>(?<![\d.,/])\d{1,2}(?P<sep>[/.])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?![\d/]|\.\d))
    |(?P<CLOCK>(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
    |(?P<DECADE>(?:(?<!\w)['‘’]\d0|\b\d{3}0)['’]?s\b)
    |(?P<SHORT>(?<!\w)['‘’]\d\d\b)
    |(?P<ORDNUM>\b\d{1,3}(?:st|nd|rd|th)\b)
    |(?P<DECIMAL>\d{1,3}(?:,\d{3}){1,5}\.\d+|\d+\.\d+)
    |(?P<DIGITS>(?<![^\W\d])(?:\d{1,3}(?:,\d{3}){1,5}(?!,?\d)|\d+))
    |(?P<MARK>['’]s\b|[^\w\s]|_)""",
    re.X,
)
_UNKNOWN = "\uf8ff"
_KNOWN_RUN = re.compile(f"[^{_UNKNOWN}]+")
_TOKEN = re.compile(r"\s+|\{(\w+):|[()|?*}]|[^\s(){}|?*]+")
LONGEST_NUMBER = 15
_REMEMBERED = 4096  # runs of known words of which the matches are kept
_SHORT_RUN = 16  # words of a run that may well be met again
# Number of the rule, words [start, end) of the run, and (name, start, end) of each group.
_Fit = tuple[int, int, int, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True)
class Words:
    """The lexemes of a text: `atoms` has one character for each."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    atoms: str

    def word(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]].lower()


@dataclass(frozen=True)
class Match:
    """A rule that fits words [start, end); groups name the words inside."""

    rule: Mapping
    words: Words
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]

    def text(self, group: str) -> str | None:
        """The group's words in lower case, joined by blanks."""
        if group not in self.groups:
            return None
        a, b = self.groups[group]
        return " ".join(self.words.word(i) for i in range(a, b))

    def text_of(self) -> str:
        """All its words in lower case, joined by blanks."""
        return " ".join(self.words.word(i) for i in range(self.start, self.end))

    @property
    def chars(self) -> tuple[int, int]:
        """Characters of the expression: of the group `x` where a rule looks at more than it takes."""
        first, last = self.groups.get("x", (self.start, self.end))
        return self.words.starts[first], self.words.ends[last - 1]


class Grammar:
    """Classes, macros and rules, compiled once."""

    def __init__(self, tables: Mapping, where: str = "") -> None:
        self.where = where
        self.values: dict[str, dict[str, object]] = {
            name: {str(word).lower(): value for word, value in _entries(words)}
            for name, words in tables["classes"].items()
        }
        self.capital = frozenset(tables.get("capital", ()))
        self.macros: dict[str, str] = dict(tables.get("macros", {}))
        self.rules: tuple[dict, ...] = tuple(tables["rules"])
        self._order = {id(rule): n for n, rule in enumerate(self.rules)}
        self._atoms: dict[str, str] = {shape: chr(0xE000 + i) for i, shape in enumerate(SHAPES)}
        self._atoms["DAY0"] = chr(0xE000 + len(SHAPES))
        for words in self.values.values():
            for word in words:
                self._atom(word)
        self._compiled = [re.compile(self._regex(rule["pattern"])) for rule in self.rules]
        self._told: dict[str, tuple[_Fit, ...]] = {}
        self._index_needs()

    @classmethod
    def load(cls, package: str, *names: str, macros: Mapping[str, str] | None = None) -> Grammar:
        """A grammar from TOML files of a package: tables are merged, rules come in the order of the files; more macros."""
        merged: dict = {"classes": {}, "macros": dict(macros or {}), "rules": [], "capital": []}
        for name in names:
            tables = tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
            for key in ("classes", "macros"):
                merged[key].update(tables.get(key, {}))
            for key in ("rules", "capital"):
                merged[key].extend(tables.get(key, ()))
        return cls(merged, where=names[-1])

    def value(self, name: str, word: str | None) -> object:
        """The value that a class gives a word, or None."""
        return self.values[name].get(word) if word is not None else None

    def words(self, text: str) -> Words:
        """The text's lexemes."""
        starts, ends, atoms = [], [], []
        known, shapes, capital = self._known, self._atoms, self.capital
        for found in _LEX.finditer(text):
            kind = found.lastgroup
            word = found.group()
            if kind in ("WORD", "MARK"):
                low = word.lower()
                atom = known.get(low, _UNKNOWN)
                if low in capital and word[0].islower():
                    atom = _UNKNOWN
            elif kind == "DIGITS":
                atom = _digits(word, shapes)
            else:
                atom = shapes[kind]
            start, end = found.span()
            starts.append(start)
            ends.append(end)
            atoms.append(atom)
        return Words(text, starts, ends, "".join(atoms))

    def matches(self, words: Words) -> Iterator[Match]:
        """Every match of every rule, each rule's own without overlap; in no order."""
        for run in _KNOWN_RUN.finditer(words.atoms):
            first = run.start()
            for rule, start, end, groups in self._fits(run.group()):
                there = {name: (first + a, first + b) for name, a, b in groups}
                yield Match(self.rules[rule], words, first + start, first + end, there)

    def _fits(self, told: str) -> tuple[_Fit, ...]:
        """The matches of a run of known words, which no rule looks beyond; remembered, since the runs of all texts are alike."""
        fits = self._told.get(told)
        if fits is None:
            fits = tuple(self._fit(told))
            if len(told) <= _SHORT_RUN:
                if len(self._told) >= _REMEMBERED:
                    self._told.clear()
                self._told[told] = fits
        return fits

    def _fit(self, told: str) -> Iterator[_Fit]:
        here = 0
        for atom in set(told):
            here |= self._meets.get(atom, 0)
        for number, (regex, needed) in enumerate(zip(self._compiled, self._needed, strict=True)):
            if here & needed != needed:
                continue
            for found in regex.finditer(told):
                start, end = found.span()
                if end > start:
                    spans = ((k.partition("__")[0], *found.span(k)) for k in regex.groupindex)
                    yield number, start, end, tuple(s for s in spans if s[1] >= 0)

    def longest(self, words: Words) -> list[Match]:
        """Matches without overlap: leftmost first, the longest of those, the earlier rule of those."""
        return self.read(words, lambda match: match)

    def read(self, words: Words, meaning: Callable[[Match], T | None]) -> list[T]:
        """What `meaning` makes of the matches, in text order; where it makes None the next best match has its turn."""
        out: list[T] = []
        reach = 0
        for match in sorted(self.matches(words), key=lambda m: (m.start, -m.end, self._order[id(m.rule)])):
            if match.start >= reach and (meant := meaning(match)) is not None:
                out.append(meant)
                reach = match.end
        return out

    # ------------------------------------------------ compiling

    def _index_needs(self) -> None:
        """One bit for each set of words of which a rule needs one: those of a rule, and those that a word meets."""
        self._meets: dict[str, int] = {}
        self._needed: list[int] = []
        bits: dict[frozenset[str], int] = {}
        for regex in self._compiled:
            needed = 0
            for words in needs(regex.pattern):
                if words not in bits:
                    bits[words] = 1 << len(bits)
                    for word in words:
                        self._meets[word] = self._meets.get(word, 0) | bits[words]
                needed |= bits[words]
            self._needed.append(needed)

    @property
    def _known(self) -> dict[str, str]:
        return self._atoms

    def _atom(self, word: str) -> str:
        return self._atoms.setdefault(word, chr(0xE000 + len(self._atoms)))

    def _regex(self, pattern: str, depth: int = 0, names: Counter | None = None) -> str:
        names = Counter() if names is None else names
        if depth > 12:
            raise TellingsError("bad-grammar", f"a macro stands for itself in {pattern!r}", where=self.where)
        out: list[str] = []
        for token in _TOKEN.finditer(pattern):
            word = token.group()
            if word.isspace():
                continue
            if token.group(1):
                names[token.group(1)] += 1  # a name may stand in several branches
                out.append(f"(?P<{token.group(1)}__{names[token.group(1)]}>")
            elif word == "}":
                out.append(")")
            elif word == "(":
                out.append("(?:")
            elif word in "|?)":
                out.append(word)
            elif word == "*":
                out.append("{0,8}")
            else:
                out.append(self._symbol(word, depth))
        return "".join(out)

    def _symbol(self, word: str, depth: int) -> str:
        if word in self.macros:
            return f"(?:{self._regex(self.macros[word], depth + 1)})"
        if word in self.values:
            return "[" + "".join(sorted({self._atom(w) for w in self.values[word]})) + "]"
        shape = {"DIGITS": "DIGITS DAYNUM YEAR DAY0", "DAYNUM": "DAYNUM"}.get(word, word)
        if word in SHAPES:
            return "[" + "".join(self._atoms[s] for s in shape.split()) + "]"
        if word.isupper() and len(word) > 1:
            raise TellingsError("bad-grammar", f"no class, macro or shape is called {word!r}", where=self.where)
        return self._atom(word.lower())


def _entries(words: Mapping | Sequence) -> Iterator[tuple[str, object]]:
    if isinstance(words, Mapping):
        yield from words.items()
    else:
        yield from ((word, True) for word in words)


def _digits(word: str, shapes: Mapping[str, str]) -> str:
    if len(word) > LONGEST_NUMBER:
        return _UNKNOWN
    if len(word) <= 2:
        return shapes["DAYNUM"] if 1 <= int(word) <= 31 else shapes["DAY0"] if int(word) else shapes["DIGITS"]
    if len(word) == 4 and "1000" <= word <= "2999":
        return shapes["YEAR"]
    return shapes["DIGITS"]
