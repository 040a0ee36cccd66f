"""Phrases of people with a number: "some 40 miners", "dozens", "nobody", "a policeman", "both pilots"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.attrs import LIKE_NUM
from spacy.vocab import Vocab

from tellings.events.counts_lexicon import Lexicon
from tellings.events.tokens import Token, Tokens
from tellings.model import Span
from tellings.numbers import Number, find_numbers
from tellings.parse import Parsed

_INSIDE = ("nummod", "quantmod", "compound", "amod", "predet", "det", "npadvmod", "advmod", "nmod")
_JOINED = re.compile(r"^[-‑ ]([a-z]+)")
_NUMERIC = tuple(
    [
        "dozen",
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "tens",
        "millions",
        "handful",
        "couple",
        "few",
        "several",
        "hundred",
        "lakh",
        "crore",
    ]
)
_GLUED = re.compile(r"[^\W\d_]|/\d")
_IN_MONEY = re.compile(r"[ -]{0,2}\((?:[A-Z]{1,3}|about )?[$€£¥]")
_EVERYBODY = 9_000_000_000
_CAPITALISED = re.compile(r"\b[A-Z]\w*\s$")
_AMONG = frozenset({"among", "amongst"})
_ARTICLES = frozenset({"a", "an", "another", "both"})
_ANYBODY = frozenset({"anyone", "anybody"})
_FEW = frozenset({"nobody", "none", "one", "no", "single"}) | _ARTICLES | _ANYBODY
_REMEMBERED = 200_000
_FAR = 8  # words between a number and its noun


@dataclass(frozen=True)
class Group:
    """head: the noun, or the number if it stands alone (bare); span: number and noun; old: a figure that holds no more;
    part: some of people told of before, which counts only what is not counted of all of them.
    """

    head: Token
    low: int
    high: int | None
    span: Span
    bare: bool = False
    old: bool = False
    part: bool = False


def groups(parsed: Parsed, doc: Tokens, words: Lexicon, sentences: Collection[int] | None = None) -> Iterator[Group]:
    """Every group of a text, or of some of its sentences, in no order; a number of things, money, years or parts is none.

    Only sentences with a word of the lexicon, and their neighbours, are looked at.
    """
    if not len(doc):
        return
    asking, is_figure = words.asking, _figures(parsed.doc.vocab).__getitem__
    low, lemma, dep = doc.columns.low, doc.columns.lemma, doc.columns.dep
    bounds = [(s.start, s.end) for s in parsed.sentences]

    @cache
    def asks(number: int) -> bool:
        if not 0 <= number < len(bounds):
            return False
        a, b = bounds[number]
        return not (asking.isdisjoint(low[a:b]) and asking.isdisjoint(lemma[a:b]))

    for number in range(len(bounds)) if sentences is None else sorted(sentences):
        a, b = bounds[number]
        if any(map(is_figure, low[a:b])) and any(map(asks, (number, number - 1, number + 1))):
            yield from _numbered(parsed, doc, a, b, words)
        if not (words["ranks"] | words["alone"]).isdisjoint(low[a:b]) and asks(number):
            yield from filter(None, (_ranked(doc[i], words) for i in range(a, b)))
        if not _FEW.isdisjoint(low[a:b]) and asks(number):
            for i in range(a, b):
                if low[i] in _FEW and (dep[i] == "det" or low[i] not in _ARTICLES):
                    if (group := _nobody(doc[i]) or _single(doc[i], words)) is not None:
                        yield group


class _Figures(dict[str, bool]):
    """Whether a word in small letters is a number, asked of each word once.  The words that spaCy does not know are given."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__(dict.fromkeys(_NUMERIC, True))
        self.like = vocab.lex_attr_getters[LIKE_NUM]

    def __missing__(self, word: str) -> bool:
        found = bool(self.like(word))
        if len(self) < _REMEMBERED:
            self[word] = found
        return found


@lru_cache(maxsize=4)
def _figures(vocab: Vocab) -> _Figures:
    return _Figures(vocab)


def _numbered(parsed: Parsed, doc: Tokens, start: int, after: int, words: Lexicon) -> Iterator[Group]:
    """Of the sentence of these words."""
    starts = doc.columns.start
    base = starts[start]
    text = parsed.text[base : doc.columns.end[after - 1]]
    for number in find_numbers(text):
        first = max(start, bisect_left(starts, base + number.core.start + 1, start, after) - 1)
        last = max(first, bisect_left(starts, base + number.core.end, start, after) - 1)
        if not _counts_nobody(number, text, doc, first, last, words):
            group = _group(_moved(number, base), doc, first, last, words)
            if group is not None:
                yield group


def _moved(number: Number, by: int) -> Number:
    span, core = number.span, number.core
    return replace(number, span=Span(span.start + by, span.end + by), core=Span(core.start + by, core.end + by))


def _group(number: Number, doc: Tokens, first: int, last: int, words: Lexicon) -> Group | None:
    low, high = _bounds(number, doc, first, words)
    following = doc[last + 1] if last + 1 < len(doc) else None
    if following is not None and following.lower_ in words["lifeless"] and stands_alone(doc, last + 2):
        whole = doc[first - 1].lower_ in _AMONG if first else False  # "a baby is among six dead"
        if not whole and _part(doc, first, doc[last], words):
            return None
        span = Span(number.span.start, following.idx + len(following))
        return Group(doc[last], low, high, span, bare=True, old=_superseded(doc, first, words))
    head = _climb(_top(doc, first, last))
    noun = head
    if first <= head.i <= last:
        of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        noun = next((c for c in of.children if c.dep_ == "pobj"), head) if of is not None else head
    named = noun.pos_ == "PROPN" or first <= noun.i <= last
    lemma = noun.lemma_.lower()
    if not words["things"].isdisjoint((noun.lower_, lemma)) or (not named and words.is_thing(noun.lower_, lemma)):
        return None
    of_them = _of_them(doc, first, head, words)
    if not of_them and _part(doc, first, head, words):
        return None
    end = max(number.span.end, noun.idx + len(noun)) if noun.i - last < _FAR else number.span.end
    old = _superseded(doc, first, words)
    return Group(head, low, high, Span(number.span.start, end), bare=first <= noun.i <= last, old=old, part=of_them)


def _superseded(doc: Tokens, first: int, words: Lexicon) -> bool:
    """ "Up from 22", "after an earlier count of 40", "not seven": told before, and no more."""
    lefts = doc.columns.low[max(0, first - 5) : first]
    if lefts[-1:] == ["not"] or lefts[-2:] in (["up", "from"], ["down", "from"]):
        return True
    return (
        len(lefts) > 1
        and lefts[-1] in ("of", "said", "from", "at", "to", "as", "count")
        and any(w in words["superseded"] for w in lefts)
    )


def _top(doc: Tokens, first: int, last: int) -> Token:
    for i in range(first, last + 1):
        if not first <= doc[i].head.i <= last or doc[i].head.i == i:
            return doc[i]
    return doc[last]


def _climb(top: Token) -> Token:
    """From a number to the noun that it counts."""
    head = top
    for _ in range(3):
        above = head.head
        if head.dep_ not in _INSIDE or above.i <= head.i or above.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ", "VERB"):
            break
        if above.pos_ == "VERB" and head.dep_ != "nummod":
            break
        head = above
    return head


def stands_alone(doc: Tokens, i: int) -> bool:
    """Nothing behind a word that it could belong to: "3 dead, 7 hurt in blast"."""
    return i >= len(doc) or doc[i].pos_ in ("PUNCT", "ADP", "CCONJ", "SCONJ", "SPACE", "ADV", "AUX", "VERB", "PART")


def _bounds(number: Number, doc: Tokens, first: int, words: Lexicon) -> tuple[int, int | None]:
    """ "Rose from 12 to 15" is 15, where "from 12 to 15 people" is a range."""
    if number.bound == "range":
        before = [t for t in doc[max(0, first - 5) : first] if t.idx < number.core.start]
        if any(t.lower_ == "from" for t in before[-1:]) and any(t.lemma_.lower() in words["rising"] for t in before):
            return number.high, number.high
    return number.low, number.high


def _counts_nobody(number: Number, report: str, doc: Tokens, first: int, last: int, words: Lexicon) -> bool:
    """Money, shares, ages, years, hours, decimals, numbers of rooms."""
    before = doc[first - 1] if first else None
    after = doc[last + 1] if last + 1 < len(doc) else None
    text = report[number.core.start : number.core.end]
    if before is not None and (before.tag_ == "$" or before.lower_ in words["not_after"]):
        return True
    if after is not None and after.lower_ in words["not_before"]:
        return True
    if _GLUED.match(report, number.core.end) or _IN_MONEY.match(report, number.core.end) or number.low > _EVERYBODY:
        return True  # 3D, 4x4, 9/11; "a 110 billion ($143 billion) loan"
    if (
        before is not None
        and before.pos_ == "PROPN"
        and text.isdigit()
        and not (after is not None and after.pos_ in ("NOUN", "ADJ"))
    ):
        return True  # School 59
    if before is not None and text.isdigit() and before.lower_ in words["numbered"]:
        if _CAPITALISED.search(report, 0, number.core.start):
            return True  # Hall 4
    rest = report[number.span.end : number.span.end + 12].lower()
    joined = _JOINED.match(rest)
    if joined and rest[0] != " " and joined.group(1) in words["not_joined"]:
        return True
    if "." in text and not any(c.isalpha() for c in text):
        return True
    year = text.isdigit() and len(text) == 4 and "1900" <= text < "2100"
    if year and before is not None and before.lower_ in ("the", "in", "of", "since"):
        return True  # "the 1967 killings"
    return year and not (after is not None and after.tag_ == "NNS")


def _of_them(doc: Tokens, first: int, head: Token, words: Lexicon) -> bool:
    """ "Of whom 17 remain in custody", "two of them": a part of people told of before."""
    low = doc.columns.low
    lefts = low[max(0, first - 3) : first]
    if lefts[-1:] == ["whom"] and "of" in lefts:
        return True
    follow = low[head.i + 1 : head.i + 4]
    return follow[:1] == ["of"] and any(w in words["them"] for w in follow[1:2]) and follow[2:] not in _ABOARD


_ABOARD = (["aboard"], ["on"], ["inside"], ["in"])  # "four of those aboard" are of nobody told of before


def _part(doc: Tokens, first: int, head: Token, words: Lexicon) -> bool:
    """A part of a total, the whole that a part is of, or a figure that is taken back."""
    lefts = doc.columns.low[max(0, first - 3) : first]
    left = lefts[-1] if lefts else ""
    if left in words["parts"] or (left == "than" and "rather" in lefts) or (left == "of" and "instead" in lefts):
        return True
    if left in words["taken_back"] and left != "not":
        return True
    if head.dep_ == "pobj" and head.head.lower_ in words["parts"]:
        return True
    if left == "from" and "to" in doc.columns.low[max(0, first - 6) : first]:
        return any(t.lemma_.lower() in words["rising"] for t in doc[max(0, first - 8) : first])
    if left in ("the", "these", "those", "our", "their") and len(lefts) == 3 and lefts[1] == "of":
        quantity = doc[first - 3]
        part = quantity.pos_ == "NUM" or quantity.lower_ in words["parts_of"]
        return part and not any(c.dep_ == "relcl" for c in _climb(head).children)
    return False


def _nobody(token: Token) -> Group | None:
    """Nobody, none, no one, not one, no casualties, not a single arrest; "did not hurt anyone"."""
    doc, low = token.doc, token.lower_
    if low in _ANYBODY:
        denied = token.dep_ == "dobj" and _denied(token.head)
        return Group(token, 0, 0, Span(token.idx, token.idx + len(token)), bare=True) if denied else None
    before = doc[token.i - 1].lower_ if token.i else ""
    if low in ("nobody", "none") or (low == "one" and before in ("no", "not")):
        start = doc[token.i - 1].idx if low == "one" else token.idx
        return Group(token, 0, 0, Span(start, token.idx + len(token)), bare=True)
    if (low == "no" and token.dep_ == "det") or (low == "single" and token.i > 1 and doc[token.i - 2].lower_ == "not"):
        start = token.i if low == "no" else token.i - 2
        return Group(token.head, 0, 0, Span(doc[start].idx, max(token.head.idx, token.idx) + len(token.head)))
    return None


def _denied(verb: Token) -> bool:
    """ "Did not hurt", "not a bullet touched", "without hurting"."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return True
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    first = {verb.doc[verb.doc.edges(s.i)[0]].lower_ for s in subjects}
    return any(c.dep_ == "neg" for c in verb.children) or bool(first & {"no", "not", "none", "nobody"})


def _ranked(token: Token, words: Lexicon) -> Group | None:
    """One or some of a rank or trade by their names: "Corporal A. and Private B." are two, "skipper C." is one."""
    if token.pos_ != "PROPN" or token.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return None
    doc = token.doc
    first, last = doc.edges(token.i)
    clause = next((c for c in token.children if c.dep_ in ("relcl", "acl", "appos", "prep")), None)
    last = min(last, doc.edges(clause.i)[0] - 1) if clause is not None else last
    called = words["ranks"] | words["alone"]
    named = [i for i in range(first, last) if doc[i].lower_ in called and doc[i + 1].pos_ == "PROPN"]
    joined = sum(doc[i].dep_ == "conj" for i in range(first, last + 1))
    if not named or joined != len(named) - 1:
        return None  # a list of which only some have a title
    span = Span(doc[named[0]].idx, max(token.idx + len(token), doc[last].idx + len(doc[last])))
    return Group(token, len(named), len(named), span)


def _single(token: Token, words: Lexicon) -> Group | None:
    """One person with an article, or both of two, as the subject or object of a verb."""
    noun = token.head
    if token.dep_ != "det" or noun.pos_ != "NOUN" or token.lower_ not in ("a", "an", "another", "both"):
        return None
    lemma = noun.lemma_.lower()
    person = lemma in words["alone"] or lemma in words["people"]
    told = person and noun.dep_ == "pobj" and any(c.dep_ == "relcl" for c in noun.children)  # "of a man, who limped"
    if (
        not (told or noun.dep_ in ("nsubj", "nsubjpass", "dobj"))
        or words.is_thing(noun.lower_, lemma)
        or lemma in words["amounts"]
    ):
        return None
    if any(c.dep_ == "nummod" for c in noun.children) or (token.lower_ != "both" and noun.tag_ != "NN"):
        return None
    if noun.head.lemma_ == "be" and any(c.lower_ in _AMONG for c in noun.head.children):
        return None  # "a baby is among six dead": one of those
    if lemma in words["family"] and any(c.lower_ == "of" for c in noun.children):
        return None  # "a family of five": the number speaks for itself
    many = 2 if token.lower_ == "both" else 1
    return Group(noun, many, many, Span(token.idx, noun.idx + len(noun)))


def past_modifier(node: Token, group: Group) -> tuple[Token, Token | None]:
    """ "Up to", "between", "upwards of" before a number are no prepositions: the phrase and the verb that it is of."""
    preposition = node.head
    if node.dep_ != "pobj" or not group.span.start <= preposition.idx < node.idx:
        return node, None
    above = preposition.head
    if group.span.start <= above.idx < node.idx:
        return above, None
    after = node.doc.edges(node.i)[1] + 1
    for token in node.doc[after : after + 3]:
        verb = token.head if token.dep_ in ("aux", "auxpass") else token
        if (
            verb.pos_ == "VERB"
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
            and verb.i >= token.i
        ):
            return node, verb
        if token.pos_ not in ("AUX", "ADV"):
            break
    return node, above if above.pos_ == "VERB" else None
