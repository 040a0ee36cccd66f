"""Reports and a reader made by hand, for the rooms that keep, run and show readings and do not make them."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from functools import partial

from tellings.errors import TellingsError
from tellings.model import (
    Actor,
    Attribution,
    Count,
    Evidence,
    Known,
    Mark,
    Mention,
    Participant,
    Reading,
    Report,
    Span,
    Voice,
    When,
    attribution_id,
    digest,
    mention_id,
    report_id,
)

TITLE = "Minister visits flooded port"
BODY = (
    "Amara Diallo met Tomas Reyes in Lisbon on Monday to speak about the flooded port.\n\n"
    "Gunmen killed 8 people near the harbour on 9 February, residents said.\n\n"
    "Nothing else was known about it when this was written, and nobody at the ministry answered."
)
_SENTENCE = re.compile(r"[^\n]+")
_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_TYPES = {"met": "CONSULT", "killed": "ASSAULT", "threatened": "THREATEN"}


def report(
    body: str = BODY,
    *,
    title: str = TITLE,
    outlet: str | None = "The Test Post",
    published: str | None = "2024-02-12",
    source: str = "",
    url: str | None = None,
) -> Report:
    """A report as gather gives it."""
    text = f"{title}\n\n{body}" if title else body
    key = report_id(outlet, url, text)
    return Report(
        id=key,
        outlet=Known(value=outlet, basis="metadata" if outlet else "unknown"),
        published=Known(value=published, basis="metadata" if published else "unknown"),
        title=title,
        text=text,
        marks=(Mark(kind="title", start=0, end=len(title)),) if title else (),
        url=url,
        language="en",
        sha256=digest(text, length=64),
        source=source or f"{key}.txt",
    )


@dataclass(frozen=True)
class HandReader:
    """Reads mentions off a few verbs, so that readings are quick, and real enough to be kept, compared and shown."""

    fingerprint: str = "hand-1"
    seconds: float = 0.0

    def read(self, report: Report) -> Reading:
        _misbehave(report)
        time.sleep(self.seconds)
        text = report.text
        sentences = tuple(Span(*m.span()) for m in _SENTENCE.finditer(text))
        actors: dict[str, list[Span]] = {}
        mentions, attributions = [], []
        for sentence in sentences:
            words = text[sentence.start : sentence.end]
            names = [Span(sentence.start + m.start(), sentence.start + m.end()) for m in _NAME.finditer(words)]
            for name in names:
                actors.setdefault(text[name.start : name.end], []).append(name)
            for verb in re.finditer(r"\b(met|killed|threatened)\b", words):
                trigger = Span(sentence.start + verb.start(), sentence.start + verb.end())
                said = _said(report, sentence, words, trigger)
                attributions += said
                mentions.append(_mention(report, sentence, trigger, names, said))
        return Reading(
            report=report.id,
            fingerprint=self.fingerprint,
            sentences=sentences,
            attributions=tuple(attributions),
            mentions=tuple(mentions),
            actors=tuple(_actor(report, name, spans) for name, spans in actors.items()),
        )


def _mention(report: Report, sentence: Span, trigger: Span, names: list[Span], said: list[Attribution]) -> Mention:
    words = report.text[sentence.start : sentence.end]
    before = [n for n in names if n.end <= trigger.start][:1]
    after = [n for n in names if n.start >= trigger.end][:1]
    number = re.search(r"killed (\d+)", words)
    day = re.search(r"(\d+) February", words)
    return Mention(
        id=mention_id(report.id, trigger),
        type=_TYPES[report.text[trigger.start : trigger.end]],
        trigger=trigger,
        sentence=sentence,
        frame="by-hand",
        modes=("firearms",) if number else (),
        actors=tuple(_participant(report, n) for n in before),
        recipients=tuple(_participant(report, n) for n in after),
        counts=(_count(sentence, number),) if number else (),
        when=_when(sentence, day) if day else None,
        when_basis="in the sentence" if day else "",
        attribution=said[0].id if said else None,
        because=("matched by hand",),
    )


def _participant(report: Report, name: Span) -> Participant:
    return Participant(
        span=name, head=name, slot="subject", actor=_actor_id(report, report.text[name.start : name.end])
    )


def _count(sentence: Span, found: re.Match[str]) -> Count:
    start = sentence.start + found.start(1)
    return Count(what="killed", low=int(found[1]), high=int(found[1]), span=Span(start, sentence.start + found.end(1)))


def _when(sentence: Span, found: re.Match[str]) -> When:
    value = f"2024-02-{int(found[1]):02d}"
    span = Span(sentence.start + found.start(), sentence.start + found.end())
    return When(
        span=span, expression=found[0], value=value, start=value, end=value, granularity="day", basis="published"
    )


def _said(report: Report, sentence: Span, words: str, trigger: Span) -> list[Attribution]:
    cue = re.search(r", (\w+) said", words)
    if not cue:
        return []
    content = (Span(sentence.start, sentence.start + cue.start()),)
    source = Span(sentence.start + cue.start(1), sentence.start + cue.end(1))
    voices = (Voice(name=report.outlet.value or "", role="outlet"), Voice(name=cue[1], role="speaker", span=source))
    return [
        Attribution(
            id=attribution_id(report.id, content),
            content=content,
            cue=Span(source.end + 1, source.end + 5),
            kind="indirect",
            voices=voices,
            source=source,
            rule="said",
        )
    ]


def _actor_id(report: Report, name: str) -> str:
    return "a-" + digest(report.id, name)


def _actor(report: Report, name: str, spans: list[Span]) -> Actor:
    evidence = (Evidence(attribute="name", value=name, span=spans[0], rule="capitals"),)
    return Actor(id=_actor_id(report, name), name=name, kind="person", forms=tuple(spans), evidence=evidence)


def _misbehave(report: Report) -> None:
    if "POISON" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "FAULT" in report.text:
        raise ZeroDivisionError("a fault of the reader")
    if "BADFRAME" in report.text:
        raise TellingsError("bad-thing", "this cannot be read", hint="Leave it out")
    if "FOREVER" in report.text:
        while True:
            time.sleep(0.01)
    if "INTERRUPT" in report.text:
        raise KeyboardInterrupt


def load_hand_reader(fingerprint: str = "hand-1", seconds: float = 0.0) -> HandReader:
    """What an engine calls in each process."""
    return HandReader(fingerprint, seconds)


def hand_loader(fingerprint: str = "hand-1", seconds: float = 0.0):
    return partial(load_hand_reader, fingerprint, seconds)


def die() -> HandReader:
    """A loader that kills the worker."""
    os.kill(os.getpid(), signal.SIGKILL)


def backwards(piece: bytes) -> bytes:
    """Work for an engine."""
    return piece[::-1]


def some_reports(count: int, **about) -> list[Report]:
    """Reports that all differ."""
    return [
        report(
            f"{BODY}\n\nPerson Number{chr(65 + n // 26 % 26)}{chr(65 + n % 26)} met Ada Lovel{'e' * (n % 7)} as case {n} of them.",
            source=f"{n}.txt",
            **about,
        )
        for n in range(count)
    ]


def make_corpus(path, reports=None):
    """A corpus of two outlets that tell one story, read by hand and compared."""
    from tellings.corpus import Corpus
    from tellings.engines.comparison import renew
    from tellings.engines.inprocess import InProcess
    from tellings.engines.running import run

    reports = reports or [
        report(outlet="The Test Post"),
        report(
            BODY.replace("killed 8", "killed 11").replace("residents", "officials"),
            outlet="Daily <b>Example</b>",
            published="2024-02-13",
        ),
    ]
    with Corpus.open(path, write=True) as corpus:
        run(corpus, reports, InProcess(hand_loader()))
        renew(corpus)
    return path
