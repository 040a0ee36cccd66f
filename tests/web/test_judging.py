"""A person's word: it is followed, survives a new comparison, can be taken back, and is refused where it makes no sense."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from handmade import make_corpus, report
from tellings.compare.retyping import judged_types, retyped
from tellings.corpus import Corpus, queries
from tellings.engines.comparison import renew
from tellings.errors import TellingsError
from tellings.export.jsonl import write
from tellings.export.selection import Selection
from tellings.model import Event, Judgement
from tellings.web.explanation import explain
from tellings.web.judging import compare, judge


@pytest.fixture
def corpus(tmp_path):
    with Corpus.open(make_corpus(tmp_path / "c"), write=True) as opened:
        yield opened


def events(corpus: Corpus) -> list[Event]:
    return sorted(corpus.compared().events, key=lambda e: e.type)


def killing(corpus: Corpus) -> Event:
    return next(e for e in events(corpus) if e.counts)


def unaliased(event: Event) -> Event:
    """Without the ids of the parts that it had for a while, which go on leading to it."""
    return replace(event, aliases=())


def say(corpus: Corpus, verdict: str, a: str, b: str, by: str = "ann") -> int:
    kept = judge(corpus, verdict, a, b, by=by, why="as told")
    compare(corpus)
    return kept


def mention_types(corpus: Corpus) -> dict[str, str]:
    lines = map(json.loads, write(corpus, Selection()))
    return {one["id"]: one["type"] for one in lines if one["kind"] == "mention"}


def test_an_event_of_another_type(corpus):
    before = killing(corpus)
    assert say(corpus, "type", before.id, "coerce arrest") == 2
    after = killing(corpus)
    assert (before.type, after.type, after.modes, after.cameo) == ("ASSAULT", "COERCE", ("arrest",), None)
    assert after.id == before.id and after.tellings == before.tellings
    own = [m for t in after.tellings for m in t.mentions]
    assert {mention_types(corpus)[m] for m in own} == {"COERCE"}
    point = explain(corpus, own[0]).points[0]
    assert (point.name, point.value) == ("type", "COERCE arrest") and "ann" in point.because[0]


def test_it_survives_a_new_comparison_and_is_taken_back(corpus):
    event = killing(corpus)
    say(corpus, "type", event.id, "PROTEST")
    renew(corpus)
    assert killing(corpus).type == "PROTEST"
    for mention in [m for t in event.tellings for m in t.mentions]:
        say(corpus, "undo", mention, "PROTEST")
    assert unaliased(killing(corpus)) == event
    assert [j.verdict for j in corpus.judgements()] == ["same", "same", "withdrawn", "withdrawn"]


def test_the_newest_word_on_a_type_holds_and_then_the_one_before(corpus):
    (mention, *_) = killing(corpus).tellings[0].mentions
    say(corpus, "type", mention, "PROTEST", by="ann")
    say(corpus, "type", mention, "MOBILIZE", by="bob")
    assert mention_types(corpus)[mention] == "MOBILIZE"
    say(corpus, "undo", mention, "MOBILIZE", by="ann")
    assert mention_types(corpus)[mention] == "PROTEST"


def test_no_event_at_all(corpus):
    count = len(events(corpus))
    event = killing(corpus)
    say(corpus, "type", event.id, "none")
    assert len(events(corpus)) == count - 1
    mention = event.tellings[0].mentions[0]
    assert mention not in mention_types(corpus)
    found = explain(corpus, mention)
    assert found.event is None and found.points[0].value == "no event"
    with corpus.engine.connect() as connection:
        assert queries.mention(connection, mention) == (event.tellings[0].report, None)


def test_what_was_parted_is_joined_again(corpus):
    event = killing(corpus)
    one, other = (t.mentions[0] for t in event.tellings)
    say(corpus, "different", one, other)
    assert len([e for e in events(corpus) if e.counts]) == 2
    assert say(corpus, "undo", other, one) == 1
    assert unaliased(killing(corpus)) == event


def test_events_of_two_stories_become_one_in_one_story(tmp_path):
    far = "Rebels killed 30 farmers beside a quarry.\n\nHail broke the windows of a chapel and of a bakery."
    reports = [report(), report(far, title="Hail over the valley", outlet="Other", published="2021-06-04")]
    with Corpus.open(make_corpus(tmp_path / "c", reports), write=True) as corpus:
        first, second = (e for e in events(corpus) if e.counts)
        assert first.story != second.story
        assert say(corpus, "same", first.id, second.id) == 2
        assert len(killing(corpus).tellings) == 2 and len(corpus.compared().stories) == 1


@pytest.mark.parametrize(
    ("verdict", "a", "b", "code"),
    [
        ("type", "e-0", "ASSAULT", "no-such-event"),
        ("type", "m-0", "ASSAULT", "no-such-thing"),
        ("type", "EVENT", "MURDER", "bad-judgement"),
        ("type", "EVENT", "ASSAULT arrest", "bad-judgement"),
        ("type", "EVENT", "NONE arrest", "bad-judgement"),
        ("undo", "EVENT", "ASSAULT", "no-such-judgement"),
        ("same", "EVENT", "EVENT", "bad-judgement"),
        ("maybe", "EVENT", "EVENT", "bad-judgement"),
    ],
)
def test_what_makes_no_sense_is_refused(corpus, verdict, a, b, code):
    own = killing(corpus).id
    with pytest.raises(TellingsError) as told:
        judge(corpus, verdict, a.replace("EVENT", own), b.replace("EVENT", own), by="ann")
    assert told.value.code == code and corpus.judgements() == ()


def test_a_reading_of_which_nobody_spoke_is_the_same_object(corpus):
    reading = next(corpus.entries()).reading
    assert retyped(reading, {}) is reading
    other = Judgement(a="m-0", b="AID", about="type", verdict="same", score=1.0, reasons=(), by="ann")
    assert retyped(reading, judged_types([other])) is reading
