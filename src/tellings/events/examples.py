"""Frames' own examples, run: what each sentence should give and what it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tellings.events.coder import code
from tellings.events.frame import Example, Frame
from tellings.events.frames import Frames
from tellings.model import Known, Mention, Participant, Report, report_id
from tellings.parse import Model, Parsed

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_IGNORED = frozenset(["the", "a", "an", "its", "his", "her", "their", "this", "that", "'s"])


@dataclass(frozen=True)
class Outcome:
    """problem: None if the example holds."""

    frame: Frame
    example: Example
    problem: str | None
    where: str


def report_of(text: str, published: str | None = "2024-05-15") -> Report:
    """A report that holds one sentence."""
    return Report(
        id=report_id("example", None, text),
        outlet=Known(value="example", basis="metadata"),
        published=Known(value=published, basis="metadata" if published else "unknown"),
        title="",
        text=text,
    )


def run_examples(frames: Frames, model: Model, files: frozenset[str] | None = None) -> Iterator[Outcome]:
    """Outcome of each example, of the files named (all if None)."""
    wanted = [
        (f, e) for f in frames.frames for e in f.examples if files is None or f.source.rsplit(", line", 1)[0] in files
    ]
    parsed = model.parse_many(report_of(e.text) for _, e in wanted)
    for (frame, example), doc in zip(wanted, parsed, strict=True):
        problem = judge(frame, example, code(doc, (), frames), doc)
        yield Outcome(frame, example, problem, f"{frame.source.rsplit(', line', 1)[0]}, line {example.line}")


def judge(frame: Frame, example: Example, mentions: tuple[Mention, ...], parsed: Parsed) -> str | None:
    """What is wrong with the mentions; None if they are as the example says."""
    mentions = tuple(m for m in mentions if m.of == frame.of)
    if example.gives is None:
        wrong = [m for m in mentions if m.type == frame.type]
        return f"should give no {frame.type}, gives {describe(wrong[0], parsed)}" if wrong else None
    misses = []
    for m in mentions:
        missing = _compare(frame, example, m, parsed)
        if not missing:
            return None
        misses.append((len(missing), f"{describe(m, parsed)}: " + "; ".join(missing)))
    return min(misses)[1] if misses else "gives no event"


def _compare(frame: Frame, example: Example, m: Mention, parsed: Parsed) -> list[str]:
    gives = example.gives or {}
    out = []
    if m.type != gives.get("type", frame.type):
        out.append(f"type should be {gives.get('type', frame.type)}")
    if m.status != gives.get("status", "actual"):
        out.append(f"status should be {gives.get('status', 'actual')}")
    modes = gives.get("mode")
    if modes is not None and not set([modes] if isinstance(modes, str) else modes) <= set(m.modes):
        out.append(f"mode should be {modes}")
    if gives.get("cameo") is not None and m.cameo != gives["cameo"]:
        out.append(f"cameo should be {gives['cameo']}")
    if gives.get("trigger") is not None and not _alike(gives["trigger"], parsed.words(m.trigger)):
        out.append(f"trigger should be {gives['trigger']!r}")
    for context in gives.get("contexts", ()):
        if context not in m.contexts:
            out.append(f"context {context} is missing")
    for name, found in (("actor", m.actors), ("recipient", m.recipients)):
        if name in gives:
            wanted = gives[name] if isinstance(gives[name], list) else [gives[name]]
            if len(wanted) != len(found) or not all(any(_same(w, p, parsed) for p in found) for w in wanted):
                out.append(f"{name} should be {wanted}")
    return out


def _words(text: str) -> list[str]:
    return [w.lower().removesuffix("'s") for w in _WORD.findall(text) if w.lower() not in _IGNORED]


def _alike(wanted: str, got: str) -> bool:
    a, b = _words(wanted), _words(got)
    return bool(set(a) & set(b))


def _same(wanted: str, p: Participant, parsed: Parsed) -> bool:
    """The phrase given and the one found share the head, and one holds the other."""
    a, b = _words(wanted), _words(parsed.words(p.span))
    head = parsed.words(p.head).lower()
    return bool(a) and bool(b) and (set(a) <= set(b) or set(b) <= set(a)) and any(head in w for w in a)


def describe(m: Mention, parsed: Parsed) -> str:
    """One line: TYPE-mode [trigger] actors > recipients (status, frame)."""
    side = lambda people: ", ".join(parsed.words(p.span) for p in people) or "-"  # noqa: E731
    modes = "-" + "+".join(m.modes) if m.modes else ""
    return (
        f"{m.type}{modes} [{parsed.words(m.trigger)}] {side(m.actors)} > {side(m.recipients)} ({m.status}; {m.frame})"
    )
