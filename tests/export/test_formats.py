"""Every format by its own rules: shapes, columns, escapes, filters, and nothing of the texts where none is wanted."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from handmade import BODY, make_corpus, report
from tellings.corpus import Corpus, queries
from tellings.engines.comparison import renew
from tellings.errors import TellingsError
from tellings.events.tables import MODES
from tellings.export import FORMATS, Selection, find, ftm, gdelt, geojson, icews, plover, polecat
from tellings.export import flat as flat_module
from tellings.export.acled import COLUMNS as ACLED_COLUMNS
from tellings.export.acled import _tables as acled_tables
from tellings.export.flat import Flat, flat_events, safe, tabbed
from tellings.export.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from tellings.model import Judgement

pytestmark = pytest.mark.usefixtures("catalogue")  # with SQLite and with PostgreSQL

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats.md"
HOSTILE = '=cmd|"/c calc"!A1\twith\ttabs <script>alert(1)</script>'
KINDS = {"export", "report", "actor", "appearance", "attribution", "mention", "event", "telling", "story"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, catalogue):
    reports = [
        report(outlet="The Test Post", url="https://example.org/a"),
        report(
            BODY.replace("killed 8", "killed 11").replace("residents", "officials"),
            outlet=HOSTILE,
            published="2024-02-13",
        ),
    ]
    with Corpus.open(make_corpus(tmp_path_factory.mktemp("x") / "c", reports)) as opened:
        yield opened


def text_of(corpus, name: str, selection: Selection | None = None) -> str:
    return "".join(find(name).write(corpus, selection or Selection()))


def objects(corpus, name: str, selection: Selection | None = None) -> list[dict]:
    return [json.loads(line) for line in text_of(corpus, name, selection).splitlines()]


# ---------------------------------------------------------------- jsonl


def test_every_span_repeats_the_words_of_its_report(corpus):
    lines = objects(corpus, "jsonl")
    texts = {line["id"]: line["text"] for line in lines if line["kind"] == "report"}
    spans = [span for line in lines for span in _spans(line)]
    assert len(spans) > 50
    for span in spans:
        assert texts[span["report"]][span["start"] : span["end"]] == span["text"]


def _spans(value):
    if isinstance(value, dict):
        if {"report", "start", "end", "text"} == value.keys():
            yield value
        else:
            for item in value.values():
                yield from _spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from _spans(item)


def test_everything_leads_somewhere(corpus):
    lines = objects(corpus, "jsonl")
    assert lines[0] == {"kind": "export", "format": "tellings", "version": 1, "by": lines[0]["by"], "text": True}
    assert {line["kind"] for line in lines} >= KINDS
    ids = {kind: {line["id"] for line in lines if line["kind"] == kind and "id" in line} for kind in KINDS}
    for line in lines:
        if line["kind"] == "event":
            assert set(line["actors"] + line["recipients"]) <= ids["actor"] and line["story"] in ids["story"]
            assert set(line["tellings"]) <= ids["telling"]
            assert {v["verdict"] for v in line["comparison"]} <= {"agree", "compatible", "differ", "one"}
        if line["kind"] == "mention":
            assert line["event"] in ids["event"] and line["report"] in ids["report"]
            assert line["attribution"] is None or line["attribution"] in ids["attribution"]
        if line["kind"] == "telling":
            assert set(line["mentions"]) <= ids["mention"]


def test_the_same_corpus_gives_the_same_bytes(corpus):
    for name, format in FORMATS.items():
        if not format.folder:
            assert text_of(corpus, name) == text_of(corpus, name)


def test_without_text_no_word_of_a_report_gets_out(corpus, tmp_path):
    selection = Selection(text=False)
    for name, format in FORMATS.items():
        if format.folder:
            format.write_folder(corpus, selection, tmp_path)
            written = "".join(p.read_bytes().decode("utf-8", "replace") for p in tmp_path.iterdir())
        else:
            written = text_of(corpus, name, selection)
        for words in ("near the harbour", "flooded port", "Nothing else was known"):
            assert words not in written, (name, words)


# ---------------------------------------------------------------- filters


def types_of(corpus, **filters) -> set[str]:
    return {line["type"] for line in objects(corpus, "jsonl", Selection(**filters)) if line["kind"] == "event"}


def test_filters(corpus):
    assert types_of(corpus) == {"CONSULT", "ASSAULT"}
    assert types_of(corpus, types=frozenset({"ASSAULT"})) == {"ASSAULT"}
    assert types_of(corpus, start="2024-02-08", end="2024-02-10") == {"ASSAULT"}
    assert types_of(corpus, start="2024-03-01") == set()
    assert types_of(corpus, status=frozenset({"future"})) == set()
    assert types_of(corpus, least_voices=9) == set()
    assert types_of(corpus, countries=frozenset({"KEN"})) == set()


def test_a_filtered_export_holds_what_belongs_to_it_and_no_more(corpus):
    lines = objects(corpus, "jsonl", Selection(types=frozenset({"ASSAULT"})))
    assert {line["type"] for line in lines if line["kind"] == "mention"} == {"ASSAULT"}
    names = {line["name"] for line in lines if line["kind"] == "actor"}
    assert "Gunmen" in names and "Amara Diallo" not in names


# ---------------------------------------------------------------- tables


def test_csv_can_be_read_and_runs_nothing(corpus, tmp_path):
    find("csv").write_folder(corpus, Selection(), tmp_path)
    for path in sorted(tmp_path.glob("*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])}, path
        for row in rows[1:]:
            assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row)
    with open(tmp_path / "events.csv", encoding="utf-8-sig", newline="") as file:
        events = {row["type"]: row for row in csv.DictReader(file)}
    assert events["ASSAULT"]["differ"] == "killed" and events["ASSAULT"]["killed_low"] == "8"
    assert events["ASSAULT"]["start"] == "2024-02-09" and events["CONSULT"]["tellings"] == "2"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=HYPERLINK(1)"])
def test_cells_that_begin_like_a_formula(text):
    assert str(safe(text)).startswith("'")
    assert safe(-1.5) == -1.5 and safe("a-b") == "a-b"


def test_text_does_not_break_out_of_its_cell():
    assert tabbed(("a\tb\nc", None, 3)) == "a b c\t\t3\n"


def test_parquet_has_the_rows_of_csv_with_types(corpus, tmp_path):
    find("parquet").write_folder(corpus, Selection(), tmp_path)
    events = pq.read_table(tmp_path / "events.parquet")
    assert (
        str(events.schema.field("killed_low").type) == "int64" and str(events.schema.field("background").type) == "bool"
    )
    row = next(r for r in events.to_pylist() if r["type"] == "ASSAULT")
    assert row["killed_low"] == 8 and row["lat"] is None and row["outlets"].startswith("The Test Post")


@pytest.mark.parametrize(("name", "columns"), [("polecat", 40), ("icews", 20)])
def test_tab_separated_tables(corpus, name, columns):
    lines = text_of(corpus, name).split("\n")
    assert lines[-1] == "" and len(lines) >= 4
    assert {len(line.split("\t")) for line in lines[:-1]} == {columns}
    assert len(set(lines[0].split("\t"))) == columns


def test_polecat_says_none_where_nothing_is_known(corpus):
    header, *rows = (line.split("\t") for line in text_of(corpus, "polecat").splitlines())
    assault = next(row for row in rows if "ASSAULT" in row)
    found = dict(zip(header, assault, strict=True))
    assert (found["Latitude"], found["Quad Code"], found["Event Date"]) == ("None", "MATERIAL CONFLICT", "2024-02-09")


def test_gdelt(corpus, tmp_path):
    assert (len(EVENT_COLUMNS), len(MENTION_COLUMNS)) == (61, 16)
    find("gdelt").write_folder(corpus, Selection(), tmp_path)
    events = [line.split("\t") for line in (tmp_path / "events.export.csv").read_text().splitlines()]
    mentions = [line.split("\t") for line in (tmp_path / "mentions.csv").read_text().splitlines()]
    assert {len(row) for row in events} == {61} and {len(row) for row in mentions} == {16}
    assert {row[0] for row in mentions} <= {row[0] for row in events} and len(mentions) == 4
    assert all(int(row[0]) < 2**63 for row in events)
    assault = next(row for row in events if row[1] == "20240209")
    assert dict(zip(EVENT_COLUMNS, assault, strict=True))["QuadClass"] == "4"


# ---------------------------------------------------------------- JSON of others


def test_plover_records(corpus):
    records = objects(corpus, "plover")
    assert [r["event"] for r in records] == [["ASSAULT"]]  # the other one has no day
    one = records[0]
    assert one["date"] == "2024-02-09" and one["actor"][0]["entity_text"] == "Gunmen"
    assert (
        one["size"] == {"dead": 8}
        and one["mode"] == ["ASSAULT-firearms"]
        and one["quad_code"] == 4
        and one["event_scale"] == -9.0
    )


def test_geojson(corpus):
    whole = json.loads(text_of(corpus, "geojson"))
    assert whole["type"] == "FeatureCollection" and len(whole["features"]) == 2
    for feature in whole["features"]:
        assert feature["type"] == "Feature" and feature["geometry"] is None and feature["properties"]["outlets"]
    assert json.loads(text_of(corpus, "geojson", Selection(start="2030-01-01"))) == {
        "type": "FeatureCollection",
        "features": [],
    }


def test_annotations_find_their_words(corpus):
    annotations = objects(corpus, "annotation")
    assert len(annotations) == 4
    for one in annotations:
        position, quotation = one["target"]["selector"]
        assert quotation["type"] == "TextQuoteSelector" and position["type"] == "TextPositionSelector"
        assert len(quotation["exact"]) == position["end"] - position["start"]
        assert one["@context"] == "http://www.w3.org/ns/anno.jsonld" and one["type"] == "Annotation"
    assert annotations[0]["target"]["source"] == "https://example.org/a"


def test_ftm_entities_refer_to_entities(corpus):
    entities = objects(corpus, "ftm")
    ids = [entity["id"] for entity in entities]
    assert len(ids) == len(set(ids))
    assert {entity["schema"] for entity in entities} >= {"Event", "Article", "Person", "Mention"}
    for entity in entities:
        assert all(isinstance(v, str) for values in entity["properties"].values() for v in values)
        for name in ("involved", "proof", "document", "resolved"):
            assert set(entity["properties"].get(name, ())) <= set(ids)


def test_the_acled_like_table(corpus):
    rows = list(csv.DictReader(io.StringIO(text_of(corpus, "acled"), newline="")))
    assert rows and list(rows[0]) == list(ACLED_COLUMNS) and len(ACLED_COLUMNS) == 31
    with corpus.engine.connect() as connection:
        events = {e.id: e for story in queries.stories(connection) for e in queries.events(connection, story.id)}
    for row in rows:
        event = events[row["event_id_cnty"]]
        assert event.status == "actual" and row["event_date"] == event.when.start[:10]
        assert row["disorder_type"] in ("Political violence", "Demonstrations", "Strategic developments")
        assert event.type in ("ASSAULT", "PROTEST", "COERCE", "RETREAT", "MOBILIZE")
    killed = next(row for row in rows if row["fatalities"])
    assert killed["event_type"] in ("Battles", "Explosions/Remote violence", "Violence against civilians")
    assert killed["actor1"] and bool(killed["location"]) == (killed["geo_precision"] in ("1", "2", "3"))


def test_every_rule_of_the_acled_like_table_has_a_kind_of_disorder():
    tables = acled_tables()
    for rule in tables["rule"]:
        assert rule["event"] in tables["disorder"] and rule["type"] in MODES
        assert set(rule.get("modes", ())) <= set(MODES[rule["type"]])


def test_a_type_of_a_users_own_goes_out_where_the_format_has_room_for_it(tmp_path):
    folder = make_corpus(tmp_path / "c", [report(outlet="The Test Post")])
    with Corpus.open(folder, write=True) as opened:
        with opened.engine.connect() as connection:
            story = next(iter(queries.stories(connection)))
            event = queries.events(connection, story.id)[0]
        mention = event.tellings[0].mentions[0]
        said = Judgement(a=mention, b="EVICTION", about="type", verdict="same", score=1.0, reasons=(), by="somebody")
        opened.judge([said])
        renew(opened)
        assert "EVICTION" in text_of(opened, "jsonl") and "EVICTION" in text_of(opened, "geojson")
        for name in FORMATS:
            if name in ("plover", "polecat", "icews", "acled"):
                assert "EVICTION" not in text_of(opened, name)
            elif find(name).folder:
                (tmp_path / name).mkdir()
                assert find(name).write_folder(opened, Selection(), tmp_path / name)


# ---------------------------------------------------------------- the register of formats


def test_an_unknown_format():
    with pytest.raises(TellingsError) as caught:
        find("papyrus")
    assert caught.value.code == "unknown-format" and "jsonl" in caught.value.hint


def test_every_format_and_every_field_is_documented(corpus, tmp_path):
    document = DOCUMENT.read_text("utf-8")
    for name in [*FORMATS, "html"]:
        assert f"`{name}`" in document, name
    for line in objects(corpus, "jsonl"):
        assert f"`{line['kind']}`" in document
        for field in line:
            assert f"`{field}`" in document, (line["kind"], field)
    find("csv").write_folder(corpus, Selection(), tmp_path)
    for path in tmp_path.glob("*.csv"):
        assert f"`{path.stem}.csv`" in document
        header = path.read_text("utf-8-sig").splitlines()[0].split(",")
        for column in header:
            name = column.rsplit("_", 1)[0] if column.endswith(("_low", "_high")) else column
            assert f"`{name}`" in document, (path.name, column)


# ---------------------------------------------------------------- what is odd

NASTY = [
    "tab\there",
    "line\nend",
    "line\u2028separator",
    "nul\0here",
    "=1+1",
    '"quoted", and; more',
    "مرحبا",
    "",
]


def odd(corpus, **about) -> Flat:
    """An event with two parties on each side, whose names are not made for tables; about: fields of the event."""
    flat = next(flat for flat in flat_events(corpus, Selection()) if flat.actors)
    actors = tuple(replace(flat.actors[0], id=f"a-{n}", name=name) for n, name in enumerate(NASTY))
    return dataclasses.replace(flat, event=replace(flat.event, **about), actors=actors[:5], recipients=actors[5:])


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (lambda flat: [tabbed("None" if cell in (None, "") else cell for cell in polecat._row(flat))], 40),
        (lambda flat: [tabbed(icews._row(flat, a, b)) for a in flat.actors for b in flat.recipients], 20),
        (lambda flat: list(gdelt._event_lines(flat)), 61),
        (lambda flat: list(gdelt._mention_lines(flat)), 16),
    ],
)
@pytest.mark.parametrize("about", [{}, {"when": None, "place": None, "counts": (), "cameo": None, "modes": ()}])
def test_no_name_breaks_a_row(corpus, lines, columns, about):
    for line in lines(odd(corpus, **about)):
        encoded = line.encode("utf-8", "replace").decode()
        assert encoded.endswith("\n") and encoded.count("\n") == 1 and "\0" not in encoded and "\u2028" not in encoded
        cells = encoded[:-1].split("\t")
        assert len(cells) == columns and not any(cell.startswith(("=", "+", "@")) for cell in cells)


@pytest.mark.parametrize("about", [{}, {"when": None, "place": None, "counts": (), "cameo": None, "modes": ()}])
def test_no_name_breaks_an_object(corpus, about):
    flat = odd(corpus, **about)
    point = json.loads(msgspec.json.encode(geojson.feature(flat)))
    assert point["properties"]["actors"][0] == "tab\there"
    assert (point["geometry"] is None) == (flat.event.place is None or flat.event.place.lat is None)
    assert all(isinstance(v, str) for values in ftm._event(flat)["properties"].values() for v in values)
    if flat.day:
        assert json.loads(json.dumps(plover.record(flat)))["actor"][0]["entity_text"] == "tab\there"


def test_what_did_not_happen_is_not_told_as_a_deed(corpus, monkeypatch, tmp_path):
    told = [odd(corpus, id=f"e-0{n}", status=s) for n, s in enumerate(("actual", "historical", "negated", "future"))]
    monkeypatch.setattr(flat_module, "flat_events", lambda corpus, selection: iter(told))
    for name in ("polecat", "icews"):
        rows = list(csv.DictReader(io.StringIO(text_of(corpus, name)), delimiter="\t"))
        assert {row["Event ID"] for row in rows} == {"e-00", "e-01"}, name
    find("gdelt").write_folder(corpus, Selection(), tmp_path)
    assert len({line.split("\t")[0][:-2] for line in (tmp_path / "events.export.csv").read_text().splitlines()}) == 2
    rows = csv.DictReader(
        io.StringIO(text_of(corpus, "polecat", Selection(status=frozenset({"negated"})))), delimiter="\t"
    )
    assert {row["Event ID"] for row in rows} == {"e-02"}


def test_a_filtered_export_tells_where_its_actors_appear(corpus):
    lines = objects(corpus, "jsonl", Selection(types=frozenset({"ASSAULT"})))
    acting = {key for line in lines if line["kind"] == "event" for key in (*line["actors"], *line["recipients"])}
    assert acting and {line["actor"] for line in lines if line["kind"] == "appearance"} == acting
    assert {line["id"] for line in lines if line["kind"] == "actor"} == acting
