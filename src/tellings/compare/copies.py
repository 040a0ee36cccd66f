"""Who printed whose words: copies among reports, with direction and with what was changed.

Candidates come from an index of sampled shingles, in which every shingle leads to its first few carriers only, so that
five thousand prints of one dispatch cost five thousand steps and not their square.  Each report is then compared word
by word with its best candidates and linked to as many sources as explain its borrowed words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

import numpy as np

from tellings.compare.credits import agency_credit, credit_to, same_outlet, short_names
from tellings.compare.overlap import WHOLE, Overlap, overlap
from tellings.compare.passages import Prints, body_prints, body_words, shingle
from tellings.compare.union import Groups
from tellings.model import Copy, Quote, Report, Span

SAMPLE = 4  # one shingle in four is indexed: two copied sentences still leave a handful
CARRIERS = 4  # first carriers that a shingle leads to
TOO_COMMON = 20_000  # reports; such a shingle is a notice that everybody prints
CANDIDATES = 8  # compared word by word
SHARED_SAMPLES = 2
EXPLAINED = 0.95  # of a body by one source: no other is looked for
NEW_WORDS = 16  # that a further source must explain
NEAR_PART = 0.6  # of the later body, else the borrowed words are a part of another report
_SMALLEST_CHANGE = 2  # words
_NAME = re.compile(r"[^\W\d_a-z]\w*")


def find_copies(
    reports: Sequence[Report],
    *,
    sentences: Mapping[str, Sequence[Span]] | None = None,
    only: Iterable[str] | None = None,
    prints: Mapping[str, Prints] | None = None,
) -> tuple[Copy, ...]:
    """Copies among the reports: `later` took words from `earlier`.

    sentences: spans by report id (by punctuation where missing); prints: of all of them, where they were made before.  only: ids of reports that are new; then just the
    links in which one of them takes part.  A report has as many links as it has sources, and none to reports that
    another source explains already.  kind: exact, near, partial, or recrawl (one outlet, one body).
    """
    ordered = _sources_first(list({r.id: r for r in reports}.values()))
    if prints is None:
        prints = {r.id: body_prints(r, (sentences or {}).get(r.id)) for r in ordered}
    wanted = None if only is None else set(only)
    copies, distinct = _exact(ordered, prints, wanted)
    index = [prints[r.id] for r in distinct]
    fresh = None if wanted is None else np.array([r.id in wanted for r in distinct], dtype=bool)
    for at, candidates in sorted(_candidates(index, fresh).items()):
        copies.extend(_sources(at, candidates, distinct, index))
    return tuple(copies)


@dataclass(frozen=True, eq=False)
class Sample:
    """What tells from afar whether a report may share wording with another: digest of its body, some of its shingles."""

    report: str
    body: bytes
    shingles: np.ndarray  # of uint32

    @classmethod
    def of(cls, report: str, body: bytes, shingles: bytes) -> Sample:
        return cls(report, body, np.frombuffer(shingles, dtype=np.uint32))


def sample(report: Report) -> Sample:
    words = body_words(report)
    own = sampled(shingle(words))
    return Sample(
        report.id,
        blake2b(words.tobytes() or report.id.encode(), digest_size=8).digest(),
        np.unique((own >> np.uint64(32)).astype(np.uint32)),
    )


def sampled(shingles: np.ndarray) -> np.ndarray:
    return shingles[shingles % np.uint64(SAMPLE) == 0]


def kin(own: Sequence[Sample], earlier: Sequence[Sample]) -> list[list[str]]:
    """Reports that may share wording, by whatever chain of others, and of which one is of one's own: ids, in the order given.

    Whose copy a report is hangs on the reports that it is kin to and on no others.  own, earlier: by date and id.
    """
    near = set(may_share(own, earlier))
    together = [*(one for one in earlier if one.report in near), *own]
    groups: Groups[int] = Groups(range(len(together)))
    bodies: dict[bytes, int] = {}
    for n, one in enumerate(together):
        groups.join(bodies.setdefault(one.body, n), n)
    later, before, shared = _meeting([one.shingles for one in together])
    for b, a in zip(later[shared >= SHARED_SAMPLES].tolist(), before[shared >= SHARED_SAMPLES].tolist(), strict=True):
        groups.join(a, b)
    mine = len(together) - len(own)
    return [[together[n].report for n in some] for some in groups.sets() if len(some) > 1 and some[-1] >= mine]


def may_share(own: Sequence[Sample], others: Sequence[Sample]) -> list[str]:
    """Ids of those others that have a body or some shingles of one's own."""
    if not own or not others:
        return []
    bodies = {one.body for one in own}
    known = np.unique(np.concatenate([one.shingles for one in own]))
    owner = np.repeat(np.arange(len(others)), [len(one.shingles) for one in others])
    shingles = np.concatenate([one.shingles for one in others])
    if not len(known):
        return [one.report for one in others if one.body in bodies]
    at = np.searchsorted(known, shingles)
    at[at == len(known)] = 0
    shared = np.bincount(owner[known[at] == shingles], minlength=len(others))
    return [
        one.report for one, n in zip(others, shared.tolist(), strict=True) if n >= SHARED_SAMPLES or one.body in bodies
    ]


def _sources_first(reports: list[Report]) -> list[Report]:
    """By date, but after all others those that credit somebody: what they hold is elsewhere in the first place."""
    outlets: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.outlet.value:
            for name in (report.outlet.value, *short_names(report.outlet.value)):
                outlets[_first_word(name)].add(report.outlet.value)

    def order(report: Report) -> tuple[bool, str, str]:
        edges = f"{report.byline or ''} {report.text[:600]} {report.text[-300:]}"
        named = {name for word in set(_NAME.findall(edges)) for name in outlets.get(word, ())}
        credits = any(credit_to(report, name) for name in sorted(named)) or agency_credit(report) is not None
        return credits, _instant(report)[0] or "9999", report.id

    return sorted(reports, key=order)


def _first_word(name: str) -> str:
    found = _NAME.search(re.sub(r"^[Tt]he\s+", "", name))
    return found.group() if found else name


def _instant(report: Report) -> tuple[str | None, datetime | None]:
    """The day in UTC, and the instant if the time of day is known."""
    value = report.published.value
    if not value:
        return None, None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value, None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value[:10], None
    if moment.tzinfo is None:
        return value[:10], None
    moment = moment.astimezone(UTC)
    return moment.date().isoformat(), moment


# ---------------------------------------------------------------- exact


def _exact(
    ordered: Sequence[Report], prints: Mapping[str, Prints], wanted: set[str] | None
) -> tuple[list[Copy], list[Report]]:
    """Links between reports of one body, and one report for each body."""
    bodies: dict[bytes, list[Report]] = defaultdict(list)
    for report in ordered:
        bodies[prints[report.id].body() or report.id.encode()].append(report)
    copies: list[Copy] = []
    distinct: list[Report] = []
    for body, group in bodies.items():
        source = _source_of(group)
        distinct.append(source)
        firsts: dict[str, Report] = {}
        for report in group:
            # Two crawls of one page are linked to each other, not to the page they both were copied from.
            page = (report.outlet.value or report.id).lower()
            first = firsts.setdefault(page, report)
            other = first if first is not report else source
            if other is report or (wanted is not None and not {report.id, other.id} & wanted):
                continue
            copies.append(_exact_copy(other, report, len(body)))
    kept = {r.id for r in distinct}
    return copies, [r for r in ordered if r.id in kept]


def _source_of(group: Sequence[Report]) -> Report:
    """The report that the others of one body credit, else the first by date."""
    if len(group) > 1:
        outlets = {r.outlet.value: r for r in reversed(group) if r.outlet.value}
        credited = Counter(
            outlet for report in group[:50] for outlet in list(outlets)[:50] if credit_to(report, outlet) is not None
        )
        if credited:
            return outlets[credited.most_common(1)[0][0]]
    return group[0]


def _exact_copy(earlier: Report, later: Report, size: int) -> Copy:
    if earlier.outlet.value and earlier.outlet.value == later.outlet.value:
        return Copy(
            earlier=earlier.id, later=later.id, kind="recrawl", share=1.0, why="one outlet, one body: fetched again"
        )
    earlier, later, credit, why = _direction(earlier, later)
    return Copy(
        earlier=earlier.id,
        later=later.id,
        kind="exact",
        share=1.0,
        credit=credit,
        why=f"the same body, word for word; {why}",
    )


# ---------------------------------------------------------------- candidates


def _candidates(index: Sequence[Prints], fresh: np.ndarray | None) -> dict[int, list[int]]:
    """For every report (by position) the positions of earlier ones that share sampled shingles, most shared first."""
    later, earlier, shared = _meeting([np.unique(sampled(p.shingles)) for p in index])
    keep = shared >= SHARED_SAMPLES
    if fresh is not None:
        keep &= fresh[later] | fresh[earlier]
    out: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for b, a, n in zip(later[keep].tolist(), earlier[keep].tolist(), shared[keep].tolist(), strict=True):
        out[b].append((-n, a))
    return {b: [a for _, a in sorted(found)[:CANDIDATES]] for b, found in out.items()}


def _meeting(hashes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of positions (later, earlier) that have shingles in common, and how many.  hashes: of each, none twice."""
    if not any(len(h) for h in hashes):
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    shingles = np.concatenate(hashes)
    owner = np.repeat(np.arange(len(hashes), dtype=np.int32), [len(h) for h in hashes])
    order = np.argsort(shingles, kind="stable")
    shingles, owner = shingles[order], owner[order]
    new = np.concatenate([[True], shingles[1:] != shingles[:-1]])
    first = np.flatnonzero(new)
    size = np.diff(np.concatenate([first, [len(owner)]]))
    start = np.repeat(first, size)
    rank = np.arange(len(owner)) - start
    usable = np.repeat(size, size) <= TOO_COMMON
    pairs: list[np.ndarray] = []
    for back in range(CARRIERS):
        take = usable & (rank > back)
        pairs.append(owner[take].astype(np.int64) * len(hashes) + owner[start[take] + back])
        take = usable & (rank > back + CARRIERS)
        pairs.append(owner[take].astype(np.int64) * len(hashes) + owner[np.flatnonzero(take) - back - 1])
    both, shared = np.unique(np.concatenate(pairs), return_counts=True)
    return both // len(hashes), both % len(hashes), shared


# ---------------------------------------------------------------- word by word


@dataclass(frozen=True)
class _Match:
    at: int  # position of the other report
    shared: Overlap  # a is the other report, b is this one


def _sources(at: int, candidates: list[int], reports: Sequence[Report], index: Sequence[Prints]) -> Iterable[Copy]:
    """Links of one report: the candidate that explains most of its words, then whatever explains the rest."""
    matches = []
    for other in candidates:
        shared = overlap(index[other], index[at])
        # One outlet's footers and standing paragraphs are its own; only a later version of a report is a link.
        if shared.kind and not (shared.kind == "partial" and same_outlet(reports[other], reports[at])):
            matches.append(_Match(other, shared))
            if shared.in_b.mean() >= EXPLAINED:
                break
    explained = np.zeros(len(index[at].words), dtype=bool)
    while matches:
        best = max(matches, key=lambda m: (int((m.shared.in_b & ~explained).sum()), -m.at))
        if int((best.shared.in_b & ~explained).sum()) < NEW_WORDS:
            return
        explained |= best.shared.in_b
        matches.remove(best)
        yield _link(reports[best.at], reports[at], index[best.at], index[at], best.shared)


def _link(a: Report, b: Report, words_a: Prints, words_b: Prints, shared: Overlap) -> Copy:
    earlier, later, credit, why = _direction(a, b, shared, len(words_a.words), len(words_b.words))
    here, there = (shared.in_a, shared.in_b) if earlier is a else (shared.in_b, shared.in_a)
    source, taker = (words_a, words_b) if earlier is a else (words_b, words_a)
    # Inside another report nearly everything is "added"; what matters there is what was left out or reworded.
    whole_source = bool(len(here)) and here.mean() >= 0.5
    kind = shared.kind if shared.kind == "partial" or there.mean() >= NEAR_PART else "partial"
    return Copy(
        earlier=earlier.id,
        later=later.id,
        kind=kind,
        share=round(shared.share, 3),
        credit=credit,
        added=_changes(later, taker, there) if kind == "near" else (),
        dropped=_changes(earlier, source, here) if whole_source else (),
        why=f"{shared.why}; {why}",
    )


def _direction(
    a: Report, b: Report, shared: Overlap | None = None, size_a: int = 0, size_b: int = 0
) -> tuple[Report, Report, Quote | None, str]:
    """Who is earlier, the later one's credit line, and why.  Credits outrank dates: clocks of sites are often wrong."""
    a_credits, b_credits = credit_to(a, b.outlet.value), credit_to(b, a.outlet.value)
    if b_credits and not a_credits:
        return a, b, b_credits, f"it credits {a.outlet.value}"
    if a_credits and not b_credits:
        return b, a, a_credits, f"it credits {b.outlet.value}"
    (day_a, time_a), (day_b, time_b) = _instant(a), _instant(b)
    if time_a and time_b and time_a != time_b:
        first, last, why = (a, b, "by the hour") if time_a < time_b else (b, a, "by the hour")
    elif day_a and day_b and day_a != day_b:
        first, last, why = (a, b, "by the day") if day_a < day_b else (b, a, "by the day")
    else:
        first, last, why = _undated(a, b, shared, size_a, size_b)
    return first, last, agency_credit(last), why


def _undated(a: Report, b: Report, shared: Overlap | None, size_a: int, size_b: int) -> tuple[Report, Report, str]:
    """No date decides: the one with an agency's credit line, or with words of its own around the passage, took it."""
    a_agency, b_agency = agency_credit(a), agency_credit(b)
    if bool(a_agency) != bool(b_agency):
        first, last = (b, a) if a_agency else (a, b)
        return first, last, "same day or undated; only the later one names an agency"
    if shared is not None and shared.kind == "partial" and size_a and size_b:
        part_a, part_b = shared.in_a.sum() / size_a, shared.in_b.sum() / size_b
        if abs(part_a - part_b) > 0.15:
            first, last = (a, b) if part_a > part_b else (b, a)
            return first, last, "same day or undated; the passage is more of the earlier one's body"
    first, last = (a, b) if a.id < b.id else (b, a)
    return first, last, "same day or undated: direction not known"


def _changes(report: Report, words: Prints, shared: np.ndarray) -> tuple[Quote, ...]:
    """Sentences with words that the other report does not have."""
    if not len(words.words):
        return ()
    size = np.bincount(words.sentence, minlength=len(words.sentences))
    own = np.bincount(words.sentence, weights=~shared, minlength=len(words.sentences))
    out = []
    for number in np.flatnonzero((own >= _SMALLEST_CHANGE) | ((own > 0) & (own >= (1 - WHOLE) * size))).tolist():
        span = words.sentences[number]
        out.append(Quote(report=report.id, start=span.start, end=span.end, text=report.text[span.start : span.end]))
    return tuple(out)
