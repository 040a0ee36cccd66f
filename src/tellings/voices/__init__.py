"""Who says so: attributions and chains of voices."""

from tellings.voices.attributing import attribute, tells
from tellings.voices.cues import Cues, load_cues

__all__ = ["Cues", "attribute", "load_cues", "tells"]
