"""The catalogue's tables.  Everything in them but judgements of persons can be rebuilt from the shards."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table

from tellings.corpus.columns import Key as String
from tellings.corpus.columns import Words as Text

VERSION = 7
metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text))

shards = Table(
    "shards",
    metadata,
    Column("shard", String, primary_key=True),
    Column("place", Integer),  # the shard's order; `order` is a word of SQL
    Column("fingerprint", String),
    Column("digest", String),
    Column("reports", Integer),
)
inputs = Table(
    "inputs",
    metadata,
    Column("source", String, primary_key=True),
    Column("item", String, primary_key=True),  # the report's id; "" for a document that gave none
    Column("state", String, index=True),
    Column("sha256", String, index=True),
    Column("stage", String),
    Column("code", String),
    Column("message", Text),
    Column("hint", Text),
    Column("shard", String),
    Column("fingerprint", String),
)
reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("shard", String, index=True),
    Column("outlet", String, index=True),
    Column("published", String, index=True),
    Column("title", Text),
    Column("url", Text),
    Column("language", String),
    Column("source", Text),
    Column("sha256", String),
    Column("body", String, index=True),
    Column("copy_of", String),
    Column("words", Integer),
    Column("mentions", Integer),
    Column("attributions", Integer),
    Column("fingerprint", String, index=True),
    Column("dated_by", String),  # how the day of publication is known
    Column("day", Integer, index=True),  # its place in the calendar, an ordinal; none: undated
    Column("knot", String, index=True),  # first report of its group within its cell
    Column("compared", Boolean),  # whether the last comparison saw this reading
)
mentions = Table(
    "mentions",
    metadata,
    Column("id", String, primary_key=True),
    Column("report", String, index=True),
    Column("type", String, index=True),
    Column("status", String),
    Column("sentence_start", Integer),
    Column("sentence_end", Integer),
    Column("event", String, index=True),
    Column("telling", String),
)
stories = Table(
    "stories",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", Text),
    Column("start", String, index=True),
    Column("end", String),
    Column("reports", Integer),
    Column("outlets", Integer),
    Column("events", Integer),
    Column("rank", String, index=True),  # sorts by first day and first report
    Column("data", LargeBinary),
    Column("head", String, index=True),  # first report
    Column("key", String),  # digest of all that compare made it from
)
story_reports = Table(
    "story_reports",
    metadata,
    Column("story", String, primary_key=True),
    Column("report", String, primary_key=True, index=True),
    Column("outlet", String),
)
events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("story", String, index=True),
    Column("type", String, index=True),
    Column("status", String),
    Column("start", String, index=True),
    Column("end", String),
    Column("country", String, index=True),
    Column("lat", Float),
    Column("lon", Float),
    Column("tellings", Integer),
    Column("voices", Integer),
    Column("clashes", Integer),  # questions on which its tellings differ
    Column("background", Boolean),
    Column("rank", Integer),
    Column("data", LargeBinary),
    Column("countries", String),  # of its place and actors, each with a space on both sides: " COL  VEN "
)
event_actors = Table(
    "event_actors",
    metadata,
    Column("event", String, primary_key=True),
    Column("side", String, primary_key=True),
    Column("actor", String, primary_key=True),
    Column("day", String),  # of the event, "9999" if unknown
)
tellings = Table(
    "tellings",
    metadata,
    Column("id", String, primary_key=True),
    Column("event", String, index=True),
    Column("report", String, index=True),
    Column("outlet", String),
    Column("voice", String),  # whose word it is, innermost; none: the outlet's own
)
actors = Table(
    "actors",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, index=True),
    Column("kind", String),
    Column("code", String, index=True),
    Column("data", LargeBinary),
    Column("events", Integer),  # in how many it is on one side
)
members = Table(
    "members",
    metadata,
    Column("report", String, primary_key=True),
    Column("local", String, primary_key=True),
    Column("actor", String, index=True),
    Column("appearance", String, index=True),
)
# Alignments, figures, namings, omissions: read whole, so kept as they are.
findings = Table(
    "findings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String),
    Column("story", String),
    Column("data", LargeBinary),
    Column("actor", String),  # of a naming
    Column("outlet", String),
)
copies = Table(
    "copies",
    metadata,
    Column("later", String, primary_key=True),
    Column("earlier", String, primary_key=True, index=True),
    Column("day", Integer, index=True),  # of the cell in whose comparison it was found: the later of their days
    Column("data", LargeBinary),
)
# What each outlet calls each actor, and how often, over all stories.
called = Table(
    "called",
    metadata,
    Column("actor", String, primary_key=True),
    Column("outlet", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("times", Integer),
)
judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("a", String, index=True),
    Column("b", String, index=True),
    Column("about", String),
    Column("verdict", String),
    Column("score", Float),
    Column("reasons", Text),
    Column("by", String, index=True),
    Column("at", String),
    Column("story", String, index=True),  # the machine's, of this story
)
aliases = Table(
    "aliases",
    metadata,
    Column("id", String, primary_key=True),
    Column("now", String, index=True),
)
# Reports that were forgotten: their ids are digests, and nothing else of them is kept.
tombstones = Table(
    "tombstones",
    metadata,
    Column("report", String, primary_key=True),
    Column("at", String),
)
# Feeds that are watched: when each may be asked again, and what its server gave to ask with.
feeds = Table(
    "feeds",
    metadata,
    Column("url", String, primary_key=True),
    Column("etag", Text),
    Column("modified", Text),
    Column("due", Float),
    Column("failures", Integer),
    Column("code", String),
    Column("told", Text),
)
# Files that were gathered whole: when size and time, or the bytes, are the same they are not gathered again.
files = Table(
    "files",
    metadata,
    Column("path", String, primary_key=True),
    Column("size", BigInteger),
    Column("changed", BigInteger),  # nanoseconds
    Column("sha256", String),
    Column("documents", Integer),
    Column("how", String),  # digest of the options and the program's version with which it was gathered
)
# ---------------------------------------------------------------- what comparing goes on from

# Stretches of days as they were compared last.
cells = Table(
    "cells", metadata, Column("first", Integer, primary_key=True), Column("end", Integer), Column("whole", Boolean)
)
# What reports are grouped by and held against each other by, without reading them again.
sketches = Table(
    "sketches",
    metadata,
    Column("report", String, primary_key=True),
    Column("body", LargeBinary),
    Column("shingles", LargeBinary),
    Column("weights", LargeBinary),  # strongest terms as the report's cell weighs them
    Column("terms", LargeBinary),  # all terms of its opening, before they are weighed; last, since it is read by itself
)
# Groups of two cells that are one story.  cell: the first day of the later one; -1: a person said so.
ties = Table(
    "ties",
    metadata,
    Column("cell", Integer, primary_key=True),
    Column("a", String, primary_key=True, index=True),
    Column("b", String, primary_key=True, index=True),
)
# Actors as single stories have them, and the names under which other stories find them.
appearances = Table(
    "appearances",
    metadata,
    Column("id", String, primary_key=True),
    Column("head", String, index=True),  # first report of the story
    Column("since", String),
    Column("actor", String),
    Column("row", LargeBinary),
    Column("data", LargeBinary),
)
appearance_keys = Table(
    "appearance_keys",
    metadata,
    Column("key", String, primary_key=True),
    Column("since", String, primary_key=True),
    Column("appearance", String, primary_key=True, index=True),
)
sounds = Table(
    "sounds", metadata, Column("sound", String, primary_key=True), Column("name", String, primary_key=True, index=True)
)
likes = Table(
    "likes",
    metadata,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True, index=True),
    Column("score", Float),
)
# What became of stories from one comparison to the next.
changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String),
    Column("kind", String),  # founded, joined, bridged, split
    Column("before", Text),  # ids of stories
    Column("after", Text),
    Column("reports", Text),  # ids of those that are new in it or that moved
)
Index("input_by_report", inputs.c.item)
Index("finding_by_story", findings.c.story, findings.c.kind)
Index("finding_by_actor", findings.c.actor, findings.c.outlet)
Index("event_actor_by_day", event_actors.c.actor, event_actors.c.day, event_actors.c.event)
Index("appearance_by_actor", appearances.c.actor, appearances.c.since, appearances.c.id)
Index("report_to_compare", reports.c.compared, reports.c.day)
Index("telling_by_outlet", tellings.c.outlet, tellings.c.event, tellings.c.voice)
Index("actor_by_events", actors.c.events)
Index("story_by_outlet", story_reports.c.outlet, story_reports.c.story)
# All that stories are filtered by and listed with: the events themselves, which are large, are not read for it.
_WISHES = ("story", "type", "status", "countries", "voices", "start", "end", "clashes", "background")
Index("event_by_story_and_wishes", *(events.c[name] for name in _WISHES))


def countries(codes: Iterable[str]) -> str:
    """Codes as a column holds them, so that one of them can be looked for."""
    return "".join(f" {code} " for code in sorted(set(codes)))
