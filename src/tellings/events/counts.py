"""How many: killed, injured, arrested, abducted, missing, displaced, participants.

`find_counts(parsed)` gives all counts of a text; `attach(parsed, mentions)` gives each to the event that it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import msgspec
from spacy.tokens import Token

from tellings.events.counts_find import find
from tellings.events.counts_lean import Found
from tellings.model import Count, Mention, Span
from tellings.parse import Parsed

# The types of event that can have a count, the likeliest first
_TYPES = {
    "killed": ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "ACCUSE"),
    "injured": ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "ACCUSE"),
    "missing": ("ASSAULT", "COERCE", "MOBILIZE"),
    "displaced": ("COERCE", "ASSAULT", "RETREAT", "MOBILIZE", "AID"),
    "arrested": ("COERCE", "PROTEST", "SANCTION"),
    "abducted": ("ASSAULT", "COERCE"),
    "participants": ("PROTEST", "CONSULT", "MOBILIZE", "SUPPORT", "REJECT"),
}
_NEAREST = 8  # events of one sentence that are weighed against one another
_FAR = 12
_FOLLOWING = 2  # sentences in which the count of an event may follow it


def find_counts(parsed: Parsed) -> tuple[Count, ...]:
    """Every count of a text, in text order."""
    return tuple(_count(found) for found in find(parsed))


def attach(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with their counts: by the trigger, by the sentence, else the event told just before."""
    given: dict[int, list[Count]] = {}
    placed = _placed(parsed, mentions)
    for found in find(parsed):
        number = _home(parsed, found, placed)
        if number is not None:
            given.setdefault(number, []).append(_count(found))
    return tuple(
        msgspec.structs.replace(mention, counts=(*mention.counts, *given[n])) if n in given else mention
        for n, mention in enumerate(mentions)
    )


def _count(found: Found) -> Count:
    by = found.by
    return Count(
        what=found.what,
        low=found.group.low,
        high=found.group.high,
        span=found.group.span,
        update=found.update,
        of=Span(by.idx, by.idx + len(by)),
    )


def _placed(parsed: Parsed, mentions: Sequence[Mention]) -> dict[int, list[tuple[int, Mention, Token]]]:
    """Sentence → its mentions with their numbers and the chief tokens of their triggers."""
    out: dict[int, list[tuple[int, Mention, Token]]] = {}
    for n, mention in enumerate(mentions):
        trigger = parsed.tokens(mention.trigger)
        if len(trigger):
            out.setdefault(parsed.sentence_number(trigger[0]), []).append((n, mention, trigger.root))
    return out


def _home(parsed: Parsed, found: Found, placed: dict[int, list[tuple[int, Mention, Token]]]) -> int | None:
    sentence = parsed.sentence_number(found.by)
    options: list[tuple[float, int]] = []
    for at in range(sentence - _FOLLOWING, sentence + 1):
        fitting = [x for x in placed.get(at, ()) if x[1].type in _TYPES[found.what]]
        if len(fitting) > _NEAREST:
            fitting = sorted(fitting, key=lambda x: abs(x[1].trigger.start - found.by.idx))[:_NEAREST]
        for n, mention, root in fitting:
            score = 4.0 * (sentence - at) + 0.2 * _TYPES[found.what].index(mention.type)
            if mention.trigger.start <= found.by.idx < mention.trigger.end:
                score -= 10
            elif at == sentence:
                score += min(3.0, 0.5 * _steps(found.by, root))
            elif mention.status in ("future", "hypothetical", "negated"):
                continue
            options.append((score, -n if at < sentence else n))
    if not options:
        return None
    return abs(min(options)[1])


def _steps(one: Token, other: Token) -> int:
    """Edges between two tokens of a sentence; far is far."""
    up = {token.i: n for n, token in enumerate(islice((one, *islice(one.ancestors, _FAR)), _FAR))}
    for n, token in enumerate(islice((other, *islice(other.ancestors, _FAR)), _FAR)):
        if token.i in up:
            return n + up[token.i]
    return 20
