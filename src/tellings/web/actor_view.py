"""What a page of an actor shows: roles with dates and evidence, names by outlet, events, and whom it deals with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tellings.corpus import Corpus, listing, queries
from tellings.errors import TellingsError
from tellings.model import Event, KnownActor, Role
from tellings.web import event_row, wording

MOST_EVENTS = 200


@dataclass(frozen=True)
class Partner:
    """Another actor of the same events.  types: type of event -> how many."""

    actor: KnownActor
    events: int
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ActorView:
    """An actor's page.  called: outlet -> (form, how often), most used first.  many: how many events there are."""

    actor: KnownActor
    roles: tuple[tuple[Role, str], ...]
    called: Mapping[str, tuple[tuple[str, int], ...]]
    rows: tuple[event_row.Row, ...]
    many: int
    partners: tuple[Partner, ...]
    reports: tuple[tuple[str, str, str, str], ...]


def actor_view(corpus: Corpus, key: str) -> ActorView:
    """Everything that the page of an actor shows.  Raises no-such-actor."""
    with corpus.engine.connect() as connection:
        actor = listing.actor(connection, key)
        if actor is None:
            raise TellingsError(
                "no-such-actor", f"there is no actor {key!r}", hint="The pages of stories and reports lead to actors"
            )
        events, many = listing.events_of(connection, actor.id, MOST_EVENTS)
        namings = listing.namings_of(connection, actor.id)
        others = sorted({k for e in events for k in (*e.actors, *e.recipients)})
        known = queries.actors(connection, others)
        own = list(dict.fromkeys(report for report, _ in actor.members))
        told = [t.report for e in events for t in e.tellings]
        reports = listing.reports_known(connection, list(dict.fromkeys([*own, *told])))
    outlet_of = {k: outlet or wording.UNNAMED_OUTLET for k, (outlet, _, _) in reports.items()}
    return ActorView(
        actor=actor,
        roles=tuple((role, outlet_of.get(role.evidence.report, "") if role.evidence else "") for role in actor.roles),
        called=_called(namings),
        rows=tuple(event_row.row_of(e, known, _tellers(e, outlet_of), year=True) for e in events),
        many=many,
        partners=tuple(_partners(actor.id, events, known)),
        reports=tuple((k, outlet_of[k], reports[k][1] or "", reports[k][2] or "untitled") for k in own if k in reports),
    )


def _tellers(event: Event, outlet_of: Mapping[str, str]) -> dict[str, str]:
    return {t.report: outlet_of.get(t.report, t.outlet) for t in event.tellings}


def _called(namings: Iterable) -> dict[str, tuple[tuple[str, int], ...]]:
    forms: dict[str, Counter[str]] = {}
    for naming in namings:
        forms.setdefault(naming.outlet or wording.UNNAMED_OUTLET, Counter())[naming.form] += len(naming.quotes)
    return {outlet: tuple(counts.most_common()) for outlet, counts in sorted(forms.items())}


def _partners(own: str, events: Iterable[Event], known: Mapping[str, KnownActor]) -> list[Partner]:
    types: dict[str, Counter[str]] = {}
    for event in events:
        for key in {*event.actors, *event.recipients} - {own}:
            if key in known:
                types.setdefault(key, Counter())[event.type] += 1
    found = [Partner(known[key], counts.total(), tuple(counts.most_common())) for key, counts in types.items()]
    return sorted(found, key=lambda p: (-p.events, p.actor.name))
