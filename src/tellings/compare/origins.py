"""Independent voices: copies and chains collapsed to the origins that stand behind the tellings of an event.

Ten outlets that quote one spokesman are one voice; so are an agency and those who print it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from tellings.compare.accounts import Account
from tellings.compare.register import Register
from tellings.compare.views import View
from tellings.compare.words import tokens
from tellings.model import Copy, Origin, Voice

VERBATIM = 0.8  # share of a sentence's word pairs that stands in another's, above which it was taken from there
VERBATIM_SOURCE = 0.4  # the same for two sentences that give the same source
_RELAYS = frozenset({"agency", "broadcaster"})


def origins_of(
    accounts: Sequence[Account], copies: Mapping[str, Copy], register: Register
) -> tuple[tuple[Origin, ...], dict[str, str]]:
    """The origins behind these accounts (one a report, earliest first), and telling → telling it copies.

    copies: later report → the copy that names the earlier one.
    """
    by_report = {a.views[0].report.id: a for a in accounts}
    outlets = {_plain(a.views[0].report.outlet.value or ""): a for a in reversed(accounts)}
    key_of: dict[str, tuple[str, str, str]] = {}  # telling → (key, name, why)
    copied: dict[str, str] = {}

    def settle(account: Account, seen: frozenset[str]) -> tuple[str, str, str]:
        if account.telling in key_of:
            return key_of[account.telling]
        seen = seen | {account.telling}
        source, why = _source(account, accounts, by_report, outlets, copies, register)
        if source is not None and source.telling not in seen:
            key, name, _ = settle(source, seen)
            if why.startswith("copy") or why.startswith("same words"):
                copied[account.telling] = source.telling
            found = (key, name, why)
        else:
            found = _own_origin(account, register)
        key_of[account.telling] = found
        return found

    for account in accounts:
        settle(account, frozenset())
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    for account in accounts:
        key, name, why = key_of[account.telling]
        grouped.setdefault(key, []).append((account.telling, name, why))
    origins = tuple(
        Origin(
            name=rows[0][1],
            tellings=tuple(t for t, _, _ in rows),
            why="; ".join(dict.fromkeys(w for _, _, w in rows if w)),
        )
        for rows in grouped.values()
    )
    return origins, copied


def _source(
    account: Account,
    accounts: Sequence[Account],
    by_report: Mapping[str, Account],
    outlets: Mapping[str, Account],
    copies: Mapping[str, Copy],
    register: Register,
) -> tuple[Account | None, str]:
    """The account that this one was taken from, if it is among the event's."""
    view = account.main
    copy = copies.get(view.report.id)
    if copy and copy.kind != "partial" and copy.earlier in by_report:
        return by_report[copy.earlier], f"copy of {by_report[copy.earlier].views[0].report.outlet.value}"
    for other in accounts:
        if other.telling == account.telling:
            break  # accounts come earliest first: only earlier ones can be the source
        if any(_taken(v, w) for v in account.views for w in other.views if not v.in_title and not w.in_title):
            return other, f"same words as {other.views[0].report.outlet.value}"
    for voice in reversed(_chain(view)[1:]):
        if voice.role in _RELAYS or voice.role == "outlet":
            other = outlets.get(_plain(voice.name))
            if other is not None:
                return other, f"quotes {other.views[0].report.outlet.value}"
    return None, ""


def _own_origin(account: Account, register: Register) -> tuple[str, str, str]:
    """The innermost voice of the telling: a speaker whom others may quote too, or the outlet itself."""
    view = account.main
    outlet = view.report.outlet.value or view.report.id
    chain = _chain(view)
    inner = chain[-1] if len(chain) > 1 else None
    if inner is None:
        return f"outlet:{_plain(outlet)}", outlet, ""
    known = register.get(view.report.id, inner.actor)
    if inner.unnamed or (known is not None and known.kind in ("unnamed", "unknown") and not _definite(inner.name)):
        # Nobody can tell whether two unnamed sources are one.
        return f"unnamed:{_plain(outlet)}:{_plain(inner.name)}", f"{inner.name} ({outlet})", "source not named"
    why = f"{outlet} gives the word of {inner.name}"
    if known is not None and known.kind not in ("unnamed", "unknown") and known.name[:1].isupper():
        return f"actor:{known.id}", known.name, why
    # "the interior ministry" of one country is one, whichever outlet quotes it.
    return f"name:{_plain(inner.name)}", inner.name, why


def _definite(name: str) -> bool:
    """ "the interior ministry", "police", "officials in both capitals" name a body; "a doctor" names nobody."""
    return not name.lower().startswith(("a ", "an ", "one ", "some ", "another "))


def _chain(view: View) -> tuple[Voice, ...]:
    return view.attribution.voices if view.attribution else ()


def _plain(name: str) -> str:
    return " ".join(t for t in tokens(name) if t != "the")


def _taken(later: View, earlier: View) -> bool:
    """The sentence is the other one, word for word or nearly; less will do if both give the same unnamed source."""
    a, b = tokens(later.sentence), tokens(earlier.sentence)
    if len(a) < 6 or len(b) < 6:
        return False
    x, y = set(pairwise(a)), set(pairwise(b))
    bar = VERBATIM_SOURCE if _same_unnamed(later, earlier) else VERBATIM
    return len(x & y) >= bar * min(len(x), len(y))


def _same_unnamed(a: View, b: View) -> bool:
    one, other = _chain(a)[1:], _chain(b)[1:]
    return bool(one and other) and _plain(one[-1].name) == _plain(other[-1].name)
