"""A copy's reading is what reading it would have given."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from handmade import BODY, HandReader, report
from tellings.corpus.sharing import body_key, may_share, transplant
from tellings.gather import gather
from tellings.model import Known, Report, report_id
from tellings.pipeline import Pipeline
from tellings.reading import read


def same_but_for_actor_ids(one, other):
    assert [m.id for m in one.mentions] == [m.id for m in other.mentions]
    assert [m.trigger for m in one.mentions] == [m.trigger for m in other.mentions]
    assert [[p.span for p in m.actors] for m in one.mentions] == [[p.span for p in m.actors] for m in other.mentions]
    assert [m.counts for m in one.mentions] == [m.counts for m in other.mentions]
    assert [m.when for m in one.mentions] == [m.when for m in other.mentions]
    assert one.attributions == other.attributions
    assert one.sentences == other.sentences
    assert [a.forms for a in one.actors] == [a.forms for a in other.actors]


def test_another_outlet_and_other_blanks():
    origin = report(outlet="First")
    copy = report(BODY.replace("\n\n", "\n").replace("Tomas Reyes", "Tomas  Reyes"), outlet="Second")
    assert body_key(origin) == body_key(copy)
    moved = transplant(HandReader().read(origin), origin, copy)
    for mention in moved.mentions:
        assert copy.text[mention.trigger.start : mention.trigger.end] in ("met", "killed")
    assert copy.text[moved.actors[1].forms[0].start : moved.actors[1].forms[0].end] == "Amara Diallo"
    assert moved.attributions[0].voices[0].name == "Second"
    assert moved.report == copy.id


def test_the_same_as_reading_it():
    origin, copy = report(outlet="First"), report(outlet="Second")
    same_but_for_actor_ids(transplant(HandReader().read(origin), origin, copy), HandReader().read(copy))


def test_participants_lead_to_the_moved_actors():
    origin, copy = report(outlet="First"), report(outlet="Second", title="Quite another headline of the day")
    moved = transplant(HandReader().read(origin), origin, copy)
    ids = {actor.id for actor in moved.actors}
    used = {p.actor for m in moved.mentions for p in (*m.actors, *m.recipients)}
    assert used and used <= ids
    assert not ids & {actor.id for actor in HandReader().read(origin).actors}


def test_what_stood_in_another_headline_is_dropped():
    origin = report(title="Diallo met Reyes in a storm", outlet="First")
    copy = report(title="Talks", outlet="Second")
    reading = HandReader().read(origin)
    moved = transplant(reading, origin, copy)
    assert len(moved.mentions) == len(reading.mentions) - 1
    assert all(m.trigger.start > len("Talks") for m in moved.mentions)


def test_other_words_other_keys():
    assert body_key(report()) != body_key(report(BODY.replace("8 people", "9 people")))
    assert body_key(report("short", outlet="A")) != body_key(report("short", outlet="B"))


def test_much_later_the_same_words_mean_other_days():
    assert may_share(report(published="2024-02-12"), report(published="2024-02-14"))
    assert not may_share(report(published="2024-02-12"), report(published="2024-06-12"))
    assert not may_share(report(published="2024-02-12"), report(published=None))
    assert may_share(report(published=None), report(published=None))


def test_the_same_as_reading_it_with_the_real_pipeline():
    examples = Path(__file__).parents[2] / "examples" / "reports"
    pipeline = Pipeline.load()
    for origin in [r for r in gather([examples]) if isinstance(r, Report)][:6]:
        name = "The Copying Mirror"
        copy = replace(origin, outlet=Known(value=name, basis="metadata"), id=report_id(name, None, origin.text))
        assert transplant(read(origin, pipeline), origin, copy) == read(copy, pipeline)
