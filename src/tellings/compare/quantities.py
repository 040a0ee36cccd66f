"""Two reports' figures side by side: the same, compatible, in conflict, updated, or figures of different things.

A figure is a range (`numbers.py`) of something (`events/counts.py`, or the words around it), at a time if the sentence
gives one.  Conflict is said last: only when both speak of one measure, no time or group sets them apart, nobody says
that the figure changed, and the ranges do not meet.
"""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from spacy.tokens import Token

from tellings.compare.words import stem
from tellings.entities.times import find_times
from tellings.events.counts import find_counts
from tellings.model import Count, Span, When
from tellings.numbers import Number, find_numbers
from tellings.parse import Parsed

Relation = Literal["same", "compatible", "conflict", "update", "different"]
_REACH = 6  # steps in the syntax from a number to what it counts
_SPEECH = frozenset(
    ["say", "tell", "report", "announce", "add", "state", "declare", "confirm", "claim", "note", "write"]
)
_VALUE = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?$")
_WEEKDAY = re.compile(r"XXXX-WXX-(\d)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Quantity:
    """A figure: what is counted, bounds included (high None is open), where it stands.

    group: whom it counts, if the noun is of one group only.  old: the figure it replaces, if the sentence says so.
    changed: the sentence says that the figure changed.  parts: it is the sum of several ("six women and a child").
    """

    what: str
    low: int
    high: int | None
    span: Span
    group: str = ""
    changed: bool = False
    old: int | None = None
    parts: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Compared:
    """How the figures of two texts stand to each other, the two figures, and why."""

    relation: Relation
    a: Quantity | None
    b: Quantity | None
    why: str


def compare_numbers(a: Parsed, b: Parsed) -> Compared:
    """The relation of the figures of two short texts: of the pair that speaks of one thing, or `different`."""
    of_a, of_b = quantities(a), quantities(b)
    matched = [(x, y) for x in of_a for y in of_b if x.what == y.what]
    if not matched:
        return Compared("different", _first(of_a), _first(of_b), "they count different things")
    apart = times_apart(a, b)
    found = [(x, y, *relation(x, y)) for x, y in matched]
    x, y, how, why = min(found, key=lambda f: _ORDER.index(f[2]))
    if apart and how != "update":
        return Compared("different", x, y, apart)
    return Compared(how, x, y, why)


# A sentence with several figures is read for the one that fits best.
_ORDER: tuple[Relation, ...] = ("update", "same", "compatible", "conflict", "different")


def relation(x: Quantity, y: Quantity) -> tuple[Relation, str]:
    """How two figures of one measure stand to each other."""
    if x.group and y.group and x.group != y.group:
        return "different", f"{x.group} and {y.group}"
    if x.changed != y.changed:
        new, other = (x, y) if x.changed else (y, x)
        if (new.low, new.high) != (other.low, other.high) or new.old == other.low:
            return "update", "one of them says that the figure changed"
    if (x.low, x.high) == (y.low, y.high):
        if x.parts != y.parts:
            return "compatible", "the parts add up"
        return "same", "the same figure"
    if (x.high is None or y.low <= x.high) and (y.high is None or x.low <= y.high):
        return "compatible", "both can be true"
    return "conflict", "both cannot be true"


def _first(found: Sequence[Quantity]) -> Quantity | None:
    return found[0] if found else None


# ---------------------------------------------------------------- figures of a text


def quantities(parsed: Parsed) -> tuple[Quantity, ...]:
    """The figures of a text that count something, in text order; a figure that another one replaces is its `old`."""
    numbers = _numbers(parsed)
    found = [_counted(parsed, count, numbers) for count in find_counts(parsed)]
    for number in numbers:
        if not any(_meets(number.span, q.span) for q in found):
            what = _measure(parsed, number.span)
            if what:
                found.append(Quantity(what, *_bounds(number), number.span, _group(parsed, number.span)))
    found.sort(key=lambda q: q.span)
    return _with_changes(parsed, found, numbers)


def _numbers(parsed: Parsed) -> list[Number]:
    """Numbers that are no part of a time; a bounded number or an early year is no time."""
    times = [t for t in find_times(parsed) if t.span is not None and not re.match(r"0|1[0-7]\d\d", t.value)]
    found: list[Number] = []
    for number in find_numbers(parsed.doc.text):
        if number.bound == "range" and _is_change(parsed, number):
            found += _ends(parsed, number)
        elif number.bound != "exact" or not any(_meets(number.span, t.span) for t in times):
            found.append(number)
    return found


def _is_change(parsed: Parsed, number: Number) -> bool:
    """As in "climbed from 31 to 45", which is no range."""
    before = parsed.doc.text[: number.span.start].rstrip().lower()
    inside = parsed.doc.text[number.span.start : number.span.end].lower()
    tokens = parsed.tokens(number.span)
    verbs = {t.lemma_.lower() for t in tokens.sent} if len(tokens) else set()
    return (before.endswith("from") or inside.startswith("from")) and bool(verbs & _lists()["changes"]["verbs"])


def _ends(parsed: Parsed, number: Number) -> list[Number]:
    """The two figures of what looks like a range."""
    at, text = number.span.start, parsed.doc.text[number.span.start : number.span.end]
    middle = re.search(r"\bto\b|[-–—]", text)
    if not middle:
        return [number]
    out = []
    for start, end in ((0, middle.start()), (middle.end(), len(text))):
        for n in find_numbers(text[start:end]):
            move = at + start
            span, core = (Span(s.start + move, s.end + move) for s in (n.span, n.core))
            out.append(replace(n, span=span, core=core))
    return out


def _counted(parsed: Parsed, count: Count, numbers: Sequence[Number]) -> Quantity:
    """A count with the bounds of the number's whole phrase, and whether it is a sum of parts."""
    inside = [n for n in numbers if _meets(n.span, count.span)]
    low, high, span = count.low, count.high, count.span
    if len(inside) == 1:
        (low, high), whole = _bounds(inside[0]), inside[0].span
        span = Span(min(span.start, whole.start), max(span.end, whole.end))
    return Quantity(
        count.what,
        low,
        high,
        span,
        _group(parsed, count.span),
        count.update,
        parts=len(inside) > 1 and sum(n.low for n in inside) == low,
    )


def _bounds(number: Number) -> tuple[int, int | None]:
    """The bounds of a number; "about 200" is rounded to hundreds, so it may be 160 or 240."""
    if number.bound != "approx" or number.high is None:
        return number.low, number.high
    middle = (number.low + number.high) / 2
    digits = str(round(middle))
    unit = 10 ** (len(digits) - len(digits.rstrip("0")))
    slack = max((number.high - number.low) / 2, min(unit / 2, middle / 5))
    return round(middle - slack), round(middle + slack)


def _meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


@cache
def _lists() -> dict[str, dict[str, frozenset[str]]]:
    table = tomllib.loads(files("tellings.compare").joinpath("data/quantities.toml").read_text("utf-8"))
    out = {name: {k: frozenset(v) for k, v in rows.items()} for name, rows in table.items() if isinstance(rows, dict)}
    out[""] = {"outranks": frozenset(table["outranks"]), "weak": frozenset(table["weak"])}
    out["measures"] = {key: frozenset(map(stem, words)) for key, words in out["measures"].items()}
    return out


def _measure(parsed: Parsed, span: Span) -> str:
    """The measure whose word is nearest in the syntax, else the noun that is counted, else nothing."""
    tokens = parsed.tokens(span)
    if not len(tokens):
        return ""
    noun = _noun(tokens[-1])
    queue = deque([(noun, 0)])
    seen = {noun.i}
    first, at = "", _REACH
    while queue:
        token, steps = queue.popleft()
        if steps > at + 3:
            break
        base = stem(token.lower_)
        what = next((what for what, words in _lists()["measures"].items() if base in words), "")
        ranks = _lists()[""]
        if what and (not first or what in ranks["outranks"] or (first in ranks["weak"] and what not in ranks["weak"])):
            first, at = what, min(at, steps)
        if steps < _REACH:
            near = [token.head, *token.children] if token.lemma_.lower() not in _SPEECH else []
            for other in near:
                if other.i not in seen and other.sent == noun.sent:
                    seen.add(other.i)
                    queue.append((other, steps + 1))
    if first:
        return first
    return "noun:" + stem(noun.lower_) if noun.pos_ in ("NOUN", "PROPN") else ""


def _noun(token: Token) -> Token:
    """What a number counts: the noun after it ("25 trapped miners", "31 of the hostages"), else the word above it."""
    doc = token.doc
    for after in doc[token.i + 1 : token.i + 6]:
        if after.pos_ in ("NOUN", "PROPN"):
            following = doc[after.i + 1] if after.i + 1 < len(doc) else after
            return following if after.dep_ == "compound" and following.pos_ == "NOUN" else after
        if after.pos_ not in ("ADJ", "DET", "ADV", "NUM", "PUNCT") and after.lower_ not in ("of", "more", "other"):
            if after.tag_ not in ("VBN", "VBG"):
                break
        if after.text in (",", ";", ".", ")"):
            break
    for _ in range(4):
        if token.dep_ in ("nummod", "quantmod", "compound", "amod", "advmod", "conj") and token.head != token:
            token = token.head
    return token


def _group(parsed: Parsed, span: Span) -> str:
    tokens = parsed.tokens(span)
    if not len(tokens):
        return ""
    noun = _noun(next((t for t in reversed(tokens) if t.like_num), tokens.root))
    if any(c.dep_ == "conj" for c in noun.children):
        return ""
    words = {noun.lemma_.lower(), noun.lower_, *(c.lower_ for c in noun.children if c.dep_ == "compound")}
    return next((name for name, members in _lists()["groups"].items() if words & members), "")


# ---------------------------------------------------------------- changes


def _with_changes(parsed: Parsed, found: list[Quantity], numbers: Sequence[Number]) -> tuple[Quantity, ...]:
    """Figures that replace another one are marked, and those that are replaced taken out."""
    out: list[Quantity] = []
    for number in sorted(
        {parsed.sentence_number(parsed.tokens(q.span)[0]) for q in found if len(parsed.tokens(q.span))}
    ):
        sentence = parsed.sentences[number]
        start, end = sentence.start_char, sentence.end_char
        here = [q for q in found if start <= q.span.start < end]
        inside = [n for n in numbers if start <= n.span.start < end]
        cue = _cue(sentence, here, len(inside) > 1)
        if not cue:
            out += here
            continue
        old = _replaced(parsed.doc.text, inside, end)
        for quantity in here:
            rest = [q for q in here if q.what == quantity.what and q is not quantity]
            if old is not None and _meets(old.span, quantity.span):
                new = next((n for n in inside if n is not old), None)
                if new is None or rest:
                    continue
                quantity = replace(quantity, low=new.low, high=new.high, span=new.span)
            out.append(replace(quantity, changed=True, old=old.low if old is not None else None))
    return tuple(out)


def _cue(sentence, here: Sequence[Quantity], several: bool) -> bool:
    """Whether the sentence says that a figure changed."""
    lists = _lists()["changes"]
    text = " ".join(t.lower_ for t in sentence if not t.is_space)
    if any(f" {phrase} " in f" {text} " for phrase in lists["phrases"]):
        return True
    words = {t.lower_ for t in sentence}
    verb = any(t.lemma_.lower() in lists["verbs"] and t.pos_ in ("VERB", "AUX", "ADJ") for t in sentence)
    if verb and (several or words & lists["counted"] or any(q.changed for q in here)):
        return True
    return several and any(f" {word} " in f" {text} " for word in lists["beside"])


def _replaced(text: str, inside: Sequence[Number], end: int) -> Number | None:
    """The number that stands where an old figure stands: "from 12", "not 12", "12 reported earlier"."""
    if len(inside) < 2:
        return None
    lists = _lists()["changes"]
    scored: list[tuple[int, int, Number]] = []
    for at, number in enumerate(inside):
        before = _WORD.findall(text[max(0, number.span.start - 30) : number.span.start].lower())[-2:]
        after = _WORD.findall(text[number.span.end : min(end, number.span.end + 40)].lower())[:3]
        score = 3 if before[-1:] in (["from"], ["not"], ["than"]) else 1 if set(before) & lists["before_old"] else 0
        score += 2 if set(after) & lists["after_old"] else 0
        score -= 3 if before[-1:] == ["to"] else 0
        scored.append((score, at, number))
    best = max(scored, key=lambda s: (s[0], s[1]))
    return best[2] if best[0] > 0 else None


# ---------------------------------------------------------------- times


def times_apart(a: Parsed, b: Parsed) -> str:
    """Why the two texts speak of different times, or an empty string."""
    for x in _times(a):
        for y in _times(b):
            if clash(x, y):
                return f"{x.expression} and {y.expression}"
    return ""


def _times(parsed: Parsed) -> list[When]:
    """Times of what happened; a day or hour beside a verb of speech is that of the saying."""
    out = []
    for when in find_times(parsed):
        if when.span is None or when.type not in ("DATE", "TIME"):
            continue
        tokens = parsed.tokens(when.span)
        if not len(tokens):
            continue
        root = tokens.root
        above = root.head.head if root.head.dep_ == "prep" else root.head
        if above.lemma_.lower() not in _SPEECH or when.granularity not in ("day", "time"):
            out.append(when)
    return out


def clash(x: When, y: When) -> bool:
    """Two times of which both say the year, month, day or weekday, and say it differently."""
    if x.start and x.end and y.start and y.end:
        return x.end < y.start or y.end < x.start
    week_x, week_y = _WEEKDAY.fullmatch(x.value), _WEEKDAY.fullmatch(y.value)
    if week_x and week_y:
        return week_x[1] != week_y[1]
    one, two = _VALUE.fullmatch(x.value), _VALUE.fullmatch(y.value)
    if not one or not two:
        return False
    if (one["year"] == "XXXX") != (two["year"] == "XXXX") and (one["month"] is None) != (two["month"] is None):
        return True  # a bare month is of the year just past, of which one would not name the year
    both = [(one[part], two[part]) for part in ("year", "month", "day")]
    return any(p and q and "XXXX" not in (p, q) and p != q for p, q in both)
