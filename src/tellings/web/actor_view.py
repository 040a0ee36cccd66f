"""What a page of an actor shows: roles with dates and evidence, names by outlet, events, and whom it deals with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tellings.corpus import Corpus, listing, queries
from tellings.errors import TellingsError
from tellings.model import Event, KnownActor, Quote, Role
from tellings.web import event_row, wording
from tellings.web.pictures.drawn import Drawn, network, over_time

MOST_EVENTS = 200  # of which partners are told
PAGE = 50
MOST_PARTNERS = 100
MOST_REPORTS = 100
MOST_WORDS = 8


@dataclass(frozen=True)
class Partner:
    """Another actor of the same events.  types: type of event -> how many."""

    actor: KnownActor
    events: int
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Held:
    """A role as the reports attest it: country and sectors, when, by whom, and the words that show it, each once."""

    code: str
    days: str
    outlets: tuple[str, ...]
    words: tuple[Quote, ...]
    times: int


@dataclass(frozen=True)
class ActorView:
    """An actor's page.  roles: each with its outlet; held: the same ones put together.  called: outlet -> (form, how often), most used first.

    rows: one page of its events, of `many`.  partners, network: out of the first MOST_EVENTS events; others: partners
    left out.  course: events over time.  reports: those that name it, of `in_reports`.
    """

    actor: KnownActor
    roles: tuple[tuple[Role, str], ...]
    held: tuple[Held, ...]
    called: Mapping[str, tuple[tuple[str, int], ...]]
    rows: tuple[event_row.Row, ...]
    many: int
    partners: tuple[Partner, ...]
    others: int
    reports: tuple[listing.Card, ...]
    in_reports: int
    course: Drawn | None
    network: Drawn | None


def actor_view(corpus: Corpus, key: str, after: int = 0) -> ActorView:
    """Everything that the page of an actor shows, with its events after so many.  Raises no-such-actor."""
    with corpus.engine.connect() as connection:
        actor = listing.actor(connection, key)
        if actor is None:
            raise TellingsError(
                "no-such-actor", f"there is no actor {key!r}", hint="The pages of stories and reports lead to actors"
            )
        events, many = listing.events_of(connection, actor.id, MOST_EVENTS)
        shown = events[after : after + PAGE]
        if after + PAGE > MOST_EVENTS:
            shown, _ = listing.events_of(connection, actor.id, PAGE, after)
        course = listing.course_of(connection, actor.id, many)
        said = listing.called(connection, actor.id)
        others = sorted({k for e in (*events, *shown) for k in (*e.actors, *e.recipients)})
        known = queries.actors(connection, others)
        own = list(dict.fromkeys(report for report, _ in actor.members))
        told = [t.report for e in shown for t in e.tellings]
        attested = [role.evidence.report for role in actor.roles if role.evidence]
        reports = listing.cards(connection, list(dict.fromkeys([*own[:MOST_REPORTS], *told, *attested])))
    partners = _partners(actor.id, events, known)
    outlet_of = {key: card.outlet or wording.UNNAMED_OUTLET for key, card in reports.items()}
    roles = tuple((role, outlet_of.get(role.evidence.report, "") if role.evidence else "") for role in actor.roles)
    return ActorView(
        actor=actor,
        roles=roles,
        held=tuple(_held(roles)),
        called=_called(said),
        rows=tuple(event_row.row_of(e, known, _tellers(e, outlet_of), year=True) for e in shown),
        many=many,
        partners=tuple(partners[:MOST_PARTNERS]),
        others=max(len(partners) - MOST_PARTNERS, 0),
        reports=tuple(reports[key] for key in own[:MOST_REPORTS] if key in reports),
        in_reports=len(own),
        course=over_time({k: n for k, n in course.items() if k[0]}, sum(n for k, n in course.items() if not k[0])),
        network=network(actor, events, known),
    )


def _held(roles: Iterable[tuple[Role, str]]) -> list[Held]:
    """Roles by country and sectors, the one first that most attest."""
    groups: dict[str, list[tuple[Role, str]]] = {}
    for role, outlet in roles:
        groups.setdefault(" ".join((role.code or "?", *role.sectors)), []).append((role, outlet))
    found = []
    for code, own in groups.items():
        days = sorted(role.attested[:10] for role, _ in own if role.attested)
        words = {role.evidence.text.casefold(): role.evidence for role, _ in reversed(own) if role.evidence}
        found.append(
            Held(
                code=code,
                days=wording.days(days[0], days[-1]) if days else "undated",
                outlets=tuple(dict.fromkeys(outlet for _, outlet in own if outlet)),
                words=tuple(words.values())[::-1][:MOST_WORDS],
                times=len(own),
            )
        )
    return sorted(found, key=lambda held: -held.times)


def _tellers(event: Event, outlet_of: Mapping[str, str]) -> dict[str, str]:
    return {t.report: outlet_of.get(t.report, t.outlet) for t in event.tellings}


def _called(said: Iterable[tuple[str, str, int]]) -> dict[str, tuple[tuple[str, int], ...]]:
    forms: dict[str, Counter[str]] = {}
    for outlet, form, times in said:
        forms.setdefault(outlet or wording.UNNAMED_OUTLET, Counter())[form] += times
    return {outlet: tuple(counts.most_common()) for outlet, counts in sorted(forms.items())}


def _partners(own: str, events: Iterable[Event], known: Mapping[str, KnownActor]) -> list[Partner]:
    types: dict[str, Counter[str]] = {}
    for event in events:
        for key in {*event.actors, *event.recipients} - {own}:
            if key in known:
                types.setdefault(key, Counter())[event.type] += 1
    found = [Partner(known[key], counts.total(), tuple(counts.most_common())) for key, counts in types.items()]
    return sorted(found, key=lambda p: (-p.events, p.actor.name))
