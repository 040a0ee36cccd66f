"""What a page of two outlets shows: what each tells and leaves out, what each calls people, and whom each quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.corpus import Corpus, listing, queries
from tellings.corpus import outlets as catalogue
from tellings.corpus.outlets import Shared
from tellings.errors import TellingsError
from tellings.model import KnownActor
from tellings.web import wording
from tellings.web.event_row import Row, row_of
from tellings.web.pictures.drawn import Cell, Drawn

MOST_STORIES, MOST_VOICES, MOST_CALLED, MOST_FORMS = 50, 20, 40, 8
OWN_WORDS = "its own words"


@dataclass(frozen=True)
class Called:
    """What two outlets call an actor: (form, how often), most used first."""

    actor: KnownActor
    a: tuple[tuple[str, int], ...]
    b: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Compared:
    """Two outlets beside each other.  rows: one page of the events; voices: (whose word, times in a, times in b)."""

    a: str
    b: str
    shared: Shared
    rows: tuple[Row, ...]
    called: tuple[Called, ...]
    voices: tuple[tuple[str, int, int], ...]
    picture: Drawn | None


def compared(corpus: Corpus, a: str, b: str, told: str, most: int, after: int) -> Compared:
    """Two outlets on the stories that both have.  Raises no-such-outlet."""
    with corpus.engine.connect() as connection:
        for name in (a, b):
            if not catalogue.known(connection, name):
                raise TellingsError("no-such-outlet", f"no report is of {name!r}", hint="The list of outlets has all")
        shared = catalogue.shared(connection, a, b, MOST_STORIES)
        events = catalogue.events(connection, shared, a, b, told, most, after)
        keys = sorted({key for e in events for key in (*e.actors, *e.recipients)})
        actors = queries.actors(connection, keys)
        said = listing.called_by(connection, keys, [a, b])
        quoted = [dict(catalogue.voices(connection, shared, name, MOST_VOICES)) for name in (a, b)]
    outlet_of = {t.report: t.outlet for e in events for t in e.tellings if t.outlet in (a, b)}  # cells of these two
    rows = [row_of(event, actors, outlet_of, year=True) for event in events]
    voices = _voices(*quoted)
    return Compared(
        a=a,
        b=b,
        shared=shared,
        rows=tuple(rows),
        called=tuple(_called(said, actors, a, b)[:MOST_CALLED]),
        voices=voices,
        picture=_picture(a, b, voices),
    )


def _voices(in_a: Mapping[str | None, int], in_b: Mapping[str | None, int]) -> tuple[tuple[str, int, int], ...]:
    """By name, however written; the outlets' own words first, then whoever is quoted most."""
    names: dict[str, tuple[str, list[int]]] = {}
    for side, counts in enumerate((in_a, in_b)):
        for voice, n in counts.items():
            held = names.setdefault((voice or "").casefold(), (voice or OWN_WORDS, [0, 0]))
            held[1][side] += n
    ordered = sorted(names.items(), key=lambda item: (item[0] != "", -sum(item[1][1]), item[0]))
    return tuple((name, *counts) for _, (name, counts) in ordered)


def _called(
    said: Mapping[str, Sequence[tuple[str, str, int]]], actors: Mapping[str, KnownActor], a: str, b: str
) -> list[Called]:
    """Actors whom both name, those with the most different forms first."""
    found = []
    for key, rows in said.items():
        own = {name: tuple((form, n) for outlet, form, n in rows if outlet == name)[:MOST_FORMS] for name in (a, b)}
        if own[a] and own[b] and key in actors:
            found.append(Called(actors[key], own[a], own[b]))
    return sorted(found, key=lambda c: (-len({f.casefold() for f, _ in (*c.a, *c.b)}), c.actor.name))


def _picture(a: str, b: str, voices: Sequence[tuple[str, int, int]]) -> Drawn | None:
    quoted = [voice for voice in voices if voice[0] != OWN_WORDS][:MOST_VOICES]
    if not quoted:
        return None
    return Drawn(
        draw="bars",
        title="Whose word they give",
        words="; ".join(f"{name}: {a} {in_a}, {b} {in_b}" for name, in_a, in_b in quoted),
        columns=("Voice", a, b),
        rows=tuple((Cell(name), Cell(str(in_a), in_a), Cell(str(in_b), in_b)) for name, in_a, in_b in quoted),
        note=_own_words(a, b, voices),
    )


def _own_words(a: str, b: str, voices: Sequence[tuple[str, int, int]]) -> str:
    own = next((voice for voice in voices if voice[0] == OWN_WORDS), None)
    if own is None:
        return ""
    return f"In its own words {a} tells {wording.many(own[1], 'event')}, {b} {own[2]:,}."
