"""Mentions of several reports into events: pair probabilities, then groups by average probability."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import log

import numpy as np

from tellings.compare.linkage import average_link, dot
from tellings.compare.mention_pairs import Described, Setting, features, habits, probabilities
from tellings.compare.terms import story_terms, vectors
from tellings.model import Report

THRESHOLD = 0.175  # average probability between two groups that become one …
FEW = 0.3  # … and as much more for two lone mentions, where one pair must bear it
MATRIX = 300  # reports of one story whose likeness is asked for
DENSE = 1500  # mentions; beyond, a group is cut by the heads' stems before pairs are made


def cluster(
    mentions: Sequence[Described],
    stories: Sequence[Sequence[str]],
    reports: Mapping[str, Report],
    alike: Mapping[frozenset[str], float] | None = None,
) -> list[list[int]]:
    """Groups of positions in `mentions`, one a happening; mentions of two stories never meet.

    alike: for two reports' ids, how probably they are one story (1 if nothing is said).
    """
    out: list[list[int]] = []
    of_report: defaultdict[str, list[int]] = defaultdict(list)
    for position, mention in enumerate(mentions):
        of_report[mention.report].append(position)
    for story in stories:
        positions = [p for report in story for p in of_report.get(report, ())]
        if positions:
            around = setting([mentions[p] for p in positions], [reports[r] for r in story if r in reports], alike)
            for part in _parts(positions, mentions):
                rows = pairs([mentions[p] for p in part], around)
                groups = average_link(len(part), rows[0], rows[1], THRESHOLD, FEW)
                out.extend([part[i] for i in group] for group in groups)
    return sorted(sorted(group) for group in out)


def _parts(positions: list[int], mentions: Sequence[Described]) -> list[list[int]]:
    if len(positions) <= DENSE:
        return [positions]
    heads: defaultdict[str, list[int]] = defaultdict(list)
    for p in positions:
        heads[mentions[p].head].append(p)
    return [part[i : i + DENSE] for part in heads.values() for i in range(0, len(part), DENSE)]


def setting(
    mentions: Sequence[Described],
    reports: Sequence[Report],
    alike: Mapping[frozenset[str], float] | None = None,
    seen_before: Mapping[str, tuple[float, float]] | None = None,
) -> Setting:
    """What is common among these mentions and how alike their reports are; seen_before: habits other than the shipped."""
    seen: Counter[str] = Counter()
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for m in mentions:
        for s in m.words | m.trigger:
            holders[s].add(m.report)
    total = max(1, len({m.report for m in mentions}))
    seen.update({s: len(r) for s, r in holders.items()})
    rarity = {s: log((total + 1) / (n + 0.5)) / log((total + 1) / 1.5) if total > 1 else 1.0 for s, n in seen.items()}
    rarity = {s: max(0.05, r) for s, r in rarity.items()}
    known = habits() if seen_before is None else seen_before
    return Setting(rarity, Counter(m.head for m in mentions), len(mentions), likeness(reports, alike or {}), known)


def likeness(
    reports: Sequence[Report], alike: Mapping[frozenset[str], float]
) -> dict[frozenset[str], tuple[float, float, float, float]]:
    """Four likenesses of every two reports of a story; see `Setting`."""
    if not 1 < len(reports) <= MATRIX:
        return {}
    terms = [story_terms(r) for r in reports]
    rows = vectors(terms)
    held = Counter(term for of_report in terms for term in of_report)
    own = [{t: w * log(len(terms) / held[t]) for t, w in of_report.items() if held[t] > 1} for of_report in terms]
    plain, apart = _matrix(rows), _matrix([_unit(row) for row in own])
    places = apart - apart.mean(axis=1, keepdims=True)
    places /= np.linalg.norm(places, axis=1, keepdims=True) + 1e-9
    near = places @ places.T
    out = {}
    for a, b in combinations(range(len(reports)), 2):
        key = frozenset((reports[a].id, reports[b].id))
        out[key] = float(plain[a, b]), float(apart[a, b]), float(near[a, b]), alike.get(key, 1.0)
    return out


def _matrix(rows: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Dot products of all rows."""
    table = np.eye(len(rows))
    for a, b in combinations(range(len(rows)), 2):
        table[a, b] = table[b, a] = dot(rows[a], rows[b])
    return table


def _unit(row: Mapping[str, float]) -> dict[str, float]:
    length = sum(w * w for w in row.values()) ** 0.5
    return {t: w / length for t, w in row.items()} if length else {}


def candidates(mentions: Sequence[Described]) -> list[tuple[int, int]]:
    """Pairs that share a trigger word, a kind of happening, or somebody or something around them."""
    keys: defaultdict[object, list[int]] = defaultdict(list)
    for position, m in enumerate(mentions):
        for key in (*m.trigger, *m.kinds, *(("around", s) for s in m.agents | m.patients)):
            keys[key].append(position)
    found = {pair for holders in keys.values() for pair in combinations(holders, 2)}
    return sorted(found)


def pairs(mentions: Sequence[Described], around: Setting) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Candidate pairs and the probability of each."""
    found = candidates(mentions)
    return found, probabilities([features(mentions[a], mentions[b], around) for a, b in found])
