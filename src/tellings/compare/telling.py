"""An event and its tellings out of the views that were merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from tellings.compare.accounts import Account, quote
from tellings.compare.blame import Claim
from tellings.compare.clashes import Clashes
from tellings.compare.echo_views import FRAME as ECHO
from tellings.compare.origins import origins_of
from tellings.compare.party import Party
from tellings.compare.register import Register
from tellings.compare.scoring import Rarity
from tellings.compare.verdicts import compare_accounts
from tellings.compare.views import View, ordered
from tellings.model import Copy, Count, Event, Place, Telling, When, digest


def event_of(
    story: str,
    views: Sequence[View],
    copies: Mapping[str, Copy],
    register: Register,
    blamed: Mapping[str, Claim] | None = None,
    rarity: Rarity | None = None,
) -> Event:
    """One event: what most or the most exact of its mentions say, its tellings, their comparison and voices.

    blamed: mention id → who is blamed for the deed that it tells.  rarity: of the story's words.
    """
    views = ordered(views)
    by_report: dict[str, list[View]] = defaultdict(list)
    for view in views:
        by_report[view.report.id].append(view)
    # The earliest mention names the event, so that a later report does not rename it.
    event_id = "e-" + digest(next(v for v in views if v.mention.frame != ECHO).mention.id)
    accounts = [
        Account(
            telling="t-" + digest(event_id, report),
            views=tuple(own),
            claims=tuple(blamed[v.mention.id] for v in own if blamed and v.mention.id in blamed),
        )
        for report, own in by_report.items()
    ]
    origins, copied = origins_of(accounts, copies, register)
    types = Counter({v.mention.type: 0 for v in views})
    for view in views:
        types[view.mention.type] += 1
    kind = types.most_common(1)[0][0]
    place, place_report = _place(views)
    return Event(
        id=event_id,
        story=story,
        type=kind,
        types=tuple(t for t, _ in types.most_common()),
        modes=_common(m for v in views for m in v.mention.modes),
        contexts=_common(c for v in views for c in v.mention.contexts),
        cameo=next((c for c in _common(v.mention.cameo for v in views if v.mention.cameo)), None),
        status=_status(views),
        actors=_party_ids(views, "actors"),
        recipients=_party_ids(views, "recipients"),
        when=_when(views),
        place=place,
        place_report=place_report,
        counts=_counts(accounts),
        tellings=tuple(_telling(event_id, account, copied.get(account.telling)) for account in accounts),
        comparison=compare_accounts(accounts, kind, Clashes(accounts, rarity or Rarity(views), kind)),
        voices=origins,
        background=all(v.background for v in views),
    )


def _telling(event: str, account: Account, copy_of: str | None) -> Telling:
    main = account.main
    report = main.report
    sentences = dict.fromkeys(
        v.mention.trigger if v.mention.frame == ECHO else v.mention.sentence for v in account.views
    )
    chain = (
        tuple(v.name for v in main.attribution.voices)
        if main.attribution
        else (report.outlet.value or "unknown outlet",)
    )
    return Telling(
        id=account.telling,
        event=event,
        report=report.id,
        outlet=report.outlet.value or "unknown outlet",
        published=report.published.value,
        mentions=tuple(v.mention.id for v in account.views if v.mention.frame != ECHO),
        evidence=tuple(quote(main, s) for s in sentences),
        chain=chain,
        status=main.mention.status,
        copy_of=copy_of,
    )


def _common(items) -> tuple:
    return tuple(item for item, _ in Counter(items).most_common())


def _status(views: Sequence[View]) -> str:
    """Actual if anybody tells it as having happened; the comparison keeps who does not."""
    said = Counter(v.mention.status for v in views)
    for status in ("actual", "historical", "future", "hypothetical", "negated"):
        if said[status] and (status in ("actual", "historical") or said[status] * 2 >= len(views)):
            return status
    return said.most_common(1)[0][0]


def _party_ids(views: Sequence[View], side: str) -> tuple[str, ...]:
    """Actors of one side, most told first; of several descriptions of one kind the first stands for all."""
    counted: Counter[str] = Counter()
    parties: dict[str, Party] = {}
    for view in views:
        for party in getattr(view, side):
            if party.actor:
                counted[party.actor.id] += 1
                parties.setdefault(party.actor.id, party)
    kept: list[str] = []
    for actor in sorted(counted, key=lambda a: (-_rank(parties[a]), -counted[a])):
        party = parties[actor]
        if _rank(party) == 0 and kept:
            continue  # words of which nothing is known, where others name somebody
        if not party.named and any(_same_kind(party, parties[k]) for k in kept):
            continue
        kept.append(actor)
    return tuple(sorted(kept, key=lambda a: (-counted[a], kept.index(a))))


def _same_kind(party: Party, other: Party) -> bool:
    """A description ("police", "the officers") that fits one whom another mention gives."""
    if party.head == other.head:
        return True
    return bool(party.code and party.code == other.code and party.sectors and party.sectors <= other.sectors)


def _rank(party: Party) -> int:
    return 2 if party.named else int(party.code is not None or bool(party.sectors))


def _when(views: Sequence[View]) -> When | None:
    dated = [v for v in views if v.days]
    if not dated:
        return next((v.when for v in views if v.when), None)
    shortest = min((v.days[1] - v.days[0]).days for v in dated)
    fine = [v for v in dated if (v.days[1] - v.days[0]).days == shortest]
    votes = Counter(v.days for v in fine)
    chosen = max(votes, key=lambda d: (votes[d], -fine.index(next(v for v in fine if v.days == d))))
    return next(v.when for v in fine if v.days == chosen)


def _place(views: Sequence[View]) -> tuple[Place | None, str | None]:
    placed = [v for v in views if v.place]
    if not placed:
        return None, None
    order = {"point": 0, "city": 1, "admin2": 2, "admin1": 4, "country": 5}
    votes = Counter(v.place.name for v in placed)
    best = min(placed, key=lambda v: (order.get(v.place.precision, 3), -votes[v.place.name], v.in_title))
    return best.place, best.report.id


def _counts(accounts: Sequence[Account]) -> tuple[Count, ...]:
    """One range a measure: the first telling's, if there are several the comparison shows them."""
    found: dict[str, Count] = {}
    for account in accounts:
        for view in sorted(account.views, key=lambda v: v.in_title):
            for count in view.counts:
                found.setdefault(count.what, count)
    return tuple(found.values())
