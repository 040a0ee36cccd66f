"""What a page of a report shows: its text in pieces, with what was found in them, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tellings.corpus import Corpus, listing, queries
from tellings.model import Attribution, KnownActor, Mention, Participant, Reading, Report, Span, Story
from tellings.web import wording
from tellings.web.event_view import ANALYSED_MARKS

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Stretch:
    """Words of one paragraph that are marked alike.

    skipped: left out of the analysis, as what.  said: who says these words.  role: cue or source of an attribution.
    mention: the mention that these words trigger.  found: the place that was asked for; first: its beginning.
    """

    text: str
    skipped: str = ""
    said: str = ""
    role: str = ""
    mention: str = ""
    found: bool = False
    first: bool = False


@dataclass(frozen=True)
class Found:
    """A mention as a line of a table."""

    mention: Mention
    kind: str
    words: str
    who: str
    whom: str
    when: str
    where: str
    said_by: str
    event: str | None


FOUND_COLUMNS = (
    "mention", "event", "type", "status", "words", "start", "end", "who", "whom", "when", "where", "said_by",
)  # fmt: skip


def found_row(one: Found) -> tuple[object, ...]:
    """A mention as FOUND_COLUMNS."""
    mention = one.mention
    return (
        mention.id, one.event, one.kind, mention.status, one.words, mention.trigger.start, mention.trigger.end,
        one.who, one.whom, one.when, one.where, one.said_by,
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """An attribution as a line of a table."""

    attribution: Attribution
    chain: str
    cue: str
    words: str


SAID_COLUMNS = ("attribution", "kind", "stance", "said_by", "cue", "words")


def said_row(one: Said) -> tuple[object, ...]:
    """An attribution as SAID_COLUMNS."""
    return (one.attribution.id, one.attribution.kind, one.attribution.stance, one.chain, one.cue, one.words)


@dataclass(frozen=True)
class ReportView:
    """A report's page."""

    report: Report
    reading: Reading
    outlet: str
    paragraphs: tuple[tuple[Stretch, ...], ...]
    mentions: tuple[Found, ...]
    attributions: tuple[Said, ...]
    actors: tuple[tuple[str, str], ...]
    story: Story | None
    copy_of: str | None


def report_view(corpus: Corpus, key: str, at: Span | None = None) -> ReportView:
    """Everything that the page of a report shows; at: a span to point out.  Raises no-such-report."""
    entry = corpus.entry(key, judged=True)
    report, reading = entry.report, entry.reading
    with corpus.engine.connect() as connection:
        members = queries.known_actors(connection, key)
        known = queries.actors(connection, sorted(set(members.values())))
        links = queries.links(connection, key)
        story = listing.story_of(connection, key)
    names = _names(reading, members, known)
    return ReportView(
        report=report,
        reading=reading,
        outlet=wording.outlet(report),
        paragraphs=tuple(_paragraphs(report, reading, at)),
        mentions=tuple(_found(m, report, reading, names, links.get(m.id, (None, None))[0]) for m in reading.mentions),
        attributions=tuple(_said(one, report) for one in reading.attributions),
        actors=tuple(sorted(((k, actor.name) for k, actor in known.items()), key=lambda pair: pair[1])),
        story=story,
        copy_of=entry.copy_of,
    )


def _names(reading: Reading, members: dict[str, str], known: dict[str, KnownActor]) -> dict[str, str]:
    own = {actor.id: actor.name for actor in reading.actors}
    return own | {local: known[key].name for local, key in members.items() if key in known}


def _found(mention: Mention, report: Report, reading: Reading, names: dict[str, str], event: str | None) -> Found:
    place = next((p for p in reading.places if p.id == mention.place), None)
    said = next((a for a in reading.attributions if a.id == mention.attribution), None)
    return Found(
        mention=mention,
        kind=" ".join((mention.type, ", ".join(mention.modes))).strip(),
        words=report.text[mention.trigger.start : mention.trigger.end],
        who=_side(mention.actors, report, names),
        whom=_side(mention.recipients, report, names),
        when=wording.when(mention.when, year=True),
        where=", ".join(filter(None, (place.name, place.country))) if place else "",
        said_by=_chain(said) if said else "",
        event=event,
    )


def _side(many: Sequence[Participant], report: Report, names: dict[str, str]) -> str:
    found = [names.get(one.actor or "") or report.text[one.span.start : one.span.end] for one in many]
    return wording.listed([wording.shortened(name, 60) for name in found])


def _said(one: Attribution, report: Report) -> Said:
    words = " … ".join(report.text[s.start : s.end] for s in one.content)
    return Said(
        attribution=one,
        chain=_chain(one) or "nobody is named",
        cue=report.text[one.cue.start : one.cue.end] if one.cue else "",
        words=wording.shortened(words, 300),
    )


def _chain(one: Attribution) -> str:
    return " ← ".join(voice.name for voice in one.voices[1:])


# ---------------------------------------------------------------- the text in pieces


def _paragraphs(report: Report, reading: Reading, at: Span | None) -> Iterator[tuple[Stretch, ...]]:
    """One sweep over the text: what is open at each edge of a span says how the words up to the next are marked."""
    layers = sorted(_layers(report, reading, at), key=lambda layer: (layer[0], -layer[1]))
    edges = sorted({point for start, end, _, _ in layers for point in (start, end)})
    open_now: list[tuple[int, int, str, str]] = []
    next_layer = next_edge = 0
    shown = False
    for paragraph in _PARAGRAPH.finditer(report.text):
        pieces: list[Stretch] = []
        point = paragraph.start()
        while point < paragraph.end():
            while next_layer < len(layers) and layers[next_layer][0] <= point:
                open_now.append(layers[next_layer])
                next_layer += 1
            open_now = [layer for layer in open_now if layer[1] > point]
            while next_edge < len(edges) and edges[next_edge] <= point:
                next_edge += 1
            end = min(edges[next_edge] if next_edge < len(edges) else paragraph.end(), paragraph.end())
            marks = {what: value for _, _, what, value in open_now}  # of nested attributions the innermost speaks
            found = "found" in marks
            pieces.append(
                Stretch(
                    text=report.text[point:end],
                    skipped=marks.get("skipped", ""),
                    said=marks.get("said", ""),
                    role=marks.get("role", ""),
                    mention=marks.get("mention", "") if report.text[point:end].strip() else "",
                    found=found,
                    first=found and not shown,
                )
            )
            shown = shown or found
            point = end
        yield tuple(pieces)


def _layers(report: Report, reading: Reading, at: Span | None) -> Iterable[tuple[int, int, str, str]]:
    """(start, end, what, value) of everything that marks words; empty spans left out."""
    layers = [(m.start, m.end, "skipped", m.kind) for m in report.marks if m.kind not in ANALYSED_MARKS]
    for one in reading.attributions:
        chain = _chain(one) or "nobody named"
        layers += [(span.start, span.end, "said", chain) for span in one.content]
        layers += [
            (span.start, span.end, "role", name) for span, name in ((one.cue, "cue"), (one.source, "source")) if span
        ]
    layers += [(m.trigger.start, m.trigger.end, "mention", m.id) for m in reading.mentions]
    if at is not None:
        layers.append((at.start, at.end, "found", ""))
    return [layer for layer in layers if 0 <= layer[0] < layer[1]]
