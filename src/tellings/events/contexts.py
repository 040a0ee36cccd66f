"""What it is about: PLOVER's contexts, by cue words of the sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.events.syntax import Graph
from tellings.events.tables import CONTEXTS

ABOUT_NONE = "none"
_CONTEXTS = frozenset(CONTEXTS)
PEOPLE = "<people>"  # stands in a cue for the adjective of any country


@dataclass(frozen=True)
class Cue:
    """Words after one another that put `label` on their sentence; `noun`: only where the first of them is no verb."""

    words: tuple[str, ...]
    label: str
    noun: bool = False


@dataclass(frozen=True)
class Cues:
    """`first`: cues by their first word, the longest before the others.  `both`: (context, labels of which each must
    have a cue in the sentence).  `yields`: context → contexts beside which it is not given."""

    first: dict[str, tuple[Cue, ...]]
    both: tuple[tuple[str, tuple[str, ...]], ...]
    yields: dict[str, frozenset[str]]
    peoples: frozenset[str]


@cache
def load_cues() -> Cues:
    """The package's cues; see the head of contexts.toml."""
    data = files("tellings.events").joinpath("data")
    raw = tomllib.loads(data.joinpath("contexts.toml").read_text("utf-8"))
    lists = raw.pop("list")
    cues = [c for name, words in lists.items() for c in _cues(words, f"list:{name}")]
    cues += _cues(raw.pop(ABOUT_NONE)["words"], ABOUT_NONE)
    both: list[tuple[str, tuple[str, ...]]] = []
    yields: dict[str, frozenset[str]] = {}
    for context, table in raw.items():
        assert context in CONTEXTS, context
        cues += _cues(table["words"], context)
        for n, pair in enumerate(table.get("both", ())):
            labels = []
            for side, words in enumerate(pair):
                names = [w.strip() for w in words.split(",")]
                label = f"both:{context}:{n}:{side}"
                for name in names:
                    cues += _cues(lists[name[1:]] if name.startswith("@") else name, label)
                labels.append(label)
            both.append((context, tuple(labels)))
        if "unless" in table:
            yields[context] = frozenset(w.strip() for w in table["unless"].split(","))
    return Cues(_index(cues), tuple(both), yields, _peoples(data.joinpath("countries.txt").read_text("utf-8")))


def _cues(words: str, label: str) -> list[Cue]:
    out = []
    for written in words.replace("\n", " ").split(","):
        noun = written.strip().endswith(":n")
        parts = tuple(written.strip().removesuffix(":n").lower().split())
        if not parts:
            continue
        out.append(Cue(parts, label, noun))
        loose = tuple(x for p in parts for x in ((p,) if p == PEOPLE else re.split(r"(-)", p)) if x)
        if loose != parts:  # spaCy parts most hyphened words
            out.append(Cue(loose, label, noun))
    return out


def _index(cues: list[Cue]) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, dict[Cue, None]] = {}
    for c in cues:
        found.setdefault(c.words[0], {})[c] = None
    return {k: tuple(sorted(v, key=lambda c: -len(c.words))) for k, v in found.items()}


def _peoples(countries: str) -> frozenset[str]:
    rows = (line.split("|") for line in countries.splitlines() if line and not line.startswith("#"))
    return frozenset(
        a.strip().lower() for row in rows if len(row) > 1 for a in row[1].split(",") if " " not in a.strip()
    )


def contexts_by_sentence(graph: Graph, sentences: Iterable[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Sentence number → its contexts, in PLOVER's order; of these sentences, else of all."""
    cues = load_cues()
    wanted = range(len(graph.sentences)) if sentences is None else sorted(set(sentences))
    return {sentence: named for sentence in wanted if (named := _contexts(_labels(graph, cues, sentence), cues))}


def _labels(graph: Graph, cues: Cues, sentence: int) -> set[str]:
    first, last = graph.sentences[sentence]
    low, lemma, known = graph.low, graph.lemma, cues.first
    labels: set[str] = set()
    after = first  # words before this one are taken by a longer cue: a "water cannon" is no water
    for i in range(first, last):
        word = low[i]
        if i < after or not (
            word in known or lemma[i] in known or word in cues.peoples or (word[-1:] == "s" and word[:-1] in known)
        ):
            continue
        hits = _at(graph, cues, i)
        if hits:
            after = i + len(hits[0].words)
            labels.update(c.label for c in hits)
    return labels


def _at(graph: Graph, cues: Cues, i: int) -> list[Cue]:
    """The longest cues that begin at this word."""
    low, lemma = graph.low[i], graph.lemma[i]
    keys = {low, lemma, low.removesuffix("s")}
    if low in cues.peoples:
        keys.add(PEOPLE)
    hits: list[Cue] = []
    longest = 0
    for key in keys:
        for c in cues.first.get(key, ()):
            length = len(c.words)
            if length < longest:
                break
            if (length == 1 or _goes_on(graph, c.words, i)) and not (c.noun and graph.pos[i] == "VERB"):
                if length > longest:
                    hits, longest = [], length
                hits.append(c)
    return hits


def _goes_on(graph: Graph, words: tuple[str, ...], i: int) -> bool:
    """The words after the first one follow it in its sentence."""
    for n in range(1, len(words)):
        k = i + n
        if k >= graph.n or (words[n] != graph.low[k] and words[n] != graph.lemma[k]):
            return False
    return graph.sent[i + len(words) - 1] == graph.sent[i]


def _contexts(labels: set[str], cues: Cues) -> tuple[str, ...]:
    if not labels:
        return ()
    found = labels & _CONTEXTS
    found |= {context for context, sides in cues.both if labels.issuperset(sides)}
    return tuple(c for c in CONTEXTS if c in found and not (cues.yields.get(c, frozenset()) & found))
