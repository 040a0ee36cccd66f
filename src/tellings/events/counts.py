"""How many: killed, injured, arrested, abducted, missing, displaced, participants.

`find_counts(parsed)` gives all counts of a text; `attach(parsed, mentions)` gives each to the event that it is of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

import msgspec

from tellings.events.counts_find import find
from tellings.events.counts_lean import REACH, Found
from tellings.events.counts_lexicon import lexicon
from tellings.events.tokens import Token, Tokens
from tellings.model import Count, Mention, Span
from tellings.numbers import find_numbers
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
_COUNTABLE = frozenset(kind for kinds in _TYPES.values() for kind in kinds)
# Whose number says how many, by type and mode: the side of the event and what is counted
_SIDES = {
    ("COERCE", "arrest"): ("recipients", "arrested"),
    ("ASSAULT", "abduct"): ("recipients", "abducted"),
    ("PROTEST", "demo"): ("actors", "participants"),
    ("PROTEST", "riot"): ("actors", "participants"),
    ("PROTEST", "strike"): ("actors", "participants"),
    ("PROTEST", "obstruct"): ("actors", "participants"),
}
_NEAREST = 8  # events of one sentence that are weighed against one another
_FAR = 12
_BY_CROWD = 3.0  # officers who are hurt beside a protest were hurt by the crowd, not by the police's gas
_PAST_ARREST = 2  # sentences more in which those who are counted beside an arrest may have been hurt
_NO_HARM = 17.0  # so many sentences' cost is less than an arrest beside the number of the hurt
_BEFORE = 3  # words of a phrase before its number
_FOLLOWING = 2  # sentences in which the count of an event may follow it


def find_counts(parsed: Parsed) -> tuple[Count, ...]:
    """Every count of a text, in text order."""
    with Tokens(parsed.columns) as doc:
        return tuple([_count(found) for found in find(parsed, doc) if not _is_age(parsed, found)])


def attach(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with their counts: by the trigger, by the sentence, else the event told just before."""
    with Tokens(parsed.columns) as doc:
        given = _given(parsed, doc, mentions)
    return tuple(
        msgspec.structs.replace(mention, counts=(*mention.counts, *given[n])) if n in given else mention
        for n, mention in enumerate(mentions)
    )


def _given(parsed: Parsed, doc: Tokens, mentions: Sequence[Mention]) -> dict[int, list[Count]]:
    """Number of a mention → its counts."""
    given: dict[int, list[Count]] = {}
    placed = _placed(parsed, doc, mentions)
    waiting: list[Found] = []
    for found in find(parsed, doc, _telling(parsed, placed)) if placed else ():
        if _is_age(parsed, found):
            continue
        number = _home(parsed, found, placed, 0)
        if number is None or _hurts_nobody(mentions[number], found):
            waiting.append(found)
        else:
            given.setdefault(number, []).append(_count(found))
    for found in waiting:
        beside_arrest = _home(parsed, found, placed, 0) is not None
        far = _FOLLOWING + _PAST_ARREST if beside_arrest else _FOLLOWING
        number = _home(parsed, found, placed, far, {n for n, counts in given.items() if _victims(counts)})
        number = _told_next(parsed, found, placed) if number is None else number
        if number is not None:
            given.setdefault(number, []).append(_count(found))
    for n, mention in enumerate(mentions):
        of_side = _of_side(parsed, mention, {c.what for c in given.get(n, ())})
        if of_side is not None:
            given.setdefault(n, []).append(of_side)
    return given


def _of_side(parsed: Parsed, mention: Mention, known: set[str]) -> Count | None:
    """The number of those who were taken or who came out, where the frame found them and no word of counting stands by."""
    side, what = next((_SIDES[mention.type, m] for m in mention.modes if (mention.type, m) in _SIDES), ("", ""))
    if not side or what in known:
        return None
    parties = [p for p in getattr(mention, side) if mention.sentence.start <= p.span.start < mention.sentence.end]
    if len(parties) != 1:
        return None
    span = parties[0].span
    text = parsed.report.text[span.start : span.end]
    number = next(iter(find_numbers(text)), None)
    if number is None or number.low < 2 or len(text[: number.span.start].split()) > _BEFORE:
        return None
    head = parsed.tokens(parties[0].head)
    words = lexicon()
    if not len(head) or head.root.lemma_.lower() in words["things"]:
        return None
    if head.root.lower_.rstrip(".") in words["months"]:
        return None  # "the Jan. 6 riot"
    core = Span(span.start + number.core.start, span.start + number.core.end)
    owner = head.root
    if mention.trigger.start <= owner.head.idx < mention.trigger.end and owner.dep_ in ("amod", "nummod"):
        return None  # "several strikes": so many of them
    amount = parsed.tokens(core)
    # "protesters in two towns": the number must be that of the head, or the head itself.
    own = core.start <= owner.idx < core.end or any(t.head.i == owner.i for t in amount)
    if not len(amount) or not (own or text[number.core.end :].startswith(" of ")):
        return None
    trigger = mention.trigger
    return Count(
        what=what, low=number.low, high=number.high, span=Span(span.start + number.span.start, span.end), of=trigger
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


_AFTER_NAME = re.compile(r"[A-Z][\w.’'-]*(?: (?:Jr|Sr)\.?)?(?:, | \()$")
_AFTER_NOUN = re.compile(r"[^\W\d_]+, $")
_AGE = re.compile(r"\d{1,2}(?=[,;)]|\.|\s+(?:of|from|and)\b|$)")
_APPOSED = re.compile(r"\d{2}, ")


def _is_age(parsed: Parsed, found: Found) -> bool:
    """A bare number by itself between marks: "Ana Ruiz, 34, was arrested", "the driver, 42, from Gori", "Ruiz, 67 of Cork"."""
    span, text = found.group.span, parsed.text
    before = text[max(0, span.start - 40) : span.start]
    bare = _AGE.match(text, span.start)
    if bare and _AFTER_NAME.search(before):
        return bare.end() == span.end or text.startswith(" of ", bare.end())
    apposed = _APPOSED.match(text, span.start)
    return bool(apposed and apposed.end() - 2 == span.end and _AFTER_NOUN.search(before))


def _placed(parsed: Parsed, doc: Tokens, mentions: Sequence[Mention]) -> dict[int, list[tuple[int, Mention, Token]]]:
    """Sentence → its mentions with their numbers and the chief tokens of their triggers."""
    out: dict[int, list[tuple[int, Mention, Token]]] = {}
    for n, mention in enumerate(mentions):
        first, after = parsed.reach(mention.trigger) if mention.type in _COUNTABLE else (0, 0)
        if first < after:
            chief = first if after == first + 1 else parsed.doc[first:after].root.i
            out.setdefault(parsed.sentence_number(first), []).append((n, mention, doc[chief]))
    return out


def _telling(parsed: Parsed, placed: Collection[int]) -> set[int]:
    """Sentences whose numbers may be those of an event: its own, those that follow it, and what a number there leans on."""
    count = len(parsed.sentences)
    out = {s for at in placed for s in range(at - 1, at + _FOLLOWING + 1) if 0 <= s < count}
    for at in sorted(out):
        start = parsed.sentences[at].start
        while at and start - parsed.sentences[at - 1].end <= REACH:
            at -= 1
            out.add(at)
    return out


def _victims(counts: Sequence[Count]) -> bool:
    return any(c.what in ("killed", "injured", "missing") for c in counts)


def _home(
    parsed: Parsed,
    found: Found,
    placed: dict[int, list[tuple[int, Mention, Token]]],
    following: int,
    counted: Collection[int] = (),
) -> int | None:
    """counted: events of which victims have been told; more of them are most likely theirs."""
    sentence = parsed.sentence_number(found.by.i)
    options: list[tuple[float, int]] = []
    for at in range(sentence - following, sentence + 1):
        fitting = [x for x in placed.get(at, ()) if x[1].type in _TYPES[found.what]]
        if len(fitting) > _NEAREST:
            fitting = sorted(fitting, key=lambda x: abs(x[1].trigger.start - found.by.idx))[:_NEAREST]
        for n, mention, root in fitting:
            score = 4.0 * (sentence - at) + 0.2 * _TYPES[found.what].index(mention.type)
            if _hurts_nobody(mention, found):
                score += _NO_HARM
            if (
                mention.type == "PROTEST"
                and found.what in ("killed", "injured")
                and found.group.head.lemma_ in lexicon()["force"]
            ):
                score -= _BY_CROWD
            if mention.trigger.start <= found.by.idx < mention.trigger.end:
                score -= 10
            elif at == sentence:
                score += min(3.0, 0.5 * _steps(found.by, root))
            elif mention.status in ("future", "hypothetical", "negated"):
                continue
            elif n in counted and found.what in ("killed", "injured", "missing"):
                score -= 6
            options.append((score, -n if at < sentence else n))
    if not options:
        return None
    return abs(min(options)[1])


def _told_next(parsed: Parsed, found: Found, placed: dict[int, list[tuple[int, Mention, Token]]]) -> int | None:
    """ "Two soldiers fell at the ford.  Raiders had opened fire …": victims before the deed of which they are."""
    if found.what not in ("killed", "injured") or found.group.bare:
        return None
    after = placed.get(parsed.sentence_number(found.by.i) + 1, ())
    return next((n for n, m, _ in after if m.type == "ASSAULT" and m.status in ("actual", "historical")), None)


def _hurts_nobody(mention: Mention, found: Found) -> bool:
    """ "46 people were detained, and nine officers were hurt": an arrest is not what hurt them, if anything else may be."""
    arrest = mention.type == "COERCE" and "arrest" in mention.modes and "abduct" not in mention.modes
    inside = mention.trigger.start <= found.by.idx < mention.trigger.end
    return arrest and not inside and found.what in ("killed", "injured")


def _steps(one: Token, other: Token) -> int:
    """Edges between two tokens of a sentence; far is far."""
    up = {token.i: n for n, token in enumerate(islice((one, *islice(one.ancestors, _FAR)), _FAR))}
    for n, token in enumerate(islice((other, *islice(other.ancestors, _FAR)), _FAR)):
        if token.i in up:
            return n + up[token.i]
    return 20
