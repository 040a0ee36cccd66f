"""What the corpus remembers of the feeds that are watched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from tellings.corpus import schema as s
from tellings.gather.watching import Feed


def load(connection: Connection, urls: Iterable[str]) -> list[Feed]:
    """These feeds, with what is known of them."""
    known = {row.url: Feed(**row._mapping) for row in connection.execute(select(s.feeds))}
    return [known.get(url, Feed(url)) for url in dict.fromkeys(urls)]


def save(connection: Connection, feeds: Iterable[Feed]) -> None:
    """Remember them."""
    for feed in feeds:
        connection.execute(delete(s.feeds).where(s.feeds.c.url == feed.url))
        connection.execute(insert(s.feeds).values(**asdict(feed)))


def has_source(connection: Connection, source: str) -> bool:
    """Whether a document of this name gave a report."""
    i = s.inputs.c
    found = select(i.source).where(i.source == source, i.state.in_(("read", "copy"))).limit(1)
    return connection.execute(found).first() is not None
