"""One deed told in two types: "the tanker was stopped" beside "the navy seized the tanker".

Which types may be told of one deed the table of near types says, and by it most pairs are found.  Left are words that were
read as a type far off.  Two such mentions of reports that tell nothing else alike are one deed only if the same people do it
or suffer it and a second thing ties them as firmly: the other side, the day, or the word for it.  A place, or being of one
sort, is too little: of real merges by these two of three were wrong.  What is said of a deed ("upheld the ban") is no telling
of the deed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from tellings.compare.scoring import Rarity, pair_score
from tellings.compare.union import Groups
from tellings.compare.views import View
from tellings.compare.weights import weights

Tie = tuple[str, object]  # what ties, and the key by which it does
CROWD = 12  # groups that share a key, above which it ties none of them
AGAINST = frozenset(
    {
        "turned",
        "time_near",
        "time_contrary",
        "time_background",
        "time_background_carried",
        "time_recurs",
        "time_iterated",
        "place_apart",
        "place_contrary",
    }
    | {"actor_contrary", "actor_partly", "recipient_contrary", "recipient_partly", "status_hypothetical"}
)
Crossing = tuple[float, str, str, tuple[str, ...]]  # score, the two mentions, reasons


def crossings(
    views: Sequence[View], groups: Groups[str], known: Mapping[str, Mapping[str, float]], rarity: Rarity
) -> Iterator[Crossing]:
    """Pairs of mentions in two groups of other reports, of types that are not near, that are tied twice, the surest first.

    known: pairs that were scored already, which are not asked again.  Near-linear: only groups that share two keys meet.
    """
    members: dict[str, list[View]] = defaultdict(list)
    for view in views:
        members[groups.find(view.mention.id)].append(view)
    found = []
    for one, other in _tied_twice(members):
        if {v.report.id for v in members[one]} & {v.report.id for v in members[other]}:
            continue
        pairs = [
            (a, b)
            for a in members[one]
            for b in members[other]
            if _enough(_ties(a) & _ties(b)) and b.mention.id not in known.get(a.mention.id, ()) and not _judges(a, b)
        ]
        best = max(
            ((*pair_score(a, b, rarity), a.mention.id, b.mention.id) for a, b in pairs),
            default=None,
            key=lambda row: (row[0], row[3], row[4]),
        )
        if best and not best[2] & AGAINST:
            found.append((best[0], best[3], best[4], ("told as another type, but tied twice", *best[1])))
    yield from sorted(found, key=lambda row: (-row[0], row[1], row[2]))


def _judges(a: View, b: View) -> bool:
    """Whether one may be what is said of the other, which is done."""
    said, done = weights().verbal, weights().one_sided
    return any(x.mention.type in said and y.mention.type in done for x, y in ((a, b), (b, a)))


def _tied_twice(members: Mapping[str, Sequence[View]]) -> list[tuple[str, str]]:
    """Groups that share keys enough to be worth a look."""
    holders: dict[Tie, list[str]] = defaultdict(list)
    for root, views in members.items():
        for tie in sorted({tie for v in views for tie in _ties(v)}, key=str):
            holders[tie].append(root)
    shared: dict[tuple[str, str], set[Tie]] = defaultdict(set)
    for tie, roots in holders.items():
        if len(roots) <= CROWD:
            for n, one in enumerate(roots):
                for other in roots[:n]:
                    shared[min(one, other), max(one, other)].add(tie)
    return sorted(pair for pair, ties in shared.items() if _enough(ties))


def _ties(view: View) -> frozenset[Tie]:
    """What ties a mention to another by being the same there."""
    ties: set[Tie] = {("trigger", stem) for stem in view.trigger_stems if len(stem) > 2}
    for side, parties in (("actor", view.actors), ("recipient", view.recipients)):
        ties |= {(side, p.actor.id) for p in parties if p.actor}
    if view.days and view.time_firm and (view.days[1] - view.days[0]).days <= 1:
        ties.add(("day", view.days))
    return frozenset(ties)


def _enough(ties: Collection[Tie]) -> bool:
    """Doer and sufferer, or sufferer and day, or doer and word: what somebody does on a day may be several deeds."""
    kinds = {kind for kind, _ in ties}
    return any(two <= kinds for two in ({"actor", "recipient"}, {"recipient", "day"}, {"actor", "trigger"}))
