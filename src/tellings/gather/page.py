"""HTML pages: the article's words by trafilatura, its date by the page's metadata and htmldate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from tellings.errors import TellingsError
from tellings.gather.charset import decode
from tellings.gather.draft import Blob, Draft, read_all, sha256
from tellings.gather.limits import check_page
from tellings.gather.metadata import about_page
from tellings.gather.options import GatherOptions

_DATE_PATHS = tuple(
    etree.XPath(path)
    for path in (
        "//meta[@property='article:published_time' or @property='og:published_time' or @property='og:article:published_time']/@content",
        "//meta[@itemprop='datePublished' or @itemprop='dateCreated']/@content",
        "//meta[@name='pubdate' or @name='publishdate' or @name='publish_date' or @name='publication_date' or @name='date'"
        " or @name='DC.date.issued' or @name='dc.date' or @name='DC.Date' or @name='sailthru.date' or @name='parsely-pub-date'"
        " or @name='article.published' or @name='citation_date' or @name='article_date_original' or @name='cXenseParse:recs:publishtime']/@content",
        "//*[@itemprop='datePublished']/@datetime",
        "//article//time[@pubdate]/@datetime",
    )
)
_JSON_LD = etree.XPath("//script[@type='application/ld+json']/text()")
_JSON_DATE = re.compile(r'"datePublished"\s{0,4}:\s{0,4}"([^"]{4,60})"')
# Pictures inside attributes: no words, and slow to walk through.
_LONG_VALUE = re.compile(r"=(?:(\")[^\"]{20000,}\"|(')[^']{20000,}')")
_LANGUAGE = etree.XPath("string(/html/@lang)")


def read(blob: Blob, options: GatherOptions) -> Iterator[Draft]:
    data = read_all(blob, options.max_bytes)
    text, notes = decode(data, override=options.encoding)
    yield draft_of(text, source=blob.name, digest=sha256(data), options=options, notes=notes)


def draft_of(
    html: str,
    *,
    source: str,
    digest: str,
    options: GatherOptions,
    url: str | None = None,
    acquired: str | None = None,
    extra: Mapping[str, Any] | None = None,
    notes: tuple[str, ...] = (),
) -> Draft:
    """A page's draft.  Raises TellingsError `bad-html`, `no-text`, `too-complex`."""
    check_page(html, options.max_depth)
    tree = _tree(_LONG_VALUE.sub('=""', html) if len(html) > 100_000 else html)
    stamp = _published(tree)
    about = about_page(tree, url)
    document = bare_extraction(tree, url=about.url, include_comments=False, include_tables=False, with_metadata=False)
    if document is None or not document.text:
        raise TellingsError(
            "no-text", "no article was found in the page", where=source, hint="Check that the page was saved whole"
        )
    return Draft(
        text="\n\n".join(line for line in document.text.split("\n") if line.strip()),
        source=source,
        sha256=digest,
        title=_title(about),
        outlet=about.sitename,
        url=about.url or url,
        published=stamp,
        page_date=about.date,
        byline=about.author,
        language=_LANGUAGE(tree) or None,
        acquired=acquired,
        extra=extra or {},
        notes=notes,
    )


def _tree(html: str) -> HtmlElement:
    try:
        tree = load_html(html)
    except (etree.LxmlError, ValueError, TypeError) as error:
        raise TellingsError("bad-html", f"the page cannot be parsed: {error}", hint="Save the page again") from error
    if tree is None:
        raise TellingsError("bad-html", "the page holds no elements", hint="Save the page again")
    return tree


def _published(tree: HtmlElement) -> str | None:
    for path in _DATE_PATHS:
        for value in path(tree):
            if value.strip():
                return value.strip()
    for script in _JSON_LD(tree):
        match = _JSON_DATE.search(script)
        if match:
            return match.group(1)
    return None


def _title(about) -> str | None:
    """The title without the outlet's name behind it."""
    title = about.title or ""
    site = (about.sitename or "").lower()
    head, separator, tail = (
        re.sub(r"\s+", " ", title).rpartition(" | ") if " | " in title else re.sub(r"\s+", " ", title).rpartition(" - ")
    )
    if separator and site and (tail.lower() in site or site in tail.lower()):
        return head.strip() or None
    return title.strip() or None
