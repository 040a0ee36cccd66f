"""Which of a report's times is the time of an event.

First the expression that the frame itself binds, then the one whose way to the trigger through the syntax is shortest
without crossing into or out of what somebody says ("X reported Tuesday that …": Tuesday is the day of the report), then
the day that the sentence before in the same paragraph tells of.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from tellings.entities.held import held
from tellings.entities.times_lags import lagged_day
from tellings.entities.times_tense import context, top
from tellings.model import Mention, When
from tellings.parse import Parsed

LIMIT = 5.0
OWN = 1.0  # nearer than this is the event's own adverbial
_WALL = 100.0
_UP = {
    "ccomp": _WALL,
    "parataxis": _WALL,
    "relcl": 2.5,
    "advcl": 2.0,
    "conj": 1.0,
    "acl": 1.0,
    "csubj": 2.0,
    "pcomp": 1.0,
}
_DOWN = {
    "ccomp": _WALL,
    "parataxis": _WALL,
    "relcl": 4.0,
    "advcl": 2.0,
    "conj": 2.0,
    "acl": 3.0,
    "csubj": 3.0,
    "pcomp": 2.0,
    "xcomp": 4.0,
}
_BACK = 2  # sentences


def event_time(parsed: Parsed, mention: Mention, times: Sequence[When]) -> tuple[When | None, str]:
    """The event's time and why: frame, clause, sentence, narrative, none.  The time may still lack its anchor."""
    tokens = parsed.tokens(mention.trigger)
    if not len(tokens):
        return None, "none"
    usable = [t for t in times if t.span is not None and t.type in ("DATE", "TIME") and t.granularity != "reference"]
    usable = [t for t in usable if t.start or t.missing]
    if mention.time_phrase is not None:
        phrase = mention.time_phrase
        for time in usable:
            if time.span.start < phrase.end and phrase.start < time.span.end:
                return time, "frame"
    trigger = tokens.root
    number = parsed.sentence_number(trigger)
    inside = _within(parsed, usable, number)
    clause = held(trigger)
    if clause is not None and (day := _nearest_day(parsed, clause, inside)) is not None:
        return day, "clause"
    of_that_day = _told_of_day(parsed, trigger, inside)
    if of_that_day is not None:
        return of_that_day, "clause"
    ranked = sorted(
        ((distance(parsed, trigger, t) + _coarse(t), _gap(mention, t), t) for t in inside), key=lambda r: r[:2]
    )
    if not (ranked and ranked[0][0] < OWN):
        lagged = lagged_day(parsed, trigger, lambda verb: _nearest_day(parsed, verb, inside))
        if lagged is not None:
            return lagged, "clause"
    if ranked and ranked[0][0] <= LIMIT:
        return ranked[0][2], "clause" if ranked[0][0] < 3 else "sentence"
    if mention.status == "actual":
        told = _narrative(parsed, usable, number)
        if told is not None:
            return told, "narrative"
    return None, "none"


def _nearest_day(parsed: Parsed, verb: Token, times: Sequence[When]) -> When | None:
    """The day whose way to this verb is shortest."""
    ranked = sorted(((distance(parsed, verb, t), t.span.start, t) for t in times), key=lambda r: r[:2])
    return ranked[0][2] if ranked and ranked[0][0] <= LIMIT else None


def _told_of_day(parsed: Parsed, trigger: Token, times: Sequence[When]) -> When | None:
    """ "… since 11 January, when two students were shot dead": the day right before the "when" of the event's own clause."""
    for node in (trigger, *trigger.ancestors):
        when = next((c for c in node.children if c.lower_ == "when" and c.i < node.i), None)
        if when is not None:
            lead = parsed.report.text[: when.idx].rstrip(" ,")
            return next((t for t in times if t.span.end == len(lead) and t.granularity == "day"), None)
        if node.pos_ in ("VERB", "AUX"):
            return None
    return None


def distance(parsed: Parsed, trigger: Token, time: When) -> float:
    """How far the syntax puts a time from a trigger: 0 its own adverbial, over `LIMIT` out of reach."""
    tokens = parsed.tokens(time.span)
    head = top(parsed.doc, tokens.start, tokens.end)
    if _compared_with(head, trigger):
        return _WALL
    host, cost = _host(head, time.granularity == "time")
    above = [trigger, *trigger.ancestors]
    order = {token.i: n for n, token in enumerate(above)}
    down = 0.0
    node = host
    while node.i not in order:
        if node.dep_ == "prep" and node.lower_ in context()["apart"] and not _close(node):
            return _WALL
        if node.dep_ == "advcl" and node.lemma_.lower() in context()["reporting"] and not _marks(node):
            return _WALL  # "…, a hospital said on Wednesday", which the parser took for a clause of the event's
        down += _DOWN.get(node.dep_, 1.0)
        if node.head.i == node.i:
            return _WALL
        node = node.head
    meeting = order[node.i]
    if any(_lagged(above[n]) for n in range(meeting)):
        return _WALL
    up = sum(_UP.get(above[n].dep_, 0.5) for n in range(meeting))
    if meeting and node.dep_ == "ROOT" and above[meeting - 1].dep_ in ("ccomp", "parataxis"):
        return _WALL
    if (
        host.pos_ in ("NOUN", "PROPN")
        and down
        and head.dep_ in ("poss", "compound", "nmod", "amod", "nummod", "npadvmod")
    ):
        cost += 2.0  # "Monday's vote" is the day of the vote
    return cost + up + down + _between(trigger, head, host)


def _compared_with(head: Token, trigger: Token) -> bool:
    """ "The largest protest in the city since 11 January": the day of another one, unless of what is told of that day."""
    since = head
    for _ in range(3):
        if since.lower_ == "since":
            break
        since = since.head
    if since.lower_ != "since" or trigger.i in {t.i for t in head.subtree}:
        return False
    host = since.head
    for _ in range(4):
        if any(_ranked(c) for noun in (host, *(c for c in host.children if c.dep_ == "attr")) for c in noun.children):
            return True
        if host.pos_ in ("VERB", "AUX"):
            break
        host = host.head
    return False


def _ranked(token: Token) -> bool:
    return token.tag_ in ("JJS", "RBS") or (token.dep_ == "amod" and token.lower_ in context()["ranked"])


def _between(trigger: Token, head: Token, host: Token) -> float:
    """ "The arrest of the editor last month drew …": an expression before the verb is the subject's, if that is an event."""
    if not head.i < host.i or host.pos_ not in ("VERB", "AUX"):
        return 0.0
    subject = next((c for c in host.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < head.i), None)
    if subject is None or host.doc[head.left_edge.i - 1].is_punct:
        return 0.0
    if trigger.i == subject.i:
        return -1.0
    return 0.0 if trigger.i == host.i else 0.5


def _lagged(token: Token) -> bool:
    """ "Met on Thursday, three days after gunmen killed …": told to be of another day."""
    if token.dep_ != "advcl" or not any(c.lower_ in context()["apart"] for c in _marks(token)):
        return False
    return any(c.dep_ == "npadvmod" and c.lemma_.lower() in context()["lags"] for c in token.children)


def _marks(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "mark"]


def _close(prep: Token) -> bool:
    """ "Hours after", "shortly before": the same day."""
    return any(c.lemma_.lower() in context()["close"] for c in prep.children) or (
        prep.i > 0 and prep.nbor(-1).lower_ in context()["close"]
    )


def _host(head: Token, clock: bool = False) -> tuple[Token, float]:
    """What the expression modifies, prepositions passed; a bound ("since", "until") is farther off, not "after midnight"."""
    cost = 0.0
    node = head
    for _ in range(6):
        if node.head.i == node.i:
            return node, cost
        parent = node.head
        if parent.pos_ in ("ADP", "SCONJ") or parent.dep_ in ("prep", "pcomp"):
            bound = parent.lower_ in context()["bounds"] and not (clock and parent.lower_ in ("after", "before"))
            cost += 4.0 if bound else 10.0 if parent.lower_ == "for" else 0.0
            node = parent
            continue
        if parent.ent_type_ == "DATE" or parent.pos_ in ("NUM",):
            node = parent
            continue
        return parent, cost
    return node, cost


def _within(parsed: Parsed, times: Sequence[When], number: int) -> list[When]:
    sentence = parsed.sentences[number]
    return [t for t in times if sentence.start_char <= t.span.start < sentence.end_char]


def _coarse(time: When) -> float:
    return 0.0 if time.granularity in ("day", "time", "interval") else 0.4


def _gap(mention: Mention, time: When) -> int:
    return max(time.span.start - mention.trigger.end, mention.trigger.start - time.span.end, 0)


def _narrative(parsed: Parsed, times: Sequence[When], number: int) -> When | None:
    """The day of the main clause of the nearest sentence before in the same paragraph."""
    for back in range(1, _BACK + 1):
        before = number - back
        if before < 0:
            return None
        gap = parsed.report.text[parsed.sentences[before].end_char : parsed.sentences[before + 1].start_char]
        gap += parsed.sentences[before].text[-2:]
        if "\n" in gap or parsed.in_title(parsed.sentences[before][0]):
            return None
        root = parsed.sentences[before].root
        inside = [(distance(parsed, root, t) + _coarse(t), t) for t in _within(parsed, times, before)]
        near = [pair for pair in inside if pair[0] < 3]
        if near and not any(child.dep_ in ("ccomp", "parataxis") for child in root.children):
            return min(near, key=lambda pair: pair[0])[1]
    return None
