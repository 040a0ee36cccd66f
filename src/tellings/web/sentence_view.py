"""What a page of a sentence shows: its words, who says them, and what was found in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.model import Quote, Span
from tellings.web import wording
from tellings.web.report_view import Found, ReportView, Said, report_view

_KEY = re.compile(r"(r-[0-9a-f]+):(\d{1,9})-(\d{1,9})")
BESIDE = 400  # characters before and after


@dataclass(frozen=True)
class SentenceView:
    """A sentence's page.  before, after: the words around it."""

    report: ReportView
    quote: Quote
    mentions: tuple[Found, ...]
    said: tuple[Said, ...]
    before: str
    after: str


def is_sentence(key: str) -> bool:
    """Whether this is how a sentence is named: report:start-end."""
    return _KEY.fullmatch(key) is not None


def sentence_view(corpus: Corpus, key: str) -> SentenceView:
    """key: report:start-end, as quotes give them; the sentences that these characters touch.  Raises no-such-sentence."""
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
    return SentenceView(
        report=view,
        quote=Quote(report=view.report.id, start=start, end=end, text=text[start:end]),
        mentions=tuple(f for f in view.mentions if f.mention.trigger.start < end and f.mention.trigger.end > start),
        said=tuple(a for a in view.attributions if any(c.start < end and c.end > start for c in a.attribution.content)),
        before=wording.shortened(text[max(start - BESIDE, 0) : start], BESIDE) if start else "",
        after=wording.shortened(text[end : end + BESIDE], BESIDE),
    )
