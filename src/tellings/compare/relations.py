"""How two participants, two places or two times stand to each other: the same, compatible, unknown or contrary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import asin, cos, radians, sin, sqrt

from tellings.compare.party import Party
from tellings.compare.weights import same_country, weights
from tellings.model import Place

NEAR_KM = 40
FAR_KM = 150  # accounts of one deed may differ by less
# From the least to the most that two participants have in common.
PARTY_RANK = {"contrary": 0, "open": 1, "like": 2, "alike": 3, "same": 4}


# ---------------------------------------------------------------- participants


def party_relation(x: Party, y: Party) -> str:
    """same (one actor), alike (the same words but for a modifier), like (nothing clashes and something fits), open
    (nothing known), contrary."""
    if x.actor and y.actor and x.actor.id == y.actor.id:
        if x.actor.kind != "state" or x.state or y.state:
            return "same"
        return "alike" if _same_words(x, y) else "like"  # both belong to it, as trawlers and tankers may
    if x.pointing or y.pointing:
        return "open"
    if _state_and_foe(x, y) or _state_and_foe(y, x):
        return "contrary"
    if x.proper and y.proper:
        return "same" if x.text == y.text else _names_relation(x, y)
    if _same_words(x, y):
        return "contrary" if _codes_apart(x, y) else "alike"
    if _codes_apart(x, y) or _sides_apart(x, y):
        return "contrary"
    if x.head_stem == y.head_stem or x.sorts & y.sorts or (x.number and x.number == y.number):
        return "like"
    if x.number and y.number:
        return "open"  # three mayors are not two judges
    if _one_of_several(x, y) or _one_of_several(y, x):
        return "open"
    if x.sectors and y.sectors:
        return "like" if x.sectors & y.sectors else "open"
    return "like" if _one_code(x, y) else "open"


def _one_of_several(x: Party, y: Party) -> bool:
    """ "The two governments" beside "Ghana's foreign ministry": it may be neither of them."""
    return x.number not in (None, "", "1") and not x.code and bool(y.proper or y.code) and not y.number


def _names_relation(x: Party, y: Party) -> str:
    """Two names that the register did not join."""
    if x.state and y.state:
        return "contrary"
    if x.state or y.state:
        # A country stands for those who act for it.
        fits = x.code and y.code and same_country(x.code, y.code)
        return "like" if fits else "contrary" if _codes_apart(x, y) else "open"
    if _surname(x, y) or _surname(y, x):
        return "like"
    if x.person and y.person:
        return "contrary"
    return "contrary" if _codes_apart(x, y) or _sides_apart(x, y) else "open"


def _surname(short: Party, whole: Party) -> bool:
    """A bare last name, which names nobody else in one event, whatever it was taken for."""
    words = whole.actor.name.split()
    return whole.person and len(words) > 1 and short.actor.name == words[-1]


def _same_words(x: Party, y: Party) -> bool:
    """One phrase holds the other's words: "four engineers", "four pipeline engineers"."""
    if x.head_stem != y.head_stem or not x.stems or not y.stems:
        return False
    least, most = sorted((x.stems, y.stems), key=len)
    return least <= most and (len(least) > 1 or len(most) == 1)


def _codes_apart(x: Party, y: Party) -> bool:
    """Of different countries, and the words say so on both sides."""
    return bool(x.code and y.code and x.code_sure and y.code_sure and not same_country(x.code, y.code))


def _one_code(x: Party, y: Party) -> bool:
    return bool(x.code and y.code and same_country(x.code, y.code))


def _sides_apart(x: Party, y: Party) -> bool:
    """Those who act for a state against those who fight it or live outside its law; a unit may be either's."""
    if x.unit or y.unit:
        return False
    table = weights()
    for one, other in table.opposed:
        if x.sectors and y.sectors:
            if (x.sectors <= one and y.sectors <= other) or (x.sectors <= other and y.sectors <= one):
                return True
    return False


def _state_and_foe(x: Party, y: Party) -> bool:
    """A state, or what is only known as its own, and those whom it has against it: "Iran and its affiliates", "the Iranian Resistance"."""
    state = x.state or (x.actor is not None and x.actor.kind == "state")
    return state and bool(y.sectors) and y.sectors <= weights().against_state


def parties_relation(xs: Sequence[Party], ys: Sequence[Party]) -> tuple[str, str]:
    """The closest relation of two sides, and what shows it; `partly` if they share somebody but either names others."""
    table = [[PARTY_RANK[party_relation(x, y)] for y in ys] for x in xs]
    best, (i, j) = max(
        ((rank, (i, j)) for i, row in enumerate(table) for j, rank in enumerate(row)), key=lambda c: c[0]
    )
    shown = f"{xs[i].text} / {ys[j].text}"
    if best == PARTY_RANK["open"]:
        # Two names that are two persons or states say more than the unnamed beside them, of whom nothing is known.
        pairs = ((x, y) for i, x in enumerate(xs) for j, y in enumerate(ys) if x.named and y.named and not table[i][j])
        if (two := next(pairs, None)) is not None:
            return "contrary", f"{two[0].text} / {two[1].text}"
    if best == PARTY_RANK["same"]:
        like = PARTY_RANK["like"]
        alone_x = [x for i, x in enumerate(xs) if x.named and like > max(table[i])]
        alone_y = [y for j, y in enumerate(ys) if y.named and like > max(row[j] for row in table)]
        if alone_x and alone_y:
            return "partly", f"{shown}, but {alone_x[0].text} / {alone_y[0].text}"
    return _name_of(best), shown


@cache
def _name_of(rank: int) -> str:
    return next(name for name, value in PARTY_RANK.items() if value == rank)


def turned(
    actors: Sequence[Party],
    recipients: Sequence[Party],
    other_actors: Sequence[Party],
    other_recipients: Sequence[Party],
) -> str | None:
    """What shows that who acts in one deed suffers the other; None if nothing does."""
    for doers, others in ((actors, other_recipients), (other_actors, recipients)):
        for doer in doers:
            for other in others:
                one = doer.actor and other.actor and doer.actor.id == other.actor.id
                kin = doer.actor and other.actor and doer.sectors and doer.actor.sectors[:1] == other.actor.sectors[:1]
                if one or (kin and _one_code(doer, other) and not doer.sectors <= weights().civil):
                    return f"{doer.text} / {other.text}"
    return None


# ---------------------------------------------------------------- places


def place_relation(a: Place, b: Place, firm: bool = True) -> str:
    """same, within (one holds the other, or they are near), apart, contrary (far apart), or open.

    firm: the words tie both to the event; a dateline's place and another one are never contrary.
    """
    if a.name.lower() == b.name.lower() or (a.geonameid and a.geonameid == b.geonameid):
        return "same" if firm else "within"
    if _in_name(a, b) or _in_name(b, a):
        return "within"
    if a.country and b.country and not same_country(a.country, b.country):
        return "contrary" if firm else "open"
    if not firm:
        return "within" if a.country and b.country else "open"
    if coarse(a) or coarse(b):
        if a.admin1 and b.admin1 and a.admin1 != b.admin1 and "country" not in (a.precision, b.precision):
            return "contrary"
        return "within"
    if "within" in a.precision or "within" in b.precision:
        return "open"
    if a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None:
        distance = kilometres(a, b)
        return "within" if distance < NEAR_KM else "apart" if distance < FAR_KM else "contrary"
    return "open"


def _in_name(town: Place, other: Place) -> bool:
    """One that no gazetteer has and that is called after the other, or both are after one: "Kismayo", "Kismayo airport"."""
    if other.geonameid is not None:
        return False
    word, name = town.name.lower(), other.name.lower()
    if town.geonameid is None:
        word = word.split()[0]
    return len(word) > 3 and word != "the" and name.startswith(f"{word} ")


def coarse(place: Place) -> bool:
    """A whole country or a large part of one."""
    return place.precision in ("country", "admin1", "region", "continent")


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance."""
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))
