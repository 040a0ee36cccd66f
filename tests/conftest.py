"""Shared by all rooms: the language model is loaded once."""

from __future__ import annotations

import os

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


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def catalogue(request):
    """Where corpora made by a test keep their catalogues: each test that asks for this runs with both.

    tools/with_postgresql.sh starts a server and names it in the variable.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TELLINGS_CATALOGUE", raising=False)
        if request.param == "postgresql":
            url = os.environ.get("TELLINGS_TEST_POSTGRESQL")
            if not url:
                pytest.skip("no server: run `tools/with_postgresql.sh make test`")
            pytest.importorskip("psycopg")
            patch.setenv("TELLINGS_CATALOGUE", url)
        yield request.param


@pytest.fixture
def in_sqlite(catalogue):
    """For tests about the file corpus.db."""
    if catalogue != "sqlite":
        pytest.skip("about the file corpus.db")
