"""Answers by pronouns: whom "they" stands for, and "we" and "us" of whoever prints the report."""

from __future__ import annotations

import re
from dataclasses import replace

from tellings.compare.accounts import Account, Answer, quote
from tellings.compare.party import Party
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.compare.words import who_words
from tellings.model import Span

NEAR_WE = 60  # characters between the word for what was done and those who did it, or to whom it was done
_WE = re.compile(r"\b(?:[Ww]e|(?:[\w-]+ ){0,3}of us)\b")
_US = re.compile("".join(f"(?<!{word} )" for word in sorted(who_words("telling"))) + r"\bus\b")
_BEHIND = re.compile(r",? (?:of|from|in|at|on|near|with|who|that|which|whose)\b|,")


def told_before(answer: Answer, account: Account) -> Answer:
    """An answer of pronouns with the words for which they stand in their report: "they" as "the bandits"."""
    view = next(v for v in account.views if v.report.id == answer.quotes[0].report)
    parties = tuple(_told_before(p, view) for p in answer.value)
    if parties == answer.value:
        return answer
    text = "; ".join(dict.fromkeys(p.text for p in parties))
    return replace(answer, value=parties, key=text, text=text, quotes=tuple(quote(view, p.span) for p in parties))


def _told_before(party: Party, view: View) -> Party:
    if party.fuller is None or not party.pointing:
        return party
    words = " ".join(view.report.text[party.fuller.start : party.fuller.end].split())
    head = _BEHIND.split(words, maxsplit=1)[0].split()[-1].lower()
    return replace(party, text=words, head=head, span=party.fuller, fuller=None)


def first_person(account: Account, side: str, mutual: bool) -> Answer | None:
    """ "We" and "us", where the report's own words tell that whoever prints it did it, or that it was done to him: "two
    thousand of us went", "promised to receive us".  mutual: both sides did it, so that "cost us dear" tells of a doer too."""
    for view in account.views:
        said = view.attribution
        if view.in_title or (said is not None and said.kind == "direct"):
            continue
        trigger, sentence = view.mention.trigger, view.mention.sentence
        before = max(sentence.start, trigger.start - NEAR_WE), trigger.end
        behind = trigger.start, min(sentence.end, trigger.end + NEAR_WE)
        match = None
        if side == "actors" and (mutual or view.mention.type in who_words("shared")):
            match = _WE.search(view.report.text, *before) or (mutual and _US.search(view.report.text, *behind))
        elif side == "recipients" and view.mention.type in weights().verbal:
            match = _US.search(view.report.text, *behind)
        if match:
            span = Span(*match.span())
            party = Party(match.group(), match.group().split()[-1].lower(), None, False, span)
            return Answer(account.telling, (party,), party.text, party.text, (quote(view, span),), beside=True)
    return None
