""" "A summit, which will take place in Oslo on Friday": the clause that tells of an event's own taking place."""

from __future__ import annotations

from spacy.tokens import Token

from tellings.events.embedders import load_embedders


def held(event: Token) -> Token | None:
    """The verb of that clause, wherever among the words that hang on the event's noun the parser put it."""
    if event.pos_ not in ("NOUN", "PROPN"):
        return None
    queue = [event]
    while queue:
        noun = queue.pop(0)
        for clause in (c for c in noun.children if c.dep_ == "relcl"):
            if any(c.lower_ in ("which", "that") for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")):
                for verb in (clause, *(c for c in clause.children if c.dep_ == "xcomp")):
                    if _takes_place(verb):
                        return verb
        queue += [p for c in noun.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
        queue += [c for c in noun.children if c.dep_ == "conj"]
    return None


def _takes_place(verb: Token) -> bool:
    known = load_embedders().lists.taking_place
    lemma = verb.lemma_.lower()
    whole = [lemma, *(f"{lemma} {c.lower_}" for c in verb.children if c.dep_ in ("dobj", "prt"))]
    whole += [f"be {verb.lower_}"] * any(c.dep_ == "auxpass" for c in verb.children)
    return any(words in known for words in whole)
