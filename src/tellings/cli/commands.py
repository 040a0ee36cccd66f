"""Importing this module registers all verbs."""

from tellings.cli import run_command, show_command, status_command  # noqa: F401
