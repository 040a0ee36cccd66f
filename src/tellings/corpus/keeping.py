"""Putting compared stories into the catalogue, in place of those that they come from; everything else stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from tellings.compare.stories import Group, changes
from tellings.comparing import StoryTold
from tellings.corpus import fulltext
from tellings.corpus import schema as s
from tellings.corpus.catalogue import add_judgements, event_row, finding_rows, side_rows, story_row, telling_rows
from tellings.corpus.identity import Membership, keep_ids
from tellings.corpus.pieces import portions
from tellings.model import Compared, Naming, Story

_story = msgspec.json.Decoder(Story)
_naming = msgspec.json.Decoder(Naming)
LOGGED = 1000  # changes of stories that one comparison writes down


def old_stories(connection: Connection, reports: Iterable[str]) -> dict[str, str]:
    """Report → the story it was in, for these reports."""
    r = s.story_reports.c
    found: dict[str, str] = {}
    for some in portions(reports):
        found.update(map(tuple, connection.execute(select(r.report, r.story).where(r.report.in_(some)))))
    return found


def reports_of(connection: Connection, stories: Iterable[str]) -> dict[str, list[str]]:
    """Story → its reports as the last comparison had them."""
    r = s.story_reports.c
    found: dict[str, list[str]] = {}
    for some in portions(stories):
        for story, report in connection.execute(
            select(r.story, r.report).where(r.story.in_(some)).order_by(r.story, r.report)
        ):
            found.setdefault(story, []).append(report)
    return found


def keys_of(connection: Connection, stories: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    """Story → (first report, digest of all it was made from)."""
    t = s.stories.c
    found: dict[str, tuple[str | None, str | None]] = {}
    for some in portions(stories):
        rows = connection.execute(select(t.id, t.head, t.key).where(t.id.in_(some)))
        found.update({key: (head, digest) for key, head, digest in rows})
    return found


# ---------------------------------------------------------------- stories


def put_stories(
    connection: Connection, told: Sequence[tuple[StoryTold, str]], old: Sequence[str], *, log: bool = True
) -> None:
    """Put these stories, each with the digest of what it is made from, in place of the old ones that they come from.

    old: ids of all stories in which a report of these was.  Actors must be under their kept ids already.
    """
    before = _before(connection, [one for one, _ in told], old)
    _remove(connection, old)
    compared = Compared(
        stories=tuple(one.story for one, _ in told),
        events=tuple(e for one, _ in told for e in one.events),
        alignments=tuple(a for one, _ in told for a in one.alignments),
        figures=tuple(f for one, _ in told for f in one.figures),
        omissions=tuple(o for one, _ in told for o in one.omissions),
    )
    compared, aliases = keep_ids(before, compared, reserved=_in_use(connection, compared))
    put_aliases(connection, {*before.events.values(), *before.stories.values()}, aliases)
    names = {one.story.id: kept.id for (one, _), kept in zip(told, compared.stories, strict=True)}
    if log:
        _log(connection, before.stories, compared.stories)
    _insert(connection, compared, {names[one.story.id]: digest for one, digest in told})
    namings = [(names[one.story.id], naming) for one, _ in told for naming in one.namings]
    _all(connection, s.findings, finding_rows(compared, namings))
    _count(connection, (naming for _, naming in namings), 1)
    for one, _ in told:
        add_judgements(connection, (j for j in one.judgements if j.by == "machine"), names[one.story.id])


def _before(connection: Connection, told: Sequence[StoryTold], old: Sequence[str]) -> Membership:
    inside = reports_of(connection, old)
    stories = {report: story for story, reports in inside.items() for report in reports}
    m, events = s.mentions.c, {}
    for some in portions({*stories, *(report for one in told for report in one.story.reports)}):
        rows = connection.execute(select(m.id, m.event).where(m.report.in_(some), m.event.is_not(None)))
        events.update(map(tuple, rows))
    ids = {*events.values(), *old}
    a, aliases = s.aliases.c, {}
    for some in portions(ids):
        aliases.update(map(tuple, connection.execute(select(a.id, a.now).where(a.now.in_(some)))))
    return Membership(events=events, stories=stories, aliases=aliases)


def _in_use(connection: Connection, compared: Compared) -> set[str]:
    """Ids that other things go on under, though these would be minted the same."""
    found: set[str] = set()
    for table, things in ((s.stories, compared.stories), (s.events, compared.events)):
        for some in portions(thing.id for thing in things):
            found |= set(connection.execute(select(table.c.id).where(table.c.id.in_(some))).scalars())
    return found


def put_aliases(connection: Connection, gone: Iterable[str], aliases: Mapping[str, str]) -> None:
    """These aliases in place of all that led to the things that are replaced."""
    for some in portions(gone):
        connection.execute(delete(s.aliases).where(s.aliases.c.now.in_(some)))
    for some in portions(aliases):
        connection.execute(delete(s.aliases).where(s.aliases.c.id.in_(some)))
    _all(connection, s.aliases, [{"id": old, "now": now} for old, now in aliases.items()])


def _remove(connection: Connection, stories: Sequence[str]) -> None:
    f, e = s.findings.c, s.events.c
    uncount(connection, stories)
    for some in portions(stories):
        events = list(connection.execute(select(e.id).where(e.story.in_(some))).scalars())
        for part in portions(events):
            for column in (s.event_actors.c.event, s.tellings.c.event, s.events.c.id):
                connection.execute(delete(column.table).where(column.in_(part)))
            unlink = update(s.mentions).where(s.mentions.c.event.in_(part)).values(event=None, telling=None)
            connection.execute(unlink)
        for column in (f.story, s.judgements.c.story, s.story_reports.c.story, s.stories.c.id):
            connection.execute(delete(column.table).where(column.in_(some)))
    fulltext.drop_stories(connection, list(stories))


def uncount(connection: Connection, stories: Iterable[str]) -> None:
    """Take what these stories call actors away from how often they are called so."""
    f = s.findings.c
    for some in portions(stories):
        named = connection.execute(select(f.data).where(f.story.in_(some), f.kind == "namings")).scalars()
        _count(connection, map(_naming.decode, named), -1)


def _insert(connection: Connection, compared: Compared, digests: Mapping[str, str]) -> None:
    known: dict[str, tuple[str | None, str | None]] = {}
    r = s.reports.c
    for some in portions(report for story in compared.stories for report in story.reports):
        rows = connection.execute(select(r.id, r.outlet, r.published).where(r.id.in_(some)))
        known.update({key: (outlet, published) for key, outlet, published in rows})
    counts = Counter(event.story for event in compared.events)
    _all(connection, s.stories, [story_row(t, counts[t.id], known) | {"key": digests[t.id]} for t in compared.stories])
    _all(
        connection,
        s.story_reports,
        [
            {"story": t.id, "report": key, "outlet": known.get(key, (None,))[0]}
            for t in compared.stories
            for key in t.reports
        ],
    )
    codes = _codes(connection, {a for event in compared.events for a in (*event.actors, *event.recipients)})
    place: Counter[str] = Counter()
    rows = []
    for event in compared.events:
        rows.append(event_row(place[event.story], event, codes))
        place[event.story] += 1
    _all(connection, s.events, rows)
    _all(connection, s.event_actors, [row for event in compared.events for row in side_rows(event)])
    _all(connection, s.tellings, [row for event in compared.events for row in telling_rows(event)])
    links = [
        {"key": mention, "now": event.id, "by": telling.id}
        for event in compared.events
        for telling in event.tellings
        for mention in telling.mentions
    ]
    if links:
        statement = update(s.mentions).where(s.mentions.c.id == bindparam("key"))
        connection.execute(statement.values(event=bindparam("now"), telling=bindparam("by")), links)
    fulltext.add_stories(connection, ((story.id, story.title) for story in compared.stories))


def _codes(connection: Connection, actors: Iterable[str]) -> dict[str, str | None]:
    a = s.actors.c
    found: dict[str, str | None] = {}
    for some in portions(actors):
        found.update(map(tuple, connection.execute(select(a.id, a.code).where(a.id.in_(some)))))
    return found


def _count(connection: Connection, namings: Iterable[Naming], sign: int) -> None:
    """Add to how often outlets call actors so, or take away from it."""
    times: Counter[tuple[str, str, str]] = Counter()
    for naming in namings:
        times[naming.actor, naming.outlet, naming.form] += sign * len(naming.quotes)
    rows = [{"actor": a, "outlet": o, "form": f, "times": n} for (a, o, f), n in times.items()]
    if rows:
        statement = text(
            "INSERT INTO called (actor, outlet, form, times) VALUES (:actor, :outlet, :form, :times) "
            "ON CONFLICT (actor, outlet, form) DO UPDATE SET times = called.times + excluded.times"
        )
        connection.execute(statement, rows)
    if sign < 0:
        for some in portions(sorted({row["actor"] for row in rows})):
            connection.execute(delete(s.called).where(s.called.c.actor.in_(some), s.called.c.times <= 0))


def _log(connection: Connection, was: Mapping[str, str], now: Sequence[Story]) -> None:
    """Write down which stories were founded, joined, bridged or split."""
    members: dict[str, list[str]] = {}
    for report, story in was.items():
        members.setdefault(story, []).append(report)
    before, after = list(members), [story.id for story in now]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found = changes([Group(tuple(members[t]), ()) for t in before], [Group(t.reports, ()) for t in now])
    rows = [
        {
            "at": at,
            "kind": one.kind,
            "before": " ".join(before[n] for n in one.before),
            "after": " ".join(after[n] for n in one.after),
            "reports": " ".join(one.reports),
        }
        for one in found[:LOGGED]
    ]
    _all(connection, s.changes, rows)


def _all(connection: Connection, table, rows: list[dict]) -> None:
    if rows:
        connection.execute(insert(table), rows)
