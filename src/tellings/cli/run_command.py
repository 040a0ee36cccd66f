"""tellings run: gather, read, compare; what was done before is not done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.app import app
from tellings.cli.console import notes
from tellings.cli.progress import Steps, steps
from tellings.corpus import Corpus, Part
from tellings.corpus.part import gather_part, parse_part
from tellings.engines import ENGINES, choose
from tellings.engines.choose import Engine
from tellings.engines.loading import loader
from tellings.engines.running import Tally, reread, run, run_files
from tellings.engines.worker import MEMORY, SECONDS
from tellings.errors import TellingsError
from tellings.gather import GatherOptions
from tellings.web.wording import many

Paths = Annotated[
    list[str], typer.Argument(help="Reports: files, folders or patterns; - for standard input.", show_default=False)
]
Into = Annotated[
    Path, typer.Option("--into", help="The corpus: a folder, made if it is not there.", show_default=False)
]
EngineName = Annotated[str, typer.Option("--engine", help=f"Where to read: {', '.join(ENGINES)}.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Processes of the pool; one a core if not given.", show_default=False),
]
Frames = Annotated[
    list[Path], typer.Option("--frames", help="A file of your own event frames (TOML).", show_default=False)
]
Cues = Annotated[
    list[Path], typer.Option("--cues", help="A file of your own attribution cues (TOML).", show_default=False)
]
Actors = Annotated[list[Path], typer.Option("--actors", help="A file of your own actors.", show_default=False)]
Places = Annotated[list[Path], typer.Option("--places", help="A file of your own places.", show_default=False)]
Model = Annotated[
    str | None, typer.Option("--model", help="Another English spaCy model that is installed.", show_default=False)
]
Reread = Annotated[bool, typer.Option("--reread", help="Read again what another version, model or other files read.")]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", help="Address of a Dask scheduler; one is made here if not given.", show_default=False),
]
PartOf = Annotated[
    str | None,
    typer.Option(
        "--shard",
        help="Read the part 2/8 only, and do not compare; a run without PATH does that at the end.",
        show_default=False,
    ),
]
Catalogue = Annotated[
    str | None,
    typer.Option(
        "--catalogue",
        help="Keep a new corpus's catalogue in PostgreSQL: postgresql://USER@HOST/DATABASE.",
        show_default=False,
    ),
]
Memory = Annotated[
    int, typer.Option("--memory", min=0, help="At most so many more megabytes for one report; 0 for no limit.")
]
MaxBytes = Annotated[int, typer.Option("--max-bytes", min=1, help="At most so many bytes of one document, unpacked.")]
MaxChars = Annotated[int, typer.Option("--max-chars", min=1, help="At most so many characters of one report's text.")]
MaxSeconds = Annotated[
    float, typer.Option("--max-seconds", min=0.1, help="At most so long on taking one document out of its file.")
]
_BOUNDS = GatherOptions()
Seconds = Annotated[float, typer.Option("--seconds", min=0, help="At most so long on one report; 0 for no limit.")]


@app.command("run", short_help="Read reports into a corpus and compare them.")
def run_command(
    into: Into,
    paths: Paths = [],  # noqa: B006 - typer copies it
    engine: EngineName = "pool",
    workers: Workers = None,
    frames: Frames = [],  # noqa: B006
    cues: Cues = [],  # noqa: B006
    actors: Actors = [],  # noqa: B006
    places: Places = [],  # noqa: B006
    model: Model = None,
    reread: Reread = False,
    seconds: Seconds = SECONDS,
    scheduler: Scheduler = None,
    shard: PartOf = None,
    catalogue: Catalogue = None,
    memory: Memory = MEMORY,
    max_bytes: MaxBytes = _BOUNDS.max_bytes,
    max_chars: MaxChars = _BOUNDS.max_chars,
    max_seconds: MaxSeconds = _BOUNDS.max_seconds,
) -> None:
    """Read reports into a corpus and compare them.  Without PATH: compare what is there, or --reread it."""
    options = pipeline_options(frames, cues, actors, places, model)
    if engine not in ENGINES:
        raise TellingsError(
            "unknown-engine", f"there is no engine {engine!r}", hint=f"Choose one of {', '.join(ENGINES)}"
        )

    bounds = GatherOptions(max_bytes=max_bytes, max_chars=max_chars, max_seconds=max_seconds, max_memory=memory)

    def chosen() -> Engine:
        return choose(engine, loader(options), workers=workers, seconds=seconds, memory=memory, scheduler=scheduler)

    if shard:
        read_part(into, paths, shard, chosen, bounds)
        return
    with Corpus.open(into, write=True, catalogue=catalogue) as corpus:
        tallies = read_all(corpus, paths, chosen(), renew=reread, bounds=bounds)
    summarise(into, tallies)


def pipeline_options(
    frames: list[Path], cues: list[Path], actors: list[Path], places: list[Path], model: str | None
) -> dict:
    """Fields of `pipeline.Options`; a file that is not there is an error now and not in every worker."""
    files = {"frames": frames, "cues": cues, "actors": actors, "places": places}
    for option, paths in files.items():
        for path in paths:
            if not path.is_file():
                raise TellingsError(
                    "no-such-file",
                    "there is no such file",
                    where=str(path),
                    hint=f"Check the path given with --{option}",
                )
    chosen: dict = {option: tuple(map(str, paths)) for option, paths in files.items()}
    return chosen | ({"model": model} if model else {})


def read_all(
    corpus: Corpus, paths: Iterable[str], engine: Engine, *, renew: bool, bounds: GatherOptions = _BOUNDS
) -> list[Tally]:
    """Gather, read and compare, with progress; returns what was read again and what was read anew."""
    paths = list(paths)
    tallies: list[Tally] = []
    try:
        with steps() as shown:
            shown.step("load")
            if paths or renew:
                engine.fingerprint()
            if renew:
                shown.step("reread")
                tallies.append(reread(corpus, engine, shown.reading))
            if paths:
                shown.step("read")
                tallies.append(run_files(corpus, paths, engine, shown.reading, bounds))
            compare(corpus, shown, engine)
    finally:
        engine.close()
    return tallies


def read_part(
    into: Path, paths: Iterable[str], shard: str, chosen: Callable[[], Engine], bounds: GatherOptions = _BOUNDS
) -> None:
    """Read one part of the inputs into shards of its own; many of these may run at once."""
    number, count = parse_part(shard)
    with Part(into, number, count) as part, closing(chosen()) as engine, steps() as shown:
        shown.step("load")
        engine.fingerprint()
        shown.step("read")
        tally = run(part, gather_part(list(paths), number, count, bounds), engine, shown.reading)
    tell_tally(tally, into)
    notes().print(f"part {number} of {count} is done; `tellings run --into {into}` compares when all are")


def compare(corpus: Corpus, shown: Steps, engine: Engine | None = None) -> None:
    """Bring the comparison up to date, on this engine or in this process."""
    from tellings.engines.comparison import renew

    shown.step("compare")
    renew(corpus, engine)


def summarise(into: Path, tallies: list[Tally]) -> None:
    """What the run did, on standard error."""
    for tally in tallies:
        tell_tally(tally, into)
    with Corpus.open(into) as corpus:
        status = corpus.status(tallies[-1].fingerprint if tallies else None)
    console = notes()
    console.print(f"{many(status.stories, 'story', 'stories')}, {many(status.events, 'event')} in {into}")
    if status.stale:
        console.print(f"{many(status.stale, 'reading')} of another version or other files; --reread renews them")


def tell_tally(tally: Tally, into: Path) -> None:
    """What became of the documents of a run."""
    console = notes()
    parts = [
        (tally.read, "read", "read"),
        (tally.copies, "copy of what was read", "copies of what was read"),
        (tally.known, "known before", "known before"),
        (tally.unsupported, "unsupported", "unsupported"),
        (tally.failed, "failed", "failed"),
    ]
    told = ", ".join(f"{n:,} {one if n == 1 else more}" for n, one, more in parts if n)
    console.print(f"{many(tally.gathered, 'document')} in {tally.seconds:.1f} s: {told or 'nothing new'}")
    if tally.gathered == 0:
        console.print("no documents were found there")
    for failure in tally.problems:
        console.print(f"  {failure.code}: {failure.source}: {failure.message}. {failure.hint}".rstrip())
    if tally.failed + tally.unsupported > len(tally.problems):
        console.print(f"  … `tellings status {into}` lists them all")
