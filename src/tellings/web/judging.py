"""A person's word on what is the same and of which type: which pairs it speaks of, and what follows from it."""

from __future__ import annotations

from datetime import datetime
from itertools import product

from tellings.compare.recoding import NO_COUNTRY
from tellings.compare.retyping import NO_EVENT
from tellings.corpus import Corpus, queries
from tellings.engines.comparison import renew
from tellings.entities.knowledge import NON_STATE, SECTORS, country_codes
from tellings.errors import TellingsError
from tellings.events.tables import MODES
from tellings.model import EVENT_TYPES, Judgement
from tellings.web.event_view import find_event

VERDICTS = ("same", "different", "type", "code", "move", "undo")
Said = tuple[str, str, str, str]  # verdict, about, a, b


def judge(corpus: Corpus, verdict: str, a: str, b: str, *, by: str, why: str = "") -> int:
    """Keep a judgement; returns of how many pairs it speaks.  It counts from the next comparison on.

    same, different: of two events, mentions, reports or names.  type: a mention or event, and "TYPE", "TYPE mode" or
    "NONE".  code: an actor's name, and its country and sectors, primary first ("KEN GOV MIL"; "NONE" for no country).
    move: a mention or telling, and the event it belongs to, or "new" for an event of its own.  undo: takes back what was said of this
    pair.
    corpus: open to write.  Raises bad-judgement, no-such-event, no-such-thing.
    """
    if verdict not in VERDICTS or not a or not b:
        raise TellingsError(
            "bad-judgement",
            "a judgement is: same A B, different A B, type A TYPE, code NAME CODE, move MENTION EVENT, or undo A B",
            hint="`tellings judge CORPUS different e-41 e-7c`",
        )
    if by == "machine" or not by:
        raise TellingsError("bad-judgement", "a person must judge, not the machine", hint="Give a name with --by")
    at = datetime.now().astimezone().isoformat(timespec="microseconds")
    reasons = (why,) if why else ()
    pairs = _pairs(corpus, verdict, a, b)
    corpus.judge(
        Judgement(a=one, b=other, about=about, verdict=said, score=1.0, reasons=reasons, by=by, at=at)
        for said, about, one, other in pairs
    )
    return len(pairs)


def compare(corpus: Corpus) -> None:
    """Follow what was judged."""
    renew(corpus)


def _pairs(corpus: Corpus, verdict: str, a: str, b: str) -> list[Said]:
    if verdict == "undo":
        return _standing(corpus, a, b)
    if verdict == "type":
        mentions = _mentions_of(corpus, a) if a.startswith("e-") else [_known(corpus, "mentions", a)]
        return [("same", "type", mention, _type(b)) for mention in mentions]
    if verdict == "code":
        return [("same", "code", a, _code(b))]
    if verdict == "move":
        return (
            _moved_telling(corpus, a, b) if a.startswith("t-") else _moved(corpus, [_known(corpus, "mentions", a)], b)
        )
    if a.startswith("e-") and b.startswith("e-"):
        return _of_events(corpus, verdict, a, b)
    for start, table, about in (("m-", "mentions", "mention"), ("r-", "reports", "report")):
        if a.startswith(start) and b.startswith(start):
            return [(verdict, about, _known(corpus, table, a), _known(corpus, table, b))]
    if any(key[:2] in ("e-", "m-", "r-", "s-", "t-", "a-") for key in (a, b)):
        raise TellingsError(
            "bad-judgement",
            "these two are not of one kind, or not of a kind to judge",
            hint="Name two events, mentions, reports or names",
        )
    return [(verdict, "actor", a, b)]


def _moved(corpus: Corpus, mentions: list[str], to: str) -> list[Said]:
    """Another event's mention is the same as the first of these, those of their own event are different from each."""
    with corpus.engine.connect() as connection:
        _, own = queries.mention(connection, mentions[0])
    stays = [one for one in _mentions_of(corpus, own) if one not in mentions] if own else []
    parted = [("different", "mention", one, other) for one, other in product(mentions, stays)]
    if to != "new":
        parted.append(("same", "mention", mentions[0], _mentions_of(corpus, to)[0]))
    if not parted:
        raise TellingsError("bad-judgement", "this is an event of its own already", hint="Name another event")
    return parted


def _moved_telling(corpus: Corpus, key: str, to: str) -> list[Said]:
    """The mentions of a telling belong elsewhere; one in words that no frame knows can only be taken out of its event."""
    with corpus.engine.connect() as connection:
        event = queries.event_of_telling(connection, key)
    if event is None:
        raise TellingsError("no-such-thing", f"there is no telling {key!r}", hint="An event's page has its tellings")
    telling = next(t for t in event.tellings if t.id == key)
    if telling.mentions:
        return _moved(corpus, list(telling.mentions), to)
    if to != "new":
        raise TellingsError(
            "bad-judgement",
            "this telling is known by what it shares with the event and has no mention of its own to move",
            hint=f"`tellings judge CORPUS move {key} new` takes it out of the event",
        )
    return [("different", "telling", mention, telling.report) for t in event.tellings for mention in t.mentions]


def _of_events(corpus: Corpus, verdict: str, a: str, b: str) -> list[Said]:
    """Of two events: one pair of mentions makes them the same, all pairs keep them apart.

    Events of two stories can only be the same if their reports are of one story, so that is said, too.
    """
    first, second = _event(corpus, a), _event(corpus, b)
    if first.id == second.id:
        raise TellingsError("bad-judgement", "this is one event already", hint="Name two of its mentions to part it")
    mine, theirs = ([m for t in event.tellings for m in t.mentions] for event in (first, second))
    if verdict == "different":
        return [(verdict, "mention", one, other) for one, other in product(mine, theirs)]
    found = [(verdict, "mention", mine[0], theirs[0])]
    if first.story != second.story:
        found.append((verdict, "report", first.tellings[0].report, second.tellings[0].report))
    return found


def _standing(corpus: Corpus, a: str, b: str) -> list[Said]:
    """The judgements on this pair, either way round, that were not taken back."""
    last = {(j.about, frozenset((j.a, j.b))): j for j in corpus.judgements()}
    found = [
        ("withdrawn", j.about, j.a, j.b) for (_, pair), j in last.items() if pair == {a, b} and j.verdict != "withdrawn"
    ]
    if not found:
        raise TellingsError(
            "no-such-judgement", f"nobody judged {a!r} and {b!r}", hint="`tellings judge CORPUS` lists the judgements"
        )
    return found


def _type(text: str) -> str:
    """A type with or without one of its modes, as the log keeps it."""
    kind, _, mode = text.strip().partition(" ")
    kind, mode = kind.upper(), mode.strip().lower()
    if kind == NO_EVENT and not mode:
        return kind
    if kind not in EVENT_TYPES:
        raise TellingsError("bad-judgement", f"{text!r} is no type", hint=f"{', '.join(EVENT_TYPES)}, or {NO_EVENT}")
    if mode and mode not in MODES[kind]:
        raise TellingsError(
            "bad-judgement", f"{kind} has no mode {mode!r}", hint=f"It has: {', '.join(MODES[kind]) or 'none'}"
        )
    return f"{kind} {mode}".strip()


def _code(text: str) -> str:
    """A country's or non-state code and sectors, as the log keeps them."""
    code, *sectors = text.upper().split() or [""]
    if code not in country_codes() | {NO_COUNTRY}:
        raise TellingsError(
            "bad-judgement",
            f"{code!r} is no country's code",
            hint=f"Three letters of ISO 3166, one of {', '.join(sorted(NON_STATE))}, or {NO_COUNTRY}; then the sectors",
        )
    unknown = [sector for sector in sectors if sector not in SECTORS]
    if unknown:
        raise TellingsError("bad-judgement", f"{unknown[0]!r} is no sector", hint=f"{', '.join(sorted(SECTORS))}")
    return " ".join((code, *dict.fromkeys(sectors)))


def _event(corpus: Corpus, key: str):
    event = find_event(corpus, key)
    if event is None:
        raise TellingsError(
            "no-such-event", f"there is no event {key!r}", hint="`tellings show CORPUS STORY` lists the events"
        )
    return event


def _mentions_of(corpus: Corpus, key: str) -> list[str]:
    return [mention for telling in _event(corpus, key).tellings for mention in telling.mentions]


def _known(corpus: Corpus, table: str, key: str) -> str:
    with corpus.engine.connect() as connection:
        found = queries.ids_like(connection, table, key)
    if len(found) != 1:
        what = "nothing" if not found else "more than one thing"
        raise TellingsError(
            "no-such-thing", f"{key!r} is the id of {what}", hint="`tellings show CORPUS EVENT` lists the mentions"
        )
    return found[0]
