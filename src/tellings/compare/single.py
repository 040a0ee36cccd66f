"""One to whom a deed is done counts as one: "kidnapped a geologist" answers how many were abducted.

Nobody wrote that figure, so it can agree with another one and never clashes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.compare.accounts import Account, Answer, quote
from tellings.compare.party import ANYBODY, Party
from tellings.compare.views import View
from tellings.compare.words import stem, tokens, verb_stem
from tellings.model import Count

ASKED = frozenset(
    {"killed", "injured", "abducted"}
)  # counted of every such event, whether or not anybody gives a figure
_ONE = frozenset(["a", "an", "one", "the", "his", "her", "its", "their", "our", "my"])


def single_answer(account: Account, what: str) -> Answer | None:
    """ "1", if a view of this account tells of one person to whom that was done."""
    for view in sorted(account.views, key=lambda v: v is not account.main):
        party = _victim(view, what)
        if party is not None and party.span is not None:
            count = Count(what=what, low=1, high=1, span=party.span)
            return Answer(account.telling, count, "1", party.text, (quote(view, party.span),), beside=True)
    return None


def _victim(view: View, what: str) -> Party | None:
    deed = _deeds().get(what)
    if deed is None or view.mention.status not in ("actual", "historical") or len(view.recipients) != 1:
        return None
    if not (deed.stems & view.trigger_stems or deed.modes & set(view.mention.modes)):
        return None
    party = view.recipients[0]
    return party if _is_one(party) else None


def _is_one(party: Party) -> bool:
    """A named person, or one described as one; "him" is somebody who has a name elsewhere."""
    if party.person:
        return True
    words = tokens(party.text)
    described = party.actor is not None and party.actor.kind == "unnamed"
    return described and words[:1] and words[0] in _ONE and not _many(party.head)


def _many(head: str) -> bool:
    return head in ANYBODY - {"man", "woman", "person"} or stem(head) in _collective() or head.endswith(("s", "men"))


@dataclass(frozen=True)
class _Deed:
    stems: frozenset[str]
    modes: frozenset[str]


@cache
def _table() -> dict:
    return tomllib.loads(files("tellings.compare").joinpath("data/single_deeds.toml").read_text("utf-8"))


@cache
def _deeds() -> dict[str, _Deed]:
    rows = {what: row for what, row in _table().items() if isinstance(row, dict)}
    return {
        what: _Deed(frozenset(map(verb_stem, row["words"].split())), frozenset(row["modes"].split()))
        for what, row in rows.items()
    }


@cache
def _collective() -> frozenset[str]:
    return frozenset(map(stem, _table()["collective"].split()))
