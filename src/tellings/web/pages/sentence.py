"""A sentence's page: its words, who says them, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.export.selection import builtins
from tellings.web import wording
from tellings.web.page import Page, Table, command
from tellings.web.report_view import FOUND_COLUMNS, SAID_COLUMNS, found_row, said_row
from tellings.web.sentence_view import sentence_view


def sentence(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    """key: report:start-end."""
    view = sentence_view(corpus, key)
    return Page(
        template="sentence.html",
        title=wording.shortened(view.quote.text, 80),
        address=f"/sentence/{key}",
        data={
            "sentence": builtins(view.quote),
            "mentions": [builtins(f.mention) for f in view.mentions],
            "attributions": [builtins(a.attribution) for a in view.said],
        },
        tables={
            "mentions": Table(FOUND_COLUMNS, [found_row(f) for f in view.mentions]),
            "attributions": Table(SAID_COLUMNS, [said_row(a) for a in view.said]),
        },
        command=command("show", name, key),
        shown={
            "view": view.report,
            "quote": view.quote,
            "mentions": view.mentions,
            "said": view.said,
            "before": view.before,
            "after": view.after,
        },
    )
