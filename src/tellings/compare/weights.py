"""The merging table: `data/merging.toml` as frozen values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Pair = frozenset[str]


@dataclass(frozen=True)
class Weights:
    """score: points a reason.  near: pairs of types that one happening is called by; close: those that mostly mean one
    thing.  near_modes: of one deed, by who tells it.  undone: (type, type that takes it back).  opposed: sectors of two sides that are never
    one; against_state: for whom a state's bare name does not stand; civil, armed: of people whom it is a clash to call the other."""

    score: dict[str, float]
    near: frozenset[Pair]
    close: frozenset[Pair]
    near_modes: frozenset[Pair]
    undone: frozenset[tuple[str, str]]
    opposed: tuple[tuple[frozenset[str], frozenset[str]], ...]
    against_state: frozenset[str]
    civil: frozenset[str]
    armed: frozenset[str]
    one_country: frozenset[Pair]
    threshold: float
    threshold_within: float
    threshold_left: float
    ahead: float
    tied: float
    veto: float
    average: float
    doubts: float
    doubt: float
    sure: float
    one_sentence_types: frozenset[str]
    owned: frozenset[str]
    verbal: frozenset[str]
    moving: frozenset[str]
    grounds: frozenset[str]
    iterated: re.Pattern[str]
    habitual: re.Pattern[str]
    recurring: frozenset[str]
    directed: frozenset[str]
    one_sided: frozenset[str]


@cache
def weights() -> Weights:
    data = tomllib.loads(files("tellings.compare").joinpath("data/merging.toml").read_text("utf-8"))
    close = frozenset(frozenset(pair) for pair in data["close_types"])
    undone = frozenset((kind, undoing) for kind, undoing in data["undone"])
    return Weights(
        score=data["score"],
        near=frozenset(frozenset(pair) for pair in data["near_types"]) | close | {frozenset(pair) for pair in undone},
        close=close,
        near_modes=frozenset(frozenset(pair) for pair in data["near_modes"]),
        undone=undone,
        against_state=frozenset(data["against_state_sectors"]),
        opposed=tuple((frozenset(a), frozenset(b)) for a, b in data["opposed_sectors"]),
        civil=frozenset(data["civil_sectors"]),
        armed=frozenset(data["armed_sectors"]),
        one_country=frozenset(frozenset(pair) for pair in data["one_country"]),
        threshold=data["threshold"],
        threshold_within=data["threshold_within"],
        threshold_left=data["threshold_left"],
        ahead=data["ahead"],
        tied=data["tied"],
        veto=data["veto"],
        average=data["average"],
        doubts=data["doubts"],
        doubt=data["doubt"],
        sure=data["sure"],
        one_sentence_types=frozenset(data["one_sentence_types"]),
        owned=frozenset(data["owned_types"]),
        verbal=frozenset(data["verbal_types"]),
        moving=frozenset(data["moving_types"]),
        grounds=frozenset(data["grounds"].split()),
        iterated=re.compile(rf"\b(?:{data['iterated']})\b", re.I),
        habitual=re.compile(rf"\b(?:{data['habitual']})\b", re.I),
        recurring=frozenset(data["recurring_types"]),
        directed=frozenset(data["directed_types"]),
        one_sided=frozenset(data["one_sided_types"]),
    )


def same_country(a: str, b: str) -> bool:
    return a == b or frozenset((a, b)) in weights().one_country
