"""Do two mentions in two sentences mean one event?  A probability, and the reasons for it.

A mention is described by its trigger, by who and what stands around it in the syntax, and by its sentence; a pair by how
these agree.  The weights are boosted trees fitted on ECB+ (`data/mention_pairs.json`, made by
`evals/recipes/mention_pairs.py`); only their splits are shipped and evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import fsum, log, log1p

import numpy as np
from rapidfuzz.distance import JaroWinkler
from spacy.tokens import Token

from tellings.compare.trees import Trees
from tellings.compare.words import STOP, content_stems, stem
from tellings.model import Span
from tellings.parse import Parsed

_AGENT = frozenset(("nsubj", "csubj", "poss"))
_PATIENT = frozenset(("dobj", "obj", "nsubjpass", "dative", "attr", "oprd", "compound", "nmod"))
_CONTENT = frozenset(("NOUN", "PROPN", "NUM", "ADJ", "VERB"))
_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
    r"|november|december|(?:19|20)\d\d"
)
_PHRASE = 12  # words of a participant that are read
SAYING = "announce"
HABIT_PRIOR = 0.5
_SAME, _APART = (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Described:
    """One mention for comparing.  Sets hold stems, names lower-case words, kinds numbers of lines in event_words.txt."""

    report: str
    sentence: int
    start: int
    head: str
    lemma: str
    verb: bool
    trigger: frozenset[str]
    kinds: frozenset[int]
    agents: frozenset[str]
    patients: frozenset[str]
    others: frozenset[str]
    names: frozenset[str]
    near_names: frozenset[str]
    figures: frozenset[str]
    times: frozenset[str]
    words: frozenset[str]
    unreal: bool
    opening: bool


def describe(parsed: Parsed, trigger: Span, opening: bool = False) -> Described:
    """A mention by its trigger's span.  opening: it stands in the headline or the first sentences."""
    tokens = parsed.tokens(trigger)
    head = tokens.root if len(tokens) else parsed.doc[0]
    sentence = head.sent
    inside = {t.i for t in tokens}
    agents, patients, others = _participants(head, inside)
    named = {t.lower_ for t in sentence if t.pos_ == "PROPN" and t.i not in inside and len(t) > 2}
    around = agents | patients | others
    return Described(
        report=parsed.report.id,
        sentence=parsed.sentence_number(head),
        start=trigger.start,
        head=stem(head.lemma_.lower()),
        lemma=head.lemma_.lower(),
        verb=head.pos_ in ("VERB", "AUX"),
        trigger=frozenset(stem(t.lemma_.lower()) for t in tokens if t.lower_ not in STOP and t.is_alpha) or frozenset([stem(head.lower_)]),
        kinds=kinds_of([t.lemma_.lower() for t in tokens] + [t.lower_ for t in tokens]),
        agents=_stems(agents),
        patients=_stems(patients),
        others=_stems(others),
        names=frozenset(named),
        near_names=frozenset(t.lower_ for t in around if t.pos_ == "PROPN" and len(t) > 2),
        figures=frozenset(t.lower_ for t in around if t.like_num),
        times=frozenset(_TIME.findall(sentence.text.lower())),
        words=frozenset(content_stems(" ".join(t.text for t in sentence if t.i not in inside))),
        unreal=any(c.dep_ == "neg" or c.tag_ == "MD" for c in head.children),
        opening=opening,
    )  # fmt: skip


def _participants(head: Token, inside: set[int]) -> tuple[set[Token], set[Token], set[Token]]:
    agents: set[Token] = set()
    patients: set[Token] = set()
    others: set[Token] = set()
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children)
    for child in head.children:
        if child.i in inside:
            continue
        if child.dep_ in _AGENT:
            (patients if passive and child.dep_ == "nsubj" else agents).update(_phrase(child))
        elif child.dep_ in _PATIENT:
            patients.update(_phrase(child))
        elif child.dep_ in ("prep", "agent"):
            for noun in child.children:
                if noun.dep_ in ("pobj", "pcomp"):
                    by, of = child.lower_ == "by", child.lower_ == "of"
                    (agents if by else patients if of and head.pos_ == "NOUN" else others).update(_phrase(noun))
        elif child.dep_ in ("amod", "npadvmod", "appos", "acl", "relcl", "xcomp", "ccomp"):
            others.update(_phrase(child))
    above = head.head
    if head.dep_ in ("acl", "relcl", "amod"):
        (patients if head.tag_ == "VBN" else agents).update(t for t in _phrase(above) if t.i not in inside)
    elif head.dep_ in ("xcomp", "conj", "ccomp", "advcl", "pcomp", "dobj", "pobj", "nsubj") and above.i not in inside:
        verb = above.head if above.dep_ == "prep" else above
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and head.i not in {t.i for t in child.subtree}:
                (agents if head.dep_ in ("xcomp", "conj", "advcl") and not agents else others).update(_phrase(child))
        if verb.pos_ in ("VERB", "NOUN"):
            others.add(verb)
    return agents, patients, others


def _phrase(token: Token) -> list[Token]:
    """Content words of the phrase under a token."""
    words = [t for t in token.subtree if t.pos_ in _CONTENT and t.lower_ not in STOP]
    return sorted(words, key=lambda t: (abs(t.i - token.i), t.i))[:_PHRASE]


def _stems(tokens: set[Token]) -> frozenset[str]:
    return frozenset(stem(t.lemma_.lower()) for t in tokens)


@cache
def _kinds() -> dict[str, frozenset[int]]:
    out: dict[str, set[int]] = {}
    lines = files("tellings.compare").joinpath("data/event_words.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for word in line.split():
            out.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in out.items()}


def kinds_of(words: Sequence[str]) -> frozenset[int]:
    """The kinds of happening that these words can stand for."""
    return frozenset().union(*(_kinds().get(stem(word), frozenset()) for word in words))


@cache
def _saying() -> frozenset[int]:
    return kinds_of([SAYING])


# ---------------------------------------------------------------- pairs


@dataclass(frozen=True)
class Setting:
    """What is common in the reports at hand.

    rarity: by stem, 0 (everywhere) to 1, which is that of unknown stems.  heads: how many mentions have this head;
    mentions: how many there are.  likeness: of two reports, by their ids, in four ways: of their openings; by what sets
    reports of this story apart; of their places among all the others; and how probably they are one story.  habits: for two heads ("arrest|nab"), how
    often they meant one event and how often they stood beside each other.
    """

    rarity: Mapping[str, float]
    heads: Mapping[str, int]
    mentions: int
    likeness: Mapping[frozenset[str], tuple[float, float, float, float]]
    habits: Mapping[str, tuple[float, float]]

    def weight(self, stems: frozenset[str]) -> float:
        # Exact, so that the order of a set, which is another in every process, moves no value over a tree's threshold.
        return fsum(self.rarity.get(s, 1.0) for s in stems)


FEATURES = (
    "same head", "trigger words shared", "spelling", "same kind", "kinds shared", "both verbs", "both nouns",
    "agents", "patients", "agents crossed", "others", "around", "names around", "names in sentence", "other names",
    "figures", "other figures", "times", "other times", "sentences", "sentences share", "reports", "reports apart",
    "report neighbours", "reports one story", "habit", "habit seen", "same report",
    "same sentence", "head rarity", "head frequency", "saying", "both opening", "one unreal", "kind frequency", "lengths",
    "words of triggers", "first sentence", "last sentence",
)  # fmt: skip


def features(a: Described, b: Described, setting: Setting) -> list[float]:
    """Values of `FEATURES`; -1 where one of the two gives nothing to compare."""
    around_a, around_b = a.agents | a.patients | a.others, b.agents | b.patients | b.others
    kinds = a.kinds & b.kinds
    both = a.words & b.words
    least = max(1e-6, min(setting.weight(a.words), setting.weight(b.words)))
    union = max(1e-6, setting.weight(a.words | b.words))
    crossed = _meet(a.agents, b.patients, setting), _meet(a.patients, b.agents, setting)
    return [
        float(a.head == b.head),
        len(a.trigger & b.trigger) / len(a.trigger | b.trigger),
        _spelling(a.lemma, b.lemma),
        float(bool(kinds)),
        len(kinds) / max(1, min(len(a.kinds), len(b.kinds))) if a.kinds and b.kinds else -1.0,
        float(a.verb and b.verb),
        float(not a.verb and not b.verb),
        _meet(a.agents, b.agents, setting),
        _meet(a.patients, b.patients, setting),
        max(crossed),
        _meet(a.others, b.others, setting),
        _meet(around_a, around_b, setting),
        _meet(a.near_names, b.near_names, setting),
        _meet(a.names, b.names, setting),
        float(bool(a.near_names and b.near_names and not a.near_names & b.near_names)),
        float(len(a.figures & b.figures)),
        float(bool(a.figures and b.figures and not a.figures & b.figures)),
        float(len(a.times & b.times)),
        float(bool(a.times and b.times and not a.times & b.times)),
        setting.weight(both) / union,
        setting.weight(both) / least,
        *(_SAME if a.report == b.report else setting.likeness.get(frozenset((a.report, b.report)), _APART)),
        *_habit(a.head, b.head, setting),
        float(a.report == b.report),
        float(a.report == b.report and a.sentence == b.sentence),
        max(setting.rarity.get(a.head, 1.0), setting.rarity.get(b.head, 1.0)),
        (setting.heads.get(a.head, 0) + setting.heads.get(b.head, 0)) / (2 * max(1, setting.mentions)),
        float(bool((a.kinds | b.kinds) & _saying())),
        float(a.opening and b.opening),
        float(a.unreal != b.unreal),
        float(len(a.kinds | b.kinds)),
        float(abs(len(a.words) - len(b.words))),
        float(len(a.trigger) + len(b.trigger)),
        float(min(a.sentence, b.sentence)),
        float(max(a.sentence, b.sentence)),
    ]


def _meet(a: frozenset[str], b: frozenset[str], setting: Setting) -> float:
    """Shared weight as a part of the smaller side; -1 if a side is empty."""
    if not a or not b:
        return -1.0
    return setting.weight(a & b) / max(1e-6, min(setting.weight(a), setting.weight(b)))


@lru_cache(maxsize=100_000)
def _spelling(a: str, b: str) -> float:
    return JaroWinkler.similarity(a, b)


def _habit(a: str, b: str, setting: Setting) -> tuple[float, float]:
    """Log-odds that two such heads mean one event, by what was seen, and how much was seen."""
    same, seen = setting.habits.get(habit_key(a, b), (0.0, 0.0))
    return log((same + HABIT_PRIOR) / (seen - same + 2 * HABIT_PRIOR)), log1p(seen)


def habit_key(a: str, b: str) -> str:
    return f"{a}|{b}" if a <= b else f"{b}|{a}"


@cache
def habits() -> dict[str, tuple[float, float]]:
    """By two heads: how often they meant one event, how often they stood beside each other in one story."""
    lines = files("tellings.compare").joinpath("data/habits.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: (float(same), float(seen)) for key, same, seen in rows}


@cache
def _trees() -> Trees:
    return Trees.load(files("tellings.compare").joinpath("data/mention_pairs.json").read_text("utf-8"))


def probabilities(rows: Sequence[Sequence[float]]) -> np.ndarray:
    """Probability of one event for every row of feature values."""
    return _trees().probability(np.asarray(rows, dtype=np.float64).reshape(-1, len(FEATURES)))


def score(a: Described, b: Described, setting: Setting) -> tuple[float, tuple[str, ...]]:
    """Probability that the two mean one event, and the weightiest reasons: "+ patients 1.00", "- other times 1.00"."""
    row = np.asarray(features(a, b, setting), dtype=np.float64)
    shares = _trees().contributions(row)
    order = sorted(range(len(FEATURES)), key=lambda i: -abs(shares[i]))[:4]
    reasons = tuple(
        f"{'+' if shares[i] > 0 else '-'} {FEATURES[i]} {row[i]:.2f}" for i in order if abs(shares[i]) > 0.05
    )
    return float(probabilities([row])[0]), reasons
