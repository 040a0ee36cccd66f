"""tellings export: a corpus, or a part of it, in another program's format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import notes
from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.export import FORMATS, Format, Selection, find
from tellings.model import EVENT_TYPES
from tellings.web.wording import as_date

HTML = Format("html", "one page with everything in it, to look at and to pass on", ".html", "tellings.web.static")
NAMES = ", ".join([*FORMATS, HTML.name])
STATUSES = ("actual", "future", "hypothetical", "negated", "historical")


@app.command("export", short_help="Write a corpus, or a part of it, in another format.")
def export_command(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder.", show_default=False)],
    format: Annotated[str, typer.Option("--format", "-f", help=f"One of {NAMES}.")],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="A file, or a folder for formats of several files; - for standard output."),
    ],
    days: Annotated[
        str | None,
        typer.Option(help="Only events of these days: 2024-03-14 or 2024-03-01..2024-03-31.", show_default=False),
    ] = None,
    countries: Annotated[
        str | None, typer.Option(help="Only events in or of these countries: MWI,TZA.", show_default=False)
    ] = None,
    types: Annotated[str | None, typer.Option(help="Only these types: PROTEST,ASSAULT.", show_default=False)] = None,
    status: Annotated[
        str | None, typer.Option(help=f"Only events that are {', '.join(STATUSES)}.", show_default=False)
    ] = None,
    least_voices: Annotated[int, typer.Option(min=0, help="Only events with so many independent voices.")] = 0,
    story: Annotated[str | None, typer.Option(help="Only this story.", show_default=False)] = None,
    text: Annotated[bool, typer.Option("--text/--no-text", help="With or without the words of the reports.")] = True,
) -> None:
    """Write a corpus, or what passes the filters, in another format."""
    chosen = find(format, [HTML])
    start, end = _days(days)
    selection = Selection(
        start=start,
        end=end,
        countries=frozenset(_listed(countries)),
        types=frozenset(_known(types, EVENT_TYPES, "type")),
        status=frozenset(s.lower() for s in _known(status, STATUSES, "status")),
        least_voices=least_voices,
        story=story,
        text=text,
    )
    with Corpus.open(corpus) as opened:
        write(opened, chosen, selection, out)


def write(corpus: Corpus, chosen: Format, selection: Selection, out: Path) -> None:
    """Write an export; raises cannot-write."""
    try:
        if chosen.folder:
            out.mkdir(parents=True, exist_ok=True)
            written = chosen.write_folder(corpus, selection, out)
            notes().print(f"wrote {', '.join(path.name for path in written)} to {out}")
        elif str(out) == "-":
            for part in chosen.write(corpus, selection):
                sys.stdout.write(part)
        else:
            _write_file(chosen.write(corpus, selection), out)
            notes().print(f"wrote {out}")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise TellingsError(
            "cannot-write",
            f"cannot write the export: {error.strerror}",
            where=str(error.filename or out),
            hint="Name another place with --out",
        ) from error


def _write_file(parts, out: Path) -> None:
    """Whole or not at all: an export that was interrupted does not look like one."""
    partial = out.with_name(f".{out.name}.part")
    try:
        with open(partial, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.writelines(parts)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _days(value: str | None) -> tuple[str | None, str | None]:
    if not value:
        return None, None
    start, dots, end = value.partition("..")
    for day in filter(None, (start, end)):
        if as_date(day) is None or len(day) != 10:
            raise TellingsError(
                "bad-day", f"{day!r} is no day", where="--days", hint="Write 2024-03-14, or 2024-03-01..2024-03-31"
            )
    return start or None, (end or None) if dots else start


def _listed(value: str | None) -> list[str]:
    return [part.strip().upper() for part in (value or "").split(",") if part.strip()]


def _known(value: str | None, known: tuple[str, ...], what: str) -> list[str]:
    parts = _listed(value)
    for part in parts:
        if part not in {name.upper() for name in known}:
            raise TellingsError(
                f"unknown-{what}", f"there is no {what} {part!r}", hint=f"Choose among {', '.join(known)}"
            )
    return parts
