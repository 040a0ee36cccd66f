"""From one schema of the catalogue to the next.

A step brings a catalogue from its version to the next one, inside the transaction in which the catalogue is opened: whole or
not at all.  New tables need none, they are made where they are missing.  What can be made again of the shards or by
comparing may simply be emptied; judgements of persons, tombstones and aliases must come through.  Steps from version 2 on
are taken in SQLite and in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, text

from tellings.corpus import schema

Step = Callable[[Connection], None]


def _nothing(_: Connection) -> None:
    """Only tables were added."""


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
    connection.exec_driver_sql("ALTER TABLE reports ADD COLUMN dated_by VARCHAR")


def _wishes(connection: Connection) -> None:
    """What stories are filtered by stands with the events and with the reports of a story."""
    for statement in (
        "ALTER TABLE events ADD COLUMN countries VARCHAR",
        "ALTER TABLE story_reports ADD COLUMN outlet VARCHAR",
        "UPDATE story_reports SET outlet = (SELECT outlet FROM reports WHERE id = story_reports.report)",
    ):
        connection.exec_driver_sql(statement)
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
    for statement in (
        "ALTER TABLE reports ADD COLUMN day INTEGER",
        "ALTER TABLE reports ADD COLUMN knot VARCHAR",
        "ALTER TABLE reports ADD COLUMN compared BOOLEAN",
        # The ordinal of the day; nothing for what is no date.
        "UPDATE reports SET day = CAST(julianday(substr(published, 1, 10)) - 1721424.5 AS INTEGER)",
        "ALTER TABLE stories ADD COLUMN head VARCHAR",
        "ALTER TABLE stories ADD COLUMN key VARCHAR",
        "UPDATE stories SET head = json_extract(CAST(data AS TEXT), '$.reports[0]')",
        "UPDATE stories SET rank = coalesce(start, '9999') || '|' || head",
        "ALTER TABLE members ADD COLUMN appearance VARCHAR",
        "ALTER TABLE event_actors ADD COLUMN day VARCHAR",
        "UPDATE event_actors SET day = coalesce((SELECT substr(start, 1, 10) FROM events WHERE id = event), '9999')",
        "DROP INDEX IF EXISTS ix_event_actors_actor",
        "ALTER TABLE judgements ADD COLUMN story VARCHAR",
        "UPDATE judgements SET story = (SELECT e.story FROM mentions m JOIN events e ON e.id = m.event WHERE m.id = a) WHERE \"by\" = 'machine'",
        "DROP INDEX IF EXISTS finding_by_story",
        "DROP INDEX IF EXISTS finding_by_actor",
        "DROP INDEX IF EXISTS ix_findings_story",
        "DROP INDEX IF EXISTS ix_findings_actor",
        "ALTER TABLE findings RENAME TO old_findings",
    ):
        connection.exec_driver_sql(statement)
    for table in (schema.findings, schema.copies, schema.called):
        table.create(connection)
    for statement in (
        "INSERT INTO findings (kind, story, data, actor, outlet) SELECT kind, coalesce(story, (SELECT story FROM "
        "story_reports WHERE report = json_extract(CAST(data AS TEXT), '$.quotes[0].report'))), data, actor, outlet "
        "FROM old_findings WHERE kind != 'copies' ORDER BY kind, number",
        "INSERT OR IGNORE INTO copies (later, earlier, data) SELECT json_extract(CAST(data AS TEXT), '$.later'), "
        "json_extract(CAST(data AS TEXT), '$.earlier'), data FROM old_findings WHERE kind = 'copies'",
        "INSERT OR IGNORE INTO called (actor, outlet, form, times) SELECT actor, outlet, "
        "json_extract(CAST(data AS TEXT), '$.form'), json_array_length(CAST(data AS TEXT), '$.quotes') "
        "FROM old_findings WHERE kind = 'namings'",
        "DROP TABLE old_findings",
        "DELETE FROM meta WHERE key = 'compared'",
    ):
        connection.exec_driver_sql(statement)
    for table in (schema.reports, schema.stories, schema.event_actors, schema.judgements, schema.members):
        for index in table.indexes:
            index.create(connection, checkfirst=True)


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
