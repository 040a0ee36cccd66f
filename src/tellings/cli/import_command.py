"""tellings import: a table of the csv export that a person corrected in a spreadsheet, back into the corpus."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tellings.cli.app import app
from tellings.cli.console import notes, page
from tellings.cli.progress import steps
from tellings.cli.run_command import compare
from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export.corrections import Correction, corrections
from tellings.web.judging import judge
from tellings.web.wording import many

SHOWN = 20  # rows that could not be used


@app.command("import", short_help="Take corrections from a spreadsheet back into a corpus.")
def import_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    table: Annotated[
        Path,
        typer.Argument(help="events.csv, mentions.csv or actors.csv of an export, corrected.", show_default=False),
    ],
    why: Annotated[str, typer.Option(help="A reason, for those who come after you.")] = "",
    by: Annotated[
        str | None, typer.Option(help="Who says so; your user name if not given.", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what the table would change.")] = False,
) -> None:
    """Keep what was corrected in a spreadsheet as judgements: types and modes of mentions and events, events that are
    one (column same_as), the event a mention belongs to, codes and sectors of actors.  Compares again with that."""
    with Corpus.open(corpus, write=not dry_run) as opened:
        found, problems = corrections(opened, table)
        refused = [(problem.line, problem.message) for problem in problems]
        if dry_run:
            _list(found)
        else:
            kept = _keep(opened, found, refused, by=by or getpass.getuser(), why=why)
            if kept:
                with steps() as shown:
                    compare(opened, shown)
            notes().print(f"{many(kept, 'judgement')} kept of {many(len(found), 'correction')}")
    for line, message in refused[:SHOWN]:
        notes().print(f"{table}:{line}: {message}", markup=False)
    if len(refused) > SHOWN:
        notes().print(f"and {len(refused) - SHOWN} more rows that could not be used")
    if refused and not found:
        raise typer.Exit(1)


def _keep(corpus: Corpus, found: list[Correction], refused: list[tuple[int, str]], *, by: str, why: str) -> int:
    """Every correction that can be followed; one that cannot does not stop the others."""
    kept = 0
    for one in found:
        try:
            kept += judge(corpus, one.verdict, one.a, one.b, by=by, why=why)
        except TellingsError as error:
            refused.append((one.line, f"{error.message}. {error.hint}".strip()))
    return kept


def _list(found: list[Correction]) -> None:
    if not found:
        notes().print("nothing was changed")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("line", "verdict", "", ""):
        table.add_column(name)
    for one in found:
        table.add_row(str(one.line), one.verdict, one.a, one.b)
    page().print(table)
