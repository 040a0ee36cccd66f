"""From files to reports: `gather(paths)`.

One module a format (plain, page, records, …), a registry of them (formats), and the steps that make a report of a draft
(building): tidy the text, put the title in front, mark what is no part of the story, find outlet and day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tellings.errors import TellingsError
from tellings.gather.building import build
from tellings.gather.draft import Blob, Draft, as_failure, shown
from tellings.gather.files import Files, Seen, way_of
from tellings.gather.formats import reader_for
from tellings.gather.limits import roomy, within
from tellings.gather.options import GatherOptions
from tellings.gather.walking import opened, walk
from tellings.model import Failure, Report

_PASSING = frozenset({"unreadable", "not-found", "too-slow", "reader-error"})  # failures that may not come again

__all__ = ["Draft", "Files", "GatherOptions", "Seen", "build", "gather", "report_of", "way_of"]


def gather(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    options: GatherOptions | None = None,
    files: Files | None = None,
) -> Iterator[Report | Failure]:
    """Reports and failures of files, folders (recursive, sorted), globs, addresses in stores (s3://…) and "-" (standard
    input), one by one, lazily.

    files: knows which were gathered before, so that they are passed over, and is told of those that were gathered whole.

    Nothing is raised for bad input: every document that yields no report yields a Failure with code, message and hint.
    """
    options = options or GatherOptions()
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    for path in walk(paths):
        if isinstance(path, TellingsError):
            yield as_failure(path, path.where)
        elif files is None:
            yield from _documents(path, options)
        else:
            yield from _unless_known(path, options, files)


def _unless_known(path: str, options: GatherOptions, files: Files) -> Iterator[Report | Failure]:
    begun = files.begin(path)
    if files.is_same(path, begun):
        return
    documents, whole = 0, True
    for item in _documents(path, options):
        documents += 1
        whole = whole and not (isinstance(item, Failure) and item.code in _PASSING)
        yield item
    if whole:
        files.end(path, begun, documents)


def _documents(path: str, options: GatherOptions) -> Iterator[Report | Failure]:
    try:
        blob = opened(path)
    except TellingsError as error:
        yield as_failure(error, shown(path))
        return
    name = shown(path)
    blob = replace(blob, name=name)
    try:
        for draft in _drafts(blob, options):
            yield draft if isinstance(draft, Failure) else report_of(draft, options)
    except TellingsError as error:
        yield as_failure(error, name)
    except OSError as error:
        yield Failure(
            source=name,
            stage="gather",
            code="unreadable",
            message=f"reading failed: {error.strerror or error}",
            hint="Check the disk and the file's permissions, then run again",
        )
    except MemoryError:
        yield _too_greedy(name, options)
    except Exception as error:
        yield _broken(error, name)
    finally:
        if path != "-":
            blob.stream.close()


def report_of(draft: Draft, options: GatherOptions | None = None) -> Report | Failure:
    """The report of one draft, or why there is none."""
    try:
        options = options or GatherOptions()
        with roomy(options.max_memory), within(options.max_seconds):
            return build(draft, options)
    except TellingsError as error:
        return as_failure(error, draft.source, draft.sha256)
    except MemoryError:
        return _too_greedy(draft.source, options)
    except Exception as error:
        return _broken(error, draft.source)


def _too_greedy(source: str, options: GatherOptions) -> Failure:
    return Failure(
        source=source,
        stage="gather",
        code="out-of-memory",
        message=f"the document takes more than {options.max_memory:,} MB of memory",
        hint="Raise --memory if it really is a report, or split it",
    )


def _broken(error: Exception, source: str) -> Failure:
    # What breaks on hostile bytes must not end the run; the row says that it is our fault.
    return Failure(
        source=source,
        stage="gather",
        code="reader-error",
        message=f"the reader broke: {type(error).__name__}: {error}"[:300],
        hint="This is a bug: please report it with the document",
    )


def _drafts(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    """The reader's drafts, with its time for each bounded; never while the caller holds one."""
    drafts = reader_for(blob)(blob, options)
    while True:
        # Readers of many documents bound each by itself, within this.
        with roomy(options.max_memory), within(1.5 * options.max_seconds):
            try:
                draft = next(drafts)
            except StopIteration:
                return
        yield draft
