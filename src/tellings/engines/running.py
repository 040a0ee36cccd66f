"""run: what was gathered goes through an engine into a corpus; what was read before is not read again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from tellings.corpus import Corpus, Input, Part
from tellings.corpus.records import Entry
from tellings.corpus.sharing import body_key, may_share, transplant
from tellings.engines.choose import Engine
from tellings.engines.worker import Done
from tellings.gather import Files, GatherOptions, Seen, gather, way_of
from tellings.model import Failure, Report

# A shard is written when one of these is reached: little is lost when the power goes, and files stay few.
SHARD_REPORTS = 256
SHARD_CHARACTERS = 4_000_000
SHARD_SECONDS = 20.0
_PROBLEMS = 5
_UNSUPPORTED = frozenset({"binary-file", "unknown-format"})


@dataclass
class Tally:
    """What a run did.  known: documents that an earlier run had dealt with."""

    gathered: int = 0
    known: int = 0
    read: int = 0
    copies: int = 0
    unsupported: int = 0
    failed: int = 0
    words: int = 0
    mentions: int = 0
    seconds: float = 0.0
    fingerprint: str = ""
    problems: list[Failure] = field(default_factory=list)  # the first few failures


Tell = Callable[[Tally], None]


def run(
    corpus: Corpus | Part, gathered: Iterable[Report | Failure], engine: Engine, tell: Tell = lambda tally: None
) -> Tally:
    """Read what is new and keep it.  What is done is kept whatever ends the run, Ctrl-C included."""
    return _Run(corpus, engine, tell).all(gathered)


def run_files(
    corpus: Corpus,
    paths: Iterable[str],
    engine: Engine,
    tell: Tell = lambda tally: None,
    options: GatherOptions | None = None,
) -> Tally:
    """Gather files and read what is new.  A file that an earlier run gathered whole, and whose bytes are the same, is
    not taken apart again: its documents count as known."""
    options = options or GatherOptions()
    how = way_of(options, engine.fingerprint())
    files = Files(recall=lambda path: corpus.recall_file(path, how))
    running = _Run(corpus, engine, tell, files=files, how=how)
    files.passed = running.pass_file
    return running.all(gather(paths, options, files))


def reread(corpus: Corpus, engine: Engine, tell: Tell = lambda tally: None) -> Tally:
    """Read again whatever another pipeline read."""
    return _Run(corpus, engine, tell, renewing=True).stale()


@dataclass
class _Run:
    corpus: Corpus | Part
    engine: Engine
    tell: Tell
    renewing: bool = False
    tally: Tally = field(default_factory=Tally)
    entries: dict[str, Entry] = field(default_factory=dict)  # by report id: done, not yet in a shard
    inputs: list[Input] = field(default_factory=list)
    sources: dict[str, list[Input]] = field(default_factory=dict)  # report id -> inputs, while it is being read
    bodies: dict[str, Report] = field(default_factory=dict)  # body key -> report being read, or in `entries`
    waiting: dict[str, list[Report]] = field(default_factory=dict)  # report id -> copies that wait for its reading
    keys: dict[str, str] = field(default_factory=dict)  # report id -> body key, while it is being read
    files: Files | None = None  # knows the files that were gathered whole
    how: str = ""
    named: dict[str, list[str]] = field(default_factory=dict)  # report id -> sources whose inputs are not kept yet
    began: float = field(default_factory=time.monotonic)
    flushed: float = field(default_factory=time.monotonic)

    def all(self, gathered: Iterable[Report | Failure]) -> Tally:
        self.tally.fingerprint = self.engine.fingerprint()
        return self._drive(self._new(gathered))

    def stale(self) -> Tally:
        self.tally.fingerprint = self.engine.fingerprint()
        tally = self._drive(self._old())
        self.corpus.prune()
        return tally

    def _drive(self, reports: Iterator[Report]) -> Tally:
        self.corpus.remember("fingerprint", self.tally.fingerprint)
        done = self.engine.read(reports)
        try:
            for one in done:
                self._take(one)
                if self._full():
                    self._flush()
                self._say()
        finally:
            # Also after Ctrl-C, a full disk or a fault: what was read is not lost.
            self._flush()
            self._say()
        return self.tally

    def _say(self) -> None:
        self.tally.seconds = time.monotonic() - self.began
        self.tell(self.tally)

    # ------------------------------------------------------------ before reading

    def _new(self, gathered: Iterable[Report | Failure]) -> Iterator[Report]:
        """The reports that must be read; failures, copies and what is known are dealt with on the way."""
        for item in gathered:
            self.tally.gathered += 1
            if isinstance(item, Failure):
                self._note(item)
            elif self._must_read(item):
                yield item
            if len(self.inputs) >= 4 * SHARD_REPORTS:
                self._flush()
            self._say()

    def _must_read(self, report: Report) -> bool:
        if self.corpus.has_input(report.source, report.id, self.tally.fingerprint):
            self.tally.known += 1
            return False
        if report.id in self.entries or self.corpus.has_report(report.id):
            self._keep_input("copy", report)
            return False
        if report.id in self.sources:
            self.named.setdefault(report.id, []).append(report.source)
            self.sources[report.id].append(
                Input(source=report.source, state="copy", sha256=report.sha256, report=report.id)
            )
            return False
        if not _encodable(report):
            self._note(_failure(report, "bad-text", "the text holds characters that are none", "Save it as UTF-8"))
            return False
        return self._first_of_its_words(report)

    def _first_of_its_words(self, report: Report) -> bool:
        key = body_key(report)
        self.named[report.id] = [report.source]
        origin = self.bodies.get(key)
        if origin is None:
            entry = self.corpus.with_body(key, self.tally.fingerprint)
            if entry is not None and may_share(entry.report, report):
                self._copy(entry, report)
                return False
        elif may_share(origin, report):
            if origin.id in self.entries:
                self._copy(self.entries[origin.id], report)
            else:
                self.waiting.setdefault(origin.id, []).append(report)
                self.sources[report.id] = []
            return False
        self.bodies.setdefault(key, report)
        self.keys[report.id] = key
        self.sources[report.id] = []
        return True

    def _old(self) -> Iterator[Report]:
        """Stale reports, with the inputs they came from."""
        for entry, inputs in self.corpus.stale(self.tally.fingerprint):
            report = entry.report
            self.tally.gathered += 1
            self.sources[report.id] = [item for item in inputs if item.source != report.source]
            origin = self.bodies.get(entry.body)
            if origin is not None and may_share(origin, report):
                if origin.id in self.entries:
                    self._copy(self.entries[origin.id], report)
                else:
                    self.waiting.setdefault(origin.id, []).append(report)
                continue
            self.bodies.setdefault(entry.body, report)
            self.keys[report.id] = entry.body
            yield report

    # ------------------------------------------------------------ after reading

    def _take(self, done: Done) -> None:
        report = done.report
        again = self.sources.pop(report.id, [])
        copies = self.waiting.pop(report.id, [])
        key = self.keys.pop(report.id)
        if done.failure or done.reading is None:
            self._fail(done, again, copies, key)
            return
        entry = Entry(report=report, reading=done.reading, body=key)
        self.entries[report.id] = entry
        self.tally.words += len(report.text.split())
        self.tally.mentions += len(done.reading.mentions)
        self._keep_input("read", report)
        for item in again:
            self._keep(item)
        for copy in copies:
            self._copy(entry, copy)

    def _fail(self, done: Done, again: list[Input], copies: list[Report], key: str) -> None:
        self.bodies.pop(key, None)
        if self.renewing:  # the reading that is there stays, and stays stale
            self.tally.failed += 1 + len(copies)
            return
        self._note(done.failure, done.report)
        for item in again:
            self._note(msgspec.structs.replace(done.failure, source=item.source), done.report)
        for copy in copies:
            for item in self.sources.pop(copy.id, []):
                self._note(msgspec.structs.replace(done.failure, source=item.source), copy)
            self._note(msgspec.structs.replace(done.failure, source=copy.source, sha256=copy.sha256), copy)

    def _copy(self, origin: Entry, copy: Report) -> None:
        reading = transplant(origin.reading, origin.report, copy)
        self.entries[copy.id] = Entry(
            report=copy, reading=reading, body=origin.body, copy_of=origin.copy_of or origin.report.id
        )
        self.tally.mentions += len(reading.mentions)
        self._keep_input("copy", copy)
        for item in self.sources.pop(copy.id, []):
            self._keep(item)

    def _keep_input(self, state: str, report: Report) -> None:
        self._keep(Input(source=report.source, state=state, sha256=report.sha256, report=report.id))

    def _keep(self, item: Input) -> None:
        self.inputs.append(item)
        if item.state == "read":
            self.tally.read += 1
        else:
            self.tally.copies += 1

    def _note(self, failure: Failure, report: Report | None = None) -> None:
        """Keep a failure, once."""
        unsupported = failure.code.startswith("unsupported") or failure.code in _UNSUPPORTED
        state = "unsupported" if unsupported else "failed"
        if len(self.tally.problems) < _PROBLEMS:
            self.tally.problems.append(failure)
        if unsupported:
            self.tally.unsupported += 1
        else:
            self.tally.failed += 1
        item = Input(
            source=failure.source,
            state=state,
            sha256=failure.sha256 or "",
            report=report.id if report else None,
            failure=failure,
        )
        if not self.corpus.has_failure(item):
            self.inputs.append(item)

    # ------------------------------------------------------------ keeping

    def _full(self) -> bool:
        if len(self.entries) >= SHARD_REPORTS or time.monotonic() - self.flushed > SHARD_SECONDS:
            return True
        return sum(len(entry.report.text) for entry in self.entries.values()) > SHARD_CHARACTERS

    def _flush(self) -> None:
        self.corpus.add(list(self.entries.values()), self.inputs, self.tally.fingerprint)
        reading = set(self.keys)
        self.bodies = {key: report for key, report in self.bodies.items() if report.id in reading}
        self.entries, self.inputs = {}, []
        self._remember_files()
        self.flushed = time.monotonic()

    def pass_file(self, seen: Seen) -> None:
        """A file that is as it was."""
        self.tally.gathered += seen.documents
        self.tally.known += seen.documents
        self._say()

    def _remember_files(self) -> None:
        """Those that are gathered whole, and of whose reports none is still being read."""
        self.named = {key: names for key, names in self.named.items() if key in self.sources}
        if self.files is None or not self.files.finished:
            return
        open_ones = {name for names in self.named.values() for name in names}
        open_ones |= {name.rpartition(":")[0] for name in open_ones}
        done = [seen for seen in self.files.finished if seen.given not in open_ones]
        self.files.finished = [seen for seen in self.files.finished if seen.given in open_ones]
        self.corpus.remember_files(done, self.how)


def _encodable(report: Report) -> bool:
    try:
        msgspec.json.encode(report)
    except (UnicodeEncodeError, ValueError):
        return False
    return True


def _failure(report: Report, code: str, message: str, hint: str) -> Failure:
    return Failure(source=report.source, stage="gather", code=code, message=message, hint=hint, sha256=report.sha256)
