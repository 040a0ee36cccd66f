"""An ACLED-like table: comma-separated, 31 columns, our own events under our own ids.

Only events told as actual, with a day, of a kind that such tables hold.  Actor 1 and 2 carry no direction there; ours are
doer and recipient.  Lost: who says so, verdicts, every event of words.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files

from tellings.corpus import Corpus
from tellings.export.flat import Flat, flat_events, iso, safe
from tellings.export.selection import Selection
from tellings.model import KnownActor

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
ARMED = frozenset({"MIL", "COP", "SPY", "REB", "PRM", "UAF"})
CIVILIANS = "Civilians"
_CROWDS = {"Protests": "Protesters", "Riots": "Rioters"}
_TIME = {"day": 1, "week": 2}  # else 3
_SPACE = {"point": 1, "city": 1, "district": 2, "admin2": 2}  # else 3


def write(corpus: Corpus, selection: Selection) -> Iterator[str]:
    yield _line(COLUMNS)
    for flat in flat_events(corpus, selection):
        kind = _kind(flat)
        if kind and flat.day and flat.event.status == "actual" and not flat.event.background:
            yield _line(_row(flat, *kind))


def _kind(flat: Flat) -> tuple[str, str] | None:
    """Type and sub-type of the first rule that fits."""
    event = flat.event
    armed = any(ARMED & set(actor.sectors) for actor in flat.recipients)
    both_sides = not flat.recipients and len(flat.actors) > 1  # reciprocal: a clash
    for rule in _tables()["rule"]:
        against = rule.get("against")
        if (
            rule["type"] == event.type
            and ("modes" not in rule or set(rule["modes"]) & set(event.modes))
            and (against is None or (against == "armed") == (armed or both_sides))
        ):
            return rule["event"], rule["sub"]
    return None


def _row(flat: Flat, kind: str, sub: str) -> tuple:
    event, place = flat.event, flat.event.place
    first, second = flat.actors, flat.recipients
    if not second and len(first) > 1 and kind == "Battles":
        first, second = first[:1], first[1:]
    inter = [_inter(side, kind if n == 0 else "") for n, side in enumerate((first, second))]
    killed = flat.count("killed")[0]
    crowd = flat.count("participants")[0]
    tags = [f"crowd size={crowd}"] if crowd else []
    violent = _tables()["disorder"][kind] == "Political violence"
    return (
        event.id, flat.day, flat.day[:4], _TIME.get(event.when.granularity, 3), _tables()["disorder"][kind], kind, sub,
        *_side(first), inter[0], *_side(second), inter[1], "-".join(filter(None, inter)),
        "Civilian targeting" if violent and inter[1] == CIVILIANS else None, iso().get(place.country or "", (None, None))[1] if place else None,
        None, place.country if place else None, place.admin1 if place else None, None, None, place.name if place else None,
        place.lat if place else None, place.lon if place else None, _SPACE.get(place.precision, 3) if place else None,
        "; ".join(flat.outlets), None, flat.sentence, killed, "; ".join([*tags, f"voices={len(event.voices)}"]), _stamp(flat),
    )  # fmt: skip


def _side(actors: tuple[KnownActor, ...]) -> tuple[str | None, str | None]:
    return (actors[0].name, "; ".join(a.name for a in actors[1:])) if actors else (None, None)


def _inter(actors: tuple[KnownActor, ...], kind: str) -> str | None:
    if kind in _CROWDS and not any(ARMED & set(a.sectors) for a in actors):
        return _CROWDS[kind]
    if not actors:
        return None
    known = (_tables()["inter"].get(sector) for actor in actors for sector in actor.sectors[:1])
    return next(filter(None, known), CIVILIANS)


def _stamp(flat: Flat) -> int | None:
    """Seconds since 1970 at which the first telling's report was acquired."""
    acquired = flat.first.acquired
    return int(datetime.fromisoformat(acquired).timestamp()) if acquired else None


def _line(values) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["" if v is None else safe(v) for v in values])
    return out.getvalue()


@cache
def _tables() -> dict:
    return tomllib.loads((files("tellings.export") / "data" / "acled.toml").read_text("utf-8"))
