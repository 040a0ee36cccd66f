"""tellings verify: whether every byte of a corpus is as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.corpus import Corpus
from tellings.corpus.verify import Problem, drop, verify
from tellings.web.wording import many

_SHOWN = 10


@app.command("verify", short_help="Check that a corpus is whole; mend it.")
def verify_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    remove: Annotated[
        bool, typer.Option("--drop", help="Take damaged shards out, so that the next run reads their inputs again.")
    ] = False,
) -> None:
    """Check every shard against its digest and the catalogue against the shards; say which inputs to read again."""
    console = page()
    with Corpus.open(corpus) as opened:
        problems = verify(opened)
        shards = opened.status().shards
    for problem in problems:
        _tell(console, problem)
    bad = {p.what for p in problems if p.code in ("missing", "damaged", "no-manifest", "bad-manifest")}
    if not problems:
        console.print(f"{many(shards, 'shard')}, every byte as it was written")
        return
    if bad and remove:
        with Corpus.open(corpus, write=True, recover=False) as opened:
            drop(opened, bad)
            opened.recover()
        console.print(
            f"dropped {many(len(bad), 'shard')}; `tellings run PATH --into {corpus}` reads their inputs again"
        )
        return
    if bad:
        console.print(
            f"`tellings verify {corpus} --drop` takes {many(len(bad), 'damaged shard')} out, so that the next run reads the inputs again"
        )
        raise typer.Exit(1)


def _tell(console, problem: Problem) -> None:
    console.print(Text.assemble((f"{problem.code}: ", "bold red"), f"{problem.what}: {problem.message}"))
    for source in problem.sources[:_SHOWN]:
        console.print(Text(f"  read again: {source}"))
    if len(problem.sources) > _SHOWN:
        console.print(Text(f"  … and {len(problem.sources) - _SHOWN:,} more"))
