"""A part of a corpus that is read by many programs at once, as a cluster's job arrays do: shards only, no catalogue.

Parts share the corpus's lock, so that no run catalogues or sweeps while one is at work; each has a lock of its own, so that
no part is read twice at once.  `tellings run --into CORPUS` afterwards catalogues and compares what the parts wrote.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from tellings.corpus import shards
from tellings.corpus.lock import Lock
from tellings.corpus.records import Entry, Input
from tellings.corpus.sharing import body_key
from tellings.corpus.store import make_folder
from tellings.errors import TellingsError
from tellings.gather import GatherOptions, gather
from tellings.gather.draft import as_failure
from tellings.gather.walking import STDIN, walk
from tellings.model import Failure, Report, digest


def parse_part(value: str) -> tuple[int, int]:
    """ "2/8" -> (2, 8); raises bad-part."""
    number, _, count = value.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise TellingsError("bad-part", f"{value!r} is no part", where="--shard", hint="Write 1/8, 2/8 … 8/8")
    return int(number), int(count)


def of_part(gathered: Iterable[Report | Failure], number: int, count: int) -> Iterator[Report | Failure]:
    """What belongs to this part: reports with the same words go to the same part, so that copies still share a reading."""
    for item in gathered:
        key = body_key(item) if isinstance(item, Report) else digest(item.source)
        if int(key[:8], 16) % count == number - 1:
            yield item


def gather_part(
    paths: list[str], number: int, count: int, options: GatherOptions | None = None
) -> Iterator[Report | Failure]:
    """The documents of this part.

    Where there are as many files as parts, each part takes whole files, so that no other takes them apart; the same words in
    files of two parts are then read twice.  Fewer files are taken apart by every part, and their reports dealt out.
    """
    found = list(walk(paths))
    files = [path for path in found if isinstance(path, str)]
    if len(files) < count or STDIN in files:
        yield from of_part(gather(paths, options), number, count)
        return
    for place, path in enumerate(found):
        if place % count == number - 1:
            if isinstance(path, str):
                yield from gather([path], options)
            else:
                yield as_failure(path, path.where)


class Part:
    """What `running.run` asks of a corpus, out of the shards alone."""

    def __init__(self, path: str | os.PathLike[str], number: int, count: int) -> None:
        self.path = Path(path)
        make_folder(self.path)
        self.folder = self.path / shards.FOLDER
        self._whole = Lock(self.path / "lock").acquire(shared=True)
        try:
            self._own = Lock(self.path / f"lock-{number}-of-{count}").acquire()
        except BaseException:
            self._whole.release()
            raise
        self._inputs: dict[tuple[str, str], Input] = {}
        self._prints: dict[tuple[str, str], str] = {}
        self._shard_of: dict[str, str] = {}
        self._bodies: dict[tuple[str, str], str] = {}  # body and fingerprint -> report
        self._order = 0
        try:
            self._load()
        except BaseException:
            self.close()
            raise

    def _load(self) -> None:
        for manifest in shards.manifests(self.folder):
            self._order = max(self._order, manifest.order)
            self._know(manifest.inputs, manifest.fingerprint)
            if manifest.reports:
                path = self.folder / f"{manifest.shard}.parquet"
                columns = pq.ParquetFile(path).read(columns=["report_id", "body", "copy_of"]).to_pylist()
                for row in columns:
                    self._shard_of[row["report_id"]] = manifest.shard
                    if row["copy_of"] is None:
                        self._bodies.setdefault((row["body"], manifest.fingerprint), row["report_id"])

    def _know(self, inputs: Iterable[Input], fingerprint: str) -> None:
        for item in inputs:
            self._inputs[item.source, item.report or ""] = item
            self._prints[item.source, item.report or ""] = fingerprint

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._own.release()
        self._whole.release()

    # ------------------------------------------------------------ what a run asks

    def has_input(self, source: str, report: str, fingerprint: str) -> bool:
        item = self._inputs.get((source, report))
        if item is None:
            return False
        tried = (
            item.failure is not None and item.failure.stage == "read" and self._prints[source, report] == fingerprint
        )
        return item.state in ("read", "copy") or tried

    def has_report(self, report: str) -> bool:
        return report in self._shard_of

    def has_failure(self, item: Input) -> bool:
        known = self._inputs.get((item.source, item.report or ""))
        return (
            known is not None
            and (known.state, known.sha256) == (item.state, item.sha256)
            and known.failure == item.failure
        )

    def with_body(self, key: str, fingerprint: str) -> Entry | None:
        report = self._bodies.get((key, fingerprint))
        return next(shards.read(self.folder, self._shard_of[report], [report])) if report else None

    def add(self, entries: Sequence[Entry], inputs: Sequence[Input], fingerprint: str) -> None:
        if not entries and not inputs:
            return
        self._order += 1
        manifest = shards.write(self.folder, entries, inputs, fingerprint, self._order)
        self._know(inputs, fingerprint)
        for entry in entries:
            self._shard_of[entry.report.id] = manifest.shard
            if entry.copy_of is None:
                self._bodies.setdefault((entry.body, fingerprint), entry.report.id)

    def remember(self, key: str, value: str) -> None:
        """A part has no catalogue to keep remarks in; the run that catalogues keeps its own."""
