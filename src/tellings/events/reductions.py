"""PLOVER's reductions: a plain type is preferred to type and flag (reference, 1.3)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from tellings.events.modality import Finding
from tellings.model import Status

_TABLE = tomllib.loads(files("tellings.events").joinpath("data", "reductions.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Reduced:
    type: str
    modes: tuple[str, ...]
    cameo: str | None
    status: Status
    steps: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


def reduce(kind: str, modes: tuple[str, ...], cameo: str | None, finding: Finding, *, spoken: bool = False) -> Reduced:
    """Type, modes and status after the rule for (type, status), if there is one.

    spoken: the doer says so itself ("said it will …", "we will …"); only then a proviso makes a threat.
    """
    for name, holds in (("refusal", finding.refusal), ("proviso", finding.proviso and spoken), (finding.status, True)):
        rule = _TABLE.get(name, {}).get(kind) if holds else None
        if rule is not None:
            break
    else:
        return Reduced(kind, modes, cameo, finding.status)
    new = rule["type"]
    step = () if new == kind else (f"{kind}→{new}",)
    because = (f"{name} {kind} is {new} in PLOVER",)
    new_modes = tuple(rule.get("modes", ())) if step else modes
    return Reduced(new, new_modes, rule.get("cameo") if step else cameo, rule.get("status", "actual"), step, because)
