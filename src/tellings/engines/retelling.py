"""Stories that are not made of the same things as before are told anew, tied to the others' actors, and kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from tellings.compare.union import Groups
from tellings.comparing import StoryTold, under_ids
from tellings.corpus import keeping, people, pieces, queries, spelling
from tellings.corpus.spool import Parcels, Spool
from tellings.engines import comparing_tasks as tasks
from tellings.engines.choose import Engine
from tellings.model import Copy, Judgement, digest

REPORTS_AT_ONCE = 60  # of the stories in one piece of work
STORIES_AT_ONCE = 200  # put into the catalogue together


@dataclass(frozen=True)
class _Plan:
    """A story to be told.  key: digest of all that it is made from."""

    reports: tuple[str, ...]
    copies: tuple[Copy, ...]
    key: str


class Retelling:
    """See `all`."""

    def __init__(
        self,
        connection: Connection,
        spool: Spool,
        engine: Engine,
        human: Sequence[Judgement],
        say: Callable[[str], None],
    ) -> None:
        self.connection, self.spool, self.engine, self.human, self.say = connection, spool, engine, human, say

    def all(self, touched: Iterable[str], forced: set[str]) -> int:
        """touched: reports whose stories may be others than before; forced: those whose stories are told in any case."""
        stories, old = self._closed(set(touched))
        plans, old = self._changed([self._plan(story) for story in stories], old, forced)
        orphans = people.orphans(self.connection)
        if not plans and not old and not orphans:
            return 0
        folder = tempfile.TemporaryDirectory(prefix="tellings-")
        parcels = Parcels(Path(folder.name) / "told")
        try:
            self._renewed(plans, old, parcels, orphans)
        finally:
            parcels.close()
            folder.cleanup()
        return len(plans)

    # ------------------------------------------------------------ which

    def _closed(self, touched: set[str]) -> tuple[list[tuple[str, ...]], dict[str, str]]:
        """The stories of these reports as they are now, with all stories of before that gave or lost a report to them."""
        reports: set[str] = set()
        old: dict[str, str] = {}
        groups: dict[str, str] = {}  # knot → story
        fresh = touched
        while fresh:
            reports |= fresh
            gave = keeping.old_stories(self.connection, fresh)
            beside = keeping.reports_of(self.connection, set(gave.values()) - set(old.values()))
            old |= gave
            tied = pieces.threads(
                self.connection, set(pieces.knots_of(self.connection, fresh).values()) - groups.keys()
            )
            inside = pieces.reports_of_knots(self.connection, tied.keys() - groups.keys())
            groups |= tied
            fresh = {r for some in (*beside.values(), *inside.values()) for r in some} - reports
        members: dict[str, list[str]] = {}
        for knot, some in pieces.reports_of_knots(self.connection, groups).items():
            members.setdefault(groups[knot], []).extend(some)
        order = queries.dates_of(self.connection, [r for some in members.values() for r in some])
        stories = [tuple(sorted(some, key=lambda r: (order[r], r))) for some in members.values()]
        return sorted(stories, key=lambda story: (order[story[0]], story[0])), old

    def _plan(self, reports: tuple[str, ...]) -> _Plan:
        copies = tuple(pieces.copies_among(self.connection, reports)) if len(reports) > 1 else ()
        made_of = [f"{c.earlier} {c.later} {c.kind} {c.share}" for c in copies]
        return _Plan(reports, copies, digest(*reports, *made_of, length=24))

    def _changed(
        self, plans: Sequence[_Plan], old: dict[str, str], forced: set[str]
    ) -> tuple[list[_Plan], dict[str, str]]:
        """Those that are not made of what they were made of; and the stories of before in whose place they come."""
        known = {
            head: (key, story) for story, (head, key) in keeping.keys_of(self.connection, set(old.values())).items()
        }
        changed, kept = [], set()
        for plan in plans:
            key, story = known.get(plan.reports[0], (None, None))
            if key == plan.key and not forced.intersection(plan.reports):
                kept.add(story)
            else:
                changed.append(plan)
        return changed, {report: story for report, story in old.items() if story not in kept}

    # ------------------------------------------------------------ told

    def _renewed(
        self, plans: Sequence[_Plan], old: dict[str, str], parcels: Parcels, orphans: people.Orphans | None
    ) -> None:
        judged = [(j.a, j.b, j.verdict) for j in self.human if j.about == "actor"]
        self.say("events")
        self.spool.lay_out(report for plan in plans for report in plan.reports)
        heads = [head for head, _ in keeping.keys_of(self.connection, set(old.values())).values() if head]
        was, keys = people.remove(self.connection, heads)
        places, fresh, names = [], [], set()
        for told, data in self._told(plans):
            was |= people.was_before(self.connection, told)
            people.add(self.connection, told)
            places.append(parcels.add(data))
            fresh += [one.id for one in told.appearances]
            names |= {name for one in told.appearances for name in one.full}
        self.say("actors")
        spelling.spell(self.connection, names)
        if orphans:
            keys |= set(orphans.keys)
        tied = people.tie(self.connection, fresh, keys, was, judged, orphans.actors if orphans else ())
        self.say("keep")
        acting = self._keep(plans, places, parcels, old)
        moved = people.stories_of(self.connection, tied.moved)
        again = [self._plan(story) for story in moved.values()]
        others = {report: story for story, reports in moved.items() for report in reports}
        if again:
            places = [parcels.add(data) for _, data in self._told(again)]
            acting |= self._keep(again, places, parcels, others)
        people.count_events(self.connection, acting | tied.touched)

    def _told(self, plans: Sequence[_Plan]) -> Iterator[tuple[StoryTold, bytes]]:
        def work() -> Iterator[bytes]:
            batch: list[tasks.Chapter] = []
            for plan in plans:
                batch.append(tasks.Chapter(records=tuple(self.spool.records(plan.reports)), copies=plan.copies))
                if sum(len(chapter.records) for chapter in batch) >= REPORTS_AT_ONCE:
                    yield tasks.task(tasks.Chapters(stories=tuple(batch), human=tuple(self.human)))
                    batch = []
            if batch:
                yield tasks.task(tasks.Chapters(stories=tuple(batch), human=tuple(self.human)))

        for result in self.engine.map(tasks.tell_stories, work()):
            for one in tasks.told.decode(result):
                yield tasks.story_told.decode(one), bytes(one)

    # ------------------------------------------------------------ kept

    def _keep(
        self, plans: Sequence[_Plan], places: Sequence[tuple[int, int]], parcels: Parcels, old: dict[str, str]
    ) -> set[str]:
        """Put the stories into the catalogue; returns their actors."""
        acting: set[str] = set()
        left = set(old.values())
        log = queries.get_meta(self.connection, "compared") is not None
        for some in self._batches(plans, old):
            told = []
            for n in some:
                one = tasks.story_told.decode(parcels.get(places[n]))
                one = under_ids(one, people.actors_of(self.connection, [a.id for a in one.appearances]))
                acting |= {a for e in one.events for a in (*e.actors, *e.recipients)}
                told.append((one, plans[n].key))
            replaced = sorted({old[r] for n in some for r in plans[n].reports if r in old})
            left.difference_update(replaced)
            keeping.put_stories(self.connection, told, replaced, log=log)
        if left:  # all of their reports are gone
            keeping.put_stories(self.connection, [], sorted(left), log=log)
        return acting

    def _batches(self, plans: Sequence[_Plan], old: dict[str, str]) -> Iterator[list[int]]:
        """Positions of stories to be kept together: those that share a story of before."""
        groups: Groups[object] = Groups(range(len(plans)))
        for n, plan in enumerate(plans):
            for story in {old[r] for r in plan.reports if r in old}:
                groups.add([story])
                groups.join(n, story)
        batch: list[int] = []
        for group in groups.sets():
            batch += [n for n in group if isinstance(n, int)]
            if len(batch) >= STORIES_AT_ONCE:
                yield sorted(batch)
                batch = []
        if batch:
            yield sorted(batch)
