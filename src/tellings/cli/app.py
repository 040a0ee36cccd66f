"""tellings: the verbs, and how errors are told."""

from __future__ import annotations

import signal
import sys

import typer
from rich.console import Console
from rich.text import Text

from tellings import __version__
from tellings.cli.commands import register
from tellings.errors import TellingsError

# typer brings its own copy of click in later versions; its classes are found through what it exports.
_UsageError = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

app = typer.Typer(
    name="tellings",
    help="Who did what to whom, when, where, and who says so: out of news reports, with the accounts of each side by side.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        print(f"tellings {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Options of all commands."""


def main(arguments: list[str] | None = None) -> None:
    """The entry point.  Errors of use and of input end with 2, an interruption with 130, faults with a traceback."""
    if hasattr(signal, "SIGTERM"):  # a cluster's time limit is like Ctrl-C: keep what is done
        signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(call(arguments))


def call(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    register()
    try:
        # standalone_mode off, so that an interruption comes here and not to click, which would say "Aborted!".
        result = app(args=arguments, standalone_mode=False, prog_name="tellings")
        if result == 130:  # some versions of typer turn an interruption into this
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except TellingsError as error:
        tell(error)
        return 2
    except _UsageError as error:
        error.show()
        return 2
    except (KeyboardInterrupt, typer.Abort):
        print("\nStopped. What was read is kept; the same command goes on from there.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, as `head` does
        return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def tell(error: TellingsError) -> None:
    """Code, message, place and hint, on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text.assemble((f"error: {error.code}: ", "bold red"), error.message))
    if error.where:
        console.print(Text(f"  in   {error.where}"))
    if error.hint:
        console.print(Text(f"  help {error.hint}"))
