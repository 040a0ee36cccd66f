"""python -m evals.recipes.two_hundred [--draw]: 200 sentences of real reports for reading by eye.

From PolNeAR dev, IndiaPoliceEvents dev and the Wikinews texts of the time set: 200 sentences of 8 to 60 words, drawn with
a fixed seed, 80, 60 and 60, no two of one report as long as there are enough reports.  Without --draw only the ids are
printed, `set/report/start-end` in characters of the set's text; with it each sentence and what the coder finds in it.
The sentences stay where they are: docs/decisions/events-200.md holds ids and judgements.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from evals.parsed import parse_cached
from evals.table import DATA, SHARED
from evals.tasks.coding import model, report_of
from tellings.parse import Parsed
from tellings.reading import read_parsed

SEED = 2003
SETS = (("polnear", "polnear_dev.jsonl", 80), ("india", "indiapolice_dev.jsonl", 60), ("wikinews", None, 60))
SHORTEST, LONGEST = 8, 60  # words


@dataclass(frozen=True)
class Drawn:
    """One sentence: its id, and the parsed report that holds it at these characters."""

    id: str
    parsed: Parsed
    start: int
    end: int


def draw() -> Iterator[Drawn]:
    """The 200 sentences; a set that is not here gives none."""
    for name, file, wanted in SETS:
        source = (DATA / file if DATA else None) if file else SHARED / "time" / "meantime_dev.jsonl"
        if source is None or not source.exists():
            continue
        with open(source, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        chance = random.Random(f"{SEED} {name}")
        chance.shuffle(rows)
        rows = rows[: 2 * wanted]
        texts = [{"id": str(r.get("id", r.get("doc_id"))), "text": r["text"], "date": r.get("date")} for r in rows]
        pools = [
            (row["id"], parsed, _sentences(parsed, chance))
            for row, parsed in zip(texts, _parse(texts, name), strict=True)
        ]
        yield from _in_turns(name, pools, wanted)


def _parse(texts: list[dict], name: str) -> list[Parsed]:
    return parse_cached(model(), [report_of(t) for t in texts], f"two-hundred-{name}")


def _sentences(parsed: Parsed, chance: random.Random) -> list[tuple[int, int]]:
    """Where the sentences of a fitting length stand, in a random order."""
    spans = [(s.start_char, s.end_char) for s in parsed.doc.sents if SHORTEST <= sum(t.is_alpha for t in s) <= LONGEST]
    chance.shuffle(spans)
    return spans


def _in_turns(name: str, pools: list[tuple[str, Parsed, list[tuple[int, int]]]], wanted: int) -> Iterator[Drawn]:
    """A sentence of each report, then a second of each, until there are enough."""
    given = 0
    for turn in range(max((len(spans) for _, _, spans in pools), default=0)):
        for report, parsed, spans in pools:
            if turn < len(spans) and given < wanted:
                start, end = spans[turn]
                yield Drawn(f"{name}/{report}/{start}-{end}", parsed, start, end)
                given += 1


def show(drawn: list[Drawn]) -> Iterator[str]:
    """Each sentence with the mentions whose trigger stands in it."""
    from evals.__main__ import Options

    pipeline = Options().pipeline()
    readings = {}
    for number, d in enumerate(drawn, 1):
        if id(d.parsed) not in readings:
            readings[id(d.parsed)] = read_parsed(d.parsed, pipeline)
        text = d.parsed.report.text
        yield f"{number} {d.id}\n  {' '.join(text[d.start : d.end].split())}"
        for m in readings[id(d.parsed)].mentions:
            if d.start <= m.trigger.start < d.end and m.of is None:
                actors, recipients = (
                    "; ".join(text[p.span.start : p.span.end] for p in side) for side in (m.actors, m.recipients)
                )
                word = text[m.trigger.start : m.trigger.end]
                yield f"    {m.type}-{','.join(m.modes)} {m.status}  {actors} → {recipients}  [{m.frame}: {word}]"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.recipes.two_hundred", description=__doc__.splitlines()[0])
    parser.add_argument("--draw", action="store_true", help="the sentences and what is found in them, not only the ids")
    args = parser.parse_args(argv)
    drawn = list(draw())
    for line in show(drawn) if args.draw else (d.id for d in drawn):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
