"""Shared by the tasks that run the coder by itself on single texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tellings.events import Frames, load_frames
from tellings.model import Known, Report, report_id
from tellings.parse import Model

INDIA_POLICE = Path(__file__).resolve().parents[2] / "examples" / "frames" / "india_police.toml"


@cache
def model() -> Model:
    return Model()


@cache
def frames(*extra: str) -> Frames:
    return load_frames(extra)


def report_of(row: dict) -> Report:
    """A report without title: the row's text, its date if it has one that is no placeholder."""
    date = row.get("date")
    if date == "2000-01-01":
        date = None
    return Report(
        id=report_id(None, row.get("id"), row["text"]),
        outlet=Known(value=row.get("outlet"), basis="metadata" if row.get("outlet") else "unknown"),
        published=Known(value=date, basis="metadata" if date else "unknown"),
        title="",
        text=row["text"],
    )
