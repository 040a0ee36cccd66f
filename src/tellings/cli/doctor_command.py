"""tellings doctor: whether everything that reading needs is there and works."""

from __future__ import annotations

import importlib
import os
import platform
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from tellings import __version__
from tellings.cli.app import app
from tellings.cli.console import page
from tellings.corpus import Corpus
from tellings.errors import TellingsError
from tellings.model import Known, Report, report_id

_SENTENCES = "The president of Kenya met the Ugandan foreign minister in Nairobi on Monday, a spokesman said."
_PACKAGES = (
    "spacy",
    "msgspec",
    "pyarrow",
    "sqlalchemy",
    "typer",
    "rich",
    "trafilatura",
    "htmldate",
    "rapidfuzz",
    "jinja2",
    "numpy",
)
_LEAST_MEMORY = 700  # MB: one process with its model


@app.command("doctor", short_help="Check the installation.")
def doctor_command(
    corpus: Annotated[Path | None, typer.Argument(help="A corpus to look at, too.", show_default=False)] = None,
) -> None:
    """Check the installation, by reading one sentence with it, and a corpus if one is named."""
    console = page()
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    healthy = True
    for name, check in _checks(corpus):
        try:
            good, told = True, check()
        except TellingsError as error:
            good, told = False, f"{error.message}. {error.hint}".strip()
        except Exception as error:  # a doctor that falls ill helps nobody
            good, told = False, f"{type(error).__name__}: {error}"
        healthy = healthy and good
        table.add_row(Text("ok" if good else "bad", style="green" if good else "bold red"), name, told)
    console.print(table)
    if not healthy:
        raise typer.Exit(1)


def _checks(corpus: Path | None) -> Iterator[tuple[str, Callable[[], str]]]:
    yield (
        "program",
        lambda: f"tellings {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
    )
    yield "packages", _packages
    yield "computer", _computer
    yield "pipeline", _pipeline
    if corpus is not None:
        yield "corpus", lambda: _corpus(corpus)


def _packages() -> str:
    for name in _PACKAGES:
        importlib.import_module(name)
    return ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)


def _computer() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return f"{cores} cores"
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    if memory < _LEAST_MEMORY:
        raise TellingsError(
            "little-memory", f"only {memory} MB of memory", hint=f"Reading needs about {_LEAST_MEMORY} MB a process"
        )
    return f"{cores} cores, {memory:,} MB of memory"


def _pipeline() -> str:
    from tellings.pipeline import Pipeline
    from tellings.reading import read

    began = time.perf_counter()
    pipeline = Pipeline.load()
    loaded = time.perf_counter() - began
    report = Report(
        id=report_id("doctor", None, _SENTENCES),
        outlet=Known(value="doctor", basis="metadata"),
        published=Known(value="2024-05-15", basis="metadata"),
        title="",
        text=_SENTENCES,
    )
    reading = read(report, pipeline)
    if not reading.mentions or not reading.attributions:
        raise TellingsError(
            "reads-nothing", "the pipeline found nothing in an easy sentence", hint="Run `make setup` again"
        )
    return f"{pipeline.model.version}, fingerprint {pipeline.fingerprint}, loaded in {loaded:.1f} s, read a sentence"


def _corpus(path: Path) -> str:
    with Corpus.open(path) as corpus:
        status = corpus.status()
    writable = "can be written" if os.access(path, os.W_OK) else "is read-only here"
    return f"{status.reports:,} reports, {status.stories:,} stories, {status.events:,} events; {writable}"
