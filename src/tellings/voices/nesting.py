"""Which telling stands inside which: "ISNA reported that the minister said that …"."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.voices.finding import Finding
from tellings.voices.syntax import Syntax


def parents(syntax: Syntax, findings: Sequence[Finding]) -> list[int | None]:
    """For each finding the index of the innermost other one whose content holds its cue."""
    spans = sorted((span.start, -span.end, n) for n, finding in enumerate(findings) for span in finding.content)
    order = sorted(range(len(findings)), key=lambda n: _place(syntax, findings[n]))
    out: list[int | None] = [None] * len(findings)
    open_spans: list[tuple[int, int, int]] = []
    at = 0
    for n in order:
        place = _place(syntax, findings[n])
        while at < len(spans) and spans[at][0] <= place:
            open_spans.append((spans[at][0], -spans[at][1], spans[at][2]))
            at += 1
        open_spans = [s for s in open_spans if s[1] > place]
        holders = [s for s in open_spans if s[2] != n]
        if holders:
            out[n] = min(holders, key=lambda s: s[1] - s[0])[2]
    return _without_loops(out)


def _place(syntax: Syntax, finding: Finding) -> int:
    return syntax.start[finding.anchor] if finding.anchor >= 0 else finding.content[0].start


def _without_loops(out: list[int | None]) -> list[int | None]:
    """Two tellings that hold each other's cue: the later one is taken to stand alone."""
    for n in range(len(out)):
        seen, here = {n}, out[n]
        while here is not None:
            if here in seen:
                out[n] = None
                break
            seen.add(here)
            here = out[here]
    return out
