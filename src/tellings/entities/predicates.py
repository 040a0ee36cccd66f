"""Roles said in a sentence of their own: "she is the defence minister", "he was reinstated as governor"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from tellings.entities.knowledge import plain_rows
from tellings.entities.view import View

_SUBJECTS = ("nsubj", "nsubjpass")


@cache
def _verbs() -> dict[str, tuple[frozenset[str], str]]:
    return {lemma: (frozenset(how.split()), who) for lemma, how, who in plain_rows("becoming.tsv")}


def stated_roles(view: View) -> Iterator[tuple[int, int]]:
    """(token of who it is, head token of the role) for every such statement of the report."""
    for found in view.found:
        role = found.of("role")
        if role is None or role.role not in ("person", "organisation"):
            continue
        head = view.doc[found.end - 1]
        verb, how = _governor(head)
        entry = _verbs().get(verb.lemma_.lower()) if verb is not None else None
        if entry is None or how not in entry[0] or any(c.dep_ == "neg" for c in verb.children):
            continue
        if verb.lemma_ == "be" and verb.tag_ == "VBD":
            # "was minister" may be long over.
            continue
        who = _who(verb, entry[1], head)
        if who is not None and who.i != head.i:
            yield who.i, head.i


def _governor(head: Token) -> tuple[Token | None, str]:
    if head.dep_ in ("attr", "oprd"):
        return head.head, "direct"
    if head.dep_ == "pobj" and head.head.lower_ == "as":
        verb = head.head.head
        return (verb, "as") if verb.pos_ in ("VERB", "AUX") else (None, "")
    return None, ""


def _who(verb: Token, side: str, head: Token) -> Token | None:
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("ccomp", "acl", "relcl")
    )
    wanted = _SUBJECTS if side == "subject" or passive else ("dobj",)
    for child in verb.children:
        if child.dep_ in wanted and child.i != head.i:
            return child
    if verb.dep_ == "acl" and verb.head.pos_ in ("PROPN", "PRON"):
        return verb.head
    if verb.dep_ in ("conj", "xcomp", "ccomp"):
        # "him reinstated as": the small clause's subject may hang on the verb above.
        for child in verb.head.children:
            if child.dep_ in ("dobj", "nsubj") and child.i < verb.i and (child.dep_ == "dobj" or verb.dep_ != "ccomp"):
                return child
    return None
