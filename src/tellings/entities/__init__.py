"""Who, when and where: actors, dates and places of one report."""

from tellings.entities.knowledge import Knowledge, load_knowledge
from tellings.entities.resolve import Resolved, resolve

__all__ = ["Knowledge", "Resolved", "load_knowledge", "resolve"]
