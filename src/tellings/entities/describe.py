"""Reads a noun phrase around its head: what the head is, what stands before it, what follows.

`describe` states clues; choosing among them is `decide`'s work.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from tellings.entities.complements import read_complements
from tellings.entities.heads import read_head
from tellings.entities.lexicon import Entry
from tellings.entities.modifiers import read_modifiers
from tellings.entities.sketch import Sketch
from tellings.entities.view import Found, View
from tellings.model import Span

MAX_DEPTH = 3
LONGEST_OF = 9
_OF_SOMETHING = frozenset({"minister", "secretary"})
_BREAKS = frozenset([",", ";", ":", "(", ")", '"', "“", "”"])


def describe(view: View, head: int, depth: int = 0) -> Sketch:
    """The sketch of the phrase with this head token."""
    token = view.doc[head]
    start = left_edge(view, token)
    sketch = Sketch(head=head, start=start, end=head + 1)
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "WP", "WDT"):
        sketch.pronoun = True
        sketch.plural = token.lower_ in ("they", "we", "them", "us", "those", "these")
        return sketch
    _determiner(view, sketch, start, head)
    owner = _possessor(view, sketch, token, depth)
    found = view.at.get(head)
    before = _before(view, start, head, owner, found)
    read_head(view, sketch, token, found, before)
    read_modifiers(view, sketch, before, found)
    sketch.reach = _reach(view, sketch, token)
    _whole_office(view, sketch, token)
    if depth < MAX_DEPTH:
        read_complements(view, sketch, token, depth, describe)
    return sketch


def _whole_office(view: View, sketch: Sketch, token: Token) -> None:
    """The words that show the office of a "Minister of Intelligence" are all three: by them he is looked up."""
    if sketch.reach <= sketch.end or token.lemma_.lower() not in _OF_SOMETHING:
        return
    for n, clue in enumerate(sketch.clues):
        if clue.rule == "role" and clue.attribute == "sector" and clue.span is not None:
            if clue.span.end <= view.token_span(sketch.head, sketch.head + 1).end:
                whole = Span(clue.span.start, view.token_span(sketch.head, sketch.reach).end)
                sketch.clues[n] = replace(clue, span=whole)


def _reach(view: View, sketch: Sketch, token: Token) -> int:
    """The phrase's end with what "of" adds: "the minister of mines and energy"."""
    doc, end = view.doc, sketch.end
    if end >= len(doc) or view.parsed.lower[end] != "of" or doc[end].head.i not in range(sketch.start, end):
        return end
    last = doc[end].right_edge.i
    if last > end + LONGEST_OF:
        return end
    stop = next(
        (i for i in range(end, last + 1) if doc[i].text in _BREAKS or doc[i].dep_ in ("relcl", "appos")), last + 1
    )
    while stop > end + 1 and doc[stop - 1].dep_ == "cc":
        stop -= 1  # "envoys of the government and of the rebels"
    if stop <= end + 1:
        return end
    # "of Mines and Energy", when the second half was parsed as something else.
    while stop + 1 < len(doc) and doc[stop].lower_ == "and" and _capital(view, stop + 1) and _capital(view, stop - 1):
        if view.at.get(stop + 1) is not None and view.at[stop + 1].of("domain") is None:
            break
        stop += 2
    return stop


def _capital(view: View, i: int) -> bool:
    """Whether the report itself writes the word with a capital, whatever a headline's case was made."""
    return view.parsed.report.text[view.offsets[i] : view.offsets[i] + 1].isupper()


def left_edge(view: View, token: Token) -> int:
    """The first token of the phrase's own words before the head; clauses and commas end it."""
    head, breaks = token.i, view.breaks
    sentence = view.sentence_starts[head]
    edge = max(token.left_edge.i, head - 16, sentence)
    start = head
    while start > edge and not breaks[start - 1]:
        start -= 1
    found = view.at.get(head)
    return min(start, found.start) if found is not None and found.start >= sentence else start


def _determiner(view: View, sketch: Sketch, start: int, head: int) -> None:
    token = view.doc[head]
    sketch.plural = token.tag_ in ("NNS", "NNPS")
    for i in range(start, head):
        low = view.parsed.lower[i]
        if low in ("this", "that", "these", "those", "such"):
            sketch.demonstrative = sketch.definite = True
        elif low in ("the", "both", "his", "her", "its", "their"):
            sketch.definite = True
        elif low in (
            "a",
            "an",
            "some",
            "several",
            "many",
            "another",
            "other",
            "more",
            "few",
            "any",
            "no",
            "hundreds",
            "thousands",
            "dozens",
            "two",
            "unidentified",
        ):
            sketch.indefinite = True
        elif view.doc[i].pos_ == "NUM":
            sketch.indefinite = not sketch.definite


def _possessor(view: View, sketch: Sketch, token: Token, depth: int) -> tuple[int, int] | None:
    """Reads "Iran's" before the head; the tokens it takes up."""
    for child in token.lefts:
        if child.dep_ != "poss":
            continue
        if child.pos_ == "PRON" or child.tag_ == "PRP$":
            sketch.owner = child.i
            sketch.relation = True
            return None
        edge = max(left_edge(view, child), sketch.start)
        if depth < MAX_DEPTH:
            other = describe(view, child.i, depth + 1)
            sketch.also.append(other)
            if not any(r.weight == "relational" for r in roles_at(view, token.i)):
                weak = all(r.weight in ("none", "weak") for r in roles_at(view, token.i)) and bool(
                    roles_at(view, token.i)
                )
                sketch.inherit(other, code=77, sector=57 if weak and other.kind != "state" else None, rule="possessor")
            sketch.relation = True
        return edge, child.i + 1
    return None


def roles_at(view: View, i: int) -> list[Entry]:
    found = view.at.get(i)
    return [e for e in found.hit.entries if e.kind == "role"] if found else []


def _before(view: View, start: int, head: int, owner: tuple[int, int] | None, found: Found | None) -> list[Found]:
    """Known phrases before the head, the head's own and the possessor's left out."""
    out: list[Found] = []
    i = start
    while i < head:
        hit = view.at.get(i)
        if hit is None:
            i += 1
            continue
        if hit is not found and not (owner and owner[0] <= hit.start < owner[1]) and hit.start >= start:
            out.append(hit)
        i = max(hit.end, i + 1)
    return out
