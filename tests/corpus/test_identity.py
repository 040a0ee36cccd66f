"""Ids are kept when more comes in; what merges leaves an alias that goes on working."""

from __future__ import annotations

import pytest

from handmade import BODY, hand_loader, make_corpus, report
from tellings.cli.app import call
from tellings.corpus import Corpus
from tellings.corpus.identity import Membership, keep_ids
from tellings.engines.comparison import renew
from tellings.engines.inprocess import InProcess
from tellings.engines.running import run
from tellings.model import Compared, Event, Story, Telling
from tellings.web.event_view import find_event

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL


def event(key: str, *mentions: str, story: str = "s-1") -> Event:
    telling = Telling(
        id=f"t-{key}",
        event=key,
        report="r-1",
        outlet="Post",
        published=None,
        mentions=mentions,
        evidence=(),
        chain=("Post",),
        status="actual",
    )
    return Event(
        id=key, story=story, type="CONSULT", types=("CONSULT",), modes=(), contexts=(), cameo=None, status="actual", actors=(),
        recipients=(), when=None, place=None, place_report=None, counts=(), tellings=(telling,), comparison=(), voices=(),
    )  # fmt: skip


def ids(compared: Compared) -> list[str]:
    return [e.id for e in compared.events]


def test_what_grew_keeps_its_id():
    kept, aliases = keep_ids(Membership(events={"m-2": "e-2"}), Compared(events=(event("e-1", "m-1", "m-2"),)))
    assert ids(kept) == ["e-2"] and aliases == {}
    assert kept.events[0].tellings[0].event == "e-2" and kept.events[0].tellings[0].id != "t-e-1"


def test_what_merged_leaves_an_alias():
    before = Membership(events={"m-1": "e-1", "m-2": "e-1", "m-3": "e-3"}, aliases={"e-0": "e-3"})
    kept, aliases = keep_ids(before, Compared(events=(event("e-9", "m-1", "m-2", "m-3"),)))
    assert ids(kept) == ["e-1"]
    assert aliases == {"e-3": "e-1", "e-0": "e-1"}
    assert kept.events[0].aliases == ("e-0", "e-3")


def test_what_was_split_keeps_its_id_where_most_of_it_is():
    before = Membership(events={"m-1": "e-1", "m-2": "e-1", "m-3": "e-1"})
    kept, aliases = keep_ids(before, Compared(events=(event("e-1", "m-1"), event("e-2", "m-2", "m-3"))))
    assert ids(kept)[1] == "e-1" and len(set(ids(kept))) == 2 and aliases == {}


def test_nothing_before_nothing_changed():
    compared = Compared(
        events=(event("e-1", "m-1"),),
        stories=(Story(id="s-1", title="", reports=("r-1",), start=None, end=None, countries=()),),
    )
    assert keep_ids(Membership(), compared) == (compared, {})


def test_an_earlier_report_does_not_rename_what_is_there(tmp_path):
    path = make_corpus(tmp_path / "c", [report(outlet="Second", published="2024-02-13")])
    with Corpus.open(path, write=True) as corpus:
        before = corpus.compared()
        earlier = report(BODY.replace("killed 8", "killed 11"), outlet="First", published="2024-02-12")
        run(corpus, [earlier], InProcess(hand_loader()))
        renew(corpus)
        after = corpus.compared()
    assert {e.id for e in before.events} == {e.id for e in after.events}
    assert {s.id for s in before.stories} == {s.id for s in after.stories}
    assert {a.id for a in before.actors} <= {a.id for a in after.actors}
    assert all(len(e.tellings) == 2 for e in after.events)


def test_a_persons_word_outranks_the_machine_and_lasts(tmp_path, capsys):
    path = make_corpus(
        tmp_path / "c",
        [
            report(outlet="First"),
            report(BODY.replace("killed 8", "killed 11"), outlet="Second", published="2024-02-13"),
        ],
    )
    with Corpus.open(path) as corpus:
        merged = next(e for e in corpus.compared().events if e.type == "ASSAULT")
    one, other = (t.mentions[0] for t in merged.tellings)
    assert call(["judge", str(path), "different", one, other, "--by", "Ada", "--why", "two attacks"]) == 0
    with Corpus.open(path, write=True) as corpus:
        attacks = [e for e in corpus.compared().events if e.type == "ASSAULT"]
        assert len(attacks) == 2 and merged.id in {e.id for e in attacks}
        renew(corpus)
        assert len(corpus.judgements()) == 1 and len([e for e in corpus.compared().events if e.type == "ASSAULT"]) == 2
    split = next(e.id for e in attacks if e.id != merged.id)
    assert call(["judge", str(path), "same", merged.id, split, "--by", "Ada"]) == 0
    with Corpus.open(path) as corpus:
        again = find_event(corpus, split)
        assert again.id == merged.id and split in again.aliases and len(again.tellings) == 2
    capsys.readouterr()
    assert call(["judge", str(path)]) == 0
    assert "two attacks" in capsys.readouterr().out
    assert call(["judge", str(path), "same", merged.id, "r-1"]) == 2
