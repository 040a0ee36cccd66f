"""Consoles: pages on standard output, progress and notes on standard error; colours only on a terminal."""

from __future__ import annotations

import os
import sys

from rich.console import Console

PAGE_WIDTH = 100  # where there is no terminal to ask


def page(width: int | None = None) -> Console:
    """For what the command was asked for."""
    wide = width or (None if sys.stdout.isatty() or os.environ.get("COLUMNS") else PAGE_WIDTH)
    return Console(highlight=False, width=wide, emoji=False, markup=False)


def notes() -> Console:
    """For progress and remarks."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
