"""tellings explain: why a mention was coded so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.corpus import Corpus
from tellings.web.explanation import Explanation, explain


@app.command("explain", short_help="Say why a mention was coded so, word by word.")
def explain_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    mention: Annotated[str, typer.Argument(help="A mention's id, or the start of one.", show_default=False)],
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; the terminal's if not given.", show_default=False)
    ] = None,
) -> None:
    """Say why a mention was coded so: frame, slots, evidence for codes, date, place, voices, merges."""
    with Corpus.open(corpus) as opened:
        found = explain(opened, mention)
    console = page(width)
    console.print(_head(found))
    console.print(_sentence(found))
    console.print()
    console.print(_points(found))


def _head(found: Explanation) -> Text:
    mention = found.mention
    kind, _, modes = found.kind.partition(" ")
    text = Text.assemble((kind, "bold cyan"))
    if modes:
        text.append(" " + modes, style="cyan")
    if mention.status != "actual":
        text.append(f" ({mention.status})", style="yellow")
    outlet = found.report.outlet.value or "outlet unknown"
    text.append(f"   {outlet}, {(found.report.published.value or 'undated')[:10]}   {mention.id}", style="dim")
    return text


def _sentence(found: Explanation) -> Text:
    """The sentence on one line, with the trigger standing out."""
    before, after = " ".join(found.before.split()), " ".join(found.after.split())
    space = " " if found.before[-1:].isspace() else ""
    end = " " if found.after[:1].isspace() else ""
    return Text.assemble(before + space, (found.trigger, "bold reverse"), end + after)


def _points(found: Explanation) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True, min_width=9)
    grid.add_column(ratio=1)
    for point in found.points:
        text = Text(point.value)
        for reason in point.because:
            text.append(f"\n{reason}", style="dim")
        grid.add_row(point.name, text)
    return grid
