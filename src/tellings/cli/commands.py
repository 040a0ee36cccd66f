"""Importing this module registers all verbs."""

from tellings.cli import demo_command, export_command, run_command, show_command, status_command  # noqa: F401
