"""Boosted decision trees, evaluated from plain arrays, so that what was learned needs no learning library to run."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Trees:
    """All nodes of all trees in one table.

    feature: -1 in a leaf; left if the value is at most `threshold`; value: the tree's mean output at the node.
    roots: first node of each tree.  bias: output before any tree, in log-odds.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    roots: np.ndarray
    bias: float
    depth: int

    @classmethod
    def load(cls, text: str) -> Trees:
        """From JSON as the recipes write it."""
        table = json.loads(text)
        whole = {name: np.asarray(table[name], dtype=np.int32) for name in ("feature", "left", "right", "roots")}
        real = {name: np.asarray(table[name], dtype=np.float64) for name in ("threshold", "value")}
        return cls(**whole, **real, bias=float(table["bias"]), depth=int(table["depth"]))

    def log_odds(self, rows: np.ndarray) -> np.ndarray:
        """rows: (n, features) → (n,)."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots))).copy()
        index = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            feature = self.feature[at]
            inner = feature >= 0
            goes_left = rows[index, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        return self.bias + self.value[at].sum(axis=1)

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """rows: (n, features) → (n,), 0 to 1; in pieces, so that memory stays small."""
        if not len(rows):
            return np.zeros(0)
        pieces = [self.log_odds(rows[i : i + 4096]) for i in range(0, len(rows), 4096)]
        return 1 / (1 + np.exp(-np.concatenate(pieces)))

    def contributions(self, row: np.ndarray) -> np.ndarray:
        """How much each feature moved the log-odds of one row: changes of the mean along each path."""
        out = np.zeros(len(row))
        for root in self.roots:
            node = int(root)
            while self.feature[node] >= 0:
                feature = int(self.feature[node])
                after = int(self.left[node] if row[feature] <= self.threshold[node] else self.right[node])
                out[feature] += self.value[after] - self.value[node]
                node = after
        return out
