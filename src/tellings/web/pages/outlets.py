"""Outlets: the list of them, and two of them beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.corpus import Corpus, listing
from tellings.corpus import outlets as catalogue
from tellings.export.selection import builtins
from tellings.web import event_row
from tellings.web.outlets_view import Compared, compared
from tellings.web.page import Page, Table, command
from tellings.web.paging import asked_page, paging

PAGE = 25


def outlets(corpus: Corpus, name: str, asked: Mapping[str, str]) -> Page:
    """The list; with `a` and `b` in the address, these two on the stories that both have."""
    a, b = (asked.get(side, "").strip()[:300] for side in ("a", "b"))
    with corpus.engine.connect() as connection:
        names = listing.outlets(connection)
    if a and b and a != b:
        return _two(corpus, name, asked, a, b, names)
    return _list(corpus, name, asked, a, names)


def _list(corpus: Corpus, name: str, asked: Mapping[str, str], a: str, names: list[str]) -> Page:
    with corpus.engine.connect() as connection:
        found, many = catalogue.outlets(connection, PAGE, (asked_page(asked) - 1) * PAGE)
    pages = paging(asked, PAGE, many, "/outlets", {"a": a})
    rows = [(one.name, one.reports) for one in found]
    return Page(
        template="outlets.html",
        title="Outlets",
        address="/outlets",
        data={
            "many": many,
            "page": pages.number,
            "pages": pages.last,
            "outlets": [{"outlet": outlet, "reports": reports} for outlet, reports in rows],
        },
        tables={"outlets": Table(("outlet", "reports"), rows)},
        command=command("outlets", name, page=pages.beyond_first),
        shown={"found": found, "pages": pages, "a": a, "b": "", "told": "", "names": names, "query": pages.asked},
    )


def _two(corpus: Corpus, name: str, asked: Mapping[str, str], a: str, b: str, names: list[str]) -> Page:
    told = asked.get("told", "") if asked.get("told", "") in catalogue.TOLD else ""
    view = compared(corpus, a, b, told, PAGE, (asked_page(asked) - 1) * PAGE)
    shared = view.shared
    pages = paging(asked, PAGE, shared.told(told), "/outlets", {"a": a, "b": b, "told": told})
    return Page(
        template="outlets_compared.html",
        title=f"{a} and {b}",
        address="/outlets",
        data={
            "a": a,
            "b": b,
            "stories": shared.many,
            "compared": len(shared.stories),
            "told": {"both": shared.both, "a": shared.a, "b": shared.b},
            "page": pages.number,
            "pages": pages.last,
            "events": [builtins(row.event) for row in view.rows],
            "called": [
                {"actor": c.actor.id, "name": c.actor.name, "a": dict(c.a), "b": dict(c.b)} for c in view.called
            ],
            "voices": [{"voice": voice, "a": in_a, "b": in_b} for voice, in_a, in_b in view.voices],
        },
        tables=_tables(view),
        command=command("outlets", name, a, b, told=told, page=pages.beyond_first),
        shown={"view": view, "pages": pages, "a": a, "b": b, "told": told, "names": names, "query": pages.asked},
        scripts=view.picture is not None,
    )


def _tables(view: Compared) -> dict[str, Table]:
    def says(row: event_row.Row, outlet: str) -> str:
        return " / ".join(p.text for p in row.cells[outlet].pieces) if outlet in row.cells else ""

    return {
        "events": Table(
            ("event", "story", "type", "who", "whom", "when", "where", view.a, view.b, "verdict"),
            [
                (
                    row.event.id,
                    row.event.story,
                    event_row.kind(row.event),
                    row.who,
                    row.whom,
                    row.when,
                    row.where,
                    says(row, view.a),
                    says(row, view.b),
                    row.verdict,
                )
                for row in view.rows
            ],
        ),
        "called": Table(
            ("actor", "name", view.a, view.b),
            [
                (c.actor.id, c.actor.name, "; ".join(form for form, _ in c.a), "; ".join(form for form, _ in c.b))
                for c in view.called
            ],
        ),
        "voices": Table(("voice", view.a, view.b), list(view.voices)),
    }
