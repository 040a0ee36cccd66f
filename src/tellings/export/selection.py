"""Which events an export holds, and whether it holds their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec
from sqlalchemy import Connection

from tellings.corpus import Corpus, queries
from tellings.model import Event, Story


@dataclass(frozen=True)
class Selection:
    """Filters; an empty one lets everything pass.

    start, end: ISO days; an event passes that may have been between them, one without a day passes only without filter.
    countries: ISO alpha-3, of the place or of an actor.  types: PLOVER types.  status: statuses.  least_voices: at least
    so many independent voices.  story: one story.  text: whether sentences and quotations are written.
    """

    start: str | None = None
    end: str | None = None
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    least_voices: int = 0
    story: str | None = None
    text: bool = True
    _codes: dict[str, str | None] = field(default_factory=dict, compare=False)

    @property
    def filters(self) -> bool:
        """Whether any filter is set."""
        return bool(self.start or self.end or self.countries or self.types or self.status or self.least_voices > 1)

    def prepared(self, corpus: Corpus) -> Selection:
        """With what the filters must look up."""
        if not self.countries or self._codes:
            return self
        with corpus.engine.connect() as connection:
            return replace(self, _codes=queries.actor_codes(connection))

    def passes(self, event: Event) -> bool:
        """Whether an event is in."""
        return (
            (not self.types or bool(self.types & {event.type, *event.types}))
            and (not self.status or event.status in self.status)
            and len(event.voices) >= self.least_voices
            and self._days(event)
            and self._countries(event)
        )

    def _days(self, event: Event) -> bool:
        if not (self.start or self.end):
            return True
        if event.when is None or not event.when.start:
            return False
        first, last = event.when.start[:10], (event.when.end or event.when.start)[:10]
        return (not self.start or last >= self.start) and (not self.end or first <= self.end)

    def _countries(self, event: Event) -> bool:
        if not self.countries:
            return True
        here = {event.place.country} if event.place else set()
        here |= {self._codes.get(actor) for actor in (*event.actors, *event.recipients)}
        return bool(here & self.countries)

    def stories(self, corpus: Corpus) -> Iterator[Story]:
        """Stories with an event that passes; all of them without a filter."""
        chosen = self.prepared(corpus)
        with corpus.engine.connect() as connection:
            for story in self._all(connection):
                if not self.filters or any(map(chosen.passes, queries.events(connection, story.id))):
                    yield story

    def _all(self, connection: Connection) -> Iterator[Story]:
        if self.story:
            found = queries.story(connection, self.story)
            return iter((found,) if found else ())
        return queries.each_story(connection)

    def events(self, corpus: Corpus) -> Iterator[Event]:
        """The events that pass, story by story."""
        chosen = self.prepared(corpus)
        for story in self.stories(corpus):
            with corpus.engine.connect() as connection:
                events = queries.events(connection, story.id)
            yield from filter(chosen.passes, events)

    def of_view(self, view):
        """A story's view with the events that pass."""
        if not self.filters:
            return view
        rows = tuple(row for row in view.rows if self.passes(row.event))
        return replace(view, rows=rows, background=tuple(row for row in view.background if self.passes(row.event)))


def without_text(value):
    """The same value with no words of reports in it: quotes keep their places and lose their text."""
    if isinstance(value, dict):
        blank = {"report", "start", "end", "text"} <= value.keys()
        return {key: "" if blank and key == "text" else without_text(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_text(item) for item in value]
    return value


def builtins(value: msgspec.Struct) -> dict:
    """A noun as plain dicts and lists, defaults included."""
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}


def _plain(value):
    if isinstance(value, msgspec.Struct):
        if value.__struct_config__.array_like:
            return list(msgspec.structs.astuple(value))
        return builtins(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
