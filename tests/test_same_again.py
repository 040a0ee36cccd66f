"""The same reports give the same readings and the same comparison, whatever the order in which a process walks its sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"
_RUN = """
import hashlib, sys
from tellings.comparing import compare
from tellings.corpus.records import encode
from tellings.gather import gather
from tellings.model import Report
from tellings.pipeline import Pipeline
from tellings.reading import read_many
reports = [r for r in gather([sys.argv[1]]) if isinstance(r, Report)]
readings = list(read_many(reports, Pipeline.load()))
compared = compare(list(zip(reports, readings)))
assert len(reports) > 5 and compared.events
for told in (*readings, *(one for kind in compared.__struct_fields__ for one in getattr(compared, kind))):
    print(hashlib.sha256(encode(told)).hexdigest()[:16], type(told).__name__)
"""


def told(seed: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", _RUN, str(EXAMPLES)],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def test_the_order_of_sets_changes_nothing():
    assert told("1") == told("2")
