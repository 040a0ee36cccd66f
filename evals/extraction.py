"""WARC to reports against fastwarc and trafilatura alone: python -m evals.extraction [--pages N] [--rounds N] [--warc FILE]

Alone: every record's page is unpacked by fastwarc, decoded, and given to trafilatura with its metadata, comments and tables left
out, as gather asks for it; `text only` leaves out metadata as well, so that it knows no title and no day.  Process time; rounds alternate, so that a noisy machine hits both.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from trafilatura import bare_extraction

from evals.recipes.pages import write
from tellings.gather import gather
from tellings.model import Report


def alone(path: Path, *, metadata: bool = True) -> int:
    """Pages with a text."""
    found = 0
    with open(path, "rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            page = record.reader.read().decode("utf-8", "replace")
            url = record.headers.get("WARC-Target-URI")
            document = bare_extraction(
                page, url=url, include_comments=False, include_tables=False, with_metadata=metadata
            )
            found += document is not None and bool(document.text)
    return found


def ours(path: Path) -> int:
    return sum(isinstance(item, Report) for item in gather([path]))


def measure(path: Path, rounds: int) -> dict:
    """Seconds of process time of each (median), pages, and how many times as long gather takes."""
    works = {"alone": alone, "text only": partial(alone, metadata=False), "gather": ours}
    seconds: dict[str, list[float]] = {name: [] for name in works}
    found = {}
    for name, work in [*works.items()] * rounds:
        start = time.process_time()
        found[name] = work(path)
        seconds[name].append(time.process_time() - start)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    return {
        "pages": found,
        "seconds": {name: round(value, 2) for name, value in median.items()},
        "times_as_long": round(median["gather"] / median["alone"], 3),
        "times_as_long_as_text_only": round(median["gather"] / median["text only"], 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.extraction", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warc", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.warc
        if path is None:
            path = Path(folder) / "pages.warc.gz"
            write(path, args.pages)
        print(json.dumps(measure(path, args.rounds)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
