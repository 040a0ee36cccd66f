"""python -m evals.recipes.sureness [--draw]: how sure is a mention?  Weights fitted on finds that a reader judged.

`evals/data/sure_mentions.jsonl` names mentions of real reports (set, report, characters of the trigger, type) with the
reader's verdict: whether a coder by PLOVER would code an event of this type there.  The texts stay where they are.  Named
features of each mention go into a logistic regression; reports fall into two halves, and each half is judged by weights
fitted on the other.  --draw prints the mentions with their sentences, for reading.  docs/decisions/sureness.md tells what came out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.fresh import rows_of
from evals.parsed import parse_cached
from evals.table import DATA, SHARED
from evals.tasks.coding import frames, model, report_of
from tellings import voices
from tellings.events import code, coder
from tellings.events.match import Candidate, Matcher
from tellings.model import Mention
from tellings.parse import Parsed

JUDGED = Path(__file__).resolve().parent.parent / "data" / "sure_mentions.jsonl"
SETS = {"polnear": "polnear_dev.jsonl", "india": "indiapolice_dev.jsonl", "wiki": None}
HARD = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE"})
POLITICAL = frozenset(
    [
        "official",
        "diplomat",
        "lawmaker",
        "government",
        "igo",
        "armed",
        "rebel",
        "police",
        "court",
        "party",
        "union",
        "captive",
        "refugee",
        "crime_actor",
    ]
)
BODIES, PEOPLE = frozenset({"organisation", "company", "media"}), frozenset({"person", "group", "people", "actor"})
NEAR = ["sport", "market", "culture", "politicking", "election", "party", "weapon", "protest", "violence", "agreement", "armed", "police", "court", "charge", "country", "company", "money"]  # fmt: skip
DENSE = 3.0  # mentions in a hundred words beyond which a report is no denser
SEEN = 6  # a feature of fewer mentions is left out
PENALTY = 3.0
REPORT = ("hard in the report", "all in the report")
WAYS: dict[str, Callable[[str], bool]] = {
    "the mention and its sentence": lambda f: f not in REPORT,
    "the report alone": lambda f: f in REPORT,
    "both": lambda f: True,
}
LOST = (0.01, 0.03, 0.05, 0.1)
SENTENCES = {
    "records": SHARED / "events" / "plover_gsr_dev.jsonl",
    "fresh_a": JUDGED.parent / "fresh_a.jsonl",
    "fresh_b": JUDGED.parent / "fresh_b.jsonl",
}
Score = Callable[[Iterable[dict[str, float]]], np.ndarray]


@dataclass(frozen=True)
class Find:
    """A mention with its features."""

    mention: Mention
    features: dict[str, float]


def finds(parsed: Parsed, cues: voices.Cues) -> list[Find]:
    """Every mention of a report, in the order in which the coder makes them."""
    made: list[tuple[Candidate, Matcher, Mention]] = []

    class Writer(coder._Writer):
        def mentions(self, c, finding):
            out = super().mentions(c, finding)
            made.append((c, self.matcher, out[0]))
            return out

    usual, coder._Writer = coder._Writer, Writer
    try:
        code(parsed, voices.attribute(parsed, cues), frames())
    finally:
        coder._Writer = usual
    hundreds = max(1.0, len(parsed.doc) / 100)
    dense = {
        REPORT[0]: min(DENSE, sum(m.type in HARD for _, _, m in made) / hundreds),
        REPORT[1]: min(DENSE, len(made) / hundreds),
    }
    return [
        Find(m, {k: float(v) for k, v in {**_features(c, matcher, m), **dense}.items() if v}) for c, matcher, m in made
    ]


def _features(c: Candidate, matcher: Matcher, m: Mention) -> dict[str, float]:
    g, chief = matcher.g, c.chief
    first, after = g.sentences[g.sent[chief]]
    near = frozenset().union(*(matcher.phrases.sure_classes(t) for t in range(first, after)))
    index = matcher.frames.index
    same = {e.frame.id for e in index.get(g.lemma[chief]) or index.get(g.low[chief]) or ()}
    return {
        f"type {m.type}": 1,
        f"actor {_who(matcher, c.actors)}": 1,
        f"recipient {_who(matcher, c.recipients)}": 1,
        f"trigger {c.hit.trigger.kind}": 1,
        f"status {m.status}": 1,
        f"relation {g.dep[chief]}": 1,
        "further words of the trigger": c.hit.trigger.size - 1,
        "speciality of the frame": c.rank[1],
        "frames of the word": math.log1p(len(same)),
        "rivals": math.log1p(len(c.rivals)),
        "weight": m.weight,
        "attributed": m.attribution is not None,
        "reduced": bool(m.reductions),
        "holds another": bool(c.inner),
        "place of its own": bool(c.places),
        "contexts": min(3, len(m.contexts)),
        "no context": not m.contexts,
        "length": min(60, after - first) / 20,
        "among the first": g.sent[chief] < 3,
        **{f"near {name}": name in near for name in NEAR},
    }  # fmt: skip


def _who(matcher: Matcher, fillers: tuple[tuple[int, str], ...]) -> str:
    if not fillers:
        return "nobody"
    g, t = matcher.g, matcher.phrases.real_head(fillers[0][0])
    known = matcher.phrases.known_classes(t)
    if g.pos[t] == "PRON":
        return "a pronoun"
    if "country" in known:
        return "a country"
    if known & POLITICAL:
        return "political"
    if g.pos[t] == "PROPN":
        return "a name"
    return "a body" if known & BODIES else "people" if known & PEOPLE else "a thing"


# ------------------------------------------------------------ judged mentions


def reports(name: str) -> list[tuple[str, Parsed]]:
    file = SETS[name]
    source = (DATA / file if DATA else None) if file else SHARED / "time" / "meantime_dev.jsonl"
    if source is None or not source.exists():
        raise SystemExit(f"the texts of {name} are not here: see evals/README.md")
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines() if line.strip()]
    texts = [{"id": str(r.get("id", r.get("doc_id"))), "text": r["text"], "date": r.get("date")} for r in rows]
    parsed = parse_cached(model(), [report_of(t) for t in texts], f"sure-{name}")
    return [(t["id"], p) for t, p in zip(texts, parsed, strict=True)]


def judged(cues: voices.Cues) -> Iterator[tuple[dict, Find, Parsed]]:
    """The judged mentions that the coder still finds."""
    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    for name in SETS:
        wanted = {row["report"]: [] for row in rows if row["set"] == name}
        for row in rows:
            if row["set"] == name:
                wanted[row["report"]].append(row)
        for report, parsed in reports(name):
            found = finds(parsed, cues) if report in wanted else []
            for row in wanted.get(report, ()):
                same = [f for f in found if f.mention.trigger.start == row["start"] and f.mention.type == row["type"]]
                if same:
                    yield row, same[0], parsed


def half(row: dict) -> int:
    return int(hashlib.sha256(f"{row['set']}/{row['report']}".encode()).hexdigest(), 16) % 2


# ------------------------------------------------------------ weights


def fit(rows: list[dict[str, float]], right: np.ndarray) -> Score:
    """Logistic regression with a penalty, by Newton's method: a function from features to log odds."""
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in seen.items() if count >= SEEN)

    def design(rows: Iterable[dict[str, float]]) -> np.ndarray:
        return np.array([[1.0, *(row.get(name, 0.0) for name in names)] for row in rows])

    x = design(rows)
    penalty = np.full(x.shape[1], PENALTY)
    penalty[0] = 1e-6
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - right) + penalty * weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), slope)
    return lambda rows: design(rows) @ weights


def area(scores: np.ndarray, right: np.ndarray) -> float:
    """The chance that a right mention scores above a wrong one."""
    a, b = scores[right == 1], scores[right == 0]
    return float(((a[:, None] > b).mean() + 0.5 * (a[:, None] == b).mean()) if len(a) and len(b) else np.nan)


def recall(
    name: str, path: Path, score: Score, use: Callable[[str], bool], thresholds: list[float], cues: voices.Cues
) -> str:
    """Gold types found on a set of single sentences if what scores below each threshold is not kept; only counted, never shown."""
    rows = (
        rows_of(path) if path.parent.name == "data" else [json.loads(x) for x in path.read_text("utf-8").splitlines()]
    )
    parsed = parse_cached(model(), [report_of(r) for r in rows], f"sure-{name}")
    gold, kept = 0, [0] * len(thresholds)
    for row, p in zip(rows, parsed, strict=True):
        types = [e.get("type") or e.get("event_type") for e in row["events"]]
        found = finds(p, cues)
        features = [{k: v for k, v in f.features.items() if use(k)} for f in found]
        scores = score(features) if found else []
        gold += len(types)
        for n, t in enumerate(thresholds):
            have = Counter(f.mention.type for f, s in zip(found, scores, strict=True) if s >= t)
            kept[n] += sum((Counter(types) & have).values())
    return f"{name}: " + "  ".join(f"{k / gold:.3f}" for k in kept)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.recipes.sureness", description=__doc__.splitlines()[0])
    parser.add_argument("--draw", action="store_true", help="the judged mentions with their sentences")
    args = parser.parse_args(argv)
    cues = voices.load_cues(())
    rows = list(judged(cues))
    if args.draw:
        for row, f, parsed in rows:
            words = " ".join(parsed.words(f.mention.sentence).split())
            print(
                f"{'right' if row['right'] else 'wrong'} {f.mention.type} [{parsed.words(f.mention.trigger)}] {words}"
            )
        return 0
    right = np.array([row["right"] for row, _, _ in rows], float)
    halves = np.array([half(row) for row, _, _ in rows])
    print(f"{len(rows)} judged mentions, {right.mean():.3f} right")
    for name, use in WAYS.items():
        features = [{k: v for k, v in find.features.items() if use(k)} for _, find, _ in rows]
        scores = np.zeros(len(rows))
        for h in (0, 1):
            score = fit([x for x, k in zip(features, halves, strict=True) if k != h], right[halves != h])
            scores[halves == h] = score([x for x, k in zip(features, halves, strict=True) if k == h])
        cuts = [float(np.quantile(scores[right == 1], lost)) for lost in LOST]
        gone = "  ".join(
            f"{lost:.0%} {(scores[right == 0] < cut).mean():.0%}" for lost, cut in zip(LOST, cuts, strict=True)
        )
        print(f"{name}: area {area(scores, right):.3f}; wrong ones gone at right ones lost: {gone}")
        whole = fit(features, right)
        for title, path in SENTENCES.items():
            print("   gold types found at no cut and at these:", recall(title, path, whole, use, [-99.0, *cuts], cues))
    return 0


if __name__ == "__main__":
    sys.exit(main())
