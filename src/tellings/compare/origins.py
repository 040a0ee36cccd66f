"""Independent voices: copies and chains collapsed to the origins that stand behind the tellings of an event.

Ten outlets that quote one spokesman are one voice; so are an agency and those who print it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.compare.accounts import Account
from tellings.compare.credits import credit_to
from tellings.compare.mouthpieces import hearsay, table
from tellings.compare.register import Register, is_name
from tellings.compare.speaking import Behind, Speakers, chain_of, plain
from tellings.compare.views import View
from tellings.compare.words import stem
from tellings.model import Copy, Origin

VERBATIM = 0.8  # share of a sentence's word pairs that stands in another's, above which it was taken from there
VERBATIM_SOURCE = 0.4  # the same for two sentences that give the same source
VERBATIM_KIN = 0.2  # the same where one report has other passages of the other word for word
SHINGLE = 3
MOST_CREDITED = 40  # accounts that are asked whether they are credited
MOST_OWNERS = 8  # accounts that are remembered for one run of words


def origins_of(
    accounts: Sequence[Account], copies: Mapping[str, Copy], register: Register
) -> tuple[tuple[Origin, ...], dict[str, str]]:
    """The origins behind these accounts (one a report, earliest first), and telling → telling it copies.

    copies: later report → the copy that names the earlier one.
    """
    sources = _sources(accounts, copies)
    took = {account.telling: _first(account, sources, accounts) for account in accounts}
    first = {f.telling for f, _ in took.values()}
    told_first = [account for account in accounts if account.telling in first]
    own = Speakers(register).all(told_first)
    grouped: dict[tuple, list[Account]] = {}
    for account in accounts:
        grouped.setdefault(own[took[account.telling][0].telling].key, []).append(account)
    origins = tuple(_origin(tellers, took, own) for tellers in grouped.values())
    copied = {t: account.telling for t, (account, why) in sources.items() if not why.startswith(("quotes", "other"))}
    return origins, copied


def _origin(tellers: Sequence[Account], took: Mapping[str, tuple[Account, str]], own: Mapping[str, Behind]) -> Origin:
    """One voice.  Its reasons: who quotes it and as whom, where that is not its name; and who has it from another."""
    behind = [own[took[a.telling][0].telling] for a in tellers]
    name = next((b.name for b in behind if is_name(b.name)), behind[0].name)
    quoting = [(a, b) for a, b in zip(tellers, behind, strict=True) if b.words and not took[a.telling][1]]
    quoted = [f"{a.outlet} (“{b.words}”)" if _otherwise(b.words, name) else a.outlet for a, b in quoting if b.named]
    reasons = [f"quoted by {', '.join(dict.fromkeys(quoted))}"] if quoted else []
    if any(not b.named for b in behind):
        reasons.append("source not named")
    reasons += [f"{a.outlet}: {took[a.telling][1]}" for a in tellers if took[a.telling][1]]
    return Origin(name=name, tellings=tuple(a.telling for a in tellers), why="; ".join(dict.fromkeys(reasons)))


def _otherwise(words: str, name: str) -> bool:
    """Called by other words than the voice's name, not merely with a title or in short."""
    return plain(words) not in plain(name) and plain(name) not in plain(words)


def _first(
    account: Account, sources: Mapping[str, tuple[Account, str]], order: Sequence[Account]
) -> tuple[Account, str]:
    """Who told it first of those it was taken from one after the other, and how this account took it."""
    trail, why = [account], ""
    while step := sources.get(trail[-1].telling):
        why = why or step[1]
        tellings = [a.telling for a in trail]
        if step[0].telling in tellings:  # a ring of copies: the earliest of them
            ring = trail[tellings.index(step[0].telling) :]
            first = min(ring, key=order.index)
            return first, "" if first is account else why
        trail.append(step[0])
    return trail[-1], why


# ---------------------------------------------------------------- taken from whom


def _sources(accounts: Sequence[Account], copies: Mapping[str, Copy]) -> dict[str, tuple[Account, str]]:
    """Telling → the account that it was taken from, if that is among the event's, and how."""
    by_report = {a.views[0].report.id: a for a in accounts}
    outlets: dict[str, list[Account]] = {}
    for account in accounts:
        outlets.setdefault(plain(account.outlet), []).append(account)
    taken = _taken_from(accounts, copies)
    passed = {a.telling for a in accounts if any(hearsay(v.name) for v in chain_of(a.main)[-1:])}
    found: dict[str, tuple[Account, str]] = {}
    for account in accounts:
        report = account.views[0].report
        copy = copies.get(report.id)
        if copy and copy.kind != "partial" and copy.earlier in by_report:
            source = by_report[copy.earlier]
            found[account.telling] = (source, f"copy of {source.outlet}")
        elif account.telling in taken:
            found[account.telling] = taken[account.telling]
        else:
            # An agency, or a party that is quoted and speaks for itself in a paper of its own.
            voices = reversed(chain_of(account.main)[1:])
            rows = (a for v in voices for a in outlets.get(plain(v.name), ()) if a.telling != account.telling)
            source = next(rows, None) or _organ(account, accounts) or _credited(account, accounts)
            if source is None and account.telling in passed:
                source = next((a for a in accounts if a.telling not in passed), None)
                if source is not None:
                    found[account.telling] = (source, "quotes what other media tell")
            elif source is not None:
                found[account.telling] = (source, f"quotes {source.outlet}")
    return {t: s for t, s in found.items() if not _runs_back(t, s, found)}


def _runs_back(telling: str, source: tuple[Account, str], found: Mapping[str, tuple[Account, str]]) -> bool:
    """Of two that have each other's words, whoever is quoted by the other took nothing."""
    back = found.get(source[0].telling)
    return bool(
        back and back[0].telling == telling and back[1].startswith("quotes") and source[1].startswith(("same", "other"))
    )


def _organ(account: Account, accounts: Sequence[Account]) -> Account | None:
    """The paper of the body that is quoted: "the union" beside a telling of the "Free Dockers' Union"."""
    chain = chain_of(account.main)
    word = plain(chain[-1].name) if len(chain) > 1 and chain[-1].role == "speaker" else ""
    if not word or " " in word or chain[-1].unnamed or is_name(chain[-1].name) or word in table()["of_any_paper"]:
        return None
    own = (a for a in accounts if a is not account and len(chain_of(a.main)) < 2)
    found = [a for a in own if stem(word) in map(stem, plain(a.outlet).split())]
    return found[0] if len(found) == 1 else None


def _credited(account: Account, accounts: Sequence[Account]) -> Account | None:
    """Whoever is credited somewhere in the report, if this telling is much like theirs."""
    for other in accounts[:MOST_CREDITED]:
        mine, theirs = account.main, other.main
        one, two = chain_of(mine)[1:], chain_of(theirs)[1:]
        if other is account or (one and two and plain(one[-1].name) != plain(two[-1].name)):
            continue
        if _likeness(mine, theirs) >= VERBATIM_SOURCE and credit_to(mine.report, theirs.report.outlet.value):
            return other
    return None


def _likeness(a: View, b: View) -> float:
    """Share of the shorter sentence's word pairs that stand in the other."""
    x, y = a.word_pairs, b.word_pairs
    return len(x & y) / max(1, min(len(x), len(y)))


def _taken_from(accounts: Sequence[Account], copies: Mapping[str, Copy]) -> dict[str, tuple[Account, str]]:
    """Telling → the earliest account that has one of its sentences word for word, or nearly.

    Less will do if both give the same source, or if the two reports share other passages.  Sentences meet by runs of three words, so that it stays linear.
    """
    owners: dict[tuple[str, ...], list[tuple[Account, View]]] = {}
    found: dict[str, tuple[Account, str]] = {}
    for account in accounts:
        for view in account.views:
            if view.in_title:
                continue
            words = view.words
            runs = dict.fromkeys(words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1))
            if len(words) < 6:
                continue
            rivals = {v.mention.id: (a, v) for run in runs for a, v in owners.get(run, ())}
            for other, theirs in sorted(rivals.values(), key=lambda r: (r[1].published is None, str(r[1].published))):
                if account.telling not in found and other is not account:
                    if why := _taken(view, theirs, copies):
                        found[account.telling] = (other, f"{why} {other.outlet}")
            for run in runs:
                known = owners.setdefault(run, [])
                if len(known) < MOST_OWNERS:
                    known.append((account, view))
    return found


def _taken(later: View, earlier: View, copies: Mapping[str, Copy]) -> str:
    """How one sentence was taken from the other; empty if it was not."""
    one, other = chain_of(later)[1:], chain_of(earlier)[1:]
    same_source = bool(one and other) and plain(one[-1].name) == plain(other[-1].name)
    likeness = _likeness(later, earlier)
    if likeness >= (VERBATIM_SOURCE if same_source else VERBATIM):
        return "same words as"
    kin = likeness >= VERBATIM_KIN and _share_words(later.report.id, earlier.report.id, copies)
    return "other passages, and some of the words here, as in" if kin else ""


def _share_words(one: str, other: str, copies: Mapping[str, Copy]) -> bool:
    """A part of one report stands word for word in the other: both were made of one dispatch, or one of the other."""
    return any((c := copies.get(a)) is not None and c.earlier == b for a, b in ((one, other), (other, one)))
