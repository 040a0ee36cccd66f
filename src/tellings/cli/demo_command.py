"""tellings demo: the whole way once, on the reports in examples/."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.cli.export_command import HTML, write
from tellings.cli.run_command import read_all, summarise
from tellings.cli.story_page import story_page
from tellings.corpus import Corpus, queries
from tellings.engines import choose
from tellings.engines.loading import loader
from tellings.errors import TellingsError
from tellings.export import Selection
from tellings.web.story_view import story_view

REPORTS = Path("examples") / "reports"


@app.command("demo", short_help="Read the example reports and show their stories.")
def demo_command(
    into: Annotated[Path, typer.Option("--into", help="Where the demo's corpus goes.")] = Path("demo-corpus"),
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the page as HTML here, too.", show_default=False)
    ] = None,
) -> None:
    """Read the example reports, compare them and show their stories."""
    reports = _reports()
    with Corpus.open(into, write=True) as corpus:
        tallies = read_all(corpus, [str(reports)], choose("inprocess", loader({})), renew=True)
    summarise(into, [tally for tally in tallies if tally.gathered])
    console = page()
    with Corpus.open(into) as corpus:
        with corpus.engine.connect() as connection:
            stories = queries.stories(connection)
        for story in stories:
            story_page(console, story_view(corpus, story), str(into))
            console.print()
        if html:
            write(corpus, HTML, Selection(), html)


def _reports() -> Path:
    for root in (Path.cwd(), Path(__file__).resolve().parents[3]):
        if (root / REPORTS).is_dir():
            return root / REPORTS
    raise TellingsError(
        "no-examples", "the example reports are not here", where=str(REPORTS), hint="Run this in a clone of the project"
    )
