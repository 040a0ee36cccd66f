"""tellings actors: the list of actors, searched by name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.cli.listed import actor_list, turned
from tellings.corpus import Corpus, listing
from tellings.web.pages.actors import MOST_PAGES, PAGE


@app.command("actors", short_help="List actors by name; those in most events first.")
def actors_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    name: Annotated[list[str] | None, typer.Argument(help="Beginnings of words of a name.", show_default=False)] = None,
    number: Annotated[int, typer.Option("--page", min=1, max=MOST_PAGES, help="Which page of the list.")] = 1,
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; the terminal's if not given.", show_default=False)
    ] = None,
) -> None:
    """List the actors of a corpus, those in most events first.  `tellings show CORPUS a-…` shows one of them."""
    console, words = page(width), " ".join(name or ())
    with Corpus.open(corpus) as opened, opened.engine.connect() as connection:
        found, many = listing.actors(connection, words, PAGE, (number - 1) * PAGE)
    if not found:
        console.print("no name begins so" if words else f"no actors in {corpus} yet")
        return
    actor_list(console, found)
    turned(console, number, PAGE, min(many, MOST_PAGES * PAGE), "actors", str(corpus), *(name or ()))
