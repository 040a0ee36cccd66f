"""Two written names: {"a", "b"} -> how likely they are one name."""

from __future__ import annotations

from collections.abc import Iterator

from tellings.names import similarity


def predict(rows: list[dict], options) -> Iterator[dict]:
    for row in rows:
        yield {"id": row["id"], "similarity": similarity(row["a"], row["b"])}
