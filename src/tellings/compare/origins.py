"""Independent voices: copies and chains collapsed to the origins that stand behind the tellings of an event.

Ten outlets that quote one spokesman are one voice; so are an agency and those who print it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.compare.accounts import Account
from tellings.compare.credits import credit_to
from tellings.compare.register import Register, is_name
from tellings.compare.views import View
from tellings.compare.weights import same_country
from tellings.compare.words import tokens
from tellings.model import Copy, KnownActor, Origin, Voice

VERBATIM = 0.8  # share of a sentence's word pairs that stands in another's, above which it was taken from there
VERBATIM_SOURCE = 0.4  # the same for two sentences that give the same source
SHINGLE = 3
MOST_CREDITED = 40  # accounts that are asked whether they are credited
MOST_OWNERS = 8  # accounts that are remembered for one run of words
_RELAYS = frozenset({"agency", "broadcaster", "outlet"})


@dataclass(frozen=True)
class Behind:
    """Whose word stands behind an account.  key: equal for one voice; source: the telling it was taken from."""

    key: tuple
    name: str
    why: str
    copied: bool = False


def origins_of(
    accounts: Sequence[Account], copies: Mapping[str, Copy], register: Register
) -> tuple[tuple[Origin, ...], dict[str, str]]:
    """The origins behind these accounts (one a report, earliest first), and telling → telling it copies.

    copies: later report → the copy that names the earlier one.
    """
    sources = _sources(accounts, copies)
    speakers = _Speakers(register)
    behind: dict[str, Behind] = {}
    for account in accounts:
        trail, why = [account], ""
        # Follow who took it from whom to the end; a ring of copies ends where it began.
        while (step := sources.get(trail[-1].telling)) and step[0].telling not in {a.telling for a in trail}:
            why = why or step[1]
            trail.append(step[0])
        first = trail[-1]
        if why and first.telling in behind and behind[first.telling].key[0] != "outlet":
            behind[account.telling] = Behind(behind[first.telling].key, behind[first.telling].name, why)
        else:
            own = speakers.of(first)
            behind[account.telling] = Behind(own.key, own.name, why or own.why)
    grouped: dict[tuple, list[str]] = {}
    for account in accounts:
        grouped.setdefault(behind[account.telling].key, []).append(account.telling)
    origins = tuple(
        Origin(
            name=behind[tellings[0]].name,
            tellings=tuple(tellings),
            why="; ".join(dict.fromkeys(behind[t].why for t in tellings if behind[t].why)),
        )
        for tellings in grouped.values()
    )
    copied = {t: account.telling for t, (account, why) in sources.items() if not why.startswith("quotes")}
    return origins, copied


# ---------------------------------------------------------------- taken from whom


def _sources(accounts: Sequence[Account], copies: Mapping[str, Copy]) -> dict[str, tuple[Account, str]]:
    """Telling → the account that it was taken from, if that is among the event's, and how."""
    by_report = {a.views[0].report.id: a for a in accounts}
    outlets: dict[str, list[Account]] = {}
    for account in accounts:
        outlets.setdefault(_plain(account.outlet), []).append(account)
    taken = _taken_from(accounts)
    found: dict[str, tuple[Account, str]] = {}
    for account in accounts:
        report = account.views[0].report
        copy = copies.get(report.id)
        if copy and copy.kind != "partial" and copy.earlier in by_report:
            source = by_report[copy.earlier]
            found[account.telling] = (source, f"copy of {source.outlet}")
        elif account.telling in taken:
            source = taken[account.telling]
            found[account.telling] = (source, f"same words as {source.outlet}")
        else:
            relays = [v for v in reversed(_chain(account.main)[1:]) if v.role in _RELAYS]
            rows = (a for v in relays for a in outlets.get(_plain(v.name), ()) if a.telling != account.telling)
            source = next(rows, None) or _credited(account, accounts)
            if source is not None:
                found[account.telling] = (source, f"quotes {source.outlet}")
    return {t: s for t, s in found.items() if not _runs_back(t, s, found)}


def _runs_back(telling: str, source: tuple[Account, str], found: Mapping[str, tuple[Account, str]]) -> bool:
    """Of two that have each other's words, whoever is quoted by the other took nothing."""
    back = found.get(source[0].telling)
    return bool(back and back[0].telling == telling and back[1].startswith("quotes") and source[1].startswith("same"))


def _credited(account: Account, accounts: Sequence[Account]) -> Account | None:
    """Whoever is credited somewhere in the report, if this telling is much like theirs."""
    for other in accounts[:MOST_CREDITED]:
        mine, theirs = account.main, other.main
        one, two = _chain(mine)[1:], _chain(theirs)[1:]
        if other is account or (one and two and _plain(one[-1].name) != _plain(two[-1].name)):
            continue
        if _likeness(mine, theirs) >= VERBATIM_SOURCE and credit_to(mine.report, theirs.report.outlet.value):
            return other
    return None


def _likeness(a: View, b: View) -> float:
    """Share of the shorter sentence's word pairs that stand in the other."""
    x, y = a.word_pairs, b.word_pairs
    return len(x & y) / max(1, min(len(x), len(y)))


def _taken_from(accounts: Sequence[Account]) -> dict[str, Account]:
    """Telling → the earliest account that has one of its sentences word for word, or nearly.

    Less will do if both give the same source.  Sentences meet by runs of three words, so that it stays linear.
    """
    owners: dict[tuple[str, ...], list[tuple[Account, View]]] = {}
    found: dict[str, Account] = {}
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
                if account.telling not in found and other is not account and _taken(view, theirs):
                    found[account.telling] = other
            for run in runs:
                known = owners.setdefault(run, [])
                if len(known) < MOST_OWNERS:
                    known.append((account, view))
    return found


def _taken(later: View, earlier: View) -> bool:
    one, other = _chain(later)[1:], _chain(earlier)[1:]
    same_source = bool(one and other) and _plain(one[-1].name) == _plain(other[-1].name)
    return _likeness(later, earlier) >= (VERBATIM_SOURCE if same_source else VERBATIM)


# ---------------------------------------------------------------- whose word


class _Speakers:
    """The innermost voices of an event's accounts: a speaker whom others may quote too, or the outlet itself."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._seen: list[tuple[tuple, str, KnownActor | None]] = []

    def of(self, account: Account) -> Behind:
        view = account.main
        chain = _chain(view)
        inner = chain[-1] if len(chain) > 1 else None
        outlet = account.outlet
        if inner is None or _plain(inner.name) == _plain(outlet):
            return Behind(("outlet", _plain(outlet) or view.report.id), outlet, "")
        known = self._register.get(view.report.id, inner.actor)
        name = _full_name(inner, known, view)
        nobody = known is not None and known.kind in ("unnamed", "unknown") and not _definite(name)
        if inner.unnamed or nobody or not _definite(name):
            # Nobody can tell whether two unnamed sources are one.
            return Behind(("unnamed", _plain(outlet), _plain(name)), f"{name} ({outlet})", "source not named")
        return Behind(self._key(name, known), name, f"{outlet} gives the word of {name}")

    def _key(self, name: str, known: KnownActor | None) -> tuple:
        for key, other, actor in self._seen:
            if _one_speaker(name, known, other, actor):
                return key
        key = ("actor", known.id) if known is not None and is_name(known.name) else ("name", _plain(name))
        self._seen.append((key, name, known))
        return key


def _full_name(voice: Voice, known: KnownActor | None, view: View) -> str:
    """The name as the register has it, else the words, with the description's own modifiers ("the interior ministry")."""
    if (
        known is not None
        and known.kind != "state"
        and (is_name(known.name) or _plain(voice.name) in _plain(known.name))
    ):
        return known.name
    attribution = view.attribution
    if attribution is not None and attribution.source is not None:
        words = view.report.text[attribution.source.start : attribution.source.end]
        if len(words) < 60 and voice.name in words:
            return words
    return voice.name


def _one_speaker(name: str, known: KnownActor | None, other: str, actor: KnownActor | None) -> bool:
    """One actor, one office under a longer and a shorter name, or an office and who is said to hold it."""
    if known is not None and actor is not None:
        if known.id == actor.id:
            return True
        if known.code and actor.code and not same_country(known.code, actor.code):
            return False
    one, two = is_name(name), is_name(other)
    if one and two:
        return _plain(name) == _plain(other)
    if one or two:
        bearer, office = (known, other) if one else (actor, name)
        return bearer is not None and _holds(bearer, office)
    a, b = _plain(name).split(), _plain(other).split()
    short, long = sorted((a, b), key=len)
    return bool(short) and short[-1] == long[-1] and set(short) <= set(long)


def _holds(bearer: KnownActor, office: str) -> bool:
    """ "the governor" is Governor X, and "the home ministry" too Home Minister X, where a report gives him the title."""
    titles = {_root(t) for role in bearer.roles if role.evidence for t in tokens(role.evidence.text)}
    titles |= {_root(t) for form in bearer.forms if not is_name(form) for t in tokens(form)}
    words = [_root(w) for w in _plain(office).split()]
    # "Nepal's home ministry" is the word of a home minister: the country is told apart by the codes.
    words = words[-2:] if office[:1].isupper() else words
    return bool(words) and words[-1] in titles and set(words) <= titles | {"provin", "local"}


def _root(word: str) -> str:
    """ "minister" and "ministry", "governor" and "government" begin alike."""
    return word[:6]


def _definite(name: str) -> bool:
    """ "the interior ministry", "police", "officials in both capitals" name a body; "a doctor" names nobody."""
    return not name.lower().startswith(("a ", "an ", "one ", "some ", "another ", "several ", "two ", "three "))


def _chain(view: View) -> tuple[Voice, ...]:
    return view.attribution.voices if view.attribution else ()


def _plain(name: str) -> str:
    return " ".join(t for t in tokens(name) if t != "the")
