"""Shared by all rooms: the language model is loaded once."""

from __future__ import annotations

import pytest

from tellings.model import Known, Mark, Report, report_id
from tellings.parse import Model


@pytest.fixture(scope="session")
def model() -> Model:
    return Model()


def make_report(
    text: str, *, title: str = "", outlet: str | None = "The Test Post", published: str | None = "2024-05-15"
) -> Report:
    """A report as gather would give it: the title is the text's first paragraph and is marked."""
    marks: tuple[Mark, ...] = ()
    if title:
        text = f"{title}\n\n{text}"
        marks = (Mark(kind="title", start=0, end=len(title)),)
    return Report(
        id=report_id(outlet, None, text),
        outlet=Known(value=outlet, basis="metadata" if outlet else "unknown"),
        published=Known(value=published, basis="metadata" if published else "unknown"),
        title=title,
        text=text,
        marks=marks,
    )


@pytest.fixture(scope="session")
def parse(model):
    """parse("text", title=…, outlet=…, published=…) -> Parsed"""
    return lambda text, **about: model.parse(make_report(text, **about))
