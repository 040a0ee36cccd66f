"""Tellings in words that no frame knows: a report that speaks of an event told elsewhere in its story.

"They went to the governor's lodge" tells no protest by itself; beside a report of the march to that lodge on that day it
does.  A run of clauses is held to tell an event if what is particular to that event (its day, its figures, rare words of
its clauses) comes back in it, enough of it, and more of it than of any other event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tellings.compare.clauses import Clause, Days, base_form, clauses
from tellings.compare.count_echoes import add_figures
from tellings.compare.echo_story import SAME_LONG_AGO, Told, ToldStory
from tellings.compare.echo_views import EchoReport
from tellings.compare.echo_words import speaks_of
from tellings.compare.mention_pairs import kinds_of
from tellings.compare.register import Register
from tellings.compare.timing import BACKGROUND_DAYS, apart_days
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.model import Judgement, Mention, Reading, Report

ENOUGH = 0.9  # weight of what is shared
UNDATED = 0.2  # more, if no time is shared
AHEAD = 0.3  # by how much more than with any other event
LONGEST = 3  # clauses
CLAUSE_COST = 0.15
KIND = 0.4  # the words can stand for one kind of happening
COUNTED = 0.4  # and people are counted in them, as they are in the event
REPORTS = 400  # of one story; beyond, nobody looks for echoes
APART_DAYS = 3
RELATIVE = frozenset(
    {"when", "where", "who", "whom", "whose", "which", "that"}
)  # what begins so goes on about the same


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
    refused: Collection[tuple[str, str]] = (),
) -> tuple[list[list[View]], list[Judgement]]:
    """The groups with a view more for every report that echoes the event, and the log of it.

    refused: (mention, report) of which a person said that the report does not tell of the mention's event.
    """
    out = [list(group) for group in groups]
    if not 1 < len(pairs) <= REPORTS:
        return out, []
    split = {report.id: clauses(report, reading, published[report.id]) for report, reading in pairs}
    story = ToldStory(groups, split)
    log = []
    denied: dict[str, set[str]] = defaultdict(set)  # report → mentions
    for mention, report_id in refused:
        denied[report_id].add(mention)
    for report, reading in pairs:
        made = EchoReport(report, reading, register, published[report.id])
        for echo in _echoes(report.id, split[report.id], story, published[report.id], denied[report.id]):
            view = made.view(echo.told.views, echo.run)
            out[echo.told.number].append(view)
            log.append(_judgement(echo, view))
    return add_figures(out, split), log


def _judgement(echo: Echo, view: View) -> Judgement:
    return Judgement(
        a=echo.told.views[0].mention.id,
        b=view.mention.id,
        about="mention",
        verdict="same",
        score=round(echo.score, 2),
        reasons=("no event of its own, but shares " + ", ".join(echo.shared),),
    )


def _echoes(
    report: str, split: Sequence[Clause], story: ToldStory, published: date | None, denied: Collection[str]
) -> Iterator[Echo]:
    """The best run of clauses for each event that this report does not tell, no clause for two events.

    denied: mentions whose event a person said it does not tell.
    """
    found = [e for run in _runs(split) if (e := _echo(report, run, story, published))]
    found = [e for e in found if not any(v.mention.id in denied for v in e.told.views)]
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


def _echo(report: str, run: tuple[Clause, ...], story: ToldStory, published: date | None) -> Echo | None:
    """The event that this run tells, if it is one that the report does not tell in words of its own."""
    features: dict[str, float] = {}
    for clause in run:
        features |= clause.weights
    own = tuple(d for clause in run for _, d in clause.times)
    led = story.led_to(features, own)
    most = KIND + COUNTED + (SAME_LONG_AGO if own else 0.0)
    if max(led.values(), default=0.0) + most < ENOUGH:
        return None
    words = [w for clause in run for w in clause.words]
    kinds, spoken = kinds_of(words), Spoken(words)
    scored = []
    for number, weight in led.items():
        event = story.events[number]
        shared = [f for f in features if f in event.features]
        at, time = story.same_time(own, event, published)
        kind = bool(kinds & event.kinds) or spoken.of(event.views[0].mention.type)
        if _shown(at, own, shared, features, kind, story) and (at or spoken.more(shared, event)):
            counted = kind and event.counted and any(clause.people for clause in run)
            score = (
                weight + time + KIND * kind + COUNTED * counted - CLAUSE_COST * (len(run) - 1) - (0 if at else UNDATED)
            )
            scored.append(Echo(score, event, run, (*filter(None, [at]), *sorted(f.lstrip("#") for f in shared))))
    scored.sort(key=lambda s: (-s.score, s.told.verbal, -len(s.told.views), s.told.number))
    best = next((s for s in scored if report not in s.told.reports), None)
    if best is None or best.score < ENOUGH:
        return None
    # What one sentence tells as two events comes back as both; the others must fall behind.
    own_words = {(report, m.sentence.start) for clause in run for m in clause.mentions}
    rivals = [s for s in scored if s is not best and not s.told.sentences & (best.told.sentences | own_words)]
    if rivals and best.score - rivals[0].score < AHEAD:
        return None
    if any(m.id in story.shared for clause in run for m in clause.mentions):
        return None  # it tells something else, which others tell too
    return best if _fits(run, own, best.told, published) else None


def _shown(
    at: str, own: Sequence[Days], shared: Sequence[str], said: Collection[str], kind: bool, story: ToldStory
) -> bool:
    """Enough of several sorts: a time with a word or a kind of happening, else a kind of happening with a word.

    A time alone will do if every report gives it but once, and something is said of it.
    """
    if at:
        return bool(kind or shared or (said and any(d in story.once for d in own)))
    return kind and bool(shared)


class Spoken:
    """The words of a run, asked what kind of happening they show, each type once."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._types: dict[str, bool] = {}

    def of(self, kind: str) -> bool:
        """Whether they can speak of an event of this type."""
        if kind not in self._types:
            self._types[kind] = speaks_of(self._words, kind)
        return self._types[kind]

    @cached_property
    def _by_base(self) -> dict[str, str]:
        return {base_form(word): word for word in self._words}

    def more(self, shared: Sequence[str], event: Told) -> bool:
        """Whether something is shared but the words that show the kind of happening; they are not told twice."""
        return any(not self._shows(self._by_base.get(feature), event) for feature in shared)

    @staticmethod
    def _shows(word: str | None, event: Told) -> bool:
        if word is None:
            return False
        return bool(kinds_of((word,)) & event.kinds) or speaks_of((word,), event.views[0].mention.type)


def _runs(split: Sequence[Clause]) -> Iterator[tuple[Clause, ...]]:
    """One to three neighbouring clauses of one sentence."""
    for i, first in enumerate(split):
        if first.title:
            continue
        for length in range(1, LONGEST + 1):
            run = tuple(split[i : i + length])
            if len(run) == length and run[-1].sentence == first.sentence:
                yield run


def _from_its_subject(run: tuple[Clause, ...], split: Sequence[Clause], used: set[int]) -> tuple[Clause, ...]:
    """The run and what stands before it in its sentence, up to what tells of something else."""
    first = split.index(run[0])
    start = first
    while start and split[start - 1].sentence == run[0].sentence:
        before = split[start - 1]
        if before.mentions or before.span.start in used or first - start == LONGEST:
            break
        start -= 1
    end = last = first + len(run)
    while end < len(split) and split[end].sentence == run[0].sentence and end - last < LONGEST:
        if split[end].mentions or split[end].span.start in used or not RELATIVE & set(split[end].words[:1]):
            break
        end += 1
    return tuple(split[start:end])


def _fits(run: Sequence[Clause], own: Sequence[Days], event: Told, published: date | None) -> bool:
    """No time of the run is another, and no mention in it is of a type that merging mostly joins."""
    if own and event.days and all(apart_days(d, e) > APART_DAYS for d in own for e in event.days):
        return False
    if published and event.background and own and all((published - d[1]).days <= BACKGROUND_DAYS for d in own):
        return False
    return not any(_meets(m, event) for clause in run for m in clause.mentions)


def _meets(mention: Mention, event: Told) -> bool:
    kinds = {v.mention.type for v in event.views}
    return mention.type in kinds or any(frozenset((mention.type, k)) in weights().close for k in kinds)
