"""Are two spellings one name?  Shared by entities (within a report) and compare (across reports)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import JaroWinkler, Levenshtein

_DATA = tomllib.loads(files("tellings.data").joinpath("names.toml").read_text("utf-8"))
PARTICLES = frozenset(_DATA["particles"])
HONORIFICS = frozenset(_DATA["honorifics"])
_SAME: dict[str, frozenset[int]] = {}
for _number, _forms in enumerate(_DATA["same"]):
    for _form in _forms:
        _SAME[_form] = _SAME.get(_form, frozenset()) | {_number}
_NO_LIST: frozenset[int] = frozenset()
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
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "))
_SKELETON = re.compile("|".join(sound for sound, _ in _SOUNDS))
_SIGN = dict(_SOUNDS)
_FIRST = {**dict.fromkeys("aeiou", "A"), "h": "H", "y": "Y", "w": "W"}
_VOWEL = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}
_SOFT_C = re.compile(r"c(?=[eiy])")
_REPEAT = re.compile(r"(.)\1+")
_WEAK = "AHYW"
_WEAK_SET = frozenset(_WEAK)
_VOWEL_GAPS = {frozenset("au"): 0.09, frozenset("iu"): 0.06, frozenset("ai"): 0.02}
# Signs that stand for one letter of Arabic, Persian, Cyrillic or Chinese script, according to who transliterates.
_NEAR = {
    frozenset(pair)
    for pair in (
        "DZ",
        "DT",
        "SZ",
        "SC",
        "JZ",
        "CJ",
        "JK",
        "CK",
        "BP",
        "BF",
        "FP",
        "ZT",
        "JS",
        "LR",
        "HK",
        "FW",
        "JY",
        "SH",
    )
}


def plain_spaces(text: str) -> str:
    """The words as they are shown, of the same length: with plain spaces for those that do not break or are thin."""
    return text.translate(_SPACES)


def _steps(rows: list[list[str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), replacement) for pattern, replacement in rows]


_SYSTEMS = [(re.compile(row["needs"]), _steps(row["steps"])) for row in _DATA["system"]]
_FOLDS = [(re.compile(row["needs"]), _steps(row["steps"])) for row in _DATA["fold"]]
_CHINESE, _KOREAN = _steps(_DATA["chinese"]), _steps(_DATA["korean"])
_KOREAN_FAMILIES = frozenset(_DATA["korean_families"])
_CHINESE_NAME = re.compile(r"(?:(?:[zcs]h|hs|t[sz]|ss|[bpmfdtnlgkhjqxzcsrwy])?(?:[aeiou]{1,3})(?:ng|n|r|h)?){1,2}")
_SURE, _HOPELESS = 0.94, 0.4
_FOREIGN = 0.02  # what a detour over another language's way of writing costs


def plain(text: str) -> str:
    """Lower case without accents, apostrophes and typographic letters."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKD", text.lower().translate(_SPECIAL))
    return "".join(c for c in text if not unicodedata.combining(c))


def written(name: str) -> str:
    """A name as it is looked up: in small letters and with one kind of apostrophe."""
    return name.lower().replace("’", "'")


@lru_cache(maxsize=20_000)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: particles, honorifics and "al-" left out, possessive removed."""
    text = plain(re.sub(r"['’]s\b", "", name))
    words = _WORD.findall(text)
    kept = tuple(w for w in words if w not in PARTICLES and w not in HONORIFICS)
    return kept or tuple(words)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Consonant classes of a plain word: "gaddafi", "qadhafi" and "khadafy" have one skeleton.

    A vowel, h, y or w at the start stays, as a sign of its own.
    """
    word = _REPEAT.sub(r"\1", _SOFT_C.sub("s", word))
    signs = "".join(_SIGN[m.group()] for m in _SKELETON.finditer(word))
    first = word[:1]
    return (_FIRST.get(first, "") if not signs or first not in _SIGN else "") + signs


def vowels(word: str) -> str:
    """Vowel classes in order: a, front (e i y), round (o u); neighbours of one class once."""
    return _REPEAT.sub(r"\1", "".join(_VOWEL[c] for c in word if c in _VOWEL))


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
    plainly = _compared(left, right, a, b)
    if plainly >= _SURE or plainly < _HOPELESS:
        return plainly
    return max(plainly, _by_system(a, b), _by_syllables(a, b), _by_fold(a, b), _by_initials(left, right))


def _compared(left: tuple[str, ...], right: tuple[str, ...], a: str, b: str) -> float:
    if len(left) > len(right):
        left, right = right, left
    return max(_aligned(left, right), _joined(left, right), _run_together(a, b))


def _by_system(a: str, b: str) -> float:
    """One of the two written as another language writes it: "Chruschtschow" is "Khrushchov"."""
    best = 0.0
    for one, other in ((a, b), (b, a)):
        written = plain(one)
        for needs, steps in _SYSTEMS:
            if needs.search(written):
                turned = written
                for pattern, replacement in steps:
                    turned = pattern.sub(replacement, turned)
                left, right = parts(turned), parts(other)
                if left and right:
                    best = max(best, 0.99 if left == right else _compared(left, right, turned, other))
    return best - _FOREIGN


def _by_fold(a: str, b: str) -> float:
    """Both written so that letters which ways of writing one script exchange are one: "Vejjajiva" is "Wetchachiwa"."""
    best = 0.0
    one, other = plain(a), plain(b)
    for needs, steps in _FOLDS:
        if needs.search(one) and needs.search(other):
            x, y = (" ".join(w for w in _written_in(n, steps).replace("-", "").split()) for n in (one, other))
            left, right = parts(x), parts(y)
            if left and right and len(left) == len(right):
                worst = min(Levenshtein.normalized_similarity(p, q) for p, q in zip(left, right, strict=True))
                best = max(best, (1 + worst) / 2 if worst >= 0.8 else 0.0)
    return best - _FOREIGN


def _written_in(text: str, steps: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, replacement in steps:
        text = pattern.sub(replacement, text)
    return text


def _by_initials(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """ "G. P. Koirala": one family name, and letters with which the other's given names begin, all of them and in order."""
    short, long = sorted((left, right), key=lambda n: sum(map(len, n)))
    given = short[:-1]
    if len(short) != len(long) or len(given) < 2 or short[-1] != long[-1] or any(len(w) > 1 for w in given):
        return 0.0
    return 0.94 if all(w[0] == g for g, w in zip(given, long, strict=False)) else 0.0


def _by_syllables(a: str, b: str) -> float:
    """Chinese and Korean names, whose few letters each tell: equal once both are written alike, in either order."""
    x, y = parts(a), parts(b)
    if not (2 <= len(x) <= 3 and 2 <= len(y) <= 3 and max(map(len, x + y)) <= 9):
        return 0.0
    korean = bool({x[0], x[-1]} & _KOREAN_FAMILIES and {y[0], y[-1]} & _KOREAN_FAMILIES)
    for turn in (lambda n: n, lambda n: (n[-1], *n[:-1])):
        left, right = x, turn(y)
        family = left[0] == right[0] or bool(_SAME.get(left[0], _NO_LIST) & _SAME.get(right[0], _NO_LIST))
        if korean and family and _written(left[1:], _KOREAN) == _written(right[1:], _KOREAN):
            return 0.94
        if all(_CHINESE_NAME.fullmatch(w) for w in left + right) and _written(left, _CHINESE) == _written(
            right, _CHINESE
        ):
            return 0.94
    return 0.0


def _written(words: tuple[str, ...], steps: list[tuple[re.Pattern[str], str]]) -> str:
    return _written_in(" ".join(words), steps)


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
    # One word that is another name outweighs the rest: Hassan Rouhani is not Hassan Nasrallah.
    worst = min(scores)
    mean = min(mean, 0.35 + 0.65 * worst) if worst < 0.75 else 0.6 * mean + 0.4 * worst
    crossed = len(short) > 1 and any(
        taken_short[i][1] > taken_short[j][1] for i in taken_short for j in taken_short if i < j
    )
    missing = len(long) - len(short)
    # A name that lacks the other's last word lacks the family name, mostly.
    lacks_last = missing > 0 and len(long) - 1 not in taken_long
    # Aung San is not Aung San Suu Kyi: of a name of four words two are seldom left out, the last ones above all.
    halved = 0.06 * (missing >= 2 and lacks_last and len(short) > 1)
    return mean - 0.02 * crossed - min(0.04, 0.02 * missing) - 0.12 * lacks_last * (len(short) == 1) - halved


def _joined(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """ "Abdelrahman" against "Abd al-Rahman", "Kim Jongun" against "Kim Jong Un": neighbours written as one word."""
    best = 0.0
    for i in range(len(long) - 1):
        merged = (*long[:i], long[i] + long[i + 1], *long[i + 2 :])
        first, second = sorted((short, merged), key=len)
        if len(second) - len(first) <= 1:
            best = max(best, _aligned(first, second) - (0.01 if len(long) - len(short) <= 1 else 0.04))
    return best


def _run_together(a: str, b: str) -> float:
    """ "van der Meer" against "Vandermeer": all letters, particles too; only when nothing else differs much."""
    x, y = ("".join(w for w in _WORD.findall(plain(n)) if w not in HONORIFICS) for n in (a, b))
    if min(len(x), len(y)) < 8 or abs(len(x) - len(y)) > 2:
        return 0.0
    score = word_similarity(x, y)
    return score - 0.02 if score >= 0.95 else 0.0


def may_be_one(a: str, b: str) -> bool:
    """A quick look before `word_similarity`: False for plain words that cannot be spellings of one."""
    return (a[:1] == b[:1] and JaroWinkler.similarity(a, b, score_cutoff=0.8) > 0) or skeleton(a) == skeleton(b)


@lru_cache(maxsize=100_000)
def word_similarity(a: str, b: str) -> float:
    """Two plain words: letters and consonant skeleton, whichever way of spelling explains them better."""
    if a == b:
        return 1.0
    if _SAME.get(a, _NO_LIST) & _SAME.get(b, _NO_LIST):
        return 0.96
    if len(a) == 1 or len(b) == 1:
        return 0.82 if a[0] == b[0] else 0.0
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
    shorter = min(len(x.lstrip(_WEAK)), len(y.lstrip(_WEAK)))
    if shorter == 0:
        return letters if letters > 0.9 else letters * 0.8
    # Few consonants say little: then the letters count.
    share = 0.4 if shorter < 3 else 0.7
    return max(0.0, (1 - share) * letters + share * _bones(x, y) - _vowel_gap(a, b))


def _vowel_gap(a: str, b: str) -> float:
    """Transliterations keep the kind of the first vowel, mostly: Hassan is not Hussein, Khamenei not Khomeini."""
    x, y = vowels(a), vowels(b)
    if not x or not y or x == y:
        return 0.0
    gap = _VOWEL_GAPS.get(frozenset((x[0], y[0])), 0.0)
    return gap + (0.02 if x[-1] != y[-1] else 0.0) + (0.03 if abs(len(x) - len(y)) > 1 else 0.0)


def _bones(x: str, y: str) -> float:
    """Similarity of skeletons by edits: a near sign costs a third, a weak sign at the start little."""
    if x == y:
        return 1.0
    previous = [0.0]
    for sign in y:
        previous.append(previous[-1] + _drop(sign))
    for p in x:
        current = [previous[0] + _drop(p)]
        for j, q in enumerate(y, 1):
            current.append(min(previous[j - 1] + _change(p, q), previous[j] + _drop(p), current[-1] + _drop(q)))
        previous = current
    return max(0.0, 1.0 - previous[-1] / max(len(x.lstrip(_WEAK)), len(y.lstrip(_WEAK)), 1))


def _drop(sign: str) -> float:
    return 0.25 if sign in _WEAK else 0.9


def _change(p: str, q: str) -> float:
    if p == q:
        return 0.0
    pair = frozenset((p, q))
    return 0.35 if pair in _NEAR else 0.25 if "A" in pair and pair <= _WEAK_SET else 1.2
