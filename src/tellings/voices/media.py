"""Which phrases name a medium or a document, by the word lists of the cue files."""

from __future__ import annotations

from tellings.voices.cues import Cues
from tellings.voices.syntax import Syntax


def is_medium(syntax: Syntax, cues: Cues, head: int) -> bool:
    """An agency, a broadcaster, a paper: by a common noun, a known name, or a word of its name."""
    words = cues.words
    if syntax.pos[head] not in ("NOUN", "PROPN", "X", "ADJ", "PRON"):
        return False
    if syntax.lemma[head].lower() in words["media-nouns"] or syntax.lower[head] in words["media-nouns"]:
        return True
    if syntax.lemma[head] in words["news-houses"] and any(
        syntax.lower[k] in ("news", "press", "wire") for k in syntax.kids[head]
    ):
        return True
    near = [head, *(k for k in syntax.kids[head] if syntax.dep[k] in ("compound", "appos", "amod", "nmod", "nummod"))]
    for k in near:
        low = syntax.lower[k]
        if (
            k != head
            and syntax.pos[head] == "PROPN"
            and syntax.pos[k] == "NOUN"
            and syntax.lemma[k] in words["media-nouns"]
        ):
            return True
        if syntax.pos[head] == "PROPN" and syntax.pos[k] == "ADJ" and low in words["periodical-adjectives"]:
            return True  # "the weekly Lac Hebdo"
        proper = syntax.pos[k] == "PROPN" or k == head
        if proper and (low in words["media-names"] or (low in words["media-name-words"] and len(near) > 1)):
            return True
        if (
            proper
            and low.endswith(("news", "press", "wire", "tv", "fax", "info", "radio", "media"))
            and low not in ("press",)
        ):
            return True
    return False


def is_collector(syntax: Syntax, cues: Cues, head: int) -> bool:
    """A body that takes down what people tell it and passes it on: a rights group, a watchdog, a charity."""
    words = cues.words
    near = [head, *(k for k in syntax.kids[head] if syntax.dep[k] in ("compound", "appos", "amod", "nmod"))]
    if any(syntax.lower[k] in words["collector-words"] for k in near):
        return True
    kinds = any(syntax.lower[k] in words["collector-kinds"] for k in near)
    return kinds and any(syntax.lemma[k].lower() in words["collector-houses"] for k in near)


def is_own(syntax: Syntax, cues: Cues, head: int) -> bool:
    """ "this newspaper", "our reporter": the outlet itself."""
    own = cues.words["own-medium"]
    return syntax.lower[head] in own or any(
        syntax.lower[k] in own for k in syntax.kids[head] if syntax.dep[k] in ("det", "poss")
    )


def is_document(syntax: Syntax, cues: Cues, head: int) -> bool:
    return syntax.pos[head] == "NOUN" and syntax.lemma[head] in cues.words["document-nouns"]


def role(syntax: Syntax, cues: Cues, head: int) -> str:
    """agency, broadcaster, document or speaker."""
    if is_document(syntax, cues, head):
        return "document"
    if is_medium(syntax, cues, head):
        broadcasters = cues.words["broadcaster-words"]
        near = [head, *syntax.kids[head]]
        return "broadcaster" if any(syntax.lower[k] in broadcasters for k in near) else "agency"
    return "speaker"
