"""The examples of the program's own frames hold."""

import pytest

from tellings.events.examples import run_examples
from tellings.events.frames import load_frames

FILES = sorted({f.source.rsplit(", line", 1)[0] for f in load_frames().frames})


@pytest.mark.parametrize("name", FILES)
def test_examples_hold(name, frames, model):
    outcomes = list(run_examples(frames, model, frozenset([name])))
    problems = [f"{o.where}: {o.frame.id}: {o.example.text}: {o.problem}" for o in outcomes if o.problem]
    assert outcomes and not problems, "\n".join(problems)


def test_every_frame_has_examples(frames):
    assert [f.id for f in frames.frames if not f.examples] == []
