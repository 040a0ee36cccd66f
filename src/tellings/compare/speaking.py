"""Whose word stands behind a telling: the innermost voice, and whether two reports mean one speaker by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.compare.accounts import Account
from tellings.compare.mouthpieces import Body, body_of, one_body, silent, table
from tellings.compare.offices import held_by_one
from tellings.compare.register import SAME_NAME, Register, is_name
from tellings.compare.views import View
from tellings.compare.weights import same_country
from tellings.compare.words import tokens
from tellings.model import KnownActor, Voice
from tellings.names import similarity

LONGEST = 60  # characters of a phrase that names a speaker


@dataclass(frozen=True)
class Behind:
    """Whose word stands behind an account.  key: equal for one voice; words: by which the account calls a speaker, empty
    where the outlet speaks for itself; named: it can be told who that is."""

    key: tuple
    name: str
    words: str = ""
    named: bool = True


@dataclass(frozen=True)
class Speaker:
    """An innermost voice.  name: as the register has it, else the words for it with what describes it; words: without;
    anybody: nobody can tell who it is.

    titles: what the phrase that names it says before and behind the name ("army spokesman", "of the fisheries ministry").
    """

    name: str
    words: str
    titles: tuple[str, ...]
    known: KnownActor | None
    body: Body | None
    anybody: bool


class Speakers:
    """The innermost voices of an event's accounts: a speaker whom others may quote too, or the outlet itself."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._seen: list[tuple[tuple, Speaker, Account]] = []

    def all(self, accounts: Sequence[Account]) -> dict[str, Behind]:
        """Telling → whose word it is; those whom a report names first, so that others can be told to be they."""
        rows = sorted(((account, self._source(account)) for account in accounts), key=lambda row: _nameless(row[1]))
        found = {account.telling: self._behind(account, source) for account, source in rows}
        return {account.telling: found[account.telling] for account in accounts}

    def _source(self, account: Account) -> Speaker | None:
        """Whose word the account is, if not the outlet's: told by its main view, else somebody in particular of whom
        another view has the same."""
        main = account.main
        if len(chain_of(main)) > 1:
            return self._innermost(main)
        body = [v for v in account.views if not v.in_title and _alike(v, main)]
        given = [v for v in body if len(chain_of(v)) > 1]
        if len(given) * 2 < len(body):  # told by the outlet itself more often than not
            return None
        found = (speaker for v in given if (speaker := self._innermost(v)) is not None and not speaker.anybody)
        return next(found, None)

    def _innermost(self, view: View) -> Speaker | None:
        voice = chain_of(view)[-1]
        nobody = silent(voice.name) and not is_name(voice.name)
        own = plain(voice.name) == plain(view.report.outlet.value or "")
        return None if own or nobody else self._speaker(voice, view)

    def _behind(self, account: Account, speaker: Speaker | None) -> Behind:
        outlet = account.outlet
        if speaker is None:
            return Behind(("outlet", plain(outlet) or account.main.report.id), outlet)
        called = speaker.words if is_name(speaker.name) else speaker.name
        if not speaker.anybody:
            return Behind(self._key(speaker, account), speaker.name, called)
        if (bearer := self._bearer(speaker, account)) is not None:
            return Behind(bearer, speaker.name, called)
        # Nobody can tell whether two unnamed sources are one.
        name = f"{speaker.words} ({outlet})"
        return Behind(("unnamed", plain(outlet), plain(speaker.name)), name, speaker.words, named=False)

    def _speaker(self, voice: Voice, view: View) -> Speaker:
        known = self._register.get(view.report.id, voice.actor)
        name = _full_name(voice, known, view)
        body = body_of(name)
        nobody = known is not None and known.kind in ("unnamed", "unknown") and not _definite(name)
        paper = voice.role == "document" and not is_name(name)  # one outlet's "report" is not another's
        anybody = (voice.unnamed or nobody or paper or not _definite(name)) and not _stands_for(name, body)
        return Speaker(name, voice.name, _titles(voice, view), known, body, anybody)

    def _key(self, speaker: Speaker, account: Account) -> tuple:
        for key, other, theirs in self._seen:
            # A colonel who denies what "the police" tell does not lend them his voice.
            if _one_speaker(speaker, other) and (_one_actor(speaker, other) or not _deny(account, theirs)):
                return key
        known = speaker.known
        key = ("actor", known.id) if known is not None and is_name(known.name) else ("name", plain(speaker.name))
        self._seen.append((key, speaker, account))
        return key

    def _bearer(self, described: Speaker, account: Account) -> tuple | None:
        """Who is named elsewhere and called as this one is described: "the county's health officer"."""
        if not _particular(described.name):
            return None
        rows = (
            key for key, o, t in self._seen if is_name(o.name) and _one_speaker(described, o) and not _deny(account, t)
        )
        return next(rows, None)


def _nameless(speaker: Speaker | None) -> bool:
    return speaker is not None and speaker.anybody


def _stands_for(name: str, body: Body | None) -> bool:
    """Whose name is withheld, and who yet speaks as a body or as the holder of an office: "prosecutors", "the region's governor"."""
    if body is not None:
        return body.through or (body.known and _definite(name))
    return _definite(name) and bool(held_by_one(name))


def _full_name(voice: Voice, known: KnownActor | None, view: View) -> str:
    """The name as the register has it, else the words, with the description's own modifiers ("the interior ministry")."""
    called = known.name if known is not None and known.kind != "state" else ""
    if is_name(called):
        return called
    said = view.attribution
    if said is not None and said.source is not None:
        words = view.report.text[said.source.start : said.source.end]
        before, name, after = words.partition(voice.name)
        if name and after.lstrip().startswith(("and ", ", ", "& ")):
            words = before + name  # "the police and the fire brigade"
        if name and len(words) < LONGEST:
            return words
    return called if plain(voice.name) in plain(called) else voice.name


def _titles(voice: Voice, view: View) -> tuple[str, ...]:
    said = view.attribution
    if said is None or said.source is None:
        return ()
    words = view.report.text[said.source.start : said.source.end]
    if len(words) > 2 * LONGEST or voice.name not in words:
        return ()
    sides = (side.strip(" ,") for side in words.partition(voice.name)[::2])
    return tuple(side for side in sides if side and not set(tokens(side)) & set(table()["past"]))


def _one_speaker(one: Speaker, two: Speaker) -> bool:
    """One actor, one office under a longer and a shorter name, or an office and who is said to hold it."""
    known, actor = one.known, two.known
    if _one_actor(one, two):
        return True
    if known is not None and actor is not None:
        if known.code and actor.code and not same_country(known.code, actor.code):
            return False
    if one.body and two.body:
        return one_body(one.body, two.body)
    first, second = is_name(one.name), is_name(two.name)
    if first and second:
        return plain(one.name) == plain(two.name) or _one_person(one.name, two.name)
    if first or second:
        return _holds(one, two) if first else _holds(two, one)
    a, b = plain(one.name).split(), plain(two.name).split()
    short, long = sorted((a, b), key=len)
    return bool(short) and short[-1] == long[-1] and set(short) <= set(long)


def _one_actor(one: Speaker, two: Speaker) -> bool:
    return one.known is not None and two.known is not None and one.known.id == two.known.id


def _one_person(a: str, b: str) -> bool:
    """ "O. Lindqvist" and "Oskar Lindkvist": one surname by its sound, and an initial for the rest."""
    short, long = sorted((a.split(), b.split()), key=lambda words: len("".join(words)))
    if len(short) < 2 or len(long) < 2 or similarity(short[-1], long[-1]) < SAME_NAME:
        return False
    first = short[-2].strip(".")
    return len(first) == 1 and first == long[-2][:1] and first.isupper()


def _holds(bearer: Speaker, office: Speaker) -> bool:
    """ "the governor" is Governor X, and "the home ministry" too Home Minister X, where a report gives him the title."""
    called = list(bearer.titles)
    if bearer.known is not None:
        called += [r.evidence.text for r in bearer.known.roles if r.evidence]
        called += [form for form in bearer.known.forms if not is_name(form)]
    if office.body is not None and any(one_body(office.body, b) for b in map(body_of, called) if b is not None):
        return True
    if (held := held_by_one(office.name)) and held in map(held_by_one, called):
        return True
    titles = {_root(t) for form in called for t in tokens(form)}
    words = [_root(w) for w in plain(office.name).split() if w not in ("of", "for", "and")]
    # "Nepal's home ministry" is the word of a home minister: the country is told apart by the codes.
    words = words[-2:] if office.name[:1].isupper() else words
    return bool(words) and words[-1] in titles and set(words) <= titles | {"provin", "local"}


def _root(word: str) -> str:
    """ "minister" and "ministry", "governor" and "government" begin alike."""
    return word[:6]


def _particular(name: str) -> bool:
    """One in particular, though without a name: "the governor", "the region's governor", "her lawyer"."""
    return bool(_PARTICULAR.search(name))


_PARTICULAR = re.compile(r"^(?:the|his|her|its|their|our|my)\b|['’]s?\s", re.I)


def _definite(name: str) -> bool:
    """ "the interior ministry", "police", "officials in both capitals" name a body; "a doctor" names nobody."""
    return not name.lower().startswith(("a ", "an ", "one ", "some ", "another ", "several ", "two ", "three "))


def _deny(one: Account, two: Account) -> bool:
    return (one.main.mention.status == "negated") != (two.main.mention.status == "negated")


def _alike(one: View, other: View) -> bool:
    return (one.mention.type, one.mention.status) == (other.mention.type, other.mention.status)


def chain_of(view: View) -> tuple[Voice, ...]:
    return view.attribution.voices if view.attribution else ()


def plain(name: str) -> str:
    """An outlet's or a speaker's name for comparing."""
    return " ".join(t for t in tokens(name) if t != "the")
