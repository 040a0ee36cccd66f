"""A story's page: the matrix of its events, who copied whom, what each calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.corpus import Corpus, listing, queries
from tellings.errors import TellingsError
from tellings.export.selection import builtins
from tellings.model import Copy
from tellings.web import event_row, wording
from tellings.web.page import Page, Table, command
from tellings.web.paging import asked_page, paging
from tellings.web.pictures.timeline import timeline
from tellings.web.story_view import Window, find_story, story_view
from tellings.web.where import of_story

PAGE = 200  # events
MOST_OUTLETS, MOST_SOURCES, MOST_COPIES = 12, 60, 100


def story(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    found = find_story(corpus, key) if not key.isdigit() else None
    if found is None:
        raise TellingsError("no-such-story", f"there is no story {key!r}", hint="The list of stories has them all")
    number = asked_page(asked)
    view = story_view(corpus, found, Window((number - 1) * PAGE, PAGE, MOST_OUTLETS, MOST_SOURCES))
    pages = paging(asked, PAGE, view.events, f"/story/{found.id}")
    reports = set(found.reports)
    with corpus.engine.connect() as connection:
        copies = [
            c for c in queries.findings(connection, "copies", found.id)[:MOST_COPIES] if {c.earlier, c.later} <= reports
        ]
    outlet_of = _outlets(corpus, copies)
    rows = [*view.rows, *view.background]
    return Page(
        template="story.html",
        title=found.title,
        address=f"/story/{found.id}",
        data={
            "story": builtins(found),
            "many": view.events,
            "page": pages.number,
            "pages": pages.last,
            "events": [builtins(row.event) for row in rows],
            "copies": [builtins(copy) for copy in copies],
            "wordings": [{"said": one.said, "speaker": one.speaker} for one in view.wordings],
            "figures": [{"value": one.value, "said": one.said} for one in view.figures],
            "called": [{"actor": one.actor.id, "name": one.actor.name, "forms": one.forms} for one in view.called],
            "omitted": {outlet: [row.event.id for row in left] for outlet, left in view.omitted.items()},
        },
        tables={
            "matrix": _matrix(rows, view.outlets),
            "reports": Table(
                ("report", "outlet", "published", "title", "copies"),
                [(s.id, s.outlet, s.day, s.title, "; ".join(s.copies)) for s in view.sources],
            ),
            "copies": Table(
                ("later", "later_outlet", "kind", "earlier", "earlier_outlet", "share", "why"),
                [
                    (c.later, outlet_of[c.later], c.kind, c.earlier, outlet_of[c.earlier], c.share, c.why)
                    for c in copies
                ],
            ),
            "called": Table(
                ("actor", "name", "outlet", "forms"),
                [
                    (one.actor.id, one.actor.name, outlet, "; ".join(forms))
                    for one in view.called
                    for outlet, forms in one.forms.items()
                ],
            ),
        },
        command=command("show", name, found.id, page=pages.beyond_first),
        shown={
            "story": found,
            "view": view,
            "events": [],
            "copies": copies,
            "outlet_of": outlet_of,
            "line": timeline(view.rows),
            "where": of_story(view.rows),
            "pages": pages,
            "query": pages.asked,
        },
    )


def _outlets(corpus: Corpus, copies: Sequence[Copy]) -> dict[str, str]:
    with corpus.engine.connect() as connection:
        cards = listing.cards(connection, sorted({key for c in copies for key in (c.earlier, c.later)}))
    return {key: card.outlet or wording.UNNAMED_OUTLET for key, card in cards.items()}


def _matrix(rows: Sequence[event_row.Row], outlets: Sequence[str]) -> Table:
    columns = ("event", "type", "status", "who", "whom", "when", "where", *outlets, "verdict", "questions", "voices")
    return Table(
        columns,
        [
            (
                row.event.id,
                event_row.kind(row.event),
                row.event.status,
                row.who,
                row.whom,
                row.when,
                row.where,
                *(" / ".join(p.text for p in row.cells[o].pieces) if o in row.cells else "" for o in outlets),
                row.verdict,
                ", ".join(row.asks),
                len(row.voices),
            )
            for row in rows
        ],
    )
