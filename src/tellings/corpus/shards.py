"""Shards: Parquet files of reports with their readings, written once, each with a manifest of its digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from tellings import __version__
from tellings.corpus.records import Entry, Input, Manifest, encode
from tellings.errors import TellingsError
from tellings.model import Reading, Report, Span, digest

VERSION = 1
FOLDER = "readings"

# The text has a column of its own, so that other tools can read it; the report's JSON leaves it out.
_SCHEMA = pa.schema(
    [
        ("report_id", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.string()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("source", pa.string()),
        ("sha256", pa.string()),
        ("body", pa.string()),
        ("copy_of", pa.string()),
        ("words", pa.int32()),
        ("mentions", pa.int32()),
        ("attributions", pa.int32()),
        ("fingerprint", pa.string()),
        ("text", pa.large_string()),
        ("report", pa.large_binary()),
        ("reading", pa.large_binary()),
    ],
    metadata={"tellings_shard_version": str(VERSION)},
)
_ENTRY = ["report_id", "body", "copy_of", "text", "report", "reading"]
_report = msgspec.json.Decoder(Report)
_reading = msgspec.json.Decoder(Reading)
_manifest = msgspec.json.Decoder(Manifest)


def write(folder: Path, entries: Sequence[Entry], inputs: Sequence[Input], fingerprint: str, order: int) -> Manifest:
    """Write one shard and its manifest, each under another name first; returns the manifest.

    A shard of inputs only (failures, or reports that came again) has no Parquet file.
    """
    ids = tuple(entry.report.id for entry in entries)
    name = f"{order:06d}-{digest(fingerprint, *ids, *(f'{i.source}|{i.report}' for i in inputs))}"
    data = _parquet(entries) if entries else b""
    manifest = Manifest(
        version=VERSION,
        shard=name,
        order=order,
        digest=hashlib.sha256(data).hexdigest() if data else "",
        size=len(data),
        fingerprint=fingerprint,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        by=f"tellings {__version__}",
        reports=ids,
        inputs=tuple(inputs),
    )
    try:
        if data:
            replace(folder / f"{name}.parquet", data)
        replace(folder / f"{name}.json", msgspec.json.format(encode(manifest), indent=1))
    except OSError as error:
        raise TellingsError(
            "corpus-not-writable",
            f"cannot write a shard: {error.strerror}",
            where=str(folder),
            hint="Free some space or change permissions, then run again: what was read before is kept",
        ) from error
    return manifest


def replace(path: Path, data: bytes) -> None:
    """Write bytes under another name, make sure they are on the disk, and rename: whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(partial, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _parquet(entries: Iterable[Entry]) -> bytes:
    rows = [_row(entry) for entry in entries]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def _row(entry: Entry) -> dict:
    report, reading = entry.report, entry.reading
    return {
        "report_id": report.id,
        "outlet": report.outlet.value,
        "published": report.published.value,
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "source": report.source,
        "sha256": report.sha256,
        "body": entry.body,
        "copy_of": entry.copy_of,
        "words": len(report.text.split()),
        "mentions": len(reading.mentions),
        "attributions": len(reading.attributions),
        "fingerprint": reading.fingerprint,
        "text": report.text,
        "report": encode(msgspec.structs.replace(report, text="")),
        "reading": encode(reading),
    }


def read(folder: Path, name: str, wanted: Iterable[str] | None = None) -> Iterator[Entry]:
    """The entries of a shard, in its order; only the `wanted` report ids if given."""
    path = folder / f"{name}.parquet"
    chosen = None if wanted is None else set(wanted)
    try:
        table = pq.ParquetFile(path).read(columns=_ENTRY)
        for row in table.to_pylist():
            if chosen is None or row["report_id"] in chosen:
                yield _entry(row)
    except (OSError, pa.ArrowException, msgspec.DecodeError, KeyError, ValueError) as error:
        raise damaged(path, error) from error


class Opened:
    """A shard of which single reports are asked: its columns stay as they are, and one row at a time is decoded."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.parquet"
        try:
            self._table = pq.ParquetFile(self._path).read(columns=_ENTRY)
            self._rows = {key: number for number, key in enumerate(self._table.column("report_id").to_pylist())}
        except (OSError, pa.ArrowException, KeyError, ValueError) as error:
            raise damaged(self._path, error) from error

    def entry(self, report: str) -> Entry:
        """One report with its reading; raises KeyError if the shard does not hold it."""
        row = self._table.slice(self._rows[report], 1).to_pylist()[0]
        try:
            return _entry(row)
        except (msgspec.DecodeError, ValueError) as error:
            raise damaged(self._path, error) from error


def _entry(row: dict) -> Entry:
    report = msgspec.structs.replace(_report.decode(row["report"]), text=row["text"])
    return Entry(report=report, reading=_reading.decode(row["reading"]), body=row["body"], copy_of=row["copy_of"])


def raw(folder: Path, name: str, wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The entries of a shard as they are stored, for handing on to another process; see `opened`."""
    path = folder / f"{name}.parquet"
    chosen = set(wanted)
    try:
        table = pq.ParquetFile(path).read(columns=["report_id", "text", "report", "reading"])
        at = [n for n, key in enumerate(table["report_id"].to_pylist()) if key in chosen]
        for row in table.take(at).to_pylist():
            yield row["report_id"], msgspec.msgpack.encode((row["text"], row["report"], row["reading"]))
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise damaged(path, error) from error


_stored = msgspec.msgpack.Decoder(tuple[str, bytes, bytes])


def opened(data: bytes) -> tuple[Report, Reading]:
    """A report and its reading out of what `raw` gave."""
    text, report, reading = _stored.decode(data)
    return msgspec.structs.replace(_report.decode(report), text=text), _reading.decode(reading)


class _Sentences(msgspec.Struct):
    sentences: tuple[Span, ...] = ()


_sentences = msgspec.json.Decoder(_Sentences)


def opened_lightly(data: bytes) -> tuple[Report, tuple[Span, ...]]:
    """As `opened`, of the reading only its sentences."""
    text, report, reading = _stored.decode(data)
    return msgspec.structs.replace(_report.decode(report), text=text), _sentences.decode(reading).sentences


def damaged(path: Path, error: object) -> TellingsError:
    """The error for a shard that cannot be read."""
    return TellingsError(
        "shard-damaged",
        f"a shard cannot be read: {str(error).splitlines()[0] if str(error) else type(error).__name__}",
        where=str(path),
        hint="`tellings verify CORPUS` names the inputs to read again; `tellings verify CORPUS --drop` removes the shard",
    )


def manifests(folder: Path) -> Iterator[Manifest]:
    """All manifests of a corpus, in their order; a newer version or a damaged one raises."""
    for path in sorted(folder.glob("[!.]*.json")):
        yield load_manifest(path)


def load_manifest(path: Path) -> Manifest:
    try:
        manifest = _manifest.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise damaged(path, error) from error
    if manifest.version > VERSION:
        raise newer(path, manifest.version, VERSION)
    return manifest


def newer(where: object, found: int, known: int) -> TellingsError:
    """The error for a corpus of a later program."""
    return TellingsError(
        "corpus-newer",
        f"this corpus was written by a newer tellings (version {found} of the format; this program knows {known})",
        where=str(where),
        hint="Upgrade tellings, or use another folder with --into",
    )


def remove(folder: Path, name: str) -> None:
    """Take a shard away: first its manifest, so that it never counts without its data."""
    (folder / f"{name}.json").unlink(missing_ok=True)
    (folder / f"{name}.parquet").unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what an interrupted run left: partial files, and shards whose manifest was never written."""
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)
    for path in folder.glob("*.parquet"):
        if not path.with_suffix(".json").exists():
            path.unlink(missing_ok=True)
