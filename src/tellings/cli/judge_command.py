"""tellings judge: a person's word on what is the same or of which type, which outranks the machine's."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tellings.cli.app import app
from tellings.cli.console import notes, page
from tellings.cli.listed import turned
from tellings.cli.progress import steps
from tellings.cli.run_command import compare
from tellings.corpus import Corpus
from tellings.web.judging import judge
from tellings.web.pages.judgements import PAGE
from tellings.web.wording import many


@app.command("judge", short_help="Say what is the same, or of which type; list, undo.")
def judge_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    verdict: Annotated[
        str | None,
        typer.Argument(
            help="same, different, type, code or undo; without it, the judgements so far.", show_default=False
        ),
    ] = None,
    a: Annotated[str | None, typer.Argument(help="A mention, event, report or name.", show_default=False)] = None,
    b: Annotated[
        str | None,
        typer.Argument(
            help="Another of the kind; for type: a PLOVER type, with a mode if you like, or NONE; for code: country and "
            "sectors.",
            show_default=False,
        ),
    ] = None,
    why: Annotated[str, typer.Option(help="A reason, for those who come after you.")] = "",
    by: Annotated[
        str | None, typer.Option(help="Who says so; your user name if not given.", show_default=False)
    ] = None,
    number: Annotated[int, typer.Option("--page", min=1, help="Which page of the list of judgements.")] = 1,
) -> None:
    """Say that two mentions, events, reports or names are the same or different, or of which type a mention or event
    is (NONE: of no event), or which country and sectors a name has; take such a word back with undo.  Compares again
    with that."""
    if verdict is None:
        _list(corpus, number)
        return
    with Corpus.open(corpus, write=True) as opened:
        kept = judge(opened, verdict, a or "", b or "", by=by or getpass.getuser(), why=why)
        with steps() as shown:
            compare(opened, shown)
        status = opened.status()
    notes().print(
        f"{many(kept, 'judgement')} kept; {many(status.stories, 'story', 'stories')}, {many(status.events, 'event')}"
    )


def _list(path: Path, number: int) -> None:
    """The newest first, as the explorer has them."""
    with Corpus.open(path) as corpus:
        judgements = corpus.judgements()[::-1]
    if not judgements:
        notes().print("no judgements yet")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("verdict", "about", "", "", "by", "when", "why"):
        table.add_column(name)
    for j in judgements[(number - 1) * PAGE : number * PAGE]:
        table.add_row(j.verdict, j.about, j.a, j.b, j.by, (j.at or "")[:16].replace("T", " "), "; ".join(j.reasons))
    console = page()
    console.print(table)
    turned(console, number, PAGE, len(judgements), "judge", str(path))
