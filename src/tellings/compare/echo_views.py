"""An echo as a view: its clauses read for who, when, where, how many, and whether it is denied."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from tellings.compare.around import Around
from tellings.compare.clauses import Clause, counts_people
from tellings.compare.mention_pairs import kinds_of
from tellings.compare.party import Party, called_in
from tellings.compare.register import Register
from tellings.compare.views import OTHER_SIDE, View
from tellings.compare.words import stem, tokens, who_words
from tellings.model import Attribution, Count, Mention, Reading, Report, Span, Status, digest
from tellings.voices import asserts

FRAME = "echo"
MOST_OF_IT = 0.5  # of an echo's characters, that somebody is said to have said
DENIED = 4  # words after a denial
# What the figure of an echo counts, where the event's own tellings give none.
_COUNTED = {"PROTEST": "participants", "ASSAULT/abduct": "abducted", "COERCE/arrest": "arrested"}


class EchoReport:
    """One report, asked for what its clauses say of an event told elsewhere."""

    def __init__(self, report: Report, reading: Reading, register: Register, published: date | None) -> None:
        self._report = report
        self._reading = reading
        self._register = register
        self._published = published
        self._around = Around(report, reading, register, published)

    def view(self, told: Sequence[View], run: Sequence[Clause]) -> View:
        """A view of the run, which tells the event of these views."""
        text = self._report.text
        span = Span(run[0].span.start, run[-1].span.end)
        sentence = self._reading.sentences[run[0].sentence]
        kind, modes = _kind(told)
        times = [t for clause in run for t in clause.times]
        when, days = times[0] if times else (None, None)
        named = [f for a in self._reading.actors if a.kind != "state" for f in a.forms]
        place = next(
            (
                p
                for p in self._reading.places
                if span.start <= p.span.start < span.end and not any(f.start <= p.span.start < f.end for f in named)
            ),
            None,
        )
        mention = Mention(
            id="x-" + digest(self._report.id, span.start, span.end),
            type=kind,
            modes=modes,
            trigger=span,
            sentence=sentence,
            frame=FRAME,
            status=_status(text[span.start : span.end], told),
        )
        return View(
            report=self._report,
            mention=mention,
            order=run[0].sentence,
            sentence=text[sentence.start : sentence.end],
            trigger=text[span.start : span.end],
            actors=self._parties(span, told, "actors"),
            recipients=self._parties(span, told, "recipients"),
            when=when,
            days=days,
            place=place,
            counts=_counts(text, run, told),
            attribution=self._said(span),
            published=self._published,
            in_title=False,
            told_when=(when, days, days is not None),
            told_where=(place, False),
            place_firm=False,
            around=self._around,
        )

    def _parties(self, span: Span, told: Sequence[View], side: str) -> tuple[Party, ...]:
        """Those of the other tellings whom these words name too."""
        wanted = {p.actor.id for v in told for p in getattr(v, side) if p.actor}
        out = []
        for actor in self._reading.actors:
            known = self._register.get(self._report.id, actor.id)
            form = next((f for f in actor.forms if span.start <= f.start < span.end), None)
            if known and form and known.id in wanted:
                words = self._report.text[form.start : form.end]
                out.append(Party(words, (tokens(words) or [""])[-1], known, True, form))
        return tuple(out) or self._described(span, told, side)

    def _described(self, span: Span, told: Sequence[View], side: str) -> tuple[Party, ...]:
        """People whom these words call as the other tellings do ("the police"), if those of the other side are not called so."""
        wanted, others = ([p for v in told for p in getattr(v, s)] for s in (side, OTHER_SIDE[side]))
        party = called_in(self._report.text, span, wanted, [p for p in others if not p.pointing])
        if party is None and side == "actors":
            party = agent_in(self._report.text, span)
        return (party,) if party else ()

    def _said(self, span: Span) -> Attribution | None:
        """The innermost utterance that holds the words, or most of them: "The mayor said that the bridge was closed"."""
        around = [
            (s.end - s.start, a)
            for a in self._reading.attributions
            for s in a.content
            if asserts(a) and (s.start <= span.start < s.end or _mostly(span, s, a))
        ]
        return min(around, key=lambda row: (row[0], row[1].id))[1] if around else None


def _mostly(span: Span, content: Span, said: Attribution) -> bool:
    """The words are the telling of who says it, and hold most of what is said; "agreed to pay" is no such telling."""
    shared = min(content.end, span.end) - max(content.start, span.start)
    return said.stance in ("said", "denied", "shown") and shared > MOST_OF_IT * (span.end - span.start)


def agent_in(text: str, span: Span) -> Party | None:
    """Who did it as a passive tells: "taken by the same navy", "shot by masked gunmen"."""
    doers = who_words("bodies") | who_words("units") | who_words("nameless")
    for match in _AGENT.finditer(text, span.start, span.end):
        words = [*_WORD.finditer(text, match.start(1), match.end(1))]
        last = next((n for n, word in enumerate(words) if word.group().lower() in doers), None)
        if last is not None:
            start, end = words[0].start(), words[last].end()
            return Party(text[start:end], words[last].group().lower(), None, span=Span(start, end))
    return None


# A participle and, behind "by", up to four words of whoever it was
_AGENT = re.compile(r"\b\w*(?:ed|en|wn|ught|ot|ld|hit) by ((?:[^\W\d_]+ ){0,3}[^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


def _kind(told: Sequence[View]) -> tuple[str, tuple[str, ...]]:
    return Counter((v.mention.type, v.mention.modes) for v in told).most_common(1)[0][0]


def _status(text: str, told: Sequence[View]) -> Status:
    """Negated if a word of denial stands shortly before words for what happened; else as most tell it."""
    words = " ".join(tokens(text.replace("n't", " not").replace("n’t", " not")))
    for phrase in denials()["other"]:
        words = re.sub(phrase, " ", words)
    kinds = frozenset().union(*(v.kinds for v in told))
    said = frozenset().union(*(v.trigger_stems for v in told))
    row = words.split()
    for n, word in enumerate(row):
        after = row[n + 1 : n + 1 + DENIED]
        if word in denials()["denies"] and any(stem(w) in said or kinds_of([w]) & kinds for w in after):
            return "negated"
    usual = Counter(v.mention.status for v in told if v.mention.status != "negated")
    return usual.most_common(1)[0][0] if usual else "actual"


def _counts(text: str, run: Sequence[Clause], told: Sequence[View]) -> tuple[Count, ...]:
    """The first figure of people, as what the other tellings count."""
    kinds = {f"{v.mention.type}/{m}" for v in told for m in v.mention.modes} | {v.mention.type for v in told}
    asked = Counter(c.what for v in told for c in v.counts)
    what = asked.most_common(1)[0][0] if asked else next((_COUNTED[k] for k in sorted(kinds) if k in _COUNTED), None)
    if what is None:
        return ()
    for clause in run:
        said = words_for(clause)
        if said and what not in said:
            continue  # "600 people joined the gathering" counts no injured
        for number in clause.numbers:
            if counts_people(text, number):
                return (Count(what=what, low=number.low, high=number.high, span=number.span),)
    return ()


def words_for(clause: Clause) -> frozenset[str]:
    """What the clause's own words say that is counted (killed, participants …)."""
    stems = {stem(word) for word in clause.words} - {"people"}
    return frozenset(what for what, words in count_words().items() if words & stems)


@cache
def count_words() -> dict[str, frozenset[str]]:
    """What is counted -> stems of the words that say so."""
    table = tomllib.loads(files("tellings.compare").joinpath("data/count_words.toml").read_text("utf-8"))
    return {what: frozenset(map(stem, words.split())) for what, words in table.items()}


@cache
def denials() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in tomllib.loads(_data("denials.toml")).items()}


def _data(name: str) -> str:
    return files("tellings.compare").joinpath("data", name).read_text("utf-8")
