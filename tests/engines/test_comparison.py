"""A corpus compared in one run, in ten, late reports last, on any engine: the outcome is the same."""

from __future__ import annotations

import random
from datetime import date, timedelta

import msgspec
import pytest
from evals.synthetic import corpus as made
from msgspec.structs import replace

from tellings.compare import calendar
from tellings.comparing import compare
from tellings.corpus import Corpus
from tellings.corpus.forget import forget
from tellings.corpus.records import Entry, Input
from tellings.engines.comparison import renew
from tellings.engines.inprocess import InProcess
from tellings.engines.pool import Pool
from tellings.model import Judgement, Span, digest, mention_id

CELL = 14


@pytest.fixture(scope="module")
def pairs():
    return list(made(72, seed=3, a_day=6))


@pytest.fixture(autouse=True)
def small_cells(monkeypatch):
    monkeypatch.setattr("tellings.engines.comparison.CELL_REPORTS", CELL)


def put(corpus, pairs):
    entries = [Entry(report=report, reading=reading, body=report.id) for report, reading in pairs]
    inputs = [Input(source=report.id, state="read", report=report.id) for report, _ in pairs]
    for start in range(0, len(entries), 50):
        corpus.add(entries[start : start + 50], inputs[start : start + 50], "synthetic")


def plain(compared):
    """What compare found, with ids that hang on nothing but what a thing is made of, and in one order."""
    names = {s.id: "s-" + min(s.reports) for s in compared.stories}
    names |= {e.id: "e-" + min(m for t in e.tellings for m in t.mentions) for e in compared.events}
    names |= {t.id: f"t-{names[e.id]}-{t.report}" for e in compared.events for t in e.tellings}
    names |= {a.id: "a-" + "|".join(min(a.members)) for a in compared.actors}

    def renamed(value):
        if isinstance(value, str):
            return names.get(value, value)
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items() if key not in ("aliases", "members")}
        return [renamed(item) for item in value] if isinstance(value, (list, tuple)) else value

    found = renamed(msgspec.to_builtins(compared))
    found["judgements"] = [
        {key: value for key, value in j.items() if key != "by"}
        for j in found["judgements"]
        if j.get("by", "machine") == "machine"
    ]
    found["members"] = sorted((names[a.id], *m) for a in compared.actors for m in a.members)
    return {kind: sorted(map(repr, values)) for kind, values in found.items()}


def test_one_run_is_what_compare_finds(tmp_path, pairs):
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        put(corpus, pairs)
        assert renew(corpus) > 0
        assert not corpus.needs_comparing() and renew(corpus) == 0
        assert plain(corpus.compared()) == plain(compare(pairs, most=CELL))


@pytest.mark.parametrize("order", ["by date", "shuffled", "latest first"])
def test_any_number_of_runs_gives_the_same(tmp_path, pairs, order):
    pairs = sorted(pairs, key=lambda p: (p[0].published.value, p[0].id), reverse=order == "latest first")
    if order == "shuffled":
        random.Random(5).shuffle(pairs)
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        for start in range(0, len(pairs), 18):
            put(corpus, pairs[start : start + 18])
            renew(corpus)
        assert plain(corpus.compared()) == plain(compare(pairs, most=CELL))


def test_engines_agree(tmp_path, pairs, monkeypatch):
    monkeypatch.setattr("tellings.engines.comparison.WORTH_SHARING", 1)
    found = []
    for engine in (InProcess(None), Pool(None, workers=2)):
        with Corpus.open(tmp_path / type(engine).__name__, write=True) as corpus:
            put(corpus, pairs)
            renew(corpus, engine)
            found.append(corpus.compared())
    for name in found[0].__struct_fields__:
        for mine, theirs in zip(getattr(found[0], name), getattr(found[1], name), strict=True):
            assert msgspec.to_builtins(mine) == msgspec.to_builtins(theirs), name


def test_what_is_not_touched_stays_byte_for_byte(tmp_path, pairs):
    pairs = sorted(pairs, key=lambda p: (p[0].published.value, p[0].id))
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        put(corpus, pairs[:-10])
        renew(corpus)
        before = rows(corpus)
        put(corpus, pairs[-10:])
        told = renew(corpus)
        after = rows(corpus)
    assert 0 < told <= 10
    first = pairs[-10][0].published.value
    assert sum(after.get(key) == data for key, data in before.items()) > 0.8 * len(before)
    assert all(after.get(key) == data for key, data in before.items() if key[1] < str(int(first[:4]) - 1))


def rows(corpus):
    with corpus.engine.connect() as connection:
        stories = connection.exec_driver_sql("SELECT id, start, data FROM stories").all()
        events = connection.exec_driver_sql("SELECT id, story, data FROM events").all()
    return {(row[0], row[1] or ""): row[2] for row in (*stories, *events)}


def test_judgements_reach_what_they_speak_of(tmp_path, pairs):
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        put(corpus, pairs)
        renew(corpus)
        compared = corpus.compared()
        first, last = compared.stories[0], compared.stories[-1]
        at = "2024-01-01T00:00:00+00:00"
        same = Judgement(
            a=first.reports[0], b=last.reports[0], about="report", verdict="same", score=1, reasons=(), by="Ana", at=at
        )
        corpus.judge([same])
        assert renew(corpus) == 1
        joined = next(s for s in corpus.compared().stories if first.reports[0] in s.reports)
        assert last.reports[0] in joined.reports
        assert plain(corpus.compared()) == plain(compare(pairs, [same], most=CELL))
        corpus.judge([msgspec.structs.replace(same, verdict="withdrawn", at="2024-01-02T00:00:00+00:00")])
        renew(corpus)
        assert plain(corpus.compared()) == plain(compared)


def test_forgetting_is_as_if_it_had_never_come(tmp_path, pairs):
    gone = pairs[7][0].id
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        put(corpus, pairs)
        renew(corpus)
        forget(corpus, [gone])
        renew(corpus)
        assert plain(corpus.compared()) == plain(compare([p for p in pairs if p[0].id != gone], most=CELL))


@pytest.mark.parametrize("days", [3, -40])
def test_a_report_that_comes_again_with_another_day(tmp_path, pairs, days):
    """As after `run --reread`, when a date is read better than before."""
    again = []
    for report, reading in pairs[::7]:
        day = date.fromisoformat(report.published.value[:10]) + timedelta(days=days)
        again.append((replace(report, published=replace(report.published, value=day.isoformat())), reading))
    moved = {report.id: (report, reading) for report, reading in again}
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        put(corpus, pairs)
        renew(corpus)
        put(corpus, again)
        renew(corpus)
        assert plain(corpus.compared()) == plain(compare([moved.get(r.id, (r, x)) for r, x in pairs], most=CELL))


def test_changes_of_stories_are_written_down(tmp_path, pairs):
    pairs = sorted(pairs, key=lambda p: (p[0].published.value, p[0].id))
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        put(corpus, pairs[::2])
        renew(corpus)
        put(corpus, pairs[1::2])
        renew(corpus)
        with corpus.engine.connect() as connection:
            kinds = set(connection.exec_driver_sql("SELECT kind FROM changes").scalars())
    assert {"founded", "joined"} <= kinds


def test_cells_depend_on_the_days_alone():
    counts = {day: 7 for day in range(737000, 737100)}
    found = calendar.cells(counts, 50)
    assert all(a.end <= b.first for a, b in zip(found, found[1:], strict=False))
    assert all(sum(n for day, n in counts.items() if cell.holds(day)) <= 50 for cell in found)
    more = calendar.cells(counts | {737050: 9}, 50)
    assert len(set(found) ^ set(more)) <= 3
    assert calendar.cells({737000: 10, None: 10}, 50) == [calendar.Cell(0, 1 << 22, whole=True)]
    assert calendar.cells({737000: 400, None: 10}, 50)[-1].undated


def _later_by_surname(pair, days=60):
    """The same news two months later in another outlet, which calls people by their surnames alone."""
    report, reading = pair
    outlet = f"Later {report.outlet.value}"
    day = (date.fromisoformat(report.published.value) + timedelta(days=days)).isoformat()
    key = "r-" + digest(report.id, "later")
    actors = []
    for actor in reading.actors:
        first, _, last = actor.name.partition(" ")
        if actor.kind == "person" and last:
            forms = tuple(Span(s.start + len(first) + 1, s.end) for s in actor.forms)
            actor = replace(actor, name=last, forms=forms, evidence=())
        actors.append(actor)
    renamed = {m.id: mention_id(key, m.trigger) for m in reading.mentions}
    when = {m.id: replace(m.when, start=day, end=day) if m.when else None for m in reading.mentions}
    mentions = tuple(replace(m, id=renamed[m.id], when=when[m.id]) for m in reading.mentions)
    report = replace(
        report, id=key, outlet=replace(report.outlet, value=outlet), published=replace(report.published, value=day)
    )
    return report, replace(reading, report=key, actors=tuple(actors), mentions=mentions)


def test_who_is_looked_up_in_the_register_does_not_hang_on_the_order_of_runs(tmp_path, pairs):
    some = pairs[:24]
    told = [*some, *map(_later_by_surname, some)]
    whole = compare(told, most=CELL)
    looked_up = [why for actor in whole.actors for why in actor.why if why.startswith("register:")]
    assert any("the only one so called" in why for why in looked_up)
    random.Random(7).shuffle(told)
    with Corpus.open(tmp_path / "c", write=True) as corpus:
        for start in range(0, len(told), 9):
            put(corpus, told[start : start + 9])
            renew(corpus)
        assert plain(corpus.compared()) == plain(whole)
