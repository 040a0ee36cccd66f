"""The tellings of one event side by side: per question agree, compatible, differ, or told by one only.

A verdict is that of the least agreeing pair of tellings.  `differ` is said only where both sides are definite.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from tellings.compare.accounts import (
    Account,
    Answer,
    Placed,
    Timed,
    as_range,
    count_answer,
    count_around,
    party_answer,
    party_around,
    place_answer,
    place_around,
    status_answer,
    time_around,
    when_answer,
)
from tellings.compare.clashes import FEW, Clashes
from tellings.compare.pronouns import first_person, told_before
from tellings.compare.relations import PARTY_RANK, party_relation, place_relation
from tellings.compare.single import ASKED, single_answer
from tellings.compare.timing import one_hour
from tellings.compare.who import Said, actors_verdict, own_side, recipients_verdict
from tellings.compare.words import tokens, who_words
from tellings.model import COUNTED, Count, Place, Value, Verdict, VerdictName

RANK: dict[str, int] = {"agree": 0, "compatible": 1, "differ": 2}
FEW_FIGURES = 5  # tellings; of crowds and arrests every side often has its own, in a story of five
MOST_ANSWERS = 80  # different answers to one question that are compared pair by pair


def compare_accounts(accounts: Sequence[Account], kind: str, clashes: Clashes) -> tuple[Verdict, ...]:
    """Verdicts on who, whom, when, where, status and each count, for the questions that at least one telling answers.

    kind: the event's type.
    """
    judge = partial(_verdict, clashes=clashes)
    when = _tied([when_answer(a) for a in accounts], when_verdict)
    where = _tied([place_answer(a) for a in accounts], place_verdict)
    verdicts = [
        *(_who(accounts, side, clashes) for side in ("actor", "recipient")),
        judge("when", [*when, *_around(accounts, when, time_around, when_verdict)], when_verdict),
        judge("where", [*where, *_around(accounts, where, place_around, place_verdict)], place_verdict),
        judge("status", [status_answer(a, kind) for a in accounts], status_verdict),
    ]
    for what in COUNTED:
        told = [answer for a in accounts if (answer := count_answer(a, what))]
        given = {a.telling for a in told}
        if told or what in ASKED:
            told += [one for a in accounts if a.telling not in given and (one := single_answer(a, what))]
        beside = _around(accounts, told, partial(count_around, what=what), count_verdict)
        verdicts.append(judge(what, [*told, *beside], count_verdict))
    return tuple(v for v in verdicts if v is not None)


def _who(accounts: Sequence[Account], side: str, clashes: Clashes) -> Verdict | None:
    told = [a for account in accounts if (a := party_answer(account, f"{side}s"))]
    compare = actors_verdict if side == "actor" else recipients_verdict
    told = _pronouns_filled(accounts, told)
    told += _around(accounts, told, partial(party_around, side=f"{side}s"), compare)
    answered = {a.telling for a in told}
    if told:
        mutual = any(not who_words("mutual").isdisjoint(tokens(v.trigger)) for a in accounts for v in a.views)
        silent = (a for a in accounts if a.telling not in answered)
        told += [we for a in silent if (we := first_person(a, f"{side}s", mutual))]
    return _verdict(side, told, compare, clashes)


def _pronouns_filled(accounts: Sequence[Account], told: Sequence[Answer]) -> list[Answer]:
    """Whom a pronoun means is a guess: it stands for the words told before where another telling bears them out, and where
    they are of the speaker's own side."""
    by_telling = {a.telling: a for a in accounts}
    out = []
    for answer in told:
        fuller = told_before(answer, by_telling[answer.telling])
        others = [a for a in told if a is not answer]
        borne_out = any(_alike(fuller, other) for other in others)
        out.append(fuller if borne_out or all(map(own_side, fuller.value)) else answer)
    return out


def _alike(answer: Answer, other: Answer) -> bool:
    known = (party_relation(x, y) for x in answer.value for y in other.value)
    return any(PARTY_RANK[r] >= PARTY_RANK["like"] for r in known)


def _around(
    accounts: Sequence[Account],
    told: Sequence[Answer],
    find: Callable[[Account, Sequence[Answer]], Answer | None],
    compare: Callable[..., Said],
) -> list[Answer]:
    """Answers of the accounts that give none themselves, from around them: only such as agree with one that is given."""
    answered = {a.telling for a in told}
    firm = [a for a in told if getattr(a.value, "firm", True)]
    if not firm or len(firm) > MOST_ANSWERS:
        return []
    silent = (a for a in accounts if a.telling not in answered)
    return [replace(answer, beside=True) for account in silent if (answer := find(account, firm))]


def _verdict(
    question: str, answers: Iterable[Answer | None], compare: Callable[..., Said], clashes: Clashes
) -> Verdict | None:
    given = [a for a in answers if a is not None]
    if not given:
        return None
    values = tuple(Value(telling=a.telling, value=a.key, text=a.text, quotes=a.quotes) for a in given)
    if len(given) == 1:
        return Verdict(question=question, verdict="one", values=values)
    worst: VerdictName = "agree"
    why = ""
    apart: list[tuple[str, str]] = []
    # The first of those that are the same in words and in how sure they are.
    distinct = {(a.key, a.text.lower(), getattr(a.value, "firm", True), a.beside): a for a in reversed(given)}
    different = list(distinct.values())[::-1][:MOST_ANSWERS]
    support = {id(a): sum(compare(a.value, other.value)[0] == "agree" for other in given) for a in different}
    for a, b in combinations(different, 2):
        said, reason = compare(a.value, b.value)
        few = FEW_FIGURES if question in ("participants", "arrested") else FEW
        alone = len(given) > few and min(support[id(a)], support[id(b)]) < 2 and question != "status"
        if said == "differ" and (a.beside or b.beside or alone or not clashes.believed(question, a, b)):
            said, reason = (
                "compatible",
                f"{reason}, but it is not sure that both are of one event or of the same people",
            )
        if said == "differ":
            apart.append((a.key, b.key))
        if RANK[said] > RANK[worst]:
            worst, why = said, reason
    return Verdict(question=question, verdict=worst, values=values, why=why, clashes=tuple(dict.fromkeys(apart)))


# ---------------------------------------------------------------- when and where


def when_verdict(a: Timed, b: Timed) -> Said:
    (a0, a1), (b0, b1) = a.days, b.days
    if a.days == b.days:
        part = a0 == a1 and not one_hour(a.words, b.words)
        return ("compatible", "another part of the day") if part else ("agree", "")
    if a0 <= b1 and b0 <= a1:
        return "compatible", "one is more exact"
    if not (a.firm and b.firm):
        return "compatible", "a time carried over from another sentence"
    return "differ", f"{a0} / {b0}"


def place_verdict(a: Placed, b: Placed) -> Said:
    if a.only_spot or b.only_spot:
        return (
            ("agree", "")
            if a.spots & b.spots or _one_name(a.place, b.place)
            else ("compatible", "one names only a spot")
        )
    relation = place_relation(a.place, b.place, a.firm and b.firm)
    if relation == "same" or _one_name(a.place, b.place):
        return "agree", ""
    if relation in ("apart", "contrary"):
        return "differ", f"{a.place.name} / {b.place.name}"
    return "compatible", "one is more exact" if relation == "within" else "not known to be apart"


def _tied(answers: Sequence[Answer | None], compare: Callable[..., Said]) -> list[Answer]:
    """A place or time that the words do not tie to the event (a dateline's, one carried over from the sentence before) is
    an answer only if it agrees with one that they do; without such a one the most usual stands."""
    given = [a for a in answers if a is not None]
    firm = [a for a in given if a.value.firm]
    if not firm and given:
        usual = Counter(a.key for a in given).most_common(1)[0][0]
        firm = [a for a in given if a.key == usual][:1]
    return [a for a in given if a.value.firm or any(compare(a.value, f.value)[0] == "agree" for f in firm)]


def _one_name(a: Place, b: Place) -> bool:
    """One place, or the other's name with a word more that no gazetteer has ("Oruro", "the Oruro road")."""
    if a.geonameid is not None and b.geonameid is not None:
        return a.geonameid == b.geonameid
    x, y = set(tokens(a.name)), set(tokens(b.name))
    return bool(x and y) and (x <= y or y <= x)


# ---------------------------------------------------------------- status and counts


def status_verdict(a: str, b: str) -> Said:
    told = {"historical": "actual"}
    x, y = told.get(a, a), told.get(b, b)
    if x == y:
        return "agree", ""
    if "negated" in (x, y):
        return "differ", f"{a} / {b}"
    return "compatible", f"{a} / {b}"


def count_verdict(a: Count, b: Count) -> Said:
    """Two figures for one thing, as ranges; a figure that says it is a newer one does not clash."""
    if (a.low, a.high) == (b.low, b.high):
        return "agree", ""
    if (b.high is None or a.low <= b.high) and (a.high is None or b.low <= a.high):
        return "compatible", "the ranges meet"
    if a.update or b.update:
        return "compatible", "an updated figure"
    return "differ", f"{as_range(a)} / {as_range(b)}"
