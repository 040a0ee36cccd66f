"""Bodies and parties by name: what a phrase that ends with one stands for."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tellings.entities.knowledge import rows

_OF_STATE = frozenset(("GOV", "MIL", "LEG", "SPY", "COP", "JUD"))
_LONGEST = 6  # words of a body's name
_INITIALS = 6  # letters of a name in capitals that wants capitals


def body_named(words: Sequence[str]) -> str:
    """ "state:USA" for a state's ministry, force or parliament, "party:…" for a party or its organ, "body:…" for others;
    empty if the phrase does not end with a known name."""
    party = _party(words)
    if party:
        return "party:" + party
    for size in range(min(_LONGEST, len(words)), 0, -1):
        label, form = _known().get(_key(" ".join(words[-size:])), ("", ""))
        capital = words[-size].isupper() if form.isupper() and len(form) <= _INITIALS else words[-size][:1].isupper()
        if label and capital:
            return label
    return ""


def _key(name: str) -> str:
    return name.lower().replace(".", "")


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Form, lower case → label and the form as written; not those that need a report's state to be understood."""
    out: dict[str, tuple[str, str]] = {}
    for row in rows("organisations.tsv"):
        sectors = frozenset((row.get("sectors") or "").split())
        for body in row["names"].split(";"):
            forms = [form.strip() for form in body.split("|")]
            of_state = sectors & _OF_STATE and "PTY" not in sectors
            label = "state:" + row["code"] if of_state else "body:" + forms[0].lower()
            for form in forms:
                if form[:1].isupper():
                    out.setdefault(_key(form), (label, form))
    return out


@cache
def _parties() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Names and members of parties, their adjectives, and the nouns that go with these."""
    table = tomllib.loads(files("tellings.compare").joinpath("data/phrase_words.toml").read_text("utf-8"))["parties"]
    names = {name: party for party, forms in table["names"].items() for name in forms}
    adjectives = {word: party for party, forms in table["adjectives"].items() for word in forms}
    return names, adjectives, frozenset(table["organs"])


def _party(words: Sequence[str]) -> str:
    names, adjectives, organs = _parties()
    low = [_key(w) for w in words]
    for size in (3, 2, 1):
        if len(low) >= size and words[-size][:1].isupper() and " ".join(low[-size:]) in names:
            return names[" ".join(low[-size:])]
    if low and low[-1] in organs:
        return next(
            (adjectives[w] for w, as_is in zip(low, words, strict=True) if w in adjectives and as_is[:1].isupper()), ""
        )
    return ""
