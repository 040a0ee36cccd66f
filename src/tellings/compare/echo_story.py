"""What a story has told so far, for echoes: the events, and what is particular to each among the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from tellings.compare.clauses import Clause, Days, figure
from tellings.compare.timing import BACKGROUND_DAYS, apart_days
from tellings.compare.views import View
from tellings.compare.weights import weights

SAME_DAY = 1.0  # the run gives the event's day
SAME_LONG_AGO = 1.8  # the year of what is told as background
WITHIN_TIME = 0.6  # of those, if one time holds the other
FEWEST_EVENTS = 6  # as if so many were told, so that a word of the only event is not thereby telling
CROWD = 12  # events that share a word, above which the word leads to none of them
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
    counted: bool  # its tellings say of how many people


class ToldStory:
    """The events of one story with what leads to them: words, figures, times.  shared: mentions whose event is told by
    other reports too."""

    def __init__(self, groups: Sequence[Sequence[View]], split: Mapping[str, tuple[Clause, ...]]) -> None:
        self.events = [_told(n, group, split) for n, group in enumerate(groups)]
        self.shared = {v.mention.id for e in self.events if len({v.report.id for v in e.views}) > 1 for v in e.views}
        self._holders: defaultdict[str, list[Told]] = defaultdict(list)
        self._dated: defaultdict[Days, list[Told]] = defaultdict(list)
        for event in self.events:
            for feature in event.features:
                self._holders[feature].append(event)
            for days in event.days:
                self._dated[days].append(event)
        many = len(self.events)
        spread = _spread(split)
        self._particular = {
            f: _rarity([e.features[f] for e in rows], many) / spread.get(f, 1.0) if len(rows) <= CROWD else 0.0
            for f, rows in self._holders.items()
        }
        self._rarity = {
            d: _rarity([e.sentences for e in rows], many) / spread.get(d, 1.0) for d, rows in self._dated.items()
        }
        self.once = {d for d in self._dated if spread.get(d, 1.0) == 1.0}  # times told once a report

    def led_to(self, features: Mapping[str, float], own: Sequence[Days]) -> dict[int, float]:
        """Number of each event that shares a feature or a time → the weight of the features shared."""
        found: dict[int, float] = {}
        for feature, weight in features.items():
            if part := self._particular.get(feature):
                for event in self._holders[feature]:
                    found[event.number] = found.get(event.number, 0.0) + weight * part
        for days in own:
            for event in self._dated.get(days, ())[:CROWD]:
                found.setdefault(event.number, 0.0)
        return found

    def same_time(self, own: Sequence[Days], event: Told, published: date | None) -> tuple[str, float]:
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


def _told(number: int, views: Sequence[View], split: Mapping[str, tuple[Clause, ...]]) -> Told:
    features: defaultdict[str, set[Sentence]] = defaultdict(set)
    for view in views:
        words = {f for clause in _clauses_of(view, split[view.report.id]) for f in clause.weights}
        for feature in words | {figure(c.low, c.high) for c in view.counts}:
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
        any(v.counts for v in views),
    )


def _clauses_of(view: View, split: Sequence[Clause]) -> list[Clause]:
    """Those that trigger and participants stand in."""
    mention = view.mention
    spans = [mention.trigger, *(p.span for p in (*view.mention.actors, *view.mention.recipients))]
    inside = [s for s in spans if mention.sentence.start <= s.start and s.end <= mention.sentence.end]
    start, end = min(s.start for s in inside), max(s.end for s in inside)
    return [c for c in split if c.span.start < end and start < c.span.end]


def _spread(split: Mapping[str, tuple[Clause, ...]]) -> dict[str | Days, float]:
    """Feature or time → in how many sentences a report has it, of those that have it: what the story is about, in many."""
    sentences: defaultdict[str | Days, set[tuple[str, int]]] = defaultdict(set)
    for report, clauses in split.items():
        for clause in clauses:
            for feature in (*clause.weights, *(days for _, days in clause.times)):
                sentences[feature].add((report, clause.sentence))
    return {f: len(found) / len({report for report, _ in found}) for f, found in sentences.items()}


def _sentence(view: View) -> Sentence:
    return view.report.id, view.mention.sentence.start


def _rarity(holders: Sequence[frozenset[Sentence]], events: int) -> float:
    """1 for one holder, less for more; those of one sentence are one, since a march and its demand share their words."""
    apart: list[frozenset[Sentence]] = []
    for sentences in holders[:CROWD]:
        near = [s for s in apart if s & sentences]
        apart = [s for s in apart if not s & sentences] + [sentences.union(*near)]
    number = len(apart) + max(0, len(holders) - CROWD)
    return max(0.0, 1 - log(number) / log(max(FEWEST_EVENTS, events) + 1))
