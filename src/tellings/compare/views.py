"""A mention as compare sees it: participants by register, time and place as values, words as stems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from tellings.compare.anybody import of_anybody
from tellings.compare.around import Around
from tellings.compare.beside import LOOSE_PLACES, Beside
from tellings.compare.mention_pairs import kinds_of
from tellings.compare.party import POINTING, Party
from tellings.compare.register import Register
from tellings.compare.timing import BACKGROUND_DAYS, day_range, in_sentence, past_when
from tellings.compare.weights import weights
from tellings.compare.words import STOP, content_stems, tokens, verb_stem
from tellings.entities.plausible import PLAN
from tellings.model import Attribution, Count, Mention, Participant, Place, Reading, Report, Span, When
from tellings.names import plain_spaces
from tellings.voices import asserts

BESIDE_TRIGGER = 14  # characters around the words for a deed, in which it is said how often
OTHER_SIDE = {"actors": "recipients", "recipients": "actors"}


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
    # What answers when and where, if need be from the sentences before, which is too little to merge by; and how firm.
    told_when: tuple[When | None, tuple[date, date] | None, bool] = (None, None, False)
    told_where: tuple[Place | None, bool] = (None, False)
    around: Around | None = None  # what its report says in other sentences

    @cached_property
    def iterated(self) -> bool:
        """Several deeds told as one: "came twice under attack", "was raided three times"."""
        start, end = (x - self.mention.sentence.start for x in (self.mention.trigger.start, self.mention.trigger.end))
        near = self.sentence[max(0, start - BESIDE_TRIGGER) : end + BESIDE_TRIGGER]
        return bool(weights().iterated.search(near) or weights().habitual.search(self.sentence))

    @cached_property
    def of_a_kind(self) -> bool:
        """Told of whoever it was done to, and not of one deed: "women who have been assaulted"."""
        text, trigger = self.report.text, self.mention.trigger
        return any(of_anybody(text, p.span, trigger) for p in self.parties if p.span)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Of its sentence, lower case."""
        return tuple(tokens(self.sentence))

    @cached_property
    def word_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbours in its sentence."""
        return frozenset(pairwise(self.words))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.sentence))

    @cached_property
    def trigger_stems(self) -> frozenset[str]:
        return frozenset(verb_stem(t) for t in tokens(self.trigger) if t not in STOP and len(t) > 1)

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

    @cached_property
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

    forms = {a.id: a.forms for a in reading.actors}

    def fuller(p: Participant) -> Span | None:
        """The last words before a pronoun that say whom it stands for."""
        if not all(t in POINTING for t in tokens(_words(text, p.span))):
            return None
        known = [f for f in forms.get(p.actor, ()) if not all(t in POINTING for t in tokens(_words(text, f)))]
        return max((f for f in known if f.end <= p.span.start), key=lambda f: f.start, default=None)

    def parties(given: Sequence[Participant]) -> tuple[Party, ...]:
        return tuple(
            Party(
                _words(text, p.span),
                _words(text, p.head).lower(),
                register.get(report.id, p.actor),
                (report.id, p.actor) in register.sure,
                p.span,
                fuller(p),
            )
            for p in given
            if (p.head.start, p.head.end) not in times  # "Tuesday's attack" names no attacker
            and not (
                p.slot == "compound" and (p.span.start, p.span.end) in towns
            )  # nor "the Tbilisi rally" who rallied
        )

    beside = Beside(reading, published)
    around = Around(report, reading, register, published)
    views = []
    for m in sorted(reading.mentions, key=lambda m: (m.trigger.start, m.id)):
        status = "future" if m.when_basis == PLAN else m.status
        when = past_when(m.when, status, published, said=m.type in weights().verbal)
        days = None if _carried_too_far(when, m.when_basis, published) else day_range(when)
        time_firm = (m.when_basis not in CARRIED or in_sentence(when, m)) and not _said_then(
            when, m, attributions, text
        )
        shown = (when, days, time_firm)
        if days is None and m.when is None and m.status != "historical":
            when, days = beside.time(m, published)
            shown, time_firm = (when, days, False), False
            if days is None:
                shown = (*beside.earlier_time(m, published), False)
        place, place_firm = places.get(m.place) if m.place else None, m.place_basis not in LOOSE_PLACES
        if place is None or not place_firm:
            place, place_firm = beside.place(m) or place, False
        told_firm, shown_at = place_firm, place or beside.earlier_place(m)
        if shown_at and not told_firm and not beside.lends(shown_at, m, published, _words(text, m.sentence)):
            shown_at = None
        if place is not None and place.basis == OWN:
            place_firm = False  # whose waters they were is what the accounts may differ in, and no sign of two events
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
                told_when=shown,
                told_where=(shown_at, told_firm),
                around=around,
                definite=bool(_DEFINITE.search(text, max(0, m.trigger.start - 12), m.trigger.start)),
            )
        )
    return views


_DEICTIC = re.compile(r"\b(?:today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening|week))\b", re.I)


def _said_then(when: When | None, mention: Mention, attributions: dict[str, Attribution], text: str) -> bool:
    """ "Today" between quotation marks is the day on which it was said, which need not be the report's, unless that is told."""
    said = attributions.get(mention.attribution or "")
    if when is None or when.span is None or said is None or said.kind == "indirect" or when.basis.startswith("said:"):
        return False
    return bool(_DEICTIC.search(text, when.span.start, when.span.end))


OWN = "adjective"  # basis of a place that is told by a state's adjective: "in Vietnamese waters"
CARRIED = frozenset({"narrative"})  # bases of a time that is carried over from another sentence


def _carried_too_far(when: When | None, basis: str, published: date | None) -> bool:
    """A time of long ago that stands in another sentence is mostly that of a background event, not of this one."""
    days = day_range(when)
    return bool(basis in CARRIED and days and published and (published - days[1]).days > BACKGROUND_DAYS)


_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|his|her|their|its)\s$", re.I)


def _uttered(key: str | None, attributions: dict[str, Attribution]) -> Attribution | None:
    """Who told it: the innermost attribution whose words say it; a wish, or what is praised or blamed, is told by somebody else."""
    while key is not None and (found := attributions.get(key)) is not None:
        if asserts(found):
            return found
        key = found.inside
    return None


def _words(text: str, span: Span) -> str:
    return plain_spaces(text[span.start : span.end])


def ordered(views: Sequence[View]) -> list[View]:
    """By publication, then report, then place in the text."""
    return sorted(views, key=lambda v: (v.published or date.max, v.report.id, v.mention.trigger.start))
