"""A report's page: its text with what was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.export.selection import builtins
from tellings.model import Span
from tellings.web.page import Page, Table, command
from tellings.web.report_view import FOUND_COLUMNS, SAID_COLUMNS, found_row, report_view, said_row

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")


def report(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    given = _AT.fullmatch(asked.get("at", ""))
    view = report_view(corpus, key, Span(int(given[1]), int(given[2])) if given else None)
    return Page(
        template="report.html",
        title=view.report.title or "untitled",
        address=f"/report/{view.report.id}",
        data={"report": builtins(view.report), "reading": builtins(view.reading), "copy_of": view.copy_of},
        tables={
            "mentions": Table(FOUND_COLUMNS, [found_row(f) for f in view.mentions]),
            "attributions": Table(SAID_COLUMNS, [said_row(s) for s in view.attributions]),
        },
        command=command("show", name, view.report.id),
        shown={"view": view, "url": _web_address(view.report.url)},
    )


def _web_address(url: str | None) -> str:
    """An address that may be a link; "" for any other scheme."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""
