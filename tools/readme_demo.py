"""Put what the demo prints into the README: python tools/readme_demo.py

Shortened: the head of the first story, the events that most outlets tell (of two the later one), and the first line of how people are called.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH = 118
EVENTS = 4
START, END = "<!-- demo -->\n", "<!-- /demo -->"


def shortened(printed: str) -> str:
    """What of the demo's output the README shows, indented as a block."""
    lines = [line.rstrip() for line in printed.splitlines()]
    shared = lines.index(next(line for line in lines if line.startswith("Told by several")))
    alone = lines.index(next(line for line in lines if line.startswith("Told by one")))
    called = lines.index("Called")
    events = _blocks(lines[shared + 1 : alone])
    chosen = sorted(sorted(reversed(events), key=_silent)[:EVENTS], key=events.index)
    parts = [lines[: shared - 1], *chosen, lines[called : _end_of_row(lines, called + 1)]]
    return "\n\n".join("\n".join(f"    {line}".rstrip() for line in part) for part in parts) + "\n"


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def _silent(block: Sequence[str]) -> int:
    """How many outlets do not tell of an event: the dots at the end of its head."""
    return sum(word == "·" for word in block[0].split()[-5:])


def _end_of_row(lines: Sequence[str], start: int) -> int:
    return next(n for n in range(start + 1, len(lines)) if not lines[n].startswith("    "))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tellings", "demo", "--into", f"{folder}/demo"]
        environment = os.environ | {"COLUMNS": str(WIDTH)}
        printed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout.decode()
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(START)
    _, _, after = rest.partition(END)
    readme.write_text(before + START + shortened(printed) + END + after, "utf-8")


if __name__ == "__main__":
    main()
