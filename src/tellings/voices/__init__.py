"""Who says so: attributions and chains of voices."""

from tellings.voices.attributing import asserts, attribute, tells
from tellings.voices.cues import Cues, load_cues

__all__ = ["Cues", "asserts", "attribute", "load_cues", "tells"]
