"""Runs the program on a case folder and checks it against its `expected.json`: a line a check, then `N of M`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tellings.comparing import compare
from tellings.gather import gather
from tellings.model import Compared, Event, KnownActor, Mention, Reading, Report, Span
from tellings.parse import analysed_text
from tellings.pipeline import Pipeline
from tellings.reading import read


@dataclass(frozen=True)
class Check:
    name: str
    passed: bool
    found: str = ""


class Case:
    """The case's reports, read and compared, with look-ups by the case's own names (R1, moslehi)."""

    def __init__(self, folder: Path, pipeline: Pipeline | None = None) -> None:
        self.expected = json.loads((folder / "expected.json").read_text("utf-8"))
        pipeline = pipeline or Pipeline.load()
        self.reports: dict[str, Report] = {}
        for name, about in self.expected["reports"].items():
            self.reports[name] = next(r for r in gather([folder / about["file"]]) if isinstance(r, Report))
        self.readings: dict[str, Reading] = {name: read(report, pipeline) for name, report in self.reports.items()}
        self.compared: Compared = compare([(self.reports[n], self.readings[n]) for n in self.reports])
        self.name_of = {report.id: name for name, report in self.reports.items()}
        self.mentions: dict[str, tuple[str, Mention]] = {
            m.id: (name, m) for name, reading in self.readings.items() for m in reading.mentions
        }
        self.actor_of = {
            (self.name_of[report], local): actor for actor in self.compared.actors for report, local in actor.members
        }
        self.who = {a["id"]: self._who(a) for a in self.expected["actors"]}

    def _who(self, about: dict) -> list[KnownActor]:
        """The actors that every form of this expected actor leads to, best first."""
        votes: dict[str, set[str]] = {}
        by_id = {}
        occurring = set()
        for form in about["forms"]:
            for name in about["in"]:
                text = self.reports[name].text
                for hit in re.finditer(form, text, re.I):
                    occurring.add(form)
                    for actor in self._owners(name, Span(hit.start(), hit.end())):
                        votes.setdefault(actor.id, set()).add(form)
                        by_id[actor.id] = actor
        ranked = sorted(votes, key=lambda i: -len(votes[i]))
        return [by_id[i] for i in ranked if votes[i] >= occurring] or [by_id[i] for i in ranked[:0]]

    def _owners(self, name: str, hit: Span) -> list[KnownActor]:
        """Actors whose shortest form that covers the occurrence is theirs."""
        best: list[KnownActor] = []
        shortest = 10**9
        for actor in self.readings[name].actors:
            for form in actor.forms:
                if form.start <= hit.start and hit.end <= form.end + 1:
                    known = self.actor_of.get((name, actor.id))
                    length = form.end - form.start
                    if known and length < shortest:
                        best, shortest = [known], length
                    elif known and length == shortest and known not in best:
                        best.append(known)
        return best

    # ------------------------------------------------------------ the checks

    def checks(self) -> Iterator[Check]:
        yield from self._report_checks()
        stories = {story.id for story in self.compared.stories for r in story.reports}
        one = any(
            {self.reports[n].id for n in self.expected["one_story"]} <= set(story.reports)
            for story in self.compared.stories
        )
        yield Check("one story", one, f"{len(stories)} stories")
        yield from self._actor_checks()
        for about in self.expected["events"]:
            yield self._event_check(about)
        for about in self.expected["not_actual"]:
            yield self._not_actual_check(about)
        for about in self.expected["attributions"]:
            yield self._attribution_check(about)
        yield from self._wording_checks()

    def _report_checks(self) -> Iterator[Check]:
        for name, about in self.expected["reports"].items():
            report = self.reports[name]
            seen = analysed_text(report).replace("'", "’")
            yield Check(
                f"{name} outlet",
                bool(re.search(about["outlet"], report.outlet.value or "", re.I)),
                str(report.outlet.value),
            )
            yield Check(f"{name} title", bool(re.search(about["title"], report.title, re.I)), report.title)
            if "published" in about:
                value = (report.published.value or "")[:10]
                yield Check(f"{name} published", value == about["published"], value)
            if "published_basis_not" in about:
                basis = report.published.basis
                yield Check(f"{name} published basis", basis != about["published_basis_not"], basis)
            for pattern in about.get("not_in_text", ()):
                yield Check(f"{name} leaves out {pattern!r}", not re.search(pattern, seen, re.I))
            for pattern in about.get("once_in_text", ()):
                n = len(re.findall(pattern, seen, re.I))
                yield Check(f"{name} once {pattern!r}", n == 1, f"{n} times")

    def _actor_checks(self) -> Iterator[Check]:
        for about in self.expected["actors"]:
            name = f"actor {about['id']}"
            found = self.who[about["id"]]
            if not found:
                yield Check(name, False, "its forms lead to no one actor")
                continue
            actor = found[0]
            shown = f"{actor.name}: {actor.code} {' '.join(actor.sectors)}"
            if about.get("unknown_role"):
                yield Check(name, actor.code is None and not actor.sectors, shown)
            else:
                right = actor.code == about["country"] and bool(set(about["sectors"]) & set(actor.sectors))
                present = {self.name_of[r] for r, _ in actor.members} >= set(about["in"])
                yield Check(name, right and present, shown + ("" if present else ", not in every report"))

    def _is(self, ids: tuple[str, ...], wanted: str) -> bool:
        """Does one of these actors be the wanted one (an id of the case, or a country)?"""
        known = {a.id: a for a in self.compared.actors}
        if re.fullmatch("[A-Z]{3}", wanted):
            return any(known[i].code == wanted for i in ids if i in known)
        return any(actor.id in ids for actor in self.who[wanted])

    def _event_check(self, about: dict) -> Check:
        best, fewest = "no event of this type", 99
        for event in self.compared.events:
            if not set(about["types"]) & {event.type, *event.types}:
                continue
            wrong = list(self._event_faults(event, about))
            if not wrong:
                return Check(f"event {about['id']}", True)
            if len(wrong) < fewest and "evidence" not in wrong:
                best, fewest = f"{event.type} {event.id}: " + "; ".join(wrong), len(wrong)
        return Check(f"event {about['id']}", False, best)

    def _event_faults(self, event: Event, about: dict) -> Iterator[str]:
        words = " ".join(q.text for t in event.tellings for q in t.evidence)
        if "evidence" in about and not re.search(about["evidence"], words, re.I):
            yield "evidence"
        if "modes" in about and not set(about["modes"]) & set(event.modes):
            yield f"mode {event.modes}"
        for wanted in about.get("actors", ()):
            if not self._is(event.actors, wanted):
                yield f"actor not {wanted}"
        for wanted in about.get("recipients", ()):
            if not self._is(event.recipients, wanted):
                yield f"recipient not {wanted}"
        for wanted in about.get("with", ()):
            if not self._is(event.actors + event.recipients, wanted):
                yield f"without {wanted}"
        if "date" in about and (event.when is None or event.when.start != about["date"]):
            yield f"date {event.when.start if event.when else None}"
        if "place" in about and not re.search(about["place"], event.place.name if event.place else "", re.I):
            yield f"place {event.place.name if event.place else None}"
        for what in ("killed", "injured"):
            if what in about:
                low, high = about[what]
                if not any(
                    c.what == what and low <= c.low and c.high is not None and c.high <= high for c in event.counts
                ):
                    yield f"{what} {[(c.low, c.high) for c in event.counts if c.what == what]}"
        if "status" in about and event.status not in about["status"].split("|"):
            yield f"status {event.status}"
        told = {self.name_of[t.report] for t in event.tellings}
        if not set(about["in"]) <= told:
            yield f"told by {sorted(told)}"

    def _not_actual_check(self, about: dict) -> Check:
        bad = []
        for name, reading in self.readings.items():
            for hit in re.finditer(about["evidence"], self.reports[name].text, re.I):
                for m in reading.mentions:
                    inside = m.trigger.start < hit.end() and hit.start() < m.trigger.end
                    if inside and m.type in about["types"] and m.status == "actual":
                        bad.append(f"{m.type} {m.frame}")
        return Check(f"not actual {about['evidence']!r}", not bad, ", ".join(bad))

    def _attribution_check(self, about: dict) -> Check:
        name = about["in"]
        text, reading = self.reports[name].text, self.readings[name]
        best = "no attribution holds it"
        for hit in re.finditer(about["content"], text, re.I):
            for a in reading.attributions:
                if not any(s.start <= hit.start() + 3 and hit.end() - 3 <= s.end for s in a.content):
                    continue
                voices = [v.name for v in a.voices]
                right = len(voices) == len(about["voices"]) and all(
                    re.search(p, v, re.I) for p, v in zip(about["voices"], voices, strict=True)
                )
                if right and a.kind == about["kind"]:
                    return Check(f"{name} says {about['content']!r}", True)
                best = f"{a.kind}: {' ← '.join(voices)}"
        return Check(f"{name} says {about['content']!r}", False, best)

    def _wording_checks(self) -> Iterator[Check]:
        for about in self.expected["same_utterance"]:
            found = False
            for alignment in self.compared.alignments:
                names = {
                    self.name_of[q.report]
                    for q in alignment.quotes
                    if re.search(about[self.name_of[q.report]], q.text, re.I)
                }
                speaker = any(a.id == alignment.speaker for a in self.who[about["speaker"]])
                found = found or (names >= {"R1", "R2"} and speaker)
            yield Check("same utterance", found, f"{len(self.compared.alignments)} alignments")
        for about in self.expected["same_figure"]:
            found = any(
                f.value == about["value"] and {self.name_of[q.report] for q in f.quotes} >= {"R1", "R2"}
                for f in self.compared.figures
            )
            yield Check("same figure", found, str([f.value for f in self.compared.figures]))
        for about in self.expected["naming"]:
            ids = {a.id for a in self.who[about["actor"]]}
            for name in ("R1", "R2"):
                forms = {
                    n.form for n in self.compared.namings
                    if n.actor in ids and any(q.report == self.reports[name].id for q in n.quotes)
                }  # fmt: skip
                yield Check(
                    f"naming {about['actor']} {name}",
                    any(re.search(about[name], f, re.I) for f in forms),
                    str(sorted(forms)),
                )


def check_folder(folder: Path) -> int:
    """Print the checks; 0 when all pass."""
    checks = list(Case(folder).checks())
    for check in checks:
        print(("passed  " if check.passed else "FAILED  ") + check.name + ("" if check.passed else f": {check.found}"))
    good = sum(c.passed for c in checks)
    print(f"{good} of {len(checks)}")
    return 0 if good == len(checks) else 1
