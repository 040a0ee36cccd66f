"""Who is held to have done it, where the words for the deed name nobody: "Governor Diallo blamed the militia", "suspicion fell
on the militia", "the militia claimed responsibility" answer who did what was told just before, as somebody's word."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tellings.compare.party import ANYBODY, Party
from tellings.compare.views import View
from tellings.compare.weights import weights
from tellings.compare.words import tokens
from tellings.model import KnownActor, Span

DEEDS = frozenset({"ASSAULT", "COERCE"})
BLAMING = ("ACCUSE", "allege")  # type and mode
FOLLOWING = 2  # sentences after the deed in which somebody is blamed for it
ARREST = "arrest"  # mode of what only a power of the state does by right
_OF_NOBODY = frozenset({"unknown", "unidentified"})


@dataclass(frozen=True)
class Claim:
    """Those who are held to have done a deed; view: the mention that blames them, or the deed's own.

    by: whose word it is, where no mention tells; implied: nobody says so, but they must have done it.
    """

    parties: tuple[Party, ...]
    view: View
    by: str | None = None
    implied: bool = False

    @property
    def voice(self) -> str:
        """Who blames: the accuser, else who is quoted."""
        if self.by is not None:
            return self.by
        named = next((p.text for p in self.view.actors if not p.pointing), "")
        quoted = self.view.attribution.voices[-1].name if self.view.attribution else ""
        return named or quoted


def claims(views: Sequence[View]) -> Mapping[str, Claim]:
    """Mention id of a deed without a known doer → who is blamed for it in the same report."""
    by_report: defaultdict[str, list[View]] = defaultdict(list)
    for view in views:
        by_report[view.report.id].append(view)
    found: dict[str, Claim] = {}
    for own in by_report.values():
        deeds = [v for v in own if v.mention.type in DEEDS and v.mention.status == "actual" and not v.in_title]
        deeds = [v for v in deeds if all(p.pointing for p in v.actors)]
        for view in own:
            parties = tuple(p for p in view.recipients if not p.pronoun and not _nobody(p))
            if _blames(view) and parties and (deed := _deed(view, deeds)) is not None and _fits(deed, parties):
                found.setdefault(deed.mention.id, Claim(parties, view))
        for deed in deeds:
            if deed.mention.id not in found and (claim := _in_words(deed, deeds)) is not None:
                found[deed.mention.id] = claim
    return found


def _fits(deed: View, parties: Sequence[Party]) -> bool:
    """Whoever is charged after he was arrested did not arrest himself; nor is he blamed for it who has no power to arrest."""
    of_state, _ = next(iter(weights().opposed))
    if ARREST in deed.mention.modes and not any(p.sectors & of_state for p in parties):
        return False
    ids = {p.actor.id for p in deed.recipients if p.actor}
    return not any(p.actor and p.actor.id in ids for p in parties)


def _nobody(party: Party) -> bool:
    """ "Persons unknown"."""
    return party.head in ANYBODY and not _OF_NOBODY.isdisjoint(tokens(party.text))


def _blames(view: View) -> bool:
    return view.mention.type == BLAMING[0] and BLAMING[1] in view.mention.modes and view.mention.status == "actual"


def _deed(blaming: View, deeds: Sequence[View]) -> View | None:
    """What they are blamed for: the deed named after it in the sentence, else the last one told before."""
    start = blaming.mention.trigger.start
    named = [d for d in deeds if d.order == blaming.order and d.mention.trigger.start > start]
    before = [d for d in deeds if d.mention.trigger.end <= start and 0 <= blaming.order - d.order <= FOLLOWING]
    deed = min(named, key=lambda d: d.mention.trigger.start, default=None) or max(
        before, key=lambda d: d.mention.trigger.start, default=None
    )
    return deed if deed is not None and deed.background == blaming.background else None


# ---------------------------------------------------------------- in words that no frame knows


def _in_words(deed: View, deeds: Sequence[View]) -> Claim | None:
    """Who is suspected of a deed, or owns to it, behind the deed and before another one is told."""
    if deed.around is None or deed.background:
        return None
    later = min((d.order for d in deeds if d.order > deed.order and d.mention.id != deed.mention.id), default=None)
    last = deed.order + FOLLOWING if later is None else min(deed.order + FOLLOWING, later)
    for sentence in deed.around.between(deed.order, last):
        text = deed.report.text[sentence.start : sentence.end]
        if not _cues().search(text):
            continue
        for form, known in _bearers(deed, sentence):
            said = held_to(text[: form.start - sentence.start], text[form.end - sentence.start :])
            if form.start > deed.mention.trigger.end and said is not None:
                words = deed.report.text[form.start : form.end]
                party = Party(words, words.split()[-1].lower(), known, known is not None, form)
                if _fits(deed, (party,)):
                    return Claim((party,), deed, by=words if said else "")
    return None


def _bearers(deed: View, sentence: Span) -> Iterator[tuple[Span, KnownActor | None]]:
    """Whoever is named in a sentence: the known actors, and names of which no more is known."""
    text = deed.report.text
    named = {form: actor for form, actor in deed.around.named(sentence) if _first(text, form) not in _NO}
    for match in _NAME.finditer(text, sentence.start, sentence.end):
        start = match.start() + (4 if match.group().startswith("The ") else 0)
        span = Span(start, match.end())
        if _first(text, span) not in _NO and not any(f.start < span.end and span.start < f.end for f in named):
            named[span] = None
    yield from sorted(named.items(), key=lambda row: row[0])


def _first(text: str, span: Span) -> str:
    return text[span.start : span.end].split()[0].lower()


_NO = frozenset({"no", "none", "nobody", "neither", "any", "anybody", "whoever"})
# Two words at least: one may have its capital from standing first.
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: (?:of (?:the )?)?[A-Z][\w’'-]*)+")


def held_to(before: str, behind: str) -> bool | None:
    """Whether the words on either side of a name tell that its bearer did it: False if others say so, True if he does."""
    for pattern, _ in _patterns()["before"]:
        if pattern.search(before):
            return False
    for pattern, own in _patterns()["behind"]:
        if pattern.match(behind):
            return own
    return None


@cache
def _patterns() -> dict[str, tuple[tuple[re.Pattern, bool], ...]]:
    leading = r"\s+(?:the |an? |its? |members of |fighters of |militants of |men of |followers of )*$"

    def read(side: str, words: str) -> re.Pattern:
        return re.compile(rf"\b{words}{leading}" if side == "before" else rf"\s*{words}\b", re.I)

    return {side: tuple((read(side, words), own) for words, own in rows) for side, rows in _words().items()}


@cache
def _cues() -> re.Pattern:
    """Any of the patterns, wherever it stands: a sentence without one need not be looked at name by name."""
    return re.compile("|".join(words for rows in _words().values() for words, _ in rows), re.I)


@cache
def _words() -> dict[str, tuple[tuple[str, bool], ...]]:
    """The patterns of either side, and whether who is meant says so himself."""
    table = tomllib.loads(files("tellings.compare").joinpath("data/blamed.toml").read_text("utf-8"))
    few = r"(?:[\w’'-]+ ){0,3}"
    return {
        side: tuple((row["pattern"].replace("~", few), row.get("own", False)) for row in table[side])
        for side in ("before", "behind")
    }
