"""What a worker calls to load the pipeline; the heavy imports happen there and not in a command that only shows."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from tellings.engines.worker import Loader
from tellings.model import Reading, Report

_THRESHOLDS = (50_000, 20, 20)


@dataclass(frozen=True)
class PipelineReader:
    """`reading.read` with its pipeline."""

    pipeline: Any
    fingerprint: str

    def read(self, report: Report) -> Reading:
        from tellings import reading

        return reading.read(report, self.pipeline)


def loader(options: Mapping[str, Any]) -> Loader:
    """A loader for these fields of `pipeline.Options`."""
    return partial(_load, dict(options))


def settle() -> None:
    """What was loaded stays: the collector need not walk through it again and again.  Nor need it look for circles every
    700 objects: what reading makes of a report holds none, and goes when the report is done."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def _load(options: dict[str, Any]) -> PipelineReader:
    from tellings.pipeline import Options, Pipeline

    pipeline = Pipeline.load(Options(**options))
    settle()
    return PipelineReader(pipeline=pipeline, fingerprint=pipeline.fingerprint)
