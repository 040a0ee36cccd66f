"""compare(readings) -> stories, events, tellings: its steps in order, the twin of reading.py.

Every step is a pure function of few reports: copies and groups of those of one cell of the calendar (`compare.calendar`) and
of some days before it, all the rest of those of one story.  So a corpus can be compared in pieces, on many processes, and a
new report changes the pieces that it touches.  `compare` does all of it in this process; `engines.comparison` does the same
for a corpus and keeps what it found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from textwrap import shorten

from msgspec.structs import replace

from tellings.compare import register as registers
from tellings.compare.across import Appearance, Linked, appearance, blocks_of, joined, likes, link
from tellings.compare.blame import claims
from tellings.compare.calendar import CELL_REPORTS, cells, day_in_calendar
from tellings.compare.called import called_together, namings
from tellings.compare.copies import Sample, find_copies, kin, sample
from tellings.compare.correcting import Corrections
from tellings.compare.dating import fill_dates
from tellings.compare.echoes import add_echoes
from tellings.compare.implied import implied
from tellings.compare.judging import latest_word
from tellings.compare.merging import merge
from tellings.compare.omissions import omissions
from tellings.compare.register import Register
from tellings.compare.scoring import Rarity
from tellings.compare.stories import grouped, ordinal, why_one_story
from tellings.compare.telling import event_of
from tellings.compare.term_rows import Terms, report_terms
from tellings.compare.threads import Placed, packed, ties
from tellings.compare.union import Groups
from tellings.compare.views import ordered, views_of
from tellings.compare.wordings import align, figures
from tellings.model import (
    Alignment,
    Compared,
    Copy,
    Event,
    Figure,
    Frozen,
    Judgement,
    KnownActor,
    Naming,
    Omission,
    Reading,
    Report,
    Story,
    digest,
)

Pair = tuple[Report, Reading]
OPENING_LENGTH = 90  # characters


class StoryTold(Frozen):
    """All that compare makes of one story.  actors: as this story has them; appearances: by which other stories find them."""

    story: Story
    events: tuple[Event, ...] = ()
    actors: tuple[KnownActor, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    figures: tuple[Figure, ...] = ()
    namings: tuple[Naming, ...] = ()
    omissions: tuple[Omission, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def compare(
    pairs: Sequence[Pair],
    judgements: Iterable[Judgement] = (),
    *,
    one_story: bool = False,
    progress: Callable[[str], None] | None = None,
    most: int = CELL_REPORTS,
) -> Compared:
    """Stories, events and tellings of all readings.

    judgements: what people said before (by is not "machine"); they outrank the machine, the newer one of two that
    contradict each other wins.  one_story: the caller knows that all of these reports are of one story.
    progress is told the name of each step.  most: reports of a cell.  The result does not depend on the order of pairs.
    """
    say = progress or (lambda step: None)
    human = latest_word(judgements)
    corrections = Corrections.of(human)
    pairs = sorted(((report, corrections.applied(report, reading)) for report, reading in pairs), key=by_date)
    if one_story:
        say("copies")
        copies, groups = (
            list(kin_copies(pairs, [r.id for r, _ in pairs])),
            [tuple(r.id for r, _ in pairs)] if pairs else [],
        )
    else:
        copies, groups = _by_cells(pairs, human, most, say)
    say("events")
    by_report = {report.id: (report, reading) for report, reading in pairs}
    told = [tell([by_report[r] for r in group], copies_within(copies, group), human) for group in groups]
    say("actors")
    return _assembled(told, copies, human)


def by_date(pair: Pair) -> tuple[str, str]:
    """The order of reports everywhere."""
    return pair[0].published.value or "9999", pair[0].id


# ---------------------------------------------------------------- copies and stories, cell by cell


class Sketch(Frozen):
    """What groups and copies of a cell are found from, in place of the text: `copies.Sample` and `term_rows.Terms` as bytes."""

    report: str
    body: bytes
    shingles: bytes
    terms: bytes

    @property
    def sample(self) -> Sample:
        return Sample.of(self.report, self.body, self.shingles)


def sketched(report: Report, reading: Reading) -> Sketch:
    """By its words and by those whom its events are about."""
    keys = {a.name.lower() for a in reading.actors if a.kind in ("person", "organisation", "group")}
    own = sample(report)
    return Sketch(
        report=report.id,
        body=own.body,
        shingles=own.shingles.tobytes(),
        terms=report_terms(report, keys).packed(),
    )


def kin_copies(kin: Sequence[Pair], own: Iterable[str]) -> tuple[Copy, ...]:
    """Copies among reports of `copies.kin` in which one's own takes part."""
    return find_copies(
        [report for report, _ in kin],
        sentences={report.id: reading.sentences for report, reading in kin},
        only=own,
    )


def cell_groups(
    own: Sequence[tuple[str, str | None, bytes]], human: Sequence[Judgement]
) -> tuple[list[tuple[str, ...]], dict[str, bytes]]:
    """Reports of one cell by story, and report → its strongest terms.  own: id, date and terms of each, by date and id."""
    place = {report: n for n, (report, _, _) in enumerate(own)}
    same, other = (
        [(place[a], place[b]) for a, b in judged(human, verdict) if a in place and b in place]
        for verdict in ("same", "different")
    )
    groups, rows = grouped(
        [Terms.of(data) for _, _, data in own], [ordinal(day) for _, day, _ in own], together=same, apart=other
    )
    return [tuple(own[n][0] for n in some) for some in groups], dict(zip(place, packed(rows), strict=True))


def judged(human: Sequence[Judgement], verdict: str, about: str = "report") -> list[tuple[str, str]]:
    """Pairs of which people said so."""
    return [(j.a, j.b) for j in human if j.about == about and j.verdict == verdict]


def _by_cells(
    pairs: Sequence[Pair], human: Sequence[Judgement], most: int, say: Callable[[str], None]
) -> tuple[list[Copy], list[tuple[str, ...]]]:
    days = {report.id: day_in_calendar(report, reading) for report, reading in pairs}
    by_report = {report.id: (report, reading) for report, reading in pairs}
    sketches = {report.id: sketched(report, reading) for report, reading in pairs}
    samples = {key: one.sample for key, one in sketches.items()}
    weights: dict[str, bytes] = {}
    knots: dict[str, str] = {}  # report → first report of its group within its cell
    threads: Groups[str] = Groups()
    copies: list[Copy] = []
    for cell in cells(Counter(days.values()), most):
        own = [p for p in pairs if cell.holds(days[p[0].id])]
        before = [p for p in pairs if cell.sees(days[p[0].id])]
        say("copies")
        for some in kin(*([samples[r.id] for r, _ in side] for side in (own, before))):
            copies += kin_copies([by_report[r] for r in some], [r.id for r, _ in own])
        say("stories")
        groups, rows = cell_groups([(r.id, r.published.value, sketches[r.id].terms) for r, _ in own], human)
        weights |= rows
        knots |= {report: group[0] for group in groups for report in group}
        threads.add(group[0] for group in groups)
        if before:
            label = {
                knot: min(threads.members(knot)) for knot in {knots[r.id] for some in (before, own) for r, _ in some}
            }
            places = [
                Placed.of([(r.id, days[r.id], label[knots[r.id]], weights[r.id]) for r, _ in some])
                for some in (before, own)
            ]
            for a, b in ties(*places, judged(human, "same"), judged(human, "different")):
                threads.join(a, b)
    for a, b in judged(human, "same"):
        if a in days and b in days:
            threads.join(knots[a], knots[b])
    stories: dict[str, list[str]] = {}
    for report, _ in pairs:
        stories.setdefault(threads.find(knots[report.id]), []).append(report.id)
    return copies, [tuple(story) for story in stories.values()]


def copies_within(copies: Iterable[Copy], story: Iterable[str]) -> list[Copy]:
    """Copies between reports of one story."""
    inside = set(story)
    found = [c for c in copies if c.earlier in inside and c.later in inside]
    return sorted(found, key=lambda c: (c.later, c.earlier))


# ---------------------------------------------------------------- one story


def tell(pairs: Sequence[Pair], copies: Sequence[Copy], human: Sequence[Judgement] = ()) -> StoryTold:
    """Events, tellings and all that is found of one story.  pairs: by date; copies: between them; human: `latest_word`."""
    reports = tuple(report.id for report, _ in pairs)
    pairs, published = fill_dates(pairs, [reports])
    register = registers.build(pairs, [(j.a, j.b, j.verdict) for j in human if j.about == "actor"], [reports])
    story_id = "s-" + digest(reports[0])
    inside = {m.id for _, reading in pairs for m in reading.mentions}
    spoken_of = [j for j in human if j.about == "mention" and j.a in inside and j.b in inside]
    refused = [pair for pair in judged(human, "different", about="telling") if pair[0] in inside]
    events, log = _events_of(story_id, pairs, register, published, closest_copy(copies, reports), spoken_of, refused)
    story = _story(story_id, pairs, events, published)
    actors = tuple(sorted(register.actors.values(), key=lambda a: a.id))
    day_of = {report.id: (report.published.value or "9999")[:10] for report, _ in pairs}
    return StoryTold(
        story=story,
        events=tuple(events),
        actors=actors,
        appearances=tuple(appearance(a, day_of[a.members[0][0]]) for a in actors),
        alignments=align(story_id, pairs, register),
        figures=figures(story_id, pairs),
        namings=namings(pairs, register.of),
        omissions=tuple(omissions(story, events, [report for report, _ in pairs])),
        judgements=tuple(log),
    )


def _story(story_id: str, pairs: Sequence[Pair], events: Sequence[Event], published: dict[str, date | None]) -> Story:
    days = sorted(d for report, _ in pairs if (d := published[report.id]))
    countries = Counter(e.place.country for e in events if e.place and e.place.country and not e.background)
    return Story(
        id=story_id,
        title=next((report.title for report, _ in pairs if report.title), None) or _opening(*pairs[0]),
        reports=tuple(report.id for report, _ in pairs),
        start=days[0].isoformat() if days else None,
        end=days[-1].isoformat() if days else None,
        countries=tuple(c for c, _ in countries.most_common()),
        why=why_one_story([report for report, _ in pairs]),
    )


def _opening(report: Report, reading: Reading) -> str:
    """The first words of a report that has no headline."""
    if not reading.sentences:
        return ""
    first = reading.sentences[0]
    return shorten(report.text[first.start : first.end], OPENING_LENGTH, placeholder=" …")


def _events_of(
    story: str,
    pairs: Sequence[Pair],
    register: Register,
    published: dict[str, date | None],
    copies: dict[str, Copy],
    judged: Sequence[Judgement],
    refused: Sequence[tuple[str, str]],
) -> tuple[list[Event], list[Judgement]]:
    views = ordered([v for report, reading in pairs for v in views_of(report, reading, register, published[report.id])])
    groups, log = merge(views, judged)
    rarity = Rarity(views)
    groups, echoed = add_echoes(groups, pairs, register, published, refused)
    blamed = {**implied(views), **claims(views)}
    events = [event_of(story, group, copies, register, blamed, rarity) for group in groups]
    return sorted(events, key=lambda e: (e.when.start if e.when and e.when.start else "9999", e.id)), log + echoed


def closest_copy(copies: Iterable[Copy], reports: Sequence[str]) -> dict[str, Copy]:
    """Later report → the copy with the largest share of its text; among like ones that of the earliest report."""
    rank = {report: number for number, report in enumerate(reports)}
    best: dict[str, Copy] = {}
    for copy in sorted(copies, key=lambda copy: (-copy.share, rank[copy.earlier])):
        best.setdefault(copy.later, copy)
    return best


# ---------------------------------------------------------------- all stories


def _assembled(told: Sequence[StoryTold], copies: Sequence[Copy], human: Sequence[Judgement]) -> Compared:
    here = {a.id: a for one in told for a in one.actors}
    appearances = [a for one in told for a in one.appearances]
    alike = likes(blocks_of(sorted({name for a in appearances for name in a.full})))
    forms = [(j.a, j.b, j.verdict) for j in human if j.about == "actor"]
    actors = [_one_actor(linked, here) for linked in link(appearances, alike, forms)]
    known = {one: actor.id for linked, actor in actors for one in linked.members}
    told = [under_ids(one, known) for one in told]
    return Compared(
        stories=tuple(one.story for one in told),
        events=tuple(e for one in told for e in one.events),
        actors=tuple(sorted((actor for _, actor in actors), key=lambda a: a.id)),
        copies=tuple(copies),
        alignments=tuple(a for one in told for a in one.alignments),
        figures=tuple(f for one in told for f in one.figures),
        namings=called_together(n for one in told for n in one.namings),
        omissions=tuple(o for one in told for o in one.omissions),
        judgements=_log(human, [j for one in told for j in one.judgements]),
    )


def _one_actor(linked: Linked, here: Mapping[str, KnownActor]) -> tuple[Linked, KnownActor]:
    return linked, joined(linked, [here[key] for key in linked.members])


def under_ids(told: StoryTold, ids: Mapping[str, str]) -> StoryTold:
    """The same with other ids for its actors.  Its own actors and appearances keep theirs."""

    def now(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ids.get(key, key) for key in keys))

    if all(old == new for old, new in ids.items()):
        return told
    return replace(
        told,
        events=tuple(replace(e, actors=now(e.actors), recipients=now(e.recipients)) for e in told.events),
        alignments=tuple(replace(a, speaker=ids.get(a.speaker or "", a.speaker)) for a in told.alignments),
        namings=tuple(replace(n, actor=ids.get(n.actor, n.actor)) for n in told.namings),
    )


def _log(human: Sequence[Judgement], machine: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """People's judgements, those that could not be followed with the reason, and then the machine's."""
    refused = {(j.about, j.a, j.b): j for j in machine if j.by != "machine"}
    kept = [refused.get((j.about, j.a, j.b), j) for j in human]
    return (*kept, *(j for j in machine if j.by == "machine"))
