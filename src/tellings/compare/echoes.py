"""Tellings in words that no frame knows: a report that speaks of an event told elsewhere in its story.

"They went to the governor's lodge" tells no protest by itself; beside a report of the march to that lodge on that day it
does.  A run of clauses is held to tell an event if what is particular to that event (its day, its figures, rare words of
its clauses) comes back in it, enough of it, and more of it than of any other event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from tellings.compare.clauses import Clause, Days, clauses, figure
from tellings.compare.echo_views import EchoReport
from tellings.compare.echo_words import speaks_of
from tellings.compare.mention_pairs import kinds_of
from tellings.compare.register import Register
from tellings.compare.views import BACKGROUND_DAYS, View, apart_days
from tellings.compare.weights import weights
from tellings.model import Judgement, Mention, Reading, Report

ENOUGH = 1.2  # weight of what is shared
UNDATED = 0.2  # more, if no time is shared
AHEAD = 0.3  # by how much more than with any other event
LONGEST = 3  # clauses
CLAUSE_COST = 0.15
KIND = 0.4  # the words can stand for one kind of happening
SAME_DAY = 1.0  # the run gives the event's day
SAME_LONG_AGO = 1.8  # the year of what is told as background
WITHIN_TIME = 0.6  # of those, if one time holds the other
FEWEST_EVENTS = 6  # as if so many were told, so that a word of the only event is not thereby telling
CROWD = 12  # events that share a word, above which the word leads to none of them
REPORTS = 400  # of one story; beyond, nobody looks for echoes
APART_DAYS = 3
LONG_TIME = 366  # days; a longer time sets nothing apart


Sentence = tuple[str, int]  # report, start


@dataclass(frozen=True)
class Told:
    """One event as far as it has been told: what its clauses hold, its days, and which reports tell it."""

    number: int
    views: tuple[View, ...]
    features: Mapping[str, frozenset[Sentence]]  # with the sentences that hold them
    kinds: frozenset[int]
    reports: frozenset[str]
    sentences: frozenset[Sentence]
    days: tuple[Days, ...]
    background: bool
    verbal: bool


@dataclass(frozen=True)
class Echo:
    score: float
    told: Told
    run: tuple[Clause, ...]
    shared: tuple[str, ...]


def add_echoes(
    groups: Sequence[Sequence[View]],
    pairs: Sequence[tuple[Report, Reading]],
    register: Register,
    published: Mapping[str, date | None],
) -> tuple[list[list[View]], list[Judgement]]:
    """The groups with a view more for every report that echoes the event, and the log of it."""
    out = [list(group) for group in groups]
    if not 1 < len(pairs) <= REPORTS:
        return out, []
    split = {report.id: clauses(report, reading, published[report.id]) for report, reading in pairs}
    told = [_told(n, group, split) for n, group in enumerate(groups)]
    particular = _particular(told)
    log_ = []
    for report, reading in pairs:
        made = EchoReport(report, reading, register, published[report.id])
        for echo in _echoes(report.id, split[report.id], told, particular, published[report.id]):
            view = made.view(echo.told.views, echo.run, frozenset(echo.shared))
            out[echo.told.number].append(view)
            reasons = ("no event of its own, but shares " + ", ".join(echo.shared),)
            first = echo.told.views[0].mention.id
            log_.append(
                Judgement(
                    a=first,
                    b=view.mention.id,
                    about="mention",
                    verdict="same",
                    score=round(echo.score, 2),
                    reasons=reasons,
                )
            )
    return out, log_


# ---------------------------------------------------------------- what is particular to an event


def _told(number: int, views: Sequence[View], split: Mapping[str, tuple[Clause, ...]]) -> Told:
    features: defaultdict[str, set[Sentence]] = defaultdict(set)
    for view in views:
        words = {f for clause in _clauses_of(view, split[view.report.id]) for f in clause.weights}
        for feature in words | {figure(c.low) for c in view.counts}:
            features[feature].add(_sentence(view))
    return Told(
        number,
        tuple(views),
        {f: frozenset(s) for f, s in features.items()},
        frozenset().union(*(v.kinds for v in views)),
        frozenset(v.report.id for v in views if not v.in_title),
        frozenset(map(_sentence, views)),
        tuple(sorted({v.days for v in views if v.days and v.time_firm})),
        all(v.background for v in views),
        views[0].mention.type in weights().verbal,
    )


def _clauses_of(view: View, split: Sequence[Clause]) -> list[Clause]:
    """Those that trigger and participants stand in."""
    mention = view.mention
    spans = [mention.trigger, *(p.span for p in (*view.mention.actors, *view.mention.recipients))]
    inside = [s for s in spans if mention.sentence.start <= s.start and s.end <= mention.sentence.end]
    start, end = min(s.start for s in inside), max(s.end for s in inside)
    return [c for c in split if c.span.start < end and start < c.span.end]


def _sentence(view: View) -> Sentence:
    return view.report.id, view.mention.sentence.start


def _particular(told: Sequence[Told]) -> dict[str, float]:
    """Feature → how much it sets one event apart from the others: 1 if only one has it."""
    holders: defaultdict[str, list[frozenset[Sentence]]] = defaultdict(list)
    for event in told:
        for feature, sentences in event.features.items():
            holders[feature].append(sentences)
    return {f: _rarity(rows, len(told)) for f, rows in holders.items()}


def _rarity(holders: Sequence[frozenset[Sentence]], events: int) -> float:
    """1 for one holder, less for more; those of one sentence are one, since a march and its demand share their words."""
    apart: list[frozenset[Sentence]] = []
    for sentences in holders[:CROWD]:
        near = [s for s in apart if s & sentences]
        apart = [s for s in apart if not s & sentences] + [sentences.union(*near)]
    number = len(apart) + max(0, len(holders) - CROWD)
    return max(0.0, 1 - log(number) / log(max(FEWEST_EVENTS, events) + 1))


# ---------------------------------------------------------------- echoes of one report


def _echoes(
    report: str, split: Sequence[Clause], told: Sequence[Told], particular: Mapping[str, float], published: date | None
) -> Iterator[Echo]:
    """The best run of clauses for each event that this report does not tell, no clause for two events."""
    holders: defaultdict[str, list[Told]] = defaultdict(list)
    for event in told:
        for feature in event.features:
            holders[feature].append(event)
    days = _Days(told)
    found: list[Echo] = []
    for run in _runs(split):
        features: dict[str, float] = {}
        for clause in run:
            features |= clause.weights
        own = tuple(d for clause in run for _, d in clause.times)
        rivals = {e.number: e for f in features if len(holders[f]) <= CROWD for e in holders[f]}
        rivals |= {e.number: e for e in days.at(own)}
        scored = [_score(run, features, own, e, particular, days, published) for e in rivals.values()]
        scored = sorted(
            (s for s in scored if s), key=lambda s: (-s.score, s.told.verbal, -len(s.told.views), s.told.number)
        )
        if not scored or scored[0].score < ENOUGH:
            continue
        best = scored[0]
        # What one sentence tells as two events comes back as both; the others must fall behind.
        others = [s for s in scored[1:] if not s.told.sentences & best.told.sentences]
        if report in best.told.reports or (others and best.score - others[0].score < AHEAD):
            continue
        if _fits(run, own, best.told, published):
            found.append(best)
    used: set[int] = set()
    taken: set[int] = set()
    for echo in sorted(found, key=lambda e: (-e.score, e.run[0].span.start, e.told.number)):
        starts = {c.span.start for c in echo.run}
        if echo.told.number not in taken and not starts & used:
            taken.add(echo.told.number)
            others = {c.span.start for e in found if e.told is not echo.told for c in e.run}
            run = _from_its_subject(echo.run, split, used | others)
            used |= {c.span.start for c in run}
            yield Echo(echo.score, echo.told, run, echo.shared)


def _from_its_subject(run: tuple[Clause, ...], split: Sequence[Clause], used: set[int]) -> tuple[Clause, ...]:
    """The run and what stands before it in its sentence, up to what tells of something else."""
    first = split.index(run[0])
    start = first
    while start and split[start - 1].sentence == run[0].sentence:
        before = split[start - 1]
        if before.mentions or before.span.start in used or first - start == LONGEST:
            break
        start -= 1
    return (*split[start:first], *run)


def _runs(split: Sequence[Clause]) -> Iterator[tuple[Clause, ...]]:
    """One to three neighbouring clauses of one sentence."""
    for i, first in enumerate(split):
        if first.title:
            continue
        for length in range(1, LONGEST + 1):
            run = tuple(split[i : i + length])
            if len(run) == length and run[-1].sentence == first.sentence:
                yield run


def _score(
    run: tuple[Clause, ...],
    features: Mapping[str, float],
    own: Sequence[Days],
    event: Told,
    particular: Mapping[str, float],
    days: _Days,
    published: date | None,
) -> Echo | None:
    shared = [f for f in features if f in event.features]
    score = sum(features[f] * particular[f] for f in shared) - CLAUSE_COST * (len(run) - 1)
    at, weight = days.shared(own, event, published)
    words = [w for clause in run for w in clause.words]
    kind = bool(kinds_of(words) & event.kinds) or speaks_of(words, event.views[0].mention.type)
    if not at and len(shared) + kind < 2:
        return None
    score += KIND * kind
    score -= 0 if at else UNDATED
    return Echo(score + weight, event, run, (*([at] if at else []), *sorted(f.lstrip("#") for f in shared)))


class _Days:
    """Which events are told of which time, and how much a time sets one apart from the others."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._holders: defaultdict[Days, list[Told]] = defaultdict(list)
        for event in told:
            for days in event.days:
                self._holders[days].append(event)
        self._rarity = {d: _rarity([e.sentences for e in rows], len(told)) for d, rows in self._holders.items()}

    def at(self, own: Sequence[Days]) -> list[Told]:
        return [e for days in own for e in self._holders.get(days, ())[:CROWD]]

    def shared(self, own: Sequence[Days], event: Told, published: date | None) -> tuple[str, float]:
        """The time that run and event share, and its weight."""
        best = ("", 0.0)
        for mine in own:
            for theirs in event.days:
                if apart_days(mine, theirs) or max(_length(mine), _length(theirs)) > LONG_TIME:
                    continue
                long_ago = published is not None and (published - max(mine[1], theirs[1])).days > BACKGROUND_DAYS
                weight = SAME_LONG_AGO if long_ago else SAME_DAY
                weight *= self._rarity[theirs]
                weight *= 1 if mine == theirs else WITHIN_TIME
                if weight > best[1]:
                    best = (f"{mine[0]}" if _length(mine) == 0 else f"{mine[0]} to {mine[1]}", weight)
        return best


def _length(days: Days) -> int:
    return (days[1] - days[0]).days


def _fits(run: Sequence[Clause], own: Sequence[Days], event: Told, published: date | None) -> bool:
    """No time of the run is another, and no mention in it is of a type that merging has looked at."""
    if own and event.days and all(apart_days(d, e) > APART_DAYS for d in own for e in event.days):
        return False
    if published and event.background and own and all((published - d[1]).days <= BACKGROUND_DAYS for d in own):
        return False
    return not any(_meets(m, event) for clause in run for m in clause.mentions)


def _meets(mention: Mention, event: Told) -> bool:
    kinds = {v.mention.type for v in event.views}
    return mention.type in kinds or any(frozenset((mention.type, k)) in weights().near for k in kinds)
