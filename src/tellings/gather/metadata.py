"""What a page says about itself, by trafilatura's own steps but for those whose answers no report keeps.

Its `extract_metadata` also looks for tags, categories and a licence, which takes a third of its time.
"""

from __future__ import annotations

import re
from contextlib import suppress

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.metadata import (
    examine_meta,
    extract_author,
    extract_meta_json,
    extract_sitename,
    extract_title,
    extract_url,
)
from trafilatura.settings import Document

_HOST = re.compile(r"https?://(?:www\.|w[0-9]+\.)?([^/]+)")


def about_page(tree: HtmlElement, default_url: str | None) -> Document:
    """Title, author, url, date and sitename, as far as the page tells them."""
    about = examine_meta(tree)
    if about.author and " " not in about.author:
        about.author = None
    with suppress(Exception):  # what a page calls JSON-LD breaks it in many ways
        about = extract_meta_json(tree, about)
    about.title = about.title or extract_title(tree)
    about.author = about.author or extract_author(tree)
    about.url = about.url or extract_url(tree, default_url)
    about.date = find_date(tree, url=about.url, extensive_search=False, original_date=True)
    about.sitename = _sitename(about.sitename or extract_sitename(tree), about.url)
    about.clean_and_trim()
    return about


def _sitename(name: str | None, url: str | None) -> str | None:
    if name:
        name = name.lstrip("@")
        return name if not name or "." in name or name[0].isupper() else name.title()
    host = _HOST.match(url or "")
    return host.group(1) if host else None
