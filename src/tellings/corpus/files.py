"""What the corpus remembers of the files that were gathered whole, so that a second run does not take them apart again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from tellings.corpus import schema as s
from tellings.gather import Seen

_RECALL = select(s.files).where(s.files.c.path == bindparam("path"), s.files.c.how == bindparam("how"))


def recall(connection: Connection, path: str, how: str) -> Seen | None:
    """The file as it was when it was gathered in this way.  how: see `gather.way_of`."""
    row = connection.execute(_RECALL, {"path": path, "how": how}).first()
    return Seen(row.path, row.size, row.changed, row.sha256, row.documents) if row else None


def remember(connection: Connection, seen: Iterable[Seen], how: str) -> None:
    """These files, in place of what was remembered of them."""
    for one in seen:
        connection.execute(delete(s.files).where(s.files.c.path == one.path))
        connection.execute(
            insert(s.files).values(
                path=one.path,
                size=one.size,
                changed=one.changed,
                sha256=one.sha256,
                documents=one.documents,
                how=how,
            )
        )


def forget_all(connection: Connection) -> None:
    """Their documents are to be looked at again."""
    connection.execute(delete(s.files))
