"""The progress of a run, on standard error: a moving line on a terminal, a line every half minute elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tellings.cli.console import notes
from tellings.engines.running import Tally
from tellings.web.wording import many

_FIRST, _EVERY = 3.0, 30.0  # seconds until the first line, and from line to line


class Steps:
    """Named steps one after the other, each with its time."""

    def __init__(self, progress: Progress | None, total: int | None) -> None:
        self._progress, self._total = progress, total
        self._task = None
        self._told = time.monotonic() - _EVERY + _FIRST

    def step(self, name: str, total: int | None = None) -> None:
        """A new step begins; the one before is done."""
        self._told = time.monotonic() - _EVERY + _FIRST
        if self._progress is None:
            return
        self._finish()
        self._task = self._progress.add_task(name, total=total, said="")

    def reading(self, tally: Tally) -> None:
        """How far reading is."""
        said = f"{many(tally.read, 'report')} read{_rate(tally)}"
        extra = [
            many(n, word, word)
            for n, word in ((tally.known, "known"), (tally.copies, "copied"), (tally.failed, "failed"))
            if n
        ]
        said = " · ".join([said, *extra])
        if self._progress is not None and self._task is not None:
            done = tally.read + tally.copies + tally.failed + tally.unsupported + tally.known
            self._progress.update(self._task, completed=done, said=said)
        elif tally.read and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic() - _EVERY + _FIRST
            notes().print(said)

    def _finish(self) -> None:
        if self._task is not None:
            task = self._progress.tasks[self._task]
            total = task.total if task.total and task.completed >= task.total else max(task.completed, 1)
            self._progress.update(self._task, total=total, completed=total)
            self._progress.stop_task(self._task)


@contextmanager
def steps(total: int | None = None) -> Iterator[Steps]:
    """Progress for the length of a run."""
    console = notes()
    if not console.is_terminal:
        yield Steps(None, total)
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[said]}"),
    )
    with Progress(*columns, console=console) as progress:
        shown = Steps(progress, total)
        yield shown
        shown._finish()


def _rate(tally: Tally) -> str:
    return f" · {tally.words / tally.seconds:,.0f} words/s" if tally.read and tally.seconds > 1 else ""
