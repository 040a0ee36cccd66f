"""python -m evals.real_joins FILE … [--by subtopic|topic] [--errors] [--json]: which mentions are joined, on real reports.

FILE is as `ecbplus_train.jsonl` beside the scorers: reports as tokens, with the happenings that annotators marked in the sentences
`selected`, and which of them are one (`cluster`, within a report and across).  The whole pipeline reads the reports, without
the gold; those of one subtopic (one happening and what belongs to it) are compared as one story, or, with `--by topic`, those of two
happenings of one kind, which is harder.

A mention of ours stands for the gold mentions that share a word with its trigger; those that share none count nowhere.
  across, within     pairs of such mentions in two reports, or in one.  precision: of the pairs that we join, those that are
                     one gold chain; recall: of the gold pairs with both sides found, those that we join.
  links              the joins as they were made, by why; each is right if its two mentions are of one chain.
  echoes             tellings in words that no frame knows, in selected sentences: right if they hold a gold mention of a
                     chain of the event.

Gold chains are cut otherwise than our events in places: the shooting and the killing are two.  So of what is wrong it is told how much is
`beside` (two chains that no word names both, and of which some report tells in one sentence) and how much is `apart` (two
happenings, which is only found by topic and is surely wrong).  The rest is `other`, half of which is a link that the gold lacks.
`--errors` gives the wrong links and echoes; it is refused for a file named dev, which is kept unread.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from evals.__main__ import Options
from evals.score_entities import read
from evals.tokens import Document, document, readings
from tellings.compare.words import stem
from tellings.comparing import Pair, compare
from tellings.model import Compared, Event, Judgement, Mention, Span

Chains = frozenset[str]
WRONG = ("beside", "other", "apart")
KINDS = {
    "the same sentence to the letter": "copy",
    "of what either report tells nothing else is as like": "left over",
    "told as another type, but tied twice": "across types",
}


@dataclass(frozen=True)
class Gold:
    """The gold of one story: chains by mention of ours, selected stretches and gold mentions by report."""

    chains: dict[str, Chains]
    selected: dict[str, list[Span]]
    marked: dict[str, list[tuple[Span, str]]]  # words of a gold mention, its chain
    beside: set[frozenset[str]]  # chains that stand in one sentence and share no word
    happening: dict[str, str]  # of each of our mentions, by its report

    def wrong(self, a: str, b: str) -> str:
        """How far two mentions of no one chain are apart."""
        if self.happening[a] != self.happening[b]:
            return "apart"
        pairs = (frozenset((x, y)) for x in self.chains[a] for y in self.chains[b])
        return "beside" if any(pair in self.beside for pair in pairs) else "other"


@dataclass
class Tally:
    """Counts by name, and the wrong joins in words."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- gold


def gold_of(rows: Sequence[dict], documents: Sequence[Document], mentions: Sequence[tuple[str, Mention]]) -> Gold:
    """mentions: (report, mention) of ours."""
    selected: dict[str, list[Span]] = {}
    marked: dict[str, list[tuple[Span, str]]] = {}
    words: dict[str, set[str]] = defaultdict(set)
    together: set[frozenset[str]] = set()
    for row, doc in zip(rows, documents, strict=True):
        known = {n: [s for s in spans if s] for n, spans in enumerate(doc.tokens)}
        selected[doc.report.id] = [Span(known[n][0].start, known[n][-1].end) for n in row["selected"] if known[n]]
        own = marked.setdefault(doc.report.id, [])
        told: dict[int, set[str]] = defaultdict(set)
        for m in row["mentions"]:
            own += [(span, m["cluster"]) for t in m["tokens"] if (span := doc.tokens[m["sent"]][t])]
            told[m["sent"]].add(m["cluster"])
            words[m["cluster"]] |= {stem(row["sentences"][m["sent"]][t].lower()) for t in m["tokens"]}
        together |= {frozenset(pair) for some in told.values() for pair in combinations(some, 2)}
    chains = {
        m.id: found
        for report, m in mentions
        if (found := frozenset(c for span, c in marked[report] if _meet(span, m.trigger)))
    }
    beside = {pair for pair in together if not set.intersection(*(words[c] for c in pair))}
    of = {doc.report.id: row["subtopic"] for row, doc in zip(rows, documents, strict=True)}
    return Gold(chains, selected, marked, beside, {m.id: of[report] for report, m in mentions})


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


# ---------------------------------------------------------------- what is counted


def tally(gold: Gold, compared: Compared, pairs: Sequence[Pair]) -> Tally:
    """Everything that is counted of one story."""
    out = Tally()
    report_of = {m.id: report.id for report, reading in pairs for m in reading.mentions}
    event_of = {m: e.id for e in compared.events for t in e.tellings for m in t.mentions}
    for a, b in combinations(sorted(gold.chains), 2):
        where = "within" if report_of[a] == report_of[b] else "across"
        one = bool(gold.chains[a] & gold.chains[b])
        joined = event_of.get(a, a) == event_of.get(b, b)
        out.counts[f"{where} gold"] += one
        out.counts[f"{where} joined"] += joined
        out.counts[f"{where} right"] += joined and one
        if joined and not one:
            out.counts[f"{where} {gold.wrong(a, b)}"] += 1
    _links(gold, compared.judgements, report_of, _shown(pairs), out)
    for event in compared.events:
        _echoes(gold, event, out)
    return out


def _links(
    gold: Gold, judgements: Iterable[Judgement], report_of: dict[str, str], shown: dict[str, str], out: Tally
) -> None:
    for j in judgements:
        a, b = gold.chains.get(j.a), gold.chains.get(j.b)
        if j.about != "mention" or j.verdict != "same" or not a or not b:
            continue
        kind = kind_of(j, report_of)
        out.counts[f"link {kind}"] += 1
        if a & b:
            out.counts[f"link {kind} right"] += 1
        else:
            how = gold.wrong(j.a, j.b)
            out.counts[f"link {kind} {how}"] += 1
            out.wrong.append(f"{kind} ({how}) {j.score}: {'; '.join(j.reasons)}\n    {shown[j.a]}\n    {shown[j.b]}")


def kind_of(judgement: Judgement, report_of: dict[str, str]) -> str:
    """Why two mentions were joined, in a word or two."""
    first = judgement.reasons[0] if judgement.reasons else ""
    if first in KINDS:
        return KINDS[first]
    return "in one report" if report_of[judgement.a] == report_of[judgement.b] else "scored"


def _shown(pairs: Sequence[Pair]) -> dict[str, str]:
    """Every mention with its sentence, the trigger marked."""
    found = {}
    for report, reading in pairs:
        for m in reading.mentions:
            words = report.text
            sentence = f"{words[m.sentence.start : m.trigger.start]}«{words[m.trigger.start : m.trigger.end]}»"
            sentence = " ".join(f"{sentence}{words[m.trigger.end : m.sentence.end]}".split())
            found[m.id] = f"{report.source} {' '.join((m.type, *m.modes))}: {sentence}"
    return found


def _echoes(gold: Gold, event: Event, out: Tally) -> None:
    chains = frozenset(c for t in event.tellings for m in t.mentions for c in gold.chains.get(m, ()))
    for telling in event.tellings if chains else ():
        for quote in telling.evidence if not telling.mentions else ():
            run = Span(quote.start, quote.end)
            if not any(_meet(run, s) for s in gold.selected[telling.report]):
                continue
            held = {c for span, c in gold.marked[telling.report] if _meet(span, run)}
            out.counts["echo"] += 1
            out.counts["echo right"] += bool(chains & held)
            if not chains & held:
                told = " | ".join(q.text for t in event.tellings if t.mentions for q in t.evidence[:1])
                out.wrong.append(f"echo {event.type}: {quote.text}\n    {' '.join(told.split())[:400]}")


# ---------------------------------------------------------------- figures


def figures(counts: Counter[str]) -> dict[str, float]:
    """Precision and recall of pairs, and how many of the links of each kind are right."""
    out: dict[str, float] = {}
    for where in ("across", "within"):
        out[f"{where} precision"] = _share(counts[f"{where} right"], counts[f"{where} joined"])
        out[f"{where} recall"] = _share(counts[f"{where} right"], counts[f"{where} gold"])
    out["links right"] = _share(*(sum(counts[f"link {k}{end}"] for k in _kinds()) for end in (" right", "")))
    out["echoes right"] = _share(counts["echo right"], counts["echo"])
    return out


def _kinds() -> tuple[str, ...]:
    return ("in one report", "copy", "scored", "left over", "across types")


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def lines(counts: Counter[str]) -> Iterator[str]:
    """What was counted, for reading."""
    for where in ("across", "within"):
        c = {k: counts[f"{where} {k}"] for k in ("gold", "joined", "right", *WRONG)}
        yield (
            f"{where:7} {c['joined']} pairs joined, {c['right']} right ({_share(c['right'], c['joined'])}), "
            f"{_wrongly(c)}; {c['gold']} gold pairs found on both sides, recall {_share(c['right'], c['gold'])}"
        )
    for kind in _kinds():
        c = {k: counts[f"link {kind} {k}".rstrip()] for k in ("", "right", *WRONG)}
        if c[""]:
            yield f"  {kind:14} {c['']:4} links, {c['right']} right ({_share(c['right'], c[''])}), {_wrongly(c)}"
    yield f"  echo           {counts['echo']:4}, {counts['echo right']} right ({_share(counts['echo right'], counts['echo'])})"


def _wrongly(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[how]} {how}" for how in WRONG)


def measure(path: Path, options: Options, by: str = "subtopic") -> Tally:
    """All stories of a file."""
    rows = read(path)
    both = [(row, doc) for row in rows if (doc := document(row))]
    read_all = readings([doc.report for _, doc in both], options.pipeline(), path.stem)
    stories: dict[object, list[int]] = defaultdict(list)
    for n, (row, _) in enumerate(both):
        stories[row[by]].append(n)
    out = Tally()
    for members in stories.values():
        pairs = [(both[n][1].report, read_all[n]) for n in members]
        mentions = [(report.id, m) for report, reading in pairs for m in reading.mentions]
        gold = gold_of([both[n][0] for n in members], [both[n][1] for n in members], mentions)
        found = tally(gold, compare(pairs, one_story=True), pairs)
        out.counts += found.counts
        out.wrong += found.wrong
    return out


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.real_joins", description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--by", choices=("subtopic", "topic"), default="subtopic")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    if args.errors and any("dev" in path.name for path in args.files):
        parser.error("the errors of the dev topics are not to be read")
    for path in args.files:
        found = measure(path, Options(name=path.stem), args.by)
        if args.json:
            print(json.dumps({path.stem: figures(found.counts)}))
        else:
            print(f"{path.stem}, by {args.by}", *lines(found.counts), sep="\n")
        if args.errors:
            print("\n".join(found.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
