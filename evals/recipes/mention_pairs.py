"""python -m evals.recipes.mention_pairs ECBPLUS_TRAIN [--cross]: what is learned of pairs of reports and of mentions.

→ compare/data/report_pairs.json (are two undated reports one story), mention_pairs.json (are two mentions one event) and
habits.tsv.  Needs scikit-learn, which the program itself does not.  ECB+, (c) A. Cybulska and P. Vossen, VU University
Amsterdam, CC BY 3.0.  With --cross nothing is written: everything is fitted on two thirds of the topics and tried on the
rest, for choosing features and thresholds.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np

from evals.tasks.coref import described_mentions
from tellings.compare import clustering, undated
from tellings.compare.linkage import average_link
from tellings.compare.mention_pairs import Described, features, habit_key
from tellings.model import Report

OUT = Path(__file__).resolve().parents[2] / "src/tellings/compare/data/mention_pairs.json"
REPORTS = OUT.with_name("report_pairs.json")
HABITS = OUT.with_name("habits.tsv")
PARTS = 3
SEEDS = 3  # with --cross
ONE_STORY = 12
SMALLER = 4  # times that every story is learned once more with a part of its reports …
PORTIONS = (0.35, 0.5, 0.7)  # … of which this is how large it is
LEAST_SEEN = 6  # pairs of heads that never meant one event are kept when they met as often
SETTINGS = {
    "max_iter": 400,
    "max_leaf_nodes": 12,
    "max_features": 0.3,
    "early_stopping": False,
    "learning_rate": 0.03,
    "l2_regularization": 5.0,
    "min_samples_leaf": 60,
}


@dataclass
class Reports:
    """The training documents by rough groups: for each its members, pairs and their features."""

    reports: list[Report]
    topic: list[int]
    subtopic: list[str]
    groups: list[tuple[list[int], list[tuple[int, int]], np.ndarray]]

    @classmethod
    def of(cls, rows: list[dict], reports: list[Report]) -> Reports:
        return cls(reports, [r["topic"] for r in rows], [r["subtopic"] for r in rows], undated.report_pairs(reports))

    def pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Feature rows, whether the two are one story, and the topic."""
        values = np.concatenate([v for _, _, v in self.groups])
        found = [(members[a], members[b]) for members, pairs, _ in self.groups for a, b in pairs]
        same = np.array([self.subtopic[a] == self.subtopic[b] for a, b in found])
        return values, same, np.array([self.topic[a] for a, _ in found])

    def grouped(self, probable: np.ndarray) -> undated.Undated:
        """Stories by probabilities of `pairs`, which may be of several models."""
        stories, alike, at = [], {}, 0
        for members, pairs, values in self.groups:
            own = probable[at : at + len(values)]
            at += len(values)
            ids = [self.reports[m].id for m in members]
            alike.update((frozenset((ids[a], ids[b])), float(p)) for (a, b), p in zip(pairs, own, strict=True))
            groups = average_link(len(members), pairs, own, undated.ONE_STORY)
            stories += [tuple(ids[i] for i in group) for group in groups]
        return undated.Undated(tuple(stories), alike)


@dataclass
class Told:
    """The training documents by our own stories: mentions, gold clusters and topics by position."""

    mentions: list[Described]
    gold: list[str]
    topic: list[int]
    stories: list[tuple[list[int], list[Report]]]
    alike: Mapping[frozenset[str], float]

    @classmethod
    def of(cls, rows: list[dict], mentions: list[Described], reports: list[Report], grouping: undated.Undated) -> Told:
        by_id = {r.id: r for r in reports}
        place = defaultdict(list)
        for position, mention in enumerate(mentions):
            place[mention.report].append(position)
        stories = [
            ([p for report in story for p in place[report]], [by_id[r] for r in story]) for story in grouping.stories
        ]
        gold = [m["cluster"] for row in rows for m in row["mentions"]]
        return cls(mentions, gold, [row["topic"] for row in rows for _ in row["mentions"]], stories, grouping.alike)

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

    def smaller(self) -> list[tuple[list[int], list[Report]]]:
        """Every story of four reports or more, `SMALLER` times, as it would be if only some of its reports were there.

        What is rare in a story, how often a head stands in it and how alike its reports are depend on who else tells it; two
        dozen stories are too few to learn from as they are.
        """
        draw, out = Random(0), []
        for positions, reports in self.stories:
            if not positions or len(reports) < 4:
                continue
            for _ in range(SMALLER):
                some = draw.sample(reports, max(2, round(len(reports) * draw.choice(PORTIONS))))
                ids = {r.id for r in some}
                out.append(([p for p in positions if self.mentions[p].report in ids], some))
        return out

    def pairs(
        self, stories: list[tuple[list[int], list[Report]]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple[int, int]]]:
        """Feature rows, whether the two are one event, the topic and the positions, for all candidate pairs of these stories.

        The habits of heads are those of the other topics, as they will be for a story never seen.
        """
        by_topic = self.seen()
        total = summed(by_topic.values())
        values, same, topics, found = [], [], [], []
        for positions, reports in stories:
            if not positions:
                continue
            here = [self.mentions[p] for p in positions]
            own = summed(by_topic[t] for t in {self.topic[p] for p in positions})
            others = {key: (s - own.get(key, (0, 0))[0], n - own.get(key, (0, 0))[1]) for key, (s, n) in total.items()}
            around = clustering.setting(here, reports, self.alike, {k: v for k, v in others.items() if v[1] > 0.5})
            for a, b in clustering.candidates(here):
                values.append(features(here[a], here[b], around))
                same.append(self.gold[positions[a]] == self.gold[positions[b]])
                topics.append(self.topic[positions[a]])
                found.append((positions[a], positions[b]))
        return np.array(values), np.array(same), np.array(topics), found

    def weights(self, found: list[tuple[int, int]]) -> np.ndarray:
        """Of the pairs of a mention all together weigh as much as those of another: (len(found),), 1 on average.

        Else a few happenings that a whole story repeats are most of what is learned, and mentions that stand alone nothing.
        """
        both = np.array(found)
        many = np.bincount(both.ravel(), minlength=len(self.mentions))
        weights = 1 / many[both[:, 0]] + 1 / many[both[:, 1]]
        return weights / weights.mean()

    def clusters(
        self, found: list[tuple[int, int]], probable: np.ndarray, threshold: float, few: float
    ) -> list[list[int]]:
        """Events by probabilities of `pairs`."""
        value = dict(zip(found, probable, strict=True))
        out = []
        for positions, _ in self.stories:
            pairs = [(a, b) for a, b in combinations(range(len(positions)), 2) if (positions[a], positions[b]) in value]
            values = np.array([value[positions[a], positions[b]] for a, b in pairs])
            out += [[positions[i] for i in g] for g in average_link(len(positions), pairs, values, threshold, few)]
        return out


@dataclass
class Lessons:
    """What the trees are fitted on: feature rows, whether the two are one event, the topic and the weight of each."""

    values: np.ndarray
    same: np.ndarray
    topic: np.ndarray
    weight: np.ndarray

    @classmethod
    def of(cls, told: Told, whole: tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple[int, int]]]) -> Lessons:
        """The pairs of whole stories, and as heavy together those of `Told.smaller` ones."""
        parts = told.pairs(told.smaller())
        weights = [told.weights(found) / len(found) for *_, found in (whole, parts)]
        both = [np.concatenate(columns) for columns in zip(whole[:3], parts[:3], strict=True)]
        weight = np.concatenate(weights)
        return cls(*both, weight / weight.mean())

    def fit(self, without: Iterable[int] = (), seed: int = 0):
        """Trees over all rows but those of some topics."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        kept = ~np.isin(self.topic, sorted(without))
        model = HistGradientBoostingClassifier(random_state=seed, **SETTINGS)
        return model.fit(self.values[kept], self.same[kept], sample_weight=self.weight[kept])


def summed(tables: Iterable[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    out: dict[str, tuple[float, float]] = {}
    for table in tables:
        for key, (same, seen) in table.items():
            before = out.get(key, (0.0, 0.0))
            out[key] = (before[0] + same, before[1] + seen)
    return out


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


def fit_reports(values: np.ndarray, same: np.ndarray) -> undated.Weights:
    from sklearn.linear_model import LogisticRegression

    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.1, max_iter=500).fit((values - mean) / scale, same)
    return undated.Weights(mean, scale, model.coef_[0], float(model.intercept_[0]))


def held_out(topics: np.ndarray) -> list[np.ndarray]:
    """Masks of `PARTS` parts, a topic in one of them."""
    order = {topic: n % PARTS for n, topic in enumerate(sorted(set(topics.tolist())))}
    part = np.array([order[t] for t in topics.tolist()])
    return [part == n for n in range(PARTS)]


def conll(gold: list[str], clusters: list[list[int]], scorer: Path) -> float:
    spec = importlib.util.spec_from_file_location("coref_score", scorer)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    key: dict[str, set[int]] = defaultdict(set)
    for position, name in enumerate(gold):
        key[name].add(position)
    return module.score([frozenset(c) for c in key.values()], [frozenset(c) for c in clusters])["CoNLL"]


def main() -> None:
    source, cross = Path(sys.argv[1]), "--cross" in sys.argv
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    mentions, reports = described_mentions(rows, source.stem)
    told_reports = Reports.of(rows, reports)
    values, same, topics = told_reports.pairs()
    # The trees see reports grouped as reports never seen are: by weights of other topics.
    probable = np.zeros(len(values))
    for held in held_out(topics):
        probable[held] = fit_reports(values[~held], same[~held]).probability(values[held])
    grouping = told_reports.grouped(probable)
    print(len(grouping.stories), "stories")
    told = Told.of(rows, mentions, reports, grouping)
    whole = told.pairs(told.stories)
    features_of, one_event, topic_of, found = whole
    print(len(features_of), "pairs,", int(one_event.sum()), "of one event")
    lessons = Lessons.of(told, whole)
    if cross:
        for seed in range(SEEDS):
            guess = np.zeros(len(features_of))
            for held in held_out(topic_of):
                model = lessons.fit(set(topic_of[held].tolist()), seed)
                guess[held] = model.predict_proba(features_of[held])[:, 1]
            for threshold, few in ((0.15, 0.3), (0.2, 0.2), (0.2, 0.3), (0.3, 0.0)):
                groups = told.clusters(found, guess, threshold, few)
                print(seed, threshold, few, round(conll(told.gold, groups, source.with_name("coref_score.py")), 4))
        return
    note = "Made by evals/recipes/mention_pairs.py from ECB+ (training part), (c) A. Cybulska and P. Vossen, CC BY 3.0."
    of_reports = fit_reports(values, same)
    columns = zip(undated.FEATURES, of_reports.mean, of_reports.scale, of_reports.weight, strict=True)
    table_of_reports = {name: [round(float(v), 5) for v in rest] for name, *rest in columns}
    REPORTS.write_text(
        json.dumps({"note": note, "features": table_of_reports, "bias": round(of_reports.bias, 5)}, indent=1) + "\n",
        "utf-8",
    )
    model = lessons.fit()
    known = summed(told.seen().values())
    lines = [f"{k}\t{s:.1f}\t{n:.1f}" for k, (s, n) in sorted(known.items()) if n >= 2 and (s > 0 or n >= LEAST_SEEN)]
    HABITS.write_text(
        f"# Heads, times one event, times beside each other.  {note}\n" + "\n".join(lines) + "\n", "utf-8"
    )
    OUT.write_text(json.dumps({"note": note, **table(model)}, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
