"""RSS and Atom files, by feedparser: one entry, one report; a feed often has no more than its reports' first words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import feedparser
import msgspec

from tellings.errors import TellingsError
from tellings.gather.draft import Blob, Draft, as_failure, read_all, sha256
from tellings.gather.limits import within
from tellings.gather.options import GatherOptions
from tellings.gather.outlets import outlet_of
from tellings.gather.tidy import one_line, without_markup
from tellings.model import Failure

_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
SHORT = 600
LONG = 2_500  # characters; an entry with so many holds the whole report


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft | Failure]:
    data = read_all(blob, options.max_bytes)
    yield from drafts(data, blob.name, options, lambda number, _: f"{blob.name}:{number}")


def drafts(
    data: bytes, name: str, options: GatherOptions, source: Callable[[int, str], str]
) -> Iterator[Draft | Failure]:
    """The drafts of a feed's entries.  source: what an entry is called, by its number and its own id ("" if it has none)."""
    if _ENTITY.search(data):
        raise TellingsError(
            "xml-entities",
            "the feed defines XML entities, which can grow without bound",
            where=name,
            hint="Remove its DOCTYPE if it can be trusted",
        )
    try:
        with within(options.max_seconds):
            # A stream, never a string: feedparser would take a string for an address and fetch it.
            parsed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError) as error:
        raise TellingsError(  # such as characters beyond Unicode
            "bad-feed", f"not readable as RSS or Atom: {error}", where=name, hint="Fetch the feed again"
        ) from error
    entries = parsed.get("entries") or []
    if not entries:
        reason = parsed.get("bozo_exception") if parsed.get("bozo") else None
        raise TellingsError(
            "bad-feed" if reason else "no-reports",
            f"not readable as RSS or Atom: {reason}" if reason else "the feed has no entries",
            where=name,
            hint="Fetch the feed again",
        )
    title = one_line(parsed.feed.get("title") or "") or None
    for number, entry in enumerate(entries, start=1):
        key = one_line(entry.get("id") or entry.get("link") or "")[:500]
        yield _draft(entry, title, parsed.feed.get("language"), source(number, key))


def _draft(entry, feed_name: str | None, language: str | None, source: str) -> Draft | Failure:
    contents = [part.get("value") or "" for part in entry.get("content", ())] + [entry.get("summary") or ""]
    markup = max(contents, key=len)
    raw = msgspec.json.encode({key: entry[key] for key in sorted(entry) if isinstance(entry[key], str)})
    text = without_markup(markup)
    if not text.strip():
        error = TellingsError("no-text", "the entry has a title and no text", hint="Fetch the page that it links to")
        return as_failure(error, source, sha256(raw))
    url = entry.get("link") or None
    known = outlet_of(url)
    outlet = entry.get("source", {}).get("title") or (None if known and known[1] else feed_name)
    notes = (
        (f"feed-summary: the feed gives {len(text)} characters, perhaps not the whole report",)
        if len(text) < SHORT
        else ()
    )
    return Draft(
        text=text,
        source=source,
        sha256=sha256(raw),
        title=entry.get("title") or None,
        outlet=outlet,
        url=url,
        published=entry.get("published") or entry.get("updated"),
        byline=entry.get("author") or None,
        language=language,
        extra={"id": entry["id"]} if entry.get("id") else {},
        notes=notes,
    )
