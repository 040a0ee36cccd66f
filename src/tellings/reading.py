"""read(report) -> Reading: the steps in order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tellings import entities, events, voices
from tellings.model import Reading, Report, Span
from tellings.parse import Parsed
from tellings.pipeline import Pipeline


def read(report: Report, pipeline: Pipeline) -> Reading:
    """Who did what to whom, when, where and who says so, as one report tells it.  Pure: same report, same reading."""
    return read_parsed(pipeline.model.parse(report), pipeline)


def read_many(reports: Iterable[Report], pipeline: Pipeline) -> Iterator[Reading]:
    """The same for many, parsed in batches; lazily, in order."""
    for parsed in pipeline.model.parse_many(reports):
        yield read_parsed(parsed, pipeline)


def read_parsed(parsed: Parsed, pipeline: Pipeline) -> Reading:
    """Everything after the parse."""
    attributions = voices.attribute(parsed, pipeline.cues)
    mentions = events.code(parsed, attributions, pipeline.frames)
    resolved = entities.resolve(parsed, attributions, mentions, pipeline.knowledge)
    return Reading(
        report=parsed.report.id,
        fingerprint=pipeline.fingerprint,
        sentences=tuple(Span(s.start_char, s.end_char) for s in parsed.sentences),
        attributions=resolved.attributions,
        mentions=resolved.mentions,
        actors=resolved.actors,
        places=resolved.places,
        times=resolved.times,
    )
