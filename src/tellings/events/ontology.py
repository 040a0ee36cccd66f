"""python -m tellings.events.ontology > docs/ontology.md: what the frames in force code, type by type."""

from __future__ import annotations

from tellings.events.frame import Frame
from tellings.events.frames import Frames, load_frames
from tellings.events.tables import MODES, QUAD, SCORES
from tellings.model import EVENT_TYPES


def page(frames: Frames) -> str:
    """The page as Markdown; the same frames give the same page."""
    parts = [
        "# What is coded\n",
        "Generated from the frames by `python -m tellings.events.ontology`; see `frames.md` for how a frame is written. "
        "Types, modes, scores and quad codes are PLOVER's (Open Event Data Alliance, CC BY-SA 4.0).\n",
    ]
    for kind in EVENT_TYPES:
        parts.append(_type(kind, [f for f in frames.frames if f.type == kind and f.of is None]))
    return "\n".join(parts)


def _type(kind: str, frames: list[Frame]) -> str:
    lines = [
        f"## {kind}\n",
        f"Quad code {QUAD[kind]}, score {SCORES[kind]}; modes: {', '.join(MODES[kind]) or 'none'}.\n",
    ]
    for frame in frames:
        modes = "+".join(frame.modes) or (f"by {frame.mode_from}" if frame.mode_from else "-")
        words = ", ".join(f"`{t.written}`" for t in frame.triggers)
        lines.append(f"- **{frame.id}** ({modes}, CAMEO {frame.cameo or '-'}): {words}")
        example = next((e for e in frame.examples if e.gives is not None), None)
        if example is not None:
            lines.append(f"  - {example.text}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(load_frames()))
