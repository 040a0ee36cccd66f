"""What a run may change about gathering: bounds and defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GatherOptions:
    """Bounds for one document and for one file; every bound that bites becomes a `Failure` that names it.

    max_bytes:   of one document (a page, a line of JSON, a record of an archive), unpacked.
    max_chars:   of one report's text.
    max_seconds: of work on one document, where the platform can interrupt (main thread, POSIX).
    max_memory:  megabytes that work on one document may take beyond what the process had; 0 for no bound.
    max_depth:   of nested elements in HTML.
    max_ratio:   how many times larger a compressed file may grow once it has given `max_bytes`.
    languages:   ISO 639-1 codes that are read; a report in another language is `unsupported-language`.
    encoding:    overrules what is detected; None detects.
    acquired:    ISO date-time to write into the reports instead of the clock's.
    """

    max_bytes: int = 16 * 1024 * 1024
    max_chars: int = 300_000
    max_seconds: float = 30.0
    max_memory: int = 1_500
    max_depth: int = 1_000
    max_ratio: int = 250
    languages: tuple[str, ...] = ("en",)
    encoding: str | None = None
    acquired: str | None = None
