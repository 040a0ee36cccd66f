"""Chooses among clues: one state, sectors in order, the evidence kept, and why anything stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tellings.entities.knowledge import NON_STATE
from tellings.entities.sketch import PAST, Clue
from tellings.model import Evidence

WEAKEST_COUNTRY = 25
STRONG = 30
WEAK = 20
MAX_SECTORS = 3
# When one phrase says several sectors equally strongly: what a person does outranks whom they do it among.
PRECEDENCE = [
    "REB",
    "SPY",
    "JUD",
    "OPP",
    "GOV",
    "LEG",
    "MIL",
    "COP",
    "PRM",
    "UAF",
    "ELI",
    "PTY",
    "JRN",
    "BUS",
    "CRM",
    "REF",
    "REL",
    "LAB",
    "EDU",
    "MED",
    "AGR",
    "SOC",
    "CVL",
    "UNK",
    "PRE",
]
_RANK = {sector: n for n, sector in enumerate(PRECEDENCE)}


@dataclass(frozen=True)
class Decided:
    """code and sectors, the evidence for each, and reason codes for what is unknown."""

    code: str | None
    sectors: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    unknown: tuple[str, ...]


def decide(
    clues: Iterable[Clue], *, bare_state: bool = False, gov_default: bool = False, named: bool = False
) -> Decided:
    """The code and the sectors that the clues support."""
    clues = list(clues)
    code, evidence = _country(clues)
    sectors, shown = _sectors(clues, code)
    if bare_state and gov_default and not sectors and code and code not in NON_STATE:
        sectors = ("GOV",)
        shown = [
            Evidence(attribute="sector", value="GOV", span=evidence[0].span if evidence else None, rule="gov-default")
        ]
    if code in NON_STATE:
        sectors = tuple(s for s in sectors if s != "SOC")
    unknown = []
    if code is None:
        unknown.append("country:no-evidence")
    if not sectors and not bare_state and code not in NON_STATE:
        unknown.append("sector:no-evidence")
    return Decided(code, sectors, (*evidence, *shown), tuple(unknown))


def _country(clues: list[Clue]) -> tuple[str | None, list[Evidence]]:
    found = [c for c in clues if c.attribute == "country" and c.value and c.strength >= 1]
    if not found:
        return None, []
    best = max(found, key=lambda c: c.strength)
    if best.strength < 1:
        return None, []
    spans = {c.span: c for c in found if c.value == best.value}
    return best.value, [
        Evidence(attribute="country", value=c.value, span=c.span, rule=c.rule) for c in list(spans.values())[:4]
    ]


def _sectors(clues: list[Clue], code: str | None) -> tuple[tuple[str, ...], list[Evidence]]:
    found = [c for c in clues if c.attribute == "sector" and c.value != "PRE"]
    strong = [c for c in found if c.strength >= STRONG]
    # A word like "leader" says GOV only when it says of which state.
    chosen = strong or [c for c in found if c.strength >= 12 and (code is not None or c.rule != "role")]
    by_sector: dict[str, Clue] = {}
    for clue in chosen:
        if clue.value not in by_sector or clue.strength > by_sector[clue.value].strength:
            by_sector[clue.value] = clue
    ordered = sorted(by_sector.values(), key=lambda c: (-(c.strength // 10), _RANK.get(c.value, 99)))
    values = [c.value for c in ordered]
    if values and values[0] == "CVL" and len(values) > 1 and ordered[1].strength >= 45:
        values = [*values[1:], "CVL"]
    if values and values[0] in PAST and any(c.attribute == "past" for c in clues):
        clue = next(c for c in clues if c.attribute == "past")
        return ("ELI",), [Evidence(attribute="sector", value="ELI", span=clue.span, rule="former-role")]
    if "JRN" in values[:1] and any(c.attribute == "media" for c in clues):
        values.append("GOV")
        by_sector.setdefault("GOV", next(c for c in clues if c.attribute == "media"))
    if values[:1] == ["REB"] and any(c.attribute == "pro-government" for c in clues):
        values[0] = "PRM"
        by_sector["PRM"] = next(c for c in clues if c.attribute == "pro-government")
    values = values[:MAX_SECTORS]
    if any(c.attribute == "sector" and c.value == "PRE" for c in clues) and code not in NON_STATE:
        values.append("PRE")
        by_sector["PRE"] = next(c for c in clues if c.value == "PRE")
    unique = list(dict.fromkeys(values))
    return tuple(unique), [
        Evidence(attribute="sector", value=v, span=by_sector[v].span, rule=by_sector[v].rule)
        for v in unique
        if v in by_sector
    ]
