"""python -m evals.recipes.second_opinion [--records FILE]: whether a statistical second opinion pays (it does not, yet).

Trains logistic regression over MiniLM vectors of whole sentences of our own and prints what it adds where no frame fits,
at several probabilities, and which chief type it picks where several frames fit.  Needs the extra `encoder` and scikit-learn.
docs/decisions/second-opinion.md holds the result.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tellings import events, voices
from tellings.compare.encoder import Encoder
from tellings.events.examples import report_of
from tellings.pipeline import Pipeline

DATA = Path(__file__).parents[1] / "data"
NONE = "NONE"
SURE = (1.1, 0.9, 0.8, 0.7, 0.6, 0.5)  # from "never" on


@dataclass(frozen=True)
class Row:
    """A sentence, its gold types (None: not labelled as a whole), the types that frames find, chief one first."""

    text: str
    gold: list[str] | None
    found: list[str]


def rows_of(labelled: list[tuple[str, list[str] | None]], pipeline: Pipeline) -> list[Row]:
    rows = []
    parses = pipeline.model.parse_many([report_of(text) for text, _ in labelled])
    for (text, gold), parsed in zip(labelled, parses, strict=True):
        mentions = events.code(parsed, voices.attribute(parsed, pipeline.cues), pipeline.frames)
        chief = sorted((m for m in mentions if not m.of), key=lambda m: -m.weight)
        rows.append(Row(text, gold, [m.type for m in chief]))
    return rows


def labelled(path: Path, half: str | None = None, types: str = "type") -> list[tuple[str, list[str] | None]]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(r["text"], [e[types] for e in r["events"]]) for r in lines if half in (None, r.get("half"))]


def examples(pipeline: Pipeline) -> list[tuple[str, list[str] | None]]:
    """The frames' own: a sentence that should give no event of one frame may hold one of another."""
    found: dict[str, list[str] | None] = {}
    for frame in pipeline.frames.frames:
        for example in frame.examples:
            if example.gives is None:
                found.setdefault(example.text, None)
            else:
                found[example.text] = [*(found.get(example.text) or ()), example.gives.get("type", frame.type)]
    return list(found.items())


def main() -> int:
    from sklearn.linear_model import LogisticRegression

    parser = argparse.ArgumentParser(prog="python -m evals.recipes.second_opinion", description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=Path, help="PLOVER records, development half (JSON Lines)")
    args = parser.parse_args()
    pipeline = Pipeline.load()
    encoder = Encoder()
    train = rows_of(examples(pipeline), pipeline)
    for name in ("fresh_a", "fresh_b"):
        train += rows_of(labelled(DATA / f"{name}.jsonl", "dev"), pipeline)
    train += rows_of(labelled(DATA / "modes_contexts.jsonl"), pipeline)
    train = [row for row in train if row.gold is not None or not row.found]
    model = LogisticRegression(C=8, max_iter=3000)
    model.fit(encoder.encode([row.text for row in train]), [(row.gold or [NONE])[0] for row in train])
    print(len(train), "sentences to learn from")
    sets = {name: labelled(DATA / f"{name}.jsonl", "test") for name in ("fresh_a", "fresh_b")}
    if args.records:
        sets["records"] = labelled(args.records, types="event_type")
    for name, sentences in sets.items():
        rows = rows_of(sentences, pipeline)
        chances = model.predict_proba(encoder.encode([row.text for row in rows]))
        print(name)
        for sure in SURE:
            print("   ", sure, *_with_opinion(rows, chances, list(model.classes_), sure))
        print("    chief of several: frames, opinion, of", *_chief(rows, chances, list(model.classes_)))
    return 0


def _with_opinion(rows: list[Row], chances: np.ndarray, classes: list[str], sure: float) -> tuple[str, ...]:
    found = gold = quiet = spoken = 0
    for row, chance in zip(rows, chances, strict=True):
        best = int(chance.argmax())
        opinion = [classes[best]] if not row.found and classes[best] != NONE and chance[best] >= sure else []
        found += sum((Counter(row.found + opinion) & Counter(row.gold)).values())
        gold += len(row.gold)
        quiet += not row.gold
        spoken += not row.gold and bool(row.found + opinion)
    return f"recall {found / gold:.3f}", f"negatives {1 - spoken / quiet:.3f}" if quiet else ""


def _chief(rows: list[Row], chances: np.ndarray, classes: list[str]) -> tuple[int, int, int]:
    several = [(row, chance) for row, chance in zip(rows, chances, strict=True) if row.gold and len(set(row.found)) > 1]
    place = {name: n for n, name in enumerate(classes)}
    picks = [max(set(row.found), key=lambda kind, c=chance: c[place[kind]]) for row, chance in several]
    frames = sum(row.found[0] in row.gold for row, _ in several)
    return frames, sum(pick in row.gold for pick, (row, _) in zip(picks, several, strict=True)), len(several)


if __name__ == "__main__":
    raise SystemExit(main())
