"""The list of actors, searched by name."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.corpus import Corpus, listing
from tellings.web.page import Page, Table, command
from tellings.web.paging import asked_page, paging

PAGE = 100
MOST_PAGES = 100  # the others are found by name


def actors(corpus: Corpus, name: str, asked: Mapping[str, str]) -> Page:
    """Those in most events first; `q` in the address: beginnings of words of a name."""
    words = asked.get("q", "").strip()[:200]
    number = min(asked_page(asked), MOST_PAGES)
    with corpus.engine.connect() as connection:
        found, many = listing.actors(connection, words, PAGE, (number - 1) * PAGE)
    pages = paging({"page": str(number)}, PAGE, min(many, MOST_PAGES * PAGE), "/actors", {"q": words})
    columns = ("actor", "name", "kind", "code", "sectors", "events")
    rows = [(o.actor.id, o.actor.name, o.actor.kind, o.actor.code, " ".join(o.actor.sectors), o.events) for o in found]
    return Page(
        template="actors.html",
        title="Actors",
        address="/actors",
        data={
            "many": many,
            "page": pages.number,
            "pages": pages.last,
            "actors": [dict(zip(columns, row, strict=True)) for row in rows],
        },
        tables={"actors": Table(columns, rows)},
        command=command("actors", name, *([words] if words else []), page=pages.beyond_first),
        shown={"found": found, "many": many, "words": words, "pages": pages, "query": pages.asked},
    )
