"""Who must have done it, though no words say so: whoever frees the captives held them, and talks that fail are those of the
parties that met before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tellings.compare.blame import Claim
from tellings.compare.party import Party
from tellings.compare.relations import PARTY_RANK, party_relation
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.compare.who import both_sides

NEAR = 3  # sentences between the deed and the release
HELD = frozenset({"abduct", "arrest"})  # modes of what is undone by a release
FREED = ("RETREAT", "release")
TALKS = frozenset({"CONSULT", "AGREE"})
MEETING = frozenset({("CONSULT", ""), ("REJECT", "meet")})  # type and mode of talks of which no party is told


def implied(views: Sequence[View]) -> Mapping[str, Claim]:
    """Mention id of a deed without a doer → who must have been its doer, from what the same report tells beside it."""
    by_report: defaultdict[str, list[View]] = defaultdict(list)
    for view in views:
        by_report[view.report.id].append(view)
    found: dict[str, Claim] = {}
    for own in by_report.values():
        freed = [v for v in own if v.mention.type == FREED[0] and FREED[1] in v.mention.modes and v.actors]
        met = [v for v in own if v.mention.type in TALKS and not v.in_title and both_sides(v.actors)]
        for view in own:
            if view.actors or view.mention.status not in ("actual", "historical"):
                continue
            by = _captors(view, freed) or _parties(view, met)
            if by is not None:
                parties = tuple(p for p in by.actors if not p.pointing) or by.actors
                found[view.mention.id] = Claim(parties, by, implied=True)
    return found


def _captors(deed: View, freed: Sequence[View]) -> View | None:
    """The release of those to whom it was done, by those who can have done it."""
    if HELD.isdisjoint(deed.mention.modes) or not deed.recipients:
        return None
    near = [v for v in freed if abs(v.order - deed.order) <= NEAR and v.mention.status == "actual"]
    near = [v for v in near if all(_could_hold(p, deed) for p in v.actors) and _same_people(v, deed)]
    return min(near, key=lambda v: abs(v.order - deed.order), default=None)


def _could_hold(party: Party, deed: View) -> bool:
    """Police free whom they arrested; whom they free from captors they did not abduct."""
    of_state, foes = next(iter(weights().opposed))
    if "abduct" in deed.mention.modes:
        return bool(party.sectors & (foes | {"UAF"})) and not party.sectors & of_state
    return bool(party.sectors & of_state) and "JUD" not in party.sectors


def _same_people(freed: View, deed: View) -> bool:
    known = (party_relation(x, y) for x in freed.recipients for y in deed.recipients)
    return any(PARTY_RANK[r] >= PARTY_RANK["like"] for r in known)


def _parties(talks: View, met: Sequence[View]) -> View | None:
    """The meeting of several told last before talks of which it is not said whose they were."""
    kinds = {(talks.mention.type, mode) for mode in talks.mention.modes or ("",)}
    if not kinds & MEETING or talks.recipients:
        return None
    before = [v for v in met if v.mention.trigger.start < talks.mention.trigger.start]
    return max(before, key=lambda v: v.mention.trigger.start, default=None)
