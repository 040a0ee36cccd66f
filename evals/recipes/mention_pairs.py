"""python -m evals.recipes.mention_pairs ECBPLUS_TRAIN: weights of pairs of mentions → compare/data/mention_pairs.json

Needs scikit-learn, which the program itself does not.  Pairs are the candidates inside our own groups of the training
documents; ECB+, (c) A. Cybulska and P. Vossen, VU University Amsterdam, CC BY 3.0.  With --cross the trees are fitted on
three quarters of the topics and tried on the rest, for choosing features and the threshold.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from evals.tasks.coref import described_mentions
from tellings.compare import clustering
from tellings.compare.mention_pairs import Described, features, habit_key
from tellings.compare.stories import find_stories
from tellings.model import Report

OUT = Path(__file__).resolve().parents[2] / "src/tellings/compare/data/mention_pairs.json"
HABITS = OUT.with_name("habits.tsv")
ONE_STORY = 12
LEAST_SEEN = 6  # pairs of heads that never meant one event are kept when they met as often
SETTINGS = {
    "max_iter": 140,
    "max_leaf_nodes": 16,
    "learning_rate": 0.06,
    "l2_regularization": 5.0,
    "min_samples_leaf": 40,
}


@dataclass
class Told:
    """The training documents by our own stories: mentions, gold clusters and topics by position."""

    mentions: list[Described]
    gold: list[str]
    topic: list[int]
    stories: list[tuple[list[int], list[Report]]]

    @classmethod
    def of(cls, rows: list[dict], name: str) -> Told:
        mentions, reports = described_mentions(rows, name)
        by_id = {r.id: r for r in reports}
        place = defaultdict(list)
        for position, mention in enumerate(mentions):
            place[mention.report].append(position)
        stories = [
            ([p for report in story for p in place[report]], [by_id[r] for r in story])
            for story in clustering.subdivide([group.reports for group in find_stories(reports)], by_id)
        ]
        gold = [m["cluster"] for row in rows for m in row["mentions"]]
        return cls(mentions, gold, [row["topic"] for row in rows for _ in row["mentions"]], stories)

    def seen(self) -> dict[int, dict[str, tuple[float, float]]]:
        """For each topic the habits of heads in it; one story counts a pair of heads at most `ONE_STORY` times."""
        out: dict[int, dict[str, tuple[float, float]]] = defaultdict(dict)
        for positions, _ in self.stories:
            counts: dict[tuple[int, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
            for a, b in combinations(positions, 2):
                key = self.topic[a], habit_key(self.mentions[a].head, self.mentions[b].head)
                counts[key][0] += self.gold[a] == self.gold[b]
                counts[key][1] += 1
            for (topic, key), (same, seen) in counts.items():
                part = min(1.0, ONE_STORY / seen)
                before = out[topic].get(key, (0.0, 0.0))
                out[topic][key] = (before[0] + same * part, before[1] + seen * part)
        return out

    def pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Feature rows, whether the two are one event, and the topic, for all candidate pairs.

        The habits of heads are those of the other topics, as they will be for a story never seen.
        """
        by_topic = self.seen()
        total = summed(by_topic.values())
        values, same, topics = [], [], []
        for positions, reports in self.stories:
            if not positions:
                continue
            here = [self.mentions[p] for p in positions]
            own = summed(by_topic[t] for t in {self.topic[p] for p in positions})
            others = {key: (s - own.get(key, (0, 0))[0], n - own.get(key, (0, 0))[1]) for key, (s, n) in total.items()}
            around = clustering.setting(here, reports, {k: v for k, v in others.items() if v[1] > 0.5})
            for a, b in clustering.candidates(here):
                values.append(features(here[a], here[b], around))
                same.append(self.gold[positions[a]] == self.gold[positions[b]])
                topics.append(self.topic[positions[a]])
        return np.array(values), np.array(same), np.array(topics)


def summed(tables: Iterable[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    out: dict[str, tuple[float, float]] = {}
    for table in tables:
        for key, (same, seen) in table.items():
            before = out.get(key, (0.0, 0.0))
            out[key] = (before[0] + same, before[1] + seen)
    return out


def fit(values: np.ndarray, same: np.ndarray):
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(random_state=0, **SETTINGS).fit(values, same)


def table(model) -> dict:
    """The trees as flat lists."""
    out: dict[str, list] = {name: [] for name in ("feature", "threshold", "left", "right", "value", "roots")}
    depth = 0
    for (predictor,) in model._predictors:
        base = len(out["feature"])
        out["roots"].append(base)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            out["feature"].append(-1 if leaf else int(node["feature_idx"]))
            out["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), 6))
            out["left"].append(0 if leaf else base + int(node["left"]))
            out["right"].append(0 if leaf else base + int(node["right"]))
            out["value"].append(round(float(node["value"]), 5))
            depth = max(depth, int(node["depth"]))
    return {**out, "bias": float(np.ravel(model._baseline_prediction)[0]), "depth": depth}


def main() -> None:
    source = Path(sys.argv[1])
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    told = Told.of(rows, source.stem)
    values, same, topics = told.pairs()
    print(len(values), "pairs,", int(same.sum()), "of one event")
    if "--cross" in sys.argv:
        from sklearn.metrics import average_precision_score

        held = np.array([hash(int(t)) % 4 == 0 for t in topics])
        model = fit(values[~held], same[~held])
        guess = model.predict_proba(values[held])[:, 1]
        print("average precision on held topics", round(average_precision_score(same[held], guess), 4))
    model = fit(values, same)
    note = "Made by evals/recipes/mention_pairs.py from ECB+ (training part), (c) A. Cybulska and P. Vossen, CC BY 3.0."
    known = summed(told.seen().values())
    lines = [f"{k}\t{s:.1f}\t{n:.1f}" for k, (s, n) in sorted(known.items()) if n >= 2 and (s > 0 or n >= LEAST_SEEN)]
    HABITS.write_text(
        f"# Heads, times one event, times beside each other.  {note}\n" + "\n".join(lines) + "\n", "utf-8"
    )
    OUT.write_text(json.dumps({"note": note, **table(model)}, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
