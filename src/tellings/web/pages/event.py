"""An event's page: its tellings side by side, question by question, and what to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.compare.retyping import NO_EVENT
from tellings.corpus import Corpus, queries
from tellings.errors import TellingsError
from tellings.events.tables import MODES
from tellings.export.selection import builtins
from tellings.model import Event, KnownActor
from tellings.web import event_row, wording
from tellings.web.event_view import EventView, event_view, find_event
from tellings.web.page import Page, Table, command
from tellings.web.paging import paging
from tellings.web.pictures import ranges
from tellings.web.pictures.chain import chain
from tellings.web.where import of_event

PAGE = 40  # tellings
MOST_BESIDE, MOST_PARTS, MOST_MERGES = 60, 60, 100


def event(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    found = find_event(corpus, key)
    if found is None:
        raise TellingsError("no-such-event", f"there is no event {key!r}", hint="A story's page leads to its events")
    pages = paging(asked, PAGE, len(found.tellings), f"/event/{found.id}")
    view = event_view(corpus, found, found.tellings[pages.after : pages.after + PAGE])
    with corpus.engine.connect() as connection:
        beside = [e for e in queries.events(connection, found.story, MOST_BESIDE) if e.id != found.id]
        actors = queries.actors(connection, sorted({k for e in beside for k in (*e.actors, *e.recipients)}))
    outlet_of = view.outlet_of
    return Page(
        template="event.html",
        title=f"{event_row.kind(found)}: {event_row.sides(view.row)}",
        address=f"/event/{found.id}",
        data={
            "event": builtins(found),
            "page": pages.number,
            "pages": pages.last,
            "judgements": [builtins(merge) for merge in view.merges],
        },
        tables={
            "tellings": _tellings(view),
            "questions": Table(
                ("question", "verdict", "outlet", "answer", "why"),
                [(q.name, q.verdict, outlet, words, q.why) for q in view.questions for outlet, words in q.said],
            ),
            "voices": Table(
                ("voice", "outlets", "why"),
                [(v.name, "; ".join(outlet_of.get(t, t) for t in v.tellings), v.why) for v in found.voices],
            ),
            "merges": Table(
                ("a", "verdict", "b", "score", "by", "reasons"),
                [(m.a, m.verdict, m.b, m.score, m.by, "; ".join(m.reasons)) for m in view.merges],
            ),
        },
        command=command("show", name, found.id, page=pages.beyond_first),
        shown={
            "event": view,
            "who": [
                (side, names)
                for side, keys in (("Who", found.actors), ("Whom", found.recipients))
                if (names := _by_name(keys, view.actors))
            ],
            "axes": ranges.axes(found.comparison, outlet_of),
            "chain": chain(found, outlet_of),
            "where": of_event(found, view.places, differ=_differ(found, "where")),
            "beside": [(e.id, _label(e, actors)) for e in beside],
            "parts": _parts(view),
            "kinds": [(kind, tuple(modes)) for kind, modes in MODES.items()],
            "no_event": NO_EVENT,
            "mention_outlet": {m: outlet_of[t.id] for t in found.tellings for m in t.mentions},
            "most_merges": MOST_MERGES,
            "pages": pages,
            "query": pages.asked,
        },
    )


def _parts(view: EventView) -> list[tuple[str, str]]:
    """What can be parted from this event: (id, words) of tellings, and of mentions where a telling has several."""
    if sum(len(a.telling.mentions) for a in view.accounts) < 2:
        return []
    tellings = [(a.telling.id, f"all that {a.outlet} tells") for a in view.accounts] if len(view.accounts) > 1 else []
    mentions = [(key, f"{outlet}: “{wording.shortened(words, 70)}”") for key, outlet, words in view.mentions]
    return [*tellings, *mentions][:MOST_PARTS]


def _differ(found: Event, question: str) -> bool:
    return any(v.question == question and v.verdict == "differ" for v in found.comparison)


def _by_name(keys: Sequence[str], actors: Mapping[str, KnownActor]) -> list[tuple[str, list[str]]]:
    """Name -> actors: several "police" are told apart by number, not by repeating the word."""
    names: dict[str, tuple[str, list[str]]] = {}
    for key in dict.fromkeys(keys):
        if key in actors:
            names.setdefault(actors[key].name.casefold(), (actors[key].name, []))[1].append(key)
    return list(names.values())


def _label(found: Event, actors: Mapping[str, KnownActor]) -> str:
    names = [actors[k].name for k in (*found.actors, *found.recipients) if k in actors]
    when = wording.when(found.when, year=True)
    return wording.shortened(", ".join(filter(None, (event_row.kind(found), wording.listed(names), when))), 90)


def _tellings(view: EventView) -> Table:
    columns = ("telling", "outlet", "report", "published", "status", "said_by", "copied_from", "sentences", "mentions")
    return Table(
        columns,
        [
            (
                a.telling.id,
                a.outlet,
                a.telling.report,
                a.telling.published,
                a.telling.status,
                event_row.chain_of(a.telling),
                a.copied_from,
                " / ".join(" ".join(q.text.split()) for q in a.sentences),
                " ".join(a.telling.mentions),
            )
            for a in view.accounts
        ],
    )
