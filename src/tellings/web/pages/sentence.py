"""A sentence's page: its words, who says them, and what was found in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export.selection import builtins
from tellings.model import Quote, Span
from tellings.web import wording
from tellings.web.page import Page, Table
from tellings.web.report_view import FOUND_COLUMNS, found_row, report_view

_KEY = re.compile(r"(r-[0-9a-f]+):(\d{1,9})-(\d{1,9})")


def sentence(corpus: Corpus, name: str, key: str, asked: Mapping[str, str]) -> Page:
    """key: report:start-end, as quotes give them; the sentences that these characters touch."""
    given = _KEY.fullmatch(key)
    if given is None:
        raise TellingsError(
            "no-such-sentence", f"{key!r} is no sentence's address", hint="Write it so: r-0a1b2c3d4e5f:120-245"
        )
    asked_for = Span(int(given[2]), int(given[3]))
    view = report_view(corpus, given[1], asked_for)
    touched = [s for s in view.reading.sentences if s.start < asked_for.end and s.end > asked_for.start]
    if not touched:
        raise TellingsError("no-such-sentence", f"no sentence stands at {given[2]}–{given[3]} of this report")
    text = view.report.text
    start, end = touched[0].start, touched[-1].end
    quote = Quote(report=view.report.id, start=start, end=end, text=text[start:end])
    mentions = [f for f in view.mentions if f.mention.trigger.start < end and f.mention.trigger.end > start]
    said = [a for a in view.attributions if any(c.start < end and c.end > start for c in a.attribution.content)]
    return Page(
        template="sentence.html",
        title=wording.shortened(quote.text, 80),
        address=f"/sentence/{key}",
        data={
            "sentence": builtins(quote),
            "mentions": [builtins(f.mention) for f in mentions],
            "attributions": [builtins(a.attribution) for a in said],
        },
        tables={
            "mentions": Table(FOUND_COLUMNS, [found_row(f) for f in mentions]),
            "attributions": Table(
                ("attribution", "kind", "stance", "said_by", "cue", "words"),
                [(a.attribution.id, a.attribution.kind, a.attribution.stance, a.chain, a.cue, a.words) for a in said],
            ),
        },
        command=shlex.join(["tellings", "explain", name, mentions[0].mention.id]) if mentions else "",
        shown={
            "view": view,
            "quote": quote,
            "mentions": mentions,
            "said": said,
            "before": wording.shortened(text[max(start - 400, 0) : start], 400) if start else "",
            "after": wording.shortened(text[end : end + 400], 400),
        },
    )
