"""Numbers that lean on others: a second figure, people named before what befell them, people joined by "and"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tellings.events.counts_groups import Group
from tellings.events.counts_lexicon import Lexicon
from tellings.events.tokens import Token
from tellings.model import Span
from tellings.numbers import find_numbers
from tellings.parse import Parsed

_TAKING_UP = frozenset({"none", "all", "they", "both", "them"})
REACH = 40  # words between a figure and the one that it leans on


@dataclass(frozen=True)
class Found:
    """A number that counts something; by: the token that says so; update: the text says that the figure changed."""

    group: Group
    what: str
    by: Token
    update: bool = False


def inherited(group: Group, found: Sequence[Found], words: Lexicon) -> Found | None:
    """A second figure for the same question: "organisers spoke of 20,000", "or 46 by the headmaster's count"."""
    if not found or not group.bare or not (group.low or group.high):
        return None
    last = found[-1]
    if group.head.sent[0] - last.group.head.i > REACH or last.group.span.end > group.span.start:
        return None
    doc = group.head.doc
    before = doc.columns.low[max(0, group.head.i - 3) : group.head.i]
    if "or" in before and group.head.sent == last.group.head.sent:
        return Found(group, last.what, last.by)
    verb = group.head
    for _ in range(4):
        if verb.head.i == verb.i:
            break
        verb = verb.head
        if verb.pos_ == "VERB":
            break
    if verb.pos_ == "VERB" and verb.lemma_.lower() in words["speaking"]:
        return Found(group, last.what, last.by)
    return None


def taken_up(
    parsed: Parsed, waiting: Sequence[Group], words: Lexicon, ask: Callable[[Group, Lexicon], Found | None]
) -> Iterator[Found]:
    """People named before what befell them: "five had sailed, and every one of them is missing"."""
    for group in waiting:
        if (group.bare and group.head.dep_ == "nummod") or group.head.lemma_.lower() in words["things"]:
            continue
        sentence = parsed.sentence_number(group.head.i)
        last = parsed.sentences[min(sentence + 1, len(parsed.sentences) - 1)]
        doc, first = group.head.doc, group.head.i + 1
        for i in [i for i, low in enumerate(doc.columns.low[first : last.end], first) if low in _TAKING_UP]:
            token = doc[i]
            if token.lower_ == "none" and token.dep_ == "nsubj" and token.head.lemma_ == "survive":
                yield Found(group, "killed", token.head)
                break
            if token.lower_ != "none" and token.dep_ in ("nsubj", "nsubjpass", "dobj"):
                asked = ask(replace(group, head=token), words)
                if asked is not None:
                    yield replace(asked, group=group)
                    break


def together(group: Group, parsed: Parsed, words: Lexicon, done: set[int]) -> Group:
    """Groups joined by "and" are one number: "two guards and a driver" are three.  `done` gains the joined heads."""
    before = _before(group, words)
    low, high, end = group.low + before, None if group.high is None else group.high + before, group.span.end
    group = replace(group, low=low, high=high)
    node = group.head
    for _ in range(5):
        joined = next((c for c in node.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "NUM")), None)
        if (
            joined is None
            or joined.idx < group.span.end
            or not (_and(node) or any(c.dep_ == "conj" for c in joined.children))
        ):
            break
        amount = _amount(joined, parsed, words)
        if amount is None:
            break
        low += amount[0]
        high = None if high is None or amount[1] is None else high + amount[1]
        end = joined.idx + len(joined)
        done.add(joined.i)
        node = joined
    return group if node is group.head else replace(group, low=low, high=high, span=Span(group.span.start, end))


def _before(group: Group, words: Lexicon) -> int:
    """Those who stand before the number, one by one: "the colonel and four of his men", "her mother, an aunt and three …"."""
    node, before = group.head, 0
    while node.dep_ == "conj" and node.head.i < node.i:
        node = node.head
        alone = node.tag_ == "NN" and any(c.dep_ in ("det", "poss") for c in node.children)
        named = node.tag_ == "NNP" and node.dep_ in ("nsubj", "nsubjpass", "dobj", "conj")
        if not (named or (alone and node.lemma_.lower() in words["alone"])):
            return 0
        before += 1
    return before if before and group.low else 0


def _and(node: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ == "and" for c in node.children)


def _amount(noun: Token, parsed: Parsed, words: Lexicon) -> tuple[int, int | None] | None:
    if noun.lemma_.lower() in words["things"]:
        return None
    if noun.tag_ == "NN" and any(c.dep_ in ("det", "poss") for c in noun.children):
        return 1, 1
    numbers = find_numbers(parsed.report.text[noun.doc[noun.doc.edges(noun.i)[0]].idx : noun.idx + len(noun)])
    if numbers:
        return numbers[0].low, numbers[0].high
    return None
