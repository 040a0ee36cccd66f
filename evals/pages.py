"""How long the explorer's pages take on a large corpus: python -m evals.pages FOLDER [MENTIONS].

FOLDER is made if it is not there: some thousand reports of `evals.synthetic`, kept and compared as always, and then the
catalogue copied many times over inside SQLite, each time with other ids and later days.  Outlets stay the same ones, and so do the
actors of most events, who come to act in very many.  The shards of the last copy are written, too, so that its pages can be
asked for.  What is told is the time of the processor, the middle of five tries after a first one: other work on the machine does
not count; and beside it that of the dearest single query of the page, its rows fetched.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from sqlalchemy import event
from starlette.testclient import TestClient

from evals.synthetic import corpus as synthetic
from tellings.corpus import Corpus, schema, shards
from tellings.corpus.records import Entry, Input
from tellings.engines.comparison import renew
from tellings.web.app import Explorer, make_app

BASE = 2_000  # reports
MENTIONS = 1_000_000
KEPT = 30  # actors that are the same ones in every copy
TRIES = 5
BUDGET = 0.3  # seconds a page
QUERY = 0.05  # seconds a query of it
_ID = re.compile(rb"\b([remtsaq])-([0-9a-f]{4})([0-9a-f]{6,})\b")
_DAYS = {"start", "end", "published"}
_HOLDS_IDS = {
    "id",
    "report",
    "story",
    "event",
    "telling",
    "actor",
    "data",
    "copy_of",
    "shard",
    "head",
    "later",
    "earlier",
}
_COPIED = (
    "reports", "mentions", "stories", "story_reports", "events", "event_actors", "tellings", "actors", "members",
    "findings", "copies", "called",
)  # fmt: skip
_SEARCHED = {"search": "id, title, text", "story_search": "id, title", "actor_search": "id, names"}


def make(folder: Path, mentions: int) -> None:
    """A corpus of about so many mentions."""
    shutil.rmtree(folder, ignore_errors=True)
    pairs = list(synthetic(BASE))
    entries = [Entry(report=report, reading=reading, body=report.id) for report, reading in pairs]
    with Corpus.open(folder, write=True) as corpus:
        for start in range(0, BASE, 256):
            part = entries[start : start + 256]
            inputs = [Input(source=f"{e.report.id}.txt", state="read", sha256="", report=e.report.id) for e in part]
            corpus.add(part, inputs, "synthetic")
        renew(corpus)
    copies = mentions // sum(len(reading.mentions) for _, reading in pairs)
    with sqlite3.connect(folder / "corpus.db") as raw:
        kept = {row[0].encode() for row in raw.execute(f"SELECT id FROM actors ORDER BY events DESC LIMIT {KEPT}")}
        tables = [*_COPIED, *_SEARCHED]
        last = {table: raw.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] for table in tables}
        for number in range(1, copies + 1):
            _copy(raw, number, kept, last)
            print(f"\rcopy {number} of {copies}", end="", file=sys.stderr)
        raw.execute(
            "UPDATE actors SET events = (SELECT count(DISTINCT event) FROM event_actors WHERE actor = actors.id)"
        )
        raw.execute("ANALYZE")
    for name in {path.stem for path in (folder / shards.FOLDER).glob("*.parquet")}:
        _copy_shard(folder / shards.FOLDER, name, copies, kept)
    print(file=sys.stderr)


def cloned(data: bytes | str | None, number: int, kept: set[bytes]) -> bytes | str | None:
    """The same with every id another one, but for those that are kept."""
    if data is None or isinstance(data, str):
        return data and cloned(data.encode(), number, kept).decode()
    return _ID.sub(lambda m: m[0] if m[0] in kept else b"%b-%04x%b" % (m[1], number, m[3]), data)


def _copy(raw: sqlite3.Connection, number: int, kept: set[bytes], last: dict[str, int]) -> None:
    raw.create_function("cloned", 1, lambda data: cloned(data, number, kept), deterministic=True)
    for table in last:
        columns = _SEARCHED[table].split(", ") if table in _SEARCHED else _columns(table)
        values = ", ".join(_value(table, column, number) for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        raw.execute(
            f"INSERT OR IGNORE INTO {table} ({named}) SELECT {values} FROM {table} WHERE rowid <= {last[table]}"
        )


def _columns(table: str) -> list[str]:
    """All columns but a number that counts up by itself."""
    return [column.name for column in schema.metadata.tables[table].columns if column.name != "number"]


def _value(table: str, column: str, number: int) -> str:
    if column in _DAYS:
        return f"date(substr(\"{column}\", 1, 10), '+{number} days')"
    if table == "stories" and column == "rank":
        return "substr(rank, 1, 11) || cloned(substr(rank, 12))"
    if column == "rank":
        return f"rank + {number} * 1000000"
    if column == "shard":
        return f"shard || '-{number}'"
    return f'cloned("{column}")' if column in _HOLDS_IDS else f'"{column}"'


def _copy_shard(folder: Path, name: str, number: int, kept: set[bytes]) -> None:
    entries = [
        msgspec.json.decode(cloned(msgspec.json.encode(entry), number, kept), type=Entry)
        for entry in shards.read(folder, name)
    ]
    (folder / f"{name}-{number}.parquet").write_bytes(shards._parquet(entries))  # gone once somebody opens it to write


# ---------------------------------------------------------------- asking


def addresses(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """(what, address) of the dearest page of each kind that there is."""
    with corpus.engine.connect() as connection:
        ask = connection.exec_driver_sql
        (number,) = ask(
            "SELECT max(substr(id, 3, 4)) FROM stories WHERE id IN (SELECT story FROM events WHERE rank >= 1000000)"
        ).one()
        mine = f"substr(id, 3, 4) = '{number}'"
        (story,) = ask(f"SELECT id FROM stories WHERE {mine} ORDER BY events DESC LIMIT 1").one()
        (happened,) = ask(f"SELECT id FROM events WHERE {mine} ORDER BY tellings DESC LIMIT 1").one()
        telling, report = ask("SELECT id, report FROM tellings WHERE event = ?", (happened,)).first()
        mention, start, end = ask(
            "SELECT id, sentence_start, sentence_end FROM mentions WHERE report = ?", (report,)
        ).first()
        actor, name = ask("SELECT id, name FROM actors ORDER BY events DESC LIMIT 1").one()
        outlets = [row[0] for row in ask("SELECT outlet FROM reports GROUP BY outlet ORDER BY count(*) DESC LIMIT 2")]
        word = ask("SELECT title FROM stories WHERE id = ?", (story,)).one()[0].split()[0]
    two = urlencode({"a": outlets[0], "b": outlets[1]})
    yield from (
        ("stories", "/"),
        ("stories, page 500", "/?page=500"),
        ("stories, a word", f"/?q={word}"),
        ("stories, a word of all reports", "/?q=people"),
    )
    for query in (
        "country=IND",
        "type=ASSAULT&status=actual",
        "start=2020-02-01&end=2020-02-03",
        "voices=3",
        "voices=99",
    ):
        yield f"stories, {query}", f"/?{query}"
    yield "stories of an outlet", f"/?{urlencode({'outlet': outlets[0]})}"
    yield "stories of an actor", f"/?actor={actor}"
    yield "stories of an actor's name", f"/?{urlencode({'actor': name})}"
    yield from (("story", f"/story/{story}"), ("event", f"/event/{happened}"), ("telling", f"/telling/{telling}"))
    yield from (("mention", f"/mention/{mention}"), ("report", f"/report/{report}"))
    yield from (("sentence", f"/sentence/{report}:{start}-{end}"), ("actor", f"/actor/{actor}"))
    yield from (
        ("actor, page 20", f"/actor/{actor}?page=20"),
        ("actors", "/actors"),
        ("actors, a name", f"/actors?q={name[:3]}"),
    )
    yield from (
        ("outlets", "/outlets"),
        ("two outlets", f"/outlets?{two}"),
        ("two outlets, both", f"/outlets?{two}&told=both"),
    )
    yield "judgements", "/judgements"


class Asked:
    """What a page asks the catalogue."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.statements: list[tuple[str, object]] = []
        event.listen(corpus.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, parameters, _context, many) -> None:
        if not many:
            self.statements.append((statement, parameters))

    def dearest(self, address: str, client: TestClient) -> tuple[float, str]:
        """Seconds of the dearest query of a page, and its words."""
        self.statements.clear()
        client.get(address)
        asked, found = list(self.statements), (0.0, "")
        with self.corpus.engine.connect() as connection:
            for statement, parameters in asked:
                taken = []
                for _ in range(3):
                    began = time.process_time()
                    connection.exec_driver_sql(statement, parameters).all()
                    taken.append(time.process_time() - began)
                found = max(found, (statistics.median(taken), " ".join(statement.split())))
        return found


def main(folder: Path, mentions: int) -> int:
    if not (folder / "corpus.db").exists():
        make(folder, mentions)
    slow = 0
    with Corpus.open(folder) as corpus:
        asked = Asked(corpus)
        client = TestClient(make_app(Explorer(corpus, "large", by="ann")), base_url="http://127.0.0.1")
        for what, address in addresses(corpus):
            taken = []
            for _ in range(TRIES + 1):
                began = time.process_time()
                answer = client.get(address)
                taken.append(time.process_time() - began)
                assert answer.status_code == 200, (address, answer.text[:500])
            middle = statistics.median(taken[1:])
            slow += middle > BUDGET
            query, words = asked.dearest(address, client)
            slow += query > QUERY
            mark = "  SLOW" if middle > BUDGET else ""
            mark += f"  SLOW QUERY {words[:300]}" if query > QUERY else ""
            print(
                f"{what:34} {1000 * middle:7.0f} ms {len(answer.content) // 1024:6} kB   first {1000 * taken[0]:6.0f}   query {1000 * query:5.0f} ms{mark}",
                flush=True,
            )
    return min(slow, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else MENTIONS))
