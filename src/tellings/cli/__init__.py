"""The commands."""

from tellings.cli.app import main

__all__ = ["main"]
