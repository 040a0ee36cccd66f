"""A person's word on what a mention tells of: another type, or no event at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from tellings.compare.judging import latest_word
from tellings.model import Judgement, Mention, Reading

NO_EVENT = "NONE"


def judged_types(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Mention -> the newest judgement on its type that nobody took back.  `b` is "TYPE", "TYPE mode" or NO_EVENT."""
    found: dict[str, Judgement] = {}
    for one in latest_word(j for j in judgements if j.about == "type"):  # newest first
        if one.verdict == "same":
            found.setdefault(one.a, one)
    return found


def retyped(reading: Reading, types: Mapping[str, Judgement]) -> Reading:
    """The reading with these judgements followed; itself where none speaks of it."""
    if not types or not any(mention.id in types for mention in reading.mentions):
        return reading
    mentions = [_mention(m, types[m.id]) if m.id in types else m for m in reading.mentions]
    return replace(reading, mentions=tuple(m for m in mentions if m is not None))


def _mention(mention: Mention, judgement: Judgement) -> Mention | None:
    """The mention as judged; its CAMEO code, which says the old type, goes."""
    kind, _, mode = judgement.b.partition(" ")
    if kind == NO_EVENT:
        return None
    was = " ".join((mention.type, *mention.modes))
    because = (*mention.because, f"type by {judgement.by}, it was {was}")
    return replace(mention, type=kind, modes=(mode,) if mode else (), cameo=None, because=because)
