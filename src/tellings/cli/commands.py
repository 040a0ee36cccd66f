"""Importing a verb's module registers it."""

from __future__ import annotations

from importlib import import_module

VERBS = (
    "run",
    "watch",
    "show",
    "stories",
    "actors",
    "outlets",
    "explain",
    "export",
    "status",
    "judge",
    "import",
    "frames",
    "serve",
    "forget",
    "verify",
    "doctor",
    "demo",
)


def register() -> None:
    """All verbs, in the order of the help."""
    for verb in VERBS:
        import_module(f"tellings.cli.{verb}_command")
