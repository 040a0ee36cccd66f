"""Phrases by which several reports name things, grouped by what they name; and the words that set an outlet apart.

Grouping goes from the surest sign to the weakest: a person's last name, a state by name, adjective, people or seat, an
organisation and its initials, an office and its holder, then the head noun among nouns for one thing.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, sqrt

from tellings.compare.named_bodies import body_named
from tellings.compare.words import STOP, tokens
from tellings.entities.knowledge import rows

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_POINTS = re.compile(r"\b(?:[A-Z]\.){2,}")
_BRACKETS = re.compile(r"-L[RSC]B-|-R[RSC]B-|``|''")
RARE = 6  # times at most; fewer in a small story: what is named no more often is not a thing of it
RARE_NOUN = 9  # the same for things that are known by no list and for deeds; common nouns say less than names
RARE_SHARE = 100  # phrases for each such time
_SMALL = frozenset(
    ["of", "the", "and", "for", "to", "in", "on", "at", "a", "an", "de", "la", "al", "el", "bin", "von", "van", "du"]
)


@dataclass(frozen=True)
class Phrase:
    """A phrase of a report.  head: lemma of its head word, lower case; nominal: the head is a noun, name or pronoun."""

    text: str
    head: str
    nominal: bool = True


def group_phrases(phrases: Sequence[Phrase]) -> list[str]:
    """A label for each phrase of reports of one story; equal labels name one thing.

    Labels say how: "name:okello", "state:KEN", "body:nato", "party:labour", "thing:deal", "head:granary", "deed:flee";
    "rest:people" for people hardly named and "rest:" for phrases that name nothing the story speaks of again.
    """
    words = [_words(p.text) for p in phrases]
    book = _Book.of(words)
    labels = [book.label(p, w) for p, w in zip(phrases, words, strict=True)]
    return _with_rare(words, labels)


def _words(text: str) -> list[str]:
    found = _WORD.findall(_POINTS.sub(lambda m: m.group().replace(".", ""), _BRACKETS.sub(" ", text).replace("’", "'")))
    return [w[:-2] if w.lower().endswith("'s") else w.rstrip("'") for w in found]


@cache
def _lists() -> dict:
    table = tomllib.loads(files("tellings.compare").joinpath("data/phrase_words.toml").read_text("utf-8"))
    return {
        "titles": frozenset(table["titles"]),
        "office": {w: name for name, found in table["offices"].items() for w in found},
        "plain": frozenset(table["plain"]),
        "state": frozenset(table["state"]["words"]),
        "thing": {w: name for name, found in table["things"].items() for w in found},
    }


@cache
def _states() -> tuple[dict[str, str], dict[str, str]]:
    """Names and seats of states, and their adjectives and people, lower case → ISO alpha-3."""
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for row in rows("countries.tsv"):
        for cell, table in (
            ("name", names),
            ("also", names),
            ("seats", names),
            ("adjectives", adjectives),
            ("people", adjectives),
        ):
            for form in re.split(r"[|/]", row.get(cell) or ""):
                form = form.strip("[]() ").lower()
                if form:
                    table.setdefault(form, row["code"])
                    if cell == "people":
                        table.setdefault(form + "s", row["code"])
    return names, adjectives


@cache
def _state_words() -> frozenset[str]:
    """Every word of a state's name or adjective, but not those of seats (Washington, Paris may be people)."""
    names, adjectives = _states()
    long = {word for form in names if " " in form for word in form.split()}
    return frozenset(names) | frozenset(adjectives) | {w for form in adjectives for w in form.split()} | long - _SMALL


def _state(words: Sequence[str]) -> str:
    """The state that a phrase names or whose adjective it holds: the last one named."""
    names, adjectives = _states()
    low = [w.lower() for w in words]
    for size in (3, 2, 1):
        for at in range(len(low) - size, -1, -1):
            form = " ".join(low[at : at + size])
            capital = words[at][:1].isupper()
            code = names.get(form) or names.get(form.replace(".", "")) or adjectives.get(form)
            if code and capital:
                return code
    return ""


@dataclass
class _Book:
    """Who and what a story's phrases name: surnames and how often, initials, offices and their holders, halves of states.

    common: words that the phrases write small as often as not, which headlines write large.
    """

    surnames: Counter[str]
    alone: Counter[str]
    initials: dict[str, str]
    holders: dict[tuple[str, str], Counter[str]]
    halves: dict[str, str]
    used: frozenset[str]
    common: frozenset[str]

    @classmethod
    def of(cls, all_words: Sequence[Sequence[str]]) -> _Book:
        used = frozenset(w.replace(".", "").lower() for words in all_words for w in words if w.isupper() and len(w) > 2)
        small = Counter(w for words in all_words for w in words if w.islower())
        large = Counter(w.lower() for words in all_words for w in words if w[:1].isupper())
        common = frozenset(w for w in small if small[w] >= large[w])
        book = cls(Counter(), Counter(), {}, defaultdict(Counter), {}, used, common)
        for words in all_words:
            name = _name(words, common)
            if name and (len(name) > 1 or _title_before(words, name)):
                book.surnames[name[-1].lower()] += 1
            if len(name) == 1:
                book.alone[name[0].lower()] += 1
            capitals = [w for w in words if w[:1].isupper()]
            if len(capitals) > 2 or (len(capitals) == 2 and len(words) == 2):
                book.initials.setdefault("".join(w[0] for w in capitals).lower(), capitals[-1].lower())
            code = _state(words)
            if code and len(words) <= 3:
                names, _ = _states()
                low = [w.lower() for w in words if w.lower() != "the"]
                if len(low) == 2 and names.get(" ".join(low)) == code:
                    book.halves.setdefault(low[0], code)
        for words in all_words:
            name = _name(words, common)
            if name and name[-1].lower() in book.surnames:
                for office in _offices(words):
                    book.holders[office, _state(words)][book._surname(name)] += 1
                    book.holders[office, ""][book._surname(name)] += 1
        return book

    def label(self, phrase: Phrase, words: Sequence[str]) -> str:
        if not words:
            return "head:" + phrase.text.lower()
        low = [w.lower() for w in words]
        name = _name(words, self.common)
        thing = _thing_head(phrase, words)
        if thing:
            return "thing:" + thing
        body = body_named(words) if phrase.nominal else ""
        if body:
            return body
        whole = "".join(w[0] for w in words if w[:1].isupper()).lower()
        if len(whole) > 2 and whole in self.used and words[-1][:1].isupper():
            return "body:" + whole
        if name and name[-1].lower() in self.surnames and self._is_last(words, name):
            return "name:" + self._surname(name)
        state = _state(words)
        if not phrase.nominal:
            return "deed:" + phrase.head
        offices = _offices(words)
        if offices and (low[-1] == phrase.head or phrase.head in _lists()["office"] or low[-1] in _lists()["office"]):
            for office in offices:
                for place in (state, "") if not state else (state,):
                    held = self.holders.get((office, place))
                    if held:
                        return "name:" + held.most_common(1)[0][0]
                held = self.holders.get((office, ""))
                if state and held and len(held) == 1 and not self._of_another(office, state):
                    return "name:" + next(iter(held))
        if state and (
            self._names_state(words, state) or phrase.head in _lists()["state"] or low[-1] in _lists()["state"]
        ):
            return "state:" + state
        if len(low) <= 2 and low[-1] in self.halves and words[-1][:1].isupper():
            return "state:" + self.halves[low[-1]]
        initials = low[-1].replace(".", "")
        if words[-1].isupper() and initials in self.initials:
            return "body:" + initials
        capitals = [w for w in words if w[:1].isupper()]
        if len(capitals) > 1 and words[-1][:1].isupper():
            return "body:" + "".join(w[0] for w in capitals).lower()
        thing = _lists()["thing"].get(phrase.head) or _lists()["thing"].get(low[-1])
        return "thing:" + thing if thing else "head:" + phrase.head

    def _of_another(self, office: str, state: str) -> bool:
        """The office is said to be that of another state."""
        return any(kind == office and place not in ("", state) for kind, place in self.holders)

    def _surname(self, name: Sequence[str]) -> str:
        """The part of a name by which the story goes on to call its bearer: the first one in Korean or Chinese."""
        return max((w.lower() for w in reversed(name)), key=lambda w: self.alone[w])

    def _is_last(self, words: Sequence[str], name: Sequence[str]) -> bool:
        """The name is the phrase's head: it ends the phrase, or another capital or a clause follows it."""
        after = words[len(words) - list(reversed(words)).index(name[-1]) :]
        return not after or after[0][:1].isupper() or after[0].lower() in STOP

    def _names_state(self, words: Sequence[str], state: str) -> bool:
        return _state(words[-1:]) == state or _state(words[-2:]) == state


def _name(words: Sequence[str], common: frozenset[str] = frozenset()) -> list[str]:
    """The last run of capitalised words that are no titles, states, small or common words: a person's name, perhaps."""
    run: list[str] = []
    for word in reversed(words):
        low = word.lower().rstrip(".")
        taken = low in _state_words() or low in _lists()["titles"]
        taken = taken or low in _SMALL or low in STOP or low in common
        if word[:1].isupper() and not taken and not (word.isupper() and len(word) > 1):
            run.append(word)
        elif run:
            break
    return run[::-1]


def _title_before(words: Sequence[str], name: Sequence[str]) -> bool:
    at = len(words) - len(name) - 1
    before = words[at].lower().rstrip(".") if at >= 0 and list(words[at + 1 :]) == list(name) else ""
    return before in _lists()["titles"]


def _thing_head(phrase: Phrase, words: Sequence[str]) -> str:
    """The thing that is the phrase's head, whoever goes with it: "talks with Okello", "the Kenya deal"."""
    thing = _lists()["thing"].get(phrase.head, "")
    return thing if phrase.nominal and len(words) > 1 else ""


def _offices(words: Sequence[str]) -> list[str]:
    found = [_lists()["office"].get(w.lower()) for w in words]
    return list(dict.fromkeys(name for name in reversed(found) if name))


def _with_rare(words: Sequence[Sequence[str]], labels: list[str]) -> list[str]:
    """What is named once or twice joins what the phrase names besides, else the rest of its sort."""
    count, most = Counter(labels), 1 + len(labels) // RARE_SHARE
    rare, rare_noun = min(RARE, most), min(RARE_NOUN, most)
    out = []
    for own, label in zip(words, labels, strict=True):
        sort, word = label.split(":", 1)
        seldom = count[label] <= (rare_noun if sort in ("head", "deed") else rare)
        if sort == "deed":
            plain = seldom or word in _lists()["plain"]
            label = _thing_in(own, count, rare) or ("rest:" if plain else label)
        elif seldom and sort in ("head", "body", "party", "thing"):
            state = "state:" + _state(own)
            label = _thing_in(own, count, rare) or (state if count[state] > rare else "rest:")
        elif seldom and sort == "name":
            label = "rest:people"
        out.append(label)
    return out


def _thing_in(words: Sequence[str], count: Counter[str], rare: int) -> str:
    """The last thing of the story that the phrase speaks of."""
    for word in reversed(words):
        for form in (
            word.lower(),
            word.lower().removesuffix("s"),
            word.lower().removesuffix("ing"),
            word.lower().removesuffix("ed"),
        ):
            label = "thing:" + _lists()["thing"].get(form, "")
            if count[label] > rare:
                return label
    return ""


# ---------------------------------------------------------------- words of outlets


@dataclass(frozen=True)
class OutletWord:
    """A word that sets an outlet apart: z is the weighted log-odds ratio in standard deviations."""

    outlet: str
    word: str
    count: int
    elsewhere: int
    z: float


def outlet_words(
    texts: Mapping[str, Iterable[str]], *, most: int = 20, least: int = 3, prior: float = 500.0
) -> tuple[OutletWord, ...]:
    """For each outlet the words it uses more than the others: log-odds with an informative Dirichlet prior.

    texts: outlet → its texts.  most: words kept for each outlet; least: times a word must stand in its texts;
    prior: weight of the whole corpus, in words.  Nothing is said about why.  (Monroe, Colaresi and Quinn 2008.)
    """
    counts = {
        outlet: Counter(t for text in own for t in tokens(text) if t not in STOP and len(t) > 1)
        for outlet, own in texts.items()
    }
    whole: Counter[str] = Counter()
    for own in counts.values():
        whole.update(own)
    total = sum(whole.values())
    out: list[OutletWord] = []
    for outlet in sorted(counts):
        own, size = counts[outlet], sum(counts[outlet].values())
        found = []
        for word, here in own.items():
            there = whole[word] - here
            if here < least or total == size:
                continue
            alpha = prior * whole[word] / total
            odds_here = log((here + alpha) / (size + prior - here - alpha))
            odds_there = log((there + alpha) / (total - size + prior - there - alpha))
            z = (odds_here - odds_there) / sqrt(1 / (here + alpha) + 1 / (there + alpha))
            if z > 0:
                found.append(OutletWord(outlet, word, here, there, round(z, 2)))
        out += sorted(found, key=lambda w: (-w.z, w.word))[:most]
    return tuple(out)
