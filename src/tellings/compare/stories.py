"""Which reports tell the same happenings.

Two reports are alike by the rare words of headline and lead; the more other stories lie between their days and around
them, the more alike they must be: where much is told, more is told of one field.  Groups grow by average likeness.  Candidates come from the rarest words of each report and its
latest carriers, never from all pairs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p
from statistics import median_low

import numpy as np

from tellings.compare.encoder import Encoder, opening
from tellings.compare.linkage import link
from tellings.compare.term_rows import Rows, Terms, ranks, report_terms, weighed, words_of
from tellings.model import Report

THRESHOLD = 0.11  # average likeness after the days' factor
FIRST_THRESHOLD = 0.06  # for the rough groups by which rarity and crowding are counted
CROWDING = 1.0  # how fast likeness counts less as other stories lie between
CROWD_A_DAY = 6  # stories a day beyond which a day is just a day
AROUND = 7  # days before and after a report in which other stories are counted
USUAL = 20  # stories around a report at which likeness counts as it is
LONG = 180  # days beyond which few stories around are no sign
SPARSE = 0.5  # how fast likeness counts more as fewer stories lie around
UNDATED = 0.5  # factor when a day is unknown
INDEXED_TERMS = 16  # rarest terms of a report
CARRIERS = 200  # latest reports a term leads to
CANDIDATES = 20  # kept for each report
PAIRS_AT_ONCE = 2_000_000  # counted together
_WHY = 6  # terms told
TELLING_WHY = 12  # first reports of a story by which it is told what makes it one

SPARSE_SHARE, DENSE_SHARE = 0.5, 0.5  # of the likeness, with an encoder
UNALIKE = 0.305  # product of two reports of different stories in one field
ENCODED_THRESHOLD = 0.14
ENCODED_FIRST = 0.07
ENCODED_CANDIDATES = 10
FIELD = slice(5, 25)  # by likeness, other reports that are hardly of a report's story but of its field
USUAL_FIELD = 0.5  # product with the reports of one's field in a busy press
FIELD_POWER, MOST_ALONE = 0.5, 1.25
ENCODED_BACK = 1000  # latest reports that are looked at for candidates by vector


@dataclass(frozen=True)
class Group:
    """Reports of one story, by date; why: the rare words they share."""

    reports: tuple[str, ...]
    why: tuple[str, ...]


def find_stories(
    reports: Sequence[Report],
    *,
    keys: Mapping[str, Collection[str]] | None = None,
    encoder: Encoder | None = None,
    together: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[Group, ...]:
    """Every report in exactly one group, groups by their first day.

    keys: for a report's id, ids of its chief actors and places, if known.  encoder: an extra.  together, apart: pairs of report ids that a
    person has judged; they outrank likeness.
    """
    ordered = sorted({r.id: r for r in reports}.values(), key=lambda r: (r.published.value or "9999", r.id))
    dense = None
    if encoder is not None and ordered:
        dense = encoder.encode([opening(r) for r in ordered]).astype(np.float64)
    place = {r.id: i for i, r in enumerate(ordered)}
    groups, _ = grouped(
        [report_terms(r, (keys or {}).get(r.id, ())) for r in ordered],
        [ordinal(r.published.value) for r in ordered],
        together=[(place[a], place[b]) for a, b in together if a in place and b in place],
        apart=[(place[a], place[b]) for a, b in apart if a in place and b in place],
        dense=dense,
    )
    return tuple(
        Group(tuple(ordered[i].id for i in members), why_one_story([ordered[i] for i in members])) for members in groups
    )


def grouped(
    terms: Sequence[Terms],
    days: Sequence[int | None],
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
    dense: np.ndarray | None = None,
) -> tuple[list[list[int]], Rows]:
    """Positions of the reports of each story, and the reports' terms as they were weighed in the end.

    terms, days (ordinals) and dense (an encoder's rows): one a report, by date; together, apart: pairs of positions.
    """
    rough_rows = weighed(terms)
    pairs = candidate_pairs(rough_rows)
    if dense is not None:
        pairs = sorted({*pairs, *near_pairs(dense)}, key=lambda pair: (pair[1], pair[0]))
        dense = outstanding(dense) * DENSE_SHARE**0.5
    first, final = (FIRST_THRESHOLD, THRESHOLD) if dense is None else (ENCODED_FIRST, ENCODED_THRESHOLD)
    share = 1.0 if dense is None else SPARSE_SHARE**0.5
    offset = DENSE_SHARE * UNALIKE
    alone = nearness(_founded([[i] for i in range(len(days))], days))
    rough = link(rough_rows.scaled(share), days, pairs, alone, first, dense=dense, offset=offset)
    label = {member: number for number, members in enumerate(rough) for member in members}
    rows = weighed(terms, [label[i] for i in range(len(terms))])
    groups = link(
        rows.scaled(share),
        days,
        pairs,
        _among(_founded(rough, days)),
        final,
        together,
        apart,
        dense=dense,
        offset=offset,
    )
    return groups, rows


def ordinal(published: str | None) -> int | None:
    """The day of a date or instant, None if it is none."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _founded(groups: Sequence[Sequence[int]], days: Sequence[int | None]) -> list[int]:
    """The middle day of each group that has one, sorted."""
    known = ([days[i] for i in members if days[i] is not None] for members in groups)
    return sorted(median_low(found) for found in known if found)


def nearness(founded: Sequence[int]) -> Callable[[int | None, int | None], float]:
    """Factor for two days (ordinals): 1 on one day, less the more stories were founded from one to the other."""
    known: dict[tuple[int, int], float] = {}

    def factor(a: int | None, b: int | None) -> float:
        if a is None or b is None:
            return UNDATED
        if a == b:
            return 1.0
        first, last = (a, b) if a < b else (b, a)
        if (first, last) not in known:
            crowd = bisect_right(founded, last) - bisect_left(founded, first) - 1
            crowd = min(max(crowd, 0), CROWD_A_DAY * (last - first))
            known[first, last] = 1 / (1 + CROWDING * log1p(crowd))
        return known[first, last]

    return factor


def _among(founded: Sequence[int]) -> Callable[[int | None, int | None], float]:
    """As `nearness`, times what the number of stories around each of the two days makes likely (1 at `USUAL`)."""
    near = nearness(founded)
    known: dict[int | None, float] = {None: 1.0}

    def around(day: int | None) -> float:
        if day not in known:
            others = bisect_right(founded, day + AROUND) - bisect_left(founded, day - AROUND)
            known[day] = ((1 + SPARSE * log1p(USUAL)) / (1 + SPARSE * log1p(others))) ** 0.5
        return known[day]

    def factor(a: int | None, b: int | None) -> float:
        density = around(a) * around(b)
        far = a is None or b is None or abs(a - b) > LONG
        return near(a, b) * (min(1.0, density) if far else density)

    return factor


def candidate_pairs(rows: Rows) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of rows that share rare terms; at most `CANDIDATES` for each later one, by the later one."""
    at, row = rows.strongest(INDEXED_TERMS)
    if not len(at):
        return []
    term, weight = rows.ids[at], rows.weights[at]
    order = np.lexsort((row, term))
    term, row, weight = term[order], row[order], weight[order]
    back = ranks(term)  # carriers of the term before this one
    found: list[tuple[int, int]] = []
    for some in _portions(row, np.minimum(back, CARRIERS)):
        found += _best(row, weight, some, np.minimum(back[some], CARRIERS), len(rows))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _portions(row: np.ndarray, pairs: np.ndarray) -> Iterable[np.ndarray]:
    """Entries that have any pairs, all of a row together, as many as fit into memory."""
    at = np.flatnonzero(pairs)
    at = at[np.argsort(row[at], kind="stable")]
    total = np.cumsum(pairs[at])
    start = 0
    while start < len(at):
        end = int(np.searchsorted(total, (total[start - 1] if start else 0) + PAIRS_AT_ONCE, side="right"))
        end = int(np.searchsorted(row[at], row[at[max(end, start + 1) - 1]], side="right"))
        yield at[start:end]
        start = end


def _best(
    row: np.ndarray, weight: np.ndarray, entries: np.ndarray, back: np.ndarray, rows: int
) -> list[tuple[int, int]]:
    """Of every row in these entries the earlier ones with which it shares most.  back: how far each looks back."""
    ends = np.cumsum(back)
    other = np.arange(ends[-1]) + np.repeat(entries - ends, back)
    both, at = np.unique(np.repeat(row[entries], back) * rows + row[other], return_inverse=True)
    shared = np.bincount(at, weights=np.repeat(weight[entries], back))
    later, earlier = both // rows, both % rows
    order = np.lexsort((earlier, -shared, later))
    later, earlier = later[order], earlier[order]
    kept = ranks(later) < CANDIDATES
    return list(zip(earlier[kept].tolist(), later[kept].tolist(), strict=True))


def outstanding(rows: np.ndarray) -> np.ndarray:
    """The rows, shorter where a report has many like it beyond its story and longer where it has few.

    Each is held against the `ENCODED_BACK` reports before and after it.  With too few of them nothing is known of a
    report's field, and its row stays as it is.
    """
    factors = np.ones(len(rows))
    for at in range(len(rows)):
        start = max(0, at - ENCODED_BACK)
        others = np.delete(rows[start : at + ENCODED_BACK + 1] @ rows[at], at - start)
        if len(others) >= FIELD.stop:
            field = -np.partition(-others, FIELD.stop - 1)[: FIELD.stop]
            usual = float(np.sort(field)[::-1][FIELD].mean())
            factors[at] = min(MOST_ALONE, (USUAL_FIELD / max(usual, 0.01)) ** FIELD_POWER)
    return rows * factors[:, None]


def near_pairs(rows: np.ndarray) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of rows with the largest products, `ENCODED_CANDIDATES` for each later one."""
    pairs: list[tuple[int, int]] = []
    for at in range(1, len(rows)):
        start = max(0, at - ENCODED_BACK)
        values = rows[start:at] @ rows[at]
        best = np.argpartition(-values, min(ENCODED_CANDIDATES, len(values)) - 1)[:ENCODED_CANDIDATES]
        pairs.extend((start + int(other), at) for other in best)
    return pairs


def why_one_story(reports: Sequence[Report]) -> tuple[str, ...]:
    """The rare terms that the first reports of a story share; of them alone, so that other stories do not change it."""
    first = reports[:TELLING_WHY]
    if len(first) < 2:
        return ()
    rows = weighed([report_terms(report) for report in first])
    if not rows.shared.any():
        return ()
    total = np.where(rows.shared, np.bincount(rows.ids, weights=rows.weights, minlength=len(rows.numbers)), -1.0)
    # Of equal ones the first by the alphabet, so that their words are looked up.
    least = max(np.sort(total)[-min(_WHY, len(total))], 0.0)
    heavy = {int(rows.numbers[n]): -total[n] for n in np.flatnonzero(total >= least)}
    return tuple(sorted(words := words_of(first, heavy), key=lambda word: (heavy[words[word]], word))[:_WHY])


# ---------------------------------------------------------------- what new reports change


@dataclass(frozen=True)
class Change:
    """What became of the stories: founded, joined, bridged (several became one) or split.

    before, after: positions in the two sequences of groups; reports: those that are new in it or that moved.
    """

    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    reports: tuple[str, ...]


def changes(before: Sequence[Group], after: Sequence[Group]) -> tuple[Change, ...]:
    """What happened to the stories between two groupings, of which the later one may hold more reports."""
    was = {report: number for number, group in enumerate(before) for report in group.reports}
    heirs: defaultdict[int, list[int]] = defaultdict(list)
    out: list[Change] = []
    for number, group in enumerate(after):
        parents = tuple(sorted({was[r] for r in group.reports if r in was}))
        new = tuple(r for r in group.reports if r not in was)
        for parent in parents:
            heirs[parent].append(number)
        if not parents:
            out.append(Change("founded", (), (number,), new))
        elif len(parents) > 1:
            out.append(Change("bridged", parents, (number,), new))
        elif new:
            out.append(Change("joined", parents, (number,), new))
    for parent, children in sorted(heirs.items()):
        if len(children) > 1:
            largest = max(children, key=lambda n: (len(set(after[n].reports) & set(before[parent].reports)), -n))
            kept = set(after[largest].reports)
            out.append(
                Change("split", (parent,), tuple(children), tuple(r for r in before[parent].reports if r not in kept))
            )
    return tuple(out)
