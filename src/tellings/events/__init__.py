"""What happened: frames, matcher, status, contexts, reductions.  Front door: load_frames, code."""

from tellings.events.coder import code, prepare
from tellings.events.frames import Frames, load_frames
from tellings.events.tables import CONTEXTS, MODES, QUAD, score

__all__ = ["CONTEXTS", "MODES", "QUAD", "Frames", "code", "load_frames", "prepare", "score"]
