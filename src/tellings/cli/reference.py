"""python -m tellings.cli.reference > docs/commands.md: every command with its arguments and options."""

from __future__ import annotations

import typer
from typer.cli import get_docs_for_click

from tellings.cli.app import app
from tellings.cli.commands import VERBS, register

HEAD = "# Commands\n\nGenerated from the program by `python -m tellings.cli.reference`; `tellings COMMAND --help` says the same.\n\n"


def page() -> str:
    """The page as Markdown; the same program gives the same page."""
    register()
    command = typer.main.get_command(app)
    command.commands = {verb: command.commands[verb] for verb in VERBS}  # whatever was imported first
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="tellings")
    body = text.partition("\n")[2]  # its own title
    return HEAD + "\n".join(line.rstrip() for line in body.strip().splitlines()) + "\n"


if __name__ == "__main__":
    print(page(), end="")
