"""Whose word a phrase gives: "an army spokesman", "the military" and "the armed forces command" are one body of a state."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.compare.words import tokens
from tellings.entities.knowledge import rows

_LONGEST = 5  # words of a body's name
_MINISTRIES = ("ministry", "department")


@dataclass(frozen=True)
class Body:
    """name: the one name for all it is called, words in a row; more: what else the phrase says of it ("provincial");
    code: of the state, if the name itself tells it; known: it is in the table; through: somebody spoke for it."""

    name: tuple[str, ...]
    more: frozenset[str] = frozenset()
    code: str | None = None
    known: bool = False
    through: bool = False


def body_of(phrase: str) -> Body | None:
    """The body whose word the phrase gives; None if it neither names one nor somebody who speaks for one."""
    words = tuple(tokens(phrase))
    rest, through = _behind(words, _mouthpieces())
    known = _known(rest, through)
    if known is not None or not rest:
        return known
    if through:
        return Body(rest[-1:], _more(rest[:-1]), through=True)
    # "White House officials" are the White House; "local officials" are nobody in particular.
    rest, through = _behind(words, _members())
    return _known(rest, through=True) if through else None


def _known(rest: tuple[str, ...], through: bool) -> Body | None:
    """The body of the table with which these words end, or a ministry."""
    for size in range(min(_LONGEST, len(rest)), 0, -1):
        if seat := _seats().get(rest[-size:]):
            return Body(_bodies()[seat[1]], code=seat[0], known=True, through=through)
        if name := _bodies().get(rest[-size:]):
            return Body(name, _more(rest[:-size]), known=True, through=through or name in _papers())
    name = _ministry(rest)
    return Body(name, known=True, through=through) if name is not None else None


def one_body(a: Body, b: Body) -> bool:
    """One name, and neither says what the other denies: "the police", "the provincial police"."""
    return a.name == b.name and (a.more <= b.more or b.more <= a.more) and not (a.code and b.code and a.code != b.code)


def _behind(words: tuple[str, ...], people: frozenset[tuple[str, ...]]) -> tuple[tuple[str, ...], bool]:
    """The words for the body, and whether somebody spoke for it: "spokesman for the army", "army spokesman", "army"."""
    for at in range(len(words)):
        for size in (3, 2, 1):
            if words[at : at + size] not in people:
                continue
            before, after = words[:at], words[at + size :]
            link = next((link for link in _between() if after[: len(link)] == link), None)
            if link is not None:
                return after[len(link) :], True
            return (before, True) if not after and set(before) - _small() else ((), True)
    return words, False


def _ministry(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Of any ministry that the table does not hold: "ministry of mines", "mines ministry"."""
    words = tuple(w for w in words if w not in _small() and w not in _states())
    for kind in _MINISTRIES:
        if words[:2] == (kind, "of") and len(words) > 2:
            return (*words[2:], kind)
        if words[-1:] == (kind,) and len(words) > 1:
            return words
    return None


def _more(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w for w in words if w not in _small() and w not in _states())


def hearsay(phrase: str) -> bool:
    """Media of whom nothing is said: "multiple reports", "local media"; not "Malian media" and not "state media"."""
    words = tokens(phrase)
    media = table()["hearsay"]
    return bool(words) and words[-1] in media["nouns"] and set(words[:-1]) <= set(media["before"])


def silent(phrase: str) -> bool:
    """No one and nothing that says anything: "the development", "you"."""
    last = tokens(phrase)[-1:]
    return bool(last) and bool({last[0], last[0].removesuffix("s")} & _silent())


@cache
def _silent() -> frozenset[str]:
    return frozenset(table()["silent"])


@cache
def table() -> dict:
    return tomllib.loads(files("tellings.compare").joinpath("data/mouthpieces.toml").read_text("utf-8"))


@cache
def _mouthpieces() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(tokens(m)) for m in table()["mouthpieces"])


@cache
def _members() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(tokens(m)) for m in table()["members"])


@cache
def _between() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(tokens(b)) for b in table()["between"])


@cache
def _small() -> frozenset[str]:
    return frozenset(t for word in table()["small"] for t in tokens(word))


@cache
def _bodies() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(tokens(n)): tuple(tokens(row["names"][0])) for row in table()["body"] for n in row["names"]}


@cache
def _papers() -> frozenset[tuple[str, ...]]:
    """Bodies that are papers: whoever gives their word gives it through one, "an indictment" no less than "the indictment"."""
    return frozenset(tuple(tokens(row["names"][0])) for row in table()["body"] if row.get("paper"))


@cache
def _seats() -> dict[tuple[str, ...], tuple[str, tuple[str, ...]]]:
    return {tuple(tokens(seat)): (code, tuple(tokens(body))) for seat, (code, body) in table()["seats"].items()}


@cache
def _states() -> frozenset[str]:
    """Words of the names and adjectives of states."""
    cells = (row[column] or "" for row in rows("countries.tsv") for column in ("name", "also", "adjectives"))
    words = frozenset(word for cell in cells for word in tokens(cell.replace("|", " ")))
    return words - {word for link in _between() for word in link}
