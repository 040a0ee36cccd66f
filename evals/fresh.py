"""python -m evals.fresh FILE [--half dev|test] [--errors] [--json]: sentences written before any result was seen.

FILE is JSON Lines of {"id", "text", "half": "dev" | "test", "events": [{"type", "mode", "actor", "recipient",
"status"}]}; an empty list of events is a sentence that holds none.  mode may be null, or several ("beat+primitive"), any
of which is right; status is actual if left out; actor and recipient are a phrase, several ("A; B"), or null.  A
reciprocal event has all sides as actors.

The rules may be improved on the dev half alone: --errors is refused for the other one.

  type recall      gold events for which the reading has a mention of that type, one to one
  type accuracy    sentences with an event whose chief mention (most weight) has a type of the gold
  negatives        sentences without an event in which none is found
  mode             found events whose gold mode is among the modes found
  actor, recipient phrases of found events: right when half of the words are shared (word F1), or the one holds the
                   other; F1 over phrases, so that an empty slot and a superfluous phrase both count
  status           found events with the gold's status
  extra            mentions beyond the gold's, a sentence (true second events among them, so only for comparison)
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tellings.model import EVENT_TYPES, Mention, Participant

STATUSES = ("actual", "future", "hypothetical", "negated", "historical")
PRONOUNS = frozenset(["he", "she", "it", "they", "him", "her", "them", "who", "which", "we", "us", "that"])
SMALL = frozenset(
    ["the", "a", "an", "his", "her", "its", "their", "of", "in", "and", "to", "for", "from", "with", "on", "at", "by"]
)


def rows_of(path: Path) -> list[dict]:
    """The rows of FILE; a line that is no such row, or an id twice, is an error with its place."""
    rows, seen = [], set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["id"], row["text"]
            events = [event_of(e) for e in row["events"]]
            if row["half"] not in ("dev", "test"):
                raise ValueError(f"half is dev or test, not {row['half']!r}")
        except (ValueError, KeyError, TypeError) as error:
            raise SystemExit(f"{path}:{number}: no row of id, text, half and events: {error!r}") from None
        if row["id"] in seen:
            raise SystemExit(f"{path}:{number}: id {row['id']!r} stands twice")
        seen.add(row["id"])
        rows.append({**row, "events": events})
    return rows


def event_of(event: dict) -> dict:
    if event["type"] not in EVENT_TYPES:
        raise ValueError(f"no type {event['type']!r}")
    status = event.get("status") or "actual"
    if status not in STATUSES:
        raise ValueError(f"no status {status!r}")
    return {
        "type": event["type"],
        "mode": event.get("mode"),
        "status": status,
        "actor": phrases(event.get("actor")),
        "recipient": phrases(event.get("recipient")),
    }


def phrases(value: str | list[str] | None) -> list[str]:
    parts = value.split(";") if isinstance(value, str) else value or []
    return [p.strip() for p in parts if p.strip()]


def predicted(rows: list[dict], name: str) -> Iterator[list[dict]]:
    """The events of each row's text, that of most weight first."""
    from evals.__main__ import Options
    from evals.parsed import parse_cached
    from evals.tasks.coding import report_of
    from tellings.reading import read_parsed

    pipeline = Options().pipeline()
    for parsed in parse_cached(pipeline.model, [report_of(r) for r in rows], f"fresh-{name}"):
        reading = read_parsed(parsed, pipeline)
        names = {a.id: a.name for a in reading.actors}
        mentions = [m for m in reading.mentions if m.of is None]
        yield [_event(m, parsed.report.text, names) for m in sorted(mentions, key=lambda m: (-m.weight, m.trigger))]


def _event(m: Mention, text: str, names: dict[str, str]) -> dict:
    def words(people: Iterable[Participant]) -> list[str]:
        return list(dict.fromkeys(map(phrase, people)))

    def phrase(p: Participant) -> str:
        """A pronoun is read as whom it was resolved to."""
        written = text[p.span.start : p.span.end]
        return names.get(p.actor or "", written) if written.lower() in PRONOUNS else written

    return {
        "type": m.type,
        "modes": m.modes,
        "status": m.status,
        "actor": words(m.actors),
        "recipient": words(m.recipients),
        "frame": m.frame,
        "trigger": text[m.trigger.start : m.trigger.end],
    }


def content(phrase: str) -> Counter:
    return Counter(w for w in re.findall(r"[\w-]+|'s", phrase.lower()) if w not in SMALL)


def same(one: str, other: str) -> bool:
    """Half of the words are shared, or one phrase's words are all in the other."""
    a, b = content(one), content(other)
    common = (a & b).total()
    return bool(common) and (common == min(a.total(), b.total()) or 2 * common >= (a.total() + b.total()) / 2)


def slot(gold: list[str], given: list[str]) -> tuple[int, int, int]:
    """Right, given, gold: phrases matched one to one."""
    left, right = list(given), 0
    for phrase in gold:
        match = next((p for p in left if same(phrase, p)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return right, len(given), len(gold)


def align(gold: list[dict], given: list[dict]) -> list[tuple[dict, dict | None]]:
    """Each gold event with a prediction of its type: that which agrees most on status, people and mode."""
    left, pairs = list(given), []
    for g in gold:
        alike = [p for p in left if p["type"] == g["type"]]
        best = max(alike, key=lambda p: _likeness(g, p), default=None)
        if best is not None:
            left.remove(best)
        pairs.append((g, best))
    return pairs


def _likeness(g: dict, p: dict) -> tuple:
    people = slot(g["actor"], p["actor"])[0] + slot(g["recipient"], p["recipient"])[0]
    return (people, g["status"] == p["status"], mode_fits(g, p))


def mode_fits(g: dict, p: dict) -> bool:
    return bool(set((g["mode"] or "").split("+")) & set(p["modes"]))


def score(rows: list[dict], given: list[list[dict]]) -> dict:
    n, by_type, slots = Counter(), defaultdict(Counter), defaultdict(Counter)
    for row, events in zip(rows, given, strict=True):
        n["extra"] += max(0, len(events) - len(row["events"]))
        if not row["events"]:
            n["negatives"] += 1
            n["clean"] += not events
            continue
        n["sentences"] += 1
        n["chief"] += bool(events) and events[0]["type"] in {g["type"] for g in row["events"]}
        for g, p in align(row["events"], events):
            by_type[g["type"]]["gold"] += 1
            if p is None:
                continue
            by_type[g["type"]]["found"] += 1
            if g["mode"]:
                n["moded"] += 1
                n["mode"] += mode_fits(g, p)
            n["status"] += g["status"] == p["status"]
            for side in ("actor", "recipient"):
                right, out, want = slot(g[side], p[side])
                slots[side].update(right=right, given=out, gold=want)
    gold, found = (sum(c[k] for c in by_type.values()) for k in ("gold", "found"))
    return {
        "sentences": len(rows),
        "gold events": gold,
        "type recall": ratio(found, gold),
        "type accuracy": ratio(n["chief"], n["sentences"]),
        "negatives": ratio(n["clean"], n["negatives"]),
        "mode": ratio(n["mode"], n["moded"]),
        "actor": ratio(2 * slots["actor"]["right"], slots["actor"]["given"] + slots["actor"]["gold"]),
        "recipient": ratio(2 * slots["recipient"]["right"], slots["recipient"]["given"] + slots["recipient"]["gold"]),
        "status": ratio(n["status"], found),
        "extra": ratio(n["extra"], len(rows)),
        "by type": {t: f"{by_type[t]['found']}/{by_type[t]['gold']}" for t in EVENT_TYPES if t in by_type},
    }


def ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def errors(rows: list[dict], given: list[list[dict]]) -> Iterator[str]:
    """One paragraph a sentence with something missing, wrong or, where no event is, found."""
    for row, events in zip(rows, given, strict=True):
        wrong = [f"extra {e['type']} ({e['frame']}: {e['trigger']})" for e in events] if not row["events"] else []
        for g, p in align(row["events"], events):
            if p is None:
                wrong.append(f"missed {g['type']}-{g['mode']}; found " + (", ".join(map(_short, events)) or "nothing"))
                continue
            if events[0]["type"] not in {x["type"] for x in row["events"]}:
                wrong.append(f"chief {_short(events[0])}")
            if g["mode"] and not mode_fits(g, p):
                wrong.append(f"{g['type']} mode {list(p['modes'])}, not {g['mode']}")
            if g["status"] != p["status"]:
                wrong.append(f"{g['type']} status {p['status']}, not {g['status']}")
            for side in ("actor", "recipient"):
                right, out, want = slot(g[side], p[side])
                if not right == out == want:
                    wrong.append(f"{g['type']} {side} {p[side]}, not {g[side]} ({p['frame']})")
        if wrong:
            yield f"{row['id']} {row['text']}\n" + "".join(f"    {w}\n" for w in dict.fromkeys(wrong))


def _short(event: dict) -> str:
    return f"{event['type']} ({event['frame']}: {event['trigger']}, {event['status']})"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.fresh", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("dev", "test"), help="else both, each by itself")
    parser.add_argument("--errors", action="store_true", help="every wrong sentence of the dev half")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    if args.errors and args.half == "test":
        parser.error("the errors of the test half are not read")
    rows = rows_of(args.file)
    for half in (args.half,) if args.half else ("dev", "test"):
        part = [r for r in rows if r["half"] == half]
        given = list(predicted(part, f"{args.file.stem}-{half}"))
        if args.errors and half == "dev":
            sys.stdout.writelines(line + "\n" for line in errors(part, given))
        answer = score(part, given)
        shown = json.dumps(answer) if args.json else "   ".join(f"{k} {v}" for k, v in answer.items())
        print(f"{half}: {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
