"""Which of the places of one name a report means.

In this order: a container written beside the name ("Paris, Texas"), then what else the report names — the country and
the division that contain a candidate, how near it lies to places that are certain — and how well known it is.
One name means one place throughout a report, unless a container beside it says otherwise.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from tellings.entities.demonyms import spoken_of
from tellings.entities.gazetteer import Entry, Gazetteer
from tellings.entities.nested import CONSIDERED, containers_of, inside_town, km, put_abroad, quarters_of
from tellings.entities.placekeys import place_key
from tellings.entities.toponym_described import described_towns
from tellings.entities.toponyms import Toponym
from tellings.model import Place

_ANCHORS = 40  # certain places that nearness is measured to
_ROUNDS = 2
_UNCOUNTED = 1500  # people of a town whose number is not known
_CLEAR = 1.5  # how much likelier the best-known place of a name must be, to count as certain
_SHADOWED = (
    0.8  # the most that a country's being told of says for a place of a name that a far better-known one abroad has
)
_FAR_LARGER = 4
_LEVELS = {
    "city": ("city",), "town": ("city",), "village": ("city",), "capital": ("city",), "resort": ("city",), "seaport": ("city",), "suburb": ("city",), "county": ("admin2",), "parish": ("admin2", "admin1"),
    "country": ("country",), "republic": ("country", "admin1"),
}  # fmt: skip
_SETTLED = ("city", "own")


class Located(NamedTuple):
    """A toponym with the entry that it means, or None, why, and the toponym written as its container, if any."""

    toponym: Toponym
    entry: Entry | None
    basis: str
    container: int | None = None


def locate(
    toponyms: list[Toponym], gazetteer: Gazetteer, words: list[str], home: Place | str | None = None
) -> list[Located]:
    """One Located a toponym, in order.

    words: the lower-case tokens of the report.  home: the dateline's place, or ISO alpha-3 of the outlet's country.
    """
    written, home = (home, home.country) if isinstance(home, Place) else (None, home)
    containers = containers_of(toponyms, gazetteer, words)
    contents = {outer: inner for inner, outer in containers.items()}
    narrowed = [_narrowed(t, i, toponyms, containers, contents, gazetteer, words) for i, t in enumerate(toponyms)]
    quarters = quarters_of(toponyms, words)
    for number, town in quarters.items():
        narrowed[number] = inside_town(narrowed[number], toponyms[town])
    described = described_towns(toponyms, words)
    for key, country in described.items():
        inside = [tuple(e for e in own if e.country == country) for own in narrowed]
        narrowed = [i or n if t.key == key else n for t, n, i in zip(toponyms, narrowed, inside, strict=True)]
    shared = _shared(toponyms, narrowed, containers, described)
    chosen: dict[str, tuple[Entry, str]] = {}
    if written and (own := shared.get(place_key(written.name))) and not own[2]:
        same = tuple(e for e in own[0] if e.id == written.geonameid)
        shared[place_key(written.name)] = (same or own[0], own[1], bool(same))
    spoken = spoken_of(words)
    world = _World(gazetteer, home, spoken)
    for _ in range(_ROUNDS):
        picks = {key: _pick(key, entries, levels, world, forced) for key, (entries, levels, forced) in shared.items()}
        chosen = {key: pick for key, pick in picks.items() if pick}
        world = _World(gazetteer, home, spoken, chosen, shared, Counter(t.key for t in toponyms))
    result = []
    for number, toponym in enumerate(toponyms):
        own = narrowed[number]
        if not own:
            result.append(Located(toponym, None, "", containers.get(number, quarters.get(number))))
            continue
        entry, basis = chosen.get(toponym.key, (None, ""))
        forced = number in containers
        if entry is None or (forced and entry not in own) or (toponym.level and not forced and entry not in own):
            entry, basis = _pick(toponym.key, own, Counter({toponym.level: 1}), world, forced) or (None, "")
        result.append(Located(toponym, entry, basis, containers.get(number)))
    return result


def _narrowed(
    toponym: Toponym,
    number: int,
    toponyms: list[Toponym],
    containers: dict[int, int],
    contents: dict[int, int],
    gazetteer: Gazetteer,
    words: list[str],
) -> tuple[Entry, ...]:
    entries = toponym.entries
    if number in containers:
        outers = [e for e in toponyms[containers[number]].entries[:20] if e.kind != "city"]
        entries = tuple(e for e in entries if any(gazetteer.contains(o, e) for o in outers)) or entries
    inner = contents.get(number)
    if inner is not None:
        entries = (
            tuple(
                e for e in entries if any(gazetteer.contains(e, i) for i in toponyms[inner].entries[: CONSIDERED * 4])
            )
            or entries
        )
    if abroad := put_abroad(toponyms, number, words):
        entries = tuple(e for e in entries if e.country == abroad or e.rank)
    if toponym.level:
        entries = tuple(e for e in entries if _fits(e, toponym.level)) or entries
    return entries[:CONSIDERED]


def _fits(entry: Entry, level: str) -> bool:
    """Whether a word such as "province" or "city" beside the name can be said of this entry."""
    kinds = _LEVELS.get(level)
    return entry.kind in kinds if kinds else entry.kind not in _SETTLED


def _shared(toponyms, narrowed, containers, described) -> dict[str, tuple[tuple[Entry, ...], Counter, bool]]:
    """For every name: the candidates that its best-described use leaves, the words for its level, whether it was told."""
    shared: dict[str, tuple[tuple[Entry, ...], Counter, bool]] = {}
    inner_of = set(containers.values())
    for number, toponym in enumerate(toponyms):
        if not toponym.entries:
            continue
        told = number in containers or number in inner_of or toponym.key in described
        before = shared.get(toponym.key)
        levels = (before[1] if before else Counter()) + Counter([toponym.level])
        if before is None or (told and not before[2]):
            entries = narrowed[number] if told or not toponym.level else toponym.entries[:CONSIDERED]
            shared[toponym.key] = (entries, levels, told)
        else:
            shared[toponym.key] = (before[0], levels, before[2])
    return shared


class _World:
    """What the report has made certain so far: weights of countries and divisions, and points."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        home: str | None,
        spoken: Counter[str],
        chosen=None,
        shared=None,
        uses: Counter | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        self.countries: Counter[str] = Counter()
        self.divisions: Counter[int] = Counter()
        self.points: list[tuple[float, float, str]] = []
        self.keys: dict[str, Counter[str]] = defaultdict(Counter)
        if home:
            self.countries[home] += 1.0
        for country, count in spoken.items():
            self.countries[country] += 0.7 * (1 + math.log(count))
        for key, (entry, _) in (chosen or {}).items():
            entries, _, told = shared[key]
            certain = 1.0 if told or len(entries) == 1 or _alone(entry, entries) else 0.4
            weight = certain * (1 + math.log(uses[key]))
            if entry.country:
                self.countries[entry.country] += weight
                self.keys[key][entry.country] = weight
            division = entry.id if entry.kind == "admin1" else entry.admin1
            if division:
                self.divisions[division] += weight
                self.keys[key][str(division)] = weight
            if entry.lat is not None and entry.kind in ("city", "admin1", "admin2") and len(self.points) < _ANCHORS:
                self.points.append((entry.lat, entry.lon, key))

    def support(self, key: str, entry: Entry, shadowed: bool = False) -> tuple[float, str]:
        """How much the rest of the report speaks for this candidate, and the strongest reason.

        shadowed: a far better-known place of the name lies abroad, so that a report on the country may well mean that one.
        """
        own = self.keys.get(key, {})
        country = self.countries[entry.country] - own.get(entry.country, 0) if entry.country else 0
        division = entry.id if entry.kind == "admin1" else entry.admin1
        inside = self.divisions[division] - own.get(str(division), 0) if division else 0
        near = self._near(key, entry)
        parts = [
            (1.6 * math.log1p(max(country, 0)), "country"),
            (1.4 * math.log1p(max(inside, 0)), "division"),
            (near, "near"),
        ]
        if shadowed:
            parts[0] = (min(parts[0][0], _SHADOWED), "country")
        reason = max(parts)
        return sum(p[0] for p in parts), reason[1] if reason[0] > 0.3 else ""

    def _near(self, key: str, entry: Entry) -> float:
        if entry.lat is None or entry.kind in ("country", "continent"):
            return 0.0
        best = 0.0
        for lat, lon, other in self.points:
            if other != key:
                best = max(best, 1.2 * math.exp(-km(entry.lat, entry.lon, lat, lon) / 200))
        return best


def _pick(key: str, entries, levels: Counter, world: _World, told: bool) -> tuple[Entry, str] | None:
    entries = _but_what_a_state_holds(entries, levels)
    if len(entries) == 1:
        return entries[0], "own" if entries[0].rank else "only"
    best: tuple[float, Entry, str] | None = None
    for entry in entries:
        support, reason = world.support(key, entry, _shadowed(entry, entries))
        score = _prior(entry) + support
        score += 1.0 if any(word and _fits(entry, word) for word in levels) else 0.0
        if best is None or score > best[0]:
            best = (score, entry, reason)
    if best is None:
        return None
    basis = "contained" if told else best[2] or "population"
    if best[1].rank:
        basis = "own"
    return best[1], basis


def _alone(entry: Entry, entries: tuple[Entry, ...]) -> bool:
    """Whether no other place of the name, in another country, is nearly as well known."""
    own = _prior(entry)
    return all(own - _prior(e) > _CLEAR for e in entries if e.country != entry.country)


def _shadowed(entry: Entry, entries: Sequence[Entry]) -> bool:
    """A "Geneva" or "Athens" of another country, where all the world knows the first."""
    return any(
        (e.famous or e.capital) and e.country != entry.country and e.population > _FAR_LARGER * entry.population
        for e in entries
    )


def _but_what_a_state_holds(entries: tuple[Entry, ...], levels: Counter) -> tuple[Entry, ...]:
    """ "Mexico" is the state, not a town of it, unless a word such as "city" stands beside it."""
    states = {e.country for e in entries if e.kind == "country"}
    if not states or any(_LEVELS.get(word) == ("city",) for word in levels):
        return entries
    return tuple(e for e in entries if e.kind == "country" or e.rank or e.country not in states)


def _prior(entry: Entry) -> float:
    """How likely a report means this one, before anything is known of the report."""
    if entry.rank:
        return 20.0
    if entry.kind == "country":
        return 8.0 + 0.2 * math.log10(entry.population + 10)
    if entry.kind in ("continent", "sea"):
        return 10.0
    score = math.log10(max(entry.population, _UNCOUNTED) + 10)
    if entry.kind == "city":
        score += 0.9 + (2.2 if entry.capital else 0.8 if entry.famous else 0.0)
    elif entry.kind == "admin1":
        score += 0.4
    elif entry.kind == "admin2":
        score -= 1.0
    else:
        score = 6.5
    return score if entry.main else score - (0.7 if entry.kind == "admin1" else 1.5)
