"""Stories of several accounts: events, their tellings, the comparison and the independent voices."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.comparing import compare
from tellings.gather import Draft, report_of
from tellings.model import Mention, Reading, Report
from tellings.reading import read


def predict(rows: list[dict], options) -> Iterator[dict]:
    """Each story is compared by itself; tellings are given as the stretch of text that tells the event."""
    pipeline = options.pipeline()
    for row in rows:
        reports = {r["id"]: _report(r) for r in row["reports"]}
        row_text = {r["id"]: r["text"] for r in row["reports"]}
        name_of = {report.id: name for name, report in reports.items()}
        readings = {name: read(report, pipeline) for name, report in reports.items()}
        mentions = {m.id: m for reading in readings.values() for m in reading.mentions}
        compared = compare([(reports[n], readings[n]) for n in reports], one_story=True)
        events = []
        for event in compared.events:
            tellings = []
            outlet = {t.id: name_of[t.report] for t in event.tellings}
            for telling in event.tellings:
                report = reports[name_of[telling.report]]
                shift = report.text.index(row_text[name_of[telling.report]])
                for quote in telling.evidence if not telling.mentions else ():
                    tellings.append(
                        {"report": name_of[telling.report], "start": quote.start - shift, "end": quote.end - shift}
                    )
                for mention in telling.mentions:
                    start, end = _stretch(mentions[mention], readings[name_of[telling.report]])
                    if start >= shift:
                        tellings.append({"report": name_of[telling.report], "start": start - shift, "end": end - shift})
            if tellings:
                events.append(
                    {
                        "event": event.id,
                        "event_type": event.type,
                        "tellings": tellings,
                        "comparison": {v.question: v.verdict for v in event.comparison},
                        "independent_voices": len(event.voices),
                        "values": {
                            v.question: [f"{outlet[value.telling]}: {value.text} [{value.value}]" for value in v.values]
                            for v in event.comparison
                        },
                        "voices": [f"{o.name} ({', '.join(outlet[t] for t in o.tellings)})" for o in event.voices],
                    }
                )
        yield {"story": row["story"], "events": events}


def _report(row: dict) -> Report:
    draft = Draft(
        text=row["text"],
        source=row["id"],
        sha256="",
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
    )
    report = report_of(draft)
    if not isinstance(report, Report):
        raise ValueError(f"{row['id']}: {report.code}: {report.message}")
    return report


def _stretch(mention: Mention, reading: Reading) -> tuple[int, int]:
    """From the first to the last of trigger, participants, time and place, but not over the trigger of another event."""
    trigger, sentence = mention.trigger, mention.sentence
    spans = [trigger, *(p.span for p in (*mention.actors, *mention.recipients))]
    spans += [mention.when.span] if mention.when and mention.when.span else []
    spans += [p.span for p in reading.places if p.id == mention.place]
    spans = [s for s in spans if sentence.start <= s.start and s.end <= sentence.end]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    for other in (m.trigger for m in reading.mentions if m.sentence == sentence):
        if other.end <= trigger.start:
            start = max(start, other.end)
        elif other.start >= trigger.end:
            end = min(end, other.start)
    return start, end
