"""tellings outlets: the list of outlets, or two of them beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import page
from tellings.cli.listed import outlet_list, outlets_page, turned
from tellings.corpus import Corpus
from tellings.corpus import outlets as catalogue
from tellings.errors import TellingsError
from tellings.web.outlets_view import compared
from tellings.web.pages.outlets import PAGE


@app.command("outlets", short_help="List outlets, or lay two of them side by side.")
def outlets_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    a: Annotated[str, typer.Argument(help="An outlet …", show_default=False)] = "",
    b: Annotated[str, typer.Argument(help="… and another, to compare them.", show_default=False)] = "",
    told: Annotated[
        str, typer.Option(help="Of two outlets: only events told by both, by a or by b.", show_default=False)
    ] = "",
    number: Annotated[int, typer.Option("--page", min=1, help="Which page of the list.")] = 1,
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; the terminal's if not given.", show_default=False)
    ] = None,
) -> None:
    """List the outlets of a corpus; with two of them, what each tells and leaves out, what each calls people, and whom
    each quotes."""
    if told not in ("", *catalogue.TOLD):
        raise TellingsError("bad-option", f"--told is {', '.join(catalogue.TOLD)}, not {told!r}")
    if bool(a) != bool(b) or (a and a == b):
        raise TellingsError(
            "bad-option", "name two outlets to compare them", hint=f"`tellings outlets {corpus}` lists them"
        )
    console, after = page(width), (number - 1) * PAGE
    with Corpus.open(corpus) as opened:
        if a:
            view = compared(opened, a, b, told, PAGE, after)
            outlets_page(console, view, told)
            turned(console, number, PAGE, view.shared.told(told), "outlets", str(corpus), a, b, told=told)
            return
        with opened.engine.connect() as connection:
            found, many = catalogue.outlets(connection, PAGE, after)
    if not found:
        console.print(f"no outlets in {corpus} yet")
        return
    outlet_list(console, found)
    turned(console, number, PAGE, many, "outlets", str(corpus))
