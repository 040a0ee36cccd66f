"""tellings status: what is in a corpus, and what became of every document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.corpus import Corpus, Status, held, queries
from tellings.web.wording import many

CorpusPath = Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)]


@app.command("status", short_help="Sum up a corpus, and what became of every document.")
def status_command(
    corpus: CorpusPath,
    failures: Annotated[int, typer.Option("--failures", min=0, help="List at most so many failures.")] = 20,
) -> None:
    """Sum up a corpus: gathered = read + copies + unsupported + failed; stale readings; failures."""
    with Corpus.open(corpus) as opened:
        with opened.engine.connect() as connection:
            latest = queries.get_meta(connection, "fingerprint")
            failed = held.failures(connection)
        status = opened.status(latest)
    console = page()
    console.print(Text(str(corpus), style="bold"))
    console.print(_sums(status))
    if status.stale:
        told = f"{many(status.stale, 'reading is', 'readings are')} stale: made by another version, model or other files than the last run's."
        console.print(Text(f"{told} `tellings run --into {corpus} --reread` renews them.", style="yellow"))
    if not status.compared:
        console.print(
            Text(f"Not all readings are compared yet: `tellings run --into {corpus}` does it.", style="yellow")
        )
    if failed and failures:
        _failures(console, failed, failures)


def _sums(status: Status) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    grid.add_column()
    sum_of = (
        f"= {status.read:,} read + {many(status.copies, 'copy', 'copies')} + "
        f"{status.unsupported:,} unsupported + {status.failed:,} failed"
    )
    grid.add_row(f"{status.gathered:,}", f"gathered {sum_of}")
    grid.add_row(f"{status.reports:,}", f"reports, {status.words:,} words")
    grid.add_row(f"{status.mentions:,}", f"mentions of events, {status.attributions:,} attributions")
    for count, one, more in ((status.stories, "story", "stories"), (status.events, "event", "events")):
        grid.add_row(f"{count:,}", one if count == 1 else more)
    made = f", made by {many(len(status.fingerprints), 'pipeline')}" if status.fingerprints else ""
    grid.add_row(f"{status.shards:,}", f"{'shard' if status.shards == 1 else 'shards'} of readings{made}")
    return grid


def _failures(console: Console, failed: list[tuple[str, ...]], most: int) -> None:
    """Two lines a document: what failed, and what to do.  A path is one piece, so that it can be copied."""
    codes = Counter(row[3] for row in failed)
    console.print(Text("\nNot read: " + ", ".join(f"{code} {n:,}" for code, n in codes.most_common()), style="bold"))
    for source, _, stage, code, message, hint in failed[:most]:
        console.print(Text.assemble((code, "red"), "  ", source, (f"  ({stage})", "dim")), soft_wrap=True)
        console.print(Padding(Text(f"{message}. {hint}".strip(), style="dim"), (0, 0, 0, 2)))
    if len(failed) > most:
        console.print(Text(f"… and {len(failed) - most:,} more; --failures {len(failed)} lists them all", style="dim"))
