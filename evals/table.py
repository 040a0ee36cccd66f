"""make eval: every figure beside its floor and the best peer's; fails below a floor.

python -m evals.table [--only TASK …] [--raise]      --raise writes the figures reached into floors.toml (never lowers one)
Data lies beside the project in `shared/eval` (or where EVAL_SHARED points); three sets that may not be passed on lie in the
folder EVAL_DATA, see evals/README.md.  Where a set is missing its rows say "not here".
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evals import real_joins, unseen
from evals.__main__ import Options, run

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("EVAL_SHARED", ROOT.parent / "shared" / "eval"))
DATA = Path(os.environ["EVAL_DATA"]) if os.environ.get("EVAL_DATA") else None
FLOORS = ROOT / "evals" / "floors.toml"
SLACK = 0.003  # processors round differently, and a parse near a tie may flip


@dataclass(frozen=True)
class Figure:
    """One line of the table: where the figure stands in the scorer's answer, what to reach, and the best peer's."""

    name: str
    where: str | Callable[[dict], float]
    reach: float | None = None
    peer: str = ""
    less_is_better: bool = False


@dataclass(frozen=True)
class Row:
    """One task on one file."""

    name: str
    task: str
    source: Path | None
    scorer: list[str]
    figures: list[Figure]
    options: Options = field(default_factory=Options)
    gold: Path | None = None
    prepare: Callable[[Path, Path], None] | None = None


def _score(pick: str, scale: float = 1.0) -> Callable[[dict], float]:
    """`a.b.2` → answer["a"]["b"][2] / scale."""

    def get(answer: dict) -> float:
        value = answer
        for key in pick.split("|"):
            value = value[int(key)] if isinstance(value, list) else value[key]
        return float(value) / scale if value is not None else math.nan

    return get


def _recall(kind: str) -> Callable[[dict], float]:
    return lambda answer: answer["by_quoting"][kind]["relation_found"] / answer["by_quoting"][kind]["gold"]


def _concepts(gold: Path, out: Path) -> None:
    """NewsWCL50 annotations as mentions with clusters: one concept within one event."""
    with open(out, "w", encoding="utf-8") as handle:
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            handle.write(json.dumps({"mention_id": row["id"], "cluster": f"{row['event']}/{row['concept']}"}) + "\n")


def _copies_gold(gold: Path, out: Path) -> None:
    with open(out, "w", encoding="utf-8") as handle:
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            label = "copy" if row["label"] == "copy" else "other"
            handle.write(json.dumps({"pair_id": row["pair_id"], "labels": [label, f"level{row['level']}"]}) + "\n")


def rows() -> list[Row]:
    """Everything that is measured."""
    s = SHARED

    def data(name: str) -> Path | None:
        return DATA / name if DATA else None

    events = s / "events/plover_gsr_dev.jsonl"
    event_scorer = [str(s / "events/score.py"), "--json"]
    own = str(s / "own/score.py")
    entities = str(ROOT / "evals/score_entities.py")

    def f1(name, key, reach, peer=""):
        return Figure(name, _score(f"measures|{key}|f1"), reach, peer)

    actors = [
        f1("actor country F1", "source_country", 0.90, ".76"), f1("actor country + sector F1", "source", 0.75, ".52"),
        f1("recipient country F1", "target_country", 0.85, ".69"), f1("recipient country + sector F1", "target", 0.65, ".43"),
    ]  # fmt: skip
    return [
        Row("events --main", "events", events, event_scorer, [
            f1("type F1", "type", 0.88, ".49"), Figure("type macro F1", _score("type_macro_f1"), 0.85, ".49"), f1("quad F1", "quad", 0.93),
            *actors, f1("type + both countries F1", "tuple", 0.65, ".33"),
        ], Options(main=True)),
        Row("events --main --gov-default", "events", events, [*event_scorer, "--gov-default"], [
            f1("actor country + sector F1", "source", 0.75, ".52"), f1("recipient country + sector F1", "target", 0.65, ".43"),
        ], Options(main=True, gov_default=True)),
        Row("events, every one", "events", events, event_scorer, [
            Figure("type recall", _score("measures|type|recall"), 0.92), Figure("type precision", _score("measures|type|precision")),
        ]),
        Row("status", "status", s / "own/status_dev.jsonl", [own, "status"], [
            Figure("events found (recall)", _score("detection|recall", 100), 0.95),
            Figure("type accuracy of found", _score("type_accuracy_found", 100), 0.92),
            Figure("status macro F1", _score("status_macro_f1", 100), 0.90),
            Figure("events where there is none", _score("false_on_null_share", 100), 0.08, less_is_better=True),
        ]),
        Row("modes", "modes", ROOT / "evals/data/modes_contexts.jsonl", [str(ROOT / "evals/score_modes.py"), "--json"], [
            Figure("mode F1", _score("mode|f1"), 0.85), Figure("context F1", _score("context|f1"), 0.75),
        ]),
        Row("counts", "counts", s / "own/counts_dev.jsonl", [own, "counts"], [Figure("exact F1", _score("exact|f1", 100), 0.90)]),
        Row("chains", "chains", s / "own/chains_dev.jsonl", [own, "chains"], [
            Figure("chain exactly right", _score("exact_chain", 100), 0.85),
            Figure("inner voices", _score("inner_voice_accuracy", 100), 0.90),
            Figure("kind", _score("kind_accuracy", 100), 0.95),
        ]),
        Row("accounts", "accounts", s / "own/accounts_dev.jsonl", [own, "accounts"], [
            Figure("telling recall", _score("telling_recall", 100), 0.85),
            Figure("B-cubed F1", _score("bcubed|f1", 100), 0.82),
            Figure("comparison, told by several", _score("comparison_several", 100), 0.88),
            Figure("independent voices, several", _score("independent_voices_several", 100), 0.88),
            Figure("wrongly merged", _score("apart_merged"), 0, less_is_better=True),
        ]),
        Row("attribution", "attribution", data("polnear_dev.jsonl"), [str(s / "attribution/score.py"), "--json"], [
            Figure("relation overlap F1", _score("scores|relation/overlap|f1"), 0.75, ".63"),
            Figure("relation overlap precision", _score("scores|relation/overlap|precision"), 0.78),
            Figure("relation exact F1", _score("scores|relation/exact|f1"), 0.50, ".35"),
            Figure("content overlap F1", _score("scores|content/overlap|f1"), 0.82, ".65"),
            Figure("content exact F1", _score("scores|content/exact|f1"), 0.56, ".37"),
            Figure("recall direct", _recall("direct"), 0.90, ".77"), Figure("recall mixed", _recall("mixed"), 0.78, ".65"),
            Figure("recall indirect", _recall("indirect"), 0.62, ".47"),
        ]),
        Row("time", "time", s / "time/meantime_dev.jsonl", [str(s / "time/score.py"), "--json"], [
            Figure("value F1", _score("value|f1"), 0.82, ".75"), Figure("calendar F1", _score("calendar|f1"), 0.93, ".81"),
        ]),
        Row("place", "place", s / "place/geovirus_dev.jsonl", [str(s / "place/score.py"), "--json"], [
            Figure("own spans, F1 within 161 km", _score("e2e161|f1"), 0.75),
        ]),
        Row("place-oracle", "place-oracle", s / "place/geovirus_dev.jsonl", [str(s / "place/score.py"), "--json"], [
            Figure("gold spans, within 161 km of all", _score("resolution|acc161_all"), 0.85, ".82"),
        ]),
        Row("when and where", "when-where", ROOT / "evals/data/when_where.jsonl", [entities, "when-where"], [
            Figure("right day", _score("day"), 0.85), Figure("right day, test half", _score("test|day"), 0.85),
            Figure("right place", _score("place"), 0.85), Figure("right place, test half", _score("test|place"), 0.85),
        ]),
        Row("names", "name-pairs", ROOT / "evals/data/name_pairs.tsv", [entities, "names"], [
            Figure("recall at 2 % false", _score("recall_at_2"), 0.97, ".88"),
            Figure("recall at 2 % false, test half", _score("test|recall_at_2"), 0.97, ".88"),
        ]),
        Row("actor phrases", "actor-phrases", ROOT / "evals/data/actor_phrases.jsonl", [entities, "actors"], [
            Figure("country", _score("country")), Figure("country, test half", _score("test|country")),
            Figure("country + sector", _score("both")), Figure("country + sector, test half", _score("test|both")),
        ]),
        Row("when and where, second", "when-where", ROOT / "evals/data/when_where_second.jsonl", [entities, "when-where"], [
            Figure("right day, test half", _score("test|day"), 0.85), Figure("right place, test half", _score("test|place"), 0.85),
        ]),
        Row("names, second", "name-pairs", ROOT / "evals/data/name_pairs_second.tsv", [entities, "names"], [
            Figure("recall at 2 % false, test half", _score("test|recall_at_2"), 0.97, ".88"),
        ]),
        Row("actor phrases, hard", "actor-phrases", ROOT / "evals/data/actor_phrases_hard.jsonl", [entities, "actors"], [
            Figure("country, test half", _score("test|country")), Figure("country + sector, test half", _score("test|both")),
        ]),
        Row("copies", "copies", s / "crossdoc/copy_pairs_dev.jsonl", [str(s / "crossdoc/presence_score.py"), "--id", "pair_id", "--json"], [
            Figure("F1 of copies", _score("classes|copy|2"), 0.99, ".99"),
        ], prepare=_copies_gold),
        Row("numbers", "numbers", s / "crossdoc/number_pairs_dev.jsonl", [str(s / "crossdoc/presence_score.py"), "--id", "pair_id", "--json"], [
            Figure("accuracy", _score("accuracy"), 0.93, ".36"), Figure("precision of conflict", _score("classes|conflict|0"), 0.95, ".36"),
        ]),
        *(
            Row(f"stories {name}{' --encoder' if encoder else ''}", "stories", s / f"crossdoc/stories_{name}_dev.jsonl",
                [str(s / "crossdoc/cluster_score.py"), "--json"],
                [Figure("pairwise F1", _score("pair|2"), pair, p1), Figure("B-cubed F1", _score("b3|2"), b3, p2)],
                Options(encoder=encoder))
            for name, encoder, pair, b3, p1, p2 in (
                ("allsides", False, 0.85, 0.92, ".81", ".91"), ("giveme5w1h", False, 0.82, 0.90, ".75", ".85"),
                ("allsides", True, 0.94, 0.97, ".95", ".97"), ("giveme5w1h", True, 0.86, 0.92, ".79", ".88"),
            )
        ),
        Row("coref", "coref", s / "crossdoc/ecbplus_dev.jsonl", [str(s / "crossdoc/coref_score.py"), "--json"], [
            Figure("CoNLL F1", _score("CoNLL"), 0.82, ".82"),
        ]),
        Row("naming", "naming", s / "crossdoc/newswcl50_dev.jsonl", [str(s / "crossdoc/coref_score.py"), "--json"], [
            Figure("CoNLL F1", _score("CoNLL"), 0.60, ".45"),
        ], prepare=_concepts),
        Row("presence", "presence", data("indiapolice_dev.jsonl"), [str(s / "crossdoc/presence_score.py"), "--json"], [
            Figure("macro F1", _score("macro|2"), 0.75, ".58"),
        ]),
    ]  # fmt: skip


def measure(row: Row, folder: Path) -> tuple[dict | None, str, float]:
    """The scorer's answer, or why there is none; and the seconds it took."""
    if row.source is None or not row.source.exists():
        return None, "not here", 0.0
    if importlib.util.find_spec("evals.tasks." + row.task.replace("-", "_")) is None:
        return None, "not built", 0.0
    started = time.perf_counter()
    try:
        predictions = run(row.task, row.source, row.options)
    except Exception as error:  # a table with one broken row is still a table; the row fails it below
        if getattr(error, "code", "") in ("no-encoder", "not-built"):
            return None, "not here", 0.0
        return None, f"failed: {type(error).__name__}: {error}"[:120], time.perf_counter() - started
    seconds = time.perf_counter() - started
    out = folder / f"{row.name.replace(' ', '_')}.jsonl"
    out.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predictions), "utf-8")
    gold = row.source
    if row.prepare:
        gold = folder / f"gold_{row.task}.jsonl"
        row.prepare(row.source, gold)
    command = [sys.executable, row.scorer[0]]
    flags = row.scorer[1:]
    command += (
        [*flags, str(gold), str(out)] if not flags or not flags[0].startswith("-") else [str(gold), str(out), *flags]
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return (
            None,
            f"scorer failed: {done.stderr.strip().splitlines()[-1][:100] if done.stderr.strip() else done.returncode}",
            seconds,
        )
    return json.loads(done.stdout), "", seconds


def unseen_figures(only: list[str]) -> Iterator[tuple[str, str, float | None, float | None, str, str, bool]]:
    """The unread halves of our own sets; they are measured and kept from falling, and nothing is to be reached."""
    for name, figure, value in unseen.figures(only, SHARED.exists()):
        yield name, figure, value, None, "", "", figure in ("wrongly merged", "extra tellings")


def join_figures(only: list[str]) -> Iterator[tuple[str, str, float | None, float | None, str, str, bool]]:
    """Joins and echoes in real reports, against the human gold of ECB+'s dev topics."""
    path = SHARED / "crossdoc" / "ecbplus_dev.jsonl"
    if (only and "joins" not in only) or not path.exists():
        return
    wanted = ("links right", "across precision", "across recall", "echoes right")
    for by, name in (("subtopic", "joins, ECB+"), ("topic", "joins, ECB+, two happenings")):
        found = real_joins.figures(real_joins.measure(path, Options(name=path.stem), by).counts)
        for figure in wanted:
            yield name, figure, found[figure], None, "", "", False


def case_figures() -> Iterator[tuple[str, str, float | None, float | None, str, str, bool]]:
    """The share of checks that the case passes."""
    folder = SHARED.parent / "cases" / "moslehi-2013"
    if not folder.exists():
        yield "case moslehi-2013", "checks passed", None, 1.0, "", "not here", False
        return
    try:
        from evals.case import Case

        checks = list(Case(folder).checks())
        yield "case moslehi-2013", "checks passed", sum(c.passed for c in checks) / len(checks), 1.0, "", "", False
    except Exception as error:
        yield (
            "case moslehi-2013",
            "checks passed",
            None,
            1.0,
            "",
            f"failed: {type(error).__name__}: {error}"[:120],
            False,
        )


def table(only: list[str]) -> Iterator[tuple[str, str, float | None, float | None, str, str, bool]]:
    """Rows as (set, figure, value, to reach, peer, note, less is better)."""
    with tempfile.TemporaryDirectory() as name:
        for row in rows():
            if only and row.task not in only:
                continue
            answer, note, seconds = measure(row, Path(name))
            for figure in row.figures:
                value = figure.where(answer) if answer is not None else None
                yield (
                    row.name,
                    figure.name,
                    value,
                    figure.reach,
                    figure.peer,
                    note or f"{seconds:.0f} s",
                    figure.less_is_better,
                )
    yield from unseen_figures(only)
    yield from join_figures(only)
    if not only or "case" in only:
        yield from case_figures()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.table", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument(
        "--raise", dest="raise_", action="store_true", help="write the figures reached into floors.toml"
    )
    parser.add_argument("--write", type=Path, help="a Markdown page whose table of figures is renewed")
    args = parser.parse_args(argv)
    floors = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    print(f"{'set':28} {'figure':34} {'now':>6} {'floor':>6} {'reach':>6} {'peer':>5}  note")
    below = failed = 0
    kept: list[tuple] = []
    for name, figure, value, reach, peer, note, less in table(args.only):
        kept.append((name, figure, value, reach, peer))
        floor = floors.get(name, {}).get(figure)
        shown = "–" if value is None else f"{value:.3f}"
        mark = ""
        if value is None and note not in ("not here",):
            failed += 1
            mark = "  ✗"
        elif value is not None and floor is not None and (value > floor + SLACK if less else value < floor - SLACK):
            below += 1
            mark = "  BELOW"
        elif value is not None and reach is not None and (value <= reach if less else value >= reach):
            mark = "  ✓"
        print(
            f"{name:28} {figure:34} {shown:>6} {_show(floor):>6} {_show(reach):>6} {peer:>5}  {note}{mark}", flush=True
        )
        if args.raise_ and value is not None:
            better = floor is None or (value < floor if less else value > floor)
            if better:
                floors.setdefault(name, {})[figure] = (
                    math.ceil(value * 1000) / 1000 if less else math.floor(value * 1000) / 1000
                )
    if args.raise_:
        write_floors(floors)
    if args.write:
        write_page(args.write, kept)
    if below or failed:
        print(f"{below} below their floor, {failed} could not be measured")
    return 1 if below or failed else 0


def write_page(path: Path, figures: list[tuple]) -> None:
    """Renew the table between the two marks of a Markdown page; rows that were not measured keep their old line."""
    begin, end = "<!-- figures -->", "<!-- /figures -->"
    page = path.read_text("utf-8")
    head, rest = page.split(begin, 1)
    old, tail = rest.split(end, 1)
    lines = {tuple(c.strip() for c in row.split("|")[1:3]): row for row in old.splitlines() if row.startswith("| ")}
    for name, figure, value, reach, peer in figures:
        if value is not None or (name, figure) not in lines:
            reached = "" if reach is None else f"{reach:.3f}"
            lines[name, figure] = (
                f"| {name} | {figure} | {'not here' if value is None else f'{value:.3f}'} | {reached} | {peer} |"
            )
    lines.pop(("set", "figure"), None)
    table = "\n".join(["| set | figure | now | to reach | best peer |", "|---|---|---|---|---|", *lines.values()])
    path.write_text(f"{head}{begin}\n{table}\n{end}{tail}", "utf-8")


def _show(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def write_floors(floors: dict) -> None:
    lines = ["# The figures reached.  They may not fall; lowering one needs a reason in docs/decisions/.\n"]
    for name, figures in floors.items():
        lines.append(f'\n["{name}"]\n')
        lines += [f'"{figure}" = {value}\n' for figure, value in figures.items()]
    FLOORS.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
