"""From one schema of the catalogue to the next.

A step brings a catalogue from its version to the next one, inside the transaction in which the catalogue is opened: whole or
not at all.  New tables need none, they are made where they are missing.  What can be made again of the shards or by
comparing may simply be emptied; judgements of persons, tombstones and aliases must come through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

Step = Callable[[Connection], None]


def _nothing(_: Connection) -> None:
    """Only tables were added."""


# From this version to the next.
STEPS: Mapping[int, Step] = {}


def bring_up(connection: Connection, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take every step from one version to another."""
    for number in range(found, wanted):
        steps[number](connection)
