"""Where it is kept: a folder of shards that are written once, and a catalogue that can be rebuilt from them."""

from tellings.corpus.part import Part
from tellings.corpus.records import Input, Status
from tellings.corpus.store import Corpus

__all__ = ["Corpus", "Input", "Part", "Status"]
