"""Exports: one module a format, each a stream of text out of a corpus."""

from tellings.export.formats import FORMATS, Format, find
from tellings.export.selection import Selection

__all__ = ["FORMATS", "Format", "Selection", "find"]
