"""Whose word stands behind a telling: the innermost voice, and whether two reports mean one speaker by it."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.compare.accounts import Account
from tellings.compare.mouthpieces import Body, body_of, one_body, table
from tellings.compare.register import SAME_NAME, Register, is_name
from tellings.compare.views import View
from tellings.compare.weights import same_country
from tellings.compare.words import tokens
from tellings.model import KnownActor, Voice
from tellings.names import similarity

LONGEST = 60  # characters of a phrase that names a speaker


@dataclass(frozen=True)
class Behind:
    """Whose word stands behind an account.  key: equal for one voice."""

    key: tuple
    name: str
    why: str


@dataclass(frozen=True)
class Speaker:
    """An innermost voice.  name: as the register has it, else the words; anybody: nobody can tell who it is.

    titles: what the phrase that names it says before and behind the name ("army spokesman", "of the fisheries ministry").
    """

    name: str
    titles: tuple[str, ...]
    known: KnownActor | None
    body: Body | None
    anybody: bool


class Speakers:
    """The innermost voices of an event's accounts: a speaker whom others may quote too, or the outlet itself."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._seen: list[tuple[tuple, Speaker, Account]] = []

    def of(self, account: Account) -> Behind:
        view = account.main
        chain = chain_of(view)
        inner = chain[-1] if len(chain) > 1 else None
        outlet = account.outlet
        if inner is None or plain(inner.name) == plain(outlet):
            return Behind(("outlet", plain(outlet) or view.report.id), outlet, "")
        speaker = self._speaker(inner, view)
        if speaker.anybody:
            # Nobody can tell whether two unnamed sources are one.
            return Behind(
                ("unnamed", plain(outlet), plain(speaker.name)), f"{speaker.name} ({outlet})", "source not named"
            )
        return Behind(self._key(speaker, account), speaker.name, f"{outlet} gives the word of {speaker.name}")

    def _speaker(self, voice: Voice, view: View) -> Speaker:
        known = self._register.get(view.report.id, voice.actor)
        name = _full_name(voice, known, view)
        body = body_of(name)
        nobody = known is not None and known.kind in ("unnamed", "unknown") and not _definite(name)
        paper = voice.role == "document" and not is_name(name)  # one outlet's "report" is not another's
        anybody = (voice.unnamed or nobody or paper or not _definite(name)) and not (body is not None and body.through)
        return Speaker(name, _titles(voice, view), known, body, anybody)

    def _key(self, speaker: Speaker, account: Account) -> tuple:
        for key, other, theirs in self._seen:
            # A colonel who denies what "the police" tell does not lend them his voice.
            if _one_speaker(speaker, other) and (_one_actor(speaker, other) or not _deny(account, theirs)):
                return key
        known = speaker.known
        key = ("actor", known.id) if known is not None and is_name(known.name) else ("name", plain(speaker.name))
        self._seen.append((key, speaker, account))
        return key


def _full_name(voice: Voice, known: KnownActor | None, view: View) -> str:
    """The name as the register has it, else the words, with the description's own modifiers ("the interior ministry")."""
    if known is not None and known.kind != "state" and (is_name(known.name) or plain(voice.name) in plain(known.name)):
        return known.name
    said = view.attribution
    if said is not None and said.source is not None:
        words = view.report.text[said.source.start : said.source.end]
        if len(words) < LONGEST and voice.name in words:
            return words
    return voice.name


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
    titles = {_root(t) for form in called for t in tokens(form)}
    words = [_root(w) for w in plain(office.name).split() if w not in ("of", "for", "and")]
    # "Nepal's home ministry" is the word of a home minister: the country is told apart by the codes.
    words = words[-2:] if office.name[:1].isupper() else words
    return bool(words) and words[-1] in titles and set(words) <= titles | {"provin", "local"}


def _root(word: str) -> str:
    """ "minister" and "ministry", "governor" and "government" begin alike."""
    return word[:6]


def _definite(name: str) -> bool:
    """ "the interior ministry", "police", "officials in both capitals" name a body; "a doctor" names nobody."""
    return not name.lower().startswith(("a ", "an ", "one ", "some ", "another ", "several ", "two ", "three "))


def _deny(one: Account, two: Account) -> bool:
    return (one.main.mention.status == "negated") != (two.main.mention.status == "negated")


def chain_of(view: View) -> tuple[Voice, ...]:
    return view.attribution.voices if view.attribution else ()


def plain(name: str) -> str:
    """An outlet's or a speaker's name for comparing."""
    return " ".join(t for t in tokens(name) if t != "the")
