"""Phrases that mean several: whose they are is told for each ("the ministers of Chad and Niger"), or they point to those
who met or fought before ("both", "the two", "the parties")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache

from spacy.tokens import Token

from tellings.entities.decide import decide
from tellings.entities.describe import describe
from tellings.entities.drafts import Draft
from tellings.entities.knowledge import plain_rows
from tellings.entities.sketch import Sketch
from tellings.entities.view import View
from tellings.numbers import spelled

SURE = 60  # strength of a clue to a country that tells two owners apart
MOST = 5  # parties of one phrase
_INHERITED = frozenset({"of", "in", "clause"})


@cache
def words(kind: str) -> frozenset[str]:
    """A list of `phrase_words.tsv`."""
    return frozenset(w for what, forms in plain_rows("phrase_words.tsv") if what == kind for w in forms.split("|"))


@cache
def offices() -> tuple[frozenset[str], ...]:
    """Words for one office, as many sets as there are offices with several."""
    return tuple(frozenset(f.split("|")) for what, f in plain_rows("phrase_words.tsv") if what == "one office")


# ---------------------------------------------------------------- of each


def each_of(view: View, sketch: Sketch) -> list[Sketch]:
    """The phrase once for each that it means; none if it means one."""
    return _of_codes(view, sketch) if len({c.value for c in sketch.parts}) > 1 else _of_owners(view, sketch)


def _of_codes(view: View, sketch: Sketch) -> list[Sketch]:
    """ "US and British forces": one for each state."""
    between = view.text[sketch.parts[0].span.end : sketch.parts[-1].span.start]
    joined = "," in between or not words("and").isdisjoint(between.split())
    if sketch.name is not None or not joined:
        return []
    codes = dict.fromkeys(c.value for c in sketch.parts)
    each = ([c for c in sketch.clues if c.attribute != "country" or c.value == code] for code in codes)
    return [Sketch(**{**sketch.__dict__, "clues": clues, "parts": []}) for clues in each]


def _of_owners(view: View, sketch: Sketch) -> list[Sketch]:
    """ "Envoys of the government and of the rebels", "the presidents of Chad and Niger": the phrase once for each; none if
    it is of one."""
    if sketch.name is not None or not sketch.plural or not any(r.role in ("person", "group") for r in sketch.roles):
        return []
    token = view.doc[sketch.head]
    for prep in token.rights:
        if prep.dep_ == "prep" and prep.lower_ in words("of"):
            owners = [describe(view, i, 1) for i in _objects(prep)]
            sent = sketch.role_weight in ("strong", "office") or all(o.kind == "state" for o in owners)
            if 2 <= len(owners) <= MOST and sent and all(map(_can_send, owners)) and _differ(owners):
                return [_of(sketch, owner) for owner in owners]
            return []
    return []


def _objects(prep: Token) -> list[int]:
    """The nouns after a preposition, and after the same one joined to it: "of A and B", "of A and of B"."""
    out: list[int] = []
    more = {t.i: t for t in (*prep.conjuncts, *prep.head.rights) if t.lower_ == prep.lower_ and t.i > prep.i}
    joined = (t for t in more.values() if t.nbor(-1).lower_ in words("and"))
    for one in (prep, *joined):
        for child in one.children:
            if child.dep_ == "pobj":
                out += [t.i for t in (child, *child.conjuncts) if t.pos_ in ("NOUN", "PROPN")]
    return sorted(set(out))


def _can_send(owner: Sketch) -> bool:
    return owner.kind in ("state", "organisation") or any(r.role in ("organisation", "group") for r in owner.roles)


def _differ(owners: Sequence[Sketch]) -> bool:
    """Each of another state, or another body; two towns of one country are one owner, and so are two offices."""
    told = [decide([c for c in o.clues if c.attribute != "country" or c.strength >= SURE]) for o in owners]
    kinds = {
        (d.code, d.sectors) if d.code or d.sectors else (str(o.head), ()) for d, o in zip(told, owners, strict=True)
    }
    return len(kinds) == len(owners)


def _of(sketch: Sketch, owner: Sketch) -> Sketch:
    own = [c for c in sketch.clues if c.rule not in _INHERITED]
    copy = Sketch(**{**sketch.__dict__, "clues": own, "parts": [], "also": [owner]})
    weak = sketch.role_weight in ("none", "weak", "")
    copy.inherit(owner, code=75, sector=57 if weak and owner.kind != "state" else None, rule="of")
    return copy


# ---------------------------------------------------------------- the four


def counted(view: View, sketch: Sketch) -> int | None:
    """The number by which a phrase takes up people told of before: "the four", "the three men", "all 12"."""
    low = view.parsed.lower
    before = [low[i] for i in range(sketch.start, sketch.head)]
    if sketch.name is not None or not words("taken up") & {*before, *low[max(0, sketch.start - 1) : sketch.start]}:
        return None
    if is_anybody(view, sketch.head):
        return number_in(before)
    return number_in([low[sketch.head]]) if set(before) <= words("taken up") else None


def is_anybody(view: View, head: int) -> bool:
    """ "Men", "victims": a word for people that says nothing more of them."""
    return view.doc[head].lemma_.lower() in words("anybody")


def is_people(view: View, sketch: Sketch) -> bool:
    """Whether a phrase is known to be of people, or its head is built as a word for them ("surveyors")."""
    lemma = view.doc[sketch.head].lemma_.lower()
    return bool(sketch.roles) or is_anybody(view, sketch.head) or lemma.endswith(tuple(words("made of a deed")))


def number_in(said: Sequence[str]) -> int | None:
    """The one number of some words, 2 or more."""
    found = {n for word in said if (n := _number(word)) is not None and n > 1}
    return found.pop() if len(found) == 1 else None


def _number(word: str) -> int | None:
    for n, kind in ((2, "two"), (3, "three")):
        if word in words(kind):
            return n
    if word.isdecimal():
        return int(word) if len(word) < 4 else None
    value = spelled([word])
    return value if isinstance(value, int) else None


# ---------------------------------------------------------------- both


class Sides:
    """Those who were told of together: the doers of each mention that has several."""

    def __init__(self, view: View, groups: Sequence[Sequence[int]]) -> None:
        """groups: heads of the doers of each mention, in text order."""
        self.view = view
        told = sorted((max(heads), tuple(heads)) for heads in groups if heads)
        self._last = [last for last, _ in told]
        self._heads = [heads for _, heads in told]

    def points(self, sketch: Sketch) -> bool:
        """ "Both", "the two", "the parties", "neither side", "both leaders": says no more than that they are several."""
        low = self.view.parsed.lower
        before = {low[i] for i in range(sketch.start, sketch.head)}
        if low[sketch.head] in words("pair"):
            return before <= {"the"}
        if self.points_to_two(sketch):
            return True
        lemma, plural = self.view.doc[sketch.head].lemma_.lower(), self.view.doc[sketch.head].tag_ == "NNS"
        each = words("each")
        if lemma not in words("side") or not (plural or before & each):
            return False
        if not before & each and (sketch.reach > sketch.end or "the" not in before):
            return False  # "the parties of the left"
        return before <= each | words("rival") | {"the", "-"}

    def points_to_two(self, sketch: Sketch) -> bool:
        """ "The two countries", "both sides"; "two leaders" are new ones."""
        before = {self.view.parsed.lower[i] for i in range(sketch.start, sketch.head)}
        two = "both" in before or ("two" in before and before & {"the", "these", "those"})
        lemma = self.view.doc[sketch.head].lemma_.lower()
        return bool(two) and lemma in words("side") | words("kind of side")

    def before(self, head: int, meant: Callable[[int], Sequence[Draft]]) -> list[Draft]:
        """The last several before a token.  meant: the drafts of a head."""
        for heads in reversed(self._heads[: bisect_left(self._last, head)]):
            drafts = list({d.number: d for h in heads for d in meant(h)}.values())
            if 2 <= len(drafts) <= MOST:
                return drafts
        return []


def is_pair(view: View, sketch: Sketch) -> bool:
    """ "The Omondi-Farole summit": two words with a capital and a hyphen between them, right before a common noun."""
    start, end = sketch.name
    forms = view.parsed.forms[start:end]
    head = view.doc[end - 1]
    return (
        len(forms) == 3 and forms[1] in ("-", "–") and forms[0].istitle() and forms[2].istitle()
        and head.dep_ in ("compound", "nmod", "amod") and head.head.i >= end and head.head.is_lower
    )  # fmt: skip
