"""No page's question goes through a whole table: SQLite is asked how it would answer."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from handmade import BODY, make_corpus, report
from tellings.corpus import Corpus, judgement_log, listing, queries

BIG = ("reports", "mentions", "events", "event_actors", "tellings", "members", "findings", "copies", "called", "inputs")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    other = report(BODY.replace("killed 8", "killed 11"), outlet="Second Sheet", published="2024-02-13")
    path = make_corpus(tmp_path_factory.mktemp("plans") / "c", [report(outlet="The Test Post"), other])
    with Corpus.open(path) as opened:
        yield opened


def one(corpus):
    compared = corpus.compared()
    return compared.stories[0], compared.events[0], compared.actors[0]


ASKED = {
    "story": lambda c, story, e, actor: queries.story(c, story.id),
    "story at": lambda c, story, e, actor: queries.story_at(c, 0),
    "event": lambda c, story, e, actor: queries.event(c, e.id),
    "events": lambda c, story, e, actor: queries.events(c, story.id),
    "actors": lambda c, story, e, actor: queries.actors(c, [actor.id]),
    "copies": lambda c, story, e, actor: queries.findings(c, "copies", story.id),
    "alignments": lambda c, story, e, actor: queries.findings(c, "alignments", story.id),
    "namings": lambda c, story, e, actor: queries.findings(c, "namings", story.id),
    "mention": lambda c, story, e, actor: queries.mention(c, e.tellings[0].mentions[0]),
    "mention by its beginning": lambda c, story, e, actor: queries.mention(c, e.tellings[0].mentions[0][:6]),
    "links": lambda c, story, e, actor: queries.links(c, story.reports[0]),
    "members": lambda c, story, e, actor: queries.known_actors(c, story.reports[0]),
    "judgements": lambda c, story, e, actor: judgement_log.judgements_with(c, e.tellings[0].mentions[0]),
    "actor": lambda c, story, e, actor: listing.actor(c, actor.id),
    "events of an actor": lambda c, story, e, actor: listing.events_of(c, actor.id),
    "called": lambda c, story, e, actor: listing.called(c, actor.id),
    "cards": lambda c, story, e, actor: listing.cards(c, list(story.reports)),
    "story of": lambda c, story, e, actor: listing.story_of(c, story.reports[0]),
    "first page": lambda c, story, e, actor: listing.stories(c, listing.Wanted(), 20),
    "page of an outlet": lambda c, story, e, actor: listing.stories(c, listing.Wanted(outlet="Second Sheet"), 20),
    "page of an actor": lambda c, story, e, actor: listing.stories(c, listing.Wanted(actor=actor.id), 20),
}


@pytest.mark.parametrize("what", ASKED)
def test_no_page_goes_through_a_big_table(corpus, what):
    if corpus.engine.dialect.name != "sqlite":
        pytest.skip("SQLite tells its plans in words")
    seen = []

    def note(connection, cursor, statement, parameters, context, many):
        seen.append((statement, parameters))

    story, found, actor = one(corpus)
    with corpus.engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", note)
        ASKED[what](connection, story, found, actor)
        event.remove(connection, "before_cursor_execute", note)
        plans = [row[3] for s, p in seen for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + s, p)]
    assert seen
    scans = [plan for plan in plans if plan.split()[0] == "SCAN" and plan.split()[1] in BIG]
    assert not scans, scans
