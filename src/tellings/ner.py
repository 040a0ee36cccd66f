"""Names by spaCy's own network, decided for all words at once.

spaCy decides word by word and asks at each word for each of some seventy actions whether it is allowed, which takes two
thirds of its time.  Outside a name an action depends on its own word alone, so one matrix product decides all of them;
only the words within names of two words and more are taken step by step, for all names together.  Same network, same
rules (spaCy's BILUO transitions without preset entities), same names; a network of another make is left to spaCy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

FEATURES = 3  # this word, the first word of the open name, the word before this one


@dataclass(frozen=True)
class Network:
    """The layers of spaCy's entity recogniser, and which class is which action."""

    ner: EntityRecognizer
    begins: np.ndarray  # class of B by label number
    insides: np.ndarray
    lasts: np.ndarray
    units: np.ndarray
    out: int
    labels: tuple[str, ...]

    @staticmethod
    def of(ner: EntityRecognizer) -> Network | None:
        """None where the recogniser is not of the make that this module knows."""
        model = ner.model
        made = len(model.layers) == 3 and model.name == "parser_model" and model.attrs.get("has_upper")
        if not made or model.attrs.get("unseen_classes") or ner.cfg.get("beam_width", 1) != 1:
            return None
        hidden = model.layers[1]
        if hidden.get_dim("nF") != FEATURES or hidden.get_dim("nP") < 2:
            return None
        moves = {ner.moves.get_class_name(number): number for number in range(ner.moves.n_moves)}
        labels = tuple(sorted(name[2:] for name in moves if name.startswith("B-")))
        if "O" not in moves or any(f"{move}-{label}" not in moves for move in "BILU" for label in labels):
            return None
        classes = {move: np.array([moves[f"{move}-{label}"] for label in labels]) for move in "BILU"}
        return Network(ner, classes["B"], classes["I"], classes["L"], classes["U"], moves["O"], labels)

    def names(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """(first token, token after the last, label) of each name, in order."""
        if not len(doc):
            return
        embed, hidden, upper = self.ner.model.layers
        state = hidden.predict(
            embed.predict([doc])
        )  # (words + 1, features, width, pieces); row 0 is for what is absent
        bias = hidden.get_param("b")
        weights, weight_bias = upper.get_param("W"), upper.get_param("b")
        spaces, sent_starts = doc.to_array([IS_SPACE, SENT_START]).T
        ends = np.append(sent_starts[1:] == 1, True)  # no name goes on after this word
        outside = _maxout(state[1:, 0] + (state[0, 1] + state[0, 2] + bias)) @ weights.T + weight_bias
        choice, label = self._outside(outside, ends, spaces != 0)
        begun = np.flatnonzero(choice == 1)
        length = self._lengths(begun, label[begun], state, bias, weights, weight_bias, ends)
        until = dict(zip(begun.tolist(), (begun + length).tolist(), strict=True))
        done = 0
        for word in np.flatnonzero(choice).tolist():
            if word >= done:
                done = until.get(word, word + 1)
                yield word, done, self.labels[label[word]]

    def _outside(self, scores: np.ndarray, ends: np.ndarray, spaces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Per word 0 (no name), 1 (a name begins) or 2 (a name of one word), and the label's number."""
        begins = np.where((ends | spaces)[:, None], -np.inf, scores[:, self.begins])
        units = np.where(spaces[:, None], -np.inf, scores[:, self.units])
        begin, unit = begins.max(axis=1), units.max(axis=1)
        choice = np.where(begin > unit, 1, 2)
        choice[np.maximum(begin, unit) <= scores[:, self.out]] = 0
        return choice, np.where(choice == 1, begins.argmax(axis=1), units.argmax(axis=1))

    def _lengths(self, begun, label, state, bias, weights, weight_bias, ends) -> np.ndarray:
        """How many words each begun name has: all names a word further at a time, until the last one is closed."""
        length = np.ones(len(begun), dtype=np.int64)
        going = np.arange(len(begun))
        while len(going):
            first, name = begun[going], label[going]
            word = first + length[going]
            length[going] += 1
            hidden = _maxout(state[word + 1, 0] + state[first + 1, 1] + state[word, 2] + bias)
            on, last = self.insides[name], self.lasts[name]
            more = np.einsum("nw,nw->n", hidden, weights[on] - weights[last]) + weight_bias[on] - weight_bias[last]
            going = going[(more > 0) & ~ends[word]]
        return length


def _maxout(pieces: np.ndarray) -> np.ndarray:
    """The largest along the last axis, which is short: faster than numpy's own reduction over it."""
    largest = pieces[..., 0]
    for piece in range(1, pieces.shape[-1]):
        largest = np.maximum(largest, pieces[..., piece])
    return largest
