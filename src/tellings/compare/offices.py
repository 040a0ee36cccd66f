"""Under what a person can be looked up who is told without a full name: surname and office, in one country and time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

from tellings.compare.words import tokens
from tellings.entities.knowledge import rows
from tellings.model import KnownActor
from tellings.names import parts, skeleton

SURNAME, OFFICE = "surname:", "office:"
# Days between two stories in which somebody is taken to be known, by surname and sector, and to be still in office.
_WINDOW = {SURNAME: 1100, OFFICE: 200}
_DATA = tomllib.loads(files("tellings.compare").joinpath("data", "offices.toml").read_text("utf-8"))
_SINGLE = frozenset(_DATA["single"])
_SMALL = frozenset(_DATA["small"])
_OTHER = frozenset(_DATA["other"])
_FOR_NOW = frozenset(_DATA["for_now"])
_LONGEST = 6  # words of an office


def surnames(actor: KnownActor, names: Iterable[str]) -> set[str]:
    """Keys of a person by surname: of each sector for one named in full, of the first for a bare surname."""
    if actor.kind not in ("person", "unknown") or not actor.code or not actor.sectors:
        return set()
    found: set[str] = set()
    for name in names:
        words = parts(name)
        sectors = actor.sectors if len(words) > 1 else actor.sectors[:1]
        # The sound and the first letter: "Musleh" finds "Moslehi" no more than "Muslihi" does "Maslow".
        found |= {f"{SURNAME}{actor.code}:{sector}:{words[-1][:1]}{skeleton(words[-1])}" for sector in sectors if words}
    return found


def offices(actor: KnownActor, names: Iterable[str]) -> set[str]:
    """Keys of a person by office.  Somebody named in full holds those by which a report calls him; one without a name is
    looked up by what he is called, if only one in a state is called so."""
    if not actor.code or actor.kind not in ("person", "unknown", "unnamed"):
        return set()
    names = list(names)
    if any(len(parts(name)) > 1 for name in names):
        told = [r.evidence.text for r in actor.roles if r.evidence is not None and r.code == actor.code]
        told += [form for form in actor.forms if form not in names]
    elif actor.kind == "unnamed" or not names:
        told = list(actor.forms)
    else:
        told = []
    sector = actor.sectors[0] if actor.sectors else ""
    return {f"{OFFICE}{actor.code}:{sector}:{office}" for form in told if (office := _office(form))}


def _office(form: str) -> str:
    """ "Iran's intelligence minister", "the minister of intelligence" -> "intelligence minister"; empty if many may be called so."""
    words = tokens(form)
    if not words or len(words) > _LONGEST or _OTHER & set(words):
        return ""
    head, of, rest = form.lower().partition(" of ")
    if of and tokens(head)[-1:] in (["minister"], ["secretary"]):
        words = [*tokens(rest), tokens(head)[-1]]
    words = [w for w in words if w not in _SMALL and w not in _states()]
    office = " ".join(words)
    return office if office in _SINGLE or (len(words) > 1 and words[-1] in ("minister", "secretary")) else ""


def held_by_one(phrase: str) -> str:
    """The office of which a state has one holder at a time, if the phrase names its holder of now: "the country's
    interim prime minister" -> "prime minister"; else empty."""
    return _office(" ".join(w for w in tokens(phrase) if w not in _FOR_NOW))


@cache
def _states() -> frozenset[str]:
    """Words of the names, adjectives and seats of states."""
    cells = (row[column] or "" for row in rows("countries.tsv") for column in ("name", "also", "adjectives", "seats"))
    return frozenset(word for cell in cells for word in tokens(cell.replace("|", " ")))


def looked_up(key: str) -> bool:
    """Whether the key only helps to look somebody up, and ties nobody by itself."""
    return key.startswith((SURNAME, OFFICE))


def days_apart(a: str, b: str, key: str) -> bool:
    """Whether two stories (by what they sort by: "YYYY-MM-DD|…") are near enough in time for this kind of key."""
    window = next(days for kind, days in _WINDOW.items() if key.startswith(kind))
    one, other = _day(a), _day(b)
    return one is not None and other is not None and abs((one - other).days) <= window


def _day(since: str) -> date | None:
    try:
        return date.fromisoformat(since[:10])
    except ValueError:
        return None
