"""tellings forget: a report, its text and everything made of it, for good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import notes
from tellings.cli.progress import steps
from tellings.cli.run_command import compare
from tellings.corpus import Corpus
from tellings.corpus.forget import forget
from tellings.web.wording import many


@app.command("forget", short_help="Remove reports and everything made of them.")
def forget_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    reports: Annotated[list[str], typer.Argument(metavar="REPORT...", help="Ids of reports.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove reports, their text and everything made of them, shards rewritten included; a run will not take them in again."""
    if not yes and not typer.confirm(f"Forget {many(len(reports), 'report')} for good?", err=True):
        raise typer.Exit(1)
    with Corpus.open(corpus, write=True) as opened:
        written = forget(opened, reports)
        with steps() as shown:
            compare(opened, shown)
    notes().print(
        f"forgot {many(len(reports), 'report')}; {many(written, 'shard')} rewritten. Exports made before still hold them."
    )
