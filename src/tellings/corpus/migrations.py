"""From one schema of the catalogue to the next.

A step brings a catalogue from its version to the next one, inside the transaction in which the catalogue is opened: whole or
not at all.  New tables need none, they are made where they are missing.  What can be made again of the shards or by
comparing may simply be emptied; judgements of persons, tombstones and aliases must come through.  Steps from version 3 on,
the first that PostgreSQL had, are taken in both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import islice

from sqlalchemy import Column, Connection, Executable, bindparam, insert, select, text, update
from sqlalchemy.schema import CreateColumn

from tellings.corpus import schema

Step = Callable[[Connection], None]


def _add(connection: Connection, *columns: Column) -> None:
    """Columns that the tables did not have, as a new catalogue has them (in PostgreSQL with their order of letters)."""
    for column in columns:
        told = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {told}")


def _put(connection: Connection, statement: Executable, rows: Iterable[tuple], names: tuple[str, ...]) -> None:
    """Rows by a statement, some thousand at a time."""
    rows = iter(rows)
    while some := list(islice(rows, 5_000)):
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in some])


def _voices_and_names(connection: Connection) -> None:
    """Whose word a telling is, whose name a naming is, a copy's story, how many events an actor has, names to search."""
    for statement in (
        "ALTER TABLE tellings ADD COLUMN voice VARCHAR",
        "ALTER TABLE findings ADD COLUMN actor VARCHAR",
        "ALTER TABLE findings ADD COLUMN outlet VARCHAR",
        "ALTER TABLE actors ADD COLUMN events INTEGER",
        "UPDATE tellings SET voice = (SELECT json_extract(t.value, '$.chain[#-1]') FROM events e, "
        "json_each(CAST(e.data AS TEXT), '$.tellings') t WHERE e.id = tellings.event "
        "AND json_extract(t.value, '$.id') = tellings.id AND json_array_length(t.value, '$.chain') > 1)",
        "UPDATE findings SET actor = json_extract(CAST(data AS TEXT), '$.actor'), "
        "outlet = json_extract(CAST(data AS TEXT), '$.outlet') WHERE kind = 'namings'",
        "UPDATE findings SET story = (SELECT story FROM story_reports "
        "WHERE report = json_extract(CAST(data AS TEXT), '$.later')) WHERE kind = 'copies'",
        "UPDATE actors SET events = (SELECT count(DISTINCT event) FROM event_actors WHERE actor = actors.id)",
        "DROP INDEX IF EXISTS ix_tellings_outlet",
        "CREATE VIRTUAL TABLE actor_search USING fts5(id UNINDEXED, names, tokenize = 'unicode61 remove_diacritics 2')",
        "INSERT INTO actor_search (id, names) SELECT id, name || ' ' || coalesce((SELECT group_concat(value, ' ') "
        "FROM json_each(CAST(data AS TEXT), '$.forms')), '') FROM actors",
    ):
        connection.exec_driver_sql(statement)
    for table in (schema.tellings, schema.findings, schema.actors):
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _dated_by(connection: Connection) -> None:
    """How a report's day is known; of those that are there already it is told when they are read again."""
    _add(connection, schema.reports.c.dated_by)


def _wishes(connection: Connection) -> None:
    """What stories are filtered by stands with the events and with the reports of a story."""
    _add(connection, schema.events.c.countries, schema.story_reports.c.outlet)
    connection.exec_driver_sql(
        "UPDATE story_reports SET outlet = (SELECT outlet FROM reports WHERE id = story_reports.report)"
    )
    codes: dict[str, set[str]] = {}
    acting = "SELECT a.event, k.code FROM event_actors a JOIN actors k ON k.id = a.actor WHERE k.code IS NOT NULL"
    for event, code in connection.exec_driver_sql(
        f"SELECT id, country FROM events WHERE country IS NOT NULL UNION {acting}"
    ):
        codes.setdefault(event, set()).add(code)
    rows = [{"key": event, "held": schema.countries(own)} for event, own in codes.items()]
    if rows:
        connection.execute(text("UPDATE events SET countries = :held WHERE id = :key"), rows)
    for table in (schema.events, schema.story_reports):
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _piece_by_piece(connection: Connection) -> None:
    """Comparing goes on from what it found: the next one takes in every report once more and keeps the ids."""
    reports, stories = schema.reports, schema.stories
    _add(connection, reports.c.day, reports.c.knot, reports.c.compared, stories.c.head, stories.c.key)
    _add(connection, schema.members.c.appearance, schema.event_actors.c.day, schema.judgements.c.story)
    if connection.dialect.name == "postgresql":  # was a number; SQLite's columns take both
        connection.exec_driver_sql('ALTER TABLE stories ALTER COLUMN rank TYPE VARCHAR COLLATE "C" USING rank::varchar')
    for statement in (
        "UPDATE event_actors SET day = coalesce((SELECT substr(start, 1, 10) FROM events WHERE id = event), '9999')",
        "UPDATE judgements SET story = (SELECT e.story FROM mentions m JOIN events e ON e.id = m.event WHERE m.id = a) WHERE \"by\" = 'machine'",
        "DROP INDEX IF EXISTS ix_event_actors_actor",
        # Copied and not renamed: a key would keep the old name, which the new table's needs.
        "CREATE TABLE old_findings AS SELECT * FROM findings",
        "DROP TABLE findings",
        "DELETE FROM meta WHERE key = 'compared'",
    ):
        connection.exec_driver_sql(statement)
    for table in (schema.findings, schema.copies, schema.called):
        table.create(connection)
    days = ((key, _ordinal(told)) for key, told in connection.execute(select(reports.c.id, reports.c.published)).all())
    _put(connection, update(reports).where(reports.c.id == bindparam("k")).values(day=bindparam("d")), days, ("k", "d"))
    told = connection.execute(select(stories.c.id, stories.c.start, stories.c.data)).all()
    heads = ((key, start, json.loads(data)["reports"][0]) for key, start, data in told)
    ranked = ((key, head, f"{start or '9999'}|{head}") for key, start, head in heads)
    _put(
        connection,
        update(stories).where(stories.c.id == bindparam("k")).values(head=bindparam("h"), rank=bindparam("r")),
        ranked,
        ("k", "h", "r"),
    )
    _findings_apart(connection)
    for table in (reports, stories, schema.event_actors, schema.judgements, schema.members):
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _findings_apart(connection: Connection) -> None:
    """Copies and what is called how get tables of their own; the others their story."""
    old = connection.exec_driver_sql(
        "SELECT kind, story, data, actor, outlet FROM old_findings ORDER BY kind, number"
    ).all()
    placed = connection.execute(select(schema.story_reports.c.report, schema.story_reports.c.story))
    within = {report: story for report, story in placed}
    findings: list[tuple] = []
    copies: dict[tuple, tuple] = {}
    called: dict[tuple, tuple] = {}
    for kind, story, data, actor, outlet in old:
        told = json.loads(data)
        if kind == "copies":
            copies.setdefault((told["later"], told["earlier"]), (told["later"], told["earlier"], data))
            continue
        findings.append((kind, story or _story_of(told, within), data, actor, outlet))
        if kind == "namings":
            called.setdefault((actor, outlet, told["form"]), (actor, outlet, told["form"], len(told["quotes"])))
    _put(connection, insert(schema.findings), findings, ("kind", "story", "data", "actor", "outlet"))
    _put(connection, insert(schema.copies), copies.values(), ("later", "earlier", "data"))
    _put(connection, insert(schema.called), called.values(), ("actor", "outlet", "form", "times"))
    connection.exec_driver_sql("DROP TABLE old_findings")


def _story_of(told: Mapping, within: Mapping[str, str]) -> str | None:
    quotes = told.get("quotes")
    return within.get(quotes[0]["report"]) if quotes else None


def _ordinal(published: str | None) -> int | None:
    """A day's place in the calendar; nothing for what is no date."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _wishes_by_story(connection: Connection) -> None:
    """The index of wishes begins with the story."""
    connection.exec_driver_sql("DROP INDEX IF EXISTS event_by_wishes")
    for index in schema.events.indexes:
        index.create(connection, checkfirst=True)


def _terms(connection: Connection) -> None:
    """Of each report its terms are kept: the next comparison takes in every report once more and keeps the ids."""
    for statement in ("DROP TABLE IF EXISTS sketches", "DELETE FROM meta WHERE key IN ('compared', 'method')"):
        connection.exec_driver_sql(statement)
    schema.sketches.create(connection)


# From this version to the next.
STEPS: Mapping[int, Step] = {
    1: _voices_and_names,
    2: _dated_by,
    3: _wishes,
    4: _piece_by_piece,
    5: _wishes_by_story,
    6: _terms,
}


def bring_up(connection: Connection, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take every step from one version to another."""
    for number in range(found, wanted):
        steps[number](connection)
