"""Ratios in one run: reading against bare spaCy on the same text in the same process, and the share of each step.

Bare spaCy is the small model's full default pipeline, NER included.  Rounds alternate, so that a noisy machine hits both.
The numeric libraries have one thread, as in a worker: a second one that waits for work would be counted as ours.  The
collector of garbage is set as in a worker too, for both: else one walk through all that is loaded falls now on the one,
now on the other.
python -m evals.speed [--texts FILE.jsonl] [--limit N] [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections import defaultdict
from pathlib import Path

for _library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

from tellings import entities, events, voices  # noqa: E402
from tellings.engines.loading import settle  # noqa: E402
from tellings.gather import gather  # noqa: E402
from tellings.model import Known, Report, report_id  # noqa: E402
from tellings.pipeline import Pipeline  # noqa: E402


def reports_of(path: Path | None, limit: int) -> list[Report]:
    """Reports out of the `text` fields of a JSONL file, else the example reports several times over."""
    if path is None:
        examples = [r for r in gather([Path(__file__).parent.parent / "examples" / "reports"]) if isinstance(r, Report)]
        return (examples * (1 + limit // max(1, len(examples))))[:limit]
    unknown = Known(value=None, basis="unknown")
    texts = []
    for line in path.read_text("utf-8").splitlines()[:limit]:
        row = json.loads(line)
        texts.append(row.get("text") or "")
    return [
        Report(
            id=report_id(None, str(n), t),
            outlet=unknown,
            published=Known(value="2020-01-01", basis="metadata"),
            title="",
            text=t,
        )
        for n, t in enumerate(texts)
    ]


def measure(reports: list[Report], rounds: int) -> dict:
    """Seconds of each step (median over rounds) and their shares of bare spaCy."""
    pipeline = Pipeline.load()
    settle()
    nlp = pipeline.model.nlp
    texts = [r.text for r in reports]
    seconds: dict[str, list[float]] = defaultdict(list)
    words = 0
    for _ in range(rounds):
        clock = time.process_time
        t = clock()
        words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=32))
        seconds["bare spaCy"].append(clock() - t)
        round_seconds = defaultdict(float)
        t = clock()
        parsed = list(pipeline.model.parse_many(reports))
        round_seconds["parse"] = clock() - t
        for p in parsed:
            t0 = clock()
            attributions = voices.attribute(p, pipeline.cues)
            t1 = clock()
            mentions = events.code(p, attributions, pipeline.frames)
            t2 = clock()
            p.names = _timed(p.names, round_seconds)
            before = round_seconds["names (NER)"]
            entities.resolve(p, attributions, mentions, pipeline.knowledge)
            t3 = clock()
            round_seconds["voices"] += t1 - t0
            round_seconds["events"] += t2 - t1
            round_seconds["entities"] += t3 - t2 - (round_seconds["names (NER)"] - before)
        for step, value in round_seconds.items():
            seconds[step].append(value)
    median = {step: statistics.median(values) for step, values in seconds.items()}
    bare = median["bare spaCy"]
    ours = sum(v for k, v in median.items() if k != "bare spaCy")
    return {
        "tokens": words,
        "seconds": {k: round(v, 3) for k, v in median.items()},
        "share_of_bare_spacy": {k: round(v / bare, 3) for k, v in median.items() if k != "bare spaCy"},
        "beside_parse_over_parse": round((ours - median["parse"]) / median["parse"], 3),
        "words_a_second_over_bare_spacy": round(bare / ours, 3),
    }


def _timed(names, seconds: dict[str, float]):
    """NER with its time written down apart."""

    def timed(sentences=None):
        start = time.process_time()
        found = names(sentences)
        seconds["names (NER)"] += time.process_time() - start
        return found

    return timed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    result = measure(reports_of(args.texts, args.limit), args.rounds)
    if args.json:
        print(json.dumps(result))
        return 0
    print(f"{result['tokens']} tokens; bare spaCy {result['seconds']['bare spaCy']} s")
    for step, share in result["share_of_bare_spacy"].items():
        print(f"{step:14} {share:6.1%} of bare spaCy")
    print(f"everything beside the parse: {result['beside_parse_over_parse']:.1%} of the parse")
    print(f"reading against bare spaCy: {result['words_a_second_over_bare_spacy']:.1%} of its words a second")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
