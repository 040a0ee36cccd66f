"""Clauses of a report, cut without syntax, and what is particular in each: rare words, figures, days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from math import log

from tellings.compare.terms import background, inflected
from tellings.compare.timing import day_range, past_when
from tellings.compare.words import STOP, tokens
from tellings.model import Mention, Reading, Report, Span, When
from tellings.numbers import Number, find_numbers

Days = tuple[date, date]
_CUT = re.compile(
    r"(?:[;:()“”\"—–]|,(?!\d))+\s*|\s-\s|\s(?=(?:and|but|which|who|whom|whose|when|where|while|after|before|because|although|as|that)\s)"
)
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
ROUGH = 1.3  # a range no wider than this is of one number
_AGE = re.compile(r"[-–‑]|\s*(?:yo|y/o|yrs?)\b|\s+years?[\s-]old", re.I)  # "16-year-old", "67yo"; "10-storey" too
_BETWEEN = re.compile(r", \d+[,.]")  # "his father, 56, died"
_SCORE = re.compile(r"(?:\d|\bno)[-–]$", re.I)  # "30-7", "no-one"
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s$")
_SHORT = 2  # words; less is no clause of its own
_COMMON = 0.3  # share of reports with a word, from which it says nothing
_RARE = 1 / 2000


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence.  weights: feature → how much it says, 0 to 1.  mentions: those triggered in it."""

    span: Span
    sentence: int
    weights: dict[str, float]
    numbers: tuple[Number, ...]
    times: tuple[tuple[When, Days], ...]
    mentions: tuple[Mention, ...]
    words: tuple[str, ...]  # all of them, lower case
    title: bool
    people: bool = False  # a number of people stands in it, and not of a few


def clauses(report: Report, reading: Reading, published: date | None) -> tuple[Clause, ...]:
    """All clauses of a report, in text order."""
    title_end = next((m.end for m in report.marks if m.kind == "title"), 0)
    cut = [
        (number, span) for number, sentence in enumerate(reading.sentences) for span in _pieces(report.text, sentence)
    ]
    numbers = find_numbers(report.text)
    times = [(w, days) for w in reading.times if w.span and (days := day_range(past_when(w, "actual", published)))]
    # Who says so is no part of what happened.
    sources = [s for a in reading.attributions for s in (a.source, a.cue) if s]
    out = []
    for number, span in cut:
        own = tuple((w, d) for w, d in times if span.start <= w.span.start < span.end)
        figures = tuple(
            n
            for n in numbers
            if span.start <= n.core.start < span.end and not any(_meet(n.core, w.span) for w in reading.times if w.span)
        )
        mentions = tuple(m for m in reading.mentions if span.start <= m.trigger.start < span.end)
        taken = [n.core for n in figures] + [w.span for w, _ in own] + sources
        weights = word_weights(report.text, span, taken)
        weights |= {figure(n.low, n.high): 0.5 if n.low > 3 else 0.25 for n in figures}
        words = tuple(tokens(report.text[span.start : span.end]))
        people = any((n.low > 3 or n.high is None) and counts_people(report.text, n) for n in figures)
        out.append(Clause(span, number, weights, figures, own, mentions, words, span.start < title_end, people))
    return tuple(out)


def figure(low: int, high: int | None) -> str:
    """A number as a feature: "some 1,200" is 1,200 too."""
    return f"#{round((low + high) / 2) if high is not None and high <= ROUGH * low else low}"


@lru_cache(maxsize=50_000)
def _weight(base: str) -> float:
    share = background().get(base, _RARE)
    return 0.0 if share >= _COMMON else min(1.0, log(share / _COMMON) / log(_RARE / _COMMON))


def word_weights(text: str, span: Span, taken: Sequence[Span] = ()) -> dict[str, float]:
    """The content words of a stretch with how rare they are in the news; taken: words that count as something else."""
    found = {}
    taken = [t for t in taken if _meet(t, span)]
    for match in _WORD.finditer(text, span.start, span.end):
        base, weight = _told(match.group())
        if weight and not (taken and any(t.start <= match.start() < t.end for t in taken)):
            found[base] = weight
    return found


@lru_cache(maxsize=50_000)
def _told(word: str) -> tuple[str, float]:
    """What a word counts as, and how much."""
    if word.lower() in STOP or word[0].isdigit() or len(word) < 3:
        return word, 0.0
    base = base_form(word)
    return base, 0.0 if base in STOP else _weight(base)


@lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """Without endings and accents: "Téra" and "Tera" are one town."""
    word = inflected(word)
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _pieces(text: str, sentence: Span) -> list[Span]:
    """A sentence cut at marks and at words that open a clause; what is too short stays with what follows."""
    ends = [m.start() for m in _CUT.finditer(text, sentence.start, sentence.end)] + [sentence.end]
    out: list[Span] = []
    start = sentence.start
    for end in ends:
        if len(_WORD.findall(text[start:end])) >= _SHORT or end == sentence.end:
            piece = text[start:end]
            lead = len(piece) - len(piece.lstrip(' ,;:()“”"—–-'))
            stripped = piece.rstrip(' ,;:(“"—–-')
            if len(stripped) > lead:
                out.append(Span(start + lead, start + len(stripped)))
            start = end
    return out


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def counts_people(text: str, number: Number) -> bool:
    """Whether what stands around a number can be people: no age, no unit, no thing, no sum of money, no more than there are."""
    if (number.low or 0) > MOST_PEOPLE or _MONEY.search(text, max(0, number.span.start - 2), number.span.start):
        return False
    if _AGE.match(text, number.span.end) or _BETWEEN.search(text[max(0, number.span.start - 2) : number.span.end + 2]):
        return False
    if _SCORE.search(text[max(0, number.span.start - 4) : number.span.start]) or _MONTH.search(
        text[max(0, number.span.start - 6) : number.span.start]
    ):
        return False
    after = tokens(text[number.span.end : number.span.end + 40])[:2]
    return not set(after) & _units()


MOST_PEOPLE = 50_000_000  # that one deed can be done by or to
_MONEY = re.compile(r"[$€£¥₹₦?]\s?$")  # "?" stands for a sign of money that an encoding lost


@cache
def _units() -> frozenset[str]:
    text = files("tellings.compare").joinpath("data/units.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())
