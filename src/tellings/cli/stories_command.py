"""tellings stories: the list of stories, searched and filtered as the explorer does it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.cli.listed import PAGE, story_list, turned
from tellings.corpus import Corpus, listing
from tellings.web.pages.stories import wanted


@app.command("stories", short_help="List stories by words, day, country, type, outlet, actor.")
def stories_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    words: Annotated[
        list[str] | None, typer.Argument(help="Words that the reports of a story hold.", show_default=False)
    ] = None,
    start: Annotated[
        str, typer.Option(help="With an event on or after this day: 2024-03-14.", show_default=False)
    ] = "",
    end: Annotated[str, typer.Option(help="With an event on or before this day.", show_default=False)] = "",
    country: Annotated[str, typer.Option(help="With an event in or of this country: MWI.", show_default=False)] = "",
    type: Annotated[str, typer.Option(help="With an event of this type: PROTEST.", show_default=False)] = "",
    status: Annotated[str, typer.Option(help="With an event that is actual, future …", show_default=False)] = "",
    outlet: Annotated[str, typer.Option(help="With a report of this outlet.", show_default=False)] = "",
    actor: Annotated[str, typer.Option(help="With an event of this actor: a name or an id.", show_default=False)] = "",
    voices: Annotated[int, typer.Option(min=0, help="With an event behind which so many voices stand.")] = 0,
    number: Annotated[int, typer.Option("--page", min=1, help="Which page of the list.")] = 1,
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; the terminal's if not given.", show_default=False)
    ] = None,
) -> None:
    """List the stories whose reports hold all these words and that have one event that meets all the filters."""
    filters = {
        "start": start, "end": end, "country": country, "type": type.upper(), "status": status, "outlet": outlet,
        "actor": actor, "voices": str(voices or ""),
    }  # fmt: skip
    asked = wanted({"q": " ".join(words or ())} | filters)
    console = page(width)
    with Corpus.open(corpus) as opened, opened.engine.connect() as connection:
        found, many, more = listing.stories(connection, asked, PAGE, (number - 1) * PAGE)
    if not found:
        console.print("no story passes" if words or any(filters.values()) else f"no stories in {corpus} yet")
        return
    plain = not words and not any(filters.values())
    story_list(console, found, first=(number - 1) * PAGE + 1 if plain else 0)
    if more:
        console.print(f"more than {many:,} stories; set more filters to see the others")
    turned(console, number, PAGE, many, "stories", str(corpus), *(words or ()), **filters)
