"""One utterance in several wordings, and one number in several phrasings, across the reports of a story."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from tellings.compare.register import Register
from tellings.compare.words import content_stems, tokens
from tellings.model import Alignment, Figure, Quote, Reading, Report, Span

ALIKE = 0.42
ALIKE_INDIRECT = 0.6
CROWDED = 300  # utterances of one speaker in one story, above which each is held against
NEIGHBOURS = 30  # so many before it and so many of the first
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘']?[A-Z0-9])")
_NUMBER = re.compile(r"(?<![\w.,$€£#%-])(\d{1,3}(?:,\d{3})+|\d{2,7})(?![\w%]|[.,]\d)")
_FIGURE_WINDOW = 60


@dataclass(frozen=True)
class Utterance:
    report: str
    speaker: str  # KnownActor.id
    kind: str
    span: Span
    text: str
    stems: frozenset[str]


def align(story: str, pairs: Sequence[tuple[Report, Reading]], register: Register) -> tuple[Alignment, ...]:
    """Sentences that different reports put into one speaker's mouth and that share most of their rarer words.

    Words that are the same to the letter are not listed: there is nothing to compare.
    """
    said = [u for report, reading in pairs for u in _utterances(report, reading, register)]
    rarity = Counter(s for u in said for s in u.stems)
    by_speaker: dict[str, list[Utterance]] = defaultdict(list)
    for u in said:
        by_speaker[u.speaker].append(u)
    found = []
    for speaker, own in by_speaker.items():
        best: dict[Utterance, tuple[float, Utterance]] = {}
        crowded = len(own) > CROWDED
        for i, a in enumerate(own):
            for b in (*own[: min(i, NEIGHBOURS)], *own[max(NEIGHBOURS, i - NEIGHBOURS) : i]) if crowded else own[:i]:
                if a.report == b.report or tokens(a.text) == tokens(b.text):
                    continue
                score = _alike(a, b, rarity, len(own))
                bar = ALIKE if {a.kind, b.kind} <= {"direct", "mixed"} else ALIKE_INDIRECT
                if score >= bar and score > best.get(a, (0.0, a))[0] and score > best.get(b, (0.0, b))[0]:
                    best[a], best[b] = (score, b), (score, a)
        done = set()
        for a, (score, b) in sorted(best.items(), key=lambda kv: (-kv[1][0], kv[0].report, kv[0].span)):
            if a in done or b in done or best[b][1] != a:
                continue
            done |= {a, b}
            quotes = tuple(sorted((_quote(a), _quote(b)), key=lambda q: (q.report, q.start)))
            found.append(
                Alignment(story=story, speaker=speaker, quotes=quotes, score=round(score, 2), why=_shared(a, b))
            )
    return tuple(found)


def _utterances(report: Report, reading: Reading, register: Register) -> list[Utterance]:
    found = []
    for a in reading.attributions:
        known = register.get(report.id, a.voices[-1].actor) if len(a.voices) > 1 else None
        if known is None:
            continue
        for span in a.content:
            start = span.start
            text = report.text[span.start : span.end]
            for piece in _pieces(text):
                stems = frozenset(content_stems(piece.text))
                if len(stems) >= 3:
                    where = Span(start + piece.start, start + piece.start + len(piece.text))
                    found.append(Utterance(report.id, known.id, a.kind, where, piece.text, stems))
    return found


@dataclass(frozen=True)
class _Piece:
    start: int
    text: str


def _pieces(text: str) -> list[_Piece]:
    """Sentences of a quotation, outer quotation marks off."""
    pieces, start = [], 0
    for match in [*_SENTENCE_END.finditer(text), None]:
        end = match.start() if match else len(text)
        raw = text[start:end]
        inner = raw.strip(" \"“”'‘’,")
        if inner:
            pieces.append(_Piece(start + raw.index(inner), inner))
        start = match.end() if match else end
    return pieces


def _alike(a: Utterance, b: Utterance, rarity: Counter[str], total: int) -> float:
    def mass(stems: frozenset[str]) -> float:
        return sum(log(1 + total / rarity[s]) for s in stems)

    shared = a.stems & b.stems
    if len(shared) < 2:
        return 0.0
    return 2 * mass(shared) / (mass(a.stems) + mass(b.stems))


def _shared(a: Utterance, b: Utterance) -> str:
    return "both have " + ", ".join(f"{s}-" for s in sorted(a.stems & b.stems))


def _quote(u: Utterance) -> Quote:
    return Quote(report=u.report, start=u.span.start, end=u.span.end, text=u.text)


# ---------------------------------------------------------------- numbers


def figures(story: str, pairs: Sequence[tuple[Report, Reading]]) -> tuple[Figure, ...]:
    """Numbers that several reports give of the same thing: equal value, a counted word in common."""
    seen: dict[int, list[tuple[Quote, frozenset[str]]]] = defaultdict(list)
    for report, reading in pairs:
        times = [w.span for w in reading.times if w.span]
        for match in _NUMBER.finditer(report.text):
            if any(s.start <= match.start() < s.end for s in times):
                continue
            value = int(match.group(1).replace(",", ""))
            tail = report.text[match.end() : match.end() + _FIGURE_WINDOW]
            counted = re.match(r"(?:[ \u00a0-][^\W\d_]+){1,3}", tail)
            if not counted:
                continue
            stems = frozenset(content_stems(counted.group()))
            if stems:
                end = match.end() + counted.end()
                quote = Quote(report=report.id, start=match.start(), end=end, text=report.text[match.start() : end])
                seen[value].append((quote, stems))
    found = []
    for value, rows in sorted(seen.items()):
        for stem in sorted({s for _, stems in rows for s in stems}):
            quotes = [q for q, stems in rows if stem in stems]
            if len({q.report for q in quotes}) > 1:
                found.append(Figure(story=story, value=value, quotes=tuple(quotes)))
                break
    return tuple(found)
