"""What each rule of the grammar of times means: a match and its setting make a `Draft`."""

from __future__ import annotations

from dataclasses import replace

from tellings.entities import times_absolute, times_feasts, times_fiscal, times_lengths, times_relative
from tellings.entities.times_draft import Draft, Parts, Setting
from tellings.phrases import Grammar, Match

_MAKERS = {
    **times_absolute.MAKERS,
    **times_feasts.MAKERS,
    **times_fiscal.MAKERS,
    **times_relative.MAKERS,
    **times_lengths.MAKERS,
}


def make(match: Match, grammar: Grammar, setting: Setting) -> Draft | None:
    """The draft of a match; None if its words turn out to be no time."""
    start, end = match.chars
    try:
        draft = _MAKERS[match.rule["make"]](Parts(match, grammar), setting, start, end)
        return replace(draft, said=match.text_of()) if draft is not None else None
    except (ValueError, OverflowError):
        return Draft(start, end, "DATE", "", basis="impossible")
