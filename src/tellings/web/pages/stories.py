"""The list of stories: searched, filtered, turned over."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tellings.corpus import Corpus, listing
from tellings.errors import TellingsError
from tellings.web.page import Page, Table, command
from tellings.web.paging import Paging, asked_page, paging, whole
from tellings.web.pictures.sparkline import sparkline

PAGE = 50
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def stories(corpus: Corpus, name: str, asked: Mapping[str, str]) -> Page:
    """The list, searched and filtered; asked: the query of the address."""
    wishes = wanted(asked)
    number = asked_page(asked)
    with corpus.engine.connect() as connection:
        found, many, more = listing.stories(connection, wishes, PAGE, (number - 1) * PAGE)
        choices = listing.choices(connection)
        days = listing.days_of(connection, [f.story.id for f in found])
    query = {k: str(v) for k, v in _asked_of(wishes).items() if v}
    columns = ("story", "title", "start", "end", "reports", "outlets", "events", "voices", "clashes")
    rows = [
        (f.story.id, f.story.title, f.story.start, f.story.end, f.reports, f.outlets, f.events, f.voices, f.clashes)
        for f in found
    ]
    pages = paging(asked, PAGE, many, "/", query)
    return Page(
        template="stories.html",
        title=name,
        address="/stories",
        data={
            "many": many,
            "more": more,
            "page": pages.number,
            "pages": pages.last,
            "stories": [dict(zip(columns, row, strict=True)) | {"days": days[row[0]]} for row in rows],
        },
        tables={"stories": Table(columns, rows)},
        command=_command(name, wishes, pages),
        shown={
            "found": found,
            "sparks": {key: sparkline(counts) for key, counts in days.items()},
            "many": many,
            "more": more,
            "pages": pages,
            "wanted": wishes,
            "choices": choices,
            "query": pages.asked,
            "filtered": bool(query),
        },
    )


def _command(name: str, wanted: listing.Wanted, pages: Paging) -> str:
    filters = _asked_of(wanted)
    words = filters.pop("q")
    if not words and not any(filters.values()) and not pages.beyond_first:
        return command("show", name)
    return command("stories", name, *([str(words)] if words else []), **filters, page=pages.beyond_first)


def wanted(asked: Mapping[str, str]) -> listing.Wanted:
    """The wishes of a query, or of a command.  Raises bad-day."""
    texts = {
        k: asked.get(k, "").strip()[:200] for k in ("q", "start", "end", "country", "type", "outlet", "status", "actor")
    }
    for name in ("start", "end"):
        if texts[name] and not _DAY.fullmatch(texts[name]):
            raise TellingsError("bad-day", f"{texts[name]!r} is no day", hint="Write it so: 2024-03-14")
    words = texts.pop("q")
    return listing.Wanted(
        words=words,
        voices=whole(asked.get("voices", "")),
        **texts | {"country": texts["country"].upper()},
    )


def _asked_of(wanted: listing.Wanted) -> dict[str, object]:
    names = ("start", "end", "country", "type", "outlet", "status", "actor", "voices")
    return {"q": wanted.words} | {name: getattr(wanted, name) for name in names}
