"""A mention as compare sees it: participants by register, time and place as values, words as stems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files

from msgspec.structs import replace

from tellings.compare.mention_pairs import kinds_of
from tellings.compare.register import NAMED, Register, is_name
from tellings.compare.words import content_stems, stem, tokens
from tellings.model import Attribution, Count, KnownActor, Mention, Participant, Place, Reading, Report, Span, When
from tellings.voices import tells


@dataclass(frozen=True)
class Party:
    """One participant: the known actor, if resolved, and the words.

    code_sure: the words name its country; otherwise it was taken from where the report is set.
    """

    text: str
    head: str
    actor: KnownActor | None
    code_sure: bool = False
    span: Span | None = None

    @cached_property
    def code(self) -> str | None:
        return self.actor.code if self.actor else None

    @cached_property
    def sectors(self) -> frozenset[str]:
        return frozenset(self.actor.sectors) if self.actor else frozenset()

    @cached_property
    def proper(self) -> bool:
        """The actor has a name, not only descriptions."""
        return self.state or (self.actor is not None and self.actor.kind in NAMED and is_name(self.actor.name))

    @cached_property
    def number(self) -> str | None:
        """The number that it begins with, as written."""
        first = next((t for t in tokens(self.text) if t not in ("the", "some", "about", "around", "their", "our")), "")
        return first if first.isdigit() or first in NUMERALS else None

    @cached_property
    def named(self) -> bool:
        return self.proper

    @cached_property
    def state(self) -> bool:
        """A country by its name; "two Vietnamese trawlers" is none, whatever they stand for."""
        if self.actor is None or self.actor.kind != "state":
            return False
        return self.pronoun or any(w[:1].isupper() and w.lower().startswith(self.head) for w in self.text.split())

    @cached_property
    def person(self) -> bool:
        return self.actor is not None and self.actor.kind == "person"

    @cached_property
    def pointing(self) -> bool:
        """Words that only point to somebody told of elsewhere, where it is not known to whom: "they", "the four"."""
        return self.pronoun and not self.proper

    @cached_property
    def pronoun(self) -> bool:
        """Its words only point, though it may be known to whom."""
        return all(t in POINTING for t in tokens(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.text))

    @cached_property
    def head_stem(self) -> str:
        return stem(self.head)


POINTING = frozenset(
    word
    for line in files("tellings.compare").joinpath("data/pointing.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
NUMERALS = frozenset(
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozens", "hundreds"]
)


@dataclass(frozen=True)
class View:
    """A mention with everything that merging and comparing ask of it."""

    report: Report
    mention: Mention
    order: int  # number of its sentence in the report
    sentence: str
    trigger: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: When | None
    days: tuple[date, date] | None
    place: Place | None
    counts: tuple[Count, ...]
    attribution: Attribution | None
    published: date | None
    in_title: bool
    definite: bool = False  # "the attack", "that visit": speaks of something told already
    place_firm: bool = True  # the words tie the place to the event; a dateline does not
    time_firm: bool = True  # and the time: not that of another sentence, nor of another event beside it

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.sentence))

    @cached_property
    def trigger_stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.trigger))

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The kinds of happening that the trigger's words can stand for."""
        return kinds_of(tokens(self.trigger))

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        return self.actors + self.recipients

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(p.actor.id for p in self.parties if p.actor)

    @property
    def background(self) -> bool:
        """Told as long over: marked historical, or dated well before the report."""
        if self.mention.status == "historical":
            return True
        return bool(self.days and self.published and (self.published - self.days[1]).days > BACKGROUND_DAYS)


def views_of(report: Report, reading: Reading, register: Register, published: date | None) -> list[View]:
    """Views of all mentions of one reading, in text order.  published: the day, told or inferred from the story."""
    places = {p.id: p for p in reading.places}
    attributions = {a.id: a for a in reading.attributions}
    title_end = next((m.end for m in report.marks if m.kind == "title"), 0)
    text = report.text
    numbers = {s.start: n for n, s in enumerate(reading.sentences)}

    towns = {(p.span.start, p.span.end) for p in reading.places if p.precision != "country"}
    times = {(w.span.start, w.span.end) for w in reading.times if w.span}

    def parties(given: Sequence[Participant]) -> tuple[Party, ...]:
        return tuple(
            Party(
                _words(text, p.span),
                _words(text, p.head).lower(),
                register.get(report.id, p.actor),
                (report.id, p.actor) in register.sure,
                p.span,
            )
            for p in given
            if (p.head.start, p.head.end) not in times  # "Tuesday's attack" names no attacker
            and not (
                p.slot == "compound" and (p.span.start, p.span.end) in towns
            )  # nor "the Tbilisi rally" who rallied
        )

    beside = _Beside(reading)
    views = []
    for m in sorted(reading.mentions, key=lambda m: (m.trigger.start, m.id)):
        when = past_when(m.when, m.status, published)
        days = None if _carried_too_far(when, m.when_basis, published) else day_range(when)
        time_firm = m.when_basis not in CARRIED or _in_sentence(when, m)
        if days is None and m.when is None and m.status != "historical":
            when, days = beside.time(m, published)
            time_firm = False
        place, place_firm = places.get(m.place) if m.place else None, m.place_basis not in LOOSE_PLACES
        if place is None or not place_firm:
            place, place_firm = beside.place(m) or place, False
        views.append(
            View(
                report=report,
                mention=m,
                order=numbers.get(m.sentence.start, 0),
                sentence=_words(text, m.sentence),
                trigger=_words(text, m.trigger),
                actors=parties(m.actors),
                recipients=parties(m.recipients),
                when=when,
                days=days,
                place=place,
                counts=m.counts,
                attribution=_uttered(m.attribution, attributions),
                published=published,
                in_title=m.trigger.start < title_end,
                place_firm=place_firm,
                time_firm=time_firm,
                definite=bool(_DEFINITE.search(text, max(0, m.trigger.start - 12), m.trigger.start)),
            )
        )
    return views


class _Beside:
    """The one time or place of a sentence, for those of its events that it was not tied to."""

    def __init__(self, reading: Reading) -> None:
        self._times: dict[int, list[When]] = defaultdict(list)
        self._places: dict[int, list[Place]] = defaultdict(list)
        placed = {p.id: p for p in reading.places}
        for m in reading.mentions:
            if m.status in ("actual", "historical"):
                if m.when and _in_sentence(m.when, m):
                    self._times[m.sentence.start].append(m.when)
                if m.place in placed and m.place_basis not in LOOSE_PLACES:
                    self._places[m.sentence.start].append(placed[m.place])

    def time(self, mention: Mention, published: date | None) -> tuple[When | None, tuple[date, date] | None]:
        """Of another event in the sentence, if all of those that have one have the same."""
        found = {w.span: w for w in self._times.get(mention.sentence.start, ())}
        if len(found) != 1:
            return None, None
        when = past_when(next(iter(found.values())), mention.status, published)
        return when, day_range(when)

    def place(self, mention: Mention) -> Place | None:
        found = {p.id: p for p in self._places.get(mention.sentence.start, ())}
        return next(iter(found.values())) if len(found) == 1 else None


LOOSE_PLACES = frozenset({"dateline", "before"})  # bases of a place that is not told of this event itself
CARRIED = frozenset({"narrative"})  # bases of a time that is carried over from another sentence
BACKGROUND_DAYS = 45  # what lies this long before its report is told as background
_YEAR = re.compile(r"\d{4}")


def past_when(when: When | None, status: str, published: date | None) -> When | None:
    """What has happened lies before its report: "in November" of a report of May is last November, else the time is open."""
    days = day_range(when)
    if when is None or days is None or published is None or status not in ("actual", "historical"):
        return when
    if (days[0] - published).days <= 1:  # a day later may be the time zone's
        return when
    yearless = not _YEAR.search(when.expression)
    if yearless and (days[1] - days[0]).days < 93 and (days[0] - published).days < 366:
        start, end = (_year_before(d) for d in days)
        return replace(when, start=start.isoformat(), end=end.isoformat(), basis="past")
    return replace(when, start=None, end=None, missing="past")


def _carried_too_far(when: When | None, basis: str, published: date | None) -> bool:
    """A time of long ago that stands in another sentence is mostly that of a background event, not of this one."""
    days = day_range(when)
    return bool(basis in CARRIED and days and published and (published - days[1]).days > BACKGROUND_DAYS)


def _in_sentence(when: When | None, mention: Mention) -> bool:
    return bool(when and when.span and mention.sentence.start <= when.span.start < mention.sentence.end)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|his|her|their|its)\s$", re.I)


def _uttered(key: str | None, attributions: dict[str, Attribution]) -> Attribution | None:
    """Who told it: the innermost attribution that is an utterance; a wish or an intention is told by somebody else."""
    while key is not None and (found := attributions.get(key)) is not None:
        if tells(found):
            return found
        key = found.inside
    return None


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end]


def day_of(value: str | None) -> date | None:
    """The day of an ISO date or date-time; None if it is not one."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def day_range(when: When | None) -> tuple[date, date] | None:
    """First and last day of a time; None if unresolved."""
    if when is None or not when.start:
        return None
    start, end = day_of(when.start), day_of(when.end or when.start)
    return (start, end or start) if start else None


def apart_days(a: tuple[date, date], b: tuple[date, date]) -> int:
    """Days between two ranges; 0 if they touch or overlap."""
    gap = max(a[0], b[0]) - min(a[1], b[1])
    return max(0, gap.days)


def widen(days: tuple[date, date], by: int) -> tuple[date, date]:
    """A range with `by` days more on both sides, within the calendar."""
    return (
        days[0] - timedelta(days=min(by, (days[0] - date.min).days)),
        days[1] + timedelta(days=min(by, (date.max - days[1]).days)),
    )


def ordered(views: Sequence[View]) -> list[View]:
    """By publication, then report, then place in the text."""
    return sorted(views, key=lambda v: (v.published or date.max, v.report.id, v.mention.trigger.start))
