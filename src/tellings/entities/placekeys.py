"""How the name of a place is written as a key: the same for the file that is shipped and for the words of a report."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h",
        "ŋ": "n", "ŧ": "t",
    }
)  # fmt: skip
_DROPPED = re.compile(r"[.'’‘ʻʼʾʿ`´ˈ\u02bb]")
_GAP = re.compile(r"[\s\-‐‑–_/]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


@lru_cache(maxsize=8192)
def place_key(name: str) -> str:
    """Lower case, no accents, no apostrophes or full stops, hyphens as blanks, "Saint" as "st".

    >>> place_key("Saint-Étienne"), place_key("Sana'a"), place_key("D.C.")
    ('st etienne', 'sanaa', 'dc')
    """
    text = name.lower()
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text.translate(_LETTERS)) if not unicodedata.combining(c)
        )
        text = text.translate(_LETTERS)
    words = _GAP.sub(" ", _DROPPED.sub("", text)).split()
    return " ".join(_SHORT.get(word, word) for word in words)
