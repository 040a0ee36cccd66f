"""Sorts of people and things: a pupil is a child, and an office is no officer.  The words lie in `data/people_words.txt`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from tellings.compare.words import stem

Key = tuple[str, bool]  # the stem, and whether the word is made for whoever does something


@lru_cache(maxsize=50_000)
def sorts_of(word: str) -> frozenset[int]:
    """Numbers of the lines of the list that a word (lower case) stands in."""
    return _SORTS.get(_key(word), frozenset())


def made_for_doer(word: str) -> bool:
    """ "Officer", not "office"."""
    return word.removesuffix("s").endswith(("er", "or", "ist"))


def _key(word: str) -> Key:
    return stem(word), made_for_doer(word)


def _read() -> dict[Key, frozenset[int]]:
    found: dict[Key, set[int]] = {}
    text = files("tellings.compare").joinpath("data/people_words.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        for word in () if line.startswith("#") else line.split():
            found.setdefault(_key(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


_SORTS = _read()
