"""The words by which a report's headline and lead tell its story from others, weighed by how rare they are.

Rarity is counted over stories and not over reports, so that a story told by many does not make its own words common;
and beside the reports at hand stand a few thousand imagined ones with the word shares of ordinary news
(`data/background.tsv`), so that two reports alone can be compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log, sqrt

from tellings.compare.passages import body_text
from tellings.compare.words import STOP
from tellings.model import Report

TITLE_WEIGHT = 3.0
NAME_WEIGHT = 1.3
FIGURE_WEIGHT = 0.5
PAIR_WEIGHT = 0.3
KEY_WEIGHT = 2.0
LEAD_WORDS = 250
TITLE_WORDS = 40
BACKGROUND_REPORTS = 2000
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def story_terms(report: Report, keys: Collection[str] = ()) -> dict[str, float]:
    """Terms of title and lead with their weights, before rarity; `keys` are ids of actors or places."""
    counts: Counter[str] = Counter()
    _count(counts, report.title, TITLE_WORDS, TITLE_WEIGHT, title=True)
    _count(counts, body_text(report)[: LEAD_WORDS * 12], LEAD_WORDS, 1.0)
    terms = {term: 1 + log(count) if count >= 1 else count for term, count in counts.items()}
    for key in keys:
        terms["#" + key] = KEY_WEIGHT
    return terms


def _count(counts: Counter[str], text: str, limit: int, weight: float, title: bool = False) -> None:
    before = ""
    for number, match in enumerate(WORD.finditer(text)):
        if number >= limit:
            return
        word = match.group()
        base = inflected(word)
        if base in STOP or word.lower() in STOP or len(base) < 2:
            before = ""
            continue
        factor = FIGURE_WEIGHT if word[0].isdigit() else NAME_WEIGHT if word[0].isupper() and not title else 1.0
        counts[base] += weight * factor
        if before:
            counts[f"{before} {base}"] += weight * PAIR_WEIGHT
        before = base


@lru_cache(maxsize=200_000)
def inflected(word: str) -> str:
    """The word without plural, possessive, -ing and -ed: lighter than a stem, so that names stay apart."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@cache
def background() -> Mapping[str, float]:
    """Share of ordinary news reports whose opening holds the term."""
    lines = files("tellings.compare").joinpath("data/background.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {term: float(share) for term, share in pairs}


def vectors(terms: Sequence[Mapping[str, float]], groups: Sequence[Hashable] | None = None) -> list[dict[str, float]]:
    """Unit vectors: each term's weight times its rarity.  groups: a label a report; a group counts as one report."""
    labels = groups if groups is not None else range(len(terms))
    sizes = Counter(labels)
    seen: defaultdict[str, float] = defaultdict(float)
    for label, of_report in zip(labels, terms, strict=True):
        part = 1 / sizes[label]
        for term in of_report:
            seen[term] += part
    usual, total = background(), len(sizes) + BACKGROUND_REPORTS + 1
    rarity = {
        term: max(0.0, log(total / (count + BACKGROUND_REPORTS * usual.get(term, 0.0) + 0.5)))
        for term, count in seen.items()
    }
    return [_unit({term: weight * rarity[term] for term, weight in of_report.items()}) for of_report in terms]


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}
