"""An event with the things it names looked up: what every format of one row an event starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import groupby

from tellings.corpus import Corpus, queries
from tellings.events.tables import CAMEO_ROOT, MODES, QUAD, SCORES
from tellings.export.selection import Selection
from tellings.model import Event, KnownActor, Report, Story

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Flat:
    """An event, its story, its actors and the reports that tell it (first telling first)."""

    event: Event
    story: Story
    actors: tuple[KnownActor, ...]
    recipients: tuple[KnownActor, ...]
    reports: dict[str, Report]
    text: bool

    @cached_property
    def first(self) -> Report:
        """The report of the first telling."""
        return self.reports[self.event.tellings[0].report]

    @property
    def day(self) -> str | None:
        """The first day, ISO."""
        return self.event.when.start[:10] if self.event.when and self.event.when.start else None

    @property
    def last_day(self) -> str | None:
        when = self.event.when
        return (when.end or when.start)[:10] if when and when.start else None

    @property
    def sentence(self) -> str:
        """The first telling's first sentence, on one line; nothing in an export without text."""
        evidence = self.event.tellings[0].evidence
        return " ".join(evidence[0].text.split()) if evidence and self.text else ""

    def count(self, what: str) -> tuple[int | None, int | None]:
        """Bounds of one count; the upper one is None if it is open."""
        return next(((c.low, c.high) for c in self.event.counts if c.what == what), (None, None))

    @property
    def outlets(self) -> list[str]:
        return list(dict.fromkeys(telling.outlet for telling in self.event.tellings))

    @property
    def coded(self) -> bool:
        """Whether the type is one of PLOVER's, not a name out of a user's own frames."""
        return self.event.type in QUAD

    @property
    def quad(self) -> int:
        return QUAD[self.event.type]

    @property
    def score(self) -> float:
        """PLOVER's conflict-cooperation score: the first mode's that has one, else the type's."""
        modes = MODES.get(self.event.type, {})
        scored = (modes[mode] for mode in self.event.modes if modes.get(mode) is not None)
        return float(next(scored, SCORES[self.event.type]))

    @property
    def cameo(self) -> str:
        """The code that a frame gave, else the root of the type."""
        return self.event.cameo or CAMEO_ROOT[self.event.type]


def flat_events(corpus: Corpus, selection: Selection) -> Iterator[Flat]:
    """The events that pass, story by story; one story's reports are in memory at a time."""
    selection = selection.prepared(corpus)
    for story_id, events in groupby(selection.events(corpus), key=lambda event: event.story):
        chosen = list(events)
        keys = sorted({key for event in chosen for key in (*event.actors, *event.recipients)})
        with corpus.engine.connect() as connection:
            story = queries.story(connection, story_id)
            known = queries.actors(connection, keys)
        reports = {t.report: corpus.entry(t.report).report for event in chosen for t in event.tellings}
        for event in chosen:
            yield Flat(
                event=event,
                story=story,
                actors=tuple(known[key] for key in event.actors if key in known),
                recipients=tuple(known[key] for key in event.recipients if key in known),
                reports=reports,
                text=selection.text,
            )


@cache
def fips() -> dict[str, str]:
    """ISO alpha-3 -> FIPS 10-4."""
    lines = (files("tellings.export") / "data" / "fips.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@cache
def iso() -> dict[str, tuple[str, str]]:
    """ISO 3166 alpha-3 -> alpha-2, number."""
    lines = (files("tellings.export") / "data" / "iso.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {alpha3: (alpha2, number) for alpha3, alpha2, number in rows}


def coded_events(corpus: Corpus, selection: Selection) -> Iterator[Flat]:
    """The same without events of a type that users named: formats of another ontology have no word for them."""
    return (flat for flat in flat_events(corpus, selection) if flat.coded)


HAPPENED = frozenset({"actual", "historical"})


def happened_events(corpus: Corpus, selection: Selection) -> Iterator[Flat]:
    """Coded events for formats that have no column for the status: a threat, a plan or a denial would stand there as a deed.

    Statuses that the user asks for are written all the same.
    """
    wanted = selection.status or HAPPENED
    return (flat for flat in coded_events(corpus, selection) if flat.event.status in wanted)


def safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front."""
    if isinstance(value, str):
        value = value.replace("\0", "")
        return "'" + value if value.startswith(_FORMULA) else value
    return value


def tabbed(values) -> str:
    """One line of a tab-separated file; text cannot break out of its cell."""
    cells = ("" if v is None else safe(" ".join(v.split())) if isinstance(v, str) else v for v in values)
    return "\t".join(map(str, cells)) + "\n"
