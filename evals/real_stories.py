"""python -m evals.real_stories [--half dev|test] [--errors] [--json]: real stories, every event that several outlets tell.

`evals/data/real_stories.jsonl` labels stories of the development parts of Giveme5W1H and AllSides, and some of ECB+: every political event that at
least two reports of a story tell, with all passages of each report that tell it, the verdicts and the number of independent voices.
Labelled by readers who knew neither the rules nor their results.  Passages are given in characters of a report's text, which
lies beside the scorers and is not part of this project; the text is meant as the program reads it (`as_read`).  `half`: the errors of "test" are not to be read.

Since the labels hold every event that several tell, they can say what our own sets cannot:
  joins right      of pairs of tellings in two reports that one event of ours holds, those that are one labelled event; the
                   pairs of n tellings weigh 2 / n each; those of which neither telling is labelled are counted apart
                   (`joins unlabelled`)
  extra tellings   of the reports that our event is told by, the share that the labelled event is not told by
  differ           how often the verdict is said, how often the labelled event has it too, and how often the labels have it
The other figures are those of `evals.accounts`; recall there counts a telling as found if its first passage is.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

from evals import accounts
from evals.score_entities import read
from evals.tasks import accounts as task
from evals.tokens import document
from tellings.gather.tidy import tidy, without_markup

LABELS = Path(__file__).resolve().parent / "data" / "real_stories.jsonl"
CROSSDOC = accounts.SHARED / "crossdoc"
SOURCES = {
    "giveme5w1h": ("stories_giveme5w1h_dev.jsonl",),
    "allsides": ("stories_allsides_dev.jsonl",),
    "ecbplus": ("ecbplus_train.jsonl", "ecbplus_dev.jsonl"),
}
PRESS, ECB = ("giveme5w1h", "allsides"), ("ecbplus",)


def there() -> bool:
    """Whether the texts that the labels speak of are here."""
    return all((CROSSDOC / name).exists() for names in SOURCES.values() for name in names)


def stories(half: str | None = None, sets: Collection[str] = tuple(SOURCES)) -> list[dict]:
    """The labelled stories in the form of `accounts_dev.jsonl`, with `spans` beside the first passage of a telling."""
    labelled = [row for row in read(LABELS) if half in (None, row["half"]) and row["set"] in sets]
    wanted = {(row["set"], row["story"]) for row in labelled}
    told: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for name, files in SOURCES.items():
        for row in (row for file in files for row in read(CROSSDOC / file)):
            story = name, row["subtopic" if name == "ecbplus" else "story"]
            if story in wanted and (report := _tokens(row) if name == "ecbplus" else _told(row)):
                told[story].append(report)
    return [_story(row, told[row["set"], row["story"]]) for row in labelled]


def _told(row: dict) -> dict:
    return {
        "id": row["doc_id"],
        "outlet": row["outlet"],
        "published": row["date"],
        "title": row["title"],
        "text": as_read(row["text"]),
    }


def _tokens(row: dict) -> dict | None:
    """A report of ECB+, which gives tokens, and neither outlet nor day."""
    found = document(row)
    if found is None:
        return None
    report = found.report
    return {
        "id": row["doc_id"],
        "outlet": row["doc_id"],
        "published": report.published.value,
        "title": report.title,
        "text": report.text,
    }


def as_read(text: str) -> str:
    """A text as `gather` fixes it before anything counts its characters."""
    return tidy(without_markup(text))[0]


def digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(sorted(texts)).encode()).hexdigest()[:16]


def _story(row: dict, reports: list[dict]) -> dict:
    text = {r["id"]: r["text"] for r in reports}
    if digest(text.values()) != row["digest"]:
        raise ValueError(f"story {row['story']}: its texts are not those that were labelled")
    events = [
        {**event, "tellings": [{**t, "evidence": text[t["report"]][slice(*t["spans"][0])]} for t in event["tellings"]]}
        for event in row["events"]
    ]
    return {**row, "reports": reports, "events": events}


# ---------------------------------------------------------------- what only whole labels can say


@dataclass(frozen=True)
class Held:
    """A telling of ours: its report, and the labelled events that it tells."""

    report: str
    start: int
    end: int
    events: frozenset[str]


def held(story: dict, event: dict) -> list[Held]:
    """The tellings of one event of ours."""
    out = []
    for t in event["tellings"]:
        meant = {
            e["event"]
            for e in story["events"]
            for told in e["tellings"]
            if told["report"] == t["report"]
            if any(start < t["end"] and t["start"] < end for start, end in told["spans"])
        }
        out.append(Held(t["report"], t["start"], t["end"], frozenset(meant)))
    return out


def counted(gold: Sequence[dict], told: Sequence[dict]) -> tuple[Counter[str], list[str]]:
    """Joins, tellings and `differ` of all stories, and what is wrong in words."""
    counts: Counter[str] = Counter()  # joins are weighed: no whole numbers
    wrong: list[str] = []
    for story, ours in zip(gold, told, strict=True):
        text = {r["id"]: r["text"] for r in story["reports"]}
        labels = {e["event"]: e for e in story["events"]}
        best = _aligned(story, ours["events"])
        for event in ours["events"]:
            tellings = held(story, event)
            for a, b in combinations(tellings, 2):
                if a.report == b.report:
                    continue
                kind = "right" if a.events & b.events else "wrong" if a.events or b.events else "unlabelled"
                counts[f"join {kind}"] += 2 / len(tellings)
                if kind != "right":
                    words = " || ".join(" ".join(text[h.report][h.start : h.end].split()) for h in (a, b))
                    wrong.append(f"join {kind} {story['story']} {event['event_type']}: {words}")
            mine = best.get(event["event"])
            if mine:
                reports = {h.report for h in tellings}
                extra = reports - {t["report"] for t in labels[mine]["tellings"]}
                counts["reports"] += len(reports)
                counts["extra"] += len(extra)
                for h in tellings:
                    if h.report in extra:
                        words = " ".join(text[h.report][h.start : h.end].split())
                        wrong.append(f"extra {story['story']} {mine}: {h.report} “{words}”")
            for question, verdict in event["comparison"].items():
                if verdict == "differ":
                    right = bool(mine) and labels[mine]["comparison"].get(question) == "differ"
                    counts["differ said"] += 1
                    counts["differ right"] += right
                    if not right:
                        wrong.append(f"differ {story['story']} {mine} {question}: {event['values'].get(question)}")
        counts["differ gold"] += sum(v == "differ" for e in story["events"] for v in e["comparison"].values())
    return counts, wrong


def _aligned(story: dict, ours: Sequence[dict]) -> dict[str, str]:
    """For our events the labelled event with which they share most tellings, each at most once."""
    shared = []
    for event in ours:
        meant = Counter(label for h in held(story, event) for label in h.events)
        shared += [(many, label, event["event"]) for label, many in meant.items()]
    found: dict[str, str] = {}
    for _, label, event in sorted(shared, key=lambda row: (-row[0], row[1], row[2])):
        if event not in found and label not in found.values():
            found[event] = label
    return found


def figures(gold: list[dict], told: list[dict]) -> dict[str, float]:
    counts, _ = counted(gold, told)
    share = lambda part, *whole: round(part / sum(whole), 3) if sum(whole) else 0.0  # noqa: E731
    return {
        **accounts.figures(gold, told),
        "joins right": share(counts["join right"], counts["join right"], counts["join wrong"]),
        "joins": round(counts["join right"] + counts["join wrong"], 1),
        "joins unlabelled": round(counts["join unlabelled"], 1),
        "extra tellings": share(counts["extra"], counts["reports"]),
        "differ said": counts["differ said"],
        "differ right": counts["differ right"],
        "differ in gold": counts["differ gold"],
    }


def _wrong(gold: list[dict], told: list[dict]) -> Iterator[str]:
    yield from accounts.printed(gold, told)
    yield from counted(gold, told)[1]


def main(argv: list[str] | None = None) -> int:
    """The stories of outlets, and those of ECB+, whose outlets and days are mostly unknown, by themselves."""
    status = 0
    for sets in PRESS, ECB:
        print(", ".join(sets))
        rows = partial(stories, sets=sets)
        status |= accounts.by_halves(argv, "python -m evals.real_stories", __doc__, task.predict, figures, _wrong, rows)
    return status


if __name__ == "__main__":
    sys.exit(main())
