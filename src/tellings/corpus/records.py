"""What the corpus keeps beside the nouns: its inputs, its manifests, its status.  No logic but sums."""

from __future__ import annotations

from typing import Literal

import msgspec

from tellings.model import Failure, Frozen, Reading, Report

State = Literal["read", "copy", "unsupported", "failed"]


class Input(Frozen):
    """One gathered document and what became of it.

    source: file, and line or record if there is one.  report: the id of the report it gave, if it gave one.
    state: read; copy (its words were read before, here or under another address); unsupported; failed.
    """

    source: str
    state: State
    sha256: str = ""
    report: str | None = None
    failure: Failure | None = None


class Entry(Frozen):
    """A report with its reading.  body: digest of the words that were analysed.  copy_of: whose reading it shares."""

    report: Report
    reading: Reading
    body: str
    copy_of: str | None = None


class Manifest(Frozen):
    """What one shard holds; written after the shard, so that a shard without one does not count.

    digest: sha-256 of the shard's bytes; none if it has no reports.  order: later shards overrule earlier ones.
    """

    version: int
    shard: str
    order: int
    digest: str
    size: int
    fingerprint: str
    made: str
    by: str
    reports: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()


class Status(Frozen):
    """Sums over a corpus.  gathered = read + copies + unsupported + failed.  stale: readings of another fingerprint.

    compared: whether the last comparison saw all readings and judgements.
    """

    gathered: int = 0
    read: int = 0
    copies: int = 0
    unsupported: int = 0
    failed: int = 0
    reports: int = 0
    words: int = 0
    mentions: int = 0
    attributions: int = 0
    stories: int = 0
    events: int = 0
    shards: int = 0
    stale: int = 0
    fingerprints: dict[str, int] = msgspec.field(default_factory=dict)
    compared: bool = True


_encoder = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """JSON bytes."""
    return _encoder.encode(value)
