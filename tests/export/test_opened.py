"""Exports opened by the programs they are meant for.  `make opened` installs those and runs this; elsewhere it skips."""

from __future__ import annotations

import json

import pytest

from handmade import BODY, make_corpus, report
from tellings.corpus import Corpus
from tellings.export import Selection, find


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """exported(format) -> the file, or the folder, of a small corpus."""
    folder = tmp_path_factory.mktemp("opened")
    reports = [
        report(outlet="The Test Post", url="https://example.org/a"),
        report(BODY.replace("killed 8", "killed 11"), outlet="Radio Two", published="2024-02-13"),
    ]
    with Corpus.open(make_corpus(folder / "c", reports)) as corpus:

        def export(name):
            chosen = find(name)
            path = folder / f"{name}{chosen.ending}"
            if chosen.folder:
                path.mkdir(exist_ok=True)
                chosen.write_folder(corpus, Selection(), path)
            else:
                path.write_text("".join(chosen.write(corpus, Selection())), "utf-8", newline="")
            return path

        yield export


def events_of(exported) -> list[dict]:
    lines = exported("jsonl").read_text("utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["kind"] == "event"]


def test_pandas_reads_csv_parquet_and_the_tab_separated_tables(exported):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    events = events_of(exported)
    for name in ("events", "tellings", "comparison", "mentions", "actors", "reports", "namings"):
        comma = pandas.read_csv(exported("csv") / f"{name}.csv", dtype=str, keep_default_na=False)
        typed = pandas.read_parquet(exported("parquet") / f"{name}.parquet")
        assert list(comma.columns) == list(typed.columns) and len(comma) == len(typed), name
    table = pandas.read_parquet(exported("parquet") / "events.parquet")
    assert set(table["event"]) == {event["id"] for event in events}
    assert table["killed_low"].max() >= 8
    for name, columns in (("polecat", 40), ("icews", 20)):
        table = pandas.read_csv(exported(name), sep="\t", dtype=str)
        assert len(table.columns) == columns and len(table) >= 1
    assert len(pandas.read_csv(exported("acled")).columns) == 31
    gdelt = exported("gdelt")
    rows = pandas.read_csv(gdelt / "events.export.csv", sep="\t", header=None, dtype=str)
    mentions = pandas.read_csv(gdelt / "mentions.csv", sep="\t", header=None, dtype=str)
    assert (rows.shape[1], mentions.shape[1]) == (61, 16) and set(mentions[0]) == set(rows[0])


def test_duckdb_joins_the_parquet_tables(exported):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    folder = exported("parquet")
    found = duckdb.sql(
        f"select e.event, count(distinct t.telling) from '{folder}/events.parquet' e "
        f"join '{folder}/tellings.parquet' t using (event) join '{folder}/mentions.parquet' m using (telling) group by all"
    ).fetchall()
    assert dict(found) == {event["id"]: len(event["tellings"]) for event in events_of(exported)}


def test_geopandas_reads_the_map(exported):
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed")
    frame = geopandas.read_file(exported("geojson"))
    events = {event["id"]: event for event in events_of(exported)}
    assert len(frame) == len(events) and frame.crs.to_epsg() == 4326
    for key, point in zip(frame["id"], frame.geometry, strict=True):
        place = events[key]["place"]
        located = place is not None and place["lat"] is not None
        assert (point is not None) == located
        assert not located or (point.x, point.y) == (place["lon"], place["lat"])


def test_followthemoney_takes_every_entity(exported):
    pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    from followthemoney import model

    wanted = [json.loads(line) for line in exported("ftm").read_text("utf-8").splitlines()]
    ids = {one["id"] for one in wanted}
    schemata = set()
    for raw in wanted:
        entity = model.get_proxy(raw)
        entity.schema.validate(raw)
        schemata.add(entity.schema.name)
        # Nothing is dropped as unknown or unclean.
        assert {name: sorted(values) for name, values in raw["properties"].items()} == {
            prop.name: sorted(entity.get(prop)) for prop in entity.iterprops()
        }, raw["id"]
        for prop in entity.iterprops():
            if prop.type.name == "entity":
                assert set(entity.get(prop)) <= ids
    assert {"Event", "Article", "Mention"} <= schemata
