"""The log of what persons judged."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.export.selection import builtins
from tellings.web.page import Page, Table, command
from tellings.web.paging import asked_page, paging

PAGE = 200


def judgements(corpus: Corpus, name: str, asked: Mapping[str, str]) -> Page:
    """What persons said, the newest first; standing: nobody said anything else of the pair since."""
    log = corpus.judgements()[::-1]
    after = (asked_page(asked) - 1) * PAGE
    pages = paging(asked, PAGE, len(log), "/judgements")
    newest: dict[tuple[str, frozenset[str]], int] = {}
    for number, one in enumerate(log):
        newest.setdefault((one.about, frozenset((one.a, one.b))), number)
    marked = [
        (one, one.verdict != "withdrawn" and newest[one.about, frozenset((one.a, one.b))] == number)
        for number, one in enumerate(log)
    ]
    shown = marked[after : after + PAGE]
    return Page(
        template="judgements.html",
        title="Judgements",
        address="/judgements",
        data={
            "many": len(log),
            "page": pages.number,
            "pages": pages.last,
            "judgements": [builtins(one) | {"standing": standing} for one, standing in shown],
        },
        tables={
            "judgements": Table(
                ("verdict", "about", "a", "b", "by", "at", "reasons", "standing"),
                [(j.verdict, j.about, j.a, j.b, j.by, j.at, "; ".join(j.reasons), stands) for j, stands in shown],
            )
        },
        command=command("judge", name, page=pages.beyond_first),
        shown={"log": shown, "pages": pages, "query": pages.asked},
    )
