"""Deeds told of whoever they are done to: "a shelter for women who have been assaulted" tells of no one assault."""

from __future__ import annotations

import re
from functools import cache

from tellings.compare.words import who_words
from tellings.model import Span

_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")  # no name and no figure


def of_anybody(text: str, party: Span, trigger: Span) -> bool:
    """Whether the words for a participant name nobody in particular, and the deed stands behind "who have" or the like.

    "Protesters who stormed the hall" are those of one day: the past tells of a deed, the perfect and the present of a kind.
    """
    words = text[party.start : party.end]
    if party.end > trigger.start or not _PLAIN.fullmatch(words) or words.split()[0] in who_words("particular"):
        return False
    return bool(_whoever().match(text, party.end, trigger.start))


@cache
def _whoever() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:who|that)\s+(?:{'|'.join(sorted(who_words('lasting')))})\b")
