"""Puts phrases of a text into slots, as coding would, and resolves them."""

from __future__ import annotations

from tellings import entities
from tellings.model import Mention, Participant, Span


def mention(parsed, actor: str = "", recipient: str = "", type: str = "CONSULT", number: int = 0) -> Mention:
    """One mention whose slots hold these words of the text."""
    return Mention(
        id=f"m{number}",
        type=type,
        trigger=_trigger(parsed, actor or recipient),
        sentence=Span(0, len(parsed.report.text)),
        frame="test",
        actors=(participant(parsed, actor),) if actor else (),
        recipients=(participant(parsed, recipient),) if recipient else (),
    )


def participant(parsed, words: str) -> Participant:
    start = parsed.report.text.index(words)
    span = Span(start, start + len(words))
    head = parsed.tokens(span).root
    return Participant(span=span, head=Span(head.idx, head.idx + len(head)))


def _trigger(parsed, words: str) -> Span:
    start = parsed.report.text.index(words)
    root = parsed.tokens(Span(start, start + len(words))).root.sent.root
    return Span(root.idx, root.idx + len(root))


def resolved(parsed, knowledge, *mentions, attributions=()):
    """The resolved report and its actors by id."""
    out = entities.resolve(parsed, attributions, mentions, knowledge)
    return out, {a.id: a for a in out.actors}


def actor_of(parsed, knowledge, words: str, type: str = "CONSULT", side: str = "actor"):
    """The actor that a phrase in a slot resolves to."""
    out, actors = resolved(parsed, knowledge, mention(parsed, **{side: words}, type=type))
    slot = out.mentions[0].actors if side == "actor" else out.mentions[0].recipients
    return actors[slot[0].actor]
