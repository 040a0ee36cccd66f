"""The tellings of one event side by side: per question agree, compatible, differ, or told by one only.

A verdict is that of the least agreeing pair of tellings.  `differ` is said only where both sides are definite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tellings.compare.merging import party_relation, place_relation
from tellings.compare.views import Party, View
from tellings.model import COUNTED, Count, Quote, Span, Value, Verdict, VerdictName

RANK: dict[str, int] = {"agree": 0, "compatible": 1, "differ": 2}


@dataclass(frozen=True)
class Answer:
    """What one telling answers to one question: the value compared, and how it reads."""

    telling: str
    value: object
    key: str
    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Account:
    """The views of one report on one event."""

    telling: str
    views: tuple[View, ...]

    @property
    def main(self) -> View:
        """The view that tells it best: in the body, with most of the questions answered."""
        return max(self.views, key=lambda v: (not v.in_title, _answered(v), -v.mention.trigger.start))


def _answered(view: View) -> int:
    return sum(map(bool, (view.actors, view.recipients, view.days, view.place, view.counts)))


def compare_accounts(accounts: Sequence[Account]) -> tuple[Verdict, ...]:
    """Verdicts on who, whom, when, where, status and each count, for the questions that at least one telling answers."""
    verdicts = [
        _verdict("actor", [_party_answer(a, "actors") for a in accounts], _parties_verdict),
        _verdict("recipient", [_party_answer(a, "recipients") for a in accounts], _parties_verdict),
        _verdict("when", [_when_answer(a) for a in accounts], _when_verdict),
        _verdict("where", [_place_answer(a) for a in accounts], _place_verdict),
        _verdict("status", [_status_answer(a) for a in accounts], _status_verdict),
    ]
    for what in COUNTED:
        verdicts.append(_verdict(what, [_count_answer(a, what) for a in accounts], count_verdict))
    return tuple(v for v in verdicts if v is not None)


def _verdict(
    question: str, answers: Iterable[Answer | None], compare: Callable[[object, object], tuple[VerdictName, str]]
) -> Verdict | None:
    given = [a for a in answers if a is not None]
    if not given:
        return None
    values = tuple(Value(telling=a.telling, value=a.key, text=a.text, quotes=a.quotes) for a in given)
    if len(given) == 1:
        return Verdict(question=question, verdict="one", values=values)
    worst: VerdictName = "agree"
    why = ""
    for a, b in combinations(given, 2):
        said, reason = compare(a.value, b.value)
        if RANK[said] > RANK[worst]:
            worst, why = said, reason
    return Verdict(question=question, verdict=worst, values=values, why=why)


def quote(view: View, span: Span) -> Quote:
    return Quote(report=view.report.id, start=span.start, end=span.end, text=view.report.text[span.start : span.end])


# ---------------------------------------------------------------- who


def _party_answer(account: Account, side: str) -> Answer | None:
    views = sorted(account.views, key=lambda v: v is not account.main)
    best: tuple[Party, ...] = ()
    source: View | None = None
    for view in views:
        parties = getattr(view, side)
        if parties and (source is None or _definite(parties) > _definite(best)):
            best, source = parties, view
    if source is None:
        return None
    names = [p.actor.name if p.actor else p.text for p in best]
    spans = [p.span for p in getattr(source.mention, side)]
    return Answer(
        account.telling,
        best,
        "; ".join(sorted(names)),
        "; ".join(p.text for p in best),
        tuple(quote(source, s) for s in spans),
    )


def _definite(parties: tuple[Party, ...]) -> int:
    return sum(2 * p.named + (p.code is not None) + bool(p.sectors) for p in parties)


def _parties_verdict(a: object, b: object) -> tuple[VerdictName, str]:
    xs: tuple[Party, ...] = a  # type: ignore[assignment]
    ys: tuple[Party, ...] = b  # type: ignore[assignment]
    relations = [[party_relation(x, y) for y in ys] for x in xs]
    flat = [r for row in relations for r in row]
    if "same" in flat:
        whole = all("same" in row or "like" in row for row in relations) and all(
            any(row[j] in ("same", "like") for row in relations) for j in range(len(ys))
        )
        return ("agree", "") if whole or len(xs) == len(ys) == 1 else ("compatible", "one names more of them")
    if "like" in flat:
        return (
            ("agree", "")
            if any(x.head == y.head or _alike(x, y) for x in xs for y in ys)
            else ("compatible", "one is more exact")
        )
    if all(r == "contrary" for r in flat):
        if all(p.named or p.code for p in (*xs, *ys)):
            return "differ", f"{xs[0].text} / {ys[0].text}"
    return "compatible", "one is more exact"


def _alike(x: Party, y: Party) -> bool:
    """Two descriptions of one kind: the same country and the same primary sector."""
    return bool(x.actor and y.actor and x.code and x.code == y.code and x.actor.sectors[:1] == y.actor.sectors[:1])


# ---------------------------------------------------------------- when and where


def _when_answer(account: Account) -> Answer | None:
    dated = [v for v in account.views if v.days and v.when]
    if not dated:
        return None
    view = min(dated, key=lambda v: ((v.days[1] - v.days[0]).days, v is not account.main))
    start, end = view.days
    key = start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"
    quotes = (quote(view, view.when.span),) if view.when.span else ()
    return Answer(account.telling, view.days, key, view.when.expression or key, quotes)


def _when_verdict(a: object, b: object) -> tuple[VerdictName, str]:
    (a0, a1), (b0, b1) = a, b  # type: ignore[misc]
    if (a0, a1) == (b0, b1):
        return "agree", ""
    if a0 <= b1 and b0 <= a1:
        return "compatible", "one is more exact"
    return "differ", f"{a0} / {b0}"


def _place_answer(account: Account) -> Answer | None:
    placed = [v for v in account.views if v.place]
    if not placed:
        return None
    fine = {"point": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}
    view = min(placed, key=lambda v: (fine.get(v.place.precision, 1), v is not account.main))
    return Answer(
        account.telling,
        view.place,
        str(view.place.geonameid or view.place.name),
        view.place.name,
        (quote(view, view.place.span),),
    )


def _place_verdict(a: object, b: object) -> tuple[VerdictName, str]:
    relation = place_relation(a, b)  # type: ignore[arg-type]
    if relation == "same":
        return "agree", ""
    if relation == "contrary":
        return "differ", f"{a.name} / {b.name}"  # type: ignore[attr-defined]
    return "compatible", "one is more exact" if relation == "within" else "not known to be apart"


# ---------------------------------------------------------------- status and counts


def _status_answer(account: Account) -> Answer:
    view = account.main
    status = view.mention.status
    if view.attribution is not None and view.attribution.stance == "denied":
        status = "negated"
    return Answer(account.telling, status, status, status, (quote(view, view.mention.trigger),))


def _status_verdict(a: object, b: object) -> tuple[VerdictName, str]:
    told = {"historical": "actual"}
    x, y = told.get(a, a), told.get(b, b)  # type: ignore[call-overload]
    if x == y:
        return "agree", ""
    if "negated" in (x, y):
        return "differ", f"{a} / {b}"
    return "compatible", f"{a} / {b}"


def _count_answer(account: Account, what: str) -> Answer | None:
    counts = [(c, v) for v in account.views for c in v.counts if c.what == what]
    if not counts:
        return None
    # Of several figures the last one told with most precision stands for the report.
    count, view = max(counts, key=lambda cv: (not cv[1].in_title, cv[0].high is not None, cv[0].low))
    return Answer(
        account.telling,
        count,
        _range(count),
        view.report.text[count.span.start : count.span.end],
        (quote(view, count.span),),
    )


def _range(count: Count) -> str:
    if count.high is None:
        return f"{count.low}+"
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def count_verdict(a: object, b: object) -> tuple[VerdictName, str]:
    """Two figures for one thing, as ranges; a figure that says it is a newer one does not clash."""
    x: Count = a  # type: ignore[assignment]
    y: Count = b  # type: ignore[assignment]
    if (x.low, x.high) == (y.low, y.high):
        return "agree", ""
    top_x, top_y = (c.high if c.high is not None else 10**12 for c in (x, y))
    if x.low <= top_y and y.low <= top_x:
        return "compatible", "the ranges meet"
    if x.update or y.update:
        return "compatible", "an updated figure"
    return "differ", f"{_range(x)} / {_range(y)}"
