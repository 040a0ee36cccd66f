"""Which language a text is in: by its script, then by the small words it uses.  No model: it must be cheap."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4_000
# Scripts by the first word of Unicode's character names.
_SCRIPTS = {
    "ARABIC": "ar", "CYRILLIC": "ru", "HEBREW": "he", "GREEK": "el", "DEVANAGARI": "hi", "BENGALI": "bn", "CJK": "zh",
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am",
    "TAMIL": "ta", "TELUGU": "te", "GURMUKHI": "pa", "GUJARATI": "gu", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si",
    "MYANMAR": "my", "KHMER": "km", "LAO": "lo", "TIBETAN": "bo",
}  # fmt: skip
_LETTERS = {"ar": (("پچژگک", "fa"), ("ٹڈڑے", "ur")), "ru": (("іїєґ", "uk"), ("ў", "be"), ("ђћџљњ", "sr"))}


@cache
def profiles() -> dict[str, frozenset[str]]:
    """Language to its small words."""
    text = (files("tellings.gather") / "data" / "stopwords.toml").read_text("utf-8")
    return {language: frozenset(words.split()) for language, words in tomllib.loads(text).items()}


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language most of the text is in; None if its words do not tell."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script:
        return script
    words = Counter(_WORD.findall(sample.lower()))
    hits = {language: sum(words[word] for word in small if word in words) for language, small in profiles().items()}
    best = max(hits, key=lambda language: hits[language])
    if hits[best] < max(2, 0.08 * words.total()):
        # Headlines and lists have few small words; a single English one outweighs none at all.
        return "en" if hits["en"] and hits["en"] == hits[best] else None
    return "en" if hits["en"] == hits[best] else best


def _script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = [char for char in sample if char.isalpha()]
    foreign = [char for char in letters if char > "\u036f" and not "\u1e00" <= char <= "\u1eff"]
    if not letters or len(foreign) <= 0.5 * len(letters):
        return None
    counts: dict[str, int] = {}
    for char in foreign[:500]:
        name = unicodedata.name(char, "").split(" ")[0]
        language = _SCRIPTS.get(name)
        if language:
            counts[language] = counts.get(language, 0) + 1
    if counts.get("ja"):
        return "ja"
    best = max(counts, key=lambda language: counts[language], default=None)
    present = set(foreign)
    for special, language in _LETTERS.get(best or "", ()):
        if present & set(special):
            return language
    return best
