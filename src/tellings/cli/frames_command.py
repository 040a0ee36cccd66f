"""tellings frames: what is coded, and frames of your own tried out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tellings.cli.app import app, tell
from tellings.cli.console import notes, page
from tellings.errors import TellingsError
from tellings.events import load_frames
from tellings.events.coder import code
from tellings.events.examples import describe, report_of, run_examples
from tellings.model import EVENT_TYPES
from tellings.parse import Model
from tellings.web.wording import many

frames_app = typer.Typer(
    name="frames", help="Check, test and list frames: what words tell of which event.", no_args_is_help=True
)
app.add_typer(frames_app)
Files = Annotated[list[Path], typer.Argument(help="Frame files (TOML).", show_default=False)]


@frames_app.command("check")
def check_command(files: Files) -> None:
    """Say what is wrong in frame files, with the line and what was probably meant."""
    raise typer.Exit(1 if _faults(files) else 0)


@frames_app.command("test")
def test_command(
    files: Files,
    show: Annotated[
        list[str] | None,
        typer.Option(metavar="SENTENCE", help="A sentence to code with these frames, too.", show_default=False),
    ] = None,
) -> None:
    """Check frame files and run the examples in them, beside the program's own frames."""
    if _faults(files):
        raise typer.Exit(1)
    frames = load_frames([str(path) for path in files])
    model = Model()
    for sentence in show or ():
        parsed = model.parse(report_of(sentence))
        page().print(sentence, markup=False)
        found = [f"  {describe(mention, parsed)}  ({mention.frame})" for mention in code(parsed, (), frames)]
        page().print("\n".join(found or ["  no event"]), markup=False)
    outcomes = list(run_examples(frames, model, frozenset(str(path) for path in files)))
    failed = [one for one in outcomes if one.problem]
    for one in failed:
        page().print(f"{one.where}: {one.frame.id}: {one.example.text}\n    {one.problem}", markup=False)
    notes().print(f"{many(len(outcomes), 'example')} run, {len(failed)} failed")
    raise typer.Exit(1 if failed else 0)


@frames_app.command("list")
def list_command(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Frame files of your own, too.", show_default=False)
    ] = None,
    type: Annotated[str | None, typer.Option(help="Only frames of this type.", show_default=False)] = None,
) -> None:
    """List the frames in force: type, modes, CAMEO code and triggers."""
    frames = load_frames([str(path) for path in files or ()])
    wanted = type.upper() if type else None
    known = {frame.type for frame in frames.frames}
    if wanted and wanted not in known:
        raise TellingsError(
            "unknown-type", f"no frame has the type {type!r}", hint=f"Choose among {', '.join(sorted(known))}"
        )
    order = {kind: n for n, kind in enumerate(EVENT_TYPES)}
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("type", "modes", "CAMEO", "frame", "triggers"):
        table.add_column(name, overflow="fold")
    for frame in sorted(frames.frames, key=lambda f: (order.get(f.type, len(order)), f.type, f.id)):
        if wanted in (None, frame.type):
            modes = ", ".join(frame.modes) or (f"by {frame.mode_from}" if frame.mode_from else "")
            table.add_row(frame.type, modes, frame.cameo or "", frame.id, ", ".join(t.written for t in frame.triggers))
    page().print(table)


def _faults(files: list[Path]) -> bool:
    """Tell what is wrong in these files; whether anything is."""
    errors: list[TellingsError] = []
    readable = []
    for path in files:
        try:
            path.read_text("utf-8")
            readable.append(str(path))
        except (OSError, UnicodeDecodeError) as error:
            errors.append(
                TellingsError(
                    "frames-unreadable", f"cannot read the frames: {error}", where=str(path), hint="Save it as UTF-8"
                )
            )
    try:
        load_frames(readable, on_error=lambda _, error: errors.append(error))
    except TellingsError as error:
        errors.append(error)
    for error in errors:
        tell(error)
    if not errors:
        notes().print(f"{many(len(files), 'file')} checked, nothing wrong")
    return bool(errors)
