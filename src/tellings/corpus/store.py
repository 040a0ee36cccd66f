"""Corpus: the folder as one thing.  Reading it needs no lock; one process writes at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import Engine, func, select

from tellings.compare.correcting import Corrections
from tellings.corpus import catalogue, database, files, held, judgement_log, queries, settings, shards
from tellings.corpus import schema as s
from tellings.corpus.database import Database
from tellings.corpus.lock import Lock
from tellings.corpus.records import Entry, Input, Manifest, Status
from tellings.errors import TellingsError
from tellings.gather import Seen
from tellings.model import Compared, Judgement, Reading, Report

OPEN_SHARDS = 16  # kept in memory for whoever asks for single reports
_OWN = (shards.FOLDER, "lock")  # what tells a corpus from other folders


class Corpus:
    """A corpus folder.

    `Corpus.open(path)` reads; `Corpus.open(path, write=True)` makes it if need be, takes the lock and catalogues what
    an interrupted run left.  Use as a context manager, or call `close`.
    """

    def __init__(self, path: Path, place: settings.Place | None, lock: Lock | None) -> None:
        self.path = path
        self.folder = path / shards.FOLDER
        self._lock = lock
        self.database = Database(path, place, write=lock is not None)
        self.engine: Engine = self.database.engine
        self._shard = lru_cache(maxsize=OPEN_SHARDS)(self._open_shard)

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, write: bool = False, recover: bool = True, catalogue: str | None = None
    ) -> Corpus:
        """recover: catalogue what an interrupted run left, which a damaged shard would prevent.

        catalogue: URL of a PostgreSQL database for the catalogue of a new corpus; SQLite in the folder if not given.
        Raises no-such-corpus, not-a-corpus, corpus-newer, corpus-older, corpus-busy, corpus-not-writable,
        catalogue-damaged, catalogue-full, no-catalogue, no-psycopg and what `settings.choose` raises.
        """
        path = Path(path)
        return cls._open_to_write(path, recover, catalogue) if write else cls._open_to_read(path)

    @classmethod
    def _open_to_read(cls, path: Path) -> Corpus:
        if not database.exists(path):
            raise _missing(path)
        corpus = cls(path, settings.find(path), None)
        try:
            corpus.database.check()
        except BaseException:
            corpus.close()
            raise
        return corpus

    @classmethod
    def _open_to_write(cls, path: Path, recover: bool, asked: str | None) -> Corpus:
        make_folder(path)
        lock = Lock(path / "lock").acquire()
        try:
            has_catalogue = (path / database.NAME).is_file()
            corpus = cls(path, settings.choose(path, asked, has_catalogue=has_catalogue), lock)
        except BaseException:
            lock.release()
            raise
        try:
            corpus.database.prepare()
            if corpus.database.place and settings.find(path) is None:
                settings.keep(path, corpus.database.place)
            if recover:
                shards.sweep(corpus.folder)
                corpus.recover()
                corpus.finish_forgetting()
        except BaseException:
            corpus.close()
            raise
        return corpus

    def close(self) -> None:
        self.database.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ writing

    def recover(self) -> int:
        """Catalogue the shards that the catalogue does not know; returns how many."""
        with self.engine.connect() as connection:
            known = set(connection.execute(select(s.shards.c.shard)).scalars())
        fresh = [m for m in shards.manifests(self.folder) if m.shard not in known]
        for manifest in fresh:
            entries = list(shards.read(self.folder, manifest.shard)) if manifest.reports else []
            self._catalogue(manifest, entries)
        return len(fresh)

    def add(self, entries: Sequence[Entry], inputs: Sequence[Input], fingerprint: str) -> None:
        """Keep readings and what became of inputs: one shard, whole or not at all."""
        if entries or inputs:
            self._catalogue(shards.write(self.folder, entries, inputs, fingerprint, self._next()), entries)

    def _next(self) -> int:
        with self.engine.connect() as connection:
            last = connection.execute(select(func.max(s.shards.c.place))).scalar()
        return (last or 0) + 1

    def _catalogue(self, manifest: Manifest, entries: Sequence[Entry]) -> None:
        with self.database.told(), self.engine.begin() as connection:
            catalogue.add_shard(connection, manifest, entries)

    def judge(self, judgements: Iterable[Judgement]) -> None:
        """Append judgements of persons to the log; they count from the next comparison on."""
        with self.engine.begin() as connection:
            catalogue.add_judgements(connection, judgements)

    def finish_forgetting(self) -> None:
        """Go on where a crash stopped `forget`."""
        from tellings.corpus import forget  # it needs this class

        forget.finish(self)

    def forget_cache(self) -> None:
        """Let go of shards that were read before."""
        self._shard.cache_clear()

    def remember(self, key: str, value: str) -> None:
        """Keep a remark about the corpus, such as the last run's fingerprint."""
        with self.engine.begin() as connection:
            queries.set_meta(connection, key, value)

    def recall_file(self, path: str, how: str) -> Seen | None:
        """A file as it was when it was gathered whole in this way."""
        with self.engine.connect() as connection:
            return files.recall(connection, path, how)

    def remember_files(self, seen: Iterable[Seen], how: str) -> None:
        """Files all of whose documents are dealt with."""
        with self.database.told(), self.engine.begin() as connection:
            files.remember(connection, seen, how)

    def prune(self) -> int:
        """Remove shards whose every report was read again into a later one; returns how many."""
        with self.engine.begin() as connection:
            gone = held.superseded(connection)
            for name in gone:
                held.forget_shard(connection, name)
        for name in gone:
            shards.remove(self.folder, name)
        self._shard.cache_clear()
        return len(gone)

    # ------------------------------------------------------------ reading

    def entries(self, shard: str | None = None, *, judged: bool = False) -> Iterator[Entry]:
        """Every report with its reading, the latest of each, ordered by shard and place in it.

        judged: with the types and codes that persons gave to mentions and actors; without it, as read.
        """
        corrections = Corrections.of(self.judgements() if judged else ())
        with self.engine.connect() as connection:
            owners = held.owners(connection)
        for name in sorted(set(owners.values())) if shard is None else [shard]:
            for entry in shards.read(self.folder, name):
                if owners.get(entry.report.id) == name:
                    yield _corrected(entry, corrections)

    def pairs(self) -> Iterator[tuple[Report, Reading]]:
        """What compare reads."""
        for entry in self.entries():
            yield entry.report, entry.reading

    def entry(self, report: str, *, judged: bool = False) -> Entry:
        """One report with its reading, as read or as judged; raises no-such-report."""
        with self.engine.connect() as connection:
            name = held.shard_of(connection, report)
        if name is None:
            raise TellingsError("no-such-report", f"there is no report {report}", where=str(self.path))
        return _corrected(self._shard(name).entry(report), Corrections.of(self.judgements() if judged else ()))

    def _open_shard(self, name: str) -> shards.Opened:
        return shards.Opened(self.folder, name)

    def has_input(self, source: str, report: str, fingerprint: str) -> bool:
        """Whether an earlier run dealt with this report from this source; a failed reading is tried again by another pipeline."""
        with self.engine.connect() as connection:
            return held.has_input(connection, source, report, fingerprint) or held.is_forgotten(connection, report)

    def has_report(self, report: str) -> bool:
        with self.engine.connect() as connection:
            return held.shard_of(connection, report) is not None

    def has_failure(self, item: Input) -> bool:
        """Whether this very failure is kept already."""
        with self.engine.connect() as connection:
            return held.has_failure(connection, item)

    def with_body(self, key: str, fingerprint: str) -> Entry | None:
        """A report of these words that this pipeline read."""
        with self.engine.connect() as connection:
            found = held.by_body(connection, key, fingerprint)
        return self.entry(found) if found else None

    def stale(self, fingerprint: str) -> Iterator[tuple[Entry, list[Input]]]:
        """Reports that another pipeline read, with the inputs they came from; those that were read before their copies."""
        with self.engine.connect() as connection:
            reports = held.stale(connection, fingerprint)
            inputs = {report: held.inputs_of(connection, report) for report in reports}
        for report in reports:
            yield self.entry(report), inputs[report]

    def needs_comparing(self) -> bool:
        """Whether readings or judgements of persons came since the last comparison."""
        with self.engine.connect() as connection:
            return queries.get_meta(connection, "compared") != queries.state(connection)

    def judgements(self, *, by_persons: bool = True) -> tuple[Judgement, ...]:
        """The log: of persons, or of the machine."""
        with self.engine.connect() as connection:
            return judgement_log.judgements(connection, by_persons=by_persons)

    def compared(self) -> Compared:
        """Everything that compare made."""
        with self.engine.connect() as connection:
            return queries.compared(connection)

    def status(self, fingerprint: str | None = None) -> Status:
        """Sums; stale counts readings of another fingerprint than the given one."""
        with self.engine.connect() as connection:
            return queries.status(connection, fingerprint)


def _corrected(entry: Entry, corrections: Corrections) -> Entry:
    return replace(entry, reading=corrections.applied(entry.report, entry.reading)) if corrections else entry


def make_folder(path: Path) -> None:
    """The folder of a new corpus; refuses one that holds other things."""
    try:
        if path.exists() and not path.is_dir():
            raise TellingsError(
                "not-a-corpus", "there is a file where the corpus should be", where=str(path), hint="Name a folder"
            )
        if path.is_dir() and any(path.iterdir()) and not any((path / own).exists() for own in _OWN):
            raise TellingsError(
                "not-a-corpus",
                "this folder holds other things",
                where=str(path),
                hint="Name a new or empty folder with --into",
            )
        (path / shards.FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TellingsError(
            "corpus-not-writable",
            f"cannot make the corpus: {error.strerror}",
            where=str(path),
            hint="Choose another folder with --into, or change its permissions",
        ) from error


def _missing(path: Path) -> TellingsError:
    if path.is_dir() and any(path.iterdir()) and not (path / shards.FOLDER).exists():
        return TellingsError(
            "not-a-corpus",
            "this folder is not a corpus",
            where=str(path),
            hint="`tellings run PATH --into CORPUS` makes one",
        )
    return TellingsError(
        "no-such-corpus", "there is no corpus here", where=str(path), hint="`tellings run PATH --into CORPUS` makes one"
    )
