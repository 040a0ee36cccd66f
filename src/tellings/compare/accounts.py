"""What one report answers to each question about one event, pooled from its mentions: headline, lead, recap, count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from tellings.compare.blame import Claim
from tellings.compare.clauses import counts_people
from tellings.compare.party import Party, called_in
from tellings.compare.spots import OTHER_CLAUSE, Spot, sorts_in, spot_of
from tellings.compare.timing import one_hour
from tellings.compare.views import OTHER_SIDE, View
from tellings.compare.weights import weights
from tellings.model import Count, Place, Quote, Span, When
from tellings.numbers import Number, find_numbers

BEHIND_SPOT = 80  # characters between a spot and the place that it is in
_FINENESS = {"point": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}


@dataclass(frozen=True)
class Answer:
    """What one telling answers to one question: the value compared, its normalised form, and how it reads.

    beside: it stands around the telling, and counts because another telling answers so; it can agree, never clash.
    """

    telling: str
    value: object
    key: str
    text: str
    quotes: tuple[Quote, ...]
    beside: bool = False


@dataclass(frozen=True)
class Timed:
    """A time as compared.  firm: told of this event itself.  words: the expression, which may name a part of the day."""

    days: tuple[date, date]
    firm: bool
    words: str = ""


@dataclass(frozen=True)
class Placed:
    """A place as compared.  spots: sorts of the spots that stand beside it; only_spot: it is no more than one of them."""

    place: Place
    firm: bool
    spots: frozenset[int] = frozenset()
    only_spot: bool = False


@dataclass(frozen=True)
class Account:
    """The views of one report on one event.  claims: who is blamed for it there, if nobody is said to have done it."""

    telling: str
    views: tuple[View, ...]
    claims: tuple[Claim, ...] = ()

    @cached_property
    def main(self) -> View:
        """The view that tells it best: in the body, with most of the questions answered."""
        return max(self.views, key=lambda v: (not v.in_title, _answered(v), -v.mention.trigger.start))

    @property
    def outlet(self) -> str:
        return self.main.report.outlet.value or "unknown outlet"


def _answered(view: View) -> int:
    known = (any(not p.pointing for p in side) for side in (view.actors, view.recipients))
    return sum(known) + sum(map(bool, (view.days, view.place, view.counts)))


def quote(view: View, span: Span) -> Quote:
    return Quote(report=view.report.id, start=span.start, end=span.end, text=view.report.text[span.start : span.end])


# ---------------------------------------------------------------- who


def party_answer(account: Account, side: str) -> Answer | None:
    """The most definite words of any of its mentions; the headline's only if nothing else is known."""
    best: tuple[tuple, View, tuple[Party, ...]] | None = None
    for view in account.views:
        parties = getattr(view, side)
        if parties:
            rank = (*_definite(parties, view), view is account.main, -view.mention.trigger.start)
            if best is None or rank > best[0]:
                best = (rank, view, parties)
    if side == "actors" and account.claims and (best is None or not (best[0][0] or account.claims[0].implied)):
        return _claimed(account)
    if best is None:
        return None
    _, view, parties = best
    known = tuple(p for p in parties if not p.pointing) or parties
    names = sorted({p.actor.name if p.actor and not p.pointing else p.text for p in known})
    return Answer(
        account.telling,
        known,
        "; ".join(names),
        "; ".join(dict.fromkeys(p.text for p in known)),
        tuple(dict.fromkeys(quote(view, p.span) for p in known)),
    )


def _claimed(account: Account) -> Answer:
    """Who is blamed: an answer that somebody gives, and whose voice is shown."""
    claim = account.claims[0]
    words = "; ".join(dict.fromkeys(p.text for p in claim.parties))
    names = sorted({p.actor.name if p.actor else p.text for p in claim.parties})
    return Answer(
        account.telling,
        claim.parties,
        "; ".join(names),
        words if claim.implied else f"{words} (so {claim.voice})" if claim.voice else f"{words} (suspected)",
        tuple(quote(claim.view, p.span) for p in claim.parties),
        beside=claim.implied,
    )


def _definite(parties: Sequence[Party], view: View) -> tuple:
    known = [p for p in parties if not p.pointing]
    return (
        bool(known),
        any(not p.pronoun for p in known),
        not view.in_title,
        any(p.proper for p in known),
        any(p.code or p.sectors for p in known),
    )


# ---------------------------------------------------------------- when and where


def when_answer(account: Account) -> Answer | None:
    """The shortest time that is told of the event itself, else of what is told beside it."""
    dated = [(v, *v.told_when) for v in account.views if v.told_when[1]]
    if not dated:
        return None
    view, when, days, firm = min(dated, key=lambda d: (not d[3], (d[2][1] - d[2][0]).days, d[0] is not account.main))
    key = days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}/{days[1].isoformat()}"
    quotes = (quote(view, when.span),) if when.span else ()
    return Answer(account.telling, Timed(days, firm, when.expression), key, when.expression or key, quotes)


def place_answer(account: Account) -> Answer | None:
    """The most exact place that is told of the event itself; that of what is told beside it if there is no other."""
    placed = [(v, *v.told_where) for v in account.views if v.told_where[0]]
    spots = [(v, spot) for v in account.views if not v.in_title and (spot := spot_of(v))]
    sorts = frozenset(sort for v in account.views for sort in sorts_in(v))
    if spots and not any(firm for _, _, firm in placed):
        if town := next(((v, t) for v, spot in spots if (t := _town_of(spot, v))), None):
            return _placed(account, *town, True, sorts)
        view, spot = spots[0]
        place = Place(id="", name=spot.text, span=spot.span)
        return Answer(
            account.telling, Placed(place, True, sorts, True), spot.text, spot.text, (quote(view, spot.span),)
        )
    if not placed:
        return None
    view, place, firm = min(
        placed, key=lambda p: (not p[2], _FINENESS.get(p[1].precision, 1), p[0].in_title, p[0] is not account.main)
    )
    return _placed(account, view, place, firm, sorts)


def _placed(account: Account, view: View, place: Place, firm: bool, sorts: frozenset[int]) -> Answer:
    key = str(place.geonameid or place.name)
    return Answer(account.telling, Placed(place, firm, sorts), key, place.name, (quote(view, place.span),))


def _town_of(spot: Spot, view: View) -> Place | None:
    """The listed place that stands just behind a spot ("the gates of the mill in Seraing"), or that it is called after
    ("an Atlanta courthouse", but not "the Carlton hotel")."""
    listed = [p for p in view.around.places if p.geonameid is not None] if view.around else []
    text, end = view.report.text, spot.span.end
    last = min(end + BEHIND_SPOT, view.mention.sentence.end)
    behind = [p for p in listed if end <= p.span.start < last and not OTHER_CLAUSE.search(text[end : p.span.start])]
    behind.sort(key=lambda p: p.precision == "country")  # "near the US territory of Guam"
    within = [p for p in listed if spot.span.start <= p.span.start < end and not spot.text.lower().startswith("the ")]
    return behind[0] if behind else within[0] if within else None


# ---------------------------------------------------------------- what stands around


def time_around(account: Account, given: Sequence[Answer]) -> Answer | None:
    """The time of one of the given answers, where this report gives it before the telling; not another part of that day."""
    view = account.main

    def fits(when: When, days: tuple[date, date]) -> bool:
        return any(a.value.days == days and one_hour(a.value.words, when.expression) for a in given)

    found = view.around and view.around.time(view.order, fits)
    if not found:
        return None
    when, days = found
    key = next(a.key for a in given if a.value.days == days)
    value = Timed(days, False, when.expression)
    return Answer(account.telling, value, key, when.expression or key, (quote(view, when.span),))


def place_around(account: Account, given: Sequence[Answer]) -> Answer | None:
    """The same for a place."""
    view = account.main

    def fits(place: Place) -> bool:
        return any(_one_place(place, a.value.place) for a in given)

    place = view.around and view.around.place(view.order, fits)
    if not place:
        return None
    key = next(a.key for a in given if _one_place(place, a.value.place))
    return Answer(account.telling, Placed(place, False), key, place.name, (quote(view, place.span),))


def _one_place(a: Place, b: Place) -> bool:
    return a.name.lower() == b.name.lower() or (a.geonameid is not None and a.geonameid == b.geonameid)


def party_around(account: Account, given: Sequence[Answer], side: str) -> Answer | None:
    """One of those whom the given answers name, if he is named beside this telling and not on its other side."""
    view = account.main
    asked = {p.actor.id: a for a in given for p in a.value if p.actor and not p.pronoun}
    other = {p.actor.id for v in account.views for p in getattr(v, OTHER_SIDE[side]) if p.actor}
    for form, known in view.around.people(view.order) if view.around else ():
        if known.id in asked and known.id not in other:
            words = view.report.text[form.start : form.end]
            party = Party(words, words.split()[-1].lower(), known, True, form)
            return Answer(account.telling, (party,), known.name, words, (quote(view, form),))
    wanted = [p for a in given for p in a.value if not p.pronoun]
    others = [p for v in account.views for p in getattr(v, OTHER_SIDE[side])]
    for sentence in view.around.sentences(view.order) if view.around else (view.mention.sentence,):
        party = called_in(view.report.text, sentence, wanted, others)
        if party:
            key = party.actor.name if party.actor else party.text
            return Answer(account.telling, (party,), key, party.text, (quote(view, party.span),))
    return None


# ---------------------------------------------------------------- status and counts


def status_answer(account: Account, kind: str) -> Answer:
    """kind: the event's type; a mention that takes such an event back ("called off") denies it."""
    told = sorted(account.views, key=lambda v: v is not account.main)
    denials = [v for v in told if denies(v, kind)]
    # A headline that denies is the report's word, whatever the sentence that gives the rumour looks like; so is a word
    # that takes the event back ("called off"), though the event itself stands beside it.
    sure = [v for v in denials if v is account.main or v.in_title or v.mention.status == "actual"]
    view = sure[0] if sure else account.main
    status = "negated" if view in denials else view.mention.status
    return Answer(account.telling, status, status, status, (quote(view, view.mention.trigger),))


def denies(view: View, kind: str) -> bool:
    """Whether a mention says that an event of this type was not, or is off."""
    stance = view.attribution.stance if view.attribution else ""
    taken_back = (kind, view.mention.type) in weights().undone
    return view.mention.status == "negated" or (view.mention.status == "actual" and (stance == "denied" or taken_back))


def count_answer(account: Account, what: str) -> Answer | None:
    """Of several figures the newest that the report gives, else the most exact, else the largest."""
    counts = [(c, v) for v in account.views for c in v.counts if c.what == what]
    if not counts:
        return None
    count, view = max(
        counts,
        key=lambda cv: (
            cv[0].update,
            not cv[1].in_title,
            cv[0].low == cv[0].high,
            cv[0].high is not None,
            cv[0].low,
            -cv[0].span.start,
        ),
    )
    shown = view.report.text[count.span.start : count.span.end]
    return Answer(account.telling, count, as_range(count), shown, (quote(view, count.span),))


def count_around(account: Account, given: Sequence[Answer], what: str) -> Answer | None:
    """A figure of the given answers that stands among people in the telling's own sentence or beside it."""
    view = account.main
    taken = [c.span for v in account.views for c in v.counts]
    text = view.report.text
    for sentence in view.around.sentences(view.order) if view.around else ():
        for number in numbers_of(text[sentence.start : sentence.end]):
            span = Span(number.span.start + sentence.start, number.span.end + sentence.start)
            fits = any((a.value.low, a.value.high) == (number.low, number.high) for a in given)
            if fits and number.low > 2 and not any(t.start < span.end and span.start < t.end for t in taken):
                count = Count(what=what, low=number.low, high=number.high, span=span)
                return Answer(
                    account.telling, count, as_range(count), text[span.start : span.end], (quote(view, span),)
                )
    return None


@lru_cache(maxsize=4096)
def numbers_of(sentence: str) -> tuple[Number, ...]:
    return tuple(n for n in find_numbers(sentence) if counts_people(sentence, n))


def as_range(count: Count) -> str:
    if count.high is None:
        return f"{count.low}+"
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"
