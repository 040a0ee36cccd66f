"""Are two spellings one name?  Shared by entities (within a report) and compare (across reports)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ar",
        "as",
        "ash",
        "at",
        "an",
        "ad",
        "az",
        "the",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "abd",
        "van",
        "der",
        "den",
        "de",
        "la",
        "le",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "del",
        "della",
        "von",
        "zu",
        "zur",
        "ter",
        "ten",
        "of",
        "and",
        "e",
        "y",
        "st",
        "san",
    ]
)
HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "sir",
        "dame",
        "lord",
        "lady",
        "sheikh",
        "shaikh",
        "sheik",
        "haji",
        "hajji",
        "hajj",
        "sayyid",
        "sayed",
        "seyed",
        "syed",
        "don",
        "dona",
        "rev",
        "hon",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "gen",
        "lt",
        "col",
        "capt",
        "maj",
    ]
)
_WORD = re.compile(r"[a-z]+")
_JOINED_ARTICLE = re.compile(r"^(?:al|el)(?=[bcdfghjkmnpqrstvwxyz][a-z]{3,}$)")
_SPECIAL = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h",
        "’": "", "'": "", "ʻ": "", "ʼ": "", "‘": "", "`": "", "ʾ": "", "ʿ": "",
    }
)  # fmt: skip
# Letters that transliterations exchange, longest first: the skeleton keeps one sign for each class of sounds.
_SOUNDS = (
    ("tsch", "C"), ("dzh", "J"), ("sch", "S"), ("tch", "C"), ("kh", "K"), ("gh", "K"), ("ch", "C"), ("sh", "S"), ("zh", "J"),
    ("dj", "J"), ("dz", "Z"), ("dh", "D"), ("th", "T"), ("ph", "F"), ("ck", "K"), ("ks", "KS"), ("ts", "Z"), ("tz", "Z"),
    ("cz", "C"), ("sz", "S"), ("qu", "K"), ("ng", "N"),
    ("b", "B"), ("c", "K"), ("d", "D"), ("f", "F"), ("g", "K"), ("j", "J"), ("k", "K"), ("l", "L"), ("m", "M"), ("n", "N"),
    ("p", "P"), ("q", "K"), ("r", "R"), ("s", "S"), ("t", "T"), ("v", "F"), ("x", "KS"), ("z", "Z"),
)  # fmt: skip
_SKELETON = re.compile("|".join(sound for sound, _ in _SOUNDS))
_SIGN = dict(_SOUNDS)
_SOFT_C = re.compile(r"c(?=[eiy])")
_REPEAT = re.compile(r"(.)\1+")
# Signs that stand for one letter of Arabic, Persian, Cyrillic or Chinese script, according to who transliterates.
_NEAR = {
    frozenset(pair) for pair in ("DZ", "DT", "SZ", "SC", "JZ", "CJ", "JK", "CK", "BP", "BF", "FP", "ZT", "JS", "LR")
}


def plain(text: str) -> str:
    """Lower case without accents, apostrophes and typographic letters."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKD", text.lower().translate(_SPECIAL))
    return "".join(c for c in text if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: particles, honorifics and "al-" left out, possessive removed."""
    text = plain(re.sub(r"['’]s\b", "", name))
    words = _WORD.findall(text)
    kept = tuple(w for w in words if w not in PARTICLES and w not in HONORIFICS)
    return kept or tuple(words)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Consonant classes of a plain word: "gaddafi", "qadhafi" and "khadafy" have one skeleton."""
    first = word[:1]
    signs = "".join(_SIGN[m.group()] for m in _SKELETON.finditer(_SOFT_C.sub("s", word)))
    signs = _REPEAT.sub(r"\1", signs)
    return ("A" if first in "aeiouywh" and not signs.startswith("A") else "") + signs


def similarity(a: str, b: str) -> float:
    """0 to 1: how likely two written names are one name.

    Words are aligned whatever their order; a word that one of them lacks costs little, since the press leaves out
    middle names, but two names that only share a given name stay low.
    """
    return _similarity(*sorted((a, b)))


@lru_cache(maxsize=50_000)
def _similarity(a: str, b: str) -> float:
    left, right = parts(a), parts(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if "".join(left) == "".join(right):
        return 0.99
    if len(left) > len(right):
        left, right = right, left
    direct = _aligned(left, right)
    joined = _joined(left, right) if len(left) != len(right) else 0.0
    return max(direct, joined)


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """Best one-to-one alignment of the shorter name's words; greedy, which is exact enough for names of a few words."""
    pairs = sorted(
        ((word_similarity(x, y), -abs(i / len(short) - j / len(long)), i, j) for i, x in enumerate(short) for j, y in enumerate(long)),
        reverse=True,
    )  # fmt: skip
    taken_short: dict[int, tuple[float, int]] = {}
    taken_long: set[int] = set()
    for score, _, i, j in pairs:
        if i not in taken_short and j not in taken_long:
            taken_short[i] = (score, j)
            taken_long.add(j)
    scores = [score for score, _ in taken_short.values()]
    weights = [max(2, min(len(short[i]), 7)) for i in taken_short]
    mean = sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(weights)
    # One word that is clearly another name outweighs the rest: Hassan Rouhani is not Hassan Nasrallah.
    worst = min(scores)
    mean = min(mean, 0.35 + 0.65 * worst) if worst < 0.75 else mean
    crossed = len(short) > 1 and any(
        taken_short[i][1] > taken_short[j][1] for i in taken_short for j in taken_short if i < j
    )
    missing = len(long) - len(short)
    # A name that lacks the other's last word lacks the family name, mostly.
    lacks_last = missing > 0 and len(long) - 1 not in taken_long
    return mean - 0.02 * crossed - min(0.04, 0.02 * missing) - 0.12 * lacks_last * (len(short) == 1)


def _joined(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """ "Abdelrahman" against "Abd al-Rahman", "Kim Jongun" against "Kim Jong Un": neighbours written as one word."""
    best = 0.0
    for i in range(len(long) - 1):
        merged = (*long[:i], long[i] + long[i + 1], *long[i + 2 :])
        if len(merged) == len(short):
            best = max(best, _aligned(short, merged) - 0.01)
    return best


@lru_cache(maxsize=100_000)
def word_similarity(a: str, b: str) -> float:
    """Two plain words: letters and consonant skeleton, whichever way of spelling explains them better."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.86 if a[0] == b[0] else 0.0
    letters = JaroWinkler.similarity(a, b)
    if (
        min(len(a), len(b)) >= 6
        and a[0] == b[0]
        and len(a) != len(b)
        and Levenshtein.distance(a, b, score_cutoff=1) == 1
    ):
        # A letter left out or doubled, as typing does.
        return max(0.9, letters)
    x, y = skeleton(_JOINED_ARTICLE.sub("", a)), skeleton(_JOINED_ARTICLE.sub("", b))
    if len(x.strip("A")) < 2 or len(y.strip("A")) < 2:
        return letters if letters > 0.9 else letters * (0.9 if x == y else 0.8)
    bones = _bones(x, y)
    return 0.3 * letters + 0.7 * bones


def _bones(x: str, y: str) -> float:
    """Similarity of skeletons by edits: a near sign costs a third, a lost vowel at the start little."""
    if x == y:
        return 1.0
    rows, columns = len(x) + 1, len(y) + 1
    previous = [0.0] * columns
    for j in range(1, columns):
        previous[j] = previous[j - 1] + (0.25 if y[j - 1] == "A" else 1.0)
    for i in range(1, rows):
        current = [previous[0] + (0.25 if x[i - 1] == "A" else 1.0)] + [0.0] * (columns - 1)
        for j in range(1, columns):
            p, q = x[i - 1], y[j - 1]
            change = 0.0 if p == q else 0.35 if frozenset((p, q)) in _NEAR else 1.2
            current[j] = min(
                previous[j - 1] + change,
                previous[j] + (0.25 if p == "A" else 0.9),
                current[j - 1] + (0.25 if q == "A" else 0.9),
            )
        previous = current
    return max(0.0, 1.0 - previous[-1] / max(len(x.strip("A")), len(y.strip("A")), 1))
