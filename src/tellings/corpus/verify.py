"""Looking for damaged or missing bytes, and taking damaged shards out so that their inputs can be read again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import bindparam, delete, select

from tellings.corpus import files, fulltext, shards
from tellings.corpus import schema as s
from tellings.corpus.records import Manifest
from tellings.corpus.store import Corpus
from tellings.errors import TellingsError


@dataclass(frozen=True)
class Problem:
    """Something wrong with a shard or the catalogue.

    code: missing, damaged (bytes differ from the manifest's digest), no-manifest, bad-manifest, not-catalogued, catalogue.
    sources: the inputs to read again.
    """

    what: str
    code: str
    message: str
    sources: tuple[str, ...] = ()


def verify(corpus: Corpus) -> list[Problem]:
    """Every byte of every shard against its manifest, and the catalogue against the shards."""
    problems: list[Problem] = []
    found: set[str] = set()
    for path in sorted(corpus.folder.glob("[!.]*.json")):
        found.add(path.stem)
        try:
            manifest = shards.load_manifest(path)
        except TellingsError as error:
            problems.append(Problem(path.stem, "bad-manifest", error.message, _sources(corpus, path.stem)))
            continue
        problems += _shard(corpus, manifest)
    for path in sorted(corpus.folder.glob("[!.]*.parquet")):
        if path.stem not in found:
            problems.append(
                Problem(path.stem, "no-manifest", "a shard whose manifest is not there", _sources(corpus, path.stem))
            )
            found.add(path.stem)
    return problems + _catalogue(corpus, found)


def _shard(corpus: Corpus, manifest: Manifest) -> list[Problem]:
    sources = tuple(item.source for item in manifest.inputs)
    problems = []
    if manifest.reports:
        path = corpus.folder / f"{manifest.shard}.parquet"
        if not path.exists():
            problems.append(Problem(manifest.shard, "missing", "the shard's file is not there", sources))
        elif path.stat().st_size != manifest.size or _digest(path) != manifest.digest:
            problems.append(
                Problem(manifest.shard, "damaged", "the shard's bytes are not those that were written", sources)
            )
    with corpus.engine.connect() as connection:
        known = connection.execute(select(s.shards.c.shard).where(s.shards.c.shard == manifest.shard)).first()
    if known is None:
        problems.append(Problem(manifest.shard, "not-catalogued", "the next run will catalogue this shard"))
    return problems


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _catalogue(corpus: Corpus, found: set[str]) -> list[Problem]:
    problems = [Problem("corpus.db", "catalogue", line) for line in corpus.database.damage()]
    with corpus.engine.connect() as connection:
        lost = set(connection.execute(select(s.shards.c.shard)).scalars()) - found
    problems += [
        Problem(name, "missing", "the shard and its manifest are not there", _sources(corpus, name))
        for name in sorted(lost)
    ]
    return problems


def _sources(corpus: Corpus, shard: str) -> tuple[str, ...]:
    with corpus.engine.connect() as connection:
        return tuple(
            connection.execute(
                select(s.inputs.c.source).where(s.inputs.c.shard == shard).order_by(s.inputs.c.source)
            ).scalars()
        )


def drop(corpus: Corpus, names: set[str]) -> None:
    """Forget these shards, so that the next run reads their inputs again.  The corpus must be open for writing."""
    with corpus.engine.begin() as connection:
        files.forget_all(connection)
        for name in sorted(names):
            gone = [
                {"gone": key}
                for key in connection.execute(select(s.reports.c.id).where(s.reports.c.shard == name)).scalars()
            ]
            if gone:
                connection.execute(delete(s.mentions).where(s.mentions.c.report == bindparam("gone")), gone)
                fulltext.drop_reports(connection, [row["gone"] for row in gone])
            connection.execute(delete(s.reports).where(s.reports.c.shard == name))
            connection.execute(delete(s.inputs).where(s.inputs.c.shard == name))
            connection.execute(delete(s.shards).where(s.shards.c.shard == name))
    for name in names:
        shards.remove(corpus.folder, name)
