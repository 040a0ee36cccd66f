"""Whether what fills a slot is of a class that the frame accepts; what is not known is not excluded."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.entities.decide import Decided
from tellings.entities.drafts import Draft

_PERSON = frozenset({"actor", "person", "official", "diplomat", "lawmaker", "civilian", "crime_actor"})
_BODY = frozenset(
    {
        "actor",
        "group",
        "organisation",
        "government",
        "court",
        "police",
        "armed",
        "rebel",
        "party",
        "union",
        "company",
        "media",
        "igo",
    }
)
_STATE = frozenset({"actor", "government", "country", "place", "territory", "organisation", "state"})
_PLACE = frozenset({"place", "territory", "country"})
# Whom a person of a sector may stand for: "Assad shelled the suburb".
_BY_SECTOR = {
    "GOV": frozenset({"government", "country"}),
    "MIL": frozenset({"armed", "country"}),
    "REB": frozenset({"armed", "rebel"}),
    "UAF": frozenset({"armed", "rebel"}),
    "PRM": frozenset({"armed", "rebel"}),
    "COP": frozenset({"police"}),
    "PTY": frozenset({"party"}),
}
_BY_KIND = {"person": _PERSON, "organisation": _BODY, "group": _PERSON | _BODY, "state": _STATE}


def fits(wants: Sequence[str], draft: Draft, decided: Decided) -> bool:
    """False only when the filler is known to be of another class."""
    classes = _PLACE if draft.label == "place" and not draft.known else _BY_KIND.get(draft.kind)
    if classes is _PERSON:
        classes = classes.union(*(_BY_SECTOR.get(sector, ()) for sector in decided.sectors))
    return classes is None or bool(classes & set(wants)) or not (set(wants) & (_PERSON | _BODY | _STATE))
