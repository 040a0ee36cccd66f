"""A person's word on what is the same: which pairs it speaks of, and what follows from it."""

from __future__ import annotations

from datetime import datetime
from itertools import product

from tellings import comparing
from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.model import Judgement
from tellings.web.event_view import find_event

VERDICTS = ("same", "different")


def judge(corpus: Corpus, verdict: str, a: str, b: str, *, by: str, why: str = "") -> int:
    """Keep a judgement; returns of how many pairs it speaks.  It counts from the next comparison on.

    corpus: open to write.  Raises bad-judgement, no-such-event, no-such-thing.
    """
    if verdict not in VERDICTS or not a or not b:
        raise TellingsError(
            "bad-judgement",
            "a judgement is: same A B, or different A B",
            hint="`tellings judge CORPUS different e-41 e-7c`",
        )
    if by == "machine" or not by:
        raise TellingsError("bad-judgement", "a person must judge, not the machine", hint="Give a name with --by")
    about, pairs = _pairs(corpus, verdict, a, b)
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    reasons = (why,) if why else ()
    corpus.judge(
        Judgement(a=one, b=other, about=about, verdict=verdict, score=1.0, reasons=reasons, by=by, at=at)
        for one, other in pairs
    )
    return len(pairs)


def compare(corpus: Corpus) -> None:
    """Compare everything anew, unless nothing came since the last time."""
    if corpus.needs_comparing():
        corpus.save(comparing.compare(list(corpus.pairs()), corpus.judgements()))


def _pairs(corpus: Corpus, verdict: str, a: str, b: str) -> tuple[str, list[tuple[str, str]]]:
    """What the judgement speaks of, and the pairs; of two events, pairs of their mentions."""
    if a.startswith("e-") and b.startswith("e-"):
        first, second = _mentions_of(corpus, a), _mentions_of(corpus, b)
        return "mention", [(first[0], second[0])] if verdict == "same" else list(product(first, second))
    for start, table, about in (("m-", "mentions", "mention"), ("r-", "reports", "report")):
        if a.startswith(start) and b.startswith(start):
            return about, [(_known(corpus, table, a), _known(corpus, table, b))]
    if any(key[:2] in ("e-", "m-", "r-", "s-", "t-", "a-") for key in (a, b)):
        raise TellingsError(
            "bad-judgement",
            "these two are not of one kind, or not of a kind to judge",
            hint="Name two events, mentions, reports or names",
        )
    return "actor", [(a, b)]


def _mentions_of(corpus: Corpus, key: str) -> list[str]:
    event = find_event(corpus, key)
    if event is None:
        raise TellingsError(
            "no-such-event", f"there is no event {key!r}", hint="`tellings show CORPUS STORY` lists the events"
        )
    return [mention for telling in event.tellings for mention in telling.mentions]


def _known(corpus: Corpus, table: str, key: str) -> str:
    with corpus.engine.connect() as connection:
        found = queries.ids_like(connection, table, key)
    if len(found) != 1:
        what = "nothing" if not found else "more than one thing"
        raise TellingsError(
            "no-such-thing", f"{key!r} is the id of {what}", hint="`tellings show CORPUS EVENT` lists the mentions"
        )
    return found[0]
