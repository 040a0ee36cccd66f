"""What a number's phrase is to the words around it: subject, object, behind a preposition, the "of" of a noun."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.events.counts_groups import Group, past_modifier
from tellings.events.counts_lexicon import Lexicon
from tellings.events.tokens import Token

Role = tuple[Token, str]


def roles_of(group: Group, words: Lexicon) -> Iterator[tuple[Token, str]]:
    """(predicate, role) pairs: object, subject, of, prep:WORD."""
    node = group.head
    for child in node.children:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD"):
            yield child, "object"
            if node.dep_ == "ROOT":  # a finite verb that the tagger takes for a participle
                yield child, "subject"
        elif child.dep_ == "acl" and child.tag_ == "VBG":
            yield child, "subject"
        elif child.dep_ == "relcl":
            passive = any(c.dep_ == "nsubjpass" for c in child.children)
            passive = passive or any(c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT") for c in child.children)
            yield from _chain(child, "object" if passive else "subject", words)
    for _ in range(6):
        if node.dep_ in ("conj", "appos", "nmod") and node.head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
            node = node.head
        else:
            break
    node, verb = past_modifier(node, group)
    if verb is not None:
        yield verb, "object" if node.i > verb.i or _passive(verb) else "subject"
        return
    dep, head = node.dep_, node.head
    if dep in ("nsubj", "csubj", "npadvmod", "dep") and head.pos_ in ("VERB", "AUX", "ADJ", "NOUN", "ADV"):
        role = "object" if head.tag_ == "VBN" and not _has_be_or_have(head) and dep == "nsubj" else "subject"
        yield from _chain(head, role, words)
    elif dep == "nsubjpass":
        yield from _chain(head, "object", words)
    elif dep in ("dobj", "dative", "attr", "oprd"):
        yield head, "object"
        yield from _chain(head, "object", words, start=True)
    elif dep == "pobj":
        governor = head.head
        if head.dep_ == "agent" or (head.lower_ == "by" and governor.tag_ == "VBN"):
            yield governor, "subject"
        elif head.lower_ in ("of", "to", "for", "in", "at"):
            if governor.pos_ in ("NOUN", "PROPN"):
                if head.lower_ == "of":
                    yield governor, "of"
                    if governor.lemma_.lower() in words["family"]:
                        outer = Group(governor, group.low, group.high, group.span)
                        yield from roles_of(outer, words)
            else:
                yield governor, "prep"
        elif governor.pos_ in ("VERB", "AUX"):
            yield governor, "prep"
        elif governor.dep_ == "dobj" and governor.head.pos_ == "VERB":
            yield governor.head, "prep"
    elif dep == "ROOT" and node.pos_ in ("NOUN", "NUM"):
        for child in node.children:
            if child.tag_ == "VBN":
                yield child, "object"


def _passive(verb: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in verb.children)


def _has_be_or_have(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _chain(verb: Token, role: str, words: Lexicon, start: bool = False) -> Iterator[tuple[Token, str]]:
    """The verb and what it raises or joins: "were reported killed", "are believed to have drowned", "fled or were hurt"."""
    seen = 0
    queue: list[tuple[Token, str]] = [(verb, role)]
    while queue and seen < 10:
        node, how = queue.pop(0)
        seen += 1
        if not (start and seen == 1):
            yield node, how
        raising = node.lemma_.lower() in words["raising"] or node.pos_ == "AUX" or node.lemma_ in words["copula"]
        for child in node.children:
            if (
                child.dep_ in ("xcomp", "oprd", "acomp", "ccomp")
                and raising
                and not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children)
            ):
                passive = child.tag_ == "VBN" and not _active_perfect(child)
                queue.append((child, "object" if passive else "subject"))
            elif child.dep_ == "conj" and child.pos_ in ("VERB", "AUX", "ADJ") and how != "dobj" and not start:
                if not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
                    passive = (
                        child.tag_ == "VBN"
                        and not _active_perfect(child)
                        and (how == "object" or any(c.dep_ == "auxpass" for c in child.children))
                    )
                    if how == "subject" or passive:
                        queue.append((child, "object" if passive else "subject"))


def _active_perfect(verb: Token) -> bool:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return any(h.lemma_ == "have" for h in helpers) and not any(h.dep_ == "auxpass" for h in helpers)
