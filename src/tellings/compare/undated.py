"""Reports without dates into stories: which of them tell one happening, and which another of the same kind.

`find_stories` needs days to tell two happenings of a kind apart.  Here reports are first put together roughly by their
words; then every two of a rough group are held against the others in it: by words, names and times, weighed by what is
common in that group.  The weights are a logistic regression fitted on ECB+ (`data/report_pairs.json`, made by
`evals/recipes/mention_pairs.py`).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from math import log

import numpy as np

from tellings.compare.linkage import average_link
from tellings.compare.words import STOP, stem, tokens
from tellings.model import Report

ROUGH = 0.13  # average likeness by words at which reports come together at all
ONE_STORY = 0.5  # average probability
MOST = 1000  # reports; more are not held against each other
_NAME = re.compile(r"(?<![.\"'] )(?<!\n)\b[A-Z][a-z]+\b")
_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
    r"|november|december|\d+"
)
FEATURES = (
    "words", "words above usual", "words, neighbours", "own words", "own words above usual", "own words, neighbours",
    "names", "names, neighbours", "names everywhere", "times", "opening", "opening above usual", "single words",
    "shorter", "longer", "reports",
)  # fmt: skip


@dataclass(frozen=True)
class Undated:
    """stories: ids of the reports of each; alike: for two reports of a rough group, how probably they are one story."""

    stories: tuple[tuple[str, ...], ...]
    alike: Mapping[frozenset[str], float]


def group_undated(reports: Sequence[Report]) -> Undated:
    """Every report in exactly one story, stories by their first report; more than `MOST` reports stay by themselves."""
    if len(reports) > MOST:
        return Undated(tuple((r.id,) for r in reports), {})
    weights = _weights()
    alike: dict[frozenset[str], float] = {}
    stories: list[tuple[int, ...]] = []
    for members, found, values in report_pairs(reports):
        probable = weights.probability(values)
        alike.update(
            (frozenset((reports[members[a]].id, reports[members[b]].id)), float(p))
            for (a, b), p in zip(found, probable, strict=True)
        )
        stories += [
            tuple(members[i] for i in group) for group in average_link(len(members), found, probable, ONE_STORY)
        ]
    return Undated(tuple(tuple(reports[i].id for i in story) for story in sorted(stories)), alike)


def report_pairs(reports: Sequence[Report]) -> list[tuple[list[int], list[tuple[int, int]], np.ndarray]]:
    """For each rough group its members (positions), the pairs of members (positions in the group) and `FEATURES` of each."""
    seen = [_Seen.of(r.text) for r in reports]
    whole = _Likeness.of(seen)
    found = list(combinations(range(len(seen)), 2))
    values = np.array([whole.words[a, b] for a, b in found])
    out = []
    for members in average_link(len(seen), found, values, ROUGH):
        pairs = list(combinations(range(len(members)), 2))
        out.append((members, pairs, _features(members, pairs, seen, whole)))
    return out


def _features(members: list[int], pairs: list[tuple[int, int]], seen: Sequence[_Seen], whole: _Likeness) -> np.ndarray:
    """(len(pairs), len(FEATURES))."""
    if not pairs:
        return np.zeros((0, len(FEATURES)))
    inside, here = np.ix_(members, members), [seen[m] for m in members]
    words, opening, own = whole.words[inside], whole.opening[inside], likeness([s.phrases for s in here])
    names, times = likeness([s.names for s in here]), likeness([s.times for s in here])
    tables = [
        words, _above(words), _neighbours(words), own, _above(own), _neighbours(own), names, _neighbours(names),
        whole.names[inside], times, opening, _above(opening), whole.single[inside],
    ]  # fmt: skip
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    lengths = np.array([log(1 + s.length) for s in here])
    rest = [
        np.minimum(lengths[a], lengths[b]),
        np.maximum(lengths[a], lengths[b]),
        np.full(len(pairs), log(len(members))),
    ]
    return np.column_stack([*(table[a, b] for table in tables), *rest])


@dataclass(frozen=True)
class _Seen:
    """A report's counts of stems, of stems and pairs of stems (also of its opening alone), of names and of times."""

    words: Counter[str]
    phrases: Counter[str]
    opening: Counter[str]
    names: Counter[str]
    times: Counter[str]
    length: int

    @classmethod
    def of(cls, text: str) -> _Seen:
        found = tokens(text)
        stems = [stem(w) for w in found if w not in STOP]
        first = [stem(w) for line in text.split("\n\n")[:2] for w in tokens(line) if w not in STOP]
        return cls(
            Counter(stems),
            _with_pairs(stems),
            _with_pairs(first),
            Counter(w.lower() for w in _NAME.findall(text) if w.lower() not in STOP),
            Counter(w for w in found if _TIME.fullmatch(w)),
            len(text),
        )


def _with_pairs(stems: list[str]) -> Counter[str]:
    return Counter([*stems, *(f"{a} {b}" for a, b in pairwise(stems))])


@dataclass(frozen=True)
class _Likeness:
    """Likeness of all reports, each (n, n): by stems and pairs of stems, by stems, by names, by the opening."""

    words: np.ndarray
    single: np.ndarray
    names: np.ndarray
    opening: np.ndarray

    @classmethod
    def of(cls, seen: Sequence[_Seen]) -> _Likeness:
        pick: list[Callable[[_Seen], Counter[str]]] = [
            lambda s: s.phrases, lambda s: s.words, lambda s: s.names, lambda s: s.opening,
        ]  # fmt: skip
        return cls(*(likeness([of(s) for s in seen]) for of in pick))


def likeness(counts: Sequence[Mapping[str, int]]) -> np.ndarray:
    """(n, n): cosines of the rows of counts, each weighed by its rarity; a term of one row alone is nothing to share."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for row, terms in enumerate(counts):
        for term in terms:
            holders[term].append(row)
    table, lengths = np.zeros((len(counts), len(counts))), np.zeros(len(counts))
    for term, rows in holders.items():
        if len(rows) > 1:
            rarity = log((1 + len(counts)) / (1 + len(rows))) + 1
            weights = np.array([(1 + log(counts[row][term])) * rarity for row in rows])
            table[np.ix_(rows, rows)] += np.outer(weights, weights)
            lengths[rows] += weights**2
    lengths = np.sqrt(np.maximum(lengths, 1e-12))
    return table / np.outer(lengths, lengths)


def _above(table: np.ndarray) -> np.ndarray:
    """By how many deviations each is above what is usual in the group."""
    others = table[~np.eye(len(table), dtype=bool)]
    return (table - others.mean()) / (others.std() + 0.02)


def _neighbours(table: np.ndarray) -> np.ndarray:
    """Cosines of the rows less their means: whether two are alike to the same others."""
    rows = table - table.mean(axis=1, keepdims=True)
    rows = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)
    return rows @ rows.T


# ---------------------------------------------------------------- what was learned


@dataclass(frozen=True, eq=False)
class Weights:
    """Logistic regression over `FEATURES`, on values less `mean` divided by `scale`."""

    mean: np.ndarray
    scale: np.ndarray
    weight: np.ndarray
    bias: float

    def probability(self, values: np.ndarray) -> np.ndarray:
        """values: (n, features) → (n,)."""
        return 1 / (1 + np.exp(-((values - self.mean) / self.scale @ self.weight + self.bias)))


@cache
def _weights() -> Weights:
    table = json.loads(files("tellings.compare").joinpath("data/report_pairs.json").read_text("utf-8"))
    rows = [table["features"][name] for name in FEATURES]
    mean, scale, weight = (np.array([row[i] for row in rows]) for i in range(3))
    return Weights(mean, scale, weight, table["bias"])
